// The reader's filter as parameters of the server's exports: what is downloaded is what is shown.

import { toISO } from "./days.js";
import { isChosen } from "./filter.js";

/**
 * The parameters of a choice. `types` are the codes of all types; `undated` tells whether there are events without a
 * date, which every window shows in its list.
 */
export function exportParams(state, extent, types, undated = false) {
  const params = new URLSearchParams();
  const parts = [];
  const { country, region, source, story, level, date, said, review } = state.filters;
  if (state.first !== extent.first || state.last !== extent.last) addWindow(params, parts, state, undated);
  addTypes(params, state.filters.type, [...types]);
  addValues(params, parts, "country", country, {
    none: "(country_code IS NULL AND place IS NULL)",
    wide: "(country_code IS NULL AND place IS NOT NULL)",
    other: (code) => `country_code = ${quote(code)}`,
  });
  addValues(params, parts, "admin1", region, {
    none: "admin1_code IS NULL",
    other: (code) => `(country_code = ${quote(code.slice(0, 2))} AND admin1_code = ${quote(code.slice(3))})`,
  });
  addValues(params, parts, "source", source, { "": "source IS NULL", other: (name) => `source = ${quote(name)}` });
  addValues(params, parts, "story", story, { none: "story_id IS NULL", other: (id) => `story_id = ${quote(id)}` });
  addValues(params, parts, "level", level, { none: "place IS NULL", other: (code) => `level = ${quote(code)}` });
  addValues(params, parts, "granularity", date, { none: "date_precision IS NULL", other: (code) => `date_precision = ${quote(code)}` });
  addValues(params, parts, "modality", said, {});
  addValues(params, parts, "review", review, {});
  // The page has scores in whole percent, rounded; the server has them as they are.
  if (state.score) params.set("min_score", ((state.score - 0.5) / 100).toFixed(3));
  if (state.q) params.set("q", state.q);
  if (parts.length) params.set("filter", parts.join(" AND "));
  params.set("placed", "any");
  return params.toString();
}

function addWindow(params, parts, { first, last }, undated) {
  if (!undated) params.set("datetime", `${toISO(first)}/${toISO(last)}`);
  else parts.push(`(T_INTERSECTS(datetime, INTERVAL('${toISO(first)}', '${toISO(last)}')) OR date_precision IS NULL)`);
}

/** The server takes family and type to restrict each other; here either is enough, so a mixture becomes types. */
function addTypes(params, chosen, types) {
  if (!chosen.size) return;
  if ([...chosen].every((code) => !code.includes("."))) for (const code of chosen) params.append("family", code);
  else for (const type of types) if (isChosen("type", chosen, type)) params.append("type", type);
}

/** A parameter of its own where the values are plain; else an expression, since no parameter says "none". */
function addValues(params, parts, name, chosen, words) {
  const values = [...chosen];
  if (!values.some((value) => value !== "other" && value in words)) {
    for (const value of values) params.append(name, value);
    return;
  }
  const told = values.map((value) => (value !== "other" && value in words ? words[value] : words.other(value)));
  parts.push(told.length > 1 ? `(${told.join(" OR ")})` : told[0]);
}

const quote = (text) => `'${text.replaceAll("'", "''")}'`;
