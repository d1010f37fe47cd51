// Dates as persons type them, as EDTF text; mapping/edtf.py reads the same forms on the server.

import { fromISO } from "./days.js";

export const PRECISIONS = ["day", "span", "month", "year", "other", "none"];

/** What the fields of a date say: {edtf} with null for no date, or {problem} with the name of what is wrong. */
export function writeDate(precision, { first = "", last = "", month = "", year = "", text = "" }) {
  if (precision === "none") return { edtf: null };
  if (precision === "day") return fromISO(first) === null ? { problem: "day" } : { edtf: first };
  if (precision === "span") return writeSpan(first, last);
  if (precision === "month") return fromISO(`${month}-01`) === null ? { problem: "month" } : { edtf: month };
  if (precision === "year") return /^\d{4}$/.test(year) && Number(year) > 0 ? { edtf: year } : { problem: "year" };
  return readEdtf(text.trim()) ? { edtf: text.trim() } : { problem: "text" };
}

function writeSpan(first, last) {
  const [from, to] = [fromISO(first), fromISO(last)];
  if (from === null && to === null) return { problem: "span" };
  if (from !== null && to !== null && from > to) return { problem: "order" };
  if ((first && from === null) || (last && to === null)) return { problem: "span" };
  if (from !== null && from === to) return { edtf: first };
  return { edtf: `${first || ".."}/${last || ".."}` };
}

/** The days of EDTF text: {first, last, granularity, open}, or null where it is none. */
export function readEdtf(text) {
  const [from, to, more] = text.split("/");
  if (more !== undefined) return null;
  if (to === undefined) return readOne(from);
  const start = from === ".." || from === "" ? null : readOne(from);
  const end = to === ".." || to === "" ? null : readOne(to);
  if ((!start && !end) || (!start && from !== ".." && from) || (!end && to !== ".." && to)) return null;
  if (start && end && start.first > end.last) return null;
  const first = start ? start.first : end.last;
  return { first, last: end ? end.last : first, granularity: "range", open: start ? (end ? "" : "end") : "start" };
}

function readOne(text) {
  const day = fromISO(text);
  if (day !== null && /^\d{4}-/.test(text)) return { first: day, last: day, granularity: "day", open: "" };
  if (/^\d{3}X$/.test(text)) return readYears(text.slice(0, 3) + "0", 10, "decade");
  if (/^\d\dXX$/.test(text)) return readYears(text.slice(0, 2) + "00", 100, "century");
  if (/^\d{4}$/.test(text)) return readYears(text, 1, "year");
  const [, year, month] = /^(\d{4})-(\d\d)$/.exec(text) ?? [];
  if (!month || !Number(year)) return null;
  if (month >= "21" && month <= "24") return readSeason(Number(year), Number(month) - 21);
  const first = fromISO(`${text}-01`);
  if (first === null) return null;
  const next = month === "12" ? `${pad(Number(year) + 1)}-01-01` : `${year}-${String(Number(month) + 1).padStart(2, "0")}-01`;
  return { first, last: fromISO(next) - 1, granularity: "month", open: "" };
}

const pad = (year) => String(year).padStart(4, "0");

function readYears(year, count, granularity) {
  const first = fromISO(`${pad(Math.max(1, Number(year)))}-01-01`);
  return year === "0000" && count === 1 ? null : { first, last: fromISO(`${pad(Number(year) + count - 1)}-12-31`), granularity, open: "" };
}

// As mapping/timex/values.py has them.
const SEASONS = [["03-01", "06-21"], ["06-01", "09-23"], ["09-01", "12-21"], ["12-01", "03-20"]];

function readSeason(year, season) {
  const [from, to] = SEASONS[season];
  const last = season === 3 ? year + 1 : year;
  return { first: fromISO(`${pad(year)}-${from}`), last: fromISO(`${pad(last)}-${to}`), granularity: "season", open: "" };
}

/** The fields that show a date of an event's detail ({start, end, granularity, edtf}), or none with null. */
export function readFields(date) {
  if (!date) return { precision: "day", first: "", last: "", month: "", year: "", text: "" };
  const { start, end, granularity, edtf } = date;
  const fields = { first: start ?? "", last: end ?? "", month: (start ?? end).slice(0, 7), year: (start ?? end).slice(0, 4), text: edtf || "" };
  if (start === end) return { precision: "day", ...fields };
  if (granularity === "month" || granularity === "year") return { precision: granularity, ...fields };
  const isOther = edtf && !edtf.includes("/");
  return { precision: isOther ? "other" : "span", ...fields };
}
