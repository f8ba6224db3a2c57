// The calls of the page to the local Telegram's server, and its stream of events.

async function call(method, path, body) {
  const options = { method };
  if (body instanceof FormData) options.body = body;
  else if (body !== undefined) {
    options.headers = { "Content-Type": "application/json" };
    options.body = JSON.stringify(body);
  }
  const response = await fetch(path, options);
  const text = await response.text();
  let answer = null;
  try {
    answer = text ? JSON.parse(text) : null;
  } catch {
    throw new Error(`${response.status}: ${text.slice(0, 200)}`);
  }
  if (!response.ok) throw new Error(answer?.description ?? answer?.detail ?? `${response.status}`);
  return answer;
}

const asPerson = (id, what, body) => call("POST", `/api/people/${id}/${what}`, body);

export const getState = () => call("GET", "/api/state");
export const getMessages = (personId, chatId) => call("GET", `/api/chats/${chatId}/messages?as=${personId}`);
export const getLog = (after = 0) => call("GET", `/api/log?after=${after}`);
export const setFaults = (faults) => call("POST", "/api/faults", faults);
export const addPerson = (person) => call("POST", "/api/people", person);
export const addGroup = (group) => call("POST", "/api/groups", group);
export const setBotStatus = (groupId, status) => call("POST", `/api/groups/${groupId}/bot`, { status });

export const sendText = (personId, chatId, text, { replyTo, threadId } = {}) =>
  asPerson(personId, "send", { chat_id: chatId, text, reply_to: replyTo, thread_id: threadId });
export const editText = (personId, chatId, messageId, text) =>
  asPerson(personId, "edit", { chat_id: chatId, message_id: messageId, text });
export const deleteMessage = (personId, chatId, messageId) =>
  asPerson(personId, "delete", { chat_id: chatId, message_id: messageId });
export const forward = (personId, fromChatId, messageId, chatId) =>
  asPerson(personId, "forward", { from_chat_id: fromChatId, message_id: messageId, chat_id: chatId });
export const shareContact = (personId, chatId, own) =>
  asPerson(personId, "contact", { chat_id: chatId, own });
export const press = (personId, chatId, messageId, data) =>
  asPerson(personId, "press", { chat_id: chatId, message_id: messageId, data });
export const inline = (personId, chatId, query, offset) =>
  asPerson(personId, "inline", { chat_id: chatId, query, offset });
export const choose = (personId, chatId, resultId, { replyTo, threadId } = {}) =>
  asPerson(personId, "choose", { chat_id: chatId, result_id: resultId, reply_to: replyTo, thread_id: threadId });
export const start = (personId, payload) => asPerson(personId, "start", { payload });
export const block = (personId, blocked) => asPerson(personId, "block", { blocked });

export function upload(personId, chatId, files, { caption, as, replyTo, threadId }) {
  const form = new FormData();
  form.append("chat_id", chatId);
  form.append("as", as);
  if (caption) form.append("caption", caption);
  if (replyTo) form.append("reply_to", replyTo);
  if (threadId) form.append("thread_id", threadId);
  for (const file of files) form.append("files", file, file.name);
  return asPerson(personId, "upload", form);
}

export const fileUrl = (fileId) => `/api/files/${encodeURIComponent(fileId)}`;

// `onEvent` gets each event; `onState("open" | "lost")` tells of the connection. The browser itself
// reconnects and says Last-Event-ID.
export function listen(after, onEvent, onState) {
  const source = new EventSource(`/api/events?after=${after}`);
  source.onopen = () => onState("open");
  source.onerror = () => onState("lost");
  source.onmessage = (message) => onEvent(JSON.parse(message.data));
  return source;
}
