// What is open: one event in the reader, or the events of one spot in the list.

import { byId } from "./dom.js";
import { COARSE_PLACES } from "./marks.js";
import { bringIntoView } from "./pointer.js";
import { Reader } from "./reader.js";
import { strings } from "./strings.js";

export class Selection {
  constructor({ map, layer, list, events, legend, source, store, sheets, onSpot }) {
    Object.assign(this, { map, layer, list, events, source, store, sheets, onSpot });
    this.reader = new Reader({
      legend,
      source,
      onClose: () => store.change({ event: null }),
      onStory: (story) => store.change({ filters: { ...store.state.filters, story: new Set([story]) } }),
    });
    this.spot = null;
    byId("spot-close").addEventListener("click", () => this.setSpot(null));
  }

  /** Opens the event of a row by way of the store, so that the address follows. */
  async openRow(row) {
    const known = this.list.summaries.get(row);
    const summary = known ?? (await this.source.loadRows([row]))[0];
    this.store.change({ event: summary.id });
  }

  /** Shows an event by its id, or none with null. */
  async show(id) {
    if (!id) {
      this.reader.close();
      this.layer.setFocus(null);
      this.list.select(-1, false);
      return;
    }
    this.sheets.close("events", false);
    const detail = await this.reader.open(id);
    if (!detail) return;
    this.list.select(detail.row, true);
    this.layer.setFocus(this.#focusOn(detail));
    if (!detail.place) return;
    bringIntoView(this.map, detail.place, this.reader.cover());
    if (COARSE_PLACES.has(detail.place.level)) await this.#outline(id);
  }

  /** What the map shows of an event's place; it has a number where the events are in the page. */
  #focusOn({ place, row }) {
    return place && { place: this.events.placeOf(row), lon: place.lon, lat: place.lat, radiusKm: place.radius_km, rings: [] };
  }

  /** Draws the outline of the region in place of the ring, where there is one. */
  async #outline(id) {
    try {
      const rings = await this.source.loadOutline(id);
      if (rings.length && this.store.state.event === id) this.layer.setFocus({ ...this.layer.focus, rings });
    } catch {
      // the ring stays: the outline only makes it finer
    }
  }

  /** Lists the events of some places alone, or all again with null. */
  setSpot(places) {
    if (!places && !this.spot) return;
    this.spot = places ? new Set(places) : null;
    byId("spot").hidden = !places;
    if (places) {
      byId("spot-name").textContent = strings.spotTitle(this.events.placeName(places[0]), places.length);
      this.sheets.open("events");
    }
    this.onSpot();
  }

  /** Drops the spot without drawing: what it was made of is not there any more. */
  forgetSpot() {
    this.spot = null;
    byId("spot").hidden = true;
  }

  /** The rows to list out of a frame. */
  rowsOf(frame) {
    if (frame.rowsOf) return frame.rowsOf(this.spot);
    if (!this.spot) return frame.rows;
    return frame.rows.subarray(0, frame.count).filter((row) => this.spot.has(this.events.placeOf(row)));
  }

  /** Closes what lies on top; Esc does this. */
  close() {
    if (this.sheets.closeAny()) return;
    if (this.store.state.event) this.store.change({ event: null });
    else if (this.spot) this.setSpot(null);
    else document.activeElement?.blur();
  }
}
