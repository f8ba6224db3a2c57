// Buttons of the bot: under a message, in a row of a rich message, inside its text.

import { press } from "./api.js";
import { h, icon, safeHref } from "./dom.js";
import { followStart, startPayload } from "./links.js";
import { alertDialog, copyText, toast } from "./overlay.js";
import { t } from "./words.js";

const waiting = new Set(); // "chat:message:data" of presses that the bot has not answered yet

const key = (as, data) => `${as.chatId}:${as.messageId}:${data}`;

export function inlineKeyboard(markup, as) {
  return h("div", { class: "inline-keyboard" }, markup.inline_keyboard.map((row) =>
    h("div", { class: "inline-row" }, row.map((button) => oneButton(button, as, [button.text], "inline-button")))));
}

export function richButton(button, as, label) {
  return oneButton(button, as, label, "rich-button");
}

export function buttonRow(block, as, draw) {
  return h("div", { class: `button-row align-${block.align ?? "justify"}` },
    block.buttons.map((button) => oneButton(button, as, draw(button.text), "rich-button")));
}

function oneButton(button, as, label, look) {
  const style = button.style ? `style-${button.style}` : "";
  const common = { class: `${look} ${style}`, dataset: { testid: "inline-button" } };
  if (button.url !== undefined) return urlButton(button, as, label, common);
  if (button.callback_data !== undefined) {
    const id = key(as, button.callback_data);
    return h("button", {
      ...common, type: "button", dataset: { ...common.dataset, press: id },
      "aria-busy": waiting.has(id) ? "true" : null,
      onclick: () => pressed(as, button.callback_data),
    }, h("span", { class: "label" }, label));
  }
  if (button.copy_text) {
    return h("button", { ...common, type: "button", onclick: () => copyText(button.copy_text.text) },
      h("span", { class: "label" }, label), h("span", { class: "corner" }, icon("copy", 12)));
  }
  if (button.disabled) return h("button", { ...common, type: "button", disabled: true }, h("span", { class: "label" }, label));
  const kind = Object.keys(button).find((name) => !["text", "style", "icon_custom_emoji_id"].includes(name));
  return h("span", { class: "not-drawn" }, t("notDrawn", { type: kind ?? "button" }), " ", label);
}

function urlButton(button, as, label, common) {
  const payload = startPayload(button.url);
  const inside = [h("span", { class: "label" }, label), h("span", { class: "corner" }, icon("open", 12))];
  if (payload !== null) {
    return h("button", { ...common, type: "button", onclick: () => followStart(as.personId, payload) }, inside);
  }
  const href = safeHref(button.url);
  if (href === null) return h("button", { ...common, type: "button", disabled: true }, inside);
  return h("a", { ...common, href, target: "_blank", rel: "noopener noreferrer" }, inside);
}

async function pressed(as, data) {
  const id = key(as, data);
  if (waiting.has(id)) return;
  show(id, true);
  try {
    const answer = await press(as.personId, as.chatId, as.messageId, data);
    if (answer.text) (answer.show_alert ? alertDialog : toast)(answer.text, { personId: as.personId });
    if (!answer.answered) toast(t("noAnswer"), { personId: as.personId, bad: true });
  } catch (error) {
    toast(t("failed", { why: error.message }), { personId: as.personId, bad: true });
  } finally {
    show(id, false);
  }
}

function show(id, busy) {
  if (busy) waiting.add(id);
  else waiting.delete(id);
  for (const button of document.querySelectorAll(`[data-press="${CSS.escape(id)}"]`)) {
    if (busy) button.setAttribute("aria-busy", "true");
    else button.removeAttribute("aria-busy");
  }
}
