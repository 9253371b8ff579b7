// Where walls stand: along those that are drawn, or else around the rooms; open at doors.

import { makeDoors } from "../../doors.js";
import { listLines } from "../../geometry.js";
import { makeAreas } from "../../spaceareas.js";

/** @import { Floor } from "../../floor.js" */
/** @import { Pace } from "../../pace.js" */
/** @import { Plane } from "./plane.js" */
/** @import { MapFeature } from "../../../../types" */

/** @typedef {[x1: number, y1: number, x2: number, y2: number]} Segment in metres on a plane */

const NEAR = 0.4; // metres between a door and its wall: drawn walls have two faces, and their doors are in between
const CELL = 2; // metres
const SHORTEST = 0.05; // metres of a piece of wall
const PER_METRE = 100; // walls whose ends are the same, to the centimetre, are one

/**
 * Return the walls of a complete floor. A drawing with too many lines comes as tiles, without its walls.
 * @param {Floor} floor
 * @param {Plane} plane
 * @param {Pace} pace
 */
export async function findWalls(floor, plane, pace) {
  const drawing = floor.isTiled ? [] : floor.parts.flat();
  const drawn = await listSegments(
    drawing.filter(({ properties }) => properties.kind === "wall"),
    plane,
    pace,
  );
  const rooms = (await makeAreas(floor, pace)).filter(({ properties }) => properties.group !== "hall");
  const around = await listSegments([...rooms, ...floor.footprint], plane, pace);
  const doors = await listSegments(makeDoors(floor), plane, pace);
  // Of some drawings only the columns are on a layer that says so.
  const walls = 2 * measure(drawn) < measure(around) ? around : drawn;
  return cutDoors(walls, doors, pace);
}

/**
 * Return the lines of features, each once.
 * @param {MapFeature[]} features
 * @param {Plane} plane
 * @param {Pace} pace
 */
async function listSegments(features, plane, pace) {
  /** @type {Map<string, Segment>} */
  const segments = new Map();
  for (const line of features.flatMap(({ geometry }) => listLines(geometry))) {
    for (let index = 1; index < line.length; index += 1) {
      const [a, b] = [plane.project(line[index - 1]), plane.project(line[index])];
      segments.set(makeKey(a, b), [...a, ...b]);
    }
    if (pace.isTired) await pace.rest();
  }
  return [...segments.values()];
}

/**
 * @param {[number, number]} a
 * @param {[number, number]} b
 */
function makeKey(a, b) {
  const ends = [a, b].map((end) => end.map((metres) => Math.round(metres * PER_METRE)).join());
  return ends.sort().join();
}

/** @param {Segment[]} segments */
function measure(segments) {
  return segments.reduce((sum, [x1, y1, x2, y2]) => sum + Math.hypot(x2 - x1, y2 - y1), 0);
}

/**
 * Return the walls without the pieces in which doors are.
 * @param {Segment[]} walls
 * @param {Segment[]} doors
 * @param {Pace} pace
 */
async function cutDoors(walls, doors, pace) {
  const grid = new Grid(doors);
  /** @type {Segment[]} */
  const pieces = [];
  for (const wall of walls) {
    pieces.push(...cutWall(wall, grid.findAlong(wall)));
    if (pace.isTired) await pace.rest();
  }
  return pieces;
}

/**
 * @param {Segment} wall
 * @param {Iterable<Segment>} doors those that may be in it
 */
function cutWall([x1, y1, x2, y2], doors) {
  const length = Math.hypot(x2 - x1, y2 - y1);
  const [east, north] = [(x2 - x1) / length, (y2 - y1) / length];
  const along = (/** @type {number} */ x, /** @type {number} */ y) => (x - x1) * east + (y - y1) * north;
  const away = (/** @type {number} */ x, /** @type {number} */ y) => Math.abs((y - y1) * east - (x - x1) * north);
  const gaps = [];
  for (const [ax, ay, bx, by] of doors) {
    const [from, to] = [along(ax, ay), along(bx, by)].sort((a, b) => a - b);
    const isAcross = to - from < Math.hypot(bx - ax, by - ay) / 2;
    if (!isAcross && away(ax, ay) < NEAR && away(bx, by) < NEAR) gaps.push([from, to]);
  }
  gaps.sort((a, b) => a[0] - b[0]);
  /** @type {Segment[]} */
  const pieces = [];
  let start = 0;
  for (const [from, to] of [...gaps, [length, length]]) {
    const end = Math.min(from, length);
    if (end - start > SHORTEST) {
      pieces.push([x1 + start * east, y1 + start * north, x1 + end * east, y1 + end * north]);
    }
    start = Math.max(start, to);
  }
  return pieces;
}

/** Doors by the cells in which their middles are. */
class Grid {
  /** @type {Map<string, Segment[]>} */
  #cells = new Map();

  /** @param {Segment[]} doors */
  constructor(doors) {
    for (const door of doors) {
      const key = `${Math.floor((door[0] + door[2]) / 2 / CELL)},${Math.floor((door[1] + door[3]) / 2 / CELL)}`;
      this.#cells.set(key, [...(this.#cells.get(key) ?? []), door]);
    }
  }

  /**
   * Return the doors near a wall.
   * @param {Segment} wall
   */
  findAlong([x1, y1, x2, y2]) {
    /** @type {Set<Segment>} */
    const found = new Set();
    if (this.#cells.size === 0) return found;
    const steps = Math.max(1, Math.ceil(Math.hypot(x2 - x1, y2 - y1) / CELL));
    for (let step = 0; step <= steps; step += 1) {
      const column = Math.floor((x1 + ((x2 - x1) * step) / steps) / CELL);
      const row = Math.floor((y1 + ((y2 - y1) * step) / steps) / CELL);
      for (const across of [column - 1, column, column + 1]) {
        for (const up of [row - 1, row, row + 1]) {
          for (const door of this.#cells.get(`${across},${up}`) ?? []) found.add(door);
        }
      }
    }
    return found;
  }
}
