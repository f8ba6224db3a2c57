// The messages of one chat as one person sees them: runs, days, scrolling, live changes.

import { loadMessages, sendText } from "./actions.js";
import { markTaken, row } from "./bubble.js";
import { h, icon, sync } from "./dom.js";
import { dayKey, dayName } from "./format.js";
import { openMessageMenu, watchGestures } from "./messagemenu.js";
import { followStart } from "./links.js";
import { on, pair, store } from "./store.js";
import { t } from "./words.js";

const SHOWN = 300; // more rows than this are drawn only when asked for
const RUN_SECONDS = 300;

// `compose` has reply(message) and edit(message). Gives {element, close}.
export function chatView(personId, chatId, compose) {
  const rows = new Map(); // first message id → {unit, element}
  const days = new Map();
  let shown = SHOWN;
  let stuck = true;
  let lastSeenId = 0;
  let fresh = 0;

  const as = (messageId) => ({ personId, chatId, messageId, say: (text) => sendText(personId, chatId, text), jumpTo });
  const inner = h("div", { class: "messages-inner", role: "log", "aria-live": "polite" });
  const scroller = h("div", { class: "messages", tabindex: "-1", dataset: { testid: "messages" }, onscroll: onScroll }, inner);
  const down = h("button", {
    class: "to-bottom", type: "button", hidden: true, "aria-label": t("toBottom"), dataset: { testid: "to-bottom" },
    onclick: () => toBottom(true),
  });
  const element = h("div", { class: "chat-body" }, scroller, down);
  const older = h("button", { class: "older", type: "button", onclick: showOlder }, t("older"));
  const empty = emptyState();

  watchGestures(inner, (messageId) => find(messageId), {
    reply: (message) => compose.reply(message),
    menu: (message, at, link) => openMessageMenu(message, { personId, chatId, at, link, compose }),
  });

  function find(messageId) {
    return (store.messages.get(chatId) ?? []).find((message) => message.message_id === messageId);
  }

  function inTopic(message) {
    const chat = store.chats.get(chatId);
    if (!chat?.is_forum) return true;
    return (message.message_thread_id ?? 0) === (store.topic.get(pair(personId, chatId)) ?? 0);
  }

  function draw() {
    const all = (store.messages.get(chatId) ?? []).filter(inTopic);
    const units = runs(all.slice(-shown));
    const wanted = all.length > shown ? [older] : [];
    let day = null;
    for (const unit of units) {
      const message = unit.messages[0];
      if (dayKey(message.date) !== day) {
        day = dayKey(message.date);
        if (!days.has(day)) days.set(day, h("div", { class: "day" }, h("span", null, dayName(message.date))));
        wanted.push(days.get(day));
      }
      wanted.push(rowOf(unit));
    }
    if (!all.length && store.messages.has(chatId)) wanted.push(empty);
    sync(inner, wanted);
    settle(all);
  }

  function rowOf(unit) {
    const id = unit.messages[0].message_id;
    const known = rows.get(id);
    if (known && sameUnit(known.unit, unit)) return known.element;
    const built = row(unit, as(id));
    const pending = unit.messages.some((message) => store.untaken.has(pair(chatId, message.message_id)));
    if (!pending) markTaken(built);
    rows.set(id, { unit, element: built });
    return built;
  }

  function settle(all) {
    const last = all[all.length - 1];
    const news = all.filter((message) => message.message_id > lastSeenId);
    if (last && last.message_id > lastSeenId) {
      const own = news.some((message) => message.from?.id === personId);
      if (stuck || own || lastSeenId === 0) toBottom(false);
      else fresh += news.length;
      lastSeenId = last.message_id;
    } else if (stuck) toBottom(false);
    showDown();
  }

  let resting = 0;
  let lastTop = 0;

  function onScroll() {
    // Only the reader's own move upwards unsticks: a row that grows moves the bottom away as well.
    if (scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 60) stuck = true;
    else if (scroller.scrollTop < lastTop) stuck = false;
    lastTop = scroller.scrollTop;
    // The day floats over the messages only while they are leafed through, to show where one is.
    scroller.classList.toggle("scrolling", !stuck);
    clearTimeout(resting);
    resting = setTimeout(() => scroller.classList.remove("scrolling"), 1200);
    if (stuck) fresh = 0;
    showDown();
  }

  function showDown() {
    down.hidden = stuck;
    down.replaceChildren(icon("down"), fresh ? h("span", { class: "badge" }, t("newMessages", { n: fresh })) : "");
  }

  function toBottom(smooth) {
    stuck = true;
    fresh = 0;
    scroller.scrollTo({ top: scroller.scrollHeight, behavior: smooth ? "smooth" : "instant" });
  }

  function showOlder() {
    const before = scroller.scrollHeight - scroller.scrollTop;
    shown += SHOWN;
    stuck = false;
    draw();
    scroller.scrollTop = scroller.scrollHeight - before;
  }

  function jumpTo(messageId) {
    if (!find(messageId)) return;
    while (!rows.has(messageId) && shown < store.messages.get(chatId).length) {
      shown += SHOWN;
      draw();
    }
    const target = inner.querySelector(`[data-message-id="${messageId}"]`);
    target?.scrollIntoView({ block: "center", behavior: "smooth" });
    target?.classList.add("flash");
    setTimeout(() => target?.classList.remove("flash"), 1500);
  }

  function emptyState() {
    const privately = chatId === personId;
    return h("div", { class: "empty" },
      h("p", { class: "empty-title" }, t("emptyChat")),
      h("p", null, t(privately ? "emptyHint" : "emptyGroup")),
      privately && h("button", {
        class: "primary", type: "button", dataset: { testid: "start" }, onclick: () => followStart(personId, ""),
      }, t("start")));
  }

  const stops = [
    on(`chat:${chatId}`, draw),
    on(`topic:${pair(personId, chatId)}`, () => {
      lastSeenId = 0;
      draw();
    }),
    on("taken", () => {
      for (const { unit, element: built } of rows.values()) {
        if (unit.messages.every((message) => !store.untaken.has(pair(chatId, message.message_id)))) markTaken(built);
      }
    }),
  ];
  // Pictures and fonts settle after the rows are drawn; whoever was at the bottom stays there.
  const watcher = new ResizeObserver(() => stuck && toBottom(false));
  watcher.observe(inner);
  watcher.observe(scroller);
  if (!store.messages.has(chatId)) loadMessages(personId, chatId);
  draw();

  return {
    element,
    close() {
      watcher.disconnect();
      for (const stop of stops) stop();
    },
  };
}

// Albums become one unit; units of one sender within five minutes are a run with one tail.
function runs(messages) {
  const units = [];
  for (const message of messages) {
    const previous = units[units.length - 1];
    if (message.media_group_id && previous?.messages[0].media_group_id === message.media_group_id) {
      previous.messages.push(message);
    } else units.push({ messages: [message] });
  }
  units.forEach((unit, i) => {
    unit.first = !together(units[i - 1], unit);
    unit.last = !together(unit, units[i + 1]);
  });
  return units;
}

function together(before, after) {
  if (!before || !after) return false;
  const [a, b] = [before.messages[0], after.messages[0]];
  return a.from?.id === b.from?.id && b.date - a.date < RUN_SECONDS && dayKey(a.date) === dayKey(b.date);
}

function sameUnit(a, b) {
  return a.first === b.first && a.last === b.last && a.messages.length === b.messages.length
    && a.messages.every((message, i) => message === b.messages[i]);
}
