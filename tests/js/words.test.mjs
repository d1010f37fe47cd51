import assert from "node:assert/strict";
import test from "node:test";

import { findTicks } from "../../static/js/axis.js";
import { addSteps, formatDay, formatKnown, formatRange, fromISO, startOf, toISO } from "../../static/js/days.js";
import { excerpt } from "../../static/js/marked.js";
import { shortCount } from "../../static/js/marks.js";
import { mainPeriod } from "../../static/js/period.js";
import { fittingStep, fittingWindow, moveWindow, startWindow } from "../../static/js/playback.js";
import { dateRule, placeRule, typeRule } from "../../static/js/rules.js";
import { orderRows } from "../../static/js/order.js";
import { parseQuery } from "../../static/js/source.js";
import { initialState, readState, Store, writeState } from "../../static/js/state.js";

const day = fromISO;

test("days are numbers in UTC, before 1970 and around September 2001 as well", () => {
  assert.equal(day("1970-01-01"), 0);
  assert.equal(day("1969-12-31"), -1);
  assert.equal(day("2001-09-09") - day("2001-09-08"), 1);
  for (const text of ["0099-03-01", "1900-02-28", "2000-02-29", "2026-11-22"]) assert.equal(toISO(day(text)), text);
  for (const text of ["2017-02-30", "2017-13-01", "", null, "x", "2017-1-1", "20170101"]) assert.equal(day(text), null);
});

test("dates are told as precisely as they are known", () => {
  assert.equal(formatDay(day("2017-10-16")), "16 Oct 2017");
  assert.equal(formatRange(day("2016-01-01"), day("2016-01-30")), "1–30 Jan 2016");
  assert.equal(formatRange(day("2016-01-28"), day("2016-02-03")), "28 Jan – 3 Feb 2016");
  assert.equal(formatRange(day("2015-12-31"), day("2016-01-01")), "31 Dec 2015 – 1 Jan 2016");
  assert.equal(formatKnown(day("2017-10-01"), day("2017-10-31"), "month"), "Oct 2017");
  assert.equal(formatKnown(day("2017-01-01"), day("2017-12-31"), "year"), "2017");
  assert.equal(formatKnown(day("1990-01-01"), day("1999-12-31"), "decade"), "1990s");
});

test("an end that the text leaves open is told as such", () => {
  assert.equal(formatKnown(day("1964-01-01"), day("1964-01-01"), "year", "end"), "since 1964");
  assert.equal(formatKnown(day("2002-12-31"), day("2002-12-31"), "year", "start"), "until 2002");
  assert.equal(formatKnown(day("2017-10-16"), day("2017-10-16"), "day", "end"), "since 16 Oct 2017");
  assert.equal(formatKnown(day("2017-10-01"), day("2017-10-16"), "range"), "1–16 Oct 2017");
});

test("steps keep to the calendar", () => {
  assert.equal(toISO(addSteps(day("2024-01-31"), "month", 1)), "2024-02-29");
  assert.equal(toISO(addSteps(day("2024-02-29"), "year", 1)), "2025-02-28");
  assert.equal(toISO(addSteps(day("1970-01-01"), "month", -1)), "1969-12-01");
  assert.equal(toISO(startOf(day("2017-10-22"), "week")), "2017-10-16");
  assert.equal(toISO(startOf(day("1969-12-31"), "week")), "1969-12-29");
  assert.equal(toISO(startOf(day("2017-10-22"), "year")), "2017-01-01");
});

const EXTENT = { first: 0, last: 99 };

test("a window moves by steps and stops at the last day", () => {
  const window = { first: 0, last: 9, mode: "window" };
  assert.deepEqual(moveWindow(window, EXTENT, "day", 1), { first: 1, last: 10 });
  assert.deepEqual(moveWindow({ ...window, first: 85, last: 94 }, EXTENT, "week", 1), { first: 90, last: 99 });
  assert.equal(moveWindow({ ...window, first: 90, last: 99 }, EXTENT, "week", 1), null);
  assert.equal(moveWindow(window, EXTENT, "day", -1), null);
  assert.equal(moveWindow({ ...window, ...EXTENT }, EXTENT, "day", 1), null);
});

test("all so far keeps its first day", () => {
  const window = { first: 10, last: 20, mode: "cumulative" };
  assert.deepEqual(moveWindow(window, EXTENT, "week", 1), { first: 10, last: 27 });
  assert.deepEqual(moveWindow({ ...window, last: 97 }, EXTENT, "week", 1), { first: 10, last: 99 });
  assert.equal(moveWindow({ ...window, last: 99 }, EXTENT, "week", 1), null);
  assert.deepEqual(moveWindow({ ...window, last: 12 }, EXTENT, "week", -1), { first: 10, last: 10 });
});

test("playback starts where most events begin", () => {
  const main = { first: 60, last: 99 };
  assert.deepEqual(startWindow({ ...EXTENT, mode: "window" }, EXTENT, main), { first: 60, last: 66 });
  assert.deepEqual(startWindow({ first: 50, last: 59, mode: "window" }, EXTENT, main), { first: 0, last: 9 });
  assert.deepEqual(startWindow({ ...EXTENT, mode: "cumulative" }, EXTENT, main), { first: 0, last: 60 });
});

test("steps and windows fit the period", () => {
  assert.deepEqual([100, 1000, 10000, 30000].map((n) => fittingStep({ first: 0, last: n })), ["day", "week", "month", "year"]);
  assert.equal(fittingWindow({ first: 0, last: 1000 }), 30);
  assert.equal(fittingWindow({ first: 0, last: 100000 }), 365);
});

test("a few old events do not stretch the bar, and an even spread is left whole", () => {
  const start = Int32Array.from({ length: 500 }, (_, i) => (i < 3 ? -20000 + i : i));
  const period = mainPeriod({ start, dated: 500 }, { first: -20000, last: 499 });
  assert.ok(period.first > -100 && period.last === 499);
  const even = Int32Array.from({ length: 500 }, (_, i) => i * 10);
  assert.deepEqual(mainPeriod({ start: even, dated: 500 }, { first: 0, last: 4990 }), { first: 0, last: 4990 });
  assert.deepEqual(mainPeriod({ start: even, dated: 5 }, { first: 0, last: 40 }), { first: 0, last: 40 });
});

test("the axis is marked at round dates that have room", () => {
  const ticks = findTicks({ first: day("2004-12-01"), last: day("2023-09-13") }, 800);
  assert.deepEqual(ticks.map(({ text }) => text), ["2006", "2008", "2010", "2012", "2014", "2016", "2018", "2020", "2022"]);
  assert.equal(findTicks({ first: 0, last: 10 }, 800)[0].text, "1 Jan");
  assert.ok(findTicks({ first: day("1900-01-01"), last: day("2000-01-01") }, 300).length <= 5);
});

test("the address carries the choice and back", () => {
  const query = "from=2017-10-01&to=2017-10-31&mode=cumulative&step=week&speed=10&loop=1&show=regions&sort=score&type=battle"
    + "&country=IQ&source=a%26b&score=40&q=%3Cb%3E&event=e1&at=35.0000,44.0000,6";
  assert.equal(writeState(readState(query), EXTENT), query);
  assert.equal(writeState({ ...initialState(), ...EXTENT }, EXTENT), "");
  const nonsense = readState("from=x&to=2017-99-01&mode=z&step=eon&speed=7&score=900&at=1,2&show=yes&sort=size");
  assert.deepEqual(nonsense, initialState());
  assert.equal(readState("from=2018-01-01&to=2017-01-01").first, null);
});

test("the list is ordered by day or score, events without a date last", () => {
  const rows = Uint32Array.of(0, 1, 2, 3, 4);
  const score = Uint8Array.of(50, 100, 0, 50, 70);
  const order = (name, most = 9) => [...orderRows(rows, 2, name, score, most)];
  assert.deepEqual(order("oldest"), [0, 1, 2, 3, 4]);
  assert.deepEqual(order("newest"), [2, 1, 0, 3, 4]);
  assert.deepEqual(order("score"), [1, 4, 0, 3, 2]);
  assert.deepEqual(order("score", 2), [1, 4]);
  assert.deepEqual([...rows], [0, 1, 2, 3, 4]);
});

test("a store tells what changed, and only then", () => {
  const store = new Store(initialState());
  const told = [];
  store.listen((_, changed) => told.push([...changed]));
  store.change({ q: "x" });
  store.change({ q: "x" });
  store.toggle("type", "battle");
  store.toggle("type", "battle");
  store.clear();
  assert.deepEqual(told, [["q"], ["filters"], ["filters"], ["filters", "q"]]);
  assert.equal(store.state.filters.type.size, 0);
});

test("a sentence whose trigger lies beyond two lines of the list is cut, and the marks move along", () => {
  const cut = (sentence) => {
    const at = sentence.indexOf("clashed");
    return excerpt({ sentence, marks: [{ start: at, end: at + 7, kind: "trigger" }] });
  };
  for (const sentence of [`${"word ".repeat(60)}then soldiers clashed again ${"and ".repeat(60)}`, `${"word ".repeat(18)}they clashed.`]) {
    const { text, marks } = cut(sentence);
    assert.equal(text.slice(marks[0].start, marks[0].end), "clashed");
    assert.ok(text.startsWith("… word") && marks[0].end <= 86);
  }
  assert.equal(cut(`${"word ".repeat(18)}they clashed.`).text.length, 85); // no more is cut away than has to be
  const early = `They clashed ${"word ".repeat(60)}`;
  assert.deepEqual(cut(early), { text: early, marks: [{ start: 5, end: 12, kind: "trigger" }] });
});

test("a search has words, phrases and what to leave out", () => {
  assert.deepEqual(parseQuery('Kirkuk "oil field" -São -"two words" ""'), {
    terms: ["kirkuk", "oil field"],
    without: ["sao", "two words"],
  });
});

test("counts fit into a ring", () => {
  assert.deepEqual([1, 999, 1000, 1234, 9949, 9950, 123456].map(shortCount), ["1", "999", "1.0k", "1.2k", "9.9k", "10k", "123k"]);
});

test("rules are told in words, unknown ones by their name", () => {
  assert.match(placeRule("object"), /the act was done to/);
  assert.match(placeRule("clause, narrowed by the story"), /same clause; made finer by what the story/);
  assert.equal(placeRule("gazetteer, a guess"), "the likeliest of several places that the imported row could mean");
  assert.equal(placeRule("a new rule, of another kind"), "a new rule, of another kind");
  assert.match(dateRule("date carried forward"), /likeliest of the dates told before/);
  assert.equal(dateRule("import:acled"), "the imported file states it");
  assert.match(typeRule("lexicon, type of the act before"), /what an act came to/);
  assert.equal(typeRule("given, lexicon"), typeRule("lexicon"));
  assert.equal(typeRule("import:acled"), dateRule("import:acled"));
  assert.equal(typeRule("a new rule"), "a new rule");
});
