// The clock: moves the window one step at a time, never beyond the last day. It knows nothing of the map.

import { addSteps } from "./days.js";

export const WINDOWS = { "7 days": 7, "30 days": 30, "90 days": 90, "1 year": 365 };

/** A step that lets the whole period play in a minute or two. */
export function fittingStep(extent) {
  const days = extent.last - extent.first + 1;
  if (days <= 200) return "day";
  if (days <= 4 * 365) return "week";
  return days <= 40 * 365 ? "month" : "year";
}

/** A window length in days that shows about a fortieth of the whole period, of those on offer. */
export function fittingWindow(extent) {
  const days = extent.last - extent.first + 1;
  const lengths = Object.values(WINDOWS);
  return lengths.find((length) => length >= days / 40) ?? lengths.at(-1);
}

/**
 * The window `count` steps on, or null where it would leave the period. In cumulative mode the first day stays.
 */
export function moveWindow({ first, last, mode }, extent, unit, count) {
  const target = addSteps(last, unit, count);
  if (mode === "cumulative") {
    const end = Math.min(Math.max(target, first), extent.last);
    return end === last ? null : { first, last: end };
  }
  const length = last - first;
  if (count > 0 && last >= extent.last) return null;
  if (count < 0 && first <= extent.first) return null;
  let start = addSteps(first, unit, count);
  if (start + length > extent.last) start = extent.last - length;
  if (start < extent.first) start = extent.first;
  return { first: start, last: Math.min(start + length, extent.last) };
}

/** The window from which playback starts when the present one cannot move on: where most events begin (`main`). */
export function startWindow({ first, last, mode }, extent, main = extent) {
  const whole = first <= extent.first && last >= extent.last;
  if (mode === "cumulative") return { first: extent.first, last: main.first };
  const length = whole ? fittingWindow(main) - 1 : last - first;
  const start = whole ? main.first : extent.first;
  return { first: start, last: Math.min(start + length, extent.last) };
}

/** Calls `tick` as often as `stepsPerSecond()` says, between the browser's frames; `tick` answers false to stop. */
export class Clock {
  constructor(tick, stepsPerSecond, onChange) {
    Object.assign(this, { tick, stepsPerSecond, onChange, playing: false });
  }

  toggle() {
    if (this.playing) this.pause();
    else this.play();
  }

  play() {
    if (this.playing) return;
    this.playing = true;
    this.due = performance.now();
    this.onChange(true);
    requestAnimationFrame((now) => this.#frame(now));
  }

  pause() {
    if (!this.playing) return;
    this.playing = false;
    this.onChange(false);
  }

  #frame(now) {
    if (!this.playing) return;
    const interval = 1000 / this.stepsPerSecond();
    if (now >= this.due) {
      // A slow frame drops its steps' time instead of piling them up.
      this.due = Math.max(this.due + interval, now - interval);
      if (!this.tick()) {
        this.pause();
        return;
      }
    }
    requestAnimationFrame((next) => this.#frame(next));
  }
}
