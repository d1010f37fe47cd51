// The basemap: vector tiles of one PMTiles file through protomaps-leaflet, or, in a file that opens from disk, the
// outlines that the page itself carries.

const L = globalThis.L;

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

  /** Resolves once all tiles on screen are drawn. */
  drawn() {
    return new Promise((done) => (this.layer ? this.layer.once("load", done) : done()));
  },

  onAdd(map) {
    this.map = map;
    if (this.colours) this.paint(this.colours);
  },

  onRemove(map) {
    if (this.layer) map.removeLayer(this.layer);
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
      labelRules: labelRules(colours),
    });
    this.layer.addTo(this.map);
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

function labelRules(colours) {
  const { CenteredTextSymbolizer, CircleSymbolizer, GroupSymbolizer, OffsetTextSymbolizer } = globalThis.protomapsL;
  const text = { labelProps: ["name"], stroke: colours.halo, width: 2.5 };
  const family = colours.font;
  const kind = (wanted) => (zoom, feature) => feature.props.kind === wanted;
  const country = new CenteredTextSymbolizer({
    ...text,
    fill: colours.label,
    font: (zoom) => `600 ${zoom < 4 ? 11 : 13}px ${family}`,
  });
  const region = new CenteredTextSymbolizer({ ...text, fill: colours.labelFaint, font: () => `500 11px ${family}` });
  const water = new CenteredTextSymbolizer({ ...text, fill: colours.labelWater, font: () => `italic 400 11px ${family}` });
  const dot = new CircleSymbolizer({ radius: 2, fill: colours.labelFaint, stroke: colours.halo, width: 1 });
  const town = (weight) =>
    new GroupSymbolizer([
      dot,
      new OffsetTextSymbolizer({
        ...text,
        fill: colours.labelTown,
        maxLineChars: 40,
        offsetX: 5,
        offsetY: 4,
        font: () => `${weight} 11.5px ${family}`,
      }),
    ]);
  const rules = [
    { dataLayer: "labels", symbolizer: country, filter: kind("country"), minzoom: 2, maxzoom: 6 },
    { dataLayer: "labels", symbolizer: town(600), filter: kind("capital"), minzoom: 3 },
    { dataLayer: "labels", symbolizer: town(500), filter: kind("seat"), minzoom: 4 },
    { dataLayer: "labels", symbolizer: town(400), filter: kind("town"), minzoom: 4 },
    { dataLayer: "labels", symbolizer: region, filter: kind("region"), minzoom: 6, maxzoom: 9 },
    { dataLayer: "labels", symbolizer: water, filter: kind("water"), minzoom: 2 },
  ];
  return rules.map((rule) => ({ ...rule, sort: (a, b) => a.rank - b.rank }));
}

const OutlineBasemap = L.Layer.extend({
  makeTwin() {
    return new OutlineBasemap();
  },

  async drawn() {},

  onAdd(map) {
    const data = JSON.parse(document.getElementById("outlines").textContent);
    const pane = map.createPane("basemap");
    pane.style.zIndex = 150;
    const options = { renderer: L.canvas({ pane: "basemap", padding: 0.5 }), pane: "basemap", interactive: false };
    this.land = L.geoJSON(data.land, { ...options, style: { stroke: false, fillOpacity: 1 } }).addTo(map);
    this.borders = L.geoJSON(data.borders, { ...options, style: { weight: 0.8 } }).addTo(map);
    this.map = map;
    if (this.colours) this.paint(this.colours);
  },

  onRemove(map) {
    map.removeLayer(this.land);
    map.removeLayer(this.borders);
  },

  paint(colours) {
    this.colours = colours;
    if (!this.land) return;
    this.map.getContainer().style.background = colours.water;
    this.land.setStyle({ fillColor: colours.land });
    this.borders.setStyle({ color: colours.border });
  },
});
