// The passes over all rows: which pass the filter, the bars of the time bar, the counts of the facets. With many events
// a Worker does them, so that the page answers meanwhile; with few it would only add a detour.

import { readColumns } from "./columns.js";
import { Filter } from "./filter.js";
import { countBins } from "./histogram.js";

const MANY = 200000;

/** The passes themselves, over events in memory. */
export class Passes {
  constructor(events, groupOf) {
    this.events = events;
    this.groupOf = groupOf;
    this.filter = new Filter(events);
  }

  /** The filter's mark for every row; zero is a row that passes. */
  apply({ choice, textRows }) {
    this.filter.apply(choice, textRows);
    return this.filter.failed;
  }

  bins({ range, bins }) {
    return countBins(this.events, this.filter.failed, range, bins, this.groupOf);
  }

  count({ first, last }) {
    return this.filter.count(first, last);
  }
}

/** Passes that run where they are asked for, behind the same promises as those of a Worker. */
class NearPasses {
  constructor(events, groupOf) {
    this.passes = new Passes(events, groupOf);
  }

  async run(name, given) {
    return this.passes[name](given);
  }

  close() {}
}

/** Passes in a Worker. A question that is overtaken by one of its kind before its turn is never asked. */
class FarPasses {
  constructor(worker, events, groupOf, buffer) {
    Object.assign(this, { worker, waiting: new Map(), running: null });
    worker.onmessage = ({ data }) => this.#answer(data);
    worker.onerror = () => this.#giveUp(new Passes(events, groupOf));
    worker.postMessage({ buffer, groupOf });
  }

  /** Where no Worker can run, its passes are made here. */
  #giveUp(passes) {
    const send = ({ name, given }) => setTimeout(() => this.#answer({ result: passes[name](given) }));
    this.worker = { postMessage: send, terminate() {} };
    if (this.running) send(this.running);
  }

  /** The pass's result; null where the same pass was asked for again before this one had its turn. */
  run(name, given) {
    this.waiting.get(name)?.done(null);
    return new Promise((done, failed) => {
      this.waiting.delete(name); // the newest question goes to the end of the queue
      this.waiting.set(name, { name, given, done, failed });
      this.#next();
    });
  }

  #next() {
    if (this.running || !this.waiting.size) return;
    const [[name, task]] = this.waiting;
    this.waiting.delete(name);
    this.running = task;
    this.worker.postMessage({ name, given: task.given });
  }

  #answer({ result, error }) {
    const task = this.running;
    this.running = null;
    if (error) task?.failed(new Error(error));
    else task?.done(result);
    this.#next();
  }

  close() {
    this.worker.terminate();
    for (const { done } of this.waiting.values()) done(null);
    this.running?.done(null);
  }
}

/** Passes over events: in a Worker at `url` where there are many of them and the page has a server, else right here. */
export function makePasses(events, groupOf, buffer, url) {
  if (events.rows < MANY || !url || typeof Worker === "undefined") return new NearPasses(events, groupOf);
  return new FarPasses(new Worker(url, { type: "module" }), events, groupOf, buffer);
}

/** What the Worker does with a message: take the events, or make a pass and answer. */
export function makeAnswerer(answer) {
  let passes = null;
  return ({ data: { buffer, groupOf, name, given } }) => {
    if (buffer) {
      passes = new Passes(readColumns(buffer), groupOf);
      return;
    }
    try {
      answer({ result: passes[name](given) });
    } catch (error) {
      answer({ error: error.message });
    }
  };
}
