// The menu of exports: each format the server offers, with what it is for, as a link to exactly what is filtered.

import { byId, el } from "./dom.js";
import { strings } from "./strings.js";

export class ExportMenu {
  constructor(source) {
    this.source = source;
    this.menu = byId("exports");
    this.list = byId("export-list");
    this.params = "";
    if (!source.loadFormats) {
      this.menu.remove();
      return;
    }
    this.menu.addEventListener("toggle", () => this.menu.open && !this.loaded && this.#load());
    this.menu.addEventListener("keydown", (event) => this.#onKey(event));
    document.addEventListener("click", (event) => {
      if (!this.menu.contains(event.target)) this.menu.open = false;
    });
  }

  /** Lets the links follow the filter. */
  show(params) {
    this.params = params;
    for (const link of this.list.querySelectorAll("a")) link.href = this.source.exportUrl(link.dataset.export, params);
  }

  async #load() {
    try {
      const formats = await this.source.loadFormats();
      this.loaded = true;
      this.list.replaceChildren(...formats.map((format) => this.#item(format)));
      this.show(this.params);
    } catch (error) {
      this.list.replaceChildren(el("li", { class: "error" }, `${strings.formats.failed}: ${error.message}`));
    }
  }

  #item({ ending, label, description }) {
    const words = [el("span", { class: "format-name" }, label, el("span", { class: "format-ending" }, `.${ending}`)), el("span", { class: "format-use" }, description)];
    return el("li", {}, el("a", { "data-export": ending, download: `events.${ending}`, onclick: () => (this.menu.open = false) }, words));
  }

  #onKey(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape") {
      this.menu.open = false;
      this.menu.querySelector("summary").focus();
    } else if (step) {
      const links = [...this.list.querySelectorAll("a")];
      links[(links.indexOf(document.activeElement) + step + links.length) % links.length]?.focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }
}
