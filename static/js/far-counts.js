// The server's counts (/counts.json) in the forms that time bar and filters read.

import { fromISO } from "./days.js";
import { GROUPS } from "./frame.js";
import { FACETS } from "./state.js";

const NAMES = { region: "admin1", date: "granularity", said: "modality" };
const EMPTY = { country: "none", region: "none", story: "none", level: "none", date: "none" };

/** What a frame (frame.js) counts per place, of cells: each counts for the family it has most of. */
export function countCells({ placeCount: cells, totals, type, header }, legend) {
  const groupOf = header.types.map((family) => GROUPS.indexOf(legend.groupOf(family)));
  const byGroup = new Uint32Array(cells * GROUPS.length);
  for (let cell = 0; cell < cells; cell++) byGroup[cell * GROUPS.length + groupOf[type[cell]]] = totals[cell];
  const sole = Int32Array.from({ length: cells }, (_, cell) => cell);
  return { total: Uint32Array.from(totals), byGroup, solid: Uint32Array.from(totals), sole };
}

/** The bars of the time bar, as countBins (histogram.js) answers them. */
export function countFarBins({ histogram: { days, families, counts } }, { range, bins }, legend) {
  const groupOf = families.map((family) => GROUPS.indexOf(legend.groupOf(family)));
  const found = new Uint32Array(bins * GROUPS.length);
  const sums = new Uint32Array(bins);
  const length = range.last - range.first + 1;
  let earlier = 0;
  let later = 0;
  days.forEach((text, bar) => {
    const at = Math.floor(((Math.max(fromISO(text), range.first) - range.first) / length) * bins);
    counts[bar].forEach((count, family) => {
      if (at >= bins) later += count;
      else if (at < 0) earlier += count;
      else {
        found[at * GROUPS.length + groupOf[family]] += count;
        sums[at] += count;
      }
    });
  });
  return { bins, counts: found, sums, earlier, later, top: sums.reduce((most, sum) => Math.max(most, sum), 1) };
}

/**
 * Puts the values of each facet into `filter` and answers their counts, as Filter.count (filter.js) does.
 * What the reader has chosen stays among the values, also where nothing is left of it.
 */
export function makeCounts(filter, facets, state) {
  const counts = { score: [] };
  for (const facet of FACETS) {
    const listed = facets[NAMES[facet] ?? facet] ?? [];
    const found = new Map(listed.map(({ value, count }) => [value || (EMPTY[facet] ?? ""), count]));
    for (const value of state.filters[facet]) if (!found.has(value) && (facet !== "type" || value.includes("."))) found.set(value, 0);
    filter.facets[facet].values = [...found.keys()];
    counts[facet] = Uint32Array.from(found.values());
  }
  return counts;
}

/** Names of countries, regions and stories that came with the counts, as tables of events (columns.js). */
export function nameValues(facets) {
  const values = (name) => (facets[name] ?? []).map(({ value }) => value);
  const labels = (name) => (facets[name] ?? []).map(({ value, label }) => label ?? value);
  return {
    places: { country_code: values("country"), country: labels("country"), admin1_code: values("admin1"), admin1: labels("admin1") },
    stories: { id: values("story"), name: labels("story") },
  };
}
