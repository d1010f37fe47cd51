// The binary of /events.bin as typed arrays; mapping/page/layout.py tells its layout.

const TYPES = {
  i32: Int32Array, u32: Uint32Array, i16: Int16Array, u16: Uint16Array, u8: Uint8Array, f32: Float32Array,
};

/** Takes a binary of ours apart: its header, and the columns that it names. The arrays are views: nothing is copied. */
export function unpack(buffer) {
  const size = new DataView(buffer).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, size)));
  const columns = {};
  for (const { name, type, offset, length } of header.columns ?? []) {
    columns[name] = new TYPES[type](buffer, 4 + size + offset, length);
  }
  return { header, columns };
}

/** Reads the events. */
export function readColumns(buffer) {
  const { header, columns } = unpack(buffer);
  if (header.format !== 2) throw new Error(`events.bin has format ${header.format}; this page reads format 2`);
  return new Events(header, columns);
}

/** All events, sorted by first day; those without a date come last. */
export class Events {
  constructor(header, columns) {
    this.header = header;
    this.rows = header.rows;
    this.dated = header.dated;
    this.places = header.places;
    this.placeCount = header.places.id.length;
    this.stories = header.stories;
    this.noPlace = greatest(columns.place);
    this.noStory = greatest(columns.story);
    Object.assign(this, columns);
    this.blockEnds = findBlockEnds(this.start, this.days, this.dated);
  }

  /** First and last day of all dated events, or null where there is none. */
  extent() {
    if (!this.dated) return null;
    let last = this.start[0];
    for (const end of this.blockEnds) last = Math.max(last, end);
    return { first: this.start[0], last };
  }

  modality(row) {
    return this.header.modalities[this.flags[row] & 3];
  }

  granularity(row) {
    return row < this.dated ? this.header.granularities[(this.flags[row] >> 2) & 15] : null;
  }

  /** Which end of its days the text leaves open: "end" ("since 1964"), "start" ("until 2002"), or "". */
  openSide(row) {
    if (row >= this.dated) return "";
    return this.flags[row] & 64 ? "end" : this.flags[row] & 128 ? "start" : "";
  }

  /** Whether the event is said to have happened, and not planned, claimed or denied. */
  happened(row) {
    return (this.flags[row] & 3) === 0;
  }

  /** What a person has said of the event: "none", "confirmed", "corrected" or "rejected". */
  reviewOf(row) {
    return this.header.reviews[this.review[row]];
  }

  /** The story's number, or -1; `stories.id` and `stories.name` tell which it is. */
  storyOf(row) {
    return this.story[row] === this.noStory ? -1 : this.story[row];
  }

  /** The place's number, or -1. */
  placeOf(row) {
    return this.place[row] === this.noPlace ? -1 : this.place[row];
  }

  placeName(place) {
    return place < 0 ? "" : this.places.name[place];
  }

  /** Longitude and latitude of a place in degrees. */
  lonLat(place) {
    const x = this.place_x[place] / 2 ** 32;
    const y = this.place_y[place] / 2 ** 32;
    return { lon: x * 360 - 180, lat: (Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180) / Math.PI };
  }

  /** Calls back with each dated row that lives on a day of first..last, in order. */
  forEachIn(first, last, callback) {
    this.forEachRange(first, last, (from, stop, whole) => {
      for (let row = from; row < stop; row++) if (whole || this.start[row] + this.days[row] >= first) callback(row);
    });
  }

  /**
   * Calls back with stretches of rows, from..stop, that hold every dated row living on a day of first..last, in order.
   * In a `whole` stretch all rows do; in others each has to be looked at: rows that end before `first` are among them.
   */
  forEachRange(first, last, callback) {
    const stop = lowerBound(this.start, last + 1, this.dated);
    const begun = lowerBound(this.start, first, stop); // rows from here on begin in the window
    for (let block = 0; block * BLOCK < begun; block++) {
      if (this.blockEnds[block] >= first) callback(block * BLOCK, Math.min((block + 1) * BLOCK, begun), false);
    }
    callback(begun, stop, true);
  }
}

/** The number that stands for none in a column that points into a table. */
function greatest(column) {
  return 2 ** (column.BYTES_PER_ELEMENT * 8) - 1;
}

// Rows are sorted by first day, so a window's end is found by binary search; for its start, the last day of each
// block tells whether an older block still reaches into the window.
const BLOCK = 256;

function findBlockEnds(start, days, dated) {
  const ends = new Int32Array(Math.ceil(dated / BLOCK)).fill(-(2 ** 31));
  for (let row = 0; row < dated; row++) {
    const block = (row / BLOCK) | 0;
    const end = start[row] + days[row];
    if (end > ends[block]) ends[block] = end;
  }
  return ends;
}

/** The first index whose value is not below `value`. */
export function lowerBound(values, value, length = values.length) {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
