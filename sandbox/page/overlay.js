// What lies over the chats: toasts, alerts, menus, dialogs, the viewer of photos.

import { h, icon } from "./dom.js";
import { t } from "./words.js";

// The column where a person has just acted: the one in focus, if it is theirs.
function home(personId) {
  const focused = document.activeElement?.closest(`[data-owner="${personId}"]`);
  return focused ?? document.querySelector(`[data-person="${personId}"]`) ?? document.body;
}

// A toast shows in its person's column: two people may be pressing at once.
export function toast(text, { personId, bad } = {}) {
  const place = home(personId).querySelector(":scope > .toasts");
  const box = h("div", { class: `toast ${bad ? "bad" : ""}`, dataset: { testid: "toast" } }, text);
  place.append(box);
  setTimeout(() => box.remove(), Math.min(8000, 3200 + text.length * 25));
}

export function alertDialog(text, { personId } = {}) {
  const host = home(personId).querySelector(":scope > .column-overlay") ?? document.body;
  const close = () => {
    box.remove();
    before?.focus?.();
  };
  const before = document.activeElement;
  const button = h("button", { class: "primary", type: "button", onclick: close, dataset: { testid: "alert-ok" } }, t("ok"));
  const box = h("div", { class: "alert-shade", onclick: (event) => event.target === box && close() },
    h("div", {
      class: "alert", role: "alertdialog", "aria-modal": "true", "aria-label": text, dataset: { testid: "alert" },
      onkeydown: (event) => event.key === "Escape" && close(),
    }, h("p", null, text), button));
  host.append(box);
  button.focus();
}

export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    toast(t("copied", { text: text.length > 60 ? `${text.slice(0, 60)}…` : text }));
  } catch {
    toast(t("copyFailed"), { bad: true });
  }
}

// items: [{icon, text, run, danger}]; at: {x, y} in the window.
export function menu(items, at, label) {
  document.querySelector(".menu-shade")?.remove();
  const before = document.activeElement;
  const close = () => {
    shade.remove();
    before?.focus?.({ preventScroll: true });
  };
  const list = h("div", { class: "menu", role: "menu", "aria-label": label, dataset: { testid: "menu" } },
    items.filter(Boolean).map((item) => h("button", {
      type: "button", role: "menuitem", class: item.danger ? "danger" : "",
      onclick: () => {
        close();
        item.run();
      },
    }, icon(item.icon, 18), h("span", null, item.text))));
  const shade = h("div", {
    class: "menu-shade",
    onclick: (event) => event.target === shade && close(),
    oncontextmenu: (event) => {
      event.preventDefault();
      close();
    },
    onkeydown: (event) => {
      if (event.key === "Escape") close();
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (!step) return;
      event.preventDefault();
      const buttons = [...list.children];
      buttons[(buttons.indexOf(document.activeElement) + step + buttons.length) % buttons.length].focus();
    },
  }, list);
  document.body.append(shade);
  const { width, height } = list.getBoundingClientRect();
  list.style.left = `${Math.max(8, Math.min(at.x, innerWidth - width - 8))}px`;
  list.style.top = `${Math.max(8, Math.min(at.y, innerHeight - height - 8))}px`;
  list.firstElementChild?.focus();
}

// A modal form. `fields` are nodes; `submit(FormData)` may throw: its words are shown and the dialog stays.
export function dialog(title, fields, action, submit, { testid } = {}) {
  const problem = h("p", { class: "problem", role: "alert" });
  const form = h("form", {
    method: "dialog",
    onsubmit: async (event) => {
      event.preventDefault();
      try {
        await submit(new FormData(form), form);
        box.close();
      } catch (error) {
        problem.textContent = error.message;
      }
    },
  }, h("h2", null, title), fields, problem,
  h("div", { class: "dialog-actions" },
    h("button", { type: "button", class: "plain", onclick: () => box.close() }, t("cancel")),
    h("button", { type: "submit", class: "primary", dataset: { testid: "dialog-submit" } }, action)));
  const box = h("dialog", { class: "dialog", "aria-label": title, dataset: { testid: testid ?? "dialog" }, onclose: () => box.remove() }, form);
  box.addEventListener("click", (event) => event.target === box && box.close());
  document.body.append(box);
  box.showModal();
  return box;
}

export function field(label, input) {
  return h("label", { class: "field" }, h("span", null, label), input);
}

export function viewPhotos(urls, at) {
  let current = at;
  const image = h("img", { alt: t("photo") });
  const show = (step) => {
    current = (current + step + urls.length) % urls.length;
    image.src = urls[current];
    count.textContent = urls.length > 1 ? `${current + 1} / ${urls.length}` : "";
  };
  const count = h("span", { class: "viewer-count" });
  const box = h("dialog", {
    class: "viewer", "aria-label": t("photoViewer"), dataset: { testid: "viewer" }, onclose: () => box.remove(),
    onkeydown: (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (step && urls.length > 1) show(step);
    },
    onclick: (event) => event.target !== image && !event.target.closest("button, a") && box.close(),
  },
  h("div", { class: "viewer-bar" }, count,
    h("button", { type: "button", class: "icon-button", "aria-label": t("close"), onclick: () => box.close() }, icon("close"))),
  urls.length > 1 && h("button", { type: "button", class: "viewer-step before", "aria-label": t("previous"), onclick: () => show(-1) }, "‹"),
  image,
  urls.length > 1 && h("button", { type: "button", class: "viewer-step after", "aria-label": t("next"), onclick: () => show(1) }, "›"));
  document.body.append(box);
  show(0);
  box.showModal();
}
