// Places that lie too close together on screen share one mark. Which places belong together depends on the zoom and on
// all events, not on the window, so marks stay where they are during playback and only their counts change. A mark
// stands at the place with the most events of its cluster: always a real place, never the middle of nowhere.

/** Pixels of the whole world's edge at a zoom. */
export const worldSize = (zoom) => 256 * 2 ** zoom;

/**
 * Joins places within `radius` pixels of a bigger one.
 * Returns for each place the number of the place that leads its cluster.
 */
export function assignClusters(events, totals, zoom, radius) {
  const scale = worldSize(zoom) / 2 ** 32;
  const leader = new Int32Array(events.placeCount).fill(-1);
  const order = Array.from(totals.keys()).filter((place) => totals[place] > 0);
  order.sort((a, b) => totals[b] - totals[a] || a - b);
  const cells = new Map();
  for (const place of order) {
    const x = events.place_x[place] * scale;
    const y = events.place_y[place] * scale;
    const column = Math.floor(x / radius);
    const line = Math.floor(y / radius);
    leader[place] = findLeader(cells, column, line, x, y, radius) ?? place;
    if (leader[place] === place) {
      const key = `${column},${line}`;
      if (!cells.has(key)) cells.set(key, []);
      cells.get(key).push({ place, x, y });
    }
  }
  return leader;
}

function findLeader(cells, column, line, x, y, radius) {
  let best = null;
  let nearest = radius * radius;
  for (let i = column - 1; i <= column + 1; i++) {
    for (let j = line - 1; j <= line + 1; j++) {
      for (const other of cells.get(`${i},${j}`) ?? []) {
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

/** How many events each place has over all time; what clusters are built on. */
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
