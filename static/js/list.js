// The list beside the map: the frame's rows in the order that the reader chose. Only the rows on screen exist as elements.

import { formatKnown } from "./days.js";
import { byId, el, formatCount, oncePerFrame } from "./dom.js";
import { excerpt, markText } from "./marked.js";
import { orderRows } from "./order.js";
import { strings } from "./strings.js";

const ROW_PX = 96;
const MAX_ROWS = 100000; // browsers stop counting pixels somewhere above
const SPARE = 4;

export class EventList {
  constructor({ events, legend, source, onOpen, onPoint }) {
    Object.assign(this, { events, legend, source, onOpen, onPoint });
    this.box = byId("list");
    this.sheet = byId("list-rows");
    this.summaries = new Map();
    this.rows = new Uint32Array(0);
    this.shown = new Map();
    this.selected = -1;
    this.redraw = oncePerFrame(() => this.#draw());
    this.box.addEventListener("scroll", this.redraw, { passive: true });
    this.sheet.addEventListener("keydown", (event) => this.#onKey(event));
    new ResizeObserver(this.redraw).observe(this.box);
    addEventListener("beforeprint", () => this.#showMore(this.shown.size));
    addEventListener("afterprint", () => this.#showMore(this.rows.length));
  }

  /** Shows rows out of `total`; `undated` of them, at the end, have no date. `order` is one of ORDERS (order.js). */
  show(rows, undated, total = rows.length, order = "newest") {
    const shown = orderRows(rows, undated, order, this.events.score, MAX_ROWS);
    const same = shown.length === this.rows.length && shown.every((row, index) => row === this.rows[index]);
    this.rows = shown;
    this.sheet.style.height = `${this.rows.length * ROW_PX}px`;
    byId("list-empty").hidden = this.rows.length > 0;
    this.total = total;
    this.#showMore(shown.length);
    if (same && this.shown.size) return; // what is on screen stays, and the focus with it
    this.box.scrollTop = 0;
    this.#drop(() => true);
    this.redraw();
  }

  /** Tells how many are listed where that is not all: on paper, those that were on screen. */
  #showMore(listed) {
    byId("list-more").hidden = this.total <= listed;
    byId("list-more").textContent = strings.listCapped(formatCount(listed), formatCount(this.total));
  }

  /** Forgets what it knows of rows: they have been numbered anew. */
  forget() {
    this.summaries.clear();
    this.rows = new Uint32Array(0);
  }

  select(row, scroll) {
    this.selected = row;
    const index = this.rows.indexOf(row);
    if (scroll && index >= 0) {
      const top = index * ROW_PX;
      const { scrollTop, clientHeight } = this.box;
      if (top < scrollTop || top + ROW_PX > scrollTop + clientHeight) this.box.scrollTop = top - clientHeight / 3;
    }
    for (const [shown, node] of this.shown) this.#markSelected(node, this.rows[shown] === row);
  }

  #markSelected(node, is) {
    node.classList.toggle("selected", is);
    node.firstChild.setAttribute("aria-current", is ? "true" : "false");
  }

  /** Lights the rows of some places, none with an empty set. */
  light(places) {
    for (const [index, node] of this.shown) {
      const place = this.events.placeOf(this.rows[index]);
      node.classList.toggle("lit", place >= 0 && places.has(place));
    }
  }

  #drop(gone) {
    for (const [index, node] of this.shown) {
      if (!gone(index)) continue;
      node.remove();
      this.shown.delete(index);
    }
  }

  #draw() {
    const { scrollTop, clientHeight } = this.box;
    if (!clientHeight) return;
    const first = Math.max(0, Math.floor(scrollTop / ROW_PX) - SPARE);
    const stop = Math.min(this.rows.length, Math.ceil((scrollTop + clientHeight) / ROW_PX) + SPARE);
    this.#drop((index) => index < first || index >= stop);
    for (let index = first; index < stop; index++) {
      if (!this.shown.has(index)) this.#add(index);
    }
    this.#load(first, stop);
  }

  #add(index) {
    const node = this.#makeRow(index);
    node.style.top = `${index * ROW_PX}px`;
    this.shown.set(index, node);
    this.sheet.append(node);
  }

  #makeRow(index) {
    const { events, legend } = this;
    const row = this.rows[index];
    const place = events.placeOf(row);
    const type = events.header.types[events.type[row]];
    const dated = row < events.dated;
    const score = events.score[row] / 100;
    const when = dated
      ? formatKnown(events.start[row], events.start[row] + events.days[row], events.granularity(row), events.openSide(row))
      : strings.noDate;
    const bar = el("span", { class: "score-bar", "aria-hidden": "true" }, el("span"));
    bar.firstChild.style.width = `${score * 100}%`;
    const button = el(
      "button",
      { type: "button", class: "event-row", "data-index": index },
      legend.badge(type, 20),
      el(
        "span",
        { class: "event-head" },
        el("span", { class: dated ? "event-date" : "event-date missing" }, when),
        el("span", { class: place < 0 ? "event-place missing" : "event-place" }, place < 0 ? strings.noPlace : events.placeName(place)),
        events.happened(row) ? null : el("span", { class: "tag" }, strings.modalities[events.modality(row)].toLowerCase()),
      ),
      this.#sentence(row),
      el(
        "span",
        { class: "event-foot" },
        el("span", { class: "event-source" }, `${legend.label(type)} · ${events.header.sources[events.source[row]] || strings.noSource}`),
        el("span", { class: "score", title: strings.score }, bar, score.toFixed(2)),
      ),
      );
    button.addEventListener("click", () => this.onOpen(row));
    button.addEventListener("pointerenter", () => this.onPoint(place));
    button.addEventListener("pointerleave", () => this.onPoint(null));
    button.addEventListener("focus", () => this.onPoint(place));
    button.addEventListener("blur", () => this.onPoint(null));
    const position = { "aria-posinset": index + 1, "aria-setsize": this.rows.length };
    const item = el("div", { role: "listitem", class: "event-item", ...position }, button);
    this.#markSelected(item, row === this.selected);
    return item;
  }

  #sentence(row) {
    const summary = this.summaries.get(row);
    if (!summary) return el("span", { class: "event-sentence loading" });
    const { text, marks } = excerpt(summary);
    return el("span", { class: "event-sentence" }, markText(text, marks));
  }

  async #load(first, stop) {
    const wanted = [];
    for (let index = first; index < stop; index++) {
      if (!this.summaries.has(this.rows[index])) wanted.push(this.rows[index]);
    }
    const key = wanted.join(",");
    if (!wanted.length || key === this.loading) return;
    this.loading = key;
    try {
      const summaries = await this.source.loadRows(wanted);
      if (this.summaries.size > 5000) this.summaries.clear();
      wanted.forEach((row, index) => this.summaries.set(row, summaries[index]));
      for (const [index, node] of this.shown) {
        const old = node.querySelector(".event-sentence.loading");
        if (old && this.summaries.has(this.rows[index])) old.replaceWith(this.#sentence(this.rows[index]));
      }
    } catch (error) {
      for (const node of this.sheet.querySelectorAll(".event-sentence.loading")) {
        node.classList.replace("loading", "failed");
        node.textContent = `${strings.detailFailed}: ${error.message}`;
      }
    } finally {
      this.loading = null;
    }
  }

  #onKey(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const button = event.target.closest?.("[data-index]");
    if (!step || !button) return;
    event.preventDefault();
    event.stopPropagation();
    const index = Number(button.dataset.index) + step;
    if (index < 0 || index >= this.rows.length) return;
    const top = index * ROW_PX;
    if (top < this.box.scrollTop) this.box.scrollTop = top;
    if (top + ROW_PX > this.box.scrollTop + this.box.clientHeight) this.box.scrollTop = top + ROW_PX - this.box.clientHeight;
    this.#draw();
    this.shown.get(index)?.firstChild.focus();
  }
}
