// The dialog that puts an event right: its place, its date and its type. What is typed stays until it is kept.

import { CorrectDate } from "./correct-date.js";
import { CorrectPlace } from "./correct-place.js";
import { CorrectType } from "./correct-type.js";
import { field, makeDialog, openDialog, setAside } from "./dialog.js";
import { el } from "./dom.js";
import { markText } from "./marked.js";
import { strings } from "./strings.js";

const TABS = ["place", "date", "type"];

export class Correction {
  /** `load(id)` gives an event's detail anew; `onKept(detail)` is called with the event as it is once all is kept. */
  constructor({ desk, legend, map, load, onKept }) {
    Object.assign(this, { desk, load, onKept });
    const words = strings.desk;
    const changed = () => this.#showState();
    this.parts = {
      place: new CorrectPlace({ desk, map, changed, hide: () => setAside(this.dialog, true), reopen: () => setAside(this.dialog, false) }),
      date: new CorrectDate({ changed }),
      type: new CorrectType({ legend, changed }),
    };
    this.quote = el("blockquote", {});
    this.author = el("input", { type: "text", maxlength: 80, autocomplete: "name", required: true });
    this.note = el("input", { type: "text", maxlength: 1000, autocomplete: "off" });
    this.error = el("p", { class: "error", role: "alert" });
    this.state = el("p", { class: "dialog-state", role: "status" });
    this.save = el("button", { type: "submit", class: "primary" }, words.save);
    const cancel = el("button", { type: "button", class: "button", onclick: () => this.dialog.close() }, words.cancel);
    const body = [this.quote, this.#makeTabs(), ...TABS.map((name) => this.panels[name])];
    const foot = el(
      "form",
      { class: "sign", novalidate: true },
      field(words.author, this.author, words.authorHint),
      field(words.note, this.note, words.noteHint),
      this.error,
      el("div", { class: "dialog-actions" }, this.state, cancel, this.save),
    );
    foot.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#keep();
    });
    this.dialog = makeDialog("correction", words.correctTitle, body, foot).dialog;
  }

  /** Opens on an event's detail, at the place, the date or the type. */
  open(detail, tab = "place") {
    this.#setDetail(detail);
    this.author.value = this.desk.author;
    this.note.value = "";
    this.error.textContent = "";
    this.#choose(tab);
    openDialog(this.dialog, this.tabs[tab]);
  }

  #setDetail(detail) {
    this.detail = detail;
    this.quote.replaceChildren(...markText(detail.sentence, detail.marks));
    for (const part of Object.values(this.parts)) part.setDetail(detail);
    this.#showState();
  }

  #makeTabs() {
    const words = strings.desk.tabs;
    this.tabs = {};
    this.panels = {};
    for (const name of TABS) {
      this.tabs[name] = el(
        "button",
        { type: "button", role: "tab", id: `tab-${name}`, "aria-controls": `panel-${name}`, onclick: () => this.#choose(name) },
        el("span", {}, words[name]),
      );
      this.panels[name] = el("div", { role: "tabpanel", id: `panel-${name}`, class: "tab-panel", "aria-labelledby": `tab-${name}` }, this.parts[name].node);
    }
    const list = el("div", { role: "tablist", class: "tabs", "aria-label": strings.desk.tabList }, Object.values(this.tabs));
    list.addEventListener("keydown", (event) => this.#onTabKey(event));
    return list;
  }

  #onTabKey(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const now = TABS.indexOf(this.tab);
    this.#choose(TABS[(now + step + TABS.length) % TABS.length]);
    this.tabs[this.tab].focus();
  }

  #choose(tab) {
    this.tab = tab;
    for (const name of TABS) {
      this.tabs[name].setAttribute("aria-selected", String(name === tab));
      this.tabs[name].tabIndex = name === tab ? 0 : -1;
      this.panels[name].hidden = name !== tab;
    }
    this.panels[tab].querySelector("input:checked")?.scrollIntoView({ block: "nearest" });
  }

  /** What is changed so far, as the desk takes it. */
  #changes() {
    return TABS.map((change) => ({ change, ...this.parts[change].read() })).filter(({ changed }) => changed);
  }

  #showState() {
    if (!this.save) return;
    const changes = this.#changes();
    for (const name of TABS) this.tabs[name].classList.toggle("changed", changes.some(({ change }) => change === name));
    const problem = changes.find((change) => change.problem);
    this.save.disabled = !changes.length || Boolean(problem);
    this.state.textContent = problem ? problem.problem : changes.length ? "" : strings.desk.nothingChanged;
  }

  /** Keeps each change by itself; one that fails leaves what is typed, and says which and why. */
  async #keep() {
    const changes = this.#changes();
    this.error.textContent = "";
    if (!this.author.value.trim()) {
      this.error.textContent = strings.desk.authorMissing;
      this.author.focus();
      return;
    }
    this.desk.author = this.author.value;
    this.#setBusy(true);
    for (const { change, value } of changes) {
      try {
        this.detail = await this.desk.decide(this.detail.id, { change, value, note: this.note.value.trim() }, newest(this.detail));
        this.parts[change].setDetail(this.detail);
      } catch (error) {
        await this.#explain(change, error);
        return;
      }
    }
    this.#setBusy(false);
    this.dialog.close();
    this.onKept(this.detail);
  }

  /** Says what was not kept and why; after somebody else's change the event is read anew, and the choices stay. */
  async #explain(change, error) {
    if (error.status === 409) this.detail = await this.load(this.detail.id).catch(() => this.detail);
    this.#setBusy(false);
    this.#showState();
    this.error.textContent = strings.desk.notKept(strings.desk.tabs[change], error.message);
    this.onKept(this.detail);
  }

  #setBusy(busy) {
    this.save.disabled = busy;
    this.save.textContent = busy ? strings.desk.saving : strings.desk.save;
    this.dialog.setAttribute("aria-busy", String(busy));
  }
}

/** The number of the newest decision on an event, 0 for none: the server refuses one made on older knowledge. */
export function newest({ history }) {
  return history.reduce((most, { number }) => Math.max(most, number), 0);
}
