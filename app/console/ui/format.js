// How days, hours, sizes and counts are written: in the reader's language, in the organisation's zone.
import { language } from "./given.js";
import { me } from "./me.js";
import { t } from "./words.js";

const spoken = language === "en" ? ["en-GB"] : [language, "nb"];
const made = new Map();

function formatter(shape, zone) {
  const name = JSON.stringify([shape, zone]);
  if (!made.has(name)) made.set(name, new Intl.DateTimeFormat(spoken, { ...shape, timeZone: zone }));
  return made.get(name);
}

const zone = () => me.get().organisation?.zone ?? "Europe/Stockholm";
const noon = (day) => new Date(`${day}T12:00:00Z`);
const isThisYear = (date) => date.getFullYear() === new Date().getFullYear();

/** Give a calendar day (`2026-03-04`) short: `4 mars`, with the year when it is not this one. */
export function shortDay(day) {
  const year = isThisYear(noon(day)) ? {} : { year: "numeric" };
  return formatter({ day: "numeric", month: "short", ...year }, "UTC").format(noon(day));
}

/** Give a calendar day without its year: `4 mars`. */
export const dayOfYear = (day) => formatter({ day: "numeric", month: "short" }, "UTC").format(noon(day));

/** Give a calendar day in full: `onsdag 4 mars 2026`. */
export function longDay(day) {
  return formatter({ dateStyle: "full" }, "UTC").format(noon(day));
}

/** Give an instant in full, in the organisation's zone. */
export function instant(at) {
  return formatter({ dateStyle: "long", timeStyle: "short" }, zone()).format(new Date(at));
}

/** Give an instant as lists show it: the hour today, the day before that. */
export function brief(at) {
  const date = new Date(at);
  const day = formatter({ dateStyle: "short" }, zone());
  if (day.format(date) === day.format(new Date())) return formatter({ timeStyle: "short" }, zone()).format(date);
  const year = isThisYear(date) ? {} : { year: "numeric" };
  return formatter({ day: "numeric", month: "short", ...year }, zone()).format(date);
}

/** Give how long ago an instant is, in whole days or hours: `3 dagar`. */
export function age(at) {
  const hours = Math.max(0, Math.floor((Date.now() - new Date(at)) / 3_600_000));
  return hours < 24 ? t("hours", { n: hours }) : t("days", { n: Math.floor(hours / 24) });
}

/** Give a number of bytes: `820 kB`, `2,4 MB`. */
export function size(bytes) {
  const [value, unit] = bytes < 1e6 ? [Math.max(1, Math.round(bytes / 1e3)), "kB"] : [bytes / 1e6, "MB"];
  return `${new Intl.NumberFormat(spoken, { maximumFractionDigits: 1 }).format(value)} ${unit}`;
}

/** Give a number: `1 204`. */
export const number = (value) => new Intl.NumberFormat(spoken).format(value);

/** Give a share, 0 to 1, in hundredths: `66,7 %`. */
export const percent = (share) => new Intl.NumberFormat(spoken, { style: "percent", maximumFractionDigits: 1 }).format(share);
