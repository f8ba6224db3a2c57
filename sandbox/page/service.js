// Service messages ("so-and-so joined") and one-line summaries of any message.

import { nameOf } from "./store.js";
import { richPlain } from "./rich.js";
import { t } from "./words.js";

const SERVICE = {
  new_chat_members: (m) => t("serviceJoined", { who: m.new_chat_members.map(nameOf).join(", ") }),
  left_chat_member: (m) => t("serviceLeft", { who: nameOf(m.left_chat_member) }),
  group_chat_created: (m) => t("serviceGroup", { title: m.chat?.title ?? "" }),
  supergroup_chat_created: (m) => t("serviceGroup", { title: m.chat?.title ?? "" }),
  new_chat_title: (m) => t("serviceTitle", { title: m.new_chat_title }),
  new_chat_photo: () => t("servicePhoto"),
  delete_chat_photo: () => t("servicePhoto"),
  pinned_message: (m) => t("servicePinned", { text: summary(m.pinned_message) }),
  forum_topic_created: (m) => t("serviceTopic", { title: m.forum_topic_created.name }),
  forum_topic_edited: () => t("serviceTopicEdited"),
  forum_topic_closed: () => t("serviceTopicClosed"),
  forum_topic_reopened: () => t("serviceTopicReopened"),
  general_forum_topic_hidden: () => t("serviceTopicHidden"),
  general_forum_topic_unhidden: () => t("serviceTopicShown"),
  migrate_to_chat_id: () => t("serviceMigrated"),
  migrate_from_chat_id: () => t("serviceMigrated"),
  write_access_allowed: () => t("serviceWrite"),
};

export function serviceText(message) {
  const kind = Object.keys(SERVICE).find((name) => message[name] !== undefined);
  return kind ? SERVICE[kind](message) : null;
}

export function summary(message) {
  if (!message) return t("deletedMessage");
  if (message.text) return message.text;
  const said = message.caption ? `: ${message.caption}` : "";
  if (message.photo) return t("photo") + said;
  if (message.document) return message.document.file_name ?? t("document") + said;
  if (message.video || message.animation) return t("video") + said;
  if (message.audio) return t("audio") + said;
  if (message.voice) return t("voice") + said;
  if (message.contact) return `${t("contact")}: ${nameOf(message.contact)}`;
  if (message.location) return t("location");
  if (message.sticker) return `${message.sticker.emoji ?? ""} ${t("sticker")}`;
  if (message.rich_message) return richPlain(message.rich_message).split("\n")[0] || t("richMessage");
  return serviceText(message) ?? t("message");
}

export function fullText(message) {
  return message.text ?? message.caption ?? (message.rich_message ? richPlain(message.rich_message) : "");
}
