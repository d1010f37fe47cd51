// The page: loads the events, then keeps map, list, time bar, filters and address in step with the reader's choice.

import { readColumns } from "./columns.js";
import { Controls } from "./controls.js";
import { byId, oncePerFrame } from "./dom.js";
import { Facets } from "./facets.js";
import { Filter } from "./filter.js";
import { FrameMaker } from "./frame.js";
import { bindKeys } from "./keys.js";
import { Legend } from "./legend.js";
import { EventList } from "./list.js";
import { bindPointer, fitPlaces } from "./pointer.js";
import { fittingStep } from "./playback.js";
import { Reader } from "./reader.js";
import { Sheets } from "./sheets.js";
import { InlineSource, ServerSource } from "./source.js";
import { readState, Store, writeState } from "./state.js";
import { strings } from "./strings.js";
import { readColours, watchTheme } from "./theme.js";
import { TimeBar } from "./timebar.js";
import { Toolbar } from "./toolbar.js";

const SIDE_MS = 250; // the list and the counts follow playback this often; the map follows every frame
const ON_DISK = location.protocol === "file:";

/** Starts the page on the map and layers that Folium's skeleton made. */
export async function startPage({ map, basemap, events: layer }) {
  const inline = byId("events-data");
  const source = inline ? new InlineSource(inline) : new ServerSource(document.body.dataset.base);
  try {
    const [buffer, legend] = await Promise.all([source.loadEvents(), source.loadLegend()]);
    const events = readColumns(buffer);
    source.generation = events.header.generation;
    const page = new Page({ map, basemap, layer, source, events, legend: new Legend(legend) });
    globalThis.dateline = page; // for a look from the browser's console, and for the tests
    await page.start();
  } catch (error) {
    watchTheme(() => basemap.paint(readColours()));
    showMessage(strings.loadFailed, error.message, strings.retry, () => location.reload());
    throw error;
  } finally {
    document.body.classList.remove("loading");
  }
}

function showMessage(title, text, action, run) {
  byId("message").hidden = false;
  byId("message-title").textContent = title;
  byId("message-text").textContent = text;
  const button = byId("message-action");
  button.textContent = action;
  button.onclick = run;
  button.hidden = !action;
}

class Page {
  constructor(parts) {
    Object.assign(this, parts);
    this.sideDue = 0;
    this.spot = null;
    this.textRows = null;
  }

  async start() {
    const { events, legend, layer, source, map } = this;
    this.extent = events.extent() ?? { first: 0, last: 0 };
    this.store = new Store(this.#firstState());
    this.filter = new Filter(events);
    this.frames = new FrameMaker(events, legend);
    layer.setEvents(events, legend);
    const onWindow = (days) => this.store.change(days);
    this.controls = new Controls({ store: this.store, extent: this.extent, onWindow });
    this.timebar = new TimeBar({ events, legend, groupOf: this.frames.groupOf, onWindow: (days) => this.#brush(days) });
    const countryNames = new Map(events.places.country_code.map((code, place) => [code, events.places.country[place]]));
    this.facets = new Facets({ filter: this.filter, legend, store: this.store, countryNames });
    const label = (facet, value) => this.facets.label(facet, value);
    this.toolbar = new Toolbar({ store: this.store, extent: this.extent, label, source, onWindow });
    this.list = new EventList({ events, legend, source, onOpen: (row) => this.openRow(row), onPoint: (place) => layer.setHalo(place) });
    this.reader = new Reader({ legend, source, onClose: () => this.store.change({ event: null }) });
    this.sheets = new Sheets();
    this.draw = oncePerFrame(() => this.#drawNow());
    this.#bind();
    watchTheme((dark) => this.#paint(dark));
    this.#firstView();
    await this.#applyFilter();
    if (!events.rows) showMessage(strings.emptyStoreTitle, strings.emptyStoreHint, "", null);
    if (this.store.state.event) await this.#openEvent(this.store.state.event);
    map.on("moveend", () => this.#keepView());
  }

  #firstState() {
    const state = readState(ON_DISK ? location.hash.slice(1) : location.search);
    const { first, last } = this.extent;
    const known = state.first !== null && state.last !== null && state.first <= last && state.last >= first;
    state.first = known ? Math.max(state.first, first) : first;
    state.last = known ? Math.min(state.last, last) : last;
    state.step ??= fittingStep(this.extent);
    return state;
  }

  #firstView() {
    const { view } = this.store.state;
    if (view) this.map.setView([view.lat, view.lon], view.zoom, { animate: false });
    else fitPlaces(this.map, this.events, this.layer.totals);
  }

  #bind() {
    this.store.listen((state, changed) => this.#onChange(state, changed));
    bindPointer(this.map, this.layer, {
      onSpot: (places) => this.setSpot(places),
      onEvent: (row) => this.openRow(row),
      onHover: (places) => this.list.light(places),
    });
    bindKeys({
      play: () => this.controls.play(),
      step: (count) => this.controls.step(count),
      widen: (count) => this.controls.widen(count),
      search: () => this.toolbar.focusSearch(),
      close: () => this.#close(),
    });
    byId("spot-close").addEventListener("click", () => this.setSpot(null));
    byId("empty-clear").addEventListener("click", () => this.store.clear());
    byId("empty-days").addEventListener("click", () => this.store.change(this.extent));
    byId("heat").addEventListener("click", () => this.store.change({ heat: !this.store.state.heat }));
    byId("zoom-in").addEventListener("click", () => this.map.zoomIn());
    byId("zoom-out").addEventListener("click", () => this.map.zoomOut());
    byId("fit").addEventListener("click", () => fitPlaces(this.map, this.events, this.frame.total));
  }

  #onChange(state, changed) {
    this.#keepAddress();
    if (changed.has("filters") || changed.has("score") || changed.has("q")) this.#applyFilter(changed.has("q"));
    if (changed.has("event")) this.#openEvent(state.event);
    this.draw();
  }

  #brush(days) {
    this.controls.clock.pause();
    this.store.change(days);
  }

  async #applyFilter(searchChanged = true) {
    const { state } = this.store;
    if (searchChanged) {
      const wanted = state.q;
      try {
        const rows = wanted ? await this.source.search(wanted) : null;
        if (wanted !== this.store.state.q) return;
        this.textRows = rows;
        byId("search-error").textContent = "";
      } catch (error) {
        byId("search-error").textContent = `${strings.searchFailed}: ${error.message}`;
        return;
      }
    }
    this.filter.apply(this.store.state, this.textRows);
    this.timebar.count(this.filter.failed, this.colours);
    this.sideDue = 0;
    this.draw();
  }

  #paint(dark) {
    this.legend.applyTheme(dark);
    this.colours = readColours();
    this.basemap.paint(this.colours);
    if (this.timebar.failed) this.draw();
  }

  #drawNow() {
    const { state } = this.store;
    const first = state.mode === "cumulative" ? Math.min(state.first, state.last) : state.first;
    this.frame = this.frames.make(this.filter, first, state.last);
    this.layer.show(this.frame, this.colours, state.heat);
    this.timebar.show(state);
    this.controls.show(state);
    this.controls.showCount(this.frame, this.events.rows);
    this.toolbar.show(state);
    byId("heat").setAttribute("aria-pressed", String(state.heat));
    this.#drawSide();
  }

  /** The list and the counts; during playback they wait their turn, so that the map keeps its pace. */
  #drawSide() {
    const wait = this.controls.playing ? this.sideDue - performance.now() : 0;
    clearTimeout(this.sideTimer);
    if (wait > 0) {
      this.sideTimer = setTimeout(() => this.#drawSide(), wait);
      return;
    }
    const started = performance.now();
    const { first, last } = this.frame;
    this.facets.show(this.filter.count(first, last), this.store.state);
    const rows = this.spot ? this.frame.rows.filter((row) => this.spot.has(this.events.placeOf(row))) : this.frame.rows;
    this.list.show(rows, this.spot ? 0 : this.frame.undated, false);
    byId("list-count").textContent = strings.listed(rows.length);
    // On a slow machine the side panels take at most a third of the time.
    this.sideDue = performance.now() + Math.max(SIDE_MS, 2 * (performance.now() - started));
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
    this.sideDue = 0;
    this.#drawSide();
  }

  openRow(row) {
    const summary = this.list.summaries.get(row);
    if (summary) this.store.change({ event: summary.id });
    else this.source.loadRows([row]).then(([found]) => this.store.change({ event: found.id }));
  }

  async #openEvent(id) {
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
    const place = this.events.placeOf(detail.row);
    this.layer.setFocus(place < 0 ? null : { place, radiusKm: this.events.place_radius[place] });
    if (place >= 0) this.#show(place);
  }

  /** Brings a place into view where it is not. */
  #show(place) {
    const { lon, lat } = this.events.lonLat(place);
    const { lng } = this.map.getCenter();
    const near = lon + 360 * Math.round((lng - lon) / 360); // the copy of the world that is on screen
    if (!this.map.getBounds().pad(-0.08).contains([lat, near])) this.map.panTo([lat, near], { animate: !this.#still() });
  }

  #still() {
    return matchMedia("(prefers-reduced-motion: reduce)").matches;
  }

  #close() {
    if (this.sheets.closeAny()) return;
    if (this.store.state.event) this.store.change({ event: null });
    else if (this.spot) this.setSpot(null);
    else document.activeElement?.blur();
  }

  #keepView() {
    const { lat, lng } = this.map.getCenter();
    this.store.change({ view: { lat, lon: lng, zoom: this.map.getZoom() } });
  }

  #keepAddress() {
    clearTimeout(this.addressTimer);
    this.addressTimer = setTimeout(() => {
      const query = writeState(this.store.state, this.extent);
      history.replaceState(null, "", ON_DISK ? `#${query}` : query ? `?${query}` : location.pathname);
    }, 150);
  }
}

