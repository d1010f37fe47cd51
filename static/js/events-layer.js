// The events on the map: one canvas of our own above the basemap, as a Leaflet layer.

import { CanvasLayer } from "./canvas-layer.js";
import { assignClusters, countPerPlace, gatherMarks, rankPlaces, worldSize } from "./clusters.js";
import { projectLat } from "./divisions.js";
import { oncePerFrame } from "./dom.js";
import { GROUPS } from "./frame.js";
import { drawFocus } from "./focus.js";
import { drawHeat } from "./heat.js";
import { drawMarks, markRadius, strokeRing } from "./marks.js";

const L = globalThis.L;

export const EventsLayer = CanvasLayer.extend({
  options: { clusterPx: 54 },

  initialize(options) {
    L.setOptions(this, options);
    this.redraw = oncePerFrame(() => this.drawNow());
    this.leaders = {};
    this.marks = [];
    this.mode = "points";
    this.area = null;
    this.halo = null;
    this.focus = null;
  },

  /** Gives the layer its events, its looks, and what colours countries and regions (areas.js). */
  setEvents(events, legend, areas) {
    this.events = events;
    this.areas = areas;
    this.legend = legend;
    this.totals = events.totals ?? countPerPlace(events);
    this.ranked = rankPlaces(this.totals);
    this.leaders = {};
  },

  /** Shows a frame (frame.js); `colours` are those of the theme, `mode` is one of SHOWS (state.js). */
  show(frame, colours, mode, steady) {
    Object.assign(this, { frame, colours, mode });
    if (this._showsAreas()) this.areas.count(frame, mode, steady);
    this.redraw();
  },

  /** Lights up a country or region by its code, or none (null). */
  setArea(code) {
    if (this.area === code) return;
    this.area = code;
    this.redraw();
  },

  _showsAreas() {
    return this.mode === "countries" || this.mode === "regions";
  },

  /** Lights up a place, or none (-1). */
  setHalo(place) {
    this.halo = place;
    this.redraw();
  },

  /** Draws how exactly a place is known: {place, lon, lat, radiusKm, rings} or null. */
  setFocus(focus) {
    this.focus = focus;
    this.redraw();
  },

  onAdd(map) {
    this._makeCanvas(map, "markerPane", "events-canvas");
    this.redraw();
  },

  onRemove() {
    CanvasLayer.prototype.onRemove.call(this);
    this.marks = [];
  },

  drawNow() {
    if (!this.canvas || !this.frame || this._map._animatingZoom) return;
    const size = this._fitCanvas(this.options.ratio);
    const view = this._view(size);
    this.ratio = this.canvas.width / size.x;
    if (this._showsAreas()) this._drawAreas(view);
    else if (this.mode === "density") this._drawHeat(size, view);
    else this._drawMarks(view);
    this._drawFocus(view);
    this.fire("drawn");
  },

  /** The marks that no name of the map should lie under; those of the density are a haze that names show through. */
  solidMarks() {
    return this.mode === "points" ? this.marks : [];
  },

  /** How a place's stored x and y become pixels of the map's container. */
  _view(size) {
    const origin = this._map.getPixelBounds().min;
    return { scale: worldSize(this.zoom) / 2 ** 32, world: worldSize(this.zoom), origin, size };
  },

  /** Where a point shows on screen, once for each copy of the world; with an infinite margin just the nearest copy. */
  _screen(view, place, margin) {
    return this._copies(view, this.events.place_x[place] * view.scale, this.events.place_y[place] * view.scale, margin);
  },

  /** The same of a point in pixels of the whole world. */
  _copies(view, worldX, worldY, margin) {
    const y = worldY - view.origin.y;
    if (y < -margin || y > view.size.y + margin) return [];
    const found = [];
    const x = worldX - view.origin.x;
    if (margin === Infinity) return [{ x: x + view.world * Math.round((view.size.x / 2 - x) / view.world), y }];
    const first = Math.ceil((-margin - x) / view.world);
    for (let shown = x + first * view.world; shown < view.size.x + margin; shown += view.world) {
      found.push({ x: shown, y });
    }
    return found;
  },

  /** The clusters of the frame at this zoom, kept while the map is only moved. */
  _leader() {
    const zoom = Math.round(this.zoom);
    if (this.leaders.frame !== this.frame || this.leaders.zoom !== zoom) {
      const leader = assignClusters(this.events, this.ranked, this.frame.total, zoom, this.options.clusterPx);
      this.leaders = { frame: this.frame, zoom, leader };
    }
    return this.leaders.leader;
  },

  _drawMarks(view) {
    const placed = [];
    for (const mark of gatherMarks(this.frame, this._leader(), GROUPS.length)) {
      const radius = markRadius(mark.count);
      for (const at of this._screen(view, mark.place, 60)) placed.push({ ...mark, ...at, radius });
    }
    this.marks = placed;
    drawMarks(this.context, placed, this.events, this.legend, this.colours);
    for (const mark of placed) {
      if (mark.places.some((place) => place === this.halo || place === this.focus?.place)) {
        strokeRing(this.context, mark.x, mark.y, mark.radius + 5, 3, this.colours.accent);
      }
    }
  },

  _drawHeat(size, view) {
    const points = [];
    for (let place = 0; place < this.events.placeCount; place++) {
      const count = this.frame.total[place];
      if (count) for (const at of this._screen(view, place, 40)) points.push({ ...at, place, count });
    }
    this.marks = points.map((point) => ({ ...point, radius: 8, places: [point.place], row: this.frame.sole[point.place] }));
    drawHeat(this.context, points, size.x, size.y, this.colours);
  },

  _drawAreas(view) {
    this.marks = [];
    this.areas.draw(this.context, view, this.ratio, this.colours, this.area);
  },

  /** The country or region under a point of the container: {code, count}, or null. */
  areaAt(point) {
    return this._showsAreas() && this.frame ? this.areas.at(point, this._view(this._map.getSize())) : null;
  },

  _drawFocus(view) {
    if (!this.focus) return;
    const { lon, lat } = this.focus;
    const points = this._copies(view, ((lon + 180) / 360) * view.world, projectLat(lat) * view.world, Infinity);
    const at = points.map((point) => ({ ...point, mark: this.markAt(point, 0) }));
    drawFocus(this.context, this.focus, at, view, this.colours.accent);
  },

  /** The mark under a point of the container, or null; the smallest wins where several overlap. */
  markAt(point, slack = 4) {
    for (let i = this.marks.length - 1; i >= 0; i--) {
      const mark = this.marks[i];
      if ((mark.x - point.x) ** 2 + (mark.y - point.y) ** 2 <= (mark.radius + slack) ** 2) return mark;
    }
    return null;
  },
});
