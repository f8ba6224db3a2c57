// One message, or one album, as a row of the chat.

import { inlineKeyboard } from "./buttons.js";
import { avatar, h, icon } from "./dom.js";
import { clock } from "./format.js";
import { albumGrid, audio, contactCard, documentRow, photo, video } from "./media.js";
import { place, richMessage } from "./rich.js";
import { serviceText, summary } from "./service.js";
import { messageOf, nameOf, store } from "./store.js";
import { formatted } from "./text.js";
import { t } from "./words.js";

// Fields that say where and when, not what; any other one that we cannot draw is drawn in red.
const ABOUT = new Set([
  "message_id", "message_thread_id", "from", "sender_chat", "date", "edit_date", "chat", "reply_to_message",
  "forward_origin", "is_topic_message", "media_group_id", "reply_markup", "entities", "caption_entities",
  "has_protected_content", "link_preview_options", "via_bot", "quote", "external_reply", "is_automatic_forward",
  "has_media_spoiler", "show_caption_above_media", "effect_id", "sender_business_bot", "author_signature",
]);

// unit: {messages: [one, or the parts of an album], first, last} of a run of one sender.
export function row(unit, as) {
  const message = unit.messages[0];
  const service = serviceText(message);
  if (service !== null) {
    return h("div", { class: "service", dataset: marks(message, "service") }, h("span", null, service));
  }
  const mine = message.from?.id === as.personId;
  const group = message.chat.type !== "private";
  const look = ["row", mine ? "out" : "in", unit.first && "first", unit.last && "last", group && !mine && "with-face"];
  const last = unit.messages[unit.messages.length - 1];
  const markup = unit.messages.map((one) => one.reply_markup).find((one) => one?.inline_keyboard);
  return h("div", {
    class: look.filter(Boolean).join(" "),
    dataset: { ...marks(message, "message"), from: message.from?.is_bot ? "bot" : String(message.from?.id ?? "") },
  },
  group && !mine && (unit.last ? avatar(message.from.id, nameOf(message.from), "small") : h("span", { class: "avatar small none" })),
  h("div", { class: `stack ${message.rich_message ? "wide" : ""}` },
    h("div", { class: bubbleLook(unit), dataset: { testid: "bubble" } },
      group && !mine && unit.first && h("div", { class: `sender tone-${message.from.id % 7}` }, nameOf(message.from)),
      message.via_bot && h("div", { class: "forwarded", dataset: { testid: "via-bot" } }, t("viaBot", { bot: message.via_bot.username })),
      message.forward_origin && h("div", { class: "forwarded" }, t("forwardedFrom", { name: originName(message.forward_origin) })),
      message.reply_to_message && repliedTo(message, as),
      content(unit, as),
      meta(last, mine)),
    markup && inlineKeyboard(markup, as),
    h("button", { class: "row-menu", type: "button", "aria-label": t("actions"), dataset: { testid: "message-menu" } }, icon("more", 18))));
}

function marks(message, testid) {
  return { messageId: String(message.message_id), testid };
}

function bubbleLook(unit) {
  const message = unit.messages[0];
  const bare = message.photo && !unit.messages.some((one) => one.caption);
  return ["bubble", message.photo && "has-photo", bare && "bare", message.rich_message && "has-rich"].filter(Boolean).join(" ");
}

function content(unit, as) {
  const message = unit.messages[0];
  const captioned = unit.messages.find((one) => one.caption);
  const caption = captioned && h("div", { class: "text" }, formatted(captioned.caption, captioned.caption_entities, as));
  if (unit.messages.length > 1) {
    const pictures = unit.messages.every((one) => one.photo);
    return [pictures ? albumGrid(unit.messages) : unit.messages.map((one) => media(one)), caption];
  }
  if (message.rich_message) return richMessage(message.rich_message, as);
  if (message.text !== undefined) return h("div", { class: "text" }, formatted(message.text, message.entities, as));
  return message.show_caption_above_media ? [caption, media(message)] : [media(message), caption];
}

function media(message) {
  if (message.photo) return photo(message.photo, message.has_media_spoiler);
  if (message.animation) return video(message.animation, true); // before document: it repeats it
  if (message.document) return documentRow(message.document);
  if (message.video ?? message.video_note) return video(message.video ?? message.video_note);
  if (message.audio ?? message.voice) return audio(message.audio ?? message.voice);
  if (message.contact) return contactCard(message.contact);
  if (message.venue) return [h("strong", null, message.venue.title), h("div", null, message.venue.address), place(message.venue.location)];
  if (message.location) return place(message.location);
  if (message.dice) return h("div", { class: "dice" }, `${message.dice.emoji} ${message.dice.value}`);
  const unknown = Object.keys(message).filter((name) => !ABOUT.has(name) && !name.startsWith("_"));
  return h("div", { class: "not-drawn", dataset: { testid: "not-drawn" } }, t("notDrawn", { type: unknown.join(", ") || "?" }));
}

function meta(message, mine) {
  return h("span", { class: "meta" },
    message.edit_date && h("span", { dataset: { testid: "edited" } }, t("edited")),
    h("time", { datetime: new Date(message.date * 1000).toISOString() }, clock(message.date)),
    mine && h("span", { class: "ticks", role: "img", "aria-label": t("sent"), title: t("sent") }, icon("tick", 16)));
}

// One tick: it is on the server; two: the bot has called since, so it has taken the message.
export function markTaken(row) {
  const ticks = row.querySelector(".ticks");
  if (!ticks) return;
  ticks.replaceChildren(icon("ticks", 16));
  ticks.setAttribute("aria-label", t("delivered"));
  ticks.title = t("delivered");
}

function originName(origin) {
  return nameOf(origin.sender_user ?? origin.sender_chat ?? origin.chat) || origin.sender_user_name || "";
}

function repliedTo(message, as) {
  const original = messageOf(as.chatId, message.reply_to_message.message_id) ?? message.reply_to_message;
  const who = original.from?.id === as.personId ? t("you") : nameOf(original.from ?? store.bot);
  return h("button", {
    class: `strip tone-${(original.from?.id ?? 0) % 7}`, type: "button", dataset: { testid: "reply-strip" },
    onclick: (event) => {
      event.stopPropagation();
      as.jumpTo(original.message_id);
    },
  }, h("span", { class: "strip-name" }, who), h("span", { class: "strip-text" }, message.quote?.text ?? summary(original)));
}
