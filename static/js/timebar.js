// The time bar: a histogram of the filtered events that is also the slider. Its brush is two handles and the stretch
// between them; each can be dragged, or moved with the arrow keys.

import { formatDay, formatRange } from "./days.js";
import { byId } from "./dom.js";
import { GROUPS } from "./frame.js";

const BIN_PX = 5;

export class TimeBar {
  constructor({ events, extent, legend, groupOf, onWindow }) {
    Object.assign(this, { events, extent, legend, groupOf, onWindow });
    this.track = byId("track");
    this.canvas = byId("histogram");
    this.brush = byId("brush");
    this.handles = [byId("handle-first"), byId("handle-last")];
    this.#listen();
    new ResizeObserver(() => this.#resize()).observe(this.track);
  }

  /** Counts the events that pass the filter into bins; the window does not matter here. */
  count(failed) {
    this.failed = failed;
    this.#resize();
  }

  show(state) {
    this.state = state;
    const { first, last } = state;
    this.brush.style.left = `${this.#x(first)}px`;
    this.brush.style.width = `${Math.max(2, this.#x(last + 1) - this.#x(first))}px`;
    const ends = [first, last];
    this.handles.forEach((handle, index) => {
      handle.style.left = `${this.#x(index ? last + 1 : first)}px`;
      handle.setAttribute("aria-valuemin", this.extent.first);
      handle.setAttribute("aria-valuemax", this.extent.last);
      handle.setAttribute("aria-valuenow", ends[index]);
      handle.setAttribute("aria-valuetext", formatDay(ends[index]));
    });
    byId("brush-label").textContent = formatRange(first, last);
    this.#draw();
  }

  #x(day) {
    const { first, last } = this.extent;
    return ((day - first) / (last - first + 1)) * this.width;
  }

  #dayAt(clientX) {
    const { first, last } = this.extent;
    const x = clientX - this.track.getBoundingClientRect().left;
    return Math.min(Math.max(Math.floor(first + (x / this.width) * (last - first + 1)), first), last);
  }

  #resize() {
    this.width = this.track.clientWidth;
    this.height = this.track.clientHeight;
    if (!this.failed || !this.width) return;
    const bins = Math.max(1, Math.floor(this.width / BIN_PX));
    const days = this.extent.last - this.extent.first + 1;
    this.bins = Math.min(bins, days);
    this.counts = new Uint32Array(this.bins * GROUPS.length);
    const { start, type, dated } = this.events;
    for (let row = 0; row < dated; row++) {
      if (this.failed[row]) continue;
      const bin = Math.floor(((start[row] - this.extent.first) / days) * this.bins);
      this.counts[bin * GROUPS.length + this.groupOf[type[row]]]++;
    }
    if (this.state) this.show(this.state);
  }

  #draw() {
    if (!this.counts) return;
    const ratio = Math.min(window.devicePixelRatio || 1, 2);
    this.canvas.width = this.width * ratio;
    this.canvas.height = this.height * ratio;
    const context = this.canvas.getContext("2d");
    context.scale(ratio, ratio);
    const colours = GROUPS.map((group) => this.legend.groupColour(group));
    const sums = Array.from({ length: this.bins }, (_, bin) => {
      const at = bin * GROUPS.length;
      return this.counts.subarray(at, at + GROUPS.length).reduce((sum, count) => sum + count, 0);
    });
    const top = Math.max(1, ...sums);
    const width = this.width / this.bins;
    const days = (this.extent.last - this.extent.first + 1) / this.bins;
    for (let bin = 0; bin < this.bins; bin++) {
      if (!sums[bin]) continue;
      const from = this.extent.first + bin * days;
      const inside = from + days > this.state.first && from <= this.state.last;
      context.globalAlpha = inside ? 1 : 0.3;
      // A square root keeps a single event visible beside a burst of thousands.
      const tall = Math.max(3, Math.sqrt(sums[bin] / top) * (this.height - 18));
      let y = this.height;
      for (let group = 0; group < GROUPS.length; group++) {
        const part = (this.counts[bin * GROUPS.length + group] / sums[bin]) * tall;
        context.fillStyle = colours[group];
        context.fillRect(bin * width, y - part, Math.max(width - 1, 1), part);
        y -= part;
      }
    }
    context.globalAlpha = 1;
  }

  #listen() {
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
