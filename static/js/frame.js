// One picture of the window: which rows live in it, and how many per place and group. The map, the list and the count
// line all read the same frame, so they cannot disagree.

import { strings } from "./strings.js";

export const GROUPS = Object.keys(strings.groups);

/** A place's counters, kept between frames so that playback makes no garbage. */
export class FrameMaker {
  constructor(events, legend) {
    this.events = events;
    this.rows = new Uint32Array(events.rows);
    this.total = new Uint32Array(events.placeCount);
    this.byGroup = new Uint32Array(events.placeCount * GROUPS.length);
    this.solid = new Uint32Array(events.placeCount);
    this.sole = new Int32Array(events.placeCount);
    this.groupOf = Uint8Array.from(events.header.types, (type) => GROUPS.indexOf(legend.groupOf(type)));
  }

  /** The frame of first..last over the rows that pass the filter. */
  make(filter, first, last) {
    const { events, rows, total, byGroup, solid, sole, groupOf } = this;
    const { place, noPlace, type, flags, start, days } = events;
    const { failed } = filter;
    total.fill(0);
    byGroup.fill(0);
    solid.fill(0);
    let count = 0;
    let unplaced = 0;
    const groups = GROUPS.length;
    events.forEachRange(first, last, (from, stop, whole) => {
      for (let row = from; row < stop; row++) {
        if (failed[row] || (!whole && start[row] + days[row] < first)) continue;
        rows[count++] = row;
        const where = place[row];
        if (where === noPlace) {
          unplaced++;
          continue;
        }
        total[where]++;
        byGroup[where * groups + groupOf[type[row]]]++;
        if ((flags[row] & 3) === 0) solid[where]++;
        sole[where] = row;
      }
    });
    let undated = 0;
    for (let row = events.dated; row < events.rows; row++) {
      if (!failed[row]) rows[count + undated++] = row;
    }
    return { first, last, count, unplaced, undated, rows: rows.subarray(0, count + undated), total, byGroup, solid, sole };
  }
}
