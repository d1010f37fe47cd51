// How a mark looks. One event: a disc in its family's colour with its glyph. Several: a ring cut by group, with the
// count inside. Hollow: planned, claimed or denied. Fainter: a date known to no better than a month. A thin outer
// ring: a place known to no better than a region.

import { formatCount } from "./dom.js";
import { GROUPS } from "./frame.js";

const COARSE_DATES = new Set(["month", "quarter", "season", "year", "decade", "century"]);
export const COARSE_PLACES = new Set(["adm1", "region", "country"]);
const FULL = Math.PI * 2;

/** The radius in pixels of a mark of `count` events. */
export function markRadius(count) {
  return count === 1 ? 8 : Math.min(10 + 2.3 * Math.log2(count), 32);
}

/** Draws marks, small ones last so that none is hidden under a bigger one. */
export function drawMarks(context, marks, events, legend, colours) {
  const groupColours = GROUPS.map((group) => legend.groupColour(group));
  for (const mark of marks) {
    if (mark.count === 1) drawOne(context, mark, events, legend, colours);
    else drawMany(context, mark, colours, groupColours);
    if (isCoarse(mark, events)) strokeRing(context, mark.x, mark.y, mark.radius + 4, 1, colours.ink, [2, 3]);
  }
}

function isCoarse(mark, events) {
  return mark.places.every((place) => COARSE_PLACES.has(events.places.level[place]));
}

function drawOne(context, mark, events, legend, colours) {
  const { row, x, y, radius } = mark;
  const type = events.header.types[events.type[row]];
  const colour = legend.colour(type);
  context.globalAlpha = COARSE_DATES.has(events.granularity(row)) ? 0.6 : 1;
  disc(context, x, y, radius + 1.5, colours.paper);
  if (events.happened(row)) {
    disc(context, x, y, radius, colour);
    legend.drawGlyph(context, type, x, y, 1, colours.paper);
  } else {
    strokeRing(context, x, y, radius - 1, 2, colour);
    legend.drawGlyph(context, type, x, y, 0.9, colour);
  }
  context.globalAlpha = 1;
}

function drawMany(context, mark, colours, groupColours) {
  const { x, y, radius, count } = mark;
  disc(context, x, y, radius + 1.5, colours.paper);
  const width = Math.max(3.5, radius * 0.2);
  let angle = -Math.PI / 2;
  mark.groups.forEach((part, group) => {
    if (!part) return;
    const next = angle + (FULL * part) / count;
    context.beginPath();
    context.arc(x, y, radius - width / 2, angle, next);
    context.lineWidth = width;
    context.strokeStyle = groupColours[group];
    context.setLineDash(mark.solid ? [] : [3, 2]);
    context.stroke();
    angle = next;
  });
  context.setLineDash([]);
  context.fillStyle = colours.ink;
  context.font = `600 ${count > 9999 ? 11 : 12}px ${colours.font}`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillText(shortCount(count), x, y + 0.5);
}

/** A count that fits into a ring: 999, 1.2k, 34k. */
export function shortCount(count) {
  if (count < 1000) return formatCount(count);
  return count < 9950 ? `${(count / 1000).toFixed(1)}k` : `${Math.round(count / 1000)}k`;
}

function disc(context, x, y, radius, colour) {
  context.beginPath();
  context.arc(x, y, radius, 0, FULL);
  context.fillStyle = colour;
  context.fill();
}

export function strokeRing(context, x, y, radius, width, colour, dash = []) {
  context.beginPath();
  context.arc(x, y, radius, 0, FULL);
  context.lineWidth = width;
  context.strokeStyle = colour;
  context.setLineDash(dash);
  context.stroke();
  context.setLineDash([]);
}
