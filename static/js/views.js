// How the map shows the events - points, density, countries, regions - and the legend that goes with each.

import { Areas } from "./areas.js";
import { readDivisions } from "./divisions.js";
import { byId } from "./dom.js";
import { MapLegend } from "./map-legend.js";
import { strings } from "./strings.js";

export class Views {
  /** `onReady` is called when something that was waited for can be drawn. */
  constructor({ layer, events, legend, store, source, groupOf, onReady }) {
    Object.assign(this, { layer, store });
    const load = async (level, countries) => readDivisions(await source.loadDivisions(level, countries));
    this.areas = new Areas(events, load, (error) => {
      byId("views-error").textContent = error ? `${strings.areasFailed}: ${error.message}` : "";
      onReady();
    });
    this.legend = new MapLegend({ events, legend, groupOf, areas: this.areas, onArea: (code) => this.chooseArea(code) });
    layer.setEvents(events, legend, this.areas);
    this.inputs = [...document.querySelectorAll("input[name=show]")];
    for (const input of this.inputs) input.addEventListener("change", () => store.change({ show: input.value }));
  }

  /** Shows a frame; while time plays (`steady`) the colours of areas keep their meaning. */
  show(frame, colours, state, steady) {
    for (const input of this.inputs) input.checked = input.value === state.show;
    this.layer.show(frame, colours, state.show, steady);
    this.legend.show(frame, colours, state);
  }

  /** Filters by a country or region, or no longer. */
  chooseArea(code) {
    this.store.toggle(this.store.state.show === "countries" ? "country" : "region", code);
  }
}
