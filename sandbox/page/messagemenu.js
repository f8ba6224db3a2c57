// What can be done with a message: the context menu, double click, swipe, forwarding.

import * as api from "./api.js";
import { attempt } from "./actions.js";
import { h } from "./dom.js";
import { followStart } from "./links.js";
import { copyText, dialog, menu, toast } from "./overlay.js";
import { fullText } from "./service.js";
import { chatsOf, nameOf, store } from "./store.js";
import { t } from "./words.js";

const SWIPE = 60;

export function watchGestures(root, find, acts) {
  const messageAt = (target) => {
    const row = target.closest?.(".row");
    return row && find(Number(row.dataset.messageId));
  };
  root.addEventListener("contextmenu", (event) => {
    const message = messageAt(event.target);
    if (!message) return;
    event.preventDefault();
    acts.menu(message, { x: event.clientX, y: event.clientY }, event.target.closest("a[href]"));
  });
  root.addEventListener("click", (event) => {
    const button = event.target.closest(".row-menu");
    if (!button) return;
    const box = button.getBoundingClientRect();
    acts.menu(messageAt(button), { x: box.left, y: box.bottom }, null);
  });
  root.addEventListener("dblclick", (event) => {
    const message = messageAt(event.target);
    if (message && !event.target.closest("button, a, summary, code, .table-wrap")) acts.reply(message);
  });
  watchSwipes(root, messageAt, acts.reply);
}

function watchSwipes(root, messageAt, reply) {
  let start = null;
  root.addEventListener("touchstart", (event) => {
    // A wide table scrolls sideways under the same finger.
    const scrolls = event.target.closest(".table-wrap, .slideshow");
    start = scrolls ? null : { x: event.touches[0].clientX, y: event.touches[0].clientY };
  }, { passive: true });
  root.addEventListener("touchend", (event) => {
    if (!start) return;
    const touch = event.changedTouches[0];
    const message = messageAt(event.target);
    const aside = start.x - touch.clientX;
    if (message && aside > SWIPE && Math.abs(touch.clientY - start.y) < SWIPE / 2) reply(message);
  }, { passive: true });
}

export function openMessageMenu(message, { personId, chatId, at, link, compose }) {
  const mine = message.from?.id === personId;
  const text = fullText(message);
  const payload = link?.dataset.payload;
  const others = payload === undefined ? [] : [...store.people.values()];
  menu([
    ...others.map((person) => ({ icon: "person", text: t("openAs", { name: nameOf(person) }), run: () => followStart(person.id, payload) })),
    link && { icon: "link", text: t("copyLink"), run: () => copyText(link.getAttribute("href")) },
    { icon: "reply", text: t("reply"), run: () => compose.reply(message) },
    text && { icon: "copy", text: t("copyText"), run: () => copyText(text) },
    { icon: "forward", text: t("forward"), run: () => forwardDialog(personId, chatId, message) },
    mine && (message.text || message.caption) && { icon: "edit", text: t("edit"), run: () => compose.edit(message) },
    mine && {
      icon: "trash", text: t("remove"), danger: true,
      run: () => attempt(personId, () => api.deleteMessage(personId, chatId, message.message_id)),
    },
  ], at, t("actions"));
}

function forwardDialog(personId, chatId, message) {
  const chats = chatsOf(personId);
  dialog(t("forwardTo"), h("div", { class: "choices" }, chats.map((chat, i) =>
    h("label", null,
      h("input", { type: "radio", name: "chat", value: String(chat.id), checked: i === 0 }),
      h("span", null, chat.title ?? nameOf(store.bot))))),
  t("forward"), async (form) => {
    const target = chats.find((chat) => String(chat.id) === form.get("chat"));
    await api.forward(personId, chatId, message.message_id, target.id);
    toast(t("forwarded", { name: target.title ?? nameOf(store.bot) }), { personId });
  });
}
