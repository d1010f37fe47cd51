// A hint for the first visit, and for no other: one line over the time bar, gone once time has played or it is closed.

import { byId, el, icon } from "./dom.js";
import { strings } from "./strings.js";

const KEY = "dateline-hint";

/** Shows the hint unless it was seen before; answers a function that takes it away. */
export function showHint(storage = globalThis.localStorage) {
  const seen = () => {
    byId("hint").replaceChildren();
    byId("hint").hidden = true;
    try {
      storage.setItem(KEY, "seen");
    } catch {
      // not kept: it is shown again next time
    }
  };
  if (wasSeen(storage) || document.documentElement.classList.contains("embed")) return () => {};
  const close = el("button", { type: "button", class: "button square", "aria-label": strings.hintClose, onclick: seen }, icon("close"));
  byId("hint").replaceChildren(el("span", {}, strings.hint), close);
  byId("hint").hidden = false;
  return seen;
}

function wasSeen(storage) {
  try {
    return storage.getItem(KEY) === "seen";
  } catch {
    return true; // where nothing can be kept, it would come back at each visit
  }
}
