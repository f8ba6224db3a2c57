import { language, t } from "./words.js";

const LOCALE = () => (language === "ru" ? "ru-RU" : "en-GB");
const date = (unix) => new Date(unix * 1000);

export const clock = (unix) =>
  date(unix).toLocaleTimeString(LOCALE(), { hour: "2-digit", minute: "2-digit" });

export const clockSeconds = (unix) =>
  date(unix).toLocaleTimeString(LOCALE(), { hour: "2-digit", minute: "2-digit", second: "2-digit" });

export const dayKey = (unix) => date(unix).toDateString();

export function dayName(unix) {
  const day = date(unix);
  const today = new Date();
  if (day.toDateString() === today.toDateString()) return t("today");
  const yesterday = new Date(today.getFullYear(), today.getMonth(), today.getDate() - 1);
  if (day.toDateString() === yesterday.toDateString()) return t("yesterday");
  const sameYear = day.getFullYear() === today.getFullYear();
  return day.toLocaleDateString(LOCALE(), { day: "numeric", month: "long", ...(sameYear ? {} : { year: "numeric" }) });
}

export function fileSize(bytes) {
  if (bytes === undefined || bytes === null) return "";
  const units = t("byteUnits").split(" ");
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  const digits = value < 10 && unit > 0 ? 1 : 0;
  return `${value.toLocaleString(LOCALE(), { maximumFractionDigits: digits })} ${units[unit]}`;
}

// Bot API date-time formats: "r" relative, else w (weekday), d/D (date), t/T (time); "" is the text itself.
export function dateTime(unix, format) {
  const moment = date(unix);
  if (format === "r") return relative(unix);
  const options = {};
  if (format.includes("w")) options.weekday = "long";
  if (format.includes("d")) Object.assign(options, { day: "2-digit", month: "2-digit", year: "2-digit" });
  if (format.includes("D")) Object.assign(options, { day: "numeric", month: "long", year: "numeric" });
  if (format.includes("t")) Object.assign(options, { hour: "2-digit", minute: "2-digit" });
  if (format.includes("T")) Object.assign(options, { hour: "2-digit", minute: "2-digit", second: "2-digit" });
  return moment.toLocaleString(LOCALE(), options);
}

function relative(unix) {
  const seconds = unix - Date.now() / 1000;
  const steps = [["year", 31536000], ["month", 2592000], ["day", 86400], ["hour", 3600], ["minute", 60]];
  const words = new Intl.RelativeTimeFormat(LOCALE(), { numeric: "auto" });
  for (const [unit, size] of steps) {
    if (Math.abs(seconds) >= size) return words.format(Math.round(seconds / size), unit);
  }
  return words.format(Math.round(seconds), "second");
}
