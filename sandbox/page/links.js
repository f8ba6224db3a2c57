// Deep links: t.me/BOT?start=CODE, in messages, in buttons, in the page's own address.

import * as api from "./api.js";
import { toast } from "./overlay.js";
import { openChat, store } from "./store.js";
import { t } from "./words.js";

// The code of a start link to our bot; null for anything else.
export function startPayload(url) {
  let parsed;
  try {
    parsed = new URL(/^[a-z][a-z0-9+.-]*:/i.test(url ?? "") ? url : `https://${url}`);
  } catch {
    return null;
  }
  const payload = parsed.searchParams.get("start");
  if (payload === null) return null;
  const ours = store.bot.username?.toLowerCase();
  if (parsed.protocol === "tg:" && parsed.host === "resolve") {
    return parsed.searchParams.get("domain")?.toLowerCase() === ours ? payload : null;
  }
  const telegram = ["t.me", "telegram.me", "telegram.dog"].includes(parsed.host.replace(/^www\./, ""));
  return telegram && parsed.pathname.slice(1).toLowerCase() === ours ? payload : null;
}

export async function followStart(personId, payload) {
  openChat(personId, personId);
  document.dispatchEvent(new CustomEvent("person:show", { detail: personId }));
  try {
    await api.start(personId, payload);
  } catch (error) {
    toast(t("failed", { why: error.message }), { personId, bad: true });
  }
}

// The page's own address may ask to follow a link for somebody: /?as=ID&start=CODE (or after #).
// It is done once: the address is cleaned before the code is sent, so a reload sends nothing.
export function takeStartFromAddress() {
  const url = new URL(location.href);
  const hash = new URLSearchParams(url.hash.slice(1));
  const asked = url.searchParams.has("start") ? url.searchParams : hash;
  const payload = asked.get("start");
  const who = asked.get("as");
  if (payload === null && who === null) return null;
  for (const name of ["start", "as"]) {
    url.searchParams.delete(name);
    hash.delete(name);
  }
  url.hash = hash.toString();
  history.replaceState(null, "", url.href.replace(/[?#]$/, ""));
  const person = [...store.people.values()].find(
    (one) => String(one.id) === who || (who && one.username?.toLowerCase() === who.toLowerCase()));
  return { personId: (person ?? [...store.people.values()][0])?.id, payload };
}
