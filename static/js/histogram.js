// The histogram of the time bar: events by first day, stacked by group.

import { GROUPS } from "./frame.js";

/** Counts the rows that pass the filter, also before and after the bar; `range` is its first and last day. */
export function countBins(events, failed, range, bins, groupOf) {
  const { start, type, dated } = events;
  const days = range.last - range.first + 1;
  const counts = new Uint32Array(bins * GROUPS.length);
  const sums = new Uint32Array(bins);
  let earlier = 0;
  let later = 0;
  for (let row = 0; row < dated; row++) {
    if (failed[row]) continue;
    if (start[row] < range.first) {
      earlier++;
      continue;
    }
    if (start[row] > range.last) {
      later++;
      continue;
    }
    const bin = Math.floor(((start[row] - range.first) / days) * bins);
    counts[bin * GROUPS.length + groupOf[type[row]]]++;
    sums[bin]++;
  }
  return { bins, counts, sums, earlier, later, top: sums.reduce((most, sum) => Math.max(most, sum), 1) };
}

/** A canvas of its own for what changes seldom, at the screen's resolution. */
export function makeSheet(width, height, draw) {
  const ratio = Math.min(window.devicePixelRatio || 1, 2);
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(width * ratio));
  canvas.height = Math.max(1, Math.round(height * ratio));
  const context = canvas.getContext("2d");
  context.scale(ratio, ratio);
  draw(context);
  return canvas;
}

/** Draws the bins. */
export function drawBins(context, { bins, counts, sums, top }, { width, height }, colours) {
  const step = width / bins;
  const gap = step > 3 ? 1 : 0;
  for (let bin = 0; bin < bins; bin++) {
    if (!sums[bin]) continue;
    // A square root keeps a single event visible beside a burst of thousands.
    const tall = Math.max(3, Math.sqrt(sums[bin] / top) * (height - 16));
    let y = height;
    for (let group = 0; group < GROUPS.length; group++) {
      const part = (counts[bin * GROUPS.length + group] / sums[bin]) * tall;
      context.fillStyle = colours[group];
      context.fillRect(bin * step, y - part, step - gap, part);
      y -= part;
    }
  }
}
