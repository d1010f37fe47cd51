// Text with its marked spans, as nodes. Spans are in UTF-16 units of the text and may nest; a later span that crosses
// an earlier one is cut short.

import { el } from "./dom.js";
import { strings } from "./strings.js";

const ROW_CHARS = 84; // what two lines of the list hold

/** The nodes of `text.slice(from, to)` with the marks that lie inside it. */
export function markText(text, marks, from = 0, to = text.length) {
  const nodes = [];
  let at = from;
  for (const mark of marks) {
    if (mark.start < at || mark.end > to || mark.start >= mark.end) continue;
    if (mark.start > at) nodes.push(document.createTextNode(text.slice(at, mark.start)));
    const inner = marks.filter((other) => other !== mark && other.start >= mark.start && other.end <= mark.end);
    const children = inner.length && !isSame(inner, mark) ? markText(text, inner, mark.start, mark.end) : [text.slice(mark.start, mark.end)];
    nodes.push(el("mark", { class: `mark-${mark.kind}`, title: strings.marks[mark.kind] ?? null }, children));
    at = mark.end;
  }
  if (at < to) nodes.push(document.createTextNode(text.slice(at, to)));
  return nodes;
}

const isSame = (inner, mark) => inner.every((other) => other.start === mark.start && other.end === mark.end);

/**
 * The part of a sentence around its trigger that fits a short space of `length` characters, cut at words; the marks
 * move along. A sentence whose trigger shows in that space anyway stays whole.
 */
export function excerpt({ sentence, marks }, length = ROW_CHARS) {
  const trigger = marks.find((mark) => mark.kind === "trigger") ?? { start: 0, end: 0 };
  if (trigger.end <= length) return { text: sentence, marks };
  const wanted = Math.min(trigger.start - Math.round(length / 3), sentence.length - length);
  const cut = sentence.indexOf(" ", wanted) + 1 || wanted;
  const from = Math.min(cut, trigger.start);
  const text = `… ${sentence.slice(from)}`;
  const moved = marks
    .filter((mark) => mark.start >= from)
    .map((mark) => ({ ...mark, start: mark.start - from + 2, end: mark.end - from + 2 }));
  return { text, marks: moved };
}
