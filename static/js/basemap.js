// The basemap: vector tiles of one PMTiles file through protomaps-leaflet, or, in a file that opens from disk, the
// outlines that the page itself carries.

import { projectLat } from "./divisions.js";
import { LabelsLayer } from "./labels-layer.js";

const L = globalThis.L;
const TILE_PX = 512; // of protomaps-leaflet's data tiles

/** A Leaflet layer with `paint(colours)`, to be called with the theme's colours before it shows anything. */
export function makeBasemap({ url }) {
  return url ? new TileBasemap(url) : new OutlineBasemap();
}

const TileBasemap = L.Layer.extend({
  initialize(url, ratio) {
    this.url = url;
    this.ratio = ratio;
  },

  /** The same layer for another map, at another resolution. */
  makeTwin(ratio) {
    return new TileBasemap(this.url, ratio);
  },

  /** Resolves once all tiles on screen are drawn, and their names known. */
  drawn() {
    const ground = new Promise((done) => (this.layer ? this.layer.once("load", done) : done()));
    return Promise.all([ground, this.labels?.loaded()]);
  },

  /** Keeps its names off the marks of a layer of events, whenever that has drawn them. */
  avoid(events) {
    events.on("drawn", () => this.labels?.avoid(events.solidMarks()));
    this.events = events;
  },

  onAdd(map) {
    this.map = map;
    if (this.colours) this.paint(this.colours);
  },

  onRemove(map) {
    if (this.layer) map.removeLayer(this.layer);
    if (this.labels) map.removeLayer(this.labels);
  },

  /** Draws anew; where the tiles' own script has yet to run, once it has. */
  paint(colours) {
    this.colours = colours;
    if (!globalThis.protomapsL) document.addEventListener("DOMContentLoaded", () => this.paint(this.colours), { once: true });
    if (!this.map || !globalThis.protomapsL) return;
    if (this.layer) this.map.removeLayer(this.layer);
    this.layer = globalThis.protomapsL.leafletLayer({
      url: new URL(this.url, location.href).href,
      maxDataZoom: 6,
      backgroundColor: colours.water,
      devicePixelRatio: this.ratio,
      paintRules: paintRules(colours),
      labelRules: [], // names are ours (labels-layer.js): they keep off the events
    });
    this.layer.addTo(this.map);
    this._name(colours);
  },

  _name(colours) {
    if (!this.labels) {
      const view = this.layer.views.get("");
      this.labels = new LabelsLayer({ view, tilePx: TILE_PX, ratio: this.ratio }).addTo(this.map);
      if (this.events) this.labels.avoid(this.events.solidMarks());
    }
    this.labels.setColours(colours);
  },
});

function paintRules(colours) {
  const { PolygonSymbolizer, LineSymbolizer } = globalThis.protomapsL;
  const line = (dataLayer, color, width, more = {}) => ({
    dataLayer,
    symbolizer: new LineSymbolizer({ color, width, ...more.style }),
    minzoom: more.minzoom,
  });
  return [
    { dataLayer: "land", symbolizer: new PolygonSymbolizer({ fill: colours.land }) },
    { dataLayer: "lakes", symbolizer: new PolygonSymbolizer({ fill: colours.water }) },
    line("rivers", colours.river, 1, { minzoom: 4 }),
    line("regions", colours.regionBorder, 0.8, { minzoom: 4 }),
    line("borders", colours.border, (zoom) => (zoom < 4 ? 0.8 : 1.2)),
  ];
}

/** Names that the page carries, as the one tile of the world. */
function makeLabelView(labels) {
  const place = ({ lon, lat }) => [[{ x: (lon / 360 + 0.5) * TILE_PX, y: projectLat(lat) * TILE_PX }]];
  const features = labels.map((label) => ({ geom: place(label), props: label }));
  return { maxDataLevel: 0, levelDiff: 0, tileCache: { get: async () => new Map([["labels", features]]) } };
}

const OutlineBasemap = L.Layer.extend({
  initialize(ratio) {
    this.ratio = ratio;
  },

  makeTwin(ratio) {
    return new OutlineBasemap(ratio);
  },

  drawn() {
    return this.labels.loaded();
  },

  avoid(events) {
    events.on("drawn", () => this.labels?.avoid(events.solidMarks()));
  },

  onAdd(map) {
    const data = JSON.parse(document.getElementById("outlines").textContent);
    const pane = map.createPane("basemap");
    pane.style.zIndex = 150;
    const options = { renderer: L.canvas({ pane: "basemap", padding: 0.5 }), pane: "basemap", interactive: false };
    this.land = L.geoJSON(data.land, { ...options, style: { stroke: false, fillOpacity: 1 } }).addTo(map);
    this.borders = L.geoJSON(data.borders, { ...options, style: { weight: 0.8 } }).addTo(map);
    this.labels = new LabelsLayer({ view: makeLabelView(data.labels), tilePx: TILE_PX, ratio: this.ratio }).addTo(map);
    this.map = map;
    if (this.colours) this.paint(this.colours);
  },

  onRemove(map) {
    map.removeLayer(this.land);
    map.removeLayer(this.borders);
    map.removeLayer(this.labels);
  },

  paint(colours) {
    this.colours = colours;
    if (!this.land) return;
    this.map.getContainer().style.background = colours.water;
    this.land.setStyle({ fillColor: colours.land });
    this.borders.setStyle({ color: colours.border });
    this.labels.setColours(colours);
  },
});
