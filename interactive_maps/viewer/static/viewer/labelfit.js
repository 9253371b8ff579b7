// The fit of labels: from which zoom a name fits into its room.

/** @import { ExpressionSpecification } from "maplibre-gl" */
/** @import { Cover, Rings } from "../../types" */

const EQUATOR = 40_075_016.7; // metres
const WORLD = 512; // pixels of the world at zoom 0
const TEXT_HEIGHT = 11.5; // pixels, approximately
const LETTER_WIDTH = 0.52; // in heights of the text
const LINE_HEIGHT = 1.15;
const LETTERS_PER_LINE = 13;
const [FIRST_ZOOM, LAST_ZOOM] = [16, 22];
const HALF_STEP = 0.25; // texts are chosen at whole zooms and shown until the next

/**
 * Return the text of a label layer: at each zoom the first of `choices` ("name", "short") that fits.
 * @param {("name" | "short")[]} choices
 * @returns {ExpressionSpecification}
 */
export function chooseText(choices) {
  const choose = (/** @type {number} */ zoom) => [
    "case",
    ...choices.flatMap((name) => [
      ["<=", ["get", `${name}From`], zoom],
      ["get", name],
    ]),
    "",
  ];
  const steps = [17, 18, 19, 20, 21, LAST_ZOOM].flatMap((zoom) => [zoom, choose(zoom)]);
  return /** @type {ExpressionSpecification} */ (["step", ["zoom"], choose(FIRST_ZOOM), ...steps]);
}

/**
 * Return the whole zoom from which `text` fits into a free space in metres; LAST_ZOOM if it never does. With an icon
 * (`hasIcon`), that is in the middle, and the text below it.
 * @param {string} text
 * @param {{width: number, height: number}} free
 * @param {number} latitude
 * @param {boolean} [hasIcon]
 */
export function findZoom(text, { width, height }, latitude, hasIcon = false) {
  const lines = text.split("\n").flatMap(wrap);
  const across = (Math.max(...lines.map((line) => line.length)) * LETTER_WIDTH) / width;
  const rows = hasIcon ? 2 * (lines.length + 1) : lines.length; // the space is as high above the middle as below
  const down = (rows * LINE_HEIGHT) / height;
  const metre = WORLD / EQUATOR / Math.cos((latitude * Math.PI) / 180); // in pixels, at zoom 0
  const zoom = Math.ceil(Math.log2((TEXT_HEIGHT * Math.max(across, down)) / metre) - HALF_STEP);
  return Math.min(LAST_ZOOM, Math.max(FIRST_ZOOM, zoom));
}

/** @param {string} text */
function wrap(text) {
  /** @type {string[]} */
  const lines = [];
  for (const word of text.split(" ")) {
    if (lines.length && `${lines.at(-1)} ${word}`.length <= LETTERS_PER_LINE) lines.push(`${lines.pop()} ${word}`);
    else lines.push(word);
  }
  return lines;
}

/**
 * Return the size in metres of the largest box around a position inside the polygons; null if it is outside.
 * @param {number[]} position
 * @param {Rings[]} polygons
 */
export function measureAround([x, y], polygons) {
  const degree = EQUATOR / 360;
  const width = 2 * findGap(polygons, 0, x, y) * degree * Math.cos((y * Math.PI) / 180);
  const height = 2 * findGap(polygons, 1, y, x) * degree;
  return width < Infinity && height < Infinity ? { width, height } : null;
}

/**
 * Return the distance in degrees to the nearer side along an axis (0: east and west, 1: north and south).
 * @param {Rings[]} polygons
 * @param {0 | 1} axis
 * @param {number} middle the position on this axis
 * @param {number} across the position on the other axis
 */
function findGap(polygons, axis, middle, across) {
  const sides = [Infinity, Infinity];
  for (const ring of polygons.flat()) {
    for (let index = 1; index < ring.length; index += 1) {
      const [a, b] = [ring[index - 1], ring[index]];
      if (a[1 - axis] > across === b[1 - axis] > across) continue;
      const away = a[axis] + ((across - a[1 - axis]) / (b[1 - axis] - a[1 - axis])) * (b[axis] - a[axis]) - middle;
      const side = away < 0 ? 0 : 1;
      sides[side] = Math.min(sides[side], Math.abs(away));
    }
  }
  return sides[0] < Infinity && sides[1] < Infinity ? Math.min(...sides) : Infinity;
}

/**
 * Return on which side of a mark panels leave room for a text: right of it, left of it, or else below.
 * @param {number} x of the mark
 * @param {number} room pixels from its middle to the end of the text
 * @param {number} width of the screen
 * @param {Cover} cover
 */
export function chooseSide(x, room, width, { left = 0, right = 0 }) {
  if (x + room <= width - right) return "right";
  return x - room >= left ? "left" : "below";
}
