// Panels: fixed columns on a wide screen, drawers below that, bottom sheets on a phone. One is open at a time.

import { byId } from "./dom.js";

const PANELS = ["facets", "events"];

export class Sheets {
  constructor() {
    this.narrow = { facets: matchMedia("(max-width: 1199px)"), events: matchMedia("(max-width: 767px)") };
    for (const name of PANELS) {
      byId(`toggle-${name}`).addEventListener("click", () => this.toggle(name));
      byId(`close-${name}`).addEventListener("click", () => this.close(name, true));
      this.narrow[name].addEventListener("change", () => this.#apply(name, false));
      this.#apply(name, false);
    }
    this.narrow.events.addEventListener("change", () => this.#placeDays());
    this.#placeDays();
  }

  /** On a phone the two dates are with the filters: the head has no room for them. */
  #placeDays() {
    const days = byId("days");
    if (this.isDrawer("events")) byId("facets-days").append(days);
    else byId("search-form").after(days);
  }

  isDrawer(name) {
    return this.narrow[name].matches;
  }

  isOpen(name) {
    return this.isDrawer(name) && byId(name).dataset.open === "true";
  }

  toggle(name) {
    if (this.isOpen(name)) this.close(name, false);
    else this.open(name);
  }

  open(name) {
    for (const other of PANELS) if (other !== name) this.close(other, false);
    if (!this.isDrawer(name)) return;
    this.#apply(name, true);
    byId(`close-${name}`).focus();
  }

  close(name, giveFocusBack) {
    if (!this.isDrawer(name)) return;
    this.#apply(name, false);
    if (giveFocusBack) byId(`toggle-${name}`).focus();
  }

  /** Closes what is open; tells whether anything was. */
  closeAny() {
    const name = PANELS.find((panel) => this.isOpen(panel));
    if (name) this.close(name, true);
    return Boolean(name);
  }

  #apply(name, open) {
    const panel = byId(name);
    panel.dataset.open = String(open);
    panel.inert = this.isDrawer(name) && !open; // what is off screen is out of reach of the keyboard too
    byId(`toggle-${name}`).setAttribute("aria-expanded", String(open));
  }
}
