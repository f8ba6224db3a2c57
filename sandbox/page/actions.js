// What a person does, with the failure said in their own column. Each gives true if it went through.

import * as api from "./api.js";
import { toast } from "./overlay.js";
import { keepingEarly } from "./store.js";
import { t } from "./words.js";

export async function attempt(personId, doing) {
  try {
    await doing();
    return true;
  } catch (error) {
    toast(t("failed", { why: error.message }), { personId, bad: true });
    return false;
  }
}

export const sendText = (personId, chatId, text, more) =>
  attempt(personId, () => api.sendText(personId, chatId, text, more));

export const loadMessages = (personId, chatId) =>
  attempt(personId, () => keepingEarly(chatId, api.getMessages(personId, chatId)));

export const setBlocked = (personId, blocked) => attempt(personId, () => api.block(personId, blocked));
