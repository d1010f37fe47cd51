// Classes of counts for a map that colours areas: few, with round bounds, each about as many times greater as the last.

const MOST = 5;

/** The least count of each class up to `top`: 1, 3, 10 ... No two are the same. */
export function makeClasses(top) {
  if (top <= MOST) return Array.from({ length: Math.max(top, 1) }, (_, index) => index + 1);
  const bounds = new Set([1]);
  for (let i = 1; i < MOST; i++) bounds.add(roundDown(top ** (i / MOST)));
  return [...bounds].sort((a, b) => a - b);
}

/** The class of a count: its number, or -1 for nothing at all. */
export function classOf(count, bounds) {
  let found = -1;
  while (found + 1 < bounds.length && count >= bounds[found + 1]) found++;
  return found;
}

/** First and last count of each class, the last class up to `top`. */
export function classRanges(bounds, top) {
  return bounds.map((from, index) => ({ from, to: index + 1 < bounds.length ? bounds[index + 1] - 1 : Math.max(top, from) }));
}

/** The colours of `count` classes out of five, spread over the whole scale. */
export function pickColours(colours, count) {
  if (count === 1) return [colours[2]];
  return Array.from({ length: count }, (_, index) => colours[Math.round((index * (colours.length - 1)) / (count - 1))]);
}

/** A colour laid over another, `share` of it opaque; both as "#rrggbb". */
export function mixColours(colour, ground, share) {
  const part = (text, at) => parseInt(text.slice(at, at + 2), 16);
  const mixed = [1, 3, 5].map((at) => Math.round(part(colour, at) * share + part(ground, at) * (1 - share)));
  return `#${mixed.map((value) => value.toString(16).padStart(2, "0")).join("")}`;
}

/** To one of 1, 2, 3, 5, 7 with zeros behind. */
function roundDown(value) {
  const unit = 10 ** Math.floor(Math.log10(value));
  return unit * ([7, 5, 3, 2].find((step) => step * unit <= value) ?? 1);
}
