// Rooms of a drawing that has only lines: what a walker with paint would cover, door by door.
//
// Lines are drawn into a grid of small cells; cells that touch without crossing a line are one area. What can be reached
// from outside is outside, and so is a court: an area without a label that mostly windows look into. For the eye alone.

const MOST_CELLS = 1_500_000;
const SMALLEST_CELL = 0.08; // metres
const LARGEST_CELL = 0.4; // beyond this, walls and rooms are no longer told apart
const SMALLEST_AREA = 0.5; // square metres
const COURT = 0.2; // share of an unlabelled area's edge that is windows
const METRES_A_DEGREE = 111_320;
const [WALL, WINDOW] = [1, 2];
const [FREE, OUTSIDE] = [0, 1];

/**
 * Return `{areas: [{label, polygons}], footprint: polygons}`, polygons as GeoJSON's coordinates.
 * `segments` holds x1, y1, x2, y2 (degrees) of every line in turn, `windows` 1 where it is a window, `labels` x, y of
 * rooms in turn; `label` is the index of the only room in an area, -1 for none, -2 for several. Null: nothing found.
 */
export function findAreas(segments, windows, labels) {
  const grid = makeGrid(segments);
  if (!grid) return null;
  segmentsToCells(grid, segments, windows);
  const areas = fillAreas(grid);
  for (let index = 0; index < labels.length; index += 2) {
    const area = areas[grid.owner[cellAt(grid, labels[index], labels[index + 1])] - 1];
    if (area) area.label = area.label === -1 ? index / 2 : -2;
  }
  dropCourts(grid, areas);
  growIntoWalls(grid);
  const least = SMALLEST_AREA / grid.cell ** 2;
  const isKept = areas.map((area) => !area.isOutside && (area.cells > least || area.label >= 0));
  const shapes = traceAll(grid, (owner) => (owner > OUTSIDE && isKept[owner - 1] ? owner : 0));
  const footprint = traceAll(grid, (owner) => (owner > FREE && areas[owner - 1].isOutside ? 0 : 1)).get(1) ?? [];
  return { areas: [...shapes].map(([owner, polygons]) => ({ label: areas[owner - 1].label, polygons })), footprint };
}

function makeGrid(segments) {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let index = 0; index < segments.length; index += 2) {
    west = Math.min(west, segments[index]);
    east = Math.max(east, segments[index]);
    south = Math.min(south, segments[index + 1]);
    north = Math.max(north, segments[index + 1]);
  }
  const down = METRES_A_DEGREE;
  const across = METRES_A_DEGREE * Math.cos((((south + north) / 2) * Math.PI) / 180);
  const area = (east - west) * across * (north - south) * down;
  const cell = Math.max(SMALLEST_CELL, Math.sqrt(area / MOST_CELLS));
  if (!(area > 1) || cell > LARGEST_CELL) return null;
  const width = Math.ceil(((east - west) * across) / cell) + 6;
  const height = Math.ceil(((north - south) * down) / cell) + 6;
  return { west, south, cell, width, height, perX: across / cell, perY: down / cell,
    line: new Uint8Array(width * height), owner: new Int32Array(width * height) };
}

const columnOf = (grid, longitude) => Math.floor((longitude - grid.west) * grid.perX) + 3;
const rowOf = (grid, latitude) => Math.floor((latitude - grid.south) * grid.perY) + 3;
const cellAt = (grid, longitude, latitude) => rowOf(grid, latitude) * grid.width + columnOf(grid, longitude);

function segmentsToCells(grid, segments, windows) {
  for (let index = 0; index < segments.length; index += 4) {
    let [x, y] = [columnOf(grid, segments[index]), rowOf(grid, segments[index + 1])];
    const [endX, endY] = [columnOf(grid, segments[index + 2]), rowOf(grid, segments[index + 3])];
    const [dx, dy] = [Math.abs(endX - x), -Math.abs(endY - y)];
    const kind = windows[index / 4] ? WINDOW : WALL;
    let error = dx + dy;
    for (;;) { // Bresenham's line
      grid.line[y * grid.width + x] |= kind;
      if (x === endX && y === endY) break;
      const double = 2 * error;
      if (double >= dy) { error += dy; x += Math.sign(endX - x); }
      if (double <= dx) { error += dx; y += Math.sign(endY - y); }
    }
  }
}

function fillAreas(grid) {
  const { line, owner, width, height } = grid;
  const stack = new Int32Array(width * height);
  const areas = [];
  // The first cell is outside, and so is what hangs together with it.
  for (let start = 0; start < owner.length; start += 1) {
    if (owner[start] || line[start]) continue;
    const number = areas.length + 1;
    const area = { cells: 0, edge: 0, windows: 0, label: -1, isOutside: number === OUTSIDE };
    let top = 0;
    stack[top++] = start;
    owner[start] = number;
    while (top) {
      const cell = stack[--top];
      const x = cell % width;
      area.cells += 1;
      for (const next of [x > 0 ? cell - 1 : -1, x < width - 1 ? cell + 1 : -1, cell - width, cell + width]) {
        if (next < 0 || next >= owner.length) continue;
        if (line[next]) {
          area.edge += 1;
          if (line[next] & WINDOW) area.windows += 1;
        } else if (!owner[next]) {
          owner[next] = number;
          stack[top++] = next;
        }
      }
    }
    areas.push(area);
  }
  return areas;
}

function dropCourts(grid, areas) {
  const least = 40 / grid.cell ** 2; // square metres: a court has room for a tree
  for (const area of areas) {
    area.isOutside ||= area.label === -1 && area.cells > least && area.windows > area.edge * COURT;
  }
}

// Lines are as wide as a cell: each is given to an area beside it, so that no gap shows at a wall.
function growIntoWalls({ line, owner, width, height }) {
  for (let y = 1; y < height - 1; y += 1) {
    for (let x = 1; x < width - 1; x += 1) {
      const cell = y * width + x;
      if (!line[cell]) continue;
      const near = [owner[cell - 1], owner[cell + 1], owner[cell - width], owner[cell + width]];
      owner[cell] = -Math.max(0, ...near.filter((number) => number > OUTSIDE));
    }
  }
  for (let cell = 0; cell < owner.length; cell += 1) if (owner[cell] < 0) owner[cell] = -owner[cell];
}

/** Return a map from what `choose` makes of the owners of cells (0: none) to polygons around those cells. */
function traceAll(grid, choose) {
  const { owner, width, height } = grid;
  const edges = new Map(); // chosen -> Map(corner -> corners that edges lead to), the area on their left
  const corners = width + 1;
  const add = (key, from, to) => {
    if (!edges.has(key)) edges.set(key, new Map());
    const leading = edges.get(key).get(from);
    if (leading) leading.push(to);
    else edges.get(key).set(from, [to]);
  };
  for (let y = 1; y < height - 1; y += 1) {
    for (let x = 1; x < width - 1; x += 1) {
      const cell = y * width + x;
      const key = choose(owner[cell]);
      if (!key) continue;
      const corner = y * corners + x;
      if (choose(owner[cell - width]) !== key) add(key, corner, corner + 1);
      if (choose(owner[cell + 1]) !== key) add(key, corner + 1, corner + 1 + corners);
      if (choose(owner[cell + width]) !== key) add(key, corner + 1 + corners, corner + corners);
      if (choose(owner[cell - 1]) !== key) add(key, corner + corners, corner);
    }
  }
  return new Map([...edges].map(([key, leading]) => [key, makePolygons(grid, linkRings(leading, corners))]));
}

function linkRings(leading, corners) {
  const rings = [];
  for (const start of leading.keys()) {
    while (leading.get(start)?.length) {
      const ring = [];
      let corner = start;
      do {
        const next = leading.get(corner)?.pop();
        if (next === undefined) break;
        ring.push([corner % corners, Math.floor(corner / corners)]);
        corner = next;
      } while (corner !== start);
      rings.push(ring);
    }
  }
  return rings;
}

function makePolygons(grid, rings) {
  const outer = [];
  const holes = [];
  for (const ring of rings) {
    const simple = simplify(ring, 2.4);
    if (simple.length < 3) continue;
    (areaOf(ring) > 0 ? outer : holes).push(simple);
  }
  outer.sort((a, b) => Math.abs(areaOf(b)) - Math.abs(areaOf(a)));
  const place = (ring) => [...ring, ring[0]].map(([x, y]) => [grid.west + (x - 3) / grid.perX, grid.south + (y - 3) / grid.perY]);
  const polygons = outer.map((ring) => [place(ring)]);
  for (const hole of holes) {
    const index = outer.findIndex((ring) => contains(ring, hole[0]));
    polygons[Math.max(0, index)]?.push(place(hole));
  }
  return polygons;
}

function areaOf(ring) {
  return ring.reduce((sum, [x, y], index) => {
    const [nextX, nextY] = ring[(index + 1) % ring.length];
    return sum + x * nextY - nextX * y;
  }, 0) / 2;
}

function contains(ring, [x, y]) {
  let isInside = false;
  for (let index = 0, last = ring.length - 1; index < ring.length; last = index++) {
    const [[ax, ay], [bx, by]] = [ring[index], ring[last]];
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) isInside = !isInside;
  }
  return isInside;
}

/** Return a ring with fewer corners, none of the old ones further than `tolerance` from it (Douglas-Peucker). */
function simplify(ring, tolerance) {
  const far = ring.reduce((best, [x, y], index) => {
    const distance = (x - ring[0][0]) ** 2 + (y - ring[0][1]) ** 2;
    return distance > best[0] ? [distance, index] : best;
  }, [0, 0])[1];
  const closed = [...ring, ring[0]];
  const kept = new Set([0, far]);
  const spans = [[0, far], [far, ring.length]];
  while (spans.length) {
    const [from, to] = spans.pop();
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
  return [...kept].sort((a, b) => a - b).map((index) => ring[index]).filter(Boolean);
}
