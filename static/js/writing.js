// What a reader can change, put together: decisions on the opened event, and added news. Nothing of it is there on a
// read-only server, in an embedded page, or in a map saved to disk.

import { AddNews } from "./add.js";
import { Correction } from "./correct.js";
import { Desk } from "./desk.js";
import { el } from "./dom.js";
import { fromISO } from "./days.js";
import { reloadEvents } from "./reload.js";
import { Review } from "./review.js";
import { strings } from "./strings.js";

/** Offers what the server takes; resolves once that is known. */
export async function startWriting(page) {
  const { source, store, map, legend, selection } = page;
  if (source.base === undefined || store.state.embed) return;
  const desk = new Desk(source.base);
  if (!(await desk.open())) return;
  const { reader } = selection;
  const reload = () => reloadEvents(page).catch((error) => showNotice(`${strings.desk.reloadFailed}: ${error.message}`));

  const onKept = (detail) => {
    if (store.state.event === detail.id) reader.show({ ...reader.shown, ...detail }, true);
    return reload();
  };
  const correction = new Correction({ desk, legend, map, load: (id) => source.loadDetail(id), onKept });
  const review = new Review({ desk, onCorrect: (detail) => correction.open(detail), onKept, onStale: reload });
  reader.onDetail = (detail) => review.show(detail);
  review.show(reader.shown);

  const news = new AddNews({
    desk,
    legend,
    onRead: reload,
    onOpen: (id) => store.change({ event: id }),
    onShow: (events) => showAll(page, events),
  });
  page.writing = { desk, correction, review, news };
}

/** Shows some events whatever was filtered: the days that they live in, and the places where they were. */
function showAll({ store, map, extent }, events) {
  store.clear();
  const days = events.flatMap(({ start, end }) => [fromISO(start ?? end), fromISO(end ?? start)]).filter((day) => day !== null);
  if (days.length) {
    const first = Math.max(extent.first, Math.min(store.state.first, ...days));
    store.change({ first, last: Math.min(extent.last, Math.max(store.state.last, ...days)) });
  }
  const points = events.filter(({ lon }) => lon !== null).map(({ lon, lat }) => [lat, lon]);
  if (points.length) map.fitBounds(globalThis.L.latLngBounds(points), { padding: [64, 64], maxZoom: 8, animate: false });
}

/** A short word at the foot of the page. */
function showNotice(text) {
  const toast = document.getElementById("toast") ?? document.body.appendChild(el("p", { id: "toast", class: "toast", role: "status" }));
  toast.textContent = text;
  toast.classList.add("on");
  setTimeout(() => toast.classList.remove("on"), 4000);
}
