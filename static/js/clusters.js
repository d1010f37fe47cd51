// Places that lie too close together on screen share one mark. A mark stands at a place that has an event in the frame,
// never in the middle of nowhere and never at a place whose events are filtered out. Of several such places the one with
// the most events of all days leads, so marks move little during playback.

/** Pixels of the whole world's edge at a zoom. */
export const worldSize = (zoom) => 256 * 2 ** zoom;

/** The places with events, those with the most first; `totals` are their events of all days. */
export function rankPlaces(totals) {
  const order = Array.from(totals.keys()).filter((place) => totals[place] > 0);
  return Uint32Array.from(order.sort((a, b) => totals[b] - totals[a] || a - b));
}

/**
 * Joins places within `radius` pixels of one that ranks before them, of those alone that `shown` counts events for.
 * Returns for each place the number of the place that leads its cluster, -1 where it has no event to show.
 */
export function assignClusters(events, ranked, shown, zoom, radius) {
  const scale = worldSize(zoom) / 2 ** 32;
  const columns = Math.ceil(worldSize(zoom) / radius) + 2;
  const leader = new Int32Array(events.placeCount).fill(-1);
  const cells = new Map();
  for (const place of ranked) {
    if (!shown[place]) continue;
    const x = events.place_x[place] * scale;
    const y = events.place_y[place] * scale;
    const column = Math.floor(x / radius);
    const line = Math.floor(y / radius);
    leader[place] = findLeader(cells, columns, column, line, x, y, radius) ?? place;
    if (leader[place] === place) {
      const key = line * columns + column;
      if (!cells.has(key)) cells.set(key, []);
      cells.get(key).push({ place, x, y });
    }
  }
  return leader;
}

function findLeader(cells, columns, column, line, x, y, radius) {
  let best = null;
  let nearest = radius * radius;
  for (let i = column - 1; i <= column + 1; i++) {
    for (let j = line - 1; j <= line + 1; j++) {
      for (const other of cells.get(j * columns + i) ?? []) {
        const distance = (other.x - x) ** 2 + (other.y - y) ** 2;
        if (distance < nearest) {
          nearest = distance;
          best = other.place;
        }
      }
    }
  }
  return best;
}

/** How many events each place has over all time; what places are ranked by. */
export function countPerPlace(events) {
  const totals = new Uint32Array(events.placeCount);
  for (let row = 0; row < events.rows; row++) if (events.place[row] !== events.noPlace) totals[events.place[row]]++;
  return totals;
}

/** The marks of a frame: one per cluster that has an event in the window. */
export function gatherMarks(frame, leader, groupCount) {
  const marks = new Map();
  for (let place = 0; place < leader.length; place++) {
    const count = frame.total[place];
    if (!count) continue;
    let mark = marks.get(leader[place]);
    if (!mark) {
      mark = { place: leader[place], count: 0, solid: 0, groups: new Uint32Array(groupCount), places: [], row: -1 };
      marks.set(leader[place], mark);
    }
    mark.count += count;
    mark.solid += frame.solid[place];
    mark.places.push(place);
    mark.row = frame.sole[place];
    for (let group = 0; group < groupCount; group++) mark.groups[group] += frame.byGroup[place * groupCount + group];
  }
  return [...marks.values()].sort((a, b) => b.count - a.count || a.place - b.place);
}
