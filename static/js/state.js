// What the reader has chosen, in one object that the URL carries whole. Data and looks live elsewhere.

import { fromISO, toISO } from "./days.js";
import { ORDERS } from "./order.js";

export const FACETS = ["type", "country", "region", "source", "story", "level", "date", "said", "review"];
export const STEPS = ["day", "week", "month", "year"];
const SPEEDS = [1, 2, 5, 10, 30];
const MODES = ["window", "cumulative"];
export const SHOWS = ["points", "density", "countries", "regions"];

/** The choice before anything was chosen; days are set once the data is known. */
export function initialState() {
  return {
    first: null,
    last: null,
    mode: "window",
    step: null,
    speed: 5,
    loop: false,
    show: "points",
    sort: "newest",
    embed: false,
    filters: Object.fromEntries(FACETS.map((facet) => [facet, new Set()])),
    score: 0,
    q: "",
    event: null,
    view: null,
  };
}

/** Reads the choice from a query string; what makes no sense is left at its default. */
export function readState(query) {
  const state = initialState();
  const params = new URLSearchParams(query);
  state.first = fromISO(params.get("from"));
  state.last = fromISO(params.get("to"));
  if (state.first !== null && state.last !== null && state.first > state.last) state.first = state.last = null;
  if (MODES.includes(params.get("mode"))) state.mode = params.get("mode");
  if (STEPS.includes(params.get("step"))) state.step = params.get("step");
  if (SPEEDS.includes(Number(params.get("speed")))) state.speed = Number(params.get("speed"));
  state.loop = params.get("loop") === "1";
  if (SHOWS.includes(params.get("show"))) state.show = params.get("show");
  if (ORDERS.includes(params.get("sort"))) state.sort = params.get("sort");
  state.embed = params.get("embed") === "1";
  for (const facet of FACETS) state.filters[facet] = new Set(params.getAll(facet).filter(Boolean));
  const score = Number(params.get("score"));
  if (score > 0 && score <= 100) state.score = Math.round(score);
  state.q = (params.get("q") ?? "").slice(0, 200);
  state.event = params.get("event") || null;
  state.view = readView(params.get("at"));
  return state;
}

function readView(text) {
  const parts = (text ?? "").split(",").map(Number);
  if (parts.length !== 3 || parts.some((part) => !Number.isFinite(part))) return null;
  const [lat, lon, zoom] = parts;
  return Math.abs(lat) <= 90 && Math.abs(lon) <= 540 ? { lat, lon, zoom } : null;
}

/** The query string of a choice; what is at its default is left out. */
export function writeState(state, extent) {
  const params = new URLSearchParams();
  if (extent && state.first !== null && (state.first !== extent.first || state.last !== extent.last)) {
    params.set("from", toISO(state.first));
    params.set("to", toISO(state.last));
  }
  if (state.mode !== "window") params.set("mode", state.mode);
  if (state.step) params.set("step", state.step);
  if (state.speed !== 5) params.set("speed", state.speed);
  if (state.loop) params.set("loop", "1");
  if (state.show !== "points") params.set("show", state.show);
  if (state.sort !== "newest") params.set("sort", state.sort);
  if (state.embed) params.set("embed", "1");
  for (const facet of FACETS) for (const value of [...state.filters[facet]].sort()) params.append(facet, value);
  if (state.score) params.set("score", state.score);
  if (state.q) params.set("q", state.q);
  if (state.event) params.set("event", state.event);
  if (state.view) {
    const { lat, lon, zoom } = state.view;
    params.set("at", `${lat.toFixed(4)},${lon.toFixed(4)},${zoom}`);
  }
  return params.toString().replaceAll("%2C", ","); // a comma may stand in a query as it is, and reads better
}

/** The choice with its listeners; `change` sets fields and tells everybody which. */
export class Store {
  constructor(state) {
    this.state = state;
    this.listeners = [];
  }

  listen(listener) {
    this.listeners.push(listener);
  }

  change(fields) {
    const changed = new Set(Object.keys(fields).filter((key) => fields[key] !== this.state[key]));
    if (!changed.size) return;
    Object.assign(this.state, fields);
    for (const listener of this.listeners) listener(this.state, changed);
  }

  /** Adds a value to a facet's filter, or takes it away. */
  toggle(facet, value) {
    const values = new Set(this.state.filters[facet]);
    if (!values.delete(value)) values.add(value);
    this.change({ filters: { ...this.state.filters, [facet]: values } });
  }

  clear() {
    this.change({ filters: initialState().filters, score: 0, q: "" });
  }
}
