// The foot of the reader: confirm, reject, correct, undo - and who it is that decides.

import { newest } from "./correct.js";
import { byId, el, icon } from "./dom.js";
import { strings } from "./strings.js";

export class Review {
  /**
   * `onCorrect(detail)` opens the dialog; `onKept(detail)` is called with the event as it is after a decision, and
   * `onStale()` where somebody else has changed it meanwhile.
   */
  constructor({ desk, onCorrect, onKept, onStale }) {
    Object.assign(this, { desk, onKept, onStale });
    const words = strings.desk;
    const button = (name, mark, run) => el("button", { type: "button", class: "button", onclick: run }, icon(mark), words[name]);
    this.confirm = button("confirm", "check", () => this.#judge("confirmed"));
    this.reject = button("reject", "reject", () => this.#judge("rejected"));
    this.correct = button("correct", "pencil", () => onCorrect(this.detail));
    this.undo = button("undo", "undo", () => this.#run(() => desk.undo(this.detail.id, newest(this.detail))));
    this.author = el("input", { type: "text", maxlength: 80, autocomplete: "name", placeholder: words.author, "aria-label": words.author });
    this.signed = el("span", {});
    this.rename = el("button", { type: "button", class: "clear", onclick: () => this.#askName(true) }, words.rename);
    this.error = el("p", { class: "error", role: "alert" });
    this.status = el("span", { class: "unseen", role: "status" });
    byId("reader-foot").replaceChildren(
      this.error,
      el("div", { class: "review-buttons", role: "group", "aria-label": words.reviewGroup }, this.confirm, this.reject, this.correct, this.undo),
      el("p", { class: "signed" }, this.author, this.signed, this.rename, this.status),
    );
    this.author.addEventListener("change", () => {
      desk.author = this.author.value;
      this.#askName(false);
    });
    byId("reader-foot").hidden = false;
    byId("reader").classList.add("writable");
  }

  /** Shows an event's state; null while none is there. */
  show(detail) {
    if (detail?.id !== this.detail?.id) this.error.textContent = "";
    this.detail = detail;
    this.#askName(!this.desk.author);
    this.#showState(detail?.review);
    for (const control of [this.confirm, this.reject, this.correct]) control.disabled = !detail;
    this.undo.disabled = !detail?.history.some(({ undoes, undone }) => undoes === null && !undone);
  }

  #showState(review) {
    this.confirm.setAttribute("aria-pressed", String(review === "confirmed"));
    this.reject.setAttribute("aria-pressed", String(review === "rejected"));
  }

  #askName(ask) {
    const { author } = this.desk;
    this.author.hidden = !ask;
    this.signed.hidden = this.rename.hidden = ask;
    this.signed.textContent = strings.desk.signed(author);
    if (ask) this.author.value = author;
    if (ask && author) this.author.focus();
  }

  /** A second press takes the judgement back. */
  #judge(review) {
    const value = this.detail.review === review ? "none" : review;
    return this.#run(() => this.desk.decide(this.detail.id, { change: "review", value }, newest(this.detail)), value);
  }

  /** Shows the decision at once, and takes that back where the server would not have it. */
  async #run(send, review = null) {
    this.error.textContent = "";
    if (!this.author.hidden) this.desk.author = this.author.value;
    if (!this.desk.author) {
      this.error.textContent = strings.desk.authorMissing;
      this.author.focus();
      return;
    }
    const { id } = this.detail;
    if (review) this.#showState(review);
    this.status.textContent = strings.desk.saving;
    try {
      const detail = await send();
      this.status.textContent = strings.desk.kept;
      this.onKept(detail);
    } catch (error) {
      this.status.textContent = "";
      if (this.detail?.id !== id) return;
      this.#showState(this.detail.review);
      this.error.textContent = `${strings.desk.failed} ${error.message}`;
      if (error.status === 409) this.onStale();
    }
  }
}
