// In which order the list shows a frame's rows, which come by their first day, those without a date last.

export const ORDERS = ["newest", "oldest", "score"];
const SCORES = 101; // whole percents

/** At most `most` of the rows in an order; the last `undated` of them have no date, and stay last but for "score". */
export function orderRows(rows, undated, order, score, most) {
  if (order === "oldest") return rows.slice(0, most);
  const dated = rows.length - undated;
  const newest = new Uint32Array(rows.length);
  for (let index = 0; index < dated; index++) newest[index] = rows[dated - 1 - index];
  newest.set(rows.subarray(dated), dated);
  return (order === "score" ? sortByScore(newest, score) : newest).slice(0, most);
}

/** The highest score first; among equals the order stays. A million rows take some milliseconds. */
function sortByScore(rows, score) {
  const next = new Uint32Array(SCORES + 1);
  for (const row of rows) next[SCORES - score[row]]++;
  for (let place = 1; place <= SCORES; place++) next[place] += next[place - 1];
  const sorted = new Uint32Array(rows.length);
  for (const row of rows) sorted[next[SCORES - 1 - score[row]]++] = row;
  return sorted;
}
