// Inline mode: what the bot lists while "@bot words" is typed, in any chat.

import * as api from "./api.js";
import { attempt } from "./actions.js";
import { h } from "./dom.js";
import { followStart } from "./links.js";
import { store } from "./store.js";
import { t } from "./words.js";

const PAUSE = 250; // milliseconds without a key before the bot is asked
const LONGEST = 256;

// The words after the bot's name; null where the text is not for it.
function wordsFor(text) {
  const name = `@${store.bot.username}`;
  const typed = text.slice(0, name.length + 1).toLowerCase();
  if (!store.bot.username || typed.trimEnd() !== name.toLowerCase() || typed.length === name.length) return null;
  const words = text.slice(name.length + 1).trimStart();
  return words.length > LONGEST ? null : words;
}

// Gives {list, show(text), key(event) → true if it used the key, close}. `about()` tells what the
// message replies to and its topic; `chosen()` is called when a result was posted.
export function inlineResults(personId, chatId, about, chosen) {
  const list = h("div", {
    class: "commands inline-results", role: "listbox", "aria-label": t("inlineResults"), hidden: true,
    dataset: { testid: "inline-results" }, onscroll: onScroll,
  });
  let words = null;
  let next = "";
  let at = -1;
  let waiting = 0;
  let asking = 0; // grows with every question: an answer to an older one comes too late

  const options = () => [...list.querySelectorAll("[role=option]")];

  function show(text) {
    const wanted = wordsFor(text);
    if (wanted === words) return;
    words = wanted;
    clearTimeout(waiting);
    asking += 1;
    if (words === null) hide();
    else waiting = setTimeout(() => ask(""), PAUSE);
  }

  async function ask(offset) {
    const mine = ++asking;
    next = "";
    list.setAttribute("aria-busy", "true");
    let answer = null;
    await attempt(personId, async () => (answer = await api.inline(personId, chatId, words, offset)));
    if (mine !== asking) return;
    list.removeAttribute("aria-busy");
    if (!answer?.answered) hide();
    else draw(answer, offset !== "");
  }

  function draw(answer, more) {
    next = answer.next_offset;
    const rows = answer.results.map((result) =>
      h("button", {
        type: "button", role: "option", "aria-selected": "false", dataset: { testid: "inline-result" }, onclick: () => pick(result),
      }, h("span", { class: "inline-title" }, result.title), result.description && h("span", null, result.description)));
    if (more) {
      list.append(...rows);
      return;
    }
    at = -1;
    const { button } = answer;
    const lead = button && h("button", {
      type: "button", class: "inline-lead", dataset: { testid: "inline-lead" }, onclick: () => followStart(personId, button.start_parameter),
    }, button.text);
    list.replaceChildren(...(lead ? [lead] : []), ...rows);
    list.hidden = !list.children.length;
    list.scrollTop = 0;
  }

  function hide() {
    next = "";
    list.replaceChildren();
    list.hidden = true;
  }

  function onScroll() {
    const below = list.scrollHeight - list.scrollTop - list.clientHeight;
    if (next && below < 60) ask(next);
  }

  async function pick(result) {
    const more = about();
    hide();
    if (await attempt(personId, () => api.choose(personId, chatId, result.id, more))) chosen();
  }

  function move(step) {
    const all = options();
    if (!all.length) return;
    at = (at + step + all.length) % all.length;
    all.forEach((option, i) => option.setAttribute("aria-selected", String(i === at)));
    all[at].scrollIntoView({ block: "nearest" });
  }

  function key(event) {
    if (list.hidden) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) move(at < 0 && step < 0 ? 0 : step);
    else if (event.key === "Escape") hide();
    else if ((event.key === "Enter" || event.key === "Tab") && at >= 0) options()[at].click();
    else return false;
    event.preventDefault();
    return true;
  }

  return { list, show, key, close: () => clearTimeout(waiting) };
}
