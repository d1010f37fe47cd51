import assert from "node:assert/strict";
import test from "node:test";

import { Filter, isChosen } from "../../static/js/filter.js";
import { initialState } from "../../static/js/state.js";
import { fold } from "../../static/js/text.js";
import { makeEvents } from "./helpers.mjs";

const ROWS = [
  { start: 0, review: 0, story: 0, score: 100, place: 0 },
  { start: 1, review: 1, story: 1, score: 80, place: 1 },
  { start: 2, review: 3, story: 0, score: 80, place: 0 },
  { start: 3, review: 2, score: 4, place: 2 },
];

function filterWith(chosen = {}, score = 0) {
  const filter = new Filter(makeEvents(ROWS));
  const state = initialState();
  for (const [facet, values] of Object.entries(chosen)) state.filters[facet] = new Set(values);
  state.score = score;
  filter.apply(state, null);
  return { filter, passing: ROWS.map((_, row) => row).filter((row) => !filter.failed[row]) };
}

const countOf = (filter, facet) => {
  const counts = filter.count(0, 9)[facet];
  return Object.fromEntries(filter.facets[facet].values.map((value, number) => [value, counts[number]]));
};

test("what a person rejected is left out unless it is asked for, and is counted all the same", () => {
  const { filter, passing } = filterWith();
  assert.deepEqual(passing, [0, 1, 3]);
  assert.deepEqual(countOf(filter, "review"), { none: 1, confirmed: 1, corrected: 1, rejected: 1 });
  assert.deepEqual(filterWith({ review: ["rejected"] }).passing, [2]);
  assert.deepEqual(filterWith({ review: ["rejected", "none"] }).passing, [0, 2]);
  assert.equal(isChosen("review", new Set(), "rejected"), false);
  assert.equal(isChosen("source", new Set(), "rejected"), false);
});

test("a story's events, and those of none", () => {
  assert.deepEqual(filterWith({ story: ["s1"] }).passing, [0]);
  assert.deepEqual(filterWith({ story: ["none"] }).passing, [3]);
  assert.deepEqual(countOf(filterWith({ story: ["s1"] }).filter, "story"), { s1: 1, s2: 1, none: 1 });
});

test("regions go by their codes, since several countries have regions of one name", () => {
  assert.deepEqual(countOf(filterWith().filter, "region"), { "IQ.02": 1, "IQ.15": 1, none: 1 });
});

test("scores are counted by twentieths, whatever the least score is", () => {
  const { filter } = filterWith({}, 50);
  const { score } = filter.count(0, 9);
  assert.equal(score.length, 20);
  assert.deepEqual([score[0], score[16], score[19]], [1, 1, 1]);
  assert.equal(filterWith({ story: ["s2"] }).filter.count(0, 9).score[19], 0);
});

test("words are compared without capitals and marks", () => {
  assert.equal(fold("São Tomé"), "sao tome");
});
