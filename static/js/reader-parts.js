// Parts of the reader: all reports of the event, where they differ, and what persons decided.

import { formatDay, formatKnown, fromISO } from "./days.js";
import { el, formatCount, safeLink } from "./dom.js";
import { readEdtf } from "./edtf.js";
import { excerpt, markText } from "./marked.js";
import { strings } from "./strings.js";

/** The other accounts of the same event; null where there is one alone. */
export function showReports({ reports, report_count: count }) {
  if (!reports || count < 2) return null;
  const items = reports.map((report) => {
    const { text, marks } = excerpt(report, 220);
    const published = fromISO(report.published);
    const by = [report.source || strings.noSource, published === null ? "" : formatDay(published)].filter(Boolean).join(" · ");
    return el(
      "li",
      {},
      el("p", { class: "report-by" }, el("b", {}, by), report.copy ? el("span", { class: "tag" }, strings.reports.copy) : null),
      report.headline ? el("p", { class: "report-head" }, report.url ? safeLink(report.url, report.headline) : report.headline) : null,
      el("p", { class: "report-text" }, markText(text, marks)),
    );
  });
  const more = count > reports.length ? el("p", { class: "note-line" }, strings.reports.more(formatCount(count - reports.length))) : null;
  return el(
    "details",
    { class: "why reports", open: true },
    el("summary", {}, strings.reports.title(formatCount(count))),
    el("ol", { class: "report-list", "aria-label": strings.reports.title(formatCount(count)) }, items),
    more,
  );
}

/** Where the reports differ: each reading with who gives it, the one that the event shows first. */
export function showDisagreements({ disagreements }, legend) {
  if (!disagreements?.length) return null;
  const groups = disagreements.map(({ kind, readings }) => {
    const rows = readings.map(({ value, sources, reports }, index) => {
      const who = sources.length ? sources.map((source) => source || strings.noSource).join(", ") : strings.reports.count(reports);
      const shown = describeReading(kind, value, legend);
      return el("li", { class: index ? null : "chosen" }, el("b", {}, shown), el("span", {}, who));
    });
    return el("div", { class: "differ" }, el("h4", {}, strings.reports.kinds[kind] ?? kind), el("ul", {}, rows));
  });
  return el("section", { class: "disagree", "aria-label": strings.reports.differ }, el("h3", {}, strings.reports.differ), groups);
}

function describeReading(kind, value, legend) {
  if (kind === "type") return legend.label(value);
  if (kind === "modality") return strings.modalities[value] ?? value;
  const days = kind === "date" ? readEdtf(value) : null;
  return days ? formatKnown(days.first, days.last, days.granularity, days.open) : value;
}

/** What persons decided, newest first: who, when, and what was there before. */
export function showHistory({ history }, legend) {
  if (!history?.length) return null;
  const items = history.map((entry) => {
    const { change, before, after, author, at, note, undone, undoes } = entry;
    const what = strings.history.changes[change] ?? change;
    const [old, now] = [before, after].map((value) => describe(change, value, legend));
    return el(
      "li",
      { class: undone ? "undone" : null },
      el("p", {}, el("b", {}, author), ` · ${strings.history.at(at)}`),
      el("p", {}, undoes ? strings.history.undo(what) : `${what}: `, undoes ? " " : null, el("s", {}, old), " → ", el("b", {}, now)),
      note ? el("p", { class: "history-note" }, note) : null,
      undone ? el("p", { class: "note-line" }, strings.history.undone) : null,
    );
  });
  return el("details", { class: "why history" }, el("summary", {}, strings.history.title(history.length)), el("ol", {}, items));
}

/** A value of the audit trail in words. */
function describe(change, value, legend) {
  if (value === null) return strings.history.nothing;
  if (change === "type") return legend.label(value);
  if (change === "review") return strings.reviews[value] ?? value;
  if (change !== "date") return value;
  if (!value.granularity) return value.edtf;
  const [first, last] = [fromISO(value.start ?? value.end), fromISO(value.end ?? value.start)];
  return formatKnown(first, last, value.granularity, value.start === null ? "start" : value.end === null ? "end" : "");
}
