// The pointer on the map: a label over the mark under it, and what a click on it opens.

import { formatRange } from "./days.js";
import { el, formatCount } from "./dom.js";
import { strings } from "./strings.js";

const MARGIN_PX = 40; // how far an opened event stays from the edge

/**
 * Binds the map's pointer.
 * `onSpot` gets the places of a mark with several events, `onEvent` the row of a single one, `onHover` a set of places,
 * `onArea` the code of a coloured country or region.
 */
export function bindPointer(map, layer, { onSpot, onEvent, onHover, onArea }) {
  const label = el("div", { class: "map-label", "aria-hidden": "true", hidden: true });
  map.getContainer().append(label);
  let over = null;

  const leave = () => {
    layer.setArea(null);
    if (!over) return;
    over = null;
    label.hidden = true;
    map.getContainer().classList.remove("on-mark");
    onHover(new Set());
  };
  const show = (text, x, y) => {
    map.getContainer().classList.add("on-mark");
    label.hidden = false;
    label.textContent = text;
    label.style.transform = `translate(${Math.round(x)}px, ${Math.round(y)}px)`;
  };
  const enterArea = (area, { x, y }) => {
    over = area;
    layer.setArea(area.code);
    show(`${layer.areas.name(area.code)} · ${formatCount(area.count)} ${strings.events(area.count)}`, x, y - 12);
  };
  map.on("mousemove", (event) => {
    const area = layer.areaAt(event.containerPoint);
    if (area) return enterArea(area, event.containerPoint);
    const mark = layer.markAt(event.containerPoint);
    if (!mark || !mark.places.length) return leave();
    if (over?.place !== mark.place) onHover(new Set(mark.places));
    over = mark;
    return show(describe(mark, layer), mark.x, mark.y - mark.radius - 8);
  });
  map.on("mouseout movestart zoomstart", leave);
  map.on("click", (event) => {
    const area = layer.areaAt(event.containerPoint);
    if (area) return onArea(area.code);
    const mark = layer.markAt(event.containerPoint, 8);
    if (!mark || !mark.places.length) return onSpot(null);
    leave();
    if (mark.count === 1 && !layer.events.isFar) return onEvent(mark.row);
    if (mark.places.length > 1 && map.getZoom() < map.getMaxZoom() && spread(map, layer, mark)) return undefined;
    return onSpot(mark.places);
  });
}

/** Zooms in on a mark's places; false where they are too close to be told apart even then. */
function spread(map, layer, mark) {
  const points = mark.places.map((place) => {
    const { lon, lat } = layer.events.lonLat(place);
    return globalThis.L.latLng(lat, lon);
  });
  const bounds = globalThis.L.latLngBounds(points);
  const zoom = Math.min(map.getBoundsZoom(bounds.pad(0.3)), map.getMaxZoom());
  if (zoom <= map.getZoom()) {
    if (bounds.getNorthEast().distanceTo(bounds.getSouthWest()) < 2000) return false;
    map.setView(bounds.getCenter(), map.getZoom() + 1);
    return true;
  }
  map.setView(bounds.getCenter(), zoom);
  return true;
}

function describe(mark, layer) {
  const { events, legend } = layer;
  const name = strings.spotTitle(events.placeName(mark.place), mark.places.length);
  if (mark.count > 1 || events.isFar) return `${name} · ${formatCount(mark.count)} ${strings.events(mark.count)}`;
  const { row } = mark;
  const days = formatRange(events.start[row], events.start[row] + events.days[row]);
  return `${name} · ${legend.label(events.header.types[events.type[row]])} · ${days}`;
}

/** Fits the map to all places that `totals` counts events for. */
export function fitPlaces(map, events, totals) {
  const places = [...totals.keys()].filter((place) => totals[place]);
  if (!places.length) return;
  const points = places.map((place) => events.lonLat(place));
  const bounds = globalThis.L.latLngBounds(points.map(({ lon, lat }) => [lat, lon]));
  map.fitBounds(bounds, { padding: [48, 48], maxZoom: 6, animate: false });
}

/** Moves the map where a place is off screen or under a panel (`cover`: its width from the right, height from below). */
export function bringIntoView(map, { lon, lat }, cover) {
  const copy = lon + 360 * Math.round((map.getCenter().lng - lon) / 360); // the world's copy that is on screen
  const point = map.latLngToContainerPoint([lat, copy]);
  const { x: width, y: height } = map.getSize();
  const right = width - cover.width - MARGIN_PX;
  const bottom = height - cover.height - MARGIN_PX;
  if (point.x > MARGIN_PX && point.x < right && point.y > MARGIN_PX && point.y < bottom) return;
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  map.panBy([point.x - (right + MARGIN_PX) / 2, point.y - (bottom + MARGIN_PX) / 2], { animate: !still });
}
