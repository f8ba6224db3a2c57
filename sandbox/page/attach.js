// Files: chosen, dropped or pasted, looked over before they are sent.

import { h, icon } from "./dom.js";
import { fileSize } from "./format.js";
import { dialog, field } from "./overlay.js";
import { t } from "./words.js";

const isPicture = (file) => /^image\/(jpeg|png|webp)$/.test(file.type);

export function watchFiles(area, input, offer) {
  const veil = h("div", { class: "drop-veil", hidden: true }, t("dropHere"));
  area.append(veil);
  let depth = 0;
  const carries = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
  const handlers = {
    dragenter: (event) => {
      if (!carries(event)) return;
      depth += 1;
      veil.hidden = false;
    },
    dragleave: () => {
      depth = Math.max(0, depth - 1);
      veil.hidden = depth === 0;
    },
    dragover: (event) => carries(event) && event.preventDefault(),
    drop: (event) => {
      if (!carries(event)) return;
      event.preventDefault();
      depth = 0;
      veil.hidden = true;
      offer([...event.dataTransfer.files]);
    },
  };
  for (const [name, handler] of Object.entries(handlers)) area.addEventListener(name, handler);
  input.addEventListener("paste", (event) => {
    const files = [...(event.clipboardData?.files ?? [])];
    // A spreadsheet puts a picture of its cells beside their text: the text is what is meant.
    if (!files.length || event.clipboardData.getData("text/plain")) return;
    event.preventDefault();
    offer(files);
  });
  return () => {
    for (const [name, handler] of Object.entries(handlers)) area.removeEventListener(name, handler);
    veil.remove();
  };
}

// `send(files, {caption, as: "photo" | "document"})` may throw; the dialog then says why and stays.
export function offerFiles(files, { caption }, send) {
  if (!files.length) return;
  let chosen = files;
  const urls = new Map(files.filter(isPicture).map((file) => [file, URL.createObjectURL(file)]));
  const previews = h("div", { class: "previews" });
  const modes = h("div", { class: "choices across", hidden: !files.every(isPicture) },
    ["photo", "document"].map((mode) => h("label", null,
      h("input", { type: "radio", name: "as", value: mode, checked: mode === (files.every(isPicture) ? "photo" : "document") }),
      h("span", null, t(mode === "photo" ? "sendPhotos" : "sendFiles")))));

  function draw() {
    previews.replaceChildren(...chosen.map((file) => h("div", { class: "preview" },
      urls.has(file) ? h("img", { src: urls.get(file), alt: "" }) : h("span", { class: "document-badge" }, icon("file")),
      h("span", { class: "preview-name" }, file.name, h("small", null, fileSize(file.size))),
      chosen.length > 1 && h("button", {
        type: "button", class: "icon-button", "aria-label": `${t("drop")} ${file.name}`,
        onclick: () => {
          chosen = chosen.filter((other) => other !== file);
          draw();
        },
      }, icon("close", 16)))));
  }

  draw();
  const words = h("textarea", { name: "caption", rows: "2", value: caption, dataset: { testid: "caption" } });
  const box = dialog(t("filesToSend", { n: files.length }), [previews, modes, field(t("caption"), words)], t("send"),
    (form) => send(chosen, { caption: form.get("caption"), as: form.get("as") ?? "document" }), { testid: "attach-dialog" });
  box.addEventListener("close", () => urls.forEach((url) => URL.revokeObjectURL(url)));
}
