// Keys for the whole page. They are off while the reader types.

const TYPING = "input, textarea, select, [contenteditable]";

/** Binds the keys to actions: play, step(count), widen(count), search, close, help. */
export function bindKeys(actions) {
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      actions.close();
      return;
    }
    const { target } = event;
    if (event.ctrlKey || event.metaKey || event.altKey || target.closest?.(TYPING)) return;
    const handled = act(event, actions);
    if (handled) event.preventDefault();
  });
}

function act(event, actions) {
  const { key, shiftKey, target } = event;
  if (key === "/") return run(() => actions.search());
  // Space presses a button that has the focus, and arrows move the map when it has it.
  if (key === " ") return target.closest?.("button, a, summary") ? false : run(() => actions.play());
  if (key !== "ArrowLeft" && key !== "ArrowRight") return false;
  if (target.closest?.(".leaflet-container, [role=slider]")) return false;
  const count = key === "ArrowRight" ? 1 : -1;
  return run(() => (shiftKey ? actions.widen(count) : actions.step(count)));
}

function run(action) {
  action();
  return true;
}
