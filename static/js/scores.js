// How the scores of the window's events divide, as bars over the slider that sets the least one.

import { byId, el, formatCount } from "./dom.js";
import { strings } from "./strings.js";

/** Draws the counts of each step from 0 to 1, and says how many events the least score (in percent) leaves. */
export function showScores(counts, least) {
  const box = byId("score-bars");
  if (box.childElementCount !== counts.length) box.replaceChildren(...Array.from(counts, () => el("span")));
  const top = Math.max(1, ...counts);
  const step = 100 / counts.length;
  counts.forEach((count, index) => {
    const bar = box.children[index];
    bar.style.height = `${count ? Math.max(6, (100 * count) / top) : 0}%`;
    bar.classList.toggle("out", index * step < least);
  });
  const left = counts.reduce((sum, count, index) => (index * step < least ? sum : sum + count), 0);
  const words = counts.length ? ` · ${formatCount(left)} ${strings.events(left)}` : ""; // a server counts no scores
  byId("score-value").textContent = `${least ? (least / 100).toFixed(2) : strings.any}${words}`;
}
