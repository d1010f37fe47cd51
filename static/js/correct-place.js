// The place of an event, chosen anew: another candidate, a place of the gazetteer, a point on the map, or none.

import { choice } from "./dialog.js";
import { el, formatCount, icon } from "./dom.js";
import { pickPoint } from "./pick-on-map.js";
import { strings } from "./strings.js";

const TYPING_MS = 200;
const NONE = "none";

export class CorrectPlace {
  constructor({ desk, map, changed, hide, reopen }) {
    Object.assign(this, { desk, map, changed, hide, reopen });
    const words = strings.desk.place;
    this.search = el("input", { type: "search", autocomplete: "off", maxlength: 100, placeholder: words.searchHint });
    this.status = el("p", { class: "field-hint", role: "status" });
    this.found = el("div", { class: "choices" });
    this.known = el("div", { class: "choices" });
    const pick = el("button", { type: "button", class: "button", onclick: () => this.#pick() }, icon("pin"), words.pick);
    this.node = el(
      "div",
      { role: "radiogroup", "aria-label": strings.desk.tabs.place },
      this.known,
      el("div", { class: "search-line" }, el("label", { class: "field" }, el("span", { class: "field-label" }, words.search), this.search), pick),
      this.status,
      this.found,
    );
    this.search.addEventListener("input", () => {
      clearTimeout(this.waiting);
      this.waiting = setTimeout(() => this.#find(this.search.value.trim()), TYPING_MS);
    });
    this.node.addEventListener("change", (event) => {
      if (event.target.name !== "place") return;
      this.chosen = event.target.value;
      this.changed();
    });
  }

  setDetail({ place }) {
    this.now = place ? place.id : NONE;
    this.chosen = this.now;
    const listed = place?.candidates ?? [];
    const candidates = place && !listed.some(({ id }) => id === place.id) ? [place, ...listed] : listed;
    this.places = new Map(candidates.map((candidate) => [candidate.id, candidate]));
    const rows = candidates.map((candidate) => this.#row(candidate, candidate.score));
    rows.push(choice("place", NONE, this.now === NONE, el("span", { class: "choice-name" }, strings.desk.place.none), this.#nowTag(NONE)));
    this.known.replaceChildren(...rows);
    this.found.replaceChildren();
    this.search.value = "";
    this.status.textContent = "";
  }

  read() {
    if (this.chosen === this.now) return { changed: false };
    if (this.chosen === NONE) return { changed: true, value: null };
    const { id, lon, lat, radius_km } = this.places.get(this.chosen);
    return { changed: true, value: id.startsWith("point:") ? { lon, lat, radius_km } : { id } };
  }

  #row(place, score) {
    const words = strings.desk.place;
    const where = [place.admin1, place.country].filter((name) => name && name !== place.name).join(", ");
    const people = place.population ? strings.population(formatCount(place.population)) : "";
    const level = strings.levels[place.level];
    return choice(
      "place",
      place.id,
      this.chosen === place.id,
      el("span", { class: "choice-name" }, place.name),
      this.#nowTag(place.id),
      score === undefined ? null : el("span", { class: "figure", title: words.score }, score.toFixed(2)),
      el("span", { class: "choice-more" }, [where, level, people].filter(Boolean).join(" · ")),
    );
  }

  #nowTag(id) {
    return id === this.now ? el("span", { class: "tag" }, strings.desk.now) : null;
  }

  async #find(text) {
    this.asked = text;
    const point = readPoint(text);
    if (point) {
      await this.#showNear({ ...point, radiusKm: 1 });
      return;
    }
    if (text.length < 2) {
      this.found.replaceChildren();
      this.status.textContent = "";
      return;
    }
    try {
      const places = await this.desk.findPlaces(text);
      if (this.asked !== text) return;
      this.#list(places.filter(({ id }) => !this.#isKnown(id)), strings.desk.place.found(places.length));
    } catch (error) {
      this.status.textContent = strings.desk.place.failed(error.message);
    }
  }

  #isKnown(id) {
    return [...this.known.querySelectorAll("input")].some(({ value }) => value === id);
  }

  #list(places, words) {
    for (const place of places) this.places.set(place.id, place);
    this.found.replaceChildren(...places.map((place) => this.#row(place)));
    this.status.textContent = words;
  }

  async #pick() {
    this.hide();
    const point = await pickPoint(this.map);
    this.reopen();
    if (point) await this.#showNear(point);
  }

  /** Offers a point and the towns around it; the point is chosen, since it was pointed at. */
  async #showNear(point) {
    try {
      const near = await this.desk.findNear(point);
      this.chosen = near.point.id;
      this.#list([near.point, ...near.places.filter(({ id }) => !this.#isKnown(id))], strings.desk.place.near);
      this.found.querySelector("input")?.focus();
      this.changed();
    } catch (error) {
      this.status.textContent = strings.desk.place.failed(error.message);
    }
  }
}

/** The point of "35.468, 44.392" (latitude first, as people write it), or null. */
export function readPoint(text) {
  const match = /^(-?\d{1,2}(?:\.\d+)?)°?\s*[,; ]\s*(-?\d{1,3}(?:\.\d+)?)°?$/.exec(text);
  if (!match) return null;
  const [lat, lon] = [Number(match[1]), Number(match[2])];
  return Math.abs(lat) <= 90 && Math.abs(lon) <= 180 ? { lat, lon } : null;
}
