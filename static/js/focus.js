// How exactly the opened event's place is known: a ring of its radius, or the outline of its region.

import { strokeRing } from "./marks.js";

const EQUATOR_M = 40075016.7;

/** Draws the focus; `at` are the points of the screen at which its place shows. */
export function drawFocus(context, { lat, radiusKm, rings }, at, view, colour) {
  const metresPerPixel = (EQUATOR_M * Math.cos((lat * Math.PI) / 180)) / view.world;
  const radius = (radiusKm * 1000) / metresPerPixel;
  for (const { x, y, mark } of at) {
    const around = mark ? mark.radius + 5 : 14;
    if (rings.length) {
      drawRings(context, rings, view, x, colour);
      continue;
    }
    strokeRing(context, x, y, around, 2.5, colour);
    if (radius > around) fillRing(context, x, y, radius, colour);
  }
}

function fillRing(context, x, y, radius, colour) {
  context.globalAlpha = 0.1;
  context.beginPath();
  context.arc(x, y, radius, 0, Math.PI * 2);
  context.fillStyle = colour;
  context.fill();
  context.globalAlpha = 1;
  strokeRing(context, x, y, radius, 1.5, colour, [5, 4]);
}

function drawRings(context, rings, view, near, colour) {
  context.beginPath();
  for (const { lon, lat } of rings) {
    // Each ring is drawn in the copy of the world that lies nearest to the place.
    const middle = lon.reduce((sum, value) => sum + value, 0) / lon.length;
    const shift = view.world * Math.round((near - screenX(middle, view)) / view.world);
    for (let i = 0; i < lon.length; i++) {
      const x = screenX(lon[i], view) + shift;
      const y = screenY(lat[i], view);
      if (i) context.lineTo(x, y);
      else context.moveTo(x, y);
    }
    context.closePath();
  }
  context.globalAlpha = 0.1;
  context.fillStyle = colour;
  context.fill("evenodd");
  context.globalAlpha = 1;
  context.strokeStyle = colour;
  context.lineWidth = 1.5;
  context.setLineDash([5, 4]);
  context.stroke();
  context.setLineDash([]);
}

const screenX = (lon, view) => ((lon + 180) / 360) * view.world - view.origin.x;

function screenY(lat, view) {
  const radians = (Math.max(-85, Math.min(85, lat)) * Math.PI) / 180;
  return (0.5 - Math.log(Math.tan(Math.PI / 4 + radians / 2)) / (2 * Math.PI)) * view.world - view.origin.y;
}
