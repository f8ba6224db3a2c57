// The page of the local Telegram: several people side by side, and the log of the bot's calls.
//
// Hooks for end-to-end tests (tests/support/browser.py uses them); they stay when looks change:
//   [data-person="ID"]          a person's column; [data-person-tab="ID"] its tab on a narrow screen
//   [data-beside="PERSON:CHAT"] the column of a group set beside; [data-beside-tab] its tab
//   [data-chat="ID"]            the open chat in a column; [data-chat-tab="ID"] the tab of a chat
//   [data-topic="ID"]           the tab of a forum's topic (0: the general one)
//   [data-message-id="ID"]      a row: data-testid="message" (data-from="bot" or a person's id) or "service"
//   data-testid within a message: bubble, inline-button (aria-busy while the press is unanswered),
//                               table, photo, album, document, contact, edited, reply-strip,
//                               start-link, via-bot, not-drawn, message-menu
//   data-testid of writing:     composer, send, attach, file (the input), caption, attach-dialog,
//                               commands-button, commands, reply-keyboard, reply-button,
//                               keyboard-toggle, start, unblock, inline-results, inline-result,
//                               inline-lead
//   data-testid of a column:    chat-tab, typing, block (the switch), beside and bot-status (in a group),
//                               toast, alert, alert-ok, messages, to-bottom
//   data-testid of the page:    log-button, log, log-row (data-method, data-ok), log-filter,
//                               log-refused, log-counts, link-button, link-dialog, start-field,
//                               person-button, person-dialog, group-button, group-dialog,
//                               faults-button, faults-dialog, dialog-submit, viewer, menu, lost
//   html[data-ready]            all is loaded and events are coming
//
// The address: ?as=ID&start=CODE follows t.me/BOT?start=CODE for that person, once; ?lang=en.

import * as api from "./api.js";
import { column } from "./column.js";
import { groupDialog, linkDialog, personDialog } from "./dialogs.js";
import { avatar, h, icon, sync } from "./dom.js";
import { followStart, takeStartFromAddress } from "./links.js";
import { faultsDialog, logDrawer, refusals } from "./log.js";
import { loadMessages } from "./actions.js";
import { apply, chatsHere, chatsOf, emit, isBeside, judgeSeenBy, load, markRead, nameOf, on, pair, store } from "./store.js";
import { language, switchLanguage, t } from "./words.js";

const narrow = matchMedia("(max-width: 759px)");
const columns = new Map();
let chosen = null; // the key of the pane on a narrow screen

const log = logDrawer();
const lost = h("div", { class: "lost", role: "status", hidden: true, dataset: { testid: "lost" } }, t("noServer"));
const logCount = h("span", { class: "badge bad", hidden: true });
const bar = h("header", { class: "bar" });
const paneTabs = h("nav", { class: "people-tabs", "aria-label": t("people") });
const place = h("div", { class: "columns" });

function drawBar() {
  const tool = (name, word, testid, run, extra) =>
    h("button", { type: "button", class: "tool", title: t(word), dataset: { testid }, onclick: run }, icon(name, 18), h("span", null, t(word)), extra);
  bar.replaceChildren(
    h("h1", null, t("title"), h("small", null, t("subtitle", { bot: store.bot.username }))),
    h("div", { class: "tools" },
      tool("link", "byLink", "link-button", linkDialog),
      tool("person", "addPerson", "person-button", () => personDialog(reload)),
      tool("group", "addGroup", "group-button", () => groupDialog(reload)),
      tool("bolt", "faults", "faults-button", faultsDialog),
      tool("list", "log", "log-button", () => log.toggle(!log.isOpen()), logCount),
      h("button", { type: "button", class: "tool language", lang: language === "ru" ? "en" : "ru", onclick: switchLanguage }, t("otherLanguage"))));
}

// A pane is a column: a person's own, keyed by the person, or a group's set beside, by "person:chat".
function panes() {
  return [...store.people.keys()].flatMap((personId) => [
    { key: String(personId), personId, chatId: null },
    ...chatsOf(personId).filter((chat) => isBeside(personId, chat.id))
      .map((chat) => ({ key: pair(personId, chat.id), personId, chatId: chat.id })),
  ]);
}

function drawColumns() {
  const all = panes();
  const wanted = new Set(all.map((pane) => pane.key));
  for (const [key, one] of columns) {
    if (wanted.has(key)) continue;
    one.close();
    columns.delete(key);
  }
  for (const pane of all) {
    if (columns.has(pane.key)) columns.get(pane.key).draw();
    else columns.set(pane.key, column(pane.personId, pane.chatId));
  }
  if (!wanted.has(chosen)) chosen = all[0]?.key ?? null;
  sync(place, all.map((pane) => columns.get(pane.key).element));
  showChosen();
}

function showChosen() {
  for (const [key, one] of columns) one.element.classList.toggle("chosen", key === chosen);
  let total = 0;
  paneTabs.replaceChildren(...panes().map((pane) => {
    const person = store.people.get(pane.personId);
    const group = pane.chatId === null ? null : store.chats.get(pane.chatId);
    const chats = group ? [group] : chatsHere(pane.personId);
    const unread = chats.reduce((sum, chat) => sum + (store.unread.get(pair(pane.personId, chat.id)) ?? 0), 0);
    total += unread;
    return h("button", {
      type: "button", dataset: group ? { besideTab: pane.key } : { personTab: pane.key },
      "aria-current": pane.key === chosen ? "true" : null, onclick: () => choose(pane.key),
    },
    avatar(group?.id ?? person.id, group?.title ?? nameOf(person), "small"), h("span", null, group?.title ?? person.first_name),
    unread > 0 && h("span", { class: "badge", "aria-label": t("unread", { n: unread }) }, String(unread)));
  }));
  document.title = (total ? `(${total}) ` : "") + t("title");
}

function choose(key) {
  chosen = String(key);
  const pane = panes().find((one) => one.key === chosen);
  if (!pane) return;
  const chatId = pane.chatId ?? store.open.get(pane.personId);
  markRead(pane.personId, chatId);
  showChosen();
  emit(`chat:${chatId}`);
}

function isSeen(personId, chatId) {
  const pane = isBeside(personId, chatId) ? pair(personId, chatId) : String(personId);
  const open = isBeside(personId, chatId) || store.open.get(personId) === chatId;
  return document.visibilityState === "visible" && open && (!narrow.matches || chosen === pane);
}

async function reload() {
  await load();
  drawBar();
  drawColumns();
  emit("commands");
  watchUnread();
}

let stopUnread = [];

function watchUnread() {
  for (const stop of stopUnread) stop();
  stopUnread = [...store.people.keys()].flatMap((id) => [on(`unread:${id}`, showChosen), on(`person:${id}`, showChosen)]);
}

// After a lost connection or missed events everything is asked for again: it is little, and surely right.
async function catchUp() {
  const open = [...store.messages.keys()];
  await reload();
  await Promise.all(open.map((chatId) => {
    const who = [...store.people.keys()].find((id) => chatsOf(id).some((chat) => chat.id === chatId));
    return who === undefined ? store.messages.delete(chatId) : loadMessages(who, chatId);
  }));
  store.log.splice(0, Infinity, ...(await api.getLog(0)));
  emit("log");
}

// What is not an event of a chat is about the world: people, chats, commands.
function hear(event) {
  if (event.type === "reset") catchUp();
  else if (!apply(event)) reload();
}

let wasLost = false;

function connection(state) {
  lost.hidden = state === "open";
  if (state === "open" && wasLost) catchUp();
  wasLost = state !== "open";
  if (state === "open") document.documentElement.dataset.ready = "true";
}

async function begin() {
  document.documentElement.lang = language;
  document.title = t("title");
  judgeSeenBy(isSeen);
  document.body.append(bar, lost, paneTabs, h("main", null, place, log.element),
    h("div", { class: "toasts", role: "status", "aria-live": "polite" }));
  await reload();
  on("columns", drawColumns);
  on("refusals", () => {
    logCount.hidden = refusals() === 0;
    logCount.textContent = String(refusals());
  });
  store.log.push(...(await api.getLog(0)));
  log.toggle(localStorage.getItem("log") === "open" && !narrow.matches);
  document.addEventListener("person:show", (event) => choose(event.detail));
  api.listen(store.lastEventId, hear, connection);
  const asked = takeStartFromAddress();
  if (asked?.personId) choose(asked.personId);
  if (asked?.payload) followStart(asked.personId, asked.payload);
}

begin();
