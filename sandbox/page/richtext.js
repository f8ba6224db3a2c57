// Rich text (Bot API 10.1+): a string, an array of rich texts, or an object with a type.

import { h } from "./dom.js";
import { richButton } from "./buttons.js";
import { code, command, link, moment, spoiler } from "./text.js";
import { t } from "./words.js";

const TAGS = {
  bold: "strong", italic: "em", underline: "u", strikethrough: "s", subscript: "sub",
  superscript: "sup", marked: "mark",
};

export function richText(value, as) {
  if (value === null || value === undefined) return [];
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value.flatMap((part) => richText(part, as));
  return [piece(value, as)];
}

export function plainText(value) {
  if (value === null || value === undefined) return "";
  if (typeof value === "string") return value;
  if (Array.isArray(value)) return value.map(plainText).join("");
  return plainText(value.text ?? value.button?.text ?? value.alternative_text ?? value.expression ?? "");
}

function piece(value, as) {
  const inner = () => richText(value.text, as);
  if (TAGS[value.type]) return h(TAGS[value.type], null, inner());
  switch (value.type) {
    case "spoiler": return spoiler(inner());
    case "code": return code(plainText(value.text));
    case "url": return link(value.url, inner(), as);
    case "email_address": return link(`mailto:${value.email_address}`, inner(), as);
    case "phone_number": return link(`tel:${value.phone_number}`, inner(), as);
    case "bank_card_number": return code(plainText(value.text));
    case "bot_command": return command(value.bot_command, as);
    case "mention": case "text_mention": case "hashtag": case "cashtag":
      return h("span", { class: "mention" }, inner());
    case "date_time": return moment(value.unix_time, value.date_time_format, inner());
    case "button": return richButton(value.button, as, richText(value.button.text, as));
    case "custom_emoji": return h("span", null, value.alternative_text);
    case "mathematical_expression": return h("code", { class: "formula" }, value.expression);
    case "anchor": return h("a", { dataset: { anchor: value.name } });
    case "anchor_link": return jump(value.anchor_name, inner());
    case "reference": return h("span", { dataset: { anchor: `ref-${value.name}` } }, inner());
    case "reference_link": return jump(`ref-${value.reference_name}`, inner());
    default: return h("span", { class: "not-drawn" }, t("notDrawn", { type: value.type }));
  }
}

function jump(name, inner) {
  return h("button", {
    class: "link", type: "button",
    onclick: (event) => {
      const bubble = event.currentTarget.closest("[data-message-id]");
      for (const anchor of bubble?.querySelectorAll("[data-anchor]") ?? []) {
        if (anchor.dataset.anchor === name) anchor.scrollIntoView({ block: "center", behavior: "smooth" });
      }
    },
  }, inner);
}
