// Outlines of countries and regions, as mapping/page/divisions.py packs them, on a square world from 0 to 1.

import { unpack } from "./columns.js";

/** Reads the binary into a Map from code ("IQ", "IQ.13") to its outline. */
export function readDivisions(buffer) {
  const { header, columns } = unpack(buffer);
  if (header.format !== 1) throw new Error(`divisions.bin has format ${header.format}; this page reads format 1`);
  const { ring_division: owner, ring_points: lengths, x, y } = columns;
  const divisions = new Map(header.codes.map((code) => [code, new Division(code)]));
  let at = 0;
  let lon = 0;
  let lat = 0;
  owner.forEach((number, ring) => {
    const xs = new Float64Array(lengths[ring]);
    const ys = new Float64Array(lengths[ring]);
    for (let i = 0; i < lengths[ring]; i++, at++) {
      lon = wrap16(lon + x[at]);
      lat = wrap16(lat + y[at]);
      xs[i] = lon / 36000 + 0.5;
      ys[i] = projectLat(lat / 100);
    }
    divisions.get(header.codes[number]).add(xs, ys);
  });
  return divisions;
}

/** Differences are kept modulo 2**16. */
const wrap16 = (value) => (value << 16) >> 16;

/** Web Mercator: 0 at the top, 1 at the bottom. */
export function projectLat(lat) {
  const radians = (Math.max(-85.05, Math.min(85.05, lat)) * Math.PI) / 180;
  return 0.5 - Math.log(Math.tan(Math.PI / 4 + radians / 2)) / (2 * Math.PI);
}

/** One country or region: its rings and the box around them. */
export class Division {
  constructor(code) {
    this.code = code;
    this.rings = [];
    this.box = { left: 1, top: 1, right: 0, bottom: 0 };
  }

  add(xs, ys) {
    this.rings.push({ xs, ys });
    const { box } = this;
    for (let i = 0; i < xs.length; i++) {
      box.left = Math.min(box.left, xs[i]);
      box.right = Math.max(box.right, xs[i]);
      box.top = Math.min(box.top, ys[i]);
      box.bottom = Math.max(box.bottom, ys[i]);
    }
  }

  /** Whether a point of the square world lies inside; holes are outside. */
  contains(x, y) {
    const { left, top, right, bottom } = this.box;
    if (x < left || x > right || y < top || y > bottom) return false;
    let inside = false;
    for (const { xs, ys } of this.rings) {
      for (let i = 0, j = xs.length - 1; i < xs.length; j = i++) {
        if (ys[i] > y !== ys[j] > y && x < ((xs[j] - xs[i]) * (y - ys[i])) / (ys[j] - ys[i]) + xs[i]) inside = !inside;
      }
    }
    return inside;
  }

  /** The outline as a path of the square world. */
  get path() {
    if (!this.drawn) {
      this.drawn = new Path2D();
      for (const { xs, ys } of this.rings) {
        this.drawn.moveTo(xs[0], ys[0]);
        for (let i = 1; i < xs.length; i++) this.drawn.lineTo(xs[i], ys[i]);
        this.drawn.closePath();
      }
    }
    return this.drawn;
  }
}
