// The first picture of many events: cells of a grid, some kilobytes, until the events themselves have come.

import { unpack } from "./columns.js";
import { FarEvents } from "./far-events.js";
import { countCells } from "./far-counts.js";
import { fitPlaces } from "./pointer.js";
import { isDark, readColours } from "./theme.js";

const CELLS = { zoom: 2, cell: 32 };

/** Draws the cells of all events on the whole map, unless `isLate()` tells that the events were faster. */
export async function paintCells({ map, layer, source, legend, isLate }) {
  const { header, columns } = unpack(await source.loadGrid("placed=any", CELLS));
  if (isLate()) return;
  const cells = new FarEvents({ rows: header.events, undated: 0, first: 0, last: 0 });
  cells.setCells(header, columns);
  legend.applyTheme(isDark());
  layer.setEvents(cells, legend, null);
  fitPlaces(map, cells, cells.totals);
  layer.show(countCells(cells, legend), readColours(), "points", false);
}
