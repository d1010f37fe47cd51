// Playback's buttons and choices, and the count line.

import { addSteps, formatRange, startOf } from "./days.js";
import { byId, formatCount } from "./dom.js";
import { Clock, moveWindow, startWindow, WINDOWS } from "./playback.js";
import { strings } from "./strings.js";

const SPOKEN_MS = 1500;

export class Controls {
  constructor({ store, extent, main, onWindow }) {
    Object.assign(this, { store, extent, main, onWindow, spoken: 0 });
    this.clock = new Clock(
      () => this.#tick(),
      () => store.state.speed,
      (playing) => this.#showPlaying(playing),
    );
    this.#listen();
  }

  get playing() {
    return this.clock.playing;
  }

  pause() {
    this.clock.pause();
  }

  play() {
    this.onPlay?.();
    const { state } = this.store;
    // The whole period in one window has nowhere to go, nor has a window at the end.
    if (!this.playing && !moveWindow(state, this.extent, state.step, 1)) {
      this.onWindow(startWindow(state, this.extent, this.main));
    }
    this.clock.toggle();
  }

  step(count) {
    this.clock.pause();
    const moved = moveWindow(this.store.state, this.extent, this.store.state.step, count);
    if (moved) this.onWindow(moved);
  }

  /** Moves the window's last day, so that it grows or shrinks by a step. */
  widen(count) {
    const { first, last, step } = this.store.state;
    const target = Math.min(Math.max(addSteps(last, step, count), first), this.extent.last);
    this.onWindow({ first, last: target });
  }

  show(state) {
    byId("mode").value = state.mode;
    byId("step").value = state.step;
    byId("speed").value = String(state.speed);
    byId("loop").setAttribute("aria-pressed", String(state.loop));
    const length = state.last - state.first + 1;
    const known = Object.values(WINDOWS).find((days) => days === length);
    byId("length").value = this.#isWhole() ? "all" : known ? String(known) : "own";
  }

  /** "8 126 of 1 000 000 events, 1–30 Jan 2016", and what is not on the map; spoken only now and then. */
  showCount(frame, total) {
    const words = strings.events(frame.count);
    const days = formatRange(frame.first, frame.last);
    byId("count").textContent = formatCount(frame.count);
    byId("count-rest").textContent = `${strings.of} ${formatCount(total)} ${words}, ${days} UTC`;
    const missing = strings.notOnMap(frame.unplaced, frame.undated);
    byId("count-missing").textContent = missing ? strings.alsoListed(missing) : "";
    const now = performance.now();
    if (this.playing && now - this.spoken < SPOKEN_MS * 2) return;
    clearTimeout(this.speaking);
    this.speaking = setTimeout(() => {
      this.spoken = performance.now();
      byId("live").textContent = `${formatCount(frame.count)} ${strings.of} ${formatCount(total)} ${words}, ${days}. ${missing}`;
    }, SPOKEN_MS / 3);
  }

  #isWhole() {
    const { first, last } = this.store.state;
    return first <= this.extent.first && last >= this.extent.last;
  }

  #tick() {
    const { state } = this.store;
    const moved = moveWindow(state, this.extent, state.step, 1);
    if (moved) {
      this.onWindow(moved);
      return true;
    }
    if (!state.loop) return false;
    this.onWindow(startWindow(state, this.extent, this.main));
    return true;
  }

  #showPlaying(playing) {
    const button = byId("play");
    button.setAttribute("aria-label", playing ? strings.pause : strings.play);
    button.querySelector("use").setAttribute("href", playing ? "#icon-pause" : "#icon-play");
    document.documentElement.classList.toggle("playing", playing);
  }

  #listen() {
    byId("play").addEventListener("click", () => this.play());
    byId("back").addEventListener("click", () => this.step(-1));
    byId("forward").addEventListener("click", () => this.step(1));
    byId("mode").addEventListener("change", (event) => this.store.change({ mode: event.target.value }));
    byId("step").addEventListener("change", (event) => this.store.change({ step: event.target.value }));
    byId("speed").addEventListener("change", (event) => this.store.change({ speed: Number(event.target.value) }));
    byId("loop").addEventListener("click", () => this.store.change({ loop: !this.store.state.loop }));
    byId("length").addEventListener("change", (event) => this.#setLength(event.target.value));
    for (const [id, index] of [["handle-first", 0], ["handle-last", 1]]) {
      byId(id).addEventListener("keydown", (event) => this.#onHandleKey(event, index));
    }
  }

  #setLength(value) {
    if (value === "all") this.onWindow({ first: this.extent.first, last: this.extent.last });
    if (!Number(value)) return;
    const days = Number(value) - 1;
    const { first, step } = this.store.state;
    const start = this.#isWhole() ? Math.max(startOf(first, step), this.extent.first) : first;
    const last = Math.min(start + days, this.extent.last);
    this.onWindow({ first: Math.max(last - days, this.extent.first), last });
  }

  #onHandleKey(event, index) {
    const { first, last, step } = this.store.state;
    const at = index ? last : first;
    const target = {
      ArrowRight: () => addSteps(at, event.shiftKey ? step : "day", 1),
      ArrowUp: () => addSteps(at, "day", 1),
      ArrowLeft: () => addSteps(at, event.shiftKey ? step : "day", -1),
      ArrowDown: () => addSteps(at, "day", -1),
      PageUp: () => addSteps(at, step, 1),
      PageDown: () => addSteps(at, step, -1),
      Home: () => this.extent.first,
      End: () => this.extent.last,
    }[event.key];
    if (!target) return;
    event.preventDefault();
    event.stopPropagation();
    const day = Math.min(Math.max(target(), this.extent.first), this.extent.last);
    this.onWindow(index ? { first, last: Math.max(day, first) } : { first: Math.min(day, last), last });
  }
}
