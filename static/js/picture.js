// The present view as a PNG, at twice the screen's resolution: map, legend, what is filtered, the days, the sources.

import { drawFoot, drawHead, drawLegend, drawScale, FOOT_PX, HEAD_PX } from "./picture-parts.js";

const RATIO = 2;
const TILES_MS = 6000; // longer than this nobody waits; what is there by then is drawn

/**
 * Draws the view.
 * `texts` are {title, count, filters, sources}, `legend` is what describeLegend (map-legend.js) answers.
 * Resolves to a canvas.
 */
export async function drawPicture({ map, basemap, layer, frame, mode, colours, texts, legend }) {
  const { x: width, y: height } = map.getSize();
  const canvas = document.createElement("canvas");
  canvas.width = width * RATIO;
  canvas.height = (height + HEAD_PX + FOOT_PX) * RATIO;
  const context = canvas.getContext("2d");
  context.scale(RATIO, RATIO);
  drawHead(context, width, texts, colours);
  context.save();
  context.translate(0, HEAD_PX);
  context.beginPath();
  context.rect(0, 0, width, height);
  context.clip();
  const twin = makeTwin(map, basemap, layer, colours);
  try {
    await twin.ready;
    drawTwin(context, twin, width, height, colours);
    twin.layer.show(frame, colours, mode, false);
    twin.layer.drawNow();
    context.drawImage(twin.layer.canvas, 0, 0, width, height);
    const names = twin.box.querySelector(".labels-canvas");
    if (names?.width) context.drawImage(names, 0, 0, width, height);
  } finally {
    twin.remove();
  }
  drawLegend(context, legend, { x: 12, bottom: height - 12 }, colours);
  drawScale(context, map, { x: width - 12, y: height - 12 }, colours);
  context.restore();
  context.save();
  context.translate(0, HEAD_PX + height);
  drawFoot(context, width, texts, colours);
  context.restore();
  return canvas;
}

/** The same map once more, out of sight, with its layers at the picture's resolution. */
function makeTwin(map, basemap, layer, colours) {
  const { x, y } = map.getSize();
  const box = document.createElement("div");
  box.className = "picture-twin";
  box.setAttribute("aria-hidden", "true");
  box.inert = true;
  document.body.append(box);
  box.style.width = `${x}px`;
  box.style.height = `${y}px`;
  const options = { zoomControl: false, attributionControl: false, fadeAnimation: false, zoomAnimation: false, keyboard: false };
  const twin = globalThis.L.map(box, { ...options, minZoom: map.getMinZoom(), maxZoom: map.getMaxZoom() });
  twin.setView(map.getCenter(), map.getZoom(), { animate: false });
  const ground = basemap.makeTwin(RATIO);
  const marks = new layer.constructor({ ...layer.options, ratio: RATIO });
  marks.setEvents(layer.events, layer.legend, layer.areas);
  ground.paint(colours);
  ground.addTo(twin);
  marks.addTo(twin);
  ground.avoid(marks);
  const remove = () => {
    twin.remove();
    box.remove();
  };
  const late = new Promise((done) => setTimeout(done, TILES_MS));
  return { box, layer: marks, remove, ready: Promise.race([ground.drawn(), late]) };
}

/** The ground's canvases where the browser has placed them. */
function drawTwin(context, { box }, width, height, colours) {
  context.fillStyle = colours.water;
  context.fillRect(0, 0, width, height);
  const { left, top } = box.getBoundingClientRect();
  for (const sheet of box.querySelectorAll("canvas:not(.events-canvas, .labels-canvas)")) {
    const at = sheet.getBoundingClientRect();
    if (sheet.width && sheet.height) context.drawImage(sheet, at.left - left, at.top - top, at.width, at.height);
  }
}

/** Saves a canvas as a PNG file. */
export async function savePicture(canvas, name) {
  const blob = await new Promise((done) => canvas.toBlob(done, "image/png"));
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}
