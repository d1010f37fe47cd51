import assert from "node:assert/strict";
import test from "node:test";

import { assignClusters, countPerPlace, gatherMarks, rankPlaces } from "../../static/js/clusters.js";
import { lowerBound, readColumns } from "../../static/js/columns.js";
import { Filter } from "../../static/js/filter.js";
import { FrameMaker, GROUPS } from "../../static/js/frame.js";
import { initialState } from "../../static/js/state.js";
import { makeEvents } from "./helpers.mjs";

const LEGEND = { groupOf: (type) => (type.startsWith("battle") ? "violence" : "unrest") };

function rowsIn(events, first, last) {
  const found = [];
  events.forEachIn(first, last, (row) => found.push(row));
  return found;
}

test("a window holds the rows that live on one of its days", () => {
  const events = makeEvents([{ start: -10 }, { start: -1, days: 30 }, { start: 0 }, { start: 5 }, { start: 40 }]);
  assert.deepEqual(rowsIn(events, 0, 5), [1, 2, 3]);
  assert.deepEqual(rowsIn(events, -10, -10), [0]);
  assert.deepEqual(rowsIn(events, 29, 29), [1]);
  assert.deepEqual(rowsIn(events, 30, 39), []);
  assert.deepEqual(rowsIn(events, -100, 100), [0, 1, 2, 3, 4]);
});

test("a long interval is found from far beyond its block", () => {
  const rows = [{ start: 0, days: 10000 }];
  for (let day = 1; day < 3000; day++) rows.push({ start: day });
  const events = makeEvents(rows);
  assert.deepEqual(rowsIn(events, 2990, 2990), [0, 2990]);
  assert.deepEqual(rowsIn(events, 9000, 9000), [0]);
});

test("windows agree with a plain search over random rows", () => {
  let seed = 7;
  const random = (n) => (seed = (seed * 1103515245 + 12345) % 2147483648) % n;
  const rows = Array.from({ length: 2000 }, () => ({ start: random(5000) - 2500, days: random(20) ? random(3) : random(900) }));
  rows.sort((a, b) => a.start - b.start);
  const events = makeEvents(rows);
  for (let i = 0; i < 200; i++) {
    const first = random(5200) - 2600;
    const last = first + random(400);
    const plain = rows.flatMap(({ start, days }, row) => (start <= last && start + days >= first ? [row] : []));
    assert.deepEqual(rowsIn(events, first, last), plain);
  }
});

test("undated rows are in no window, and an empty file has no extent", () => {
  const events = makeEvents([{ start: 3 }, { start: 0 }], 1);
  assert.deepEqual(rowsIn(events, -100, 100), [0]);
  assert.deepEqual(events.extent(), { first: 3, last: 3 });
  assert.equal(events.granularity(1), null);
  assert.equal(makeEvents([]).extent(), null);
});

test("a row tells which end of its days is open", () => {
  const events = makeEvents([{ flags: 4 }, { flags: 4 | 64 }, { flags: 4 | 128 }, { flags: 64 }], 3);
  assert.deepEqual([0, 1, 2, 3].map((row) => events.openSide(row)), ["", "end", "start", ""]);
});

test("a row tells its story and what a person said of it", () => {
  const events = makeEvents([{}, { story: 1, review: 3, reports: 4 }]);
  assert.deepEqual([0, 1].map((row) => events.storyOf(row)), [-1, 1]);
  assert.equal(events.stories.name[events.storyOf(1)], "Flood in Suva");
  assert.deepEqual([0, 1].map((row) => events.reviewOf(row)), ["none", "rejected"]);
  assert.deepEqual([...events.reports], [1, 4]);
});

test("the extent reaches to the last day of the longest interval", () => {
  assert.deepEqual(makeEvents([{ start: 0, days: 99 }, { start: 5 }]).extent(), { first: 0, last: 99 });
});

test("another format is refused by name", () => {
  const text = new TextEncoder().encode('{"format":9}');
  const buffer = new ArrayBuffer(4 + text.length);
  new DataView(buffer).setUint32(0, text.length, true);
  new Uint8Array(buffer).set(text, 4);
  assert.throws(() => readColumns(buffer), /format 9; this page reads format 2/);
});

test("lowerBound finds the first value that is not smaller", () => {
  const values = Int32Array.from([1, 3, 3, 7]);
  assert.deepEqual([0, 1, 2, 3, 4, 7, 8].map((value) => lowerBound(values, value)), [0, 0, 1, 1, 3, 3, 4]);
});

const ROWS = [
  { start: 0, place: 0, type: 0, score: 90 },
  { start: 1, place: 1, type: 1, score: 20 },
  { start: 2, place: 2, type: 2, flags: 5 },
  { start: 3, type: 0, source: 1 },
  { start: 0, place: 0, type: 1 },
];

function filterWith(choice, textRows = null) {
  const events = makeEvents(ROWS, 4);
  const filter = new Filter(events);
  const state = initialState();
  for (const [facet, values] of Object.entries(choice.filters ?? {})) state.filters[facet] = new Set(values);
  state.score = choice.score ?? 0;
  filter.apply(state, textRows);
  return { filter, events, passing: ROWS.map((_, row) => row).filter((row) => !filter.failed[row]) };
}

test("a filter keeps rows that pass each facet; a family takes in its types", () => {
  assert.deepEqual(filterWith({}).passing, [0, 1, 2, 3, 4]);
  assert.deepEqual(filterWith({ filters: { type: ["battle"] } }).passing, [0, 2, 3]);
  assert.deepEqual(filterWith({ filters: { type: ["battle.other", "protest"] } }).passing, [1, 2, 4]);
  assert.deepEqual(filterWith({ filters: { country: ["IQ"], type: ["battle"] } }).passing, [0]);
  assert.deepEqual(filterWith({ filters: { country: ["none"] } }).passing, [3]);
  assert.deepEqual(filterWith({ filters: { region: ["IQ.15"] } }).passing, [1]);
  assert.deepEqual(filterWith({ filters: { region: ["none"] } }).passing, [2, 3]);
  assert.deepEqual(filterWith({ filters: { source: [""] } }).passing, [3]);
  assert.deepEqual(filterWith({ filters: { date: ["none"] } }).passing, [4]);
  assert.deepEqual(filterWith({ filters: { said: ["planned"] } }).passing, [2]);
  assert.deepEqual(filterWith({ score: 50 }).passing, [0, 2, 3, 4]);
  assert.deepEqual(filterWith({}, Uint32Array.of(1, 3)).passing, [1, 3]);
});

test("a facet is counted as if it alone were open, within the window", () => {
  const { filter } = filterWith({ filters: { type: ["protest"], country: ["IQ"] } });
  const counts = filter.count(0, 1);
  assert.deepEqual([...counts.type], [1, 2, 0]); // Iraq's battle of day 0, its protests of day 1 and without a day
  const countries = Object.fromEntries(filter.facets.country.values.map((value, i) => [value, counts.country[i]]));
  assert.deepEqual(countries, { IQ: 2, FJ: 0, none: 0 });
});

test("a frame counts places, groups, and what is not on the map", () => {
  const { filter, events } = filterWith({});
  const frame = new FrameMaker(events, LEGEND).make(filter, 0, 3);
  assert.deepEqual([frame.count, frame.unplaced, frame.undated], [4, 1, 1]);
  assert.deepEqual([...frame.rows], [0, 1, 2, 3, 4]);
  assert.deepEqual([...frame.total], [1, 1, 1]);
  assert.equal(frame.byGroup[1 * GROUPS.length + GROUPS.indexOf("unrest")], 1);
  assert.deepEqual([...frame.solid], [1, 1, 0]);
});

test("clusters join near places at the busiest, and their counts add up", () => {
  const { filter, events } = filterWith({});
  const totals = countPerPlace(events);
  assert.deepEqual([...totals], [2, 1, 1]);
  const ranked = rankPlaces(totals);
  const far = assignClusters(events, ranked, totals, 3, 50);
  assert.deepEqual([...far], [0, 0, 2]);
  assert.deepEqual([...assignClusters(events, ranked, totals, 9, 50)], [0, 1, 2]);
  const frame = new FrameMaker(events, LEGEND).make(filter, 0, 3);
  const marks = gatherMarks(frame, far, GROUPS.length);
  assert.deepEqual(marks.map(({ place, count }) => [place, count]), [[0, 2], [2, 1]]);
  assert.equal(marks.reduce((sum, mark) => sum + mark.count, 0) + frame.unplaced, frame.count);
});

test("a mark stands at a place with an event in the frame, and at the busiest of all days where it can", () => {
  const { filter, events } = filterWith({});
  const ranked = rankPlaces(countPerPlace(events));
  const marksOf = (first, last) => {
    const frame = new FrameMaker(events, LEGEND).make(filter, first, last);
    const leader = assignClusters(events, ranked, frame.total, 3, 50);
    return gatherMarks(frame, leader, GROUPS.length).map(({ place, count, places }) => [place, count, places]);
  };
  assert.deepEqual(marksOf(1, 1), [[1, 1, [1]]]);
  assert.deepEqual(marksOf(0, 1), [[0, 2, [0, 1]]]);
});
