// From which zoom on a name fits into its room.

const EQUATOR = 40_075_016.7; // metres
const TILE = 512; // pixels of the world at zoom 0
const TEXT = 11.5; // height of names in pixels, about
const LETTER = 0.52; // width of a letter, in heights of the text
const LINE = 1.15;
const LONGEST_LINE = 13; // letters
const [FIRST, LAST] = [16, 22];
const MIDDLE = 0.25; // texts are chosen for whole zooms, and shown up to the next

/** Return the text of a layer of names: at each zoom the first of `choices` ("name", "short") that fits. */
export function chooseText(choices) {
  const pick = (zoom) => ["case", ...choices.flatMap((name) => [["<=", ["get", `${name}From`], zoom], ["get", name]]), ""];
  return ["step", ["zoom"], pick(FIRST), ...[17, 18, 19, 20, 21, LAST].flatMap((zoom) => [zoom, pick(zoom)])];
}

/** Return the whole zoom from which `text` fits into `free`, LAST if none before. */
export function findZoom(text, { width, height }, latitude) {
  const lines = text.split("\n").flatMap(wrap);
  const across = (Math.max(...lines.map((line) => line.length)) * LETTER) / width;
  const down = (lines.length * LINE) / height;
  const metre = TILE / EQUATOR / Math.cos((latitude * Math.PI) / 180); // in pixels, at zoom 0
  return Math.min(LAST, Math.max(FIRST, Math.ceil(Math.log2((TEXT * Math.max(across, down)) / metre) - MIDDLE)));
}

function wrap(text) {
  const lines = [];
  for (const word of text.split(" ")) {
    if (lines.length && `${lines.at(-1)} ${word}`.length <= LONGEST_LINE) lines.push(`${lines.pop()} ${word}`);
    else lines.push(word);
  }
  return lines;
}

/** Return how wide and high something may be that has its middle at a position, in metres; null if that is outside. */
export function measureAround([x, y], polygons) {
  const degree = EQUATOR / 360;
  const width = 2 * findGap(polygons, 0, x, y) * degree * Math.cos((y * Math.PI) / 180);
  const height = 2 * findGap(polygons, 1, y, x) * degree;
  return width < Infinity && height < Infinity ? { width, height } : null;
}

// How far the nearer side is along an axis (0: east and west) from `middle`, at `across` of the other axis.
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
