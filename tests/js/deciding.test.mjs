import assert from "node:assert/strict";
import test from "node:test";

import { newest } from "../../static/js/correct.js";
import { readPoint } from "../../static/js/correct-place.js";
import { formatKnown, toISO } from "../../static/js/days.js";
import { readEdtf, readFields, writeDate } from "../../static/js/edtf.js";

const days = (text) => {
  const found = readEdtf(text);
  return found && [toISO(found.first), toISO(found.last), found.granularity, found.open];
};

test("EDTF is read as the server reads it", () => {
  assert.deepEqual(days("2017-10-16"), ["2017-10-16", "2017-10-16", "day", ""]);
  assert.deepEqual(days("2016-02"), ["2016-02-01", "2016-02-29", "month", ""]);
  assert.deepEqual(days("2017-12"), ["2017-12-01", "2017-12-31", "month", ""]);
  assert.deepEqual(days("2017"), ["2017-01-01", "2017-12-31", "year", ""]);
  assert.deepEqual(days("201X"), ["2010-01-01", "2019-12-31", "decade", ""]);
  assert.deepEqual(days("19XX"), ["1900-01-01", "1999-12-31", "century", ""]);
  assert.deepEqual(days("2017-24"), ["2017-12-01", "2018-03-20", "season", ""]);
  assert.deepEqual(days("2017-10-16/2017-11"), ["2017-10-16", "2017-11-30", "range", ""]);
  assert.deepEqual(days("2017-10/.."), ["2017-10-01", "2017-10-01", "range", "end"]);
  assert.deepEqual(days("../2017"), ["2017-12-31", "2017-12-31", "range", "start"]);
});

test("what is no date is none", () => {
  for (const text of ["", "soon", "2017-13", "2017-02-29", "0000", "../..", "2018/2017", "1XXX", "2017-10-16/x", "a/b/c", "x/2017"]) {
    assert.equal(readEdtf(text), null, text);
  }
});

test("fields become EDTF, or say which of them is wrong", () => {
  assert.deepEqual(writeDate("day", { first: "2017-10-16" }), { edtf: "2017-10-16" });
  assert.deepEqual(writeDate("day", { first: "" }), { problem: "day" });
  assert.deepEqual(writeDate("span", { first: "2017-10-16", last: "2017-10-18" }), { edtf: "2017-10-16/2017-10-18" });
  assert.deepEqual(writeDate("span", { first: "2017-10-16", last: "2017-10-16" }), { edtf: "2017-10-16" });
  assert.deepEqual(writeDate("span", { first: "", last: "2017-10-18" }), { edtf: "../2017-10-18" });
  assert.deepEqual(writeDate("span", { first: "2017-10-19", last: "2017-10-18" }), { problem: "order" });
  assert.deepEqual(writeDate("span", {}), { problem: "span" });
  assert.deepEqual(writeDate("span", { first: "x", last: "2017-10-18" }), { problem: "span" });
  assert.deepEqual(writeDate("month", { month: "2017-10" }), { edtf: "2017-10" });
  assert.deepEqual(writeDate("month", { month: "2017-1" }), { problem: "month" });
  assert.deepEqual(writeDate("year", { year: "2017" }), { edtf: "2017" });
  assert.deepEqual(writeDate("year", { year: "17" }), { problem: "year" });
  assert.deepEqual(writeDate("other", { text: " 201X " }), { edtf: "201X" });
  assert.deepEqual(writeDate("other", { text: "the tens" }), { problem: "text" });
  assert.deepEqual(writeDate("none", {}), { edtf: null });
});

test("a date of an event fills the fields, and comes back as it was", () => {
  for (const [date, precision] of [
    [{ start: "2017-10-16", end: "2017-10-16", granularity: "day", edtf: "2017-10-16" }, "day"],
    [{ start: "2017-10-01", end: "2017-10-31", granularity: "month", edtf: "2017-10" }, "month"],
    [{ start: "2017-01-01", end: "2017-12-31", granularity: "year", edtf: "2017" }, "year"],
    [{ start: "2017-10-16", end: "2017-10-22", granularity: "week", edtf: "2017-10-16/2017-10-22" }, "span"],
    [{ start: "2010-01-01", end: "2019-12-31", granularity: "decade", edtf: "201X" }, "other"],
    [{ start: "2017-10-16", end: null, granularity: "range", edtf: "2017-10-16/.." }, "span"],
  ]) {
    const fields = readFields(date);
    assert.equal(fields.precision, precision);
    assert.deepEqual(writeDate(precision, fields), { edtf: date.edtf });
  }
  assert.equal(readFields(null).first, "");
});

test("a preview says no more than is known", () => {
  const words = (text) => {
    const { first, last, granularity, open } = readEdtf(text);
    return formatKnown(first, last, granularity, open);
  };
  assert.deepEqual(["2017-10", "2017", "201X", "2017-10-16/.."].map(words), ["Oct 2017", "2017", "2010s", "since 16 Oct 2017"]);
});

test("a typed point is latitude first", () => {
  assert.deepEqual(readPoint("35.468, 44.392"), { lat: 35.468, lon: 44.392 });
  assert.deepEqual(readPoint("-18.1 178.4"), { lat: -18.1, lon: 178.4 });
  for (const text of ["Kirkuk", "35.4", "95, 10", "10, 190", "1,2,3"]) assert.equal(readPoint(text), null, text);
});

test("the newest decision is the one with the greatest number", () => {
  assert.equal(newest({ history: [{ number: 4 }, { number: 9 }] }), 9);
  assert.equal(newest({ history: [] }), 0);
});
