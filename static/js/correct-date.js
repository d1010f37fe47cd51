// The date of an event, told anew: as finely as it is known, from one day to EDTF as it is written.

import { formatKnown } from "./days.js";
import { field } from "./dialog.js";
import { el } from "./dom.js";
import { PRECISIONS, readEdtf, readFields, writeDate } from "./edtf.js";
import { strings } from "./strings.js";

const SHOWN = { day: ["first"], span: ["first", "last"], month: ["month"], year: ["year"], other: ["text"], none: [] };

export class CorrectDate {
  constructor({ changed }) {
    this.changed = changed;
    const words = strings.desk.date;
    const options = PRECISIONS.map((value) => el("option", { value }, words.precisions[value]));
    this.precision = el("select", {}, options);
    this.inputs = {
      first: el("input", { type: "date" }),
      last: el("input", { type: "date" }),
      month: el("input", { type: "month", placeholder: "2017-10", pattern: "\\d{4}-\\d{2}" }),
      year: el("input", { type: "text", inputmode: "numeric", maxlength: 4, placeholder: "2017" }),
      text: el("input", { type: "text", maxlength: 40, placeholder: "2017-10/2017-11", autocomplete: "off" }),
    };
    this.labels = {
      first: field(words.first, this.inputs.first),
      last: field(words.last, this.inputs.last),
      month: field(words.month, this.inputs.month),
      year: field(words.year, this.inputs.year),
      text: field(words.text, this.inputs.text, words.textHint),
    };
    this.preview = el("p", { class: "preview", role: "status" });
    this.node = el("div", { class: "date-fields" }, field(words.precision, this.precision), Object.values(this.labels), this.preview);
    this.node.addEventListener("input", () => this.#show());
  }

  setDetail({ date }) {
    this.now = date ? date.edtf || null : null;
    const fields = readFields(date);
    this.precision.value = date ? fields.precision : "none";
    for (const [name, input] of Object.entries(this.inputs)) input.value = fields[name];
    // What was there is no change, even where EDTF has two ways to write it.
    this.before = this.#read().edtf;
    this.#show();
  }

  read() {
    const { edtf, problem } = this.#read();
    if (problem) return { changed: true, problem: strings.desk.date.problems[problem] };
    return { changed: edtf !== this.before, value: edtf };
  }

  #read() {
    return writeDate(this.precision.value, Object.fromEntries(Object.entries(this.inputs).map(([name, input]) => [name, input.value])));
  }

  #show() {
    const shown = SHOWN[this.precision.value];
    for (const [name, label] of Object.entries(this.labels)) label.hidden = !shown.includes(name);
    this.labels.first.querySelector(".field-label").textContent = strings.desk.date[shown.length > 1 ? "first" : "day"];
    const { edtf, problem } = this.#read();
    const known = edtf && readEdtf(edtf);
    this.preview.textContent = problem
      ? ""
      : known
        ? strings.desk.date.preview(formatKnown(known.first, known.last, known.granularity, known.open))
        : strings.desk.date.noDate;
    this.changed();
  }
}
