// The filters: each facet with its values and live counts. The first, by type, is the map's legend as well.

import { byId, el, formatCount } from "./dom.js";
import { isChosen } from "./filter.js";
import { showScores } from "./scores.js";
import { FACETS } from "./state.js";
import { strings } from "./strings.js";
import { fold } from "./text.js";

const SHORT = 8;
const MOST = 300; // so many rows of one facet are drawn at once; the search box finds the others

export class Facets {
  constructor({ filter, legend, store, events }) {
    Object.assign(this, { filter, legend, store, events });
    this.open = new Set();
    this.opened = new Set();
    this.asked = {};
    this.boxes = Object.fromEntries(FACETS.map((facet) => [facet, this.#makeBox(facet)]));
  }

  /** Draws every facet with the counts of the window (filter.js). */
  show(counts, state) {
    this.counts = counts;
    this.state = state;
    for (const facet of FACETS) this.#draw(facet);
    showScores(counts.score, state.score);
  }

  /** The search box stays between drawings, so that what is typed and its cursor do; the rows are made anew. */
  #makeBox(facet) {
    const box = byId(`facet-${facet}`);
    const label = strings.facetSearch(strings.facets[facet]);
    const search = el("input", { type: "search", class: "facet-search", "aria-label": label, placeholder: label, autocomplete: "off", hidden: true });
    const rows = el("div");
    search.addEventListener("input", () => {
      this.asked[facet] = fold(search.value.trim());
      this.#draw(facet);
    });
    box.replaceChildren(search, rows);
    return { section: box.closest("section"), search, rows };
  }

  #draw(facet) {
    const { section, search, rows } = this.boxes[facet];
    const focused = rows.contains(document.activeElement) ? document.activeElement.dataset.value : null;
    const { nodes, values } = facet === "type" ? this.#typeRows() : this.#plainRows(facet);
    rows.replaceChildren(...nodes);
    section.hidden = !this.#isUseful(facet, values);
    search.hidden = values <= SHORT;
    if (focused) rows.querySelector(`[data-value="${CSS.escape(focused)}"]`)?.focus();
  }

  /** A facet with one value filters nothing; regions are of use once a country is chosen. */
  #isUseful(facet, values) {
    const { filters } = this.state;
    if (facet === "type" || filters[facet].size || this.asked[facet]) return true;
    return values > 1 && (facet !== "region" || filters.country.size > 0);
  }

  label(facet, value) {
    if (facet === "type") return this.legend.types.get(value)?.label ?? this.legend.families.get(value)?.label ?? value;
    if (facet === "country") return strings.nowhere[value] ?? this.#names("country_code", "country").get(value) ?? value;
    if (facet === "region") return value === "none" ? strings.noRegion : this.#names("admin1_code", "admin1").get(value) || value;
    if (facet === "source") return value || strings.noSource;
    if (facet === "story") return value === "none" ? strings.noStory : this.#storyNames().get(value) || value;
    const words = { level: strings.levels, date: strings.granularities, said: strings.modalities, review: strings.reviews };
    return words[facet][value] ?? value;
  }

  /** The names that the place table has for its codes, looked up once. */
  #names(codes, names) {
    const { places } = this.events;
    if (this.named?.[codes]?.places !== places) {
      const found = new Map(places[codes].map((code, place) => [code, places[names][place]]));
      this.named = { ...this.named, [codes]: { places, found } };
    }
    return this.named[codes].found;
  }

  #storyNames() {
    const { stories } = this.events;
    if (this.stories?.of !== stories) this.stories = { of: stories, found: new Map(stories.id.map((id, n) => [id, stories.name[n]])) };
    return this.stories.found;
  }

  #plainRows(facet) {
    const { values } = this.filter.facets[facet];
    const chosen = this.state.filters[facet];
    const found = values
      .map((value, number) => ({ value, count: this.counts[facet][number] }))
      .filter(({ value, count }) => count || chosen.has(value))
      .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
    const asked = this.asked[facet];
    const wanted = asked ? found.filter(({ value }) => chosen.has(value) || fold(this.label(facet, value)).includes(asked)) : found;
    const all = asked || this.open.has(facet);
    const shown = wanted.filter(({ value }, index) => index < (all ? MOST : SHORT) || chosen.has(value));
    const nodes = shown.map(({ value, count }) => this.#row(facet, value, count, found[0].count));
    if (asked && !wanted.length) nodes.push(el("p", { class: "facet-note" }, strings.facetNothing));
    if (all && wanted.length > MOST) nodes.push(el("p", { class: "facet-note" }, strings.facetMore(formatCount(wanted.length - MOST))));
    if (!asked && found.length > SHORT) nodes.push(this.#more(facet, all, found.length));
    return { nodes, values: found.length };
  }

  #more(facet, all, total) {
    const toggle = () => {
      if (all) this.open.delete(facet);
      else this.open.add(facet);
      this.#draw(facet);
    };
    const text = all ? strings.showFewer : strings.showAll(formatCount(total));
    return el("button", { type: "button", class: "more", "data-value": "more", "aria-expanded": String(all), onclick: toggle }, text);
  }

  #typeRows() {
    const families = this.#countFamilies();
    const chosen = this.state.filters.type;
    const asked = this.asked.type;
    const fits = (code) => fold(this.label("type", code)).includes(asked);
    const order = [...this.legend.families.keys()].filter((code) => families.has(code));
    const top = Math.max(1, ...[...families.values()].map(({ count }) => count));
    const nodes = order.flatMap((code) => {
      const { count, types } = families.get(code);
      const found = asked ? types.filter(({ type }) => fits(type)) : types;
      if (asked && !found.length && !fits(code)) return [];
      const isOpen = Boolean(asked && found.length) || this.opened.has(code) || types.some(({ type }) => chosen.has(type));
      const rows = [this.#row("type", code, count, top, this.#expander(code, isOpen))];
      if (!isOpen) return rows;
      const listed = asked && found.length ? found : types;
      return rows.concat(listed.sort((a, b) => b.count - a.count).map(({ type, count: n }) => this.#row("type", type, n, top, null, true)));
    });
    if (!nodes.length) nodes.push(el("p", { class: "facet-note" }, strings.facetNothing));
    return { nodes, values: [...families.values()].reduce((sum, { types }) => sum + types.length, 0) };
  }

  #countFamilies() {
    const families = new Map();
    this.filter.facets.type.values.forEach((type, number) => {
      const { code } = this.legend.family(type);
      if (!families.has(code)) families.set(code, { count: 0, types: [] });
      const family = families.get(code);
      family.count += this.counts.type[number];
      family.types.push({ type, count: this.counts.type[number] });
    });
    return families;
  }

  #expander(code, isOpen) {
    const toggle = () => {
      if (isOpen) this.opened.delete(code);
      else this.opened.add(code);
      this.#draw("type");
    };
    const label = strings.subtypes(this.label("type", code));
    return el("button", { type: "button", class: "expander", "aria-expanded": String(isOpen), "aria-label": label, "data-value": `open-${code}`, onclick: toggle });
  }

  #row(facet, value, count, top, extra = null, isSub = false) {
    const chosen = this.state.filters[facet];
    const on = chosen.size > 0 && isChosen(facet, chosen, value);
    const bar = el("span", { class: "bar", "aria-hidden": "true" });
    bar.style.width = `${(100 * count) / Math.max(1, top)}%`;
    const mark = facet === "type" && !isSub ? this.legend.badge(value, 18) : null;
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
      el("span", { class: "facet-name" }, this.label(facet, value)),
      el("span", { class: "facet-count" }, formatCount(count)),
      bar,
    );
    return el("div", { class: `facet-line${isSub ? " sub" : ""}` }, button, extra);
  }
}
