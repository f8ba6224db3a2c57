// What the page knows. Changes go through the functions here; each tells its subscribers by topic:
// "people", "chat:ID", "status:ID", "keyboard:PERSON:CHAT", "person:ID", "log", "connection".

import * as api from "./api.js";

export const store = {
  bot: { id: 0, username: "", first_name: "" },
  people: new Map(), // id → person
  chats: new Map(), // id → chat
  messages: new Map(), // chat id → Message[] by id, or absent until loaded
  keyboards: new Map(), // "person:chat" → ReplyKeyboardMarkup or ForceReply
  unread: new Map(), // "person:chat" → number
  open: new Map(), // person id → chat id on the screen
  beside: new Set(JSON.parse(localStorage.getItem("beside") ?? "[]")), // "person:chat" in own columns
  topic: new Map(), // "person:chat" → thread id, 0 for the general one
  status: new Map(), // chat id → {action, until}
  untaken: new Set(), // "chat:message" of people's messages since which the bot has called nothing
  log: [],
  lastEventId: 0,
};

const listeners = new Map();

export function on(topic, listener) {
  if (!listeners.has(topic)) listeners.set(topic, new Set());
  listeners.get(topic).add(listener);
  return () => listeners.get(topic)?.delete(listener);
}

const told = new Set(); // topics since the last frame

// Listeners hear once a frame, however many events came: a burst of messages is drawn once.
export function emit(topic) {
  if (!told.size) {
    if (document.hidden) setTimeout(flush, 50); // a hidden page has no frames
    else requestAnimationFrame(flush);
  }
  told.add(topic);
}

// A page hidden between an event and its frame would otherwise wait to be looked at again.
document.addEventListener("visibilitychange", () => document.hidden && setTimeout(flush, 50));

function flush() {
  const topics = [...told];
  told.clear();
  const due = new Set(topics.flatMap((topic) => [...(listeners.get(topic) ?? [])]));
  for (const listener of due) listener();
}

export const pair = (personId, chatId) => `${personId}:${chatId}`;

export async function load() {
  const state = await api.getState();
  store.bot = state.bot;
  store.people = new Map(state.people.map((person) => [person.id, person]));
  store.chats = new Map(state.chats.map((chat) => [chat.id, chat]));
  store.lastEventId = state.last_event_id;
  loadKeyboards(state.chats);
  for (const person of state.people) {
    const chats = chatsHere(person.id);
    if (!chats.some((chat) => chat.id === store.open.get(person.id))) {
      store.open.set(person.id, chats[0]?.id);
    }
  }
}

function loadKeyboards(chats) {
  const before = JSON.stringify([...store.keyboards]);
  store.keyboards = new Map(chats.flatMap((chat) =>
    Object.entries(chat.keyboards).map(([personId, markup]) => [pair(personId, chat.id), markup])));
  if (JSON.stringify([...store.keyboards]) !== before) emit("keyboards");
}

export function chatsOf(personId) {
  return [...store.chats.values()].filter((chat) =>
    chat.type === "private" ? chat.id === personId : memberIds(chat).includes(personId));
}

export const isBeside = (personId, chatId) => store.beside.has(pair(personId, chatId));

// The chats that a person's own column shows: those not set beside.
export const chatsHere = (personId) => chatsOf(personId).filter((chat) => !isBeside(personId, chat.id));

export function setBeside(personId, chatId, beside) {
  if (beside) store.beside.add(pair(personId, chatId));
  else store.beside.delete(pair(personId, chatId));
  localStorage.setItem("beside", JSON.stringify([...store.beside]));
  openChat(personId, beside ? personId : chatId);
  emit("columns");
}

export const memberIds = (chat) => chat.members.map((member) => member.id);

// The narrowest scope that has commands wins, in the person's language before the common ones.
export function commandsOf(personId, chatId) {
  const group = personId !== chatId;
  const scopes = group
    ? [`chat_member/${chatId}/${personId}`, `chat/${chatId}`, "all_group_chats", "default"]
    : [`chat/${chatId}`, "all_private_chats", "default"];
  const language = store.people.get(personId)?.language_code ?? "";
  for (const scope of scopes) {
    for (const code of [language, ""]) {
      const found = store.bot.commands?.[`${scope}:${code}`];
      if (found) return found;
    }
  }
  return [];
}

export function messageOf(chatId, messageId) {
  return store.messages.get(chatId)?.find((message) => message.message_id === messageId);
}

export function nameOf(user) {
  if (!user) return "";
  if (user.title) return user.title;
  return [user.first_name, user.last_name].filter(Boolean).join(" ");
}

export function openChat(personId, chatId) {
  store.open.set(personId, chatId);
  store.unread.delete(pair(personId, chatId));
  emit(`person:${personId}`);
}

export function markRead(personId, chatId) {
  if (store.unread.delete(pair(personId, chatId))) emit(`unread:${personId}`);
}

export function setKeyboard(personId, chatId, markup) {
  if (markup) store.keyboards.set(pair(personId, chatId), markup);
  else store.keyboards.delete(pair(personId, chatId));
  emit(`keyboard:${pair(personId, chatId)}`);
}

const appliers = {
  message({ chat_id: chatId, message }) {
    if (!message.from?.is_bot) store.untaken.add(pair(chatId, message.message_id));
    insert(chatId, message);
    store.status.delete(chatId);
    for (const personId of store.people.keys()) {
      const theirs = chatsOf(personId).some((chat) => chat.id === chatId);
      if (!theirs || message.from?.id === personId || isSeen(personId, chatId)) continue;
      const key = pair(personId, chatId);
      store.unread.set(key, (store.unread.get(key) ?? 0) + 1);
      emit(`unread:${personId}`);
    }
    emit(`status:${chatId}`);
    emit(`chat:${chatId}`);
  },
  edited({ chat_id: chatId, message }) {
    insert(chatId, message);
    emit(`chat:${chatId}`);
  },
  deleted({ chat_id: chatId, message_ids: ids }) {
    const gone = new Set(ids);
    const list = store.messages.get(chatId);
    if (list) store.messages.set(chatId, list.filter((message) => !gone.has(message.message_id)));
    emit(`chat:${chatId}`);
  },
  chat_action({ chat_id: chatId, action }) {
    // Telegram shows an action for five seconds, or until a message comes.
    store.status.set(chatId, { action, until: Date.now() + 5000 });
    emit(`status:${chatId}`);
    setTimeout(() => emit(`status:${chatId}`), 5050);
  },
  blocked({ user_id: personId, blocked }) {
    const person = store.people.get(personId);
    if (person) person.blocked = blocked;
    emit(`person:${personId}`);
  },
  reply_keyboard({ chat_id: chatId, user_id: personId, keyboard }) {
    setKeyboard(personId, chatId, keyboard);
  },
  call({ call }) {
    addCall(call);
    if (store.untaken.size) {
      store.untaken.clear();
      emit("taken");
    }
  },
  callback_answer() {},
};

// True where the person's chat is on the screen: the page sets it, it knows what is visible.
let isSeen = () => false;
export const judgeSeenBy = (judge) => (isSeen = judge);

export function apply(event) {
  const applier = appliers[event.type];
  if (applier) applier(event);
  return applier !== undefined;
}

const LOG_LIMIT = 1000;

export function addCall(call) {
  if (store.log.some((known) => known.id === call.id)) return;
  store.log.push(call);
  if (store.log.length > LOG_LIMIT) store.log.splice(0, store.log.length - LOG_LIMIT);
  emit("log");
}

// Messages that came while their chat was being asked for: the answer may be older than they are.
const early = new Map();

export async function keepingEarly(chatId, loading) {
  early.set(chatId, []);
  try {
    store.messages.set(chatId, await loading);
    for (const message of early.get(chatId)) insert(chatId, message);
  } finally {
    early.delete(chatId);
  }
  emit(`chat:${chatId}`);
}

function insert(chatId, message) {
  early.get(chatId)?.push(message);
  const list = store.messages.get(chatId);
  if (!list) return;
  const at = list.findIndex((other) => other.message_id === message.message_id);
  if (at >= 0) list[at] = message;
  else list.push(message);
}
