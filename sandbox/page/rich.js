// The blocks of a rich message. What is not known is drawn as a red box, never left out in silence.

import { h } from "./dom.js";
import { buttonRow } from "./buttons.js";
import { audio, documentRow, photo, video } from "./media.js";
import { expandableQuote, pre } from "./text.js";
import { plainText, richText } from "./richtext.js";
import { t } from "./words.js";

export function richMessage(rich, as) {
  return h("div", { class: "rich", dir: rich.is_rtl ? "rtl" : null }, blocks(rich.blocks, as));
}

export function richPlain(rich) {
  return (rich?.blocks ?? []).map(blockPlain).filter(Boolean).join("\n");
}

function blockPlain(block) {
  if (block.type === "table") {
    return block.cells.map((row) => row.map((cell) => plainText(cell.text)).join("\t")).join("\n");
  }
  if (block.items) return block.items.map((item) => `${item.label} ${item.blocks.map(blockPlain).join(" ")}`).join("\n");
  if (block.type === "details") return [plainText(block.summary), ...block.blocks.map(blockPlain)].join("\n");
  if (block.blocks) return block.blocks.map(blockPlain).join("\n");
  return plainText(block.text ?? block.caption?.text ?? block.expression);
}

function blocks(list, as) {
  return (list ?? []).map((block) => draw(block, as));
}

function draw(block, as) {
  const inner = () => richText(block.text, as);
  switch (block.type) {
    case "paragraph": return h("p", null, inner());
    case "heading": return h(`h${Math.min(6, Math.max(1, block.size))}`, null, inner());
    case "pre": return pre(inner(), block.language);
    case "footer": return h("footer", null, inner());
    case "divider": return h("hr");
    case "mathematical_expression": return h("code", { class: "formula block" }, block.expression);
    case "anchor": return h("a", { dataset: { anchor: block.name } });
    case "list": return list(block, as);
    case "blockquote": return quote(blocks(block.blocks, as), block.credit, as, "quote");
    case "expandable_blockquote": return expandableQuote([inner(), credit(block.credit, as)]);
    case "pullquote": return quote(inner(), block.credit, as, "quote pull");
    case "collage": return figure(h("div", { class: "collage" }, blocks(block.blocks, as)), block, as);
    case "slideshow": return figure(h("div", { class: "slideshow", tabindex: "0" }, blocks(block.blocks, as)), block, as);
    case "table": return table(block, as);
    case "details": return h("details", { class: "fold", open: Boolean(block.is_open) },
      h("summary", null, richText(block.summary, as)), h("div", { class: "fold-body" }, blocks(block.blocks, as)));
    case "buttons": return buttonRow(block, as, (text) => richText(text, as));
    case "photo": return figure(photo(block.photo, block.has_spoiler), block, as);
    case "video": return figure(video(block.video), block, as);
    case "animation": return figure(video(block.animation, true), block, as);
    case "audio": return figure(audio(block.audio), block, as);
    case "voice_note": return figure(audio(block.voice_note), block, as);
    case "document": return figure(documentRow(block.document), block, as);
    case "map": return figure(place(block.location), block, as);
    case "thinking": return h("p", { class: "thinking" }, inner());
    default: return h("div", { class: "not-drawn", dataset: { testid: "not-drawn" } }, t("notDrawn", { type: block.type }));
  }
}

export function place(location) {
  const at = `${location.latitude}, ${location.longitude}`;
  return h("div", { class: "place" }, h("span", { class: "place-mark", "aria-hidden": "true" }), h("span", null, at));
}

function credit(value, as) {
  return value && h("cite", null, richText(value, as));
}

function quote(inner, by, as, look) {
  return h("blockquote", { class: look }, inner, credit(by, as));
}

function figure(content, block, as) {
  return h("figure", null, content,
    block.caption && h("figcaption", null, richText(block.caption.text, as), credit(block.caption.credit, as)));
}

function list(block, as) {
  return h("ul", { class: "list" }, block.items.map((item) =>
    h("li", null,
      item.has_checkbox
        ? h("input", { type: "checkbox", checked: Boolean(item.is_checked), disabled: true, "aria-label": item.label || plainText(item.blocks[0]?.text) })
        : h("span", { class: "list-label" }, item.label),
      h("div", { class: "list-body" }, blocks(item.blocks, as)))));
}

function table(block, as) {
  const columns = Math.max(...block.cells.map((row) => row.length));
  const look = ["table", columns > 5 && "many", block.is_bordered && "bordered", block.is_striped && "striped", block.is_compact && "compact"];
  return h("div", { class: "table-wrap", tabindex: "0", role: "region", "aria-label": plainText(block.caption) || null },
    h("table", { class: look.filter(Boolean).join(" "), dataset: { testid: "table" } },
      block.caption && h("caption", null, richText(block.caption, as)),
      h("tbody", null, block.cells.map((row) => h("tr", null, row.map((cell) => drawCell(cell, as)))))));
}

// Names and long articles may wrap, figures never do: a price broken in two lines is misread.
function drawCell(cell, as) {
  const plain = plainText(cell.text);
  const wraps = cell.align === "left" && plain.length > 11 && (plain.length > 18 ? "wraps-much" : "wraps");
  return h(cell.is_header ? "th" : "td", {
    class: [`align-${cell.align}`, `valign-${cell.valign}`, wraps].filter(Boolean).join(" "),
    colspan: cell.colspan > 1 ? cell.colspan : null,
    rowspan: cell.rowspan > 1 ? cell.rowspan : null,
    scope: cell.is_header ? "col" : null,
  }, richText(cell.text, as));
}
