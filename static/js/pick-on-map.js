// Pointing at a place on the map: by a click, or with the keyboard by moving the map under its middle.

import { el } from "./dom.js";
import { strings } from "./strings.js";

const EQUATOR_KM = 40075.017;
const FINGER_PX = 12; // a click means a spot of about this size
const MOVED_PX = 6; // a pointer that went further has dragged the map
const MAX_KM = 400;
const OTHERS = ".topbar, .panel, .timebar, .reader"; // out of reach meanwhile

/** Resolves to {lon, lat, radiusKm}, or null where the person would rather not. */
export function pickPoint(map) {
  const box = map.getContainer();
  const words = strings.desk.pick;
  return new Promise((resolve) => {
    let down = null;
    const others = [...document.querySelectorAll(OTHERS)].map((node) => ({ node, inert: node.inert }));
    const middle = el("button", { type: "button", class: "primary", onclick: () => end(map.getCenter()) }, words.middle);
    const cancel = el("button", { type: "button", class: "button", onclick: () => end(null) }, words.cancel);
    const banner = el("div", { class: "pick-banner", role: "group", "aria-label": words.title }, el("p", { role: "status" }, words.hint), middle, cancel);
    const cross = el("div", { class: "pick-cross", "aria-hidden": "true" });

    // In the capture phase, so that neither the marks under the pointer nor the page's keys hear of it.
    const onDown = (event) => {
      down = { x: event.clientX, y: event.clientY };
    };
    const onClick = (event) => {
      if (!box.contains(event.target)) return;
      event.stopPropagation();
      event.preventDefault();
      if (down && Math.hypot(event.clientX - down.x, event.clientY - down.y) > MOVED_PX) return;
      end(map.mouseEventToLatLng(event));
    };
    const onKey = (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      event.preventDefault(); // else the dialog that comes back would take the key for itself and close
      end(null);
    };
    const end = (at) => {
      document.removeEventListener("pointerdown", onDown, true);
      document.removeEventListener("click", onClick, true);
      document.removeEventListener("keydown", onKey, true);
      banner.remove();
      cross.remove();
      document.documentElement.classList.remove("picking");
      others.forEach(({ node, inert }) => (node.inert = inert));
      resolve(at && readPoint(map, at));
    };

    document.addEventListener("pointerdown", onDown, true);
    document.addEventListener("click", onClick, true);
    document.addEventListener("keydown", onKey, true);
    document.documentElement.classList.add("picking");
    others.forEach(({ node }) => (node.inert = true));
    box.parentElement.append(cross, banner);
    box.focus({ preventScroll: true });
  });
}

/** A point of the map, in the world's own copy, with how exactly this zoom can show it. */
function readPoint(map, { lat, lng }) {
  const lon = ((((lng + 180) % 360) + 360) % 360) - 180;
  const perPixel = (EQUATOR_KM * Math.cos((lat * Math.PI) / 180)) / (256 * 2 ** map.getZoom());
  return { lon, lat: Math.max(-90, Math.min(90, lat)), radiusKm: Math.min(MAX_KM, perPixel * FINGER_PX) };
}
