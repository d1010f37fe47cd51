import assert from "node:assert/strict";
import test from "node:test";

import { countCells, countFarBins, makeCounts, nameValues } from "../../static/js/far-counts.js";
import { FarEvents } from "../../static/js/far-events.js";
import { GROUPS } from "../../static/js/frame.js";
import { FACETS, initialState } from "../../static/js/state.js";
import { fromISO } from "../../static/js/days.js";

const LEGEND = { groupOf: (family) => (family === "battle" ? "violence" : "hazard") };

test("the server's bars fall into the bins of the time bar, what lies outside beside it", () => {
  const histogram = { families: ["battle", "disaster"], days: ["2017-01-01", "2017-02-01", "2017-04-01"], counts: [[1, 2], [3, 0], [0, 9]] };
  const range = { first: fromISO("2017-01-10"), last: fromISO("2017-03-10") };
  const { sums, counts, later, top } = countFarBins({ histogram }, { range, bins: 6 }, LEGEND);
  assert.deepEqual([...sums], [3, 0, 3, 0, 0, 0]);
  assert.equal(counts[2 * GROUPS.length + GROUPS.indexOf("violence")], 3);
  assert.deepEqual([later, top], [9, 3]);
});

test("facets take the server's values, and keep what is chosen though nothing is left of it", () => {
  const filter = { facets: Object.fromEntries(FACETS.map((facet) => [facet, { values: [] }])) };
  const state = initialState();
  state.filters.country = new Set(["ML"]);
  const facets = { country: [{ value: "IQ", count: 3, label: "Iraq" }, { value: "", count: 1 }], admin1: [{ value: "IQ.02", count: 2, label: "Kirkuk" }] };
  const counts = makeCounts(filter, facets, state);
  assert.deepEqual(filter.facets.country.values, ["IQ", "none", "ML"]);
  assert.deepEqual([...counts.country], [3, 1, 0]);
  assert.deepEqual(filter.facets.region.values, ["IQ.02"]);
  const { places } = nameValues(facets);
  assert.deepEqual([places.country[0], places.admin1[0]], ["Iraq", "Kirkuk"]);
});

test("cells stand in for places, each with the family it has most of", () => {
  const events = new FarEvents({ rows: 5000000, undated: 10, first: 3, last: 9 });
  const places = { id: ["a", "b"], name: ["Kirkuk", "Suva"], country_code: ["IQ", "FJ"], country: ["Iraq", "Fiji"], admin1: ["", ""], admin1_code: ["", ""], level: ["city", "city"] };
  const columns = { place: [1, 0], x: Uint32Array.of(1, 2), y: Uint32Array.of(3, 4), family: Uint8Array.of(1, 0), count: Uint32Array.of(7, 1) };
  events.setCells({ families: ["battle", "disaster"], places }, columns);
  assert.deepEqual([events.placeName(0), events.placeName(1), events.rows, events.dated], ["Suva", "Kirkuk", 5000000, 4999990]);
  assert.deepEqual(events.extent(), { first: 3, last: 9 });
  const { total, byGroup, sole } = countCells(events, LEGEND);
  assert.deepEqual([[...total], [...sole]], [[7, 1], [0, 1]]);
  assert.equal(byGroup[GROUPS.indexOf("hazard")], 7);
});
