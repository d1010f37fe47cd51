import assert from "node:assert/strict";
import test from "node:test";

import { makeAnswerer, makePasses, Passes } from "../../static/js/passes.js";
import { initialState } from "../../static/js/state.js";
import { makeEvents, packEvents } from "./helpers.mjs";

const ROWS = [{ start: 0, place: 0 }, { start: 5, place: 1, type: 1 }, { start: 9, place: 2, type: 1 }, { start: 20 }];
const GROUP_OF = Uint8Array.of(0, 1, 0);
const PROTESTS = { choice: { filters: { ...initialState().filters, type: new Set(["protest"]) }, score: 0 }, textRows: null };

/** A Worker that answers when told to, over the same code as the real one. */
class FakeWorker {
  constructor() {
    this.asked = [];
    this.held = [];
    this.answerer = makeAnswerer((message) => this.held.push(message));
  }

  postMessage(data) {
    if (data.name) this.asked.push(data.name);
    this.answerer({ data });
  }

  release() {
    this.onmessage({ data: this.held.shift() });
  }

  terminate() {
    this.ended = true;
  }
}

function makeFar() {
  let worker = null;
  globalThis.Worker = class extends FakeWorker {
    constructor() {
      super();
      worker = this;
    }
  };
  const events = makeEvents(ROWS);
  const many = Object.assign(Object.create(events), { rows: 200000 });
  const passes = makePasses(many, GROUP_OF, packEvents(ROWS), "/worker.js");
  delete globalThis.Worker;
  return { passes, worker, events };
}

test("few events need no Worker, nor does a page without a server", async () => {
  globalThis.Worker = class {
    constructor() {
      throw new Error("not wanted");
    }
  };
  const near = makePasses(makeEvents(ROWS), GROUP_OF, null, "/worker.js");
  assert.deepEqual([...(await near.run("apply", PROTESTS))].map(Boolean), [true, false, false, true]);
  makePasses({ ...makeEvents(ROWS), rows: 10 ** 6 }, GROUP_OF, null, undefined).close();
  delete globalThis.Worker;
});

test("the Worker answers as the page itself would", async () => {
  const { passes, worker, events } = makeFar();
  const plain = new Passes(events, GROUP_OF);
  for (const [name, given] of [
    ["apply", PROTESTS],
    ["bins", { range: { first: 0, last: 9 }, bins: 5 }],
    ["count", { first: 0, last: 9 }],
  ]) {
    const answer = passes.run(name, given);
    worker.release();
    assert.deepEqual(await answer, plain[name](given));
  }
});

test("of questions of one kind only the newest is asked once the Worker is free", async () => {
  const { passes, worker } = makeFar();
  const first = passes.run("apply", PROTESTS);
  const overtaken = passes.run("count", { first: 0, last: 1 });
  const newest = passes.run("count", { first: 0, last: 9 });
  assert.equal(await overtaken, null);
  worker.release();
  await first;
  worker.release();
  assert.ok((await newest).type);
  assert.deepEqual(worker.asked, ["apply", "count"]);
});

test("where the Worker cannot start, its passes are made in the page", async () => {
  const { passes, worker } = makeFar();
  const answer = passes.run("apply", PROTESTS);
  worker.onerror({});
  assert.deepEqual([...(await answer).slice(0, 4)].map(Boolean), [true, false, false, true]);
});

test("a closed Worker leaves nobody waiting", async () => {
  const { passes, worker } = makeFar();
  const both = [passes.run("apply", PROTESTS), passes.run("count", { first: 0, last: 1 })];
  passes.close();
  assert.deepEqual(await Promise.all(both), [null, null]);
  assert.ok(worker.ended);
});

test("bars count what lies before and after them", () => {
  const passes = new Passes(makeEvents(ROWS), GROUP_OF);
  const { sums, earlier, later } = passes.bins({ range: { first: 4, last: 9 }, bins: 6 });
  assert.deepEqual([[...sums], earlier, later], [[0, 1, 0, 0, 0, 1], 1, 1]);
});
