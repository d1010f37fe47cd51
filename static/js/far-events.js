// So many events that they stay on the server: the page knows the cells of a grid in their place, each with its count.

import { Events } from "./columns.js";

const NO_COLUMNS = { start: new Int32Array(0), days: new Uint16Array(0), place: new Uint8Array(0), story: new Uint8Array(0), flags: new Uint8Array(0) };
const NO_PLACES = { id: [], name: [], country_code: [], country: [], admin1: [], admin1_code: [], level: [] };

/** Stands in for the events (columns.js): its places are cells, and row `n` is cell `n` with the family it has most of. */
export class FarEvents extends Events {
  constructor({ rows, undated, first, last }) {
    const header = { rows: 0, dated: 0, types: [], sources: [], modalities: [], granularities: [], reviews: [] };
    super({ ...header, places: NO_PLACES, stories: { id: [], name: [] } }, NO_COLUMNS);
    Object.assign(this, { isFar: true, rows, dated: rows - undated, days: { first, last } });
    this.setCells({ families: [], places: NO_PLACES }, { place: [], x: [], y: [], family: [], count: [] });
  }

  extent() {
    return { first: this.days.first, last: this.days.last };
  }

  /** No row of the list is a cell. */
  placeOf() {
    return -1;
  }

  granularity() {
    return null;
  }

  /** Takes the cells of /grid.bin. */
  setCells({ families, places }, { place, x, y, family, count }) {
    this.header.types = families;
    this.placeCount = count.length;
    this.place_x = x;
    this.place_y = y;
    this.totals = count;
    this.type = family;
    this.place_radius = new Float32Array(count.length);
    const pick = (values) => Array.from(place, (number) => values[number]);
    this.places = Object.fromEntries(Object.entries(places).map(([name, values]) => [name, pick(values)]));
  }
}
