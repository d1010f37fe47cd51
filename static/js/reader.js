// One event to read: its sentence in its paragraph, its reports, and why it is of its kind, where and when it is.

import { formatDay, formatKnown, fromISO } from "./days.js";
import { byId, el, formatCount, icon, safeLink } from "./dom.js";
import { markText } from "./marked.js";
import { showDisagreements, showHistory, showReports } from "./reader-parts.js";
import { dateRule, placeRule, typeRule } from "./rules.js";
import { strings } from "./strings.js";

export class Reader {
  /** `onDetail` is called with each event that is shown, and with null when none is; `onStory` with a story's id. */
  constructor({ legend, source, onClose, onStory }) {
    Object.assign(this, { legend, source, onClose, onStory, onDetail: () => {} });
    this.panel = byId("reader");
    this.body = byId("reader-body");
    byId("reader-close").addEventListener("click", () => onClose());
    this.wanted = null;
  }

  /** Opens an event; resolves to its detail, or null where another was opened meanwhile or it failed. */
  async open(id) {
    this.wanted = id;
    this.panel.hidden = false;
    // What is shown already stays until its new state is there, and what is open in it stays open.
    const again = this.shown?.id === id;
    if (!again) this.body.replaceChildren(el("div", { class: "skeleton" }), el("div", { class: "skeleton short" }));
    try {
      const detail = await this.source.loadDetail(id);
      if (this.wanted !== id) return null;
      this.show(detail, again);
      return detail;
    } catch (error) {
      if (this.wanted === id) this.body.replaceChildren(el("p", { class: "error" }, `${strings.detailFailed}: ${error.message}`));
      return null;
    }
  }

  /** Puts an event's detail in place; `again` keeps the scroll and what was unfolded. */
  show(detail, again = false) {
    const open = new Map([...this.body.querySelectorAll("details")].map((part) => [part.className, part.open]));
    this.shown = detail;
    this.body.replaceChildren(...this.#content(detail));
    if (again) for (const part of this.body.querySelectorAll("details")) part.open = open.get(part.className) ?? part.open;
    else this.body.scrollTop = 0;
    this.onDetail(detail);
  }

  close() {
    this.wanted = null;
    this.shown = null;
    this.onDetail(null);
    this.panel.hidden = true;
  }

  /** How much of the map the panel covers: from the right on a wide screen, from below on a phone. */
  cover() {
    const area = this.panel.parentElement.getBoundingClientRect();
    const box = this.panel.getBoundingClientRect();
    if (box.width < area.width * 0.9) return { width: area.right - box.left, height: 0 };
    return { width: 0, height: Math.max(0, area.bottom - box.top) };
  }

  #content(detail) {
    return [
      this.#kind(detail),
      el("h2", { class: "headline", id: "reader-title" }, detail.headline || strings.untitled),
      el("p", { class: "byline" }, [detail.source, this.#published(detail)].filter(Boolean).join(" · ")),
      el("blockquote", {}, ...this.#paragraph(detail)),
      this.#facts(detail),
      detail.url ? el("p", { class: "source-link" }, safeLink(detail.url, strings.readSource)) : null,
      showDisagreements(detail, this.legend),
      showReports(detail),
      this.#why(detail),
      showHistory(detail, this.legend),
    ].filter(Boolean);
  }

  #kind(detail) {
    const said = detail.modality === "happened" ? null : el("span", { class: "tag" }, strings.modalities[detail.modality]);
    const judged = !detail.review || detail.review === "none" ? null : el("span", { class: `tag review-${detail.review}` }, strings.reviews[detail.review]);
    return el("p", { class: "kind" }, this.legend.badge(detail.type, 22), el("span", {}, this.legend.label(detail.type)), said, judged);
  }

  #published(detail) {
    const day = fromISO(detail.published);
    return day === null ? "" : strings.published(formatDay(day));
  }

  #paragraph({ paragraph, paragraph_marks: marks, sentence_span: [from, to] }) {
    const faint = (start, end) =>
      start < end ? [el("span", { class: "around" }, paragraph.slice(start, end))] : [];
    return [...faint(0, from), ...markText(paragraph, marks, from, to), ...faint(to, paragraph.length)];
  }

  #facts(detail) {
    const rows = [
      [icon("pin"), detail.place ? this.#placeWords(detail.place) : `${strings.noPlace}: ${detail.unplaced || "–"}`],
      [icon("calendar"), detail.date ? this.#dateWords(detail.date) : `${strings.noDate}: ${detail.undated || "–"}`],
    ];
    for (const role of new Set(detail.actors.map((actor) => actor.role))) {
      const names = detail.actors.filter((actor) => actor.role === role).map((actor) => actor.text);
      rows.push([icon("person"), `${strings.actors[role] ?? role} ${[...new Set(names)].join(", ")}`]);
    }
    for (const toll of detail.tolls) {
      rows.push([icon("people"), `${this.#tollWords(toll)} ${strings.tolls[toll.kind] ?? toll.kind}${this.#toldBy(detail, toll.kind)}`]);
    }
    rows.push([icon("gauge"), strings.scoreOf(detail.score)]);
    if (detail.story) rows.push([icon("list"), this.#story(detail.story)]);
    return el("ul", { class: "facts" }, rows.map(([mark, text]) => el("li", {}, mark, el("span", {}, text))));
  }

  #tollWords({ number, bound, text }) {
    return bound === "vague" ? `“${text}” (${strings.bounds.vague(formatCount(number))})` : (strings.bounds[bound] ?? String)(formatCount(number));
  }

  #story({ id, name }) {
    const words = strings.reports.story(name || id);
    return this.onStory ? el("button", { type: "button", class: "clear story", title: strings.reports.storyHint, onclick: () => this.onStory(id) }, words) : words;
  }

  #placeWords(place) {
    const names = [place.name, place.admin1 !== place.name && place.admin1, place.country !== place.name && place.country];
    const radius = place.radius_km >= 1 ? strings.within(Math.round(place.radius_km)) : "";
    const level = strings.levels[place.level].toLowerCase();
    return `${names.filter(Boolean).join(", ")} (${[level, radius].filter(Boolean).join(", ")})`;
  }

  #dateWords(date) {
    const first = fromISO(date.start ?? date.end);
    const last = fromISO(date.end ?? date.start);
    const open = date.start === null ? "start" : date.end === null ? "end" : "";
    const words = formatKnown(first, last, date.granularity, open);
    const known = first === last ? "" : strings.knownTo(strings.granularities[date.granularity].toLowerCase());
    const notes = [known, date.note].filter(Boolean);
    return notes.length ? `${words} (${notes.join("; ")})` : words;
  }

  /** Whose report a value is from, where there are several. */
  #toldBy({ origins }, value) {
    return origins?.[value] ? strings.reports.toldBy(origins[value]) : "";
  }

  #why(detail) {
    const { place, date } = detail;
    const kind = strings.because(detail.trigger, typeRule(detail.type_rule), detail.type_score);
    const parts = [el("h3", {}, strings.whyKind), el("p", {}, kind, this.#toldBy(detail, "type"))];
    if (place) {
      parts.push(el("h3", {}, strings.whyPlace), el("p", {}, strings.because(place.mention, placeRule(place.rule), place.score), this.#toldBy(detail, "place")));
      if (place.candidates.length) parts.push(this.#candidates(place));
    }
    if (date) parts.push(el("h3", {}, strings.whyDate), el("p", {}, strings.because(date.timex, dateRule(date.rule), date.score), this.#toldBy(detail, "date")));
    return el("details", { class: "why" }, el("summary", {}, strings.why), ...parts);
  }

  #candidates(place) {
    const items = place.candidates.map((candidate) => {
      const where = [candidate.admin1, candidate.country].filter((name) => name && name !== candidate.name).join(", ");
      const people = candidate.population ? strings.population(formatCount(candidate.population)) : "";
      const chosen = candidate.id === place.id;
      return el(
        "li",
        { class: chosen ? "chosen" : null },
        el("span", {}, el("b", {}, candidate.name), ` ${[where, people].filter(Boolean).join(" · ")}`),
        el("span", { class: "figure" }, candidate.score.toFixed(2)),
        el("span", { class: "reasons" }, candidate.reasons.map((reason) => reason.note || reason.name).join(" · ")),
      );
    });
    return el("ol", { class: "candidates", "aria-label": strings.otherPlaces }, items);
  }
}
