// Adding people and groups, following a pasted link.

import * as api from "./api.js";
import { h } from "./dom.js";
import { followStart, startPayload } from "./links.js";
import { dialog, field } from "./overlay.js";
import { nameOf, store } from "./store.js";
import { t } from "./words.js";

const people = () => [...store.people.values()];

export function linkDialog() {
  const bot = store.bot.username;
  dialog(t("linkTitle"), [
    field(t("linkLabel", { bot }), h("input", { name: "link", required: true, autocomplete: "off", spellcheck: "false", dataset: { testid: "start-field" } })),
    h("fieldset", { class: "choices" }, h("legend", null, t("linkWho")), people().map((person, i) => h("label", null,
      h("input", { type: "radio", name: "who", value: String(person.id), checked: i === 0 }), h("span", null, nameOf(person))))),
  ], t("go"), async (form) => {
    const given = form.get("link").trim();
    const payload = /^[\w-]{1,64}$/.test(given) ? given : startPayload(given);
    if (payload === null) throw new Error(t("badLink", { bot }));
    followStart(Number(form.get("who")), payload);
  }, { testid: "link-dialog" });
}

export function personDialog(added) {
  dialog(t("addPersonTitle"), [
    field(t("name"), h("input", { name: "first_name", required: true, autocomplete: "off", dataset: { testid: "person-name" } })),
    field(t("personLanguage"), h("select", { name: "language_code" }, ["ru", "en"].map((code) => h("option", { value: code }, code)))),
  ], t("add"), async (form) => {
    await added(await api.addPerson({ first_name: form.get("first_name"), language_code: form.get("language_code") }));
  }, { testid: "person-dialog" });
}

// What the bot is in a group decides what it hears there: without rights, only what is said to it.
export function botInGroupDialog(chat) {
  const choices = ["member", "administrator", "left"];
  dialog(chat.title, [
    h("fieldset", { class: "choices" }, h("legend", null, t("botInGroup")), choices.map((status) => h("label", null,
      h("input", { type: "radio", name: "status", value: status, checked: status === (chat.bot === "kicked" ? "left" : chat.bot) }),
      h("span", null, t(`bot_${status}`))))),
  ], t("save"), (form) => api.setBotStatus(chat.id, form.get("status")), { testid: "bot-status-dialog" });
}

export function groupDialog(added) {
  dialog(t("addGroupTitle"), [
    field(t("groupName"), h("input", { name: "title", required: true, autocomplete: "off", dataset: { testid: "group-title" } })),
    h("fieldset", { class: "choices" }, h("legend", null, t("groupMembers")), people().map((person) => h("label", null,
      h("input", { type: "checkbox", name: "members", value: String(person.id), checked: true }), h("span", null, nameOf(person))))),
    h("label", { class: "choice" }, h("input", { type: "checkbox", name: "is_forum" }), h("span", null, t("forum"))),
  ], t("add"), async (form) => {
    const members = form.getAll("members").map(Number);
    await added(await api.addGroup({ title: form.get("title"), members, is_forum: form.get("is_forum") === "on" }));
  }, { testid: "group-dialog" });
}
