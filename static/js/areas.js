// Countries or regions coloured by how many events of the window lie in them. Zero is left as the land is.

import { classOf, classRanges, makeClasses, mixColours, pickColours } from "./classes.js";

const OPAQUE = 0.75; // names of places and rivers show through

export class Areas {
  /** `load(level, countries)` answers a Map of outlines; `onReady` is called once they are there. */
  constructor(events, load, onReady) {
    Object.assign(this, { events, load, onReady, outlines: {}, counts: new Map() });
    const { country_code: country, admin1_code: region, country: countryName, admin1 } = events.places;
    this.codes = { countries: country, regions: region };
    this.names = new Map([...country.map((code, place) => [code, countryName[place]]), ...region.map((code, place) => [code, admin1[place]])]);
  }

  /** The outlines of a level, asked for at its first use. */
  #outlinesOf(level) {
    if (!this.outlines[level]) {
      this.outlines[level] = new Map();
      const countries = [...new Set(this.events.places.country_code)].filter(Boolean);
      this.loading = true;
      this.load(level, countries)
        .then((found) => (this.outlines[level] = found))
        .then(() => this.#arrived(), (error) => this.#arrived(error));
    }
    return this.outlines[level];
  }

  #arrived(error) {
    this.loading = false;
    this.onReady(error);
  }

  /**
   * Counts a frame's events per area.
   * While time plays (`steady`) the scale only grows, so that a colour keeps its meaning from frame to frame.
   */
  count(frame, level, steady) {
    const { counts, outside } = frame.areas ? this.#takeCounts(frame.areas[level]) : this.#countPlaces(frame, level);
    const most = Math.max(0, ...counts.values());
    this.top = steady && this.level === level ? Math.max(this.top ?? 0, most) : most;
    Object.assign(this, { counts, outside, level });
    this.bounds = makeClasses(this.top);
  }

  #countPlaces(frame, level) {
    const codes = this.codes[level];
    const counts = new Map();
    let outside = 0;
    for (let place = 0; place < codes.length; place++) {
      const count = frame.total[place];
      if (!count) continue;
      if (codes[place]) counts.set(codes[place], (counts.get(codes[place]) ?? 0) + count);
      else outside += count;
    }
    return { counts, outside };
  }

  /** Counts that the server made. */
  #takeCounts(values) {
    for (const { value, label } of values) if (label) this.names.set(value, label);
    const listed = values.filter(({ value }) => value);
    return { counts: new Map(listed.map(({ value, count }) => [value, count])), outside: values.find(({ value }) => !value)?.count ?? 0 };
  }

  name(code) {
    return this.names.get(code) || code;
  }

  /** The classes for the legend, in the colours that they have on land: [{from, to, colour}]. */
  classes(colours) {
    const shades = pickColours(colours.areas, this.bounds.length);
    return classRanges(this.bounds, this.top).map((range, index) => ({ ...range, colour: mixColours(shades[index], colours.land, OPAQUE) }));
  }

  /** Areas by count, the greatest first: [{code, count}]. */
  ranking() {
    return [...this.counts].map(([code, count]) => ({ code, count })).sort((a, b) => b.count - a.count || (a.code < b.code ? -1 : 1));
  }

  /** Draws the areas; `view` tells the world's size and origin in pixels, `ratio` the canvas's pixels for one of CSS. */
  draw(context, view, ratio, colours, lit) {
    const outlines = this.#outlinesOf(this.level);
    const shades = pickColours(colours.areas, this.bounds.length);
    const { world, origin, size } = view;
    const copies = [];
    for (let k = Math.floor(origin.x / world); k * world - origin.x < size.x; k++) copies.push(k * world - origin.x);
    context.save();
    for (const shift of copies) {
      context.setTransform(world * ratio, 0, 0, world * ratio, shift * ratio, -origin.y * ratio);
      for (const [code, count] of this.counts) {
        const area = outlines.get(code);
        if (!area || !isInView(area.box, shift, view)) continue;
        context.globalAlpha = OPAQUE;
        context.fillStyle = shades[classOf(count, this.bounds)];
        context.fill(area.path, "evenodd");
        context.globalAlpha = 1;
        context.strokeStyle = code === lit ? colours.ink : colours.paper;
        context.lineWidth = (code === lit ? 2 : 0.8) / world;
        context.stroke(area.path);
      }
    }
    context.restore();
  }

  /** The area with events under a point of the container: {code, count}, or null. */
  at(point, view) {
    const x = (((point.x + view.origin.x) / view.world) % 1 + 1) % 1;
    const y = (point.y + view.origin.y) / view.world;
    for (const [code, count] of this.counts) if (this.outlines[this.level]?.get(code)?.contains(x, y)) return { code, count };
    return null;
  }
}

function isInView({ left, top, right, bottom }, shift, { world, origin, size }) {
  if (right * world + shift < 0 || left * world + shift > size.x) return false;
  return bottom * world > origin.y && top * world < origin.y + size.y;
}
