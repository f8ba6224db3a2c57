// Message text with entities → nodes. Offsets are UTF-16 units, as JavaScript's own strings count.

import { h, safeHref } from "./dom.js";
import { dateTime } from "./format.js";
import { copyText } from "./overlay.js";
import { followStart, startPayload } from "./links.js";

// `as` is the person who looks: commands and start links act for them. `as.chatId`: the chat they are in.
export function formatted(text, entities, as) {
  const sorted = [...(entities ?? [])].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return span(text, 0, text.length, sorted, as);
}

function span(text, from, to, entities, as) {
  const nodes = [];
  let at = from;
  let i = 0;
  while (i < entities.length) {
    const entity = entities[i];
    const end = Math.min(entity.offset + entity.length, to);
    i += 1;
    if (entity.offset < at || end <= entity.offset) continue;
    const inner = [];
    while (i < entities.length && entities[i].offset < end) inner.push(entities[i++]);
    nodes.push(text.slice(at, entity.offset));
    nodes.push(piece(entity, text.slice(entity.offset, end), span(text, entity.offset, end, inner, as), as));
    at = end;
  }
  nodes.push(text.slice(at, to));
  return nodes;
}

function piece(entity, raw, inner, as) {
  switch (entity.type) {
    case "bold": return h("strong", null, inner);
    case "italic": return h("em", null, inner);
    case "underline": return h("u", null, inner);
    case "strikethrough": return h("s", null, inner);
    case "spoiler": return spoiler(inner);
    case "code": return code(raw);
    case "pre": return pre(raw, entity.language);
    case "blockquote": return h("blockquote", { class: "quote" }, inner);
    case "expandable_blockquote": return expandableQuote(inner);
    case "text_link": return link(entity.url, inner, as);
    case "url": return link(raw, inner, as);
    case "email": return link(`mailto:${raw}`, inner, as);
    case "phone_number": return link(`tel:${raw}`, inner, as);
    case "bot_command": return command(raw, as);
    case "mention": case "text_mention": case "hashtag": case "cashtag":
      return h("span", { class: "mention" }, inner);
    case "date_time": return moment(entity.unix_time, entity.date_time_format, inner);
    default: return h("span", null, inner); // custom_emoji: its own text stands for it
  }
}

export function spoiler(inner) {
  return h("button", {
    class: "spoiler", type: "button",
    onclick: (event) => event.currentTarget.classList.add("shown"),
  }, h("span", null, inner));
}

export function code(raw) {
  return h("code", {
    class: "tap-copy", role: "button", tabindex: "0",
    onclick: () => copyText(raw),
    onkeydown: (event) => event.key === "Enter" && copyText(raw),
  }, raw);
}

export function pre(inner, name) {
  return h("pre", { class: "pre" }, name && h("span", { class: "pre-name" }, name), h("code", null, inner));
}

export function expandableQuote(inner) {
  const toggle = (event) => event.currentTarget.classList.toggle("open");
  return h("blockquote", {
    class: "quote expandable", role: "button", tabindex: "0", onclick: toggle,
    onkeydown: (event) => event.key === "Enter" && toggle(event),
  }, inner);
}

export function link(url, inner, as) {
  const payload = startPayload(url);
  if (payload !== null) {
    return h("a", {
      href: url.includes(":") ? url : `https://${url}`, class: "start-link",
      dataset: { testid: "start-link", payload },
      onclick: (event) => {
        event.preventDefault();
        followStart(as.personId, payload);
      },
    }, inner);
  }
  const href = safeHref(url);
  if (href === null) return h("span", null, inner);
  return h("a", { href, target: "_blank", rel: "noopener noreferrer" }, inner);
}

export function command(raw, as) {
  return h("button", { class: "link", type: "button", onclick: () => as.say(raw) }, raw);
}

export function moment(unix, format, inner) {
  const shown = format ? dateTime(unix, format) : "";
  return h("time", { datetime: new Date(unix * 1000).toISOString(), class: "moment", title: dateTime(unix, "Dt") },
    shown || inner);
}
