// Room areas of a drawing that has only lines: a flood fill between the walls and doors.
//
// Lines are rasterized into a grid of small cells. Cells connected without crossing a line form one area. The area at
// the grid's edge is outside, and so is a courtyard: an area without a label whose boundary is largely windows. The
// result serves display only.

import { traceAreas } from "./polygontracing.js";

/** @import { RoomAreas, Structure } from "../../types" */

const MOST_CELLS = 1_500_000;
const SMALLEST_CELL = 0.08; // metres
const LARGEST_CELL = 0.4; // in larger cells, walls and rooms cannot be told apart
const SMALLEST_AREA = 0.5; // square metres
const SMALLEST_COURTYARD = 40; // square metres
const COURTYARD_WINDOWS = 0.2; // share of windows in the boundary of an area without a label
const METRES_PER_DEGREE = 111_320;
const [WALL, WINDOW] = [1, 2];
const [FREE, OUTSIDE] = [0, 1];
const [NO_LABEL, SEVERAL_LABELS] = [-1, -2];

/**
 * @typedef {object} Grid cells in rows from south to north; three at each edge are empty
 * @property {number} west
 * @property {number} south
 * @property {number} cell size of a cell in metres
 * @property {number} width in cells
 * @property {number} height in cells
 * @property {number} perX cells in a degree of longitude
 * @property {number} perY cells in a degree of latitude
 * @property {Uint8Array} line WALL and WINDOW bits
 * @property {Int32Array} area number of the area that holds the cell, from 1; FREE for none yet
 */

/**
 * @typedef {object} Area
 * @property {number} cells
 * @property {number} edge boundary cells
 * @property {number} windows those of them that are windows
 * @property {number} label index of its only label, NO_LABEL or SEVERAL_LABELS
 * @property {boolean} isOutside
 */

/**
 * Return the areas with their polygons, and the footprint of the building; null if there are none.
 * @param {Structure} structure
 * @param {Float64Array} labels longitude and latitude of each room's label, in turn
 * @returns {RoomAreas | null} `label` of an area is the index of the only label in it, -1 for none, -2 for several
 */
export function findRoomAreas({ segments, windows }, labels) {
  const grid = makeGrid(segments);
  if (!grid) return null;
  rasterize(grid, segments, windows);
  const areas = fillAreas(grid);
  for (let index = 0; index < labels.length; index += 2) {
    const area = areas[grid.area[cellAt(grid, labels[index], labels[index + 1])] - 1];
    if (area) area.label = area.label === NO_LABEL ? index / 2 : SEVERAL_LABELS;
  }
  dropCourtyards(grid, areas);
  growIntoLines(grid);
  const least = SMALLEST_AREA / grid.cell ** 2;
  const isKept = areas.map((area) => !area.isOutside && (area.cells > least || area.label >= 0));
  const traced = traceAreas(grid, (number) => (number > OUTSIDE && isKept[number - 1] ? number : 0));
  const footprint = traceAreas(grid, (number) => (number > FREE && areas[number - 1].isOutside ? 0 : 1)).get(1) ?? [];
  return { areas: [...traced].map(([number, polygons]) => ({ label: areas[number - 1].label, polygons })), footprint };
}

/**
 * @param {Float64Array} segments
 * @returns {Grid | null}
 */
function makeGrid(segments) {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let index = 0; index < segments.length; index += 2) {
    west = Math.min(west, segments[index]);
    east = Math.max(east, segments[index]);
    south = Math.min(south, segments[index + 1]);
    north = Math.max(north, segments[index + 1]);
  }
  const down = METRES_PER_DEGREE;
  const across = METRES_PER_DEGREE * Math.cos((((south + north) / 2) * Math.PI) / 180);
  const size = (east - west) * across * (north - south) * down;
  const cell = Math.max(SMALLEST_CELL, Math.sqrt(size / MOST_CELLS));
  if (!(size > 1) || cell > LARGEST_CELL) return null;
  const width = Math.ceil(((east - west) * across) / cell) + 6;
  const height = Math.ceil(((north - south) * down) / cell) + 6;
  const [line, area] = [new Uint8Array(width * height), new Int32Array(width * height)];
  return { west, south, cell, width, height, perX: across / cell, perY: down / cell, line, area };
}

/** @type {(grid: Grid, longitude: number) => number} */
const columnOf = (grid, longitude) => Math.floor((longitude - grid.west) * grid.perX) + 3;
/** @type {(grid: Grid, latitude: number) => number} */
const rowOf = (grid, latitude) => Math.floor((latitude - grid.south) * grid.perY) + 3;
/** @type {(grid: Grid, longitude: number, latitude: number) => number} */
const cellAt = (grid, longitude, latitude) => rowOf(grid, latitude) * grid.width + columnOf(grid, longitude);

/**
 * Draw each segment into the grid by Bresenham's algorithm.
 * @param {Grid} grid
 * @param {Float64Array} segments
 * @param {Uint8Array} windows
 */
function rasterize(grid, segments, windows) {
  for (let index = 0; index < segments.length; index += 4) {
    let [x, y] = [columnOf(grid, segments[index]), rowOf(grid, segments[index + 1])];
    const [endX, endY] = [columnOf(grid, segments[index + 2]), rowOf(grid, segments[index + 3])];
    const [dx, dy] = [Math.abs(endX - x), -Math.abs(endY - y)];
    const kind = windows[index / 4] ? WINDOW : WALL;
    let error = dx + dy;
    for (;;) {
      grid.line[y * grid.width + x] |= kind;
      if (x === endX && y === endY) break;
      const double = 2 * error;
      if (double >= dy) {
        error += dy;
        x += Math.sign(endX - x);
      }
      if (double <= dx) {
        error += dx;
        y += Math.sign(endY - y);
      }
    }
  }
}

/**
 * Number the areas between the lines in `grid.area`, and return them in this order.
 * @param {Grid} grid
 * @returns {Area[]}
 */
function fillAreas(grid) {
  const { line, area: areaOf, width, height } = grid;
  const stack = new Int32Array(width * height);
  /** @type {Area[]} */
  const areas = [];
  // The first cell is outside: the first area is everything connected with it.
  for (let start = 0; start < areaOf.length; start += 1) {
    if (areaOf[start] || line[start]) continue;
    const number = areas.length + 1;
    const area = { cells: 0, edge: 0, windows: 0, label: NO_LABEL, isOutside: number === OUTSIDE };
    let top = 0;
    stack[top++] = start;
    areaOf[start] = number;
    while (top) {
      const cell = stack[--top];
      const x = cell % width;
      area.cells += 1;
      for (const next of [x > 0 ? cell - 1 : -1, x < width - 1 ? cell + 1 : -1, cell - width, cell + width]) {
        if (next < 0 || next >= areaOf.length) continue;
        if (line[next]) {
          area.edge += 1;
          if (line[next] & WINDOW) area.windows += 1;
        } else if (!areaOf[next]) {
          areaOf[next] = number;
          stack[top++] = next;
        }
      }
    }
    areas.push(area);
  }
  return areas;
}

/**
 * @param {Grid} grid
 * @param {Area[]} areas
 */
function dropCourtyards(grid, areas) {
  const least = SMALLEST_COURTYARD / grid.cell ** 2;
  for (const area of areas) {
    const isCourtyard = area.label === NO_LABEL && area.cells > least && area.windows > area.edge * COURTYARD_WINDOWS;
    area.isOutside ||= isCourtyard;
  }
}

/**
 * Give each cell of a line to an area beside it: otherwise gaps would show along the walls.
 * @param {Grid} grid
 */
function growIntoLines({ line, area: areaOf, width, height }) {
  for (let y = 1; y < height - 1; y += 1) {
    for (let x = 1; x < width - 1; x += 1) {
      const cell = y * width + x;
      if (!line[cell]) continue;
      const neighbours = [areaOf[cell - 1], areaOf[cell + 1], areaOf[cell - width], areaOf[cell + width]];
      areaOf[cell] = -Math.max(0, ...neighbours.filter((number) => number > OUTSIDE));
    }
  }
  for (let cell = 0; cell < areaOf.length; cell += 1) if (areaOf[cell] < 0) areaOf[cell] = -areaOf[cell];
}
