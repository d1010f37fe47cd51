// Days as whole numbers since 1 January 1970, UTC. Every day, also before 1970, is one number; nothing here knows the
// browser's time zone.

import { strings } from "./strings.js";

const DAY_MS = 86400000;

export const toDate = (day) => new Date(day * DAY_MS);
export const toISO = (day) => isoOf(toDate(day));
const isoOf = (date) => {
  const year = date.getUTCFullYear();
  const shown = year < 0 ? "-" + String(-year).padStart(6, "0") : String(year).padStart(4, "0");
  return `${shown}-${two(date.getUTCMonth() + 1)}-${two(date.getUTCDate())}`;
};
const two = (number) => String(number).padStart(2, "0");

/** The day of "2017-10-16", or null where the text is no such day. */
export function fromISO(text) {
  const match = /^(-?\d{4,6})-(\d\d)-(\d\d)$/.exec(text ?? "");
  if (!match) return null;
  const date = new Date(0);
  date.setUTCFullYear(Number(match[1]), Number(match[2]) - 1, Number(match[3]));
  return isoOf(date) === text ? Math.round(date.getTime() / DAY_MS) : null;
}

/** "16 Oct 2017". */
export function formatDay(day) {
  const date = toDate(day);
  return `${date.getUTCDate()} ${strings.months[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
}

/** "1–30 Jan 2016", "28 Jan – 3 Feb 2016", "16 Oct 2017". */
export function formatRange(first, last) {
  if (first === last) return formatDay(first);
  const a = toDate(first);
  const b = toDate(last);
  if (a.getUTCFullYear() !== b.getUTCFullYear()) return `${formatDay(first)} – ${formatDay(last)}`;
  if (a.getUTCMonth() !== b.getUTCMonth()) {
    return `${a.getUTCDate()} ${strings.months[a.getUTCMonth()]} – ${formatDay(last)}`;
  }
  return `${a.getUTCDate()}–${formatDay(last)}`;
}

/**
 * An event's days in words that say no more than is known: "Oct 2017", "2017", "16 Oct 2017", "since 1964".
 * `open` names the end that the text leaves open, "start" or "end", else "".
 */
export function formatKnown(first, last, granularity, open = "") {
  const told = formatTold(first, last, granularity);
  if (open === "end") return strings.since(told);
  return open === "start" ? strings.until(told) : told;
}

function formatTold(first, last, granularity) {
  const date = toDate(first);
  if (granularity === "month") return `${strings.months[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
  if (granularity === "year") return String(date.getUTCFullYear());
  if (granularity === "decade") return `${date.getUTCFullYear()}s`;
  return formatRange(first, last);
}

/** The day `count` steps later; a month after 31 January is the last of February. */
export function addSteps(day, unit, count) {
  if (unit === "day") return day + count;
  if (unit === "week") return day + 7 * count;
  const date = toDate(day);
  const months = unit === "year" ? 12 * count : count;
  const target = new Date(0);
  target.setUTCFullYear(date.getUTCFullYear(), date.getUTCMonth() + months, 1);
  const longest = new Date(target.getTime());
  longest.setUTCMonth(target.getUTCMonth() + 1, 0);
  target.setUTCDate(Math.min(date.getUTCDate(), longest.getUTCDate()));
  return Math.round(target.getTime() / DAY_MS);
}

/** The first day of the unit that holds `day`; weeks start on Monday. */
export function startOf(day, unit) {
  if (unit === "day") return day;
  if (unit === "week") return day - ((((day + 3) % 7) + 7) % 7);
  const date = toDate(day);
  const first = new Date(0);
  first.setUTCFullYear(date.getUTCFullYear(), unit === "month" ? date.getUTCMonth() : 0, 1);
  return Math.round(first.getTime() / DAY_MS);
}
