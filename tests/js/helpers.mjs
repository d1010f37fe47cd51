// Events built by hand, in the layout of mapping/page/layout.py.

import { readColumns } from "../../static/js/columns.js";

const PLACES = ["Kirkuk", "Mosul", "Suva"];

/** Packs rows {start, days, place, type, score, flags, review, reports, story} into a binary and reads it back. */
export function makeEvents(rows, dated = rows.length) {
  return readColumns(packEvents(rows, dated));
}

/** The binary of such rows. */
export function packEvents(rows, dated = rows.length) {
  const column = (name, type, values) => ({ name, type, values });
  const number = (name, fallback = 0) => rows.map((row) => row[name] ?? fallback);
  const columns = [
    column("start", Int32Array, number("start")),
    column("days", Uint16Array, number("days")),
    column("place", Uint8Array, number("place", 255)),
    column("type", Uint8Array, number("type")),
    column("source", Uint8Array, number("source")),
    column("score", Uint8Array, number("score", 50)),
    column("flags", Uint8Array, number("flags", 4)),
    column("review", Uint8Array, number("review")),
    column("reports", Uint8Array, number("reports", 1)),
    column("story", Uint8Array, number("story", 255)),
    column("place_x", Uint32Array, [2677000000, 2662000000, 4276000000]),
    column("place_y", Uint32Array, [1699000000, 1686000000, 2368000000]),
    column("place_radius", Float32Array, [10, 10, 10]),
  ];
  return pack(columns, rows.length, dated);
}

function pack(columns, rows, dated) {
  const header = {
    format: 2,
    generation: "g",
    rows,
    dated,
    types: ["battle.clash", "protest.demo", "battle.other"],
    sources: ["desk", ""],
    modalities: ["happened", "planned", "denied", "claimed"],
    granularities: ["time", "day", "week", "month"],
    reviews: ["none", "confirmed", "corrected", "rejected"],
    stories: { id: ["s1", "s2"], name: ["Battle of Kirkuk", "Flood in Suva"] },
    places: {
      id: PLACES.map((name) => `test:${name}`),
      name: PLACES,
      country_code: ["IQ", "IQ", "FJ"],
      country: ["Iraq", "Iraq", "Fiji"],
      admin1: ["Kirkuk", "Nineveh", ""],
      admin1_code: ["IQ.02", "IQ.15", ""],
      level: ["city", "city", "city"],
    },
  };
  return packColumns(header, columns);
}

const NAMES = { Int32Array: "i32", Int16Array: "i16", Uint16Array: "u16", Uint8Array: "u8", Uint32Array: "u32", Float32Array: "f32" };

/** A header and columns {name, type, values} as one binary. */
export function packColumns(header, columns) {
  let offset = 0;
  const listed = columns.map(({ name, type, values }) => {
    const at = offset;
    offset += Math.ceil((values.length * type.BYTES_PER_ELEMENT) / 8) * 8;
    return { name, type: NAMES[type.name], offset: at, length: values.length };
  });
  let text = new TextEncoder().encode(JSON.stringify({ ...header, columns: listed }));
  const padded = new Uint8Array(text.length + ((8 - ((text.length + 4) % 8)) % 8)).fill(32);
  padded.set(text);
  text = padded;
  const buffer = new ArrayBuffer(4 + text.length + offset);
  new DataView(buffer).setUint32(0, text.length, true);
  new Uint8Array(buffer).set(text, 4);
  columns.forEach(({ type, values }, index) => {
    new type(buffer, 4 + text.length + listed[index].offset, values.length).set(values);
  });
  return buffer;
}
