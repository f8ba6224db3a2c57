// A person's column: who they are, their chats, the chat on the screen. A group may be set beside, in
// a column of its own.

import { setBlocked } from "./actions.js";
import { chatView } from "./chat.js";
import { composer } from "./composer.js";
import { botInGroupDialog } from "./dialogs.js";
import { append, avatar, h, icon } from "./dom.js";
import { chatsHere, emit, markRead, memberIds, nameOf, on, openChat, pair, setBeside, store } from "./store.js";
import { t } from "./words.js";

const ACTIONS = { upload_photo: "sendingPhoto", upload_document: "sendingDocument" };

// `fixed`: the only chat of a column set beside; without it, all the person's other chats.
export function column(personId, fixed = null) {
  const current = () => fixed ?? store.open.get(personId);
  const head = h("header", { class: "person-head" });
  const tabs = h("nav", { class: "chats", "aria-label": t("chats") });
  const topics = h("nav", { class: "topics", "aria-label": t("topics"), hidden: true });
  const place = h("div", { class: "chat" });
  const element = h("section", {
    class: "column", dataset: fixed === null ? { person: String(personId), owner: String(personId) } : { beside: pair(personId, fixed), owner: String(personId) },
  }, head, tabs, topics, place,
    h("div", { class: "toasts", role: "status", "aria-live": "polite" }), h("div", { class: "column-overlay" }));
  let view = null;
  let writing = null;
  let stopStatus = [];

  function drawHead() {
    const person = store.people.get(personId);
    const name = nameOf(person);
    element.setAttribute("aria-label", name);
    const about = [person.username && `@${person.username}`, person.phone].filter(Boolean).join(" · ");
    head.replaceChildren();
    append(head, [
      avatar(personId, name, "small"),
      h("div", { class: "person-about" }, h("strong", null, name), h("span", null, about)),
      fixed === null && h("label", { class: "switch", title: t("block") },
        h("span", { class: "switch-word" }, t(person.blocked ? "blockedStatus" : "block")),
        h("input", {
          type: "checkbox", role: "switch", checked: Boolean(person.blocked), dataset: { testid: "block" },
          "aria-label": t("blockSwitch", { name }), onchange: (event) => setBlocked(personId, event.currentTarget.checked),
        })),
    ]);
  }

  function drawTabs() {
    const open = current();
    const chats = fixed === null ? chatsHere(personId) : [store.chats.get(fixed)];
    tabs.replaceChildren(...chats.map((chat) => {
      const bot = chat.type === "private";
      const title = bot ? store.bot.first_name || store.bot.username : chat.title;
      const unread = store.unread.get(pair(personId, chat.id)) ?? 0;
      return h("button", {
        type: "button", class: "chat-tab", dataset: { chatTab: String(chat.id), testid: "chat-tab" },
        "aria-current": chat.id === open ? "true" : null, onclick: () => openChat(personId, chat.id),
      },
      avatar(bot ? store.bot.id + 4 : chat.id, title),
      h("span", { class: "chat-about" }, h("strong", null, title), statusLine(chat)),
      unread > 0 && h("span", { class: "badge", "aria-label": t("unread", { n: unread }) }, String(unread)));
    }));
    const chat = store.chats.get(open);
    if (chat && chat.type !== "private") tabs.append(besideButton(chat), groupButton(chat));
    for (const stop of stopStatus) stop();
    stopStatus = chats.map((chat) => on(`status:${chat.id}`, drawTabs));
  }

  function besideButton(chat) {
    const word = t(fixed === null ? "beside" : "notBeside");
    return h("button", {
      type: "button", class: "icon-button beside", "aria-label": word, title: word, dataset: { testid: "beside" },
      onclick: () => setBeside(personId, chat.id, fixed === null),
    }, icon(fixed === null ? "beside" : "close"));
  }

  function groupButton(chat) {
    return h("button", {
      type: "button", class: "icon-button", "aria-label": `${t("botInGroup")}: ${chat.title}`, title: t("botInGroup"),
      dataset: { testid: "bot-status" }, onclick: () => botInGroupDialog(chat),
    }, icon("more"));
  }

  function statusLine(chat) {
    const status = store.status.get(chat.id);
    if (status && status.until > Date.now()) {
      return h("span", { class: "status typing", dataset: { testid: "typing" } }, t(ACTIONS[status.action] ?? "typing"));
    }
    if (chat.type !== "private") {
      const bots = ["left", "kicked"].includes(chat.bot) ? 0 : 1;
      return h("span", { class: "status" }, t("members", { n: memberIds(chat).length + bots }));
    }
    return h("span", { class: "status" }, t(store.people.get(personId).blocked ? "blockedStatus" : "bot"));
  }

  function drawTopics() {
    const chat = store.chats.get(current());
    topics.hidden = !chat?.is_forum;
    if (topics.hidden) return;
    const key = pair(personId, chat.id);
    const open = store.topic.get(key) ?? 0;
    const all = [{ id: 0, name: t("general") }, ...chat.topics];
    topics.replaceChildren(...all.map((topic) =>
      h("button", {
        type: "button", class: "topic", "aria-current": topic.id === open ? "true" : null, dataset: { topic: String(topic.id) },
        onclick: () => {
          store.topic.set(key, topic.id);
          emit(`topic:${key}`);
          drawTopics();
        },
      }, topic.name)));
  }

  function openPlace() {
    const chatId = current();
    if (Number(place.dataset.chat) === chatId && view) return;
    view?.close();
    writing?.close();
    place.dataset.chat = String(chatId);
    place.replaceChildren();
    writing = composer(personId, chatId, place);
    view = chatView(personId, chatId, writing);
    place.append(view.element, writing.element);
    // The view was drawn before it had a size; now that it has one, it can go to its bottom.
    emit(`chat:${chatId}`);
  }

  function draw() {
    drawHead();
    drawTabs();
    drawTopics();
    openPlace();
  }

  place.addEventListener("pointerdown", () => markRead(personId, current()));
  const stops = [on(`person:${personId}`, draw), on(`unread:${personId}`, drawTabs)];
  draw();

  return {
    element,
    draw,
    focus: () => writing?.focus(),
    close() {
      view?.close();
      writing?.close();
      for (const stop of [...stops, ...stopStatus]) stop();
      element.remove();
    },
  };
}

