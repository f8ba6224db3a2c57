// The drawer with every call of the bot, refusals in red, and the switch that makes calls fail.

import * as api from "./api.js";
import { h, icon } from "./dom.js";
import { clockSeconds } from "./format.js";
import { dialog, field, toast } from "./overlay.js";
import { emit, nameOf, on, store } from "./store.js";
import { t } from "./words.js";

const SHOWN = 200;

export function logDrawer() {
  const filter = h("input", {
    type: "search", placeholder: t("logFilter"), "aria-label": t("logFilter"), dataset: { testid: "log-filter" }, oninput: draw,
  });
  const refused = h("input", { type: "checkbox", dataset: { testid: "log-refused" }, onchange: draw });
  const counts = h("p", { class: "log-counts", dataset: { testid: "log-counts" } });
  const list = h("div", { class: "log-list" });
  const rows = new Map(); // call → its row
  const element = h("aside", { class: "log", "aria-label": t("logTitle"), dataset: { testid: "log" }, hidden: true },
    h("header", null, h("h2", null, t("logTitle")),
      h("button", { type: "button", class: "icon-button", "aria-label": t("clear"), title: t("clear"), onclick: clear }, icon("trash", 18)),
      h("button", { type: "button", class: "icon-button", "aria-label": t("close"), onclick: () => toggle(false) }, icon("close", 18))),
    h("div", { class: "log-tools" }, filter, h("label", null, refused, t("logRefused"))),
    counts, list);

  function wanted(call) {
    if (refused.checked && call.ok) return false;
    const text = filter.value.trim().toLowerCase();
    return !text || `${call.method} ${call.error_code ?? ""} ${call.description ?? ""} ${JSON.stringify(call.params)}`.toLowerCase().includes(text);
  }

  function draw() {
    const failures = store.log.filter((call) => !call.ok).length;
    emitCount(failures);
    if (element.hidden) return;
    counts.textContent = t("logCounts", { all: store.log.length, refused: failures });
    const shown = store.log.filter(wanted).slice(-SHOWN);
    const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 40;
    list.replaceChildren(...(shown.length ? shown.map(rowOf) : [h("p", { class: "log-empty" }, t("logEmpty"))]));
    if (atEnd) list.scrollTop = list.scrollHeight;
  }

  function rowOf(call) {
    if (!rows.has(call)) rows.set(call, callRow(call));
    return rows.get(call);
  }

  function clear() {
    store.log.length = 0;
    rows.clear();
    draw();
  }

  function toggle(shown) {
    element.hidden = !shown;
    localStorage.setItem("log", shown ? "open" : "closed");
    draw();
    list.scrollTop = list.scrollHeight;
  }

  on("log", draw);
  return { element, toggle, isOpen: () => !element.hidden };
}

let failuresSeen = -1;

function emitCount(failures) {
  if (failures === failuresSeen) return;
  failuresSeen = failures;
  emit("refusals");
}

export const refusals = () => store.log.filter((call) => !call.ok).length;

const chatName = (id) => nameOf(store.people.get(id) ?? store.chats.get(id)) || String(id);

function callRow(call) {
  const whom = call.params.chat_id === undefined ? "" : chatName(Number(call.params.chat_id));
  return h("details", {
    class: call.ok ? "call" : "call refused", dataset: { testid: "log-row", method: call.method, ok: String(call.ok) },
  },
  h("summary", null,
    h("span", { class: "call-time" }, clockSeconds(call.at)),
    h("span", { class: "call-method" }, call.method, whom && h("small", null, whom)),
    h("span", { class: "call-ms" }, t("milliseconds", { n: Math.round(call.ms) })),
    !call.ok && h("span", { class: "call-error" }, `${call.error_code}: ${call.description}`)),
  h("pre", { "aria-label": t("logParams") }, JSON.stringify(call.params, null, 2)));
}

export function faultsDialog() {
  const methods = [...new Set(store.log.map((call) => call.method))].sort();
  dialog(t("faultsTitle"), [
    field(t("faultCode"), h("select", { name: "error_code" }, ["429", "500", "403"].map((code) => h("option", { value: code }, code)))),
    field(t("faultNext"), h("input", { name: "next", type: "number", min: "0", max: "1000", value: "3", required: true })),
    field(t("faultMethod"), h("input", { name: "method", list: "fault-methods", placeholder: t("faultAny"), autocomplete: "off" })),
    h("datalist", { id: "fault-methods" }, methods.map((method) => h("option", { value: method }))),
    field(t("faultRetry"), h("input", { name: "retry_after", type: "number", min: "1", value: "3" })),
  ], t("faultSet"), async (form) => {
    const [code, next] = [Number(form.get("error_code")), Number(form.get("next"))];
    const faults = { error_code: code, next };
    if (form.get("method")) faults.method = form.get("method");
    if (code === 429) faults.retry_after = Number(form.get("retry_after"));
    await api.setFaults(faults);
    toast(next ? t("faultReady", { n: next, code }) : t("faultsOff"));
  }, { testid: "faults-dialog" });
}
