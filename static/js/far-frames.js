// Frames, passes and summaries of events that stay on the server. They answer as frame.js, passes.js and source.js do;
// what is shown meanwhile is what came last.

import { readColumns, unpack } from "./columns.js";
import { byId } from "./dom.js";
import { countCells, countFarBins, makeCounts, nameValues } from "./far-counts.js";
import { GROUPS } from "./frame.js";
import { fitPlaces } from "./pointer.js";
import { FACETS } from "./state.js";
import { strings } from "./strings.js";

const CELL_PX = 32;
const LISTED = 1000; // /events/head.json gives no more
const NAMES = { region: "admin1", date: "granularity", said: "modality" };

export class Far {
  constructor(events, source, legend) {
    Object.assign(this, { events, source, legend, asked: "", busy: false, spot: null, head: null });
    this.filter = { facets: Object.fromEntries(FACETS.map((facet) => [facet, { values: [] }])), failed: null, apply() {} };
    this.frame = this.#makeFrame({ first: 0, last: 0 }, { count: 0, undated: 0, facets: {} });
    byId("sort").hidden = true; // what is listed are the newest
    source.loadRows = async (rows) => rows.map((row) => this.head.summaries[row]);
    source.search = async () => null; // the server's filter takes the text as well
  }

  /** Tells it the page whose choice it asks the server for. */
  bind(page) {
    this.page = page;
    page.map.on("moveend", () => page.draw()); // other cells are in view
  }

  /** The newest frame there is; another window, filter or view is asked for, and drawn when it comes. */
  make(_, first, last) {
    const { map, store, toolbar } = this.page;
    const zoom = Math.round(map.getZoom());
    const params = toolbar.exportParams({ ...store.state, first, last });
    const question = { params, first, last, zoom, box: writeBox(map, zoom), spot: this.spot };
    const key = JSON.stringify(question);
    if (key !== this.asked) {
      this.asked = key;
      this.wanted = question;
      this.#ask();
    }
    return this.frame;
  }

  async #ask() {
    if (this.busy) return; // one question at a time: when it is answered, the newest is asked
    this.busy = true;
    while (this.wanted) {
      const question = this.wanted;
      this.wanted = null;
      try {
        await this.#answer(question);
      } catch (error) {
        byId("search-error").textContent = `${strings.loadFailed}: ${error.message}`;
      }
    }
    this.busy = false;
  }

  async #answer(question) {
    const { params, zoom, box } = question;
    const list = this.page.controls.playing && this.head ? this.head : this.#loadHead(question);
    const asked = [this.source.loadGrid(`${params}&dated=yes`, { zoom, cell: CELL_PX, bbox: box }), this.source.loadCounts(params), list];
    const [grid, counts, head] = await Promise.all(asked);
    // Events without a date are listed and filtered, but no day has them, and so no picture of days.
    const dated = counts.undated ? await this.source.loadCounts(`${params}&dated=yes`) : counts;
    const { header, columns } = unpack(grid);
    this.events.setCells(header, columns);
    this.head = head;
    this.counts = counts;
    this.frame = this.#makeFrame(question, counts, dated);
    this.#show();
  }

  #show() {
    const { page, head, counts } = this;
    page.layer.setEvents(this.events, this.legend, page.views.areas);
    page.facets.events = nameValues(counts.facets);
    if (page.list.events !== head.events) {
      page.list.events = head.events;
      page.list.forget();
    }
    if (!this.fitted && !page.store.state.view) fitPlaces(page.map, this.events, this.events.totals);
    this.fitted = true;
    page.draw();
  }

  /** Asks for everything again: the store has changed. */
  refresh() {
    this.asked = "";
    this.page.draw();
  }

  async #loadHead({ params, spot }) {
    const { columns, summaries } = await this.source.loadHead(params, { limit: LISTED, ...(spot ? { bbox: spot, dated: "yes" } : {}) });
    return { events: readColumns(columns), summaries };
  }

  #makeFrame({ first, last }, counts, { facets } = counts) {
    const groups = new Uint32Array(GROUPS.length);
    for (const { value, count } of facets.family ?? []) groups[GROUPS.indexOf(this.legend.groupOf(value))] += count;
    const placed = (facets.level ?? []).reduce((sum, { value, count }) => (value ? sum + count : sum), 0);
    return {
      first,
      last,
      count: counts.count - counts.undated,
      undated: counts.undated,
      unplaced: Math.max(0, counts.count - counts.undated - placed),
      rows: Uint32Array.from({ length: this.head?.events.rows ?? 0 }, (_, row) => row),
      ...countCells(this.events, this.legend),
      groups,
      listed: this.spot ? undefined : counts.count,
      areas: { countries: facets.country ?? [], regions: facets.admin1 ?? [] },
      rowsOf: (places) => this.#listAt(places),
    };
  }

  /** The listed rows; with some cells chosen, those of the cells, as soon as they have come. */
  #listAt(places) {
    const spot = places ? writeCells(this.events, [...places], Math.round(this.page.map.getZoom())) : null;
    if (spot !== this.spot) {
      this.spot = spot;
      this.page.draw();
    }
    return this.frame.rows;
  }

  /** The passes of passes.js, made by the server. */
  async run(name, given) {
    if (name === "apply") return this.filter;
    if (name === "bins") return countFarBins(await this.#loadBars(given), given, this.legend);
    return this.counts ? makeCounts(this.filter, await this.#loadOpen(), this.page.store.state) : null;
  }

  close() {}

  #loadBars({ range }) {
    const { store, toolbar } = this.page;
    return this.source.loadCounts(toolbar.exportParams({ ...store.state, ...range }));
  }

  /** The counts, each chosen facet's as if its own filter were open. */
  async #loadOpen() {
    const { store, toolbar } = this.page;
    const { filters } = store.state;
    const facets = { ...this.counts.facets };
    for (const facet of FACETS.filter((name) => filters[name].size)) {
      const open = { ...store.state, filters: { ...filters, [facet]: new Set() } };
      const counted = await this.source.loadCounts(toolbar.exportParams(open));
      const name = NAMES[facet] ?? facet;
      facets[name] = counted.facets[name];
    }
    return facets;
  }
}

/** The map's view and half as much around it, as a bbox; the whole world where it is in sight. */
function writeBox(map, zoom) {
  if (zoom < 4) return "";
  const { _southWest: low, _northEast: high } = map.getBounds().pad(0.5);
  const wrap = (lon) => ((((lon + 180) % 360) + 360) % 360) - 180;
  if (high.lng - low.lng >= 360) return "";
  return [wrap(low.lng), Math.max(-90, low.lat), wrap(high.lng), Math.min(90, high.lat)].map((value) => value.toFixed(3)).join(",");
}

/** The bbox of some cells. */
function writeCells(events, cells, zoom) {
  const margin = (CELL_PX / 2 / (256 * 2 ** zoom)) * 2 ** 32;
  const xs = cells.map((cell) => events.place_x[cell]);
  const ys = cells.map((cell) => events.place_y[cell]);
  const lon = (x) => Math.max(-180, Math.min(180, (x / 2 ** 32) * 360 - 180));
  const lat = (y) => (Math.atan(Math.sinh(Math.PI * (1 - (2 * y) / 2 ** 32))) * 180) / Math.PI;
  const box = [lon(Math.min(...xs) - margin), lat(Math.max(...ys) + margin), lon(Math.max(...xs) + margin), lat(Math.min(...ys) - margin)];
  return box.map((value) => value.toFixed(5)).join(",");
}
