// The reader's choice in the address: after the "?" on a server, after the "#" in a file on disk, where scripts may not
// change the rest.

import { fittingStep } from "./playback.js";
import { readState, writeState } from "./state.js";

const WAIT_MS = 350; // browsers limit how often an address may change: Safari to a hundred times in 30 seconds
const ON_DISK = location.protocol === "file:";

/** The choice that the address tells, with its days inside the period; the step fits the main period. */
export function readAddress(extent, main) {
  const state = readState(ON_DISK ? location.hash.slice(1) : location.search);
  const { first, last } = extent;
  const known = state.first !== null && state.last !== null && state.first <= last && state.last >= first;
  state.first = known ? Math.max(state.first, first) : first;
  state.last = known ? Math.min(state.last, last) : last;
  state.step ??= fittingStep(main);
  return state;
}

/** Keeps the address in step with the store. */
export function keepAddress(store, extent, main) {
  const step = fittingStep(main);
  let waiting = null;
  store.listen((state) => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      const query = writeState({ ...state, step: state.step === step ? null : state.step }, extent);
      history.replaceState(null, "", ON_DISK ? `#${query}` : query ? `?${query}` : location.pathname);
    }, WAIT_MS);
  });
}
