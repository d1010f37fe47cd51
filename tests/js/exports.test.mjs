import assert from "node:assert/strict";
import test from "node:test";

import { exportParams } from "../../static/js/export-params.js";
import { initialState } from "../../static/js/state.js";

const EXTENT = { first: 0, last: 100 };
const TYPES = ["battle.clash", "battle.other", "riot.mob", "crime.x"];

function ask(filters = {}, more = {}, undated = false) {
  const state = { ...initialState(), ...EXTENT, ...more };
  for (const [facet, values] of Object.entries(filters)) state.filters[facet] = new Set(values);
  return new URLSearchParams(exportParams(state, EXTENT, TYPES, undated));
}

test("everything is asked for where nothing is filtered", () => {
  assert.equal(ask().toString(), "placed=any");
});

test("plain filters are parameters", () => {
  const params = ask(
    { country: ["IQ", "FJ"], region: ["IQ.02"], source: ["Desk, London"], story: ["s1"], level: ["city"], date: ["day"], said: ["happened"], review: ["confirmed"] },
    { first: 0, last: 5, q: 'a "b c" -d' },
  );
  assert.deepEqual(params.getAll("country"), ["IQ", "FJ"]);
  assert.deepEqual(
    ["admin1", "source", "story", "level", "granularity", "modality", "review", "q", "datetime"].map((name) => params.get(name)),
    ["IQ.02", "Desk, London", "s1", "city", "day", "happened", "confirmed", 'a "b c" -d', "1970-01-01/1970-01-06"],
  );
  assert.equal(params.get("filter"), null);
});

test("families stay families, and beside a type they become their types", () => {
  assert.deepEqual(ask({ type: ["battle", "crime"] }).getAll("family"), ["battle", "crime"]);
  const mixed = ask({ type: ["battle", "riot.mob"] });
  assert.deepEqual(mixed.getAll("type"), ["battle.clash", "battle.other", "riot.mob"]);
  assert.equal(mixed.get("family"), null);
});

test("what no parameter says is an expression", () => {
  assert.equal(ask({ country: ["IQ", "none"] }).get("filter"), "(country_code = 'IQ' OR (country_code IS NULL AND place IS NULL))");
  assert.equal(ask({ country: ["IQ", "none"] }).get("country"), null);
  assert.equal(ask({ country: ["wide"] }).get("filter"), "(country_code IS NULL AND place IS NOT NULL)");
  assert.equal(ask({ region: ["IQ.02", "none"] }).get("filter"), "((country_code = 'IQ' AND admin1_code = '02') OR admin1_code IS NULL)");
  assert.equal(ask({ source: ["", "O'Neill"] }).get("filter"), "(source IS NULL OR source = 'O''Neill')");
  assert.equal(ask({ level: ["none"], date: ["none"], story: ["none"] }).get("filter"), "story_id IS NULL AND place IS NULL AND date_precision IS NULL");
});

test("events without a date are in every window's list, and in its export", () => {
  const params = ask({}, { first: 0, last: 5 }, true);
  assert.equal(params.get("datetime"), null);
  assert.equal(params.get("filter"), "(T_INTERSECTS(datetime, INTERVAL('1970-01-01', '1970-01-06')) OR date_precision IS NULL)");
});

test("the least score counts in whole percent, rounded, as the page has them", () => {
  assert.equal(ask({}, { score: 40 }).get("min_score"), "0.395");
});
