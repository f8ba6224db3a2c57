// Writing: text, replies, edits, commands, the bot's reply keyboard, files.

import * as api from "./api.js";
import { attempt, sendText, setBlocked } from "./actions.js";
import { offerFiles, watchFiles } from "./attach.js";
import { suggestions } from "./commands.js";
import { h, icon } from "./dom.js";
import { inlineResults } from "./inline.js";
import { menu } from "./overlay.js";
import { replyKeyboard } from "./replykeyboard.js";
import { fullText, summary } from "./service.js";
import { nameOf, on, pair, store } from "./store.js";
import { t } from "./words.js";

const drafts = new Map(); // "person:chat" → text, so that another chat may be looked at meanwhile

// Gives {element, reply(message), edit(message), close}. Files dropped on `area` are taken too.
export function composer(personId, chatId, area) {
  const key = pair(personId, chatId);
  let mode = null; // {reply: message} or {edit: message}

  const input = h("textarea", {
    class: "composer-input", rows: "1", placeholder: t("message"), "aria-label": t("message"),
    dataset: { testid: "composer" }, value: drafts.get(key) ?? "", onkeydown: onKey,
    oninput: () => {
      drafts.set(key, input.value);
      grow();
      suggest(input.value);
    },
  });
  const strip = h("div", { class: "composer-strip", hidden: true });
  const commands = suggestions(personId, chatId, (text) => {
    setText("");
    say(text);
  });
  const results = inlineResults(personId, chatId, () => ({ replyTo: mode?.reply?.message_id, threadId: threadId() }), () => {
    setMode(null);
    setText("");
    input.focus();
  });
  const keyboard = replyKeyboard(key, {
    say,
    contact: () => attempt(personId, () => api.shareContact(personId, chatId, true)),
    replyToLast,
    placeholder: (text) => (input.placeholder = text ?? t("message")),
  });
  const sendButton = h("button", { class: "icon-button send", type: "button", "aria-label": t("send"), dataset: { testid: "send" }, onclick: submit }, icon("send", 22));
  const clip = h("button", {
    class: "icon-button", type: "button", "aria-label": t("attach"), dataset: { testid: "attach" }, onclick: openClip,
  }, icon("clip", 22));
  const picker = h("input", {
    type: "file", multiple: true, hidden: true, dataset: { testid: "file" }, "aria-label": t("attachFile"),
    onchange: () => {
      offer([...picker.files]);
      picker.value = "";
    },
  });
  const blockedBar = h("div", { class: "blocked-bar", hidden: true },
    h("span", null, t("blockedBar")),
    h("button", { type: "button", class: "primary", dataset: { testid: "unblock" }, onclick: () => setBlocked(personId, false) }, t("unblock")));
  const line = h("div", { class: "composer-line" }, commands.button, input, keyboard.toggle, clip, picker, sendButton);
  const element = h("div", { class: "composer" }, commands.list, results.list, strip, blockedBar, line, keyboard.panel);

  function threadId() {
    return store.topic.get(key) || undefined;
  }

  function say(text) {
    return sendText(personId, chatId, text, { threadId: threadId() });
  }

  async function submit() {
    const text = input.value;
    if (!text.trim()) return;
    const { reply, edit } = mode ?? {};
    setMode(null);
    setText("");
    const done = edit
      ? await attempt(personId, () => api.editText(personId, chatId, edit.message_id, text))
      : await sendText(personId, chatId, text, { replyTo: reply?.message_id, threadId: threadId() });
    if (!done && !input.value) setText(text); // what could not be sent is not lost
  }

  function onKey(event) {
    if (commands.key(event) || results.key(event)) return;
    if (event.key === "Escape" && mode) setMode(null);
    const sends = event.key === "Enter" && !event.shiftKey && !event.isComposing;
    if (!sends || matchMedia("(pointer: coarse)").matches) return;
    event.preventDefault();
    submit();
  }

  function setText(text) {
    input.value = text;
    drafts.set(key, text);
    grow();
    suggest(text);
  }

  function suggest(text) {
    commands.show(text);
    results.show(text);
  }

  function grow() {
    input.style.height = "auto";
    const needed = input.scrollHeight; // 0 where the column is not on the screen
    input.style.height = needed ? `${Math.min(needed, 200)}px` : "";
  }

  function setMode(next) {
    if (mode?.edit && !next) setText("");
    mode = next;
    const message = next?.reply ?? next?.edit;
    strip.hidden = !message;
    sendButton.setAttribute("aria-label", t(next?.edit ? "save" : "send"));
    sendButton.replaceChildren(icon(next?.edit ? "check" : "send", 22));
    if (!message) return;
    const who = message.from?.id === personId ? t("you") : nameOf(message.from);
    strip.replaceChildren(icon(next.edit ? "edit" : "reply"),
      h("div", { class: "strip" },
        h("span", { class: "strip-name" }, next.edit ? t("editing") : t("replyTo", { name: who })),
        h("span", { class: "strip-text" }, summary(message))),
      h("button", { type: "button", class: "icon-button", "aria-label": t("cancel"), onclick: () => setMode(null) }, icon("close", 18)));
    input.focus();
  }

  function replyToLast() {
    const last = (store.messages.get(chatId) ?? []).filter((message) => message.from?.is_bot).pop();
    if (last) setMode({ reply: last });
  }

  function openClip() {
    const box = clip.getBoundingClientRect();
    const share = (own) => attempt(personId, () => api.shareContact(personId, chatId, own));
    menu([
      { icon: "image", text: t("attachFile"), run: () => picker.click() },
      { icon: "contact", text: t("shareOwn"), run: () => share(true) },
      { icon: "person", text: t("shareOther"), run: () => share(false) },
    ], { x: box.left - 60, y: box.top - 140 }, t("attach"));
  }

  function offer(files) {
    offerFiles(files, { caption: input.value }, async (chosen, options) => {
      const about = { ...options, replyTo: mode?.reply?.message_id, threadId: threadId() };
      await api.upload(personId, chatId, chosen, about);
      setMode(null);
      setText("");
    });
  }

  function showBlocked() {
    const blocked = Boolean(store.people.get(personId)?.blocked) && chatId === personId;
    blockedBar.hidden = !blocked;
    line.hidden = blocked;
    keyboard.panel.classList.toggle("off", blocked);
  }

  const stops = [on(`person:${personId}`, showBlocked), watchFiles(area, input, offer)];
  showBlocked();
  requestAnimationFrame(grow);

  return {
    element,
    reply: (message) => setMode({ reply: message }),
    edit(message) {
      setMode({ edit: message });
      setText(fullText(message));
    },
    focus: () => input.focus(),
    close() {
      keyboard.close();
      commands.close();
      results.close();
      for (const stop of stops) stop();
    },
  };
}
