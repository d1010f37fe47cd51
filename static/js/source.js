// Where events come from: the server, or the data inside a file that was saved to disk. Both answer the same calls.

import { fold } from "./text.js";

const LEVELS = { countries: "country", regions: "admin1" };

/** Events from Dateline's own server. */
export class ServerSource {
  constructor(base) {
    this.base = base;
    this.generation = null;
    this.workerUrl = `${base}/static/js/worker.js`;
  }

  async loadEvents() {
    const response = await this.#fetch("events.bin");
    return response.arrayBuffer();
  }

  async loadLegend() {
    return JSON.parse(document.getElementById("legend").textContent);
  }

  /** Summaries of rows, in the order asked for. */
  async loadRows(rows) {
    const params = new URLSearchParams({ generation: this.generation, rows: rows.join(",") });
    return (await (await this.#fetch(`events/rows.json?${params}`)).json()).events;
  }

  async loadDetail(id) {
    return (await this.#fetch(`events/${encodeURIComponent(id)}.json`)).json();
  }

  /** The rings of the region or country that an event is known to be in; none for a town. */
  async loadOutline(id) {
    return (await (await this.#fetch(`events/${encodeURIComponent(id)}/outline.json`)).json()).rings;
  }

  /** The outlines of all countries, or of all regions, as a binary (divisions.js). */
  async loadDivisions(level, countries) {
    const params = new URLSearchParams({ level: LEVELS[level] });
    // Of many countries the whole file is as good, and the same for every reader.
    if (countries.length <= 40) params.set("country", [...countries].sort().join(","));
    return (await this.#fetch(`divisions.bin?${params}`)).arrayBuffer();
  }

  /** The rows whose sentence, headline or names match. */
  async search(text) {
    const params = new URLSearchParams({ generation: this.generation, q: text });
    return new Uint32Array(await (await this.#fetch(`events/search.bin?${params}`)).arrayBuffer());
  }

  /** Cells of a grid, counts, the first events of the list: of what passes a filter, for a page that has not all events. */
  async loadGrid(params, more) {
    return (await this.#fetch(`grid.bin?${params}&${writeParams(more)}`)).arrayBuffer();
  }

  async loadCounts(params) {
    return (await this.#fetch(`counts.json?${params}`)).json();
  }

  async loadHead(params, more) {
    const { columns, summaries } = await (await this.#fetch(`events/head.json?${params}&${writeParams(more)}`)).json();
    return { columns: decode(columns), summaries };
  }

  exportUrl(ending, params) {
    return `${this.base}/events.${ending}?${params}`;
  }

  /** The formats that events can be taken away in. */
  async loadFormats() {
    return (await (await this.#fetch("formats.json")).json()).formats;
  }

  savedUrl(params) {
    return `${this.base}/map.html?${params}`;
  }

  async #fetch(path) {
    const response = await fetch(`${this.base}/${path}`);
    if (response.ok) return response;
    let message = response.statusText;
    try {
      message = (await response.json()).error ?? message;
    } catch {
      // a proxy's page in place of our JSON: its status line has to do
    }
    throw new Error(message || `status ${response.status}`);
  }
}

/** Events inside the page: an element with JSON that mapping/layers.py wrote. */
export class InlineSource {
  constructor(element) {
    this.data = JSON.parse(element.textContent);
    this.rowOf = new Map(this.data.details.map((detail, row) => [detail.id, row]));
  }

  async loadEvents() {
    return decode(this.data.columns);
  }

  async loadLegend() {
    return this.data.legend;
  }

  async loadRows(rows) {
    return rows.map((row) => this.data.details[row]);
  }

  async loadDetail(id) {
    const row = this.rowOf.get(id);
    if (row === undefined) throw new Error(`no event ${id}`);
    return { ...this.data.details[row], row };
  }

  async loadOutline() {
    return [];
  }

  async loadDivisions(level) {
    return decode(this.data.divisions[LEVELS[level]]);
  }

  async search(text) {
    const { terms, without } = parseQuery(text);
    const rows = [];
    this.data.details.forEach((detail, row) => {
      const body = fold(`${detail.headline} ${detail.sentence} ${detail.place?.name ?? ""} ${detail.source}`);
      if (terms.every((term) => body.includes(term)) && !without.some((term) => body.includes(term))) rows.push(row);
    });
    return Uint32Array.from(rows);
  }
}

/** Parameters of an address; those that are empty are left out. */
const writeParams = (values) => new URLSearchParams(Object.entries(values).filter(([, value]) => value !== ""));

/** Bytes out of base64 in its form for addresses. */
function decode(text) {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (character) => character.charCodeAt(0)).buffer;
}

/** Words and "quoted phrases" to find, and those after a minus to leave out. */
export function parseQuery(text) {
  const terms = [];
  const without = [];
  for (const [, minus, phrase, word] of text.matchAll(/(-?)(?:"([^"]*)"|(\S+))/g)) {
    const term = fold(phrase ?? word).trim();
    if (term) (minus ? without : terms).push(term);
  }
  return { terms, without };
}
