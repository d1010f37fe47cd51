// The names on the map: one canvas above the events, whose marks it leaves free.

import { CanvasLayer } from "./canvas-layer.js";
import { worldSize } from "./clusters.js";
import { oncePerFrame } from "./dom.js";
import { arrange, LINE_PX, lookOf, readLabels, sortLabels } from "./map-labels.js";

const PANE = "labels";
const DOT_PX = 2;
const MARGIN_PX = 80; // names whose point is this far outside may still reach into view

export const LabelsLayer = CanvasLayer.extend({
  /** `view` gives the tiles (protomaps-leaflet's View), `tilePx` their size. */
  initialize({ view, tilePx, ratio }) {
    Object.assign(this, { view, tilePx, ratio, tiles: new Map(), widths: new Map(), marks: [], shown: "" });
    this.redraw = oncePerFrame(() => this.drawNow());
  },

  onAdd(map) {
    const pane = map.getPane(PANE) ?? map.createPane(PANE);
    pane.style.zIndex = 620;
    pane.style.pointerEvents = "none";
    this._makeCanvas(map, PANE, "labels-canvas");
    // Until its font has come, a browser measures another one.
    document.fonts?.ready.then(() => this.widths.clear()).then(this.redraw);
    this.redraw();
  },

  setColours(colours) {
    this.colours = colours;
    this.redraw();
  },

  /** Keeps the marks of the events free; at once, so that no frame shows a name under one. */
  avoid(marks) {
    this.marks = marks;
    this.drawNow();
  },

  /** Resolves once the names of all tiles in view are there. */
  async loaded() {
    await Promise.allSettled(this._keys().map((key) => this._tile(key)));
  },

  /** The data tiles in view: at zoom 3 those of zoom 2, twice as large. */
  _keys() {
    const map = this._map;
    const z = Math.max(0, Math.min(this.view.maxDataLevel, Math.round(map.getZoom()) - this.view.levelDiff));
    const size = worldSize(map.getZoom()) / 2 ** z;
    const { min, max } = map.getPixelBounds();
    const keys = new Map();
    for (let x = Math.floor((min.x - MARGIN_PX) / size); x * size < max.x + MARGIN_PX; x++) {
      for (let y = Math.max(0, Math.floor((min.y - MARGIN_PX) / size)); y < 2 ** z && y * size < max.y + MARGIN_PX; y++) {
        const key = { z, x: ((x % 2 ** z) + 2 ** z) % 2 ** z, y };
        keys.set(`${key.z}/${key.x}/${key.y}`, key);
      }
    }
    return [...keys.values()];
  },

  /** A tile's labels; asked for once. */
  _tile(key) {
    const name = `${key.z}/${key.x}/${key.y}`;
    if (!this.tiles.has(name)) {
      const entry = { labels: [] };
      this.tiles.set(name, entry);
      entry.ready = this.view.tileCache.get(key).then(
        (data) => {
          entry.labels = readLabels(data.get("labels") ?? [], key, this.tilePx);
          this.redraw();
        },
        () => this.tiles.delete(name), // the next view asks again
      );
    }
    return this.tiles.get(name).ready;
  },

  drawNow() {
    if (!this.canvas || !this.colours || this._map._animatingZoom) return;
    const map = this._map;
    const zoom = Math.round(map.getZoom());
    const keys = this._keys();
    keys.forEach((key) => this._tile(key));
    const labels = sortLabels(keys.flatMap(({ z, x, y }) => this.tiles.get(`${z}/${x}/${y}`)?.labels ?? []), zoom);
    const placed = arrange(this._spots(labels, zoom), this.marks);
    const { x, y } = map.getPixelBounds().min;
    // While time plays, most frames move no name.
    const picture = [x, y, map.getZoom(), map.getSize(), this.colours.label, ...placed.map((spot) => [spot.label.name, spot.x, spot.y])].join("|");
    if (picture === this.shown) return;
    this.shown = picture;
    this._fitCanvas(this.ratio);
    this._draw(placed, zoom);
  },

  /** Labels where they are on screen, once for each copy of the world. */
  _spots(labels, zoom) {
    const world = worldSize(this._map.getZoom());
    const origin = this._map.getPixelBounds().min;
    const size = this._map.getSize();
    const spots = [];
    for (const label of labels) {
      const y = label.y * world - origin.y;
      if (y < -MARGIN_PX || y > size.y + MARGIN_PX) continue;
      const width = this._width(label, zoom);
      const first = Math.ceil((origin.x - MARGIN_PX) / world - label.x);
      for (let x = (label.x + first) * world - origin.x; x < size.x + MARGIN_PX; x += world) spots.push({ label, width, x, y });
    }
    return spots;
  },

  _width({ name, lines, kind }, zoom) {
    const font = `${lookOf(kind, zoom).font} ${this.colours.font}`;
    const key = `${font}|${name}`;
    if (!this.widths.has(key)) {
      this.context.font = font;
      this.widths.set(key, Math.max(...lines.map((line) => this.context.measureText(line).width)));
    }
    return this.widths.get(key);
  },

  _draw(placed, zoom) {
    const { context, colours } = this;
    context.textBaseline = "middle";
    context.lineJoin = "round";
    context.strokeStyle = colours.halo;
    for (const { label, x, y, point } of placed) {
      const look = lookOf(label.kind, zoom);
      context.font = `${look.font} ${colours.font}`;
      context.textAlign = look.dot ? "left" : "center";
      context.lineWidth = 3;
      context.fillStyle = colours[look.ink];
      label.lines.forEach((line, index) => {
        context.strokeText(line, x, y + index * LINE_PX);
        context.fillText(line, x, y + index * LINE_PX);
      });
      if (point) this._dot(point);
    }
  },

  _dot({ x, y }) {
    const { context, colours } = this;
    context.beginPath();
    context.arc(x, y, DOT_PX, 0, Math.PI * 2);
    context.lineWidth = 2;
    context.stroke();
    context.fillStyle = colours.labelFaint;
    context.fill();
  },
});
