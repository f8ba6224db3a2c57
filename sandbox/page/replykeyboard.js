// The keyboard that the bot puts in place of the phone's.

import { h, icon } from "./dom.js";
import { on, store } from "./store.js";
import { t } from "./words.js";

// `acts`: say(text), contact(), replyToLast(), placeholder(text or undefined). Gives {panel, toggle, close}.
export function replyKeyboard(key, acts) {
  const panel = h("div", { class: "reply-keyboard", hidden: true, dataset: { testid: "reply-keyboard" } });
  const toggle = h("button", {
    class: "icon-button", type: "button", "aria-label": t("keyboardToggle"), "aria-expanded": "false", hidden: true,
    dataset: { testid: "keyboard-toggle" }, onclick: () => open(panel.hidden),
  }, icon("keyboard", 22));

  function open(shown) {
    panel.hidden = !shown;
    toggle.setAttribute("aria-expanded", String(shown));
  }

  function pressed(button, markup) {
    if (button.request_contact) acts.contact();
    else acts.say(button.text);
    if (markup.one_time_keyboard) open(false);
  }

  function draw() {
    const markup = store.keyboards.get(key);
    const rows = markup?.keyboard ?? [];
    acts.placeholder(markup?.input_field_placeholder);
    panel.replaceChildren(...rows.map((row) => h("div", { class: "reply-row" }, row.map((button) =>
      h("button", {
        type: "button", class: button.style ? `style-${button.style}` : "", dataset: { testid: "reply-button" },
        onclick: () => pressed(button, markup),
      }, h("span", null, button.text ?? button), button.request_contact && icon("contact", 16))))));
    panel.classList.toggle("tall", Boolean(rows.length) && !markup.resize_keyboard);
    toggle.hidden = !rows.length;
    open(rows.length > 0);
    if (markup?.force_reply) acts.replyToLast();
  }

  const stops = [on(`keyboard:${key}`, draw), on("keyboards", draw)];
  // Drawn after the composer is whole: its functions are used.
  queueMicrotask(draw);
  return { panel, toggle, close: () => stops.forEach((stop) => stop()) };
}
