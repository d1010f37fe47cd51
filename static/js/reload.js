// The store's events as they are now, put in the place of those on the page: after a decision, or when news was added.

import { Areas } from "./areas.js";
import { readColumns } from "./columns.js";
import { Filter } from "./filter.js";
import { FrameMaker } from "./frame.js";
import { makePasses } from "./passes.js";
import { mainPeriod } from "./period.js";

/**
 * Loads the events anew. The reader's choice, the map's view and the opened event stay. One loading waits for the one
 * before it, so that what is older never comes last.
 */
export function reloadEvents(page) {
  const run = () => reloadOnce(page);
  page.reloading = (page.reloading ?? Promise.resolve()).then(run, run);
  return page.track(page.reloading);
}

async function reloadOnce(page) {
  const { events, legend, source, store, views, extent } = page;
  if (events.isFar) {
    page.far.refresh();
    return;
  }
  const buffer = await source.loadEvents();
  const fresh = readColumns(buffer);
  if (fresh.header.generation === source.generation) return;
  const { first, last } = store.state;
  const wasWhole = first <= extent.first && last >= extent.last;

  // The objects that the parts of the page hold stay the same ones; what is in them changes.
  Object.assign(events, fresh);
  Object.assign(extent, fresh.extent() ?? { first: 0, last: 0 });
  Object.assign(page.filter, new Filter(events));
  Object.assign(page.frames, new FrameMaker(events, legend));
  Object.assign(views.areas, new Areas(events, views.areas.load, views.areas.onReady));
  source.generation = fresh.header.generation;
  page.buffer = buffer;
  page.main = page.controls.main = mainPeriod(events, extent);
  page.timebar.range = mainPeriod(events, extent);
  views.legend.groupOf = page.frames.groupOf;
  page.layer.setEvents(events, legend, views.areas);
  page.layer.setFocus(null);
  page.passes.close();
  page.passes = makePasses(events, page.frames.groupOf, buffer, source.workerUrl);
  page.list.forget();
  page.selection.forgetSpot(); // places are numbered anew
  if (wasWhole) store.change({ first: extent.first, last: extent.last });
  await page.applyFilter(true);
  if (store.state.event) await page.selection.show(store.state.event);
}
