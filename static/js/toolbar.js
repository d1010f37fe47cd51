// The page's head: search, the two dates, chips of what is filtered, link and exports.

import { fromISO, toISO } from "./days.js";
import { byId, el, icon } from "./dom.js";
import { ExportMenu } from "./export-menu.js";
import { exportParams } from "./export-params.js";
import { FACETS, writeState } from "./state.js";
import { strings } from "./strings.js";

const TYPING_MS = 250;

export class Toolbar {
  constructor({ store, events, extent, legend, label, source, onWindow }) {
    Object.assign(this, { store, events, extent, legend, label, onWindow });
    this.exports = new ExportMenu(source);
    this.search = byId("search");
    this.days = [byId("from"), byId("to")];
    this.#listen();
  }

  show(state) {
    if (document.activeElement !== this.search) this.search.value = state.q;
    const shown = [state.first, state.last];
    this.days.forEach((input, index) => {
      input.min = toISO(this.extent.first);
      input.max = toISO(this.extent.last);
      if (document.activeElement !== input) input.value = toISO(shown[index]);
    });
    this.#showChips(state);
    this.exports.show(this.exportParams(state));
    byId("open-full").href = `?${writeState({ ...state, embed: false }, this.extent)}`;
    byId("score").value = state.score;
  }

  focusSearch() {
    this.search.focus();
    this.search.select();
  }

  #listen() {
    let waiting = null;
    this.search.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => this.store.change({ q: this.search.value.trim().slice(0, 200) }), TYPING_MS);
    });
    byId("search-form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.store.change({ q: this.search.value.trim().slice(0, 200) });
    });
    this.days.forEach((input, index) => input.addEventListener("change", () => this.#setDay(index, input)));
    byId("score").addEventListener("input", (event) => this.store.change({ score: Number(event.target.value) }));
  }

  #setDay(index, input) {
    const day = fromISO(input.value);
    const { first, last } = this.store.state;
    if (day === null) {
      input.value = toISO(index ? last : first);
      return;
    }
    const kept = Math.min(Math.max(day, this.extent.first), this.extent.last);
    this.onWindow(index ? { first: Math.min(first, kept), last: kept } : { first: kept, last: Math.max(last, kept) });
    input.value = toISO(kept);
  }

  #showChips(state) {
    const chips = [];
    for (const facet of FACETS) {
      for (const value of state.filters[facet]) {
        const text = this.label(facet, value);
        chips.push(this.#chip(text, () => this.store.toggle(facet, value)));
      }
    }
    if (state.score) chips.push(this.#chip(strings.scoreFrom((state.score / 100).toFixed(2)), () => this.store.change({ score: 0 })));
    if (state.q) chips.push(this.#chip(`“${state.q}”`, () => this.store.change({ q: "" })));
    if (chips.length > 1) {
      const clear = el("button", { type: "button", class: "clear", onclick: () => this.store.clear() }, strings.clearAll);
      chips.push(el("li", {}, clear));
    }
    byId("chips").replaceChildren(...chips);
    byId("chips").hidden = !chips.length;
  }

  #chip(text, remove) {
    const label = strings.chipRemove(text);
    return el("li", {}, el("button", { type: "button", class: "chip", "aria-label": label, onclick: remove }, text, icon("close")));
  }

  /** The filter as parameters of the exports. */
  exportParams(state = this.store.state) {
    return exportParams(state, this.extent, this.legend.types.keys(), this.events.rows > this.events.dated);
  }
}

