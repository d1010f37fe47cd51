// Light and dark: chosen by the system until the reader chooses, then kept; static/early.js reads it back.

import { byId } from "./dom.js";

const KEY = "dateline-theme";
const PROPERTIES = {
  paper: "--paper",
  ink: "--ink",
  inkSoft: "--ink-soft",
  accent: "--accent",
  land: "--land",
  water: "--water",
  border: "--map-border",
  regionBorder: "--map-region",
  river: "--map-river",
  halo: "--map-halo",
  label: "--map-label",
  labelFaint: "--map-label-faint",
  labelTown: "--map-label-town",
  labelWater: "--map-label-water",
};

const system = () => matchMedia("(prefers-color-scheme: dark)");

export const isDark = () => (document.documentElement.dataset.theme ?? (system().matches ? "dark" : "light")) === "dark";

/** Calls back with the colours now and at each change of theme. */
export function watchTheme(onChange) {
  const tell = () => {
    byId("theme").setAttribute("aria-pressed", String(isDark()));
    onChange(isDark());
  };
  system().addEventListener("change", tell);
  byId("theme").addEventListener("click", () => {
    document.documentElement.dataset.theme = isDark() ? "light" : "dark";
    try {
      localStorage.setItem(KEY, document.documentElement.dataset.theme);
    } catch {
      // not kept, but shown
    }
    tell();
  });
  tell();
}

/** The theme's colours as the canvas needs them. */
export function readColours() {
  const style = getComputedStyle(document.documentElement);
  const colours = {};
  for (const [name, property] of Object.entries(PROPERTIES)) colours[name] = style.getPropertyValue(property).trim();
  colours.areas = style.getPropertyValue("--areas").trim().split(/\s+/);
  colours.heat = style.getPropertyValue("--heat").trim().split(/\s+/);
  colours.font = style.getPropertyValue("--sans").trim();
  return colours;
}
