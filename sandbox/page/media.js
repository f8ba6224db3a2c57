// Photos, albums, documents, sounds, contacts inside a bubble.

import { fileUrl } from "./api.js";
import { avatar, h, icon } from "./dom.js";
import { fileSize } from "./format.js";
import { viewPhotos } from "./overlay.js";
import { t } from "./words.js";

const largest = (sizes) => sizes.reduce((best, size) => (size.width > best.width ? size : best), sizes[0]);

export function photo(sizes, hidden, all = [sizes]) {
  const best = largest(sizes);
  const urls = all.map((one) => fileUrl(largest(one).file_id));
  const image = h("img", {
    src: fileUrl(best.file_id), alt: t("photo"), loading: "lazy",
    width: best.width || null, height: best.height || null, draggable: "false",
  });
  return h("button", {
    class: `photo ${hidden ? "hidden-photo" : ""}`, type: "button", "aria-label": t("photo"), dataset: { testid: "photo" },
    onclick: (event) => {
      if (event.currentTarget.classList.contains("hidden-photo")) event.currentTarget.classList.remove("hidden-photo");
      else viewPhotos(urls, all.indexOf(sizes));
    },
  }, image);
}

export function albumGrid(messages) {
  const sizes = messages.map((message) => message.photo);
  return h("div", { class: `album of-${Math.min(messages.length, 10)}`, dataset: { testid: "album" } },
    messages.map((message) => photo(message.photo, message.has_media_spoiler, sizes)));
}

export function documentRow(document) {
  const name = document.file_name ?? t("document");
  const kind = name.includes(".") ? name.split(".").pop().slice(0, 4) : "";
  return h("a", {
    class: "document", href: fileUrl(document.file_id), download: name, dataset: { testid: "document" },
    title: `${t("download")}: ${name}`,
  },
  h("span", { class: "document-badge", "aria-hidden": "true" }, kind || icon("file")),
  h("span", { class: "document-about" },
    h("span", { class: "document-name" }, name),
    h("span", { class: "document-size" }, fileSize(document.file_size))));
}

export function video(file, loops) {
  return h("video", { class: "video", src: fileUrl(file.file_id), controls: !loops, loop: loops, muted: loops, autoplay: loops, playsinline: true });
}

export function audio(file) {
  const title = [file.performer, file.title ?? file.file_name].filter(Boolean).join(" — ");
  return h("div", { class: "audio" }, title && h("span", null, title), h("audio", { src: fileUrl(file.file_id), controls: true, preload: "none" }));
}

export function contactCard(contact) {
  const name = [contact.first_name, contact.last_name].filter(Boolean).join(" ");
  return h("div", { class: "contact", dataset: { testid: "contact" } },
    avatar(contact.user_id ?? 3, name),
    h("span", { class: "contact-about" },
      h("span", { class: "contact-name" }, name),
      h("a", { href: `tel:${contact.phone_number}` }, contact.phone_number)));
}
