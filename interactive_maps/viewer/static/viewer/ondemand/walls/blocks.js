// Walls as thin blocks, seen from above: what the map library lets stand up.

import { makeFeature } from "../../geometry.js";

/** @import { Pace } from "../../pace.js" */
/** @import { Plane } from "./plane.js" */
/** @import { Segment } from "./segments.js" */
/** @import { MapFeature, Rings } from "../../../../types" */

const HALF = 0.07; // metres: half of how thick a wall is
const PER_FEATURE = 4; // features are copied to the map library in parts of so many that these may not be large

/**
 * Return walls as features.
 * @param {Segment[]} walls
 * @param {Plane} plane
 * @param {Pace} pace
 */
export async function makeBlocks(walls, plane, pace) {
  /** @type {MapFeature[]} */
  const features = [];
  for (let index = 0; index < walls.length; index += PER_FEATURE) {
    const blocks = walls.slice(index, index + PER_FEATURE).map((wall) => makeBlock(wall, plane));
    features.push({ ...makeFeature("MultiPolygon", blocks), id: index });
    if (pace.isTired) await pace.rest();
  }
  return features;
}

/**
 * Return the outline of a wall, a little longer than the wall: blocks overlap at corners.
 * @param {Segment} wall
 * @param {Plane} plane
 * @returns {Rings}
 */
function makeBlock([x1, y1, x2, y2], plane) {
  const scale = HALF / Math.hypot(x2 - x1, y2 - y1);
  const [east, north] = [(x2 - x1) * scale, (y2 - y1) * scale];
  const ring = [
    plane.locate(x1 - east + north, y1 - north - east),
    plane.locate(x2 + east + north, y2 + north - east),
    plane.locate(x2 + east - north, y2 + north + east),
    plane.locate(x1 - east - north, y1 - north + east),
  ];
  return [[...ring, ring[0]]];
}
