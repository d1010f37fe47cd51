import assert from "node:assert/strict";
import test from "node:test";

import { Areas } from "../../static/js/areas.js";
import { classOf, classRanges, makeClasses, pickColours } from "../../static/js/classes.js";
import { Division, projectLat, readDivisions } from "../../static/js/divisions.js";
import { Filter } from "../../static/js/filter.js";
import { FrameMaker } from "../../static/js/frame.js";
import { initialState } from "../../static/js/state.js";
import { makeEvents, packColumns } from "./helpers.mjs";

test("classes have round bounds, and every count has one", () => {
  assert.deepEqual(makeClasses(0), [1]);
  assert.deepEqual(makeClasses(3), [1, 2, 3]);
  assert.deepEqual(makeClasses(120), [1, 2, 5, 10, 30]);
  assert.deepEqual(makeClasses(250000), [1, 10, 100, 1000, 20000]);
  for (const top of [1, 2, 6, 9, 99, 12345]) {
    const bounds = makeClasses(top);
    assert.deepEqual([...new Set(bounds)], bounds);
    assert.ok(bounds.length <= 5 && bounds.at(-1) <= top);
    assert.equal(classOf(0, bounds), -1);
    assert.equal(classOf(1, bounds), 0);
    assert.equal(classOf(top, bounds), bounds.length - 1);
  }
  assert.deepEqual(classRanges([1, 3, 10], 12), [{ from: 1, to: 2 }, { from: 3, to: 9 }, { from: 10, to: 12 }]);
  assert.deepEqual(pickColours(["a", "b", "c", "d", "e"], 3), ["a", "c", "e"]);
});

test("an outline has an inside, and its holes are outside", () => {
  const ring = (from, to) => [Float64Array.of(from, to, to, from), Float64Array.of(from, from, to, to)];
  const division = new Division("XX");
  division.add(...ring(0.2, 0.6));
  division.add(...ring(0.3, 0.4));
  assert.ok(division.contains(0.25, 0.25));
  assert.ok(!division.contains(0.35, 0.35));
  assert.ok(!division.contains(0.7, 0.3));
});

test("points are read back from their differences, also across the range of 16 bits", () => {
  const buffer = packColumns({ format: 1, codes: ["AA", "BB"] }, [
    { name: "ring_division", type: Uint16Array, values: [0, 1] },
    { name: "ring_points", type: Uint16Array, values: [3, 3] },
    { name: "x", type: Int16Array, values: [-17000, 100, 0, 33900, 100, 0] },
    { name: "y", type: Int16Array, values: [0, 0, 100, -100, 0, 100] },
  ]);
  const found = readDivisions(buffer);
  assert.deepEqual([...found.keys()], ["AA", "BB"]);
  assert.ok(found.get("AA").contains(0.5 - 169.1 / 360, projectLat(0.3)));
  assert.ok(found.get("BB").contains(0.5 + 170.9 / 360, projectLat(0.3)));
  assert.throws(() => readDivisions(packColumns({ format: 2, codes: [] }, [])), /format 2; this page reads format 1/);
});

const ROWS = [{ start: 0, place: 0 }, { start: 1, place: 1 }, { start: 2, place: 2, type: 1 }, { start: 3 }];

function countAreas(first, last, level, filters = {}, steadyTop = null) {
  const events = makeEvents(ROWS);
  const filter = new Filter(events);
  filter.apply({ ...initialState(), filters: { ...initialState().filters, ...filters } }, null);
  const frame = new FrameMaker(events, { groupOf: () => "unrest" }).make(filter, first, last);
  const areas = new Areas(events, () => new Promise(() => {}), () => {});
  if (steadyTop) Object.assign(areas, { top: steadyTop, level });
  areas.count(frame, level, steadyTop !== null);
  return areas;
}

test("areas count the events of the window that pass the filter", () => {
  assert.deepEqual(countAreas(0, 3, "countries").ranking(), [{ code: "IQ", count: 2 }, { code: "FJ", count: 1 }]);
  assert.deepEqual(countAreas(1, 3, "countries").ranking(), [{ code: "FJ", count: 1 }, { code: "IQ", count: 1 }]);
  const battles = countAreas(0, 3, "countries", { type: new Set(["battle"]) });
  assert.deepEqual(battles.ranking(), [{ code: "IQ", count: 2 }]);
  assert.equal(countAreas(0, 3, "countries").name("FJ"), "Fiji");
});

test("what lies in no region is counted apart", () => {
  const areas = countAreas(0, 3, "regions");
  assert.equal(areas.outside, 1);
  assert.equal(areas.ranking().length, 2);
});

test("while time plays, a colour keeps its meaning", () => {
  assert.equal(countAreas(0, 3, "countries", {}, 40).top, 40);
  assert.equal(countAreas(0, 3, "countries").top, 2);
});
