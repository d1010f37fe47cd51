// The legend on the map: what its marks mean, how many there are of each, or the classes of its colours.

import { byId, el, formatCount } from "./dom.js";
import { GROUPS } from "./frame.js";
import { strings } from "./strings.js";

const RANKED = 5;

/**
 * What the legend of a view holds, as plain values: {title, rows: [{mark, colour, text, count}], note}.
 * The picture that is saved (picture.js) draws the same.
 */
export function describeLegend(frame, state, { areas, legend, groupOf, events, colours }) {
  if (state.show === "density") return { title: strings.legend.density, ramp: colours.heat, rows: [], note: "" };
  if (state.show === "points") return { title: strings.legend.points, rows: groupRows(frame, legend, groupOf, events), note: "" };
  const title = strings.legend[state.show];
  if (!areas.counts.size) return { title, rows: [], note: strings.legend.nothing };
  const rows = areas.classes(colours).map(({ from, to, colour }) => ({ mark: "area", colour, text: rangeText(from, to) }));
  if (areas.loading) return { title, rows: rows.reverse(), note: strings.legend.loading };
  return { title, rows: rows.reverse(), note: areas.outside ? strings.legend.outside[state.show](formatCount(areas.outside)) : "" };
}

const rangeText = (from, to) => (from === to ? formatCount(from) : `${formatCount(from)}–${formatCount(to)}`);

/** The six groups with their counts in the frame, and what a mark's form says. */
function groupRows(frame, legend, groupOf, { type }) {
  const counts = frame.groups ?? new Uint32Array(GROUPS.length);
  if (!frame.groups) for (let i = 0; i < frame.count; i++) counts[groupOf[type[frame.rows[i]]]]++;
  return GROUPS.map((group, index) => ({
    mark: "disc",
    colour: legend.groupColour(group),
    text: strings.groups[group],
    count: counts[index],
  })).filter(({ count }) => count);
}

export class MapLegend {
  constructor(parts) {
    Object.assign(this, parts);
    this.box = byId("map-legend");
  }

  /** Open where only the legend tells what is what; the points' kinds stand in the filters as well. */
  #openFor(mode, embed) {
    if (this.mode === mode) return;
    this.mode = mode;
    this.box.open = matchMedia("(min-width: 768px)").matches && (mode !== "points" || embed);
  }

  /** Draws the legend of a frame; during playback at most a few times a second. */
  show(frame, colours, state) {
    Object.assign(this, { frame, colours, state });
    this.#openFor(state.show, state.embed);
    this.waiting ??= setTimeout(() => this.#draw(), this.drawn ? 150 : 0);
  }

  /** The legend as plain values. */
  describe() {
    return describeLegend(this.frame, this.state, this);
  }

  #draw() {
    this.waiting = null;
    this.drawn = true;
    const { title, rows, ramp, note } = this.describe();
    byId("map-legend-title").textContent = title;
    const parts = rows.map((row) => this.#row(row));
    if (ramp) parts.push(this.#ramp(ramp));
    if (this.state.show === "points") parts.push(this.#forms());
    else if (this.state.show !== "density") parts.push(this.#ranking());
    if (note) parts.push(el("p", { class: "legend-note" }, note));
    const focused = this.box.contains(document.activeElement) ? document.activeElement.dataset.code : null;
    byId("map-legend-body").replaceChildren(...parts);
    if (focused) this.box.querySelector(`[data-code="${CSS.escape(focused)}"]`)?.focus();
  }

  #row({ mark, colour, text, count }) {
    const swatch = el("span", { class: `swatch ${mark}`, "aria-hidden": "true" });
    swatch.style.background = colour;
    const figure = count === undefined ? null : el("span", { class: "legend-count" }, formatCount(count));
    return el("div", { class: "legend-row" }, swatch, el("span", {}, text), figure);
  }

  #ramp(colours) {
    const bar = el("div", { class: "legend-ramp", "aria-hidden": "true" });
    bar.style.background = `linear-gradient(90deg, ${colours.join(", ")})`;
    return el("div", {}, bar, el("div", { class: "legend-ends" }, el("span", {}, strings.legend.few), el("span", {}, strings.legend.many)));
  }

  /** What form, not colour, tells. */
  #forms() {
    const forms = Object.entries(strings.legend.forms).map(([form, text]) =>
      el("div", { class: "legend-row" }, el("span", { class: `swatch form-${form}`, "aria-hidden": "true" }), el("span", {}, text)),
    );
    return el("div", { class: "legend-forms" }, forms);
  }

  /** The areas with the most events; a press filters by one, as a click on the map does. */
  #ranking() {
    const chosen = this.state.filters[this.state.show === "countries" ? "country" : "region"];
    const rows = this.areas.ranking().slice(0, RANKED).map(({ code, count }) =>
      el(
        "button",
        { type: "button", class: "legend-area", "data-code": code, "aria-pressed": String(chosen.has(code)), onclick: () => this.onArea(code) },
        el("span", {}, this.areas.name(code)),
        el("span", { class: "legend-count" }, formatCount(count)),
      ),
    );
    return el("div", { class: "legend-ranking", role: "group", "aria-label": strings.legend.ranking }, rows);
  }
}
