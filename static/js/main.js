// Starts the page: loads the events and hands them over, or says what went wrong.

import { readColumns } from "./columns.js";
import { byId } from "./dom.js";
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
  try {
    const [buffer, legend] = await Promise.all([source.loadEvents(), source.loadLegend()]);
    const events = readColumns(buffer);
    source.generation = events.header.generation;
    page = new Page({ map, basemap, layer, source, buffer, events, legend: new Legend(legend) });
    globalThis.dateline = page; // for a look from the browser's console
    await page.start();
    if (!events.rows) showMessage(strings.emptyStoreTitle, strings.emptyStoreHint, "", null);
  } catch (error) {
    if (!page) watchTheme(() => basemap.paint(readColours()));
    showMessage(strings.loadFailed, error.message, strings.retry, () => location.reload());
  } finally {
    document.body.classList.remove("loading");
  }
}

function showMessage(title, text, action, run) {
  byId("message-title").textContent = title;
  byId("message-text").textContent = text;
  const button = byId("message-action");
  button.textContent = action;
  button.onclick = run;
  button.hidden = !action;
  byId("message").hidden = false;
}
