// Starts the page: loads the events and hands them over, or says what went wrong.

import { readColumns } from "./columns.js";
import { byId } from "./dom.js";
import { FarEvents } from "./far-events.js";
import { Far } from "./far-frames.js";
import { paintCells } from "./first-paint.js";
import { Legend } from "./legend.js";
import { Page } from "./page.js";
import { InlineSource, ServerSource } from "./source.js";
import { strings } from "./strings.js";
import { readColours, watchTheme } from "./theme.js";

/** Starts the page on the map and layers that Folium's skeleton made. */
export async function startPage({ map, basemap, events: layer }) {
  const inline = byId("events-data");
  const source = inline ? new InlineSource(inline) : new ServerSource(document.body.dataset.base);
  let page = null;
  basemap.avoid(layer);
  try {
    globalThis.dateline = { layer };
    const parts = inline || !isFar(document.body.dataset) ? await loadNear(source, map, layer) : await loadFar(source);
    page = new Page({ map, basemap, layer, source, ...parts });
    parts.far?.bind(page);
    globalThis.dateline = page; // for a look from the browser's console
    await page.start();
    if (!page.events.rows) showMessage(strings.emptyStoreTitle, strings.emptyStoreHint, "", null);
  } catch (error) {
    if (!page) watchTheme(() => basemap.paint(readColours()));
    document.body.classList.add("failed"); // what cannot be used without events is not shown
    showMessage(strings.loadFailed, asSentence(error.message), strings.retry, () => location.reload());
  } finally {
    document.body.classList.remove("loading");
  }
}

const FAR_ROWS = 2000000; // more than these stay on the server

const BIG_ROWS = 200000; // while more than these load, the cells of a grid are shown

const isFar = ({ rows }) => Number(rows) > FAR_ROWS;

/** All events, in the page. */
async function loadNear(source, map, layer) {
  const loading = source.loadEvents();
  const legend = new Legend(await source.loadLegend());
  let loaded = false;
  if (Number(document.body.dataset.rows) > BIG_ROWS && !location.search) {
    paintCells({ map, layer, source, legend, isLate: () => loaded }).catch(() => {}); // the events themselves are on their way
  }
  const buffer = await loading;
  loaded = true;
  const events = readColumns(buffer);
  source.generation = events.header.generation;
  return { buffer, events, legend };
}

/** What stands in for events that stay on the server. */
async function loadFar(source) {
  const { rows, undated, first, last } = document.body.dataset;
  const events = new FarEvents({ rows: Number(rows), undated: Number(undated), first: Number(first), last: Number(last) });
  const legend = new Legend(await source.loadLegend());
  return { events, legend, far: new Far(events, source, legend) };
}

/** An error's words as a sentence of their own. */
const asSentence = (text) => `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? "" : "."}`;

function showMessage(title, text, action, run) {
  byId("message-title").textContent = title;
  byId("message-text").textContent = text;
  const button = byId("message-action");
  button.textContent = action;
  button.onclick = run;
  button.hidden = !action;
  byId("message").hidden = false;
}
