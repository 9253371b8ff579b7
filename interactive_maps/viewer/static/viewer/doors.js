// Doors: openings as gaps in the walls around spaces, where no drawing shows them.

import { METRES_PER_DEGREE, listLines, makeFeature } from "./geometry.js";

/** @import { Floor } from "./floor.js" */
/** @import { Item, MapFeature } from "../../types" */

const WIDTH = 0.9; // metres, of a door of which nobody says how wide it is

/**
 * Return the doors of a floor as lines along the walls. A door that is a point beside all walls has none.
 * @param {Floor} floor
 * @returns {MapFeature[]}
 */
export function makeDoors({ openings, spaces }) {
  /** @type {Map<string, number[]> | null} */
  let neighbours = null;
  const features = [];
  for (const opening of openings.values()) {
    const { geometry } = opening;
    let lines = listLines(geometry);
    if (geometry?.type === "Point") {
      neighbours ??= findNeighbours(spaces.values());
      const next = neighbours.get(makeKey(geometry.coordinates));
      if (next) lines = [makeLine(geometry.coordinates, next, opening.width)];
    }
    if (lines.length) features.push(makeFeature("MultiLineString", lines));
  }
  return features;
}

/**
 * Return, for each corner of the spaces' outlines, a corner beside it: the direction of the wall.
 * @param {Iterable<Item>} spaces
 */
function findNeighbours(spaces) {
  /** @type {Map<string, number[]>} */
  const neighbours = new Map();
  for (const { geometry } of spaces) {
    for (const ring of listLines(geometry)) {
      for (let index = 1; index < ring.length; index += 1) neighbours.set(makeKey(ring[index]), ring[index - 1]);
    }
  }
  return neighbours;
}

/** @param {number[]} position */
function makeKey([longitude, latitude]) {
  return `${longitude.toFixed(7)},${latitude.toFixed(7)}`;
}

/**
 * @param {number[]} middle
 * @param {number[]} next
 * @param {number | null | undefined} width metres
 */
function makeLine([longitude, latitude], next, width) {
  const shrink = Math.cos((latitude * Math.PI) / 180);
  const [east, north] = [(next[0] - longitude) * shrink, next[1] - latitude];
  const scale = (width ?? WIDTH) / 2 / METRES_PER_DEGREE / (Math.hypot(east, north) || 1);
  const [dx, dy] = [(east * scale) / shrink, north * scale];
  return [
    [longitude - dx, latitude - dy],
    [longitude + dx, latitude + dy],
  ];
}
