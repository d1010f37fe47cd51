// Which names the map shows, and where: none lies over another, and none under a mark of the events. A name that a mark
// would cover moves aside a little; where it finds no room it is left out.

export const LINE_PX = 14;
const LINE_CHARS = 15; // longer names of countries and regions go on a second line
const GAP_PX = 3;

/** What is shown of each kind at which zooms, the most important first; `dot` puts the name beside a dot. */
const KINDS = new Map(
  Object.entries({
    country: { from: 2, to: 6, wraps: true, moves: true, font: (zoom) => `600 ${zoom < 4 ? 11 : 13}px`, ink: "label" },
    capital: { from: 3, dot: true, font: () => "600 11.5px", ink: "labelTown" },
    seat: { from: 4, dot: true, font: () => "500 11.5px", ink: "labelTown" },
    town: { from: 4, dot: true, font: () => "400 11.5px", ink: "labelTown" },
    region: { from: 6, to: 9, wraps: true, moves: true, font: () => "500 11px", ink: "labelFaint" },
    water: { from: 2, wraps: true, font: () => "italic 400 11px", ink: "labelWater" },
  }).map(([kind, look], order) => [kind, { to: Infinity, order, ...look }]),
);
const ASIDE = [0, -1.2, 1.2]; // lines up or down that a name may move: further off it would name another country

/**
 * The labels of a data tile: {name, lines, kind, rank, from, x, y}, `from` the zoom from which it shows, x and y on
 * a world from 0 to 1.
 * `features` are those of its layer "labels", their points in pixels of a tile of `size`.
 */
export function readLabels(features, { z, x, y }, size) {
  const labels = [];
  for (const { geom, props } of features) {
    const [[point]] = geom;
    if (!KINDS.has(props.kind) || point.x < 0 || point.x >= size || point.y < 0 || point.y >= size) continue; // the next tile has it
    const { kind, name, rank, zoom: from = 0 } = props;
    const lines = KINDS.get(kind).wraps ? wrap(name) : [name];
    labels.push({ name, lines, kind, rank, from, x: (x + point.x / size) / 2 ** z, y: (y + point.y / size) / 2 ** z });
  }
  return labels;
}

function wrap(name) {
  const lines = [];
  for (const word of name.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < LINE_CHARS) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** The labels that a zoom shows, the most important first. */
export function sortLabels(labels, zoom) {
  const fits = ({ kind, from }) => zoom >= Math.max(from, KINDS.get(kind).from) && zoom <= KINDS.get(kind).to;
  return labels.filter(fits).sort((a, b) => KINDS.get(a.kind).order - KINDS.get(b.kind).order || a.rank - b.rank);
}

/** The font of a kind at a zoom, and the name of its colour (theme.js). */
export function lookOf(kind, zoom) {
  const { font, ink, dot } = KINDS.get(kind);
  return { font: font(zoom), ink, dot: Boolean(dot) };
}

/**
 * Places labels on the screen.
 * `spots` are {label, width, x, y} in pixels, sorted; `marks` are discs {x, y, radius} that stay free.
 * Answers those that found room: {label, x, y, point}, x and y of the first line's middle - of a name beside a dot, of
 * its left end; `point` is where its dot goes, null where it has none or a mark stands there.
 */
export function arrange(spots, marks) {
  const placed = [];
  const boxes = [];
  const isFree = (box) => !boxes.some((other) => meet(box, other)) && !marks.some((mark) => covers(mark, box));
  for (const spot of spots) {
    const found = candidates(spot, marks).find(({ box }) => isFree(box));
    if (!found) continue;
    boxes.push(found.box);
    placed.push({ label: spot.label, x: found.x, y: found.y, point: found.point });
  }
  return placed;
}

/** Where a label may be, the best place first: {x, y, point, box}. */
function candidates({ label, width, x, y }, marks) {
  const { dot, moves } = KINDS.get(label.kind);
  const height = label.lines.length * LINE_PX;
  if (dot) {
    const over = marks.find((mark) => (mark.x - x) ** 2 + (mark.y - y) ** 2 < (mark.radius + 4) ** 2);
    const gap = over ? over.radius + GAP_PX + 2 : 6;
    const centre = over ?? { x, y };
    const at = (left) => ({ x: left, y: centre.y, point: over ? null : { x, y }, box: { left: left - 1, right: left + width, top: centre.y - 7, bottom: centre.y + 7 } });
    return [at(centre.x + gap), at(centre.x - gap - width)];
  }
  return (moves ? ASIDE : [0]).map((lines) => {
    const top = y + lines * LINE_PX - height / 2;
    return { x, y: top + LINE_PX / 2, point: null, box: { left: x - width / 2, right: x + width / 2, top, bottom: top + height } };
  });
}

const meet = (a, b) => a.left - GAP_PX < b.right && b.left - GAP_PX < a.right && a.top < b.bottom && b.top < a.bottom;

/** Whether a disc touches a box. */
function covers({ x, y, radius }, { left, right, top, bottom }) {
  const dx = x - Math.max(left, Math.min(x, right));
  const dy = y - Math.max(top, Math.min(y, bottom));
  return dx * dx + dy * dy < (radius + GAP_PX) ** 2;
}
