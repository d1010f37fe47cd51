// Which events pass the reader's filters, and how many of each kind live in the window. Each row keeps a bit for each
// filter that it fails, so that a facet can be counted as if it alone were open.

import { FACETS } from "./state.js";

const SCORE_BIT = 1 << 14;
const TEXT_BIT = 1 << 15;
const SCORE_STEPS = 20;

/** The facets: for each its values, and the number of a row's value among them. */
function makeFacets(events) {
  const { header, places, flags, dated } = events;
  const dates = [...header.granularities, "none"];
  return {
    type: columnFacet(events.type, header.types),
    country: placeFacet(events, places.country_code.map((code) => code || "wide")),
    region: placeFacet(events, places.admin1_code.map((code) => code || "none")),
    source: columnFacet(events.source, header.sources),
    story: storyFacet(events),
    level: placeFacet(events, places.level),
    date: { values: dates, of: (row) => (row < dated ? (flags[row] >> 2) & 15 : dates.length - 1) },
    said: { values: header.modalities, of: (row) => flags[row] & 3 },
    review: columnFacet(events.review, header.reviews),
  };
}

function columnFacet(column, values) {
  return { values, of: (row) => column[row] };
}

function storyFacet({ story, stories, noStory }) {
  const none = stories.id.length;
  return { values: [...stories.id, "none"], of: (row) => (story[row] === noStory ? none : story[row]) };
}

function placeFacet(events, names) {
  const values = [...new Set([...names, "none"])];
  const numbers = new Map(values.map((value, number) => [value, number]));
  const table = Uint32Array.from(names, (name) => numbers.get(name));
  const none = numbers.get("none");
  const { place, noPlace } = events;
  return { values, of: (row) => (place[row] === noPlace ? none : table[place[row]]) };
}

/**
 * Whether a facet's chosen values take in a value: "battle" takes in "battle.clash". Where nothing is chosen, what a
 * person has rejected is left out.
 */
export function isChosen(facet, chosen, value) {
  if (facet === "review" && !chosen.size) return value !== "rejected";
  return chosen.has(value) || (facet === "type" && chosen.has(value.split(".")[0]));
}

export class Filter {
  constructor(events) {
    this.events = events;
    this.facets = makeFacets(events);
    this.failed = new Uint16Array(events.rows);
    this.textRows = null;
  }

  /** Works out anew which rows pass; `textRows` are the rows that the text search found, null without a search. */
  apply(state, textRows) {
    const { rows, score } = this.events;
    const failed = this.failed.fill(0);
    if (textRows) {
      failed.fill(TEXT_BIT);
      for (const row of textRows) failed[row] = 0;
    }
    FACETS.forEach((name, index) => this.#applyFacet(name, 1 << index, state.filters[name]));
    if (state.score) {
      for (let row = 0; row < rows; row++) if (score[row] < state.score) failed[row] |= SCORE_BIT;
    }
  }

  #applyFacet(name, bit, chosen) {
    if (!chosen.size && name !== "review") return;
    const { values, of } = this.facets[name];
    const allowed = Uint8Array.from(values, (value) => (isChosen(name, chosen, value) ? 1 : 0));
    for (let row = 0; row < this.failed.length; row++) if (!allowed[of(row)]) this.failed[row] |= bit;
  }

  /**
   * Counts per facet value over the window, each facet as if its own filter were open; undated rows count always.
   * `score` are counts for each twentieth from 0 to 1, the last one with 1 itself.
   */
  count(first, last) {
    const facets = FACETS.map((name) => this.facets[name]);
    const found = facets.map(({ values }) => new Uint32Array(values.length));
    const scores = new Uint32Array(SCORE_STEPS);
    const { failed, events } = this;
    const { score } = events;
    const add = (row) => {
      const bits = failed[row];
      if (!bits) for (let i = 0; i < facets.length; i++) found[i][facets[i].of(row)]++;
      else if (!(bits & (bits - 1)) && bits < SCORE_BIT) {
        const only = 31 - Math.clz32(bits); // the one facet whose own filter this row fails
        found[only][facets[only].of(row)]++;
      }
      if (!(bits & ~SCORE_BIT)) scores[Math.min(SCORE_STEPS - 1, (score[row] * SCORE_STEPS) / 100) | 0]++;
    };
    events.forEachIn(first, last, add);
    for (let row = events.dated; row < events.rows; row++) add(row);
    return { ...Object.fromEntries(FACETS.map((name, index) => [name, found[index]])), score: scores };
  }
}
