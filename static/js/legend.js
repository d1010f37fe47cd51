// Families of events, their colours in the current theme, and their glyphs. Colour is never alone: within a group
// families differ by glyph as well.

import { svg } from "./dom.js";

/** Glyphs as paths in a box from -4 to 4; stroked, or filled where the name says so. Keys are those of the table. */
const GLYPHS = {
  "×": { d: "M-3-3 3 3M3-3-3 3" },
  "✶": { d: "M0-4V4M-3.5-2 3.5 2M-3.5 2 3.5-2" },
  "▼": { d: "M-3.4-2.6H3.4L0 3.4Z", filled: true },
  "▲": { d: "M-3.4 2.6H3.4L0-3.4Z", filled: true },
  "ϟ": { d: "M1-4-2.5.6H2.2L-1 4" },
  "■": { d: "M-2.7-2.7H2.7V2.7H-2.7Z", filled: true },
  "=": { d: "M-3-1.5H3M-3 1.5H3" },
  "✓": { d: "M-3.2 0-1 2.6 3.2-2.6" },
  "○": { d: "M0-2.8A2.8 2.8 0 1 1 0 2.8 2.8 2.8 0 1 1 0-2.8Z" },
  "~": { d: "M-3.6.8C-2.4-2-1-2 0 0S2.4 2 3.6-.8" },
  "!": { d: "M0-3.8V.8M0 3V3.4" },
  "+": { d: "M0-3.4V3.4M-3.4 0H3.4" },
  "♥": { d: "M0 3.4C-3 1-3.6-.6-3.6-1.6-3.6-3.6-.8-3.8 0-1.6.8-3.8 3.6-3.6 3.6-1.6 3.6-.6 3 1 0 3.4Z", filled: true },
  "◆": { d: "M0-3.6 3 0 0 3.6-3 0Z", filled: true },
  "•": { d: "M0-1.9A1.9 1.9 0 1 1 0 1.9 1.9 1.9 0 1 1 0-1.9Z", filled: true },
};

export class Legend {
  constructor({ families, types }) {
    this.families = new Map(families.map((family) => [family.code, family]));
    this.types = new Map(types.map((type) => [type.code, type]));
    this.paths = new Map(Object.entries(GLYPHS).map(([key, { d }]) => [key, typeof Path2D === "undefined" ? d : new Path2D(d)]));
    this.dark = false;
  }

  family(type) {
    return this.families.get(type.split(".")[0]) ?? this.families.get("other");
  }

  groupOf(type) {
    return this.family(type).group;
  }

  colour(type) {
    const family = this.family(type);
    return this.dark ? family.colour_dark : family.colour_light;
  }

  /** A group's colour is that of its first family. */
  groupColour(group) {
    for (const family of this.families.values()) if (family.group === group) return this.colour(family.code);
    return this.colour("other");
  }

  label(type) {
    return this.types.get(type)?.label ?? this.family(type).label;
  }

  /** Draws a type's glyph on a canvas, `scale` 1 being 8 pixels across. */
  drawGlyph(context, type, x, y, scale, colour) {
    const { glyph } = this.family(type);
    const shape = GLYPHS[glyph] ?? GLYPHS["•"];
    context.save();
    context.translate(x, y);
    context.scale(scale, scale);
    if (shape.filled) {
      context.fillStyle = colour;
      context.fill(this.paths.get(glyph));
    } else {
      context.strokeStyle = colour;
      context.lineWidth = 1.7;
      context.lineCap = context.lineJoin = "round";
      context.stroke(this.paths.get(glyph));
    }
    context.restore();
  }

  /** Puts each family's colour of the theme into a custom property of the page. */
  applyTheme(dark) {
    this.dark = dark;
    for (const code of this.families.keys()) {
      document.documentElement.style.setProperty(`--family-${code}`, this.colour(code));
    }
  }

  /** The type's mark as it is on the map, for the legend and the list. */
  badge(type, size = 18) {
    const { glyph, code } = this.family(type);
    const shape = GLYPHS[glyph] ?? GLYPHS["•"];
    const look = shape.filled ? { class: "glyph-fill" } : { class: "glyph-stroke" };
    const badge = svg(
      "svg",
      { class: "badge", width: size, height: size, viewBox: "-9 -9 18 18", "aria-hidden": "true" },
      svg("circle", { r: 8 }),
      svg("path", { d: shape.d, ...look }),
    );
    badge.style.setProperty("--mark", `var(--family-${code})`);
    return badge;
  }
}
