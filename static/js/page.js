// Keeps map, list, time bar, filters and address in step with the reader's choice.

import { keepAddress, readAddress } from "./address.js";
import { Controls } from "./controls.js";
import { afterPaint, byId, oncePerFrame } from "./dom.js";
import { Facets } from "./facets.js";
import { Filter } from "./filter.js";
import { FrameMaker } from "./frame.js";
import { showHint } from "./hint.js";
import { bindKeys } from "./keys.js";
import { EventList } from "./list.js";
import { makePasses } from "./passes.js";
import { mainPeriod } from "./period.js";
import { bindPointer, fitPlaces } from "./pointer.js";
import { Selection } from "./selection.js";
import { Share } from "./share.js";
import { Sheets } from "./sheets.js";
import { Store } from "./state.js";
import { strings } from "./strings.js";
import { TextSearch } from "./text-search.js";
import { readColours, watchTheme } from "./theme.js";
import { TimeBar } from "./timebar.js";
import { Toolbar } from "./toolbar.js";
import { Views } from "./views.js";
import { startWriting } from "./writing.js";

const MANY = 200000; // with so many events the map is painted first, then the panels
const AFTER_PAINT_MS = 20;
const SIDE_MS = 250; // the list and the counts follow playback this often; the map follows every frame

export class Page {
  /** Takes the map with its basemap and events layer, the source, the events and the legend. */
  constructor(parts) {
    Object.assign(this, parts);
    this.extent = this.events.extent() ?? { first: 0, last: 0 };
    this.main = mainPeriod(this.events, this.extent);
    this.store = new Store(readAddress(this.extent, this.main));
    this.filter = this.far?.filter ?? new Filter(this.events);
    this.frames = this.far ?? new FrameMaker(this.events, this.legend);
    this.draw = oncePerFrame(() => this.#drawNow());
    Object.assign(this, { sideDue: 0, pending: new Set() }); // the page rests when nothing is pending
    this.text = new TextSearch(this.source);
  }

  async start() {
    this.#makeParts();
    this.#bind();
    watchTheme((dark) => this.#paint(dark));
    this.#setFirstView();
    await this.text.find(this.store.state.q);
    this.filter.apply(this.store.state, this.text.rows);
    this.#drawNow();
    this.layer.drawNow();
    await new Promise((done) => afterPaint(done)); // the events first, then the land under them and the panels
    this.basemap.paint(this.colours);
    this.passes = this.far ?? makePasses(this.events, this.frames.groupOf, this.buffer, this.source.workerUrl);
    await this.applyFilter(false);
    await this.#drawSide(true);
    startWriting(this);
    if (this.events.rows) this.controls.onPlay = showHint();
    if (this.store.state.event) await this.selection.show(this.store.state.event);
    this.map.on("moveend", () => this.#keepView());
    this.started = true;
  }

  #makeParts() {
    const { events, legend, store, source, extent, filter } = this;
    const onWindow = (days) => store.change(days);
    this.controls = new Controls({ store, extent, main: this.main, onWindow });
    this.views = new Views({ ...this, groupOf: this.frames.groupOf, onReady: this.draw });
    const countBins = (range, bins) => this.passes.run("bins", { range, bins });
    this.timebar = new TimeBar({ events, extent, legend, countBins, onWindow: (days) => this.#brush(days) });
    this.facets = new Facets({ filter, legend, store, events });
    const label = (facet, value) => this.facets.label(facet, value);
    this.toolbar = new Toolbar({ store, events, extent, legend, label, source, onWindow });
    this.sheets = new Sheets();
    this.share = new Share(this);
    this.list = new EventList({
      events,
      legend,
      source,
      onOpen: (row) => this.selection.openRow(row),
      onPoint: (place) => this.layer.setHalo(place),
    });
    this.selection = new Selection({ ...this, onSpot: () => this.#drawSide(true) });
  }

  #bind() {
    const { store, map, layer, list, selection, controls } = this;
    store.listen((state, changed) => this.#onChange(state, changed));
    keepAddress(store, this.extent, this.main);
    bindPointer(map, layer, {
      onSpot: (places) => selection.setSpot(places),
      onEvent: (row) => selection.openRow(row),
      onHover: (places) => list.light(places),
      onArea: (code) => this.views.chooseArea(code),
    });
    bindKeys({
      play: () => controls.play(),
      step: (count) => controls.step(count),
      widen: (count) => controls.widen(count),
      search: () => this.toolbar.focusSearch(),
      close: () => selection.close(),
    });
    const actions = {
      "empty-clear": () => store.clear(),
      "empty-days": () => store.change(this.extent),
      "zoom-in": () => map.zoomIn(),
      "zoom-out": () => map.zoomOut(),
      fit: () => fitPlaces(map, this.events, this.frame.total),
    };
    byId("sort").addEventListener("change", (event) => store.change({ sort: event.target.value }));
    for (const [id, run] of Object.entries(actions)) byId(id).addEventListener("click", run);
  }

  #setFirstView() {
    const { view } = this.store.state;
    if (view) this.map.setView([view.lat, view.lon], view.zoom, { animate: false });
    else fitPlaces(this.map, this.events, this.layer.totals);
  }

  #keepView() {
    const { lat, lng } = this.map.getCenter();
    this.store.change({ view: { lat, lon: lng, zoom: this.map.getZoom() } });
  }

  #onChange(state, changed) {
    if (changed.has("filters") || changed.has("score") || changed.has("q")) this.track(this.applyFilter(changed.has("q")));
    if (changed.has("event")) this.track(this.selection.show(state.event));
    this.draw();
  }

  #brush(days) {
    this.controls.pause();
    this.store.change(days);
  }

  /** Keeps work in mind until it is done. */
  track(work) {
    this.pending.add(work);
    return work.finally(() => this.pending.delete(work));
  }

  async applyFilter(searchChanged) {
    if (searchChanged && !(await this.text.find(this.store.state.q))) return;
    if (!this.passes) return; // the page is starting, and will ask by itself
    const { filters, score } = this.store.state;
    const failed = await this.passes.run("apply", { choice: { filters, score }, textRows: this.text.rows });
    if (!failed) return; // the filter has changed meanwhile
    this.filter.failed = failed;
    this.timebar.count();
    this.sideDue = 0;
    this.draw();
  }

  #paint(dark) {
    this.legend.applyTheme(dark);
    this.colours = readColours();
    if (this.frame) this.basemap.paint(this.colours); // at the start, the events come before the land under them
    this.timebar.repaint();
    if (this.frame) this.draw();
  }

  #drawNow() {
    const { state } = this.store;
    this.frame = this.frames.make(this.filter, state.first, state.last);
    this.views.show(this.frame, this.colours, state, this.controls.playing);
    this.timebar.show(state);
    this.controls.showCount(this.frame, this.events.rows);
    this.#drawSide(false);
  }

  /** The list, the counts and the controls; during playback they wait their turn, so that the map keeps its pace. */
  async #drawSide(atOnce) {
    if (!this.passes) return;
    let wait = this.controls.playing ? this.sideDue - performance.now() : 0;
    if (this.events.rows > MANY || !this.started) wait = Math.max(wait, AFTER_PAINT_MS);
    clearTimeout(this.sideTimer);
    if (wait > 0 && !atOnce) {
      this.sideTimer = setTimeout(() => this.#drawSide(true), wait);
      return;
    }
    const started = performance.now();
    const { frame } = this;
    const { first, last, undated } = frame;
    const { state } = this.store;
    this.controls.show(state);
    this.toolbar.show(state);
    const rows = this.selection.rowsOf(frame);
    const total = frame.listed ?? rows.length;
    this.list.show(rows, this.selection.spot ? 0 : undated, total, state.sort);
    byId("sort").value = state.sort;
    byId("list-count").textContent = strings.listed(total);
    const counts = await this.passes.run("count", { first, last });
    if (counts) this.facets.show(counts, this.store.state);
    // On a slow machine the side panels take at most a third of the time.
    this.sideDue = performance.now() + Math.max(SIDE_MS, 2 * (performance.now() - started));
  }
}
