// The days under the histogram: years where there is no room for more, else months or days.

import { addSteps, formatDay, startOf, toDate } from "./days.js";
import { strings } from "./strings.js";

const ROOM_PX = 64;
const STEPS = [
  ["day", 1], ["day", 2], ["week", 1], ["week", 2],
  ["month", 1], ["month", 3], ["month", 6],
  ["year", 1], ["year", 2], ["year", 5], ["year", 10], ["year", 25], ["year", 50], ["year", 100],
];
const DAYS = { day: 1, week: 7, month: 30.4, year: 365.25 };

/** Where the axis is marked: [{x, text}], as close as there is room for the texts. */
export function findTicks({ first, last }, width) {
  const perDay = width / (last - first + 1);
  const [unit, count] = STEPS.find(([name, n]) => DAYS[name] * n * perDay >= ROOM_PX) ?? STEPS.at(-1);
  const ticks = [];
  for (let day = firstTick(first, unit, count); day <= last; day = addSteps(day, unit, count)) {
    if (day >= first) ticks.push({ x: (day - first) * perDay, text: labelOf(day, unit) });
  }
  return ticks;
}

function firstTick(first, unit, count) {
  const start = startOf(first, unit);
  if (unit === "year") return addSteps(start, "year", -(toDate(start).getUTCFullYear() % count));
  if (unit === "month") return addSteps(start, "month", -(toDate(start).getUTCMonth() % count));
  return start;
}

function labelOf(day, unit) {
  const date = toDate(day);
  if (unit === "year") return String(date.getUTCFullYear());
  if (unit === "month") return `${strings.months[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
  return formatDay(day).replace(/ -?\d+$/, "");
}

/** Draws the ticks below the bars; a text that would be cut off at the end is left out. */
export function drawAxis(context, ticks, { width, height }, below, style) {
  context.font = `12px ${style.fontFamily}`;
  context.textBaseline = "alphabetic";
  context.textAlign = "left";
  context.fillStyle = style.getPropertyValue("--line-strong");
  context.fillRect(0, height, width, 1);
  for (const { x, text } of ticks) {
    context.fillStyle = style.getPropertyValue("--line-strong");
    context.fillRect(Math.round(x), height, 1, 5);
    context.fillStyle = style.getPropertyValue("--ink-soft");
    if (x + 4 + context.measureText(text).width <= width) context.fillText(text, Math.round(x) + 4, height + below - 3);
  }
}
