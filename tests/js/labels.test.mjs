// The names on the map: read from tiles, sorted, and placed where they lie over nothing.

import assert from "node:assert/strict";
import test from "node:test";

import { arrange, lookOf, readLabels, sortLabels } from "../../static/js/map-labels.js";

const feature = (name, kind, x, y, rank = 0) => ({ geom: [[{ x, y }]], props: { name, kind, rank } });
const spot = (name, kind, x, y, width = 60) => ({ label: { name, kind, lines: [name], rank: 0, x: 0, y: 0 }, width, x, y });
const names = (placed) => placed.map(({ label }) => label.name);

test("labels come from the tile that holds their point, with long names in lines", () => {
  const features = [
    feature("Democratic Republic of the Congo", "country", 128, 256),
    feature("Beside", "town", 520, 10), // in the margin that the next tile holds as well
    feature("Odd", "volcano", 10, 10),
  ];
  const labels = readLabels(features, { z: 1, x: 1, y: 0 }, 512);
  assert.deepEqual(labels.map(({ lines }) => lines), [["Democratic", "Republic of the", "Congo"]]);
  assert.deepEqual([labels[0].x, labels[0].y], [0.625, 0.25]);
});

test("a zoom shows the kinds that belong to it, countries before capitals before towns", () => {
  const labels = readLabels([feature("t", "town", 1, 1), feature("s", "capital", 1, 1), feature("C", "country", 1, 1), feature("b", "country", 1, 1, -5)], { z: 0, x: 0, y: 0 }, 512);
  assert.deepEqual(sortLabels(labels, 2).map(({ name }) => name), ["b", "C"]);
  assert.deepEqual(sortLabels(labels, 4).map(({ name }) => name), ["b", "C", "s", "t"]);
  assert.deepEqual(sortLabels(labels, 8).map(({ name }) => name), ["s", "t"]);
  assert.ok(lookOf("capital", 5).dot && !lookOf("country", 5).dot);
});

test("of two names that would lie over each other the more important one stays", () => {
  assert.deepEqual(names(arrange([spot("Iraq", "country", 100, 100), spot("Gulf", "water", 120, 104)], [])), ["Iraq"]);
  assert.deepEqual(names(arrange([spot("Iraq", "country", 100, 100), spot("Gulf", "water", 200, 100)], [])), ["Iraq", "Gulf"]);
});

test("a country's name moves off a mark, and is left out where there is no room", () => {
  const [moved] = arrange([spot("Iraq", "country", 100, 100)], [{ x: 100, y: 96, radius: 8 }]);
  assert.equal(moved.x, 100);
  assert.ok(moved.y > 108 && moved.y < 120);
  assert.deepEqual(arrange([spot("Iraq", "country", 100, 100)], [{ x: 100, y: 100, radius: 30 }]), []);
  assert.deepEqual(arrange([spot("Gulf", "water", 100, 100)], [{ x: 100, y: 96, radius: 8 }]), []);
});

test("a town under a mark is named beside the mark, without its dot; to the left where the right is taken", () => {
  const free = arrange([spot("Kirkuk", "seat", 100, 100)], []);
  assert.deepEqual(free[0].point, { x: 100, y: 100 });
  const mark = { x: 102, y: 99, radius: 20 };
  const [right] = arrange([spot("Kirkuk", "seat", 100, 100)], [mark]);
  assert.deepEqual([right.x > 122, right.y, right.point], [true, 99, null]);
  const [left] = arrange([spot("Kirkuk", "seat", 100, 100)], [mark, { x: 150, y: 99, radius: 12 }]);
  assert.ok(left.x + 60 < 82);
});
