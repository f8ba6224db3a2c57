// The bot's commands: the menu button and the suggestions while "/" is typed.

import { h, icon } from "./dom.js";
import { commandsOf, on } from "./store.js";
import { t } from "./words.js";

// Gives {button, list, show(text), key(event) → true if it used the key, close}.
export function suggestions(personId, chatId, choose) {
  const list = h("div", { class: "commands", role: "listbox", "aria-label": t("commands"), hidden: true, dataset: { testid: "commands" } });
  const button = h("button", {
    class: "icon-button menu-button", type: "button", "aria-label": t("commands"), "aria-expanded": "false",
    dataset: { testid: "commands-button" }, onclick: () => (list.hidden ? draw(commandsOf(personId, chatId)) : hide()),
  }, icon("menu", 22));
  let at = -1;

  function draw(found) {
    at = -1;
    list.replaceChildren(...found.map((command) =>
      h("button", { type: "button", role: "option", "aria-selected": "false", onclick: () => pick(command) },
        h("span", { class: "command-name" }, `/${command.command}`), h("span", null, command.description))));
    list.hidden = !found.length;
    button.setAttribute("aria-expanded", String(!list.hidden));
  }

  function hide() {
    draw([]);
  }

  function pick(command) {
    hide();
    choose(`/${command.command}`);
  }

  function show(text) {
    const typed = /^\/(\w*)$/.exec(text);
    if (typed) draw(commandsOf(personId, chatId).filter((command) => command.command.startsWith(typed[1].toLowerCase())));
    else if (!list.hidden) hide();
  }

  function move(step) {
    const options = [...list.children];
    at = (at + step + options.length) % options.length;
    options.forEach((option, i) => option.setAttribute("aria-selected", String(i === at)));
    options[at].scrollIntoView({ block: "nearest" });
  }

  function key(event) {
    if (list.hidden) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) move(at < 0 && step < 0 ? 0 : step);
    else if (event.key === "Escape") hide();
    else if ((event.key === "Enter" || event.key === "Tab") && at >= 0) list.children[at].click();
    else return false;
    event.preventDefault();
    return true;
  }

  const stop = on("commands", () => {
    button.hidden = !commandsOf(personId, chatId).length;
    if (!list.hidden) hide();
  });
  button.hidden = !commandsOf(personId, chatId).length;
  return { button, list, show, key, close: stop };
}
