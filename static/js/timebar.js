// The time bar: a histogram of the filtered events that is also the slider. Its brush is two handles and the stretch
// between them; each can be dragged, or moved with the arrow keys.

import { drawAxis, findTicks } from "./axis.js";
import { formatDay, formatRange } from "./days.js";
import { byId, formatCount } from "./dom.js";
import { GROUPS } from "./frame.js";
import { drawBins, makeSheet } from "./histogram.js";
import { mainPeriod } from "./period.js";
import { strings } from "./strings.js";

const BIN_PX = 5;
const AXIS_PX = 16;
const BESIDE_PX = 16; // around the buttons to what lies beyond the bar

export class TimeBar {
  /** `countBins(range, bins)` promises the bars (histogram.js), or null where it was asked again meanwhile. */
  constructor({ events, extent, legend, countBins, onWindow }) {
    Object.assign(this, { extent, legend, countBins, onWindow });
    this.range = mainPeriod(events, extent); // the days that the bar shows; the rest is a click away
    this.track = byId("track");
    this.canvas = byId("histogram");
    this.brush = byId("brush");
    this.handles = [byId("handle-first"), byId("handle-last")];
    this.width = this.track.clientWidth;
    this.#listen();
    new ResizeObserver(() => this.#resize()).observe(this.track);
  }

  /** Counts the events that pass the filter into bins; the window does not matter here. */
  count() {
    this.counted = true;
    return this.#resize();
  }

  show(state) {
    this.state = state;
    const { first, last } = state;
    this.brush.style.left = `${this.#x(first)}px`;
    this.brush.style.width = `${Math.max(2, this.#x(last + 1) - this.#x(first))}px`;
    const ends = [first, last];
    this.handles.forEach((handle, index) => {
      handle.style.left = `${this.#x(index ? last + 1 : first)}px`;
      handle.classList.toggle("beyond", index ? last > this.range.last : first < this.range.first);
      handle.setAttribute("aria-valuemin", this.extent.first);
      handle.setAttribute("aria-valuemax", this.extent.last);
      handle.setAttribute("aria-valuenow", ends[index]);
      handle.setAttribute("aria-valuetext", formatDay(ends[index]));
    });
    this.#showLabel(first, last);
    this.#draw();
  }

  /** The window's days inside the brush, or beside it where it is too narrow for them. */
  #showLabel(first, last) {
    const label = byId("brush-label");
    label.textContent = formatRange(first, last);
    const left = this.#x(first);
    const right = this.#x(last + 1);
    this.pen ??= document.createElement("canvas").getContext("2d");
    this.pen.font = this.font ??= `550 12px ${getComputedStyle(this.track).fontFamily}`; // measured without laying out
    const wide = Math.ceil(this.pen.measureText(label.textContent).width) + 4;
    const inside = wide + 20 <= right - left;
    const at = inside ? 8 : right + 16 + wide <= this.width ? right - left + 16 : -16 - wide;
    const { earlier = 0, later = 0 } = this.beside ?? {};
    const x = Math.max(earlier, Math.min(left + at, this.width - later - wide)); // the buttons to what lies beyond stay free
    label.style.left = `${x - left}px`;
  }

  /** Draws the bars anew in the colours of another theme. */
  repaint() {
    if (this.histogram) this.#paint();
  }

  /** Shows the whole period, or the days of the window alone, or the main period. */
  setRange(range) {
    this.range = range;
    this.#resize();
  }

  #showBeyond() {
    const { earlier, later } = this.histogram;
    for (const [id, count, words] of [["earlier", earlier, strings.earlier], ["later", later, strings.later]]) {
      byId(id).hidden = !count;
      byId(id).textContent = words(formatCount(count));
      this.beside = { ...this.beside, [id]: count ? byId(id).offsetWidth + BESIDE_PX : 0 };
    }
    if (this.state) this.#showLabel(this.state.first, this.state.last);
  }

  #x(day) {
    const { first, last } = this.range;
    return Math.min(Math.max(((day - first) / (last - first + 1)) * this.width, 0), this.width);
  }

  #dayAt(clientX) {
    const { first, last } = this.range;
    const x = clientX - this.track.getBoundingClientRect().left;
    return Math.min(Math.max(Math.floor(first + (x / this.width) * (last - first + 1)), first), last);
  }

  async #resize() {
    this.width = this.track.clientWidth;
    this.height = this.track.clientHeight;
    if (!this.counted || !this.width) return;
    const days = this.range.last - this.range.first + 1;
    const bins = Math.min(Math.max(1, Math.floor(this.width / BIN_PX)), days);
    const histogram = await this.countBins(this.range, bins);
    if (!histogram) return;
    this.histogram = histogram;
    this.#paint();
    this.#showBeyond();
    if (this.state) this.show(this.state);
  }

  /** The whole bar once in full colour; each frame shows it faint, and in full inside the window. */
  #paint() {
    const size = { width: this.width, height: this.height - AXIS_PX };
    const colours = GROUPS.map((group) => this.legend.groupColour(group));
    this.bars = makeSheet(this.width, this.height, (context) => drawBins(context, this.histogram, size, colours));
    const ticks = findTicks(this.range, this.width);
    this.axis = makeSheet(this.width, this.height, (context) => {
      drawAxis(context, ticks, size, AXIS_PX, getComputedStyle(this.track));
    });
  }

  #draw() {
    if (!this.bars) return;
    const { width, height } = this.bars;
    if (this.canvas.width !== width || this.canvas.height !== height) Object.assign(this.canvas, { width, height });
    const context = this.canvas.getContext("2d");
    const ratio = width / this.width;
    const left = Math.floor(this.#x(this.state.first) * ratio);
    const wide = Math.max(1, Math.ceil(this.#x(this.state.last + 1) * ratio) - left);
    context.clearRect(0, 0, width, height);
    context.globalAlpha = 0.3;
    context.drawImage(this.bars, 0, 0);
    context.globalAlpha = 1;
    context.drawImage(this.bars, left, 0, wide, height, left, 0, wide, height);
    context.drawImage(this.axis, 0, 0);
  }

  #listen() {
    for (const id of ["earlier", "later"]) byId(id).addEventListener("click", () => this.setRange(this.extent));
    byId("zoom-time").addEventListener("click", () => this.#zoom());
    this.handles.forEach((handle, index) => this.#drag(handle, (day, state) => this.#moveEnd(index, day, state)));
    this.#drag(this.brush, (day, state, grab) => {
      const length = state.last - state.first;
      const first = Math.min(Math.max(state.first + day - grab, this.extent.first), this.extent.last - length);
      this.onWindow({ first, last: first + length });
    });
    this.#drag(this.track, (day, state, grab) => {
      this.onWindow({ first: Math.min(day, grab), last: Math.max(day, grab) });
    });
  }

  /** To the window's days, or back to the whole period where the bar shows them already. */
  #zoom() {
    const { first, last } = this.state;
    const same = first === this.range.first && last === this.range.last;
    this.setRange(same || first === last ? this.extent : { first, last });
  }

  #moveEnd(index, day, state) {
    if (index) this.onWindow({ first: state.first, last: Math.max(day, state.first) });
    else this.onWindow({ first: Math.min(day, state.last), last: state.last });
  }

  #drag(node, move) {
    node.addEventListener("pointerdown", (event) => {
      if (event.button || event.target.closest("[data-drag]") !== node) return;
      event.preventDefault();
      node.setPointerCapture(event.pointerId);
      const grab = this.#dayAt(event.clientX);
      const before = { first: this.state.first, last: this.state.last };
      let moved = false;
      const follow = (step) => {
        if (!moved && Math.abs(step.clientX - event.clientX) < 3) return;
        moved = true;
        move(this.#dayAt(step.clientX), before, grab);
      };
      node.addEventListener("pointermove", follow);
      const stop = () => node.removeEventListener("pointermove", follow);
      node.addEventListener("pointerup", stop, { once: true });
      node.addEventListener("pointercancel", stop, { once: true });
      if (node.getAttribute("role") === "slider") node.focus();
    });
  }
}
