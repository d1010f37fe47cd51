// How far the reading of added news is, what was found in each document, and what could not be read, with its reason.

import { formatKnown, fromISO } from "./days.js";
import { el, formatCount } from "./dom.js";
import { strings } from "./strings.js";

const WAITS_MS = [150, 300, 600, 1000]; // short waits first: a single text is read in a moment
const ENDED = ["done", "failed"];

export class AddProgress {
  /** `box` is filled; the callbacks are those of add.js. */
  constructor(box, parts) {
    Object.assign(this, parts, { box });
    this.bar = el("progress", { max: 1, "aria-label": strings.add.progress });
    this.status = el("p", { class: "job-status", role: "status" });
    this.details = el("div", { class: "job-details" });
    this.actions = el("div", { class: "dialog-actions" });
    box.append(this.status, this.bar, this.details, this.actions);
  }

  /** Watches a job until it has ended; then the page gets its events. */
  async follow(job) {
    this.onState(true);
    this.actions.replaceChildren();
    let state = job;
    for (let turn = 0; ; turn++) {
      this.#show(state);
      if (ENDED.includes(state.state)) break;
      await new Promise((done) => setTimeout(done, WAITS_MS[Math.min(turn, WAITS_MS.length - 1)]));
      state = await this.#ask(state);
    }
    this.onState(false);
    if (state.documents.some(({ events }) => events.length)) await this.onRead();
    this.#offer(state);
  }

  /** The job's new state; a server that is away for a while is asked again. */
  async #ask(state) {
    try {
      return await this.desk.readJob(state.id);
    } catch (error) {
      const lost = error.status === 404 || error.status === 403;
      return lost ? { ...state, state: "failed", error: error.message } : { ...state, notice: strings.add.away };
    }
  }

  #show(job) {
    const { state, done, total } = job;
    if (total) this.bar.value = done / total;
    else this.bar.removeAttribute("value");
    this.bar.hidden = ENDED.includes(state);
    this.status.textContent = job.notice ?? strings.add.states[state](formatCount(done), formatCount(total), this.#sum(job));
    this.status.classList.toggle("error", state === "failed");
    const parts = [];
    if (job.error) parts.push(el("p", { class: "error" }, job.error));
    if (job.failures.length) parts.push(this.#failures(job.failures));
    if (job.documents.length) parts.push(el("ol", { class: "job-documents", "aria-label": strings.add.documents }, job.documents.map((one) => this.#document(one))));
    this.details.replaceChildren(...parts);
  }

  #sum({ documents, failures }) {
    const events = documents.reduce((sum, one) => sum + one.events.length, 0);
    return strings.add.found(formatCount(events), strings.events(events), formatCount(documents.length), failures.length);
  }

  #failures(failures) {
    const items = failures.map(({ name, line, reason }) => el("li", {}, el("b", {}, strings.add.where(name, line)), ` ${reason}`));
    return el("div", { class: "job-failures" }, el("h3", {}, strings.add.failed(failures.length)), el("ul", {}, items));
  }

  #document({ title, outcome, events }) {
    const found = events.length ? `${formatCount(events.length)} ${strings.events(events.length)}` : strings.add.noEvents;
    const rows = events.map((event) => {
      const where = event.place || strings.noPlace;
      const text = `${this.legend.label(event.type)} · ${where} · ${describeDays(event)}`;
      return el("li", {}, el("button", { type: "button", class: "job-event", onclick: () => this.onOpen(event.id) }, this.legend.badge(event.type, 18), el("span", {}, text)));
    });
    return el(
      "li",
      {},
      el("p", { class: "job-title" }, el("b", {}, title || strings.untitled), el("span", { class: "tag" }, strings.add.outcomes[outcome]), el("span", { class: "figure" }, found)),
      rows.length ? el("ul", { class: "job-events" }, rows) : null,
    );
  }

  #offer(job) {
    const events = job.documents.flatMap((document) => document.events);
    const show = el("button", { type: "button", class: "primary", onclick: () => this.onShow(events) }, strings.add.show);
    const again = el("button", { type: "button", class: "button", onclick: () => this.onAgain() }, strings.add.again);
    this.actions.replaceChildren(...(events.some(({ lon }) => lon !== null) ? [again, show] : [again]));
  }
}

function describeDays({ start, end, granularity }) {
  const [first, last] = [fromISO(start ?? end), fromISO(end ?? start)];
  if (first === null) return strings.noDate;
  return formatKnown(first, last, granularity, start === null ? "start" : end === null ? "end" : "");
}
