import assert from "node:assert/strict";
import test from "node:test";

import { mixColours } from "../../static/js/classes.js";
import { fit, findScale } from "../../static/js/picture-parts.js";
import { fromISO } from "../../static/js/days.js";
import { describeLegend } from "../../static/js/map-legend.js";
import { describePicture, writeEmbed } from "../../static/js/share.js";

test("the code for another page is one iframe, and no address breaks out of it", () => {
  const code = writeEmbed('https://news.example/map?embed=1&q="><script>alert(1)</script>');
  assert.match(code, /^<iframe src="https:\/\/news\.example\/map\?embed=1&amp;q=&quot;>&lt;script>alert\(1\)&lt;\/script>" title="[^"]+" [^>]*><\/iframe>$/);
  assert.equal(code.match(/<(?!\/iframe)/g).length, 1);
});

test("a scale bar has a round length that fits", () => {
  assert.deepEqual(findScale(1), { px: 100, text: "100 m" });
  assert.deepEqual(findScale(19568), { px: 2000000 / 19568, text: "2,000 km" });
  for (let metres = 0.3; metres < 80000; metres *= 1.7) {
    const { px } = findScale(metres);
    assert.ok(px <= 110 && px > 40);
  }
});

test("a text that is too long is cut", () => {
  const context = { measureText: (text) => ({ width: text.length * 5 }) };
  assert.equal(fit(context, "short", 100, ""), "short");
  assert.equal(fit(context, "one two three four", 50, ""), "one two t…");
});

test("a picture says how much it shows, and for which days", () => {
  const frame = { count: 1, first: fromISO("2016-01-01"), last: fromISO("2016-01-30") };
  const texts = describePicture({ frame, events: { rows: 1000 } }, "Protest");
  assert.deepEqual([texts.title, texts.count, texts.filters], ["1 of 1,000 event", "1–30 Jan 2016 UTC", "Protest"]);
  assert.match(texts.sources, /GeoNames \(CC BY 4\.0\).*de facto/);
});

test("the legend of points counts the groups in the frame and names no others", () => {
  const frame = { count: 3, rows: Uint32Array.of(0, 1, 2, 3) };
  const parts = {
    legend: { groupColour: (group) => `colour of ${group}` },
    groupOf: Uint8Array.of(0, 4),
    events: { type: Uint8Array.of(0, 1, 1, 0) },
  };
  const { rows } = describeLegend(frame, { show: "points" }, parts);
  assert.deepEqual(rows.map(({ text, count, colour }) => [text, count, colour]), [
    ["Violence", 1, "colour of violence"],
    ["Hazards", 2, "colour of hazard"],
  ]);
});

test("a legend's colour is that of an area on land", () => {
  assert.equal(mixColours("#ff0000", "#0000ff", 0.75), "#bf0040");
});
