// The page of the local Telegram: several people side by side, and the log of the bot's calls.
//
// Hooks for end-to-end tests (tests/support/browser.py uses them); they stay when looks change:
//   [data-person="ID"]          a person's column; [data-person-tab="ID"] its tab on a narrow screen
//   [data-chat="ID"]            the open chat in a column; [data-chat-tab="ID"] the tab of a chat
//   [data-topic="ID"]           the tab of a forum's topic (0: the general one)
//   [data-message-id="ID"]      a row: data-testid="message" (data-from="bot" or a person's id) or "service"
//   data-testid within a message: bubble, inline-button (aria-busy while the press is unanswered),
//                               table, photo, album, document, contact, edited, reply-strip,
//                               start-link, not-drawn, message-menu
//   data-testid of writing:     composer, send, attach, file (the input), caption, attach-dialog,
//                               commands-button, commands, reply-keyboard, reply-button,
//                               keyboard-toggle, start, unblock
//   data-testid of a column:    chat-tab, typing, block (the switch), bot-status (in a group),
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
import { apply, chatsOf, emit, judgeSeenBy, load, markRead, nameOf, on, pair, store } from "./store.js";
import { language, switchLanguage, t } from "./words.js";

const narrow = matchMedia("(max-width: 759px)");
const columns = new Map();
let chosen = null; // the person on a narrow screen

const log = logDrawer();
const lost = h("div", { class: "lost", role: "status", hidden: true, dataset: { testid: "lost" } }, t("noServer"));
const logCount = h("span", { class: "badge bad", hidden: true });
const bar = h("header", { class: "bar" });
const peopleTabs = h("nav", { class: "people-tabs", "aria-label": t("people") });
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

function drawColumns() {
  for (const [id, one] of columns) {
    if (store.people.has(id)) continue;
    one.close();
    columns.delete(id);
  }
  for (const id of store.people.keys()) {
    if (columns.has(id)) columns.get(id).draw();
    else columns.set(id, column(id));
  }
  if (!store.people.has(chosen)) chosen = [...store.people.keys()][0] ?? null;
  sync(place, [...columns.values()].map((one) => one.element));
  showChosen();
}

function showChosen() {
  for (const [id, one] of columns) one.element.classList.toggle("chosen", id === chosen);
  const unread = (id) => chatsOf(id).reduce((sum, chat) => sum + (store.unread.get(pair(id, chat.id)) ?? 0), 0);
  peopleTabs.replaceChildren(...[...store.people.values()].map((person) =>
    h("button", {
      type: "button", dataset: { personTab: String(person.id) }, "aria-current": person.id === chosen ? "true" : null,
      onclick: () => choose(person.id),
    },
    avatar(person.id, nameOf(person), "small"), h("span", null, person.first_name),
    unread(person.id) > 0 && h("span", { class: "badge", "aria-label": t("unread", { n: unread(person.id) }) }, String(unread(person.id))))));
  const all = [...store.people.keys()].reduce((sum, id) => sum + unread(id), 0);
  document.title = (all ? `(${all}) ` : "") + t("title");
}

function choose(personId) {
  chosen = personId;
  markRead(personId, store.open.get(personId));
  showChosen();
  emit(`chat:${store.open.get(personId)}`);
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
  const known = new Set(store.log.map((call) => call.id));
  for (const call of await api.getLog(0)) if (!known.has(call.id)) store.log.push(call);
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
  judgeSeenBy((personId, chatId) =>
    document.visibilityState === "visible" && store.open.get(personId) === chatId && (!narrow.matches || chosen === personId));
  document.body.append(bar, lost, peopleTabs, h("main", null, place, log.element),
    h("div", { class: "toasts", role: "status", "aria-live": "polite" }));
  await reload();
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
