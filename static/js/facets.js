// The filters: each facet with its values and live counts. The first, by type, is the map's legend as well.

import { byId, el, formatCount } from "./dom.js";
import { isChosen } from "./filter.js";
import { FACETS } from "./state.js";
import { strings } from "./strings.js";

const SHORT = 8;

export class Facets {
  constructor({ filter, legend, store, countryNames }) {
    Object.assign(this, { filter, legend, store, countryNames });
    this.open = new Set();
    this.opened = new Set();
    this.boxes = Object.fromEntries(FACETS.map((facet) => [facet, byId(`facet-${facet}`)]));
  }

  /** Draws every facet with the counts of the window (filter.js). */
  show(counts, state) {
    this.counts = counts;
    this.state = state;
    for (const facet of FACETS) this.#draw(facet);
  }

  #draw(facet) {
    const box = this.boxes[facet];
    const focused = box.contains(document.activeElement) ? document.activeElement.dataset.value : null;
    const rows = facet === "type" ? this.#typeRows() : this.#plainRows(facet);
    box.replaceChildren(...rows);
    box.closest("section").hidden = !this.#isUseful(facet, rows.length);
    if (focused) box.querySelector(`[data-value="${CSS.escape(focused)}"]`)?.focus();
  }

  /** A facet with one value filters nothing; regions are of use once a country is chosen. */
  #isUseful(facet, values) {
    const { filters } = this.state;
    if (facet === "type" || filters[facet].size) return true;
    return values > 1 && (facet !== "region" || filters.country.size > 0);
  }

  label(facet, value) {
    if (facet === "type") return this.legend.types.get(value)?.label ?? this.legend.families.get(value)?.label ?? value;
    if (facet === "country") return strings.nowhere[value] ?? this.countryNames.get(value) ?? value;
    if (facet === "region") return value === "none" ? strings.noRegion : value.slice(value.indexOf(":") + 2);
    if (facet === "source") return value || strings.noSource;
    if (facet === "level") return strings.levels[value] ?? value;
    if (facet === "date") return strings.granularities[value] ?? value;
    if (facet === "said") return strings.modalities[value] ?? value;
    return value;
  }

  #plainRows(facet) {
    const { values } = this.filter.facets[facet];
    const chosen = this.state.filters[facet];
    const found = values
      .map((value, number) => ({ value, count: this.counts[facet][number] }))
      .filter(({ value, count }) => count || chosen.has(value))
      .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
    const all = this.open.has(facet);
    const shown = all ? found : found.filter(({ value }, index) => index < SHORT || chosen.has(value));
    const rows = shown.map(({ value, count }) => this.#row(facet, value, count, found[0].count));
    if (found.length > SHORT) rows.push(this.#more(facet, all, found.length));
    return rows;
  }

  #more(facet, all, total) {
    const toggle = () => {
      if (all) this.open.delete(facet);
      else this.open.add(facet);
      this.#draw(facet);
    };
    const text = all ? strings.showFewer : strings.showAll(total);
    return el("button", { type: "button", class: "more", "data-value": "more", onclick: toggle }, text);
  }

  #typeRows() {
    const { values } = this.filter.facets.type;
    const chosen = this.state.filters.type;
    const families = new Map();
    values.forEach((type, number) => {
      const { code } = this.legend.family(type);
      if (!families.has(code)) families.set(code, { count: 0, types: [] });
      const family = families.get(code);
      family.count += this.counts.type[number];
      family.types.push({ type, count: this.counts.type[number] });
    });
    const order = [...this.legend.families.keys()].filter((code) => families.has(code));
    const top = Math.max(1, ...[...families.values()].map(({ count }) => count));
    return order.flatMap((code) => {
      const { count, types } = families.get(code);
      const isOpen = this.opened.has(code) || types.some(({ type }) => chosen.has(type));
      const rows = [this.#row("type", code, count, top, this.#expander(code, isOpen))];
      if (!isOpen) return rows;
      types.sort((a, b) => b.count - a.count);
      return rows.concat(types.map(({ type, count: n }) => this.#row("type", type, n, top, null, true)));
    });
  }

  #expander(code, isOpen) {
    const toggle = () => {
      if (isOpen) this.opened.delete(code);
      else this.opened.add(code);
      this.#draw("type");
    };
    const label = strings.subtypes(this.label("type", code));
    return el(
      "button",
      { type: "button", class: "expander", "aria-expanded": String(isOpen), "aria-label": label, "data-value": `open-${code}`, onclick: toggle },
    );
  }

  #row(facet, value, count, top, extra = null, isSub = false) {
    const chosen = this.state.filters[facet];
    const on = isChosen(facet, chosen, value);
    const bar = el("span", { class: "bar", "aria-hidden": "true" });
    bar.style.width = `${(100 * count) / Math.max(1, top)}%`;
    const mark = facet === "type" && !isSub ? this.legend.badge(value, 18) : null;
    const name = this.label(facet, value);
    const button = el(
      "button",
      {
        type: "button",
        class: `facet-row${on ? " on" : ""}${chosen.size && !on ? " off" : ""}${count ? "" : " zero"}`,
        "aria-pressed": String(on),
        "data-value": value,
        onclick: () => this.store.toggle(facet, value),
      },
      mark,
      el("span", { class: "facet-name" }, name),
      el("span", { class: "facet-count" }, formatCount(count)),
      bar,
    );
    return el("div", { class: `facet-line${isSub ? " sub" : ""}` }, button, extra);
  }
}
