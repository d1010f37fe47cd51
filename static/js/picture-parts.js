// What stands around the map in a saved picture: head, legend, scale bar, foot.

import { formatCount } from "./dom.js";

export const HEAD_PX = 64;
export const FOOT_PX = 30;
const PAD = 12;
const LINE = 20;

/** What is shown and for which days; below, the filters in words. */
export function drawHead(context, width, { title, count, filters }, colours) {
  context.fillStyle = colours.paper;
  context.fillRect(0, 0, width, HEAD_PX);
  write(context, title, PAD, 26, { font: `680 16px ${colours.font}`, colour: colours.ink });
  context.textAlign = "right";
  write(context, "Dateline", width - PAD, 26, { font: `680 14px ${colours.font}`, colour: colours.accent });
  context.textAlign = "left";
  const line = fit(context, [count, filters].filter(Boolean).join(" · "), width - 2 * PAD, `400 13px ${colours.font}`);
  write(context, line, PAD, 48, { font: `400 13px ${colours.font}`, colour: colours.inkSoft });
}

/** Whose data and map it is. */
export function drawFoot(context, width, { sources }, colours) {
  context.fillStyle = colours.paper;
  context.fillRect(0, 0, width, FOOT_PX);
  const font = `400 11px ${colours.font}`;
  write(context, fit(context, sources, width - 2 * PAD, font), PAD, 19, { font, colour: colours.inkSoft });
}

/** The legend in a box whose lower left corner is given. */
export function drawLegend(context, { title, rows, ramp, note }, { x, bottom }, colours) {
  const font = `400 12px ${colours.font}`;
  context.font = font;
  const texts = [...rows.map(({ text, count }) => `${text}${count === undefined ? "" : `  ${formatCount(count)}`}`), note, title];
  const width = Math.max(150, ...texts.map((text) => context.measureText(text).width + 56));
  const height = PAD * 2 + LINE * (1 + rows.length + (ramp ? 1 : 0) + (note ? 1 : 0)) - 4;
  const top = bottom - height;
  context.globalAlpha = 0.94;
  context.fillStyle = colours.paper;
  context.beginPath();
  context.roundRect(x, top, width, height, 8);
  context.fill();
  context.globalAlpha = 1;
  let y = top + PAD + 10;
  write(context, title, x + PAD, y, { font: `620 13px ${colours.font}`, colour: colours.ink });
  y += LINE;
  if (ramp) {
    drawRamp(context, x + PAD, y - 8, width - 2 * PAD, ramp);
    y += LINE;
  }
  for (const { mark, colour, text, count } of rows) {
    drawSwatch(context, mark, x + PAD, y - 10, colour);
    write(context, text, x + PAD + 28, y, { font, colour: colours.ink });
    if (count !== undefined) {
      context.textAlign = "right";
      write(context, formatCount(count), x + width - PAD, y, { font, colour: colours.inkSoft });
      context.textAlign = "left";
    }
    y += LINE;
  }
  if (note) write(context, note, x + PAD, y, { font, colour: colours.inkSoft });
}

function drawSwatch(context, mark, x, y, colour) {
  context.fillStyle = colour;
  context.beginPath();
  if (mark === "area") context.roundRect(x, y, 20, 12, 2);
  else context.arc(x + 6, y + 6, 6, 0, Math.PI * 2);
  context.fill();
}

function drawRamp(context, x, y, width, stops) {
  const gradient = context.createLinearGradient(x, 0, x + width, 0);
  stops.forEach((stop, index) => gradient.addColorStop(index / (stops.length - 1), stop));
  context.fillStyle = gradient;
  context.fillRect(x, y, width, 10);
}

/** A round distance and its length in pixels, at most `most` pixels long, where a pixel is so many metres. */
export function findScale(metresPerPixel, most = 110) {
  const top = metresPerPixel * most;
  const unit = 10 ** Math.floor(Math.log10(top));
  const metres = unit * [5, 2, 1].find((step) => step * unit <= top);
  return { px: metres / metresPerPixel, text: metres >= 1000 ? `${formatCount(metres / 1000)} km` : `${metres} m` };
}

/** A bar that tells distances in the middle of the map. */
export function drawScale(context, map, { x, y }, colours) {
  const { x: width, y: height } = map.getSize();
  const middle = [[-50, 0], [50, 0]].map(([dx]) => map.containerPointToLatLng([width / 2 + dx, height / 2]));
  const { px, text } = findScale(map.distance(...middle) / 100);
  context.strokeStyle = colours.ink;
  context.lineWidth = 1.5;
  context.beginPath();
  context.moveTo(x - px, y - 5);
  context.lineTo(x - px, y);
  context.lineTo(x, y);
  context.lineTo(x, y - 5);
  context.stroke();
  context.textAlign = "right";
  context.lineJoin = "round";
  context.lineWidth = 3;
  context.strokeStyle = colours.paper;
  context.font = `500 11px ${colours.font}`;
  context.strokeText(text, x - 4, y - 5);
  write(context, text, x - 4, y - 5, { font: context.font, colour: colours.ink });
  context.textAlign = "left";
}

function write(context, text, x, y, { font, colour }) {
  context.font = font;
  context.fillStyle = colour;
  context.textBaseline = "alphabetic";
  context.fillText(text, x, y);
}

/** The text, cut with an ellipsis where it is too long. */
export function fit(context, text, width, font) {
  context.font = font;
  if (context.measureText(text).width <= width) return text;
  let end = text.length;
  while (end && context.measureText(`${text.slice(0, end)}…`).width > width) end--;
  return `${text.slice(0, end).trimEnd()}…`;
}
