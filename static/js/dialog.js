// Dialogs of the page: real <dialog> elements, sheets from below on a phone. The focus goes back where it came from.

import { el, icon } from "./dom.js";
import { strings } from "./strings.js";

/**
 * Makes a dialog and puts it on the page, closed.
 * `name` becomes its id; a click on what lies behind closes nothing, so that no typed text is lost.
 */
export function makeDialog(name, title, body, foot) {
  const close = el("button", { type: "button", class: "button square", "aria-label": strings.desk.close }, icon("close"));
  const heading = el("h2", { id: `${name}-title` }, title);
  const dialog = el(
    "dialog",
    { id: name, class: "dialog", "aria-labelledby": `${name}-title` },
    el("header", { class: "dialog-head" }, heading, close),
    el("div", { class: "dialog-body", tabindex: "0", role: "group", "aria-label": title }, body),
    foot ? el("footer", { class: "dialog-foot" }, foot) : null,
  );
  close.addEventListener("click", () => dialog.close());
  // Keys of the page (play, step, search) are no business of a dialog's.
  dialog.addEventListener("keydown", (event) => event.stopPropagation());
  dialog.addEventListener("close", () => {
    if (!dialog.hiding && dialog.opener?.isConnected) dialog.opener.focus();
  });
  document.body.append(dialog);
  return { dialog, heading };
}

/** Opens a dialog; when it closes, the focus goes back to what had it, where that still is on the page. */
export function openDialog(dialog, focus) {
  dialog.opener = document.activeElement;
  dialog.showModal();
  focus?.focus();
}

/** Puts an open dialog aside and takes it up again: it keeps what it holds and where the focus came from. */
export function setAside(dialog, aside) {
  dialog.hiding = aside;
  if (aside) dialog.close();
  else dialog.showModal();
}

/** A labelled field: the label's words above the control, and a hint below. */
export function field(label, control, hint = "") {
  return el("label", { class: "field" }, el("span", { class: "field-label" }, label), control, hint ? el("span", { class: "field-hint" }, hint) : null);
}

/** One of several choices, as a row that is a radio button. */
export function choice(group, value, checked, ...content) {
  const input = el("input", { type: "radio", name: group, value });
  input.checked = checked;
  return el("label", { class: "choice" }, input, el("span", { class: "choice-body" }, content));
}
