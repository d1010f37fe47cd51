// The dialog that takes news: a pasted text, files, an address - with their day and source - and then shows its reading.

import { AddProgress } from "./add-progress.js";
import { field, makeDialog, openDialog } from "./dialog.js";
import { byId, el, icon } from "./dom.js";
import { strings } from "./strings.js";

export class AddNews {
  /** `onRead()` puts the new events on the page; `onOpen(id)` opens one; `onShow(events)` shows all of them. */
  constructor({ desk, legend, onRead, onOpen, onShow }) {
    this.desk = desk;
    this.files = [];
    const words = strings.add;
    const { dialog } = makeDialog("add-news", words.title, [this.#makeForm(), this.#makeResult()]);
    this.dialog = dialog;
    const leave = (run) => (value) => {
      this.dialog.close();
      run(value);
    };
    this.progress = new AddProgress(this.result, { desk, legend, onRead, onOpen: leave(onOpen), onShow: leave(onShow), onAgain: () => this.#startAnew(), onState: (busy) => this.#showBusy(busy) });
    this.opener = byId("add-open");
    this.opener.hidden = false;
    this.opener.addEventListener("click", () => openDialog(this.dialog, this.form.hidden ? null : this.text));
    dialog.addEventListener("dragover", (event) => event.preventDefault()); // a file that misses the zone is not opened
    dialog.addEventListener("drop", (event) => {
      event.preventDefault();
      this.#addFiles(event.dataTransfer.files);
    });
  }

  #makeForm() {
    const words = strings.add;
    this.text = el("textarea", { rows: 7, maxlength: 1000000 });
    this.url = el("input", { type: "url", inputmode: "url", placeholder: "https://", autocomplete: "off", maxlength: 2000 });
    this.published = el("input", { type: "date" });
    this.source = el("input", { type: "text", maxlength: 200, autocomplete: "off", placeholder: words.sourceHint });
    this.picker = el("input", { type: "file", multiple: true, class: "unseen", tabindex: -1, "aria-hidden": "true", accept: ".txt,.text,.md,.html,.htm,.xhtml,.json,.jsonl,.ndjson,.csv,.tsv" });
    this.picker.addEventListener("change", () => this.#addFiles(this.picker.files));
    const choose = el("button", { type: "button", class: "button", onclick: () => this.picker.click() }, icon("plus"), words.choose);
    this.zone = el("div", { class: "drop-zone" }, el("p", {}, words.drop), choose, this.picker, el("p", { class: "field-hint" }, words.kinds));
    for (const name of ["dragenter", "dragover"]) this.zone.addEventListener(name, () => this.zone.classList.add("over"));
    for (const name of ["dragleave", "drop"]) this.zone.addEventListener(name, () => this.zone.classList.remove("over"));
    this.list = el("ul", { class: "file-list", "aria-label": words.chosen });
    this.error = el("p", { class: "error", role: "alert" });
    this.send = el("button", { type: "submit", class: "primary" }, words.read);
    this.form = el(
      "form",
      { class: "add-form", novalidate: true },
      field(words.text, this.text),
      this.zone,
      this.list,
      this.desk.rights.fetch ? field(words.url, this.url, words.urlHint) : null,
      el("div", { class: "field-row" }, field(words.published, this.published, words.publishedHint), field(words.source, this.source)),
      this.error,
      el("div", { class: "dialog-actions" }, this.send),
    );
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit();
    });
    return this.form;
  }

  #makeResult() {
    this.result = el("div", { class: "add-result", hidden: true });
    return this.result;
  }

  #addFiles(files) {
    this.files.push(...files);
    this.picker.value = "";
    this.#listFiles();
  }

  #listFiles() {
    const items = this.files.map((file, index) => {
      const remove = () => {
        this.files.splice(index, 1);
        this.#listFiles();
        (this.list.querySelector("button") ?? this.zone.querySelector("button")).focus();
      };
      const button = el("button", { type: "button", class: "button square", "aria-label": strings.add.remove(file.name), onclick: remove }, icon("close"));
      return el("li", {}, el("span", {}, file.name), el("span", { class: "figure" }, strings.add.size(file.size)), button);
    });
    this.list.replaceChildren(...items);
  }

  /** Hands in what is there; what cannot be handed in stays as it is, with the reason. */
  async #submit() {
    const words = strings.add;
    const bytes = this.files.reduce((sum, { size }) => sum + size, 0);
    const limit = this.desk.rights.max_bytes;
    this.error.textContent = "";
    if (!this.text.value.trim() && !this.files.length && !this.url.value.trim()) this.error.textContent = words.nothing;
    else if (bytes > limit) this.error.textContent = words.tooMuch(words.size(bytes), words.size(limit));
    if (this.error.textContent) return;
    const form = new FormData();
    form.set("text", this.text.value);
    form.set("url", this.url.value.trim());
    form.set("published", this.published.value);
    form.set("source", this.source.value);
    for (const file of this.files) form.append("file", file);
    this.send.disabled = true;
    this.send.textContent = words.sending;
    try {
      const job = await this.desk.submit(form);
      this.form.hidden = true;
      this.result.hidden = false;
      this.progress.follow(job);
    } catch (error) {
      this.error.textContent = `${words.notTaken} ${error.message}`;
    } finally {
      this.send.disabled = false;
      this.send.textContent = words.read;
    }
  }

  /** An empty form for more news; the day and the source often stay the same. */
  #startAnew() {
    this.text.value = "";
    this.url.value = "";
    this.files = [];
    this.#listFiles();
    this.form.hidden = false;
    this.result.hidden = true;
    this.text.focus();
  }

  #showBusy(busy) {
    this.opener.setAttribute("aria-busy", String(busy));
    const words = busy ? strings.add.busy : strings.add.open;
    this.opener.setAttribute("aria-label", words);
    this.opener.querySelector("span").textContent = words;
  }
}
