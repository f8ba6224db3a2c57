// Building elements. Text always becomes a text node: nothing here, or anywhere in the page, parses
// a string as HTML, so whatever a person or the bot writes is shown as written.

const SVG = "http://www.w3.org/2000/svg";

// h("button", {class: "x", dataset: {testid: "send"}, onclick: f, "aria-label": "Send"}, "text", node)
export function h(tag, props, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "dataset") Object.assign(element.dataset, value);
    else if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "value" || name === "checked" || name === "open") element[name] = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  append(element, children);
  return element;
}

export function append(element, children) {
  for (const child of children.flat(Infinity)) {
    if (child !== null && child !== undefined && child !== false && child !== "") {
      element.append(child);
    }
  }
  return element;
}

const LINES = {
  send: "M3 11.5 21 3l-6 18-3.5-7.5zM11.5 13.5 21 3",
  clip: "M20 11.5 12 19.4a5 5 0 0 1-7-7L13.4 4a3.4 3.4 0 0 1 4.8 4.8L9.9 17a1.7 1.7 0 0 1-2.4-2.4l7.4-7.4",
  more: "M12 5h.01M12 12h.01M12 19h.01",
  menu: "M4 7h16M4 12h16M4 17h10",
  down: "M12 5v13M6 12.5l6 6 6-6",
  close: "M6 6l12 12M18 6 6 18",
  reply: "M10 7 4 12.5 10 18M4 12.5h10a6 6 0 0 1 6 6",
  forward: "M14 7l6 5.5-6 5.5M20 12.5H10a6 6 0 0 0-6 6",
  copy: "M9 9h11v11H9zM5 15H4V4h11v1",
  edit: "M4 20l1-4L16.5 4.5l3 3L8 19zM14 7l3 3",
  trash: "M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13M10.5 11v5M13.5 11v5",
  file: "M6 3h8l5 5v13H6zM14 3v5h5",
  image: "M4 5h16v14H4zM4 16l4.5-5 4 4.5 3-3L20 17M15.5 9h.01",
  contact: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20a7.5 7.5 0 0 1 15 0",
  keyboard: "M3 6h18v12H3zM7 10h.01M11 10h.01M15 10h.01M17 10h.01M7.5 14h9",
  list: "M4 6h2M4 12h2M4 18h2M9 6h11M9 12h11M9 18h11",
  link: "M10 14a4 4 0 0 0 6 .5l3-3a4 4 0 0 0-5.7-5.7l-1.2 1.2M14 10a4 4 0 0 0-6-.5l-3 3a4 4 0 0 0 5.7 5.7l1.2-1.2",
  person: "M11 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM3 20a8 8 0 0 1 12-6.9M18 14v6M15 17h6",
  group: "M9 12a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM2.5 19a6.5 6.5 0 0 1 13 0M16 5.5a3 3 0 0 1 0 6M18 14.5a6 6 0 0 1 3.5 4.5",
  bolt: "M13 3 5 13.5h6L10 21l8-10.5h-6z",
  open: "M14 4h6v6M20 4l-9 9M18 14v6H4V6h6",
  check: "M4 12.5 9 17.5 20 6.5",
  ticks: "M2 13l4.5 4.5L16 7M11 16.5l1 1L21.5 7",
  tick: "M5 13l4.5 4.5L19 7",
  beside: "M4 5h16v14H4zM12 5v14M15 9h2M15 12h2",
  pin: "M9 4h6l-1 6 3 3H7l3-3zM12 13v7",
};

export function icon(name, size = 20) {
  const svg = document.createElementNS(SVG, "svg");
  const path = document.createElementNS(SVG, "path");
  for (const [key, value] of Object.entries({
    viewBox: "0 0 24 24", width: size, height: size, fill: "none", stroke: "currentColor",
    "stroke-width": name === "more" ? 3 : 1.8, "stroke-linecap": "round",
    "stroke-linejoin": "round", "aria-hidden": "true", class: "icon",
  })) svg.setAttribute(key, value);
  path.setAttribute("d", LINES[name]);
  svg.append(path);
  return svg;
}

// Only addresses that cannot run a script become links; anything else stays text.
export function safeHref(url) {
  try {
    const parsed = new URL(url.includes(":") ? url : `https://${url}`);
    return ["http:", "https:", "tg:", "mailto:", "tel:"].includes(parsed.protocol) ? parsed.href : null;
  } catch {
    return null;
  }
}

// Children become exactly `wanted`, moving only what differs: what stays in place keeps its scroll,
// its focus and its open folds.
export function sync(parent, wanted) {
  const keep = new Set(wanted);
  for (const child of [...parent.children]) if (!keep.has(child)) child.remove();
  let at = parent.firstElementChild;
  for (const child of wanted) {
    if (child === at) at = at.nextElementSibling;
    else parent.insertBefore(child, at);
  }
}

export function initials(name) {
  const words = name.trim().split(/\s+/);
  return ((words[0]?.[0] ?? "") + (words[1]?.[0] ?? "")).toUpperCase();
}

export function avatar(id, name, size = "") {
  return h("span", { class: `avatar tone-${Math.abs(Number(id)) % 7} ${size}`, "aria-hidden": "true" }, initials(name));
}
