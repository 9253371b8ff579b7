// Polygon tracing: the outlines of areas in a grid, simplified.

/** @import { Grid } from "./roomareas.js" */
/** @import { Ring, Rings } from "../../types" */

/** @typedef {Map<number, number[]>} Edges corners that edges lead to, by the corner that they start from */

const TOLERANCE = 2.4; // cells that a simplified outline may deviate

/**
 * Return polygons in degrees around the cells that share a key.
 * @param {Grid} grid
 * @param {(area: number) => number} getKey the key of an area's cells, 0 for none
 * @returns {Map<number, Rings[]>}
 */
export function traceAreas(grid, getKey) {
  const { area: areaOf, width, height } = grid;
  const corners = width + 1;
  /** @type {Map<number, Edges>} each edge has its area on the left */
  const edgesByKey = new Map();
  const addEdge = (/** @type {number} */ key, /** @type {number} */ from, /** @type {number} */ to) => {
    const edges = edgesByKey.get(key) ?? new Map();
    edgesByKey.set(key, edges);
    const ends = edges.get(from);
    if (ends) ends.push(to);
    else edges.set(from, [to]);
  };
  for (let y = 1; y < height - 1; y += 1) {
    for (let x = 1; x < width - 1; x += 1) {
      const cell = y * width + x;
      const key = getKey(areaOf[cell]);
      if (!key) continue;
      const corner = y * corners + x;
      if (getKey(areaOf[cell - width]) !== key) addEdge(key, corner, corner + 1);
      if (getKey(areaOf[cell + 1]) !== key) addEdge(key, corner + 1, corner + 1 + corners);
      if (getKey(areaOf[cell + width]) !== key) addEdge(key, corner + 1 + corners, corner + corners);
      if (getKey(areaOf[cell - 1]) !== key) addEdge(key, corner + corners, corner);
    }
  }
  return new Map([...edgesByKey].map(([key, edges]) => [key, makePolygons(grid, linkRings(edges, corners))]));
}

/**
 * Link edges to rings of [column, row].
 * @param {Edges} edges
 * @param {number} corners in a row of the grid
 */
function linkRings(edges, corners) {
  /** @type {Ring[]} */
  const rings = [];
  for (const start of edges.keys()) {
    while (edges.get(start)?.length) {
      const ring = [];
      let corner = start;
      do {
        const next = edges.get(corner)?.pop();
        if (next === undefined) break;
        ring.push([corner % corners, Math.floor(corner / corners)]);
        corner = next;
      } while (corner !== start);
      rings.push(ring);
    }
  }
  return rings;
}

/**
 * @param {Grid} grid
 * @param {Ring[]} rings of [column, row]
 * @returns {Rings[]} in degrees, exterior rings first
 */
function makePolygons(grid, rings) {
  /** @type {Ring[]} */
  const exteriors = [];
  /** @type {Ring[]} */
  const holes = [];
  for (const ring of rings) {
    const simple = simplify(ring, TOLERANCE);
    if (simple.length < 3) continue;
    (signedArea(ring) > 0 ? exteriors : holes).push(simple);
  }
  exteriors.sort((a, b) => Math.abs(signedArea(b)) - Math.abs(signedArea(a)));
  const toDegrees = (/** @type {Ring} */ ring) =>
    [...ring, ring[0]].map(([x, y]) => [grid.west + (x - 3) / grid.perX, grid.south + (y - 3) / grid.perY]);
  const polygons = exteriors.map((ring) => [toDegrees(ring)]);
  for (const hole of holes) {
    const index = exteriors.findIndex((ring) => contains(ring, hole[0]));
    polygons[Math.max(0, index)]?.push(toDegrees(hole));
  }
  return polygons;
}

/** @param {Ring} ring */
function signedArea(ring) {
  const double = ring.reduce((sum, [x, y], index) => {
    const [nextX, nextY] = ring[(index + 1) % ring.length];
    return sum + x * nextY - nextX * y;
  }, 0);
  return double / 2;
}

/**
 * @param {Ring} ring
 * @param {number[]} point
 */
function contains(ring, [x, y]) {
  let isInside = false;
  for (let index = 0, last = ring.length - 1; index < ring.length; last = index++) {
    const [[ax, ay], [bx, by]] = [ring[index], ring[last]];
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) isInside = !isInside;
  }
  return isInside;
}

/**
 * Return a ring with fewer corners, none of the old ones further than `tolerance` from it (Douglas-Peucker).
 * @param {Ring} ring
 * @param {number} tolerance
 */
function simplify(ring, tolerance) {
  const farthest = ring.reduce(
    (best, [x, y], index) => {
      const distance = (x - ring[0][0]) ** 2 + (y - ring[0][1]) ** 2;
      return distance > best.distance ? { distance, index } : best;
    },
    { distance: 0, index: 0 },
  ).index;
  const closed = [...ring, ring[0]];
  const kept = new Set([0, farthest]);
  const spans = [
    [0, farthest],
    [farthest, ring.length],
  ];
  for (let span = spans.pop(); span; span = spans.pop()) {
    const [from, to] = span;
    const [ax, ay] = closed[from];
    const [bx, by] = closed[to];
    const length = Math.hypot(bx - ax, by - ay) || 1;
    let [most, at] = [tolerance, -1];
    for (let index = from + 1; index < to; index += 1) {
      const [x, y] = closed[index];
      const distance = Math.abs((bx - ax) * (ay - y) - (ax - x) * (by - ay)) / length;
      if (distance > most) [most, at] = [distance, index];
    }
    if (at > 0) {
      kept.add(at);
      spans.push([from, at], [at, to]);
    }
  }
  return [...kept].sort((a, b) => a - b).flatMap((index) => ring.slice(index, index + 1));
}
