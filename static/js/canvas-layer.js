// A Leaflet layer with one canvas over the whole map, which moves and grows with it while it zooms.

const L = globalThis.L;

export const CanvasLayer = L.Layer.extend({
  /** Makes the canvas in a pane; `name` is its class. */
  _makeCanvas(map, pane, name) {
    this.canvas = L.DomUtil.create("canvas", `${name} leaflet-zoom-animated`, map.getPane(pane));
    this.context = this.canvas.getContext("2d");
  },

  onRemove() {
    this.canvas.remove();
    this.canvas = null;
  },

  getEvents() {
    return { move: this.redraw, resize: this.redraw, viewreset: this.redraw, zoomanim: this._zoomWith };
  },

  _zoomWith(event) {
    const scale = this._map.getZoomScale(event.zoom, this.zoom);
    L.DomUtil.setTransform(this.canvas, this._map._latLngToNewLayerPoint(this.corner, event.zoom, event.center), scale);
  },

  /** Lays the empty canvas over the map as it is now, at `ratio` of its pixels for one of CSS; answers the map's size. */
  _fitCanvas(ratio = Math.min(window.devicePixelRatio || 1, 2)) {
    const map = this._map;
    const size = map.getSize();
    if (this.canvas.width !== Math.round(size.x * ratio) || this.canvas.height !== Math.round(size.y * ratio)) {
      this.canvas.width = Math.round(size.x * ratio);
      this.canvas.height = Math.round(size.y * ratio);
      this.canvas.style.width = `${size.x}px`;
      this.canvas.style.height = `${size.y}px`;
    }
    L.DomUtil.setPosition(this.canvas, map.containerPointToLayerPoint([0, 0]));
    this.corner = map.containerPointToLatLng([0, 0]);
    this.zoom = map.getZoom();
    this.context.setTransform(ratio, 0, 0, ratio, 0, 0);
    this.context.clearRect(0, 0, size.x, size.y);
    return size;
  },
});
