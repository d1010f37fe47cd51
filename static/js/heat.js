// Density: each place adds a soft spot as strong as its count, and the sum is coloured from faint to full.

const SPOT_PX = 34;
const SCALE = 0.5; // drawn at half size: the picture is blurred anyway

let spot = null;

function makeSpot() {
  const size = SPOT_PX * 2 * SCALE;
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = size;
  const context = canvas.getContext("2d");
  const gradient = context.createRadialGradient(size / 2, size / 2, 0, size / 2, size / 2, size / 2);
  gradient.addColorStop(0, "rgba(0,0,0,1)");
  gradient.addColorStop(1, "rgba(0,0,0,0)");
  context.fillStyle = gradient;
  context.fillRect(0, 0, size, size);
  return canvas;
}

/** Draws points ({x, y, count}) as heat over a canvas of width by height CSS pixels. */
export function drawHeat(context, points, width, height, colours) {
  spot ??= makeSpot();
  const layer = document.createElement("canvas");
  layer.width = Math.max(1, Math.round(width * SCALE));
  layer.height = Math.max(1, Math.round(height * SCALE));
  const sheet = layer.getContext("2d", { willReadFrequently: true });
  const top = points.reduce((most, point) => Math.max(most, point.count), 1);
  for (const { x, y, count } of points) {
    sheet.globalAlpha = 0.12 + 0.6 * (Math.log1p(count) / Math.log1p(top));
    sheet.drawImage(spot, (x - SPOT_PX) * SCALE, (y - SPOT_PX) * SCALE);
  }
  const image = sheet.getImageData(0, 0, layer.width, layer.height);
  const ramp = makeRamp(colours.heat);
  for (let i = 0; i < image.data.length; i += 4) {
    const alpha = image.data[i + 3];
    if (!alpha) continue;
    image.data[i] = ramp[alpha * 3];
    image.data[i + 1] = ramp[alpha * 3 + 1];
    image.data[i + 2] = ramp[alpha * 3 + 2];
    image.data[i + 3] = Math.min(215, 40 + alpha);
  }
  sheet.putImageData(image, 0, 0);
  context.drawImage(layer, 0, 0, width, height);
}

/** 256 colours between the given stops ("#rrggbb"), as bytes. */
function makeRamp(stops) {
  const colours = stops.map((stop) => [1, 3, 5].map((at) => parseInt(stop.slice(at, at + 2), 16)));
  const ramp = new Uint8Array(256 * 3);
  for (let i = 0; i < 256; i++) {
    const position = (i / 255) * (colours.length - 1);
    const low = Math.min(Math.floor(position), colours.length - 2);
    for (let c = 0; c < 3; c++) {
      ramp[i * 3 + c] = colours[low][c] + (colours[low + 1][c] - colours[low][c]) * (position - low);
    }
  }
  return ramp;
}
