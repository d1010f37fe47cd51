// The type of an event, chosen anew out of all there are, grouped by family, with a search over their names.

import { choice } from "./dialog.js";
import { el } from "./dom.js";
import { strings } from "./strings.js";
import { fold } from "./text.js";

export class CorrectType {
  constructor({ legend, changed }) {
    Object.assign(this, { legend, changed });
    const words = strings.desk.type;
    this.search = el("input", { type: "search", autocomplete: "off", "aria-label": words.search, placeholder: words.search });
    this.status = el("p", { class: "field-hint", role: "status" });
    this.list = el("div", { class: "choices", role: "radiogroup", "aria-label": strings.desk.tabs.type });
    this.node = el("div", {}, this.search, this.status, this.list);
    this.search.addEventListener("input", () => this.#filter());
    this.list.addEventListener("change", (event) => {
      this.chosen = event.target.value;
      this.changed();
    });
  }

  setDetail({ type }) {
    this.now = type;
    this.chosen = type;
    this.search.value = "";
    this.#draw();
    this.#filter();
  }

  read() {
    return this.chosen === this.now ? { changed: false } : { changed: true, value: this.chosen };
  }

  #draw() {
    const { families, types } = this.legend;
    this.groups = [...families.values()].map((family) => {
      const rows = [...types.values()]
        .filter(({ code }) => this.legend.family(code) === family)
        .map(({ code, label }) => {
          const tag = code === this.now ? el("span", { class: "tag" }, strings.desk.now) : null;
          const row = choice("type", code, code === this.now, el("span", { class: "choice-name" }, label), tag);
          return { row, words: fold(`${label} ${family.label} ${code}`) };
        });
      const head = el("p", { class: "choice-head", "aria-hidden": "true" }, this.legend.badge(family.code, 18), family.label);
      return { head, rows };
    });
    this.list.replaceChildren(...this.groups.flatMap(({ head, rows }) => [head, ...rows.map(({ row }) => row)]));
  }

  #filter() {
    const asked = fold(this.search.value.trim());
    let shown = 0;
    for (const { head, rows } of this.groups) {
      let some = false;
      for (const { row, words } of rows) {
        row.hidden = !words.includes(asked);
        some ||= !row.hidden;
        shown += row.hidden ? 0 : 1;
      }
      head.hidden = !some;
    }
    this.status.textContent = asked ? strings.desk.type.found(shown) : "";
  }
}
