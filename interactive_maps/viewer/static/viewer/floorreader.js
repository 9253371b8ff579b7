// One floor at a time, painted while it arrives; floors that were seen are kept.

import { findFamily } from "./categorygroups.js";
import { tidyName } from "./dom.js";
import { extend, makeBounds, mergeBatch, unite } from "./drawing.js";
import { pause } from "./stream.js";

const PART = 5_000; // lines a source of the drawing: what the page copies at once stays small
const MOST_LINES = 20_000; // more of them come as tiles: a picture needs only those that can be seen
const PAINT_EVERY = 250; // milliseconds between two paintings of what has arrived
const BREATH = 12; // milliseconds of work after which the page may do something else
const KEPT = 6; // floors

/** What is known of one level: filled while its streams are read. */
class Floor {
  constructor(level) {
    this.level = level;
    this.rooms = new Map();
    this.spaces = new Map();
    this.occupants = new Map();
    this.marks = new Map();
    this.parts = [[]]; // features of the drawing, by source
    this.linesOfPart = 0;
    this.lines = 0;
    this.isTiled = false;
    this.bounds = makeBounds();
    this.isComplete = false;
    this.areas = [];
    this.footprint = [];
  }
}

export class FloorReader {
  #client;
  #floors = new Map();
  #rooms = new Map(); // level -> rooms, when the levels had to be learnt from the rooms
  #abort = null;
  #levels = null;

  constructor(client) {
    this.#client = client;
  }

  /** Ask for the levels' items; asked before, `readLevels` need not wait. */
  askLevels() {
    this.#levels ??= this.#client.list("levels");
    this.#levels.catch(() => { this.#levels = null; });
    return this.#levels;
  }

  /** Return the levels as `[{level, name, short}]`, highest first; `tell(rooms, level)` hears of rooms as they come. */
  async readLevels(signal, tell) {
    const levels = await this.askLevels();
    if (levels.length) return uniteLevels(levels);
    for await (const event of this.#client.stream("rooms", { signal })) {
      if (event.kind === "reset") this.#rooms.clear();
      if (event.kind === "batch") {
        this.#keepRooms(event.items);
        tell(event.items);
      }
      if (event.kind === "lost" || event.kind === "found") tell(null, event.kind);
    }
    const known = [...this.#rooms.keys()].filter((level) => level !== null).sort((a, b) => b - a);
    return known.map((level) => ({ level, name: null, short: null, buildings: [] }));
  }

  #keepRooms(items) {
    for (const room of items) {
      if (!this.#rooms.has(room.level)) this.#rooms.set(room.level, []);
      this.#rooms.get(room.level).push(room);
    }
  }

  /** Return the floor as far as it is known, or null. */
  get(level) {
    return this.#floors.get(level) ?? null;
  }

  /** Forget everything: the map has changed. */
  forget() {
    this.stop();
    this.#floors.clear();
    this.#rooms.clear();
    this.#levels = null;
  }

  stop() {
    this.#abort?.abort();
    this.#abort = null;
  }

  /**
   * Read a floor, one stream after the other; `painter` is told as it grows, or (`isQuiet`) once it is complete.
   * Returns it then.
   */
  async show(level, painter, { isQuiet = false } = {}) {
    this.stop();
    const { signal } = (this.#abort = new AbortController());
    let floor = this.#floors.get(level);
    if (floor?.isComplete) {
      painter.start(floor);
      await painter.end(floor, false, signal);
      return floor;
    }
    floor = new Floor(level);
    takeRooms(floor, this.#rooms.get(level) ?? []);
    this.#floors.set(level, floor);
    for (const old of [...this.#floors.keys()].slice(0, -KEPT)) this.#floors.delete(old);
    if (!isQuiet) painter.start(floor);
    const shown = isQuiet ? { tell: (kind) => painter.tell(kind), paint() {}, paintTiles() {}, settle() {} } : painter;
    for (const [layer, take] of this.#listLayers(level)) {
      await this.#readLayer(layer, take, floor, shown, signal);
    }
    floor.isComplete = true;
    if (isQuiet) painter.start(floor);
    await painter.end(floor, !isQuiet, signal);
    return floor;
  }

  #listLayers(level) {
    return [
      ["spaces", takeSpaces],
      ...(this.#rooms.has(level) ? [] : [["rooms", takeRooms]]),
      ["occupants", takeOccupants],
      ["base-floor", takeDrawing],
      ["connectors", takeMarks("connector")],
      ["openings", takeMarks("opening")],
      ["points", takeMarks("point")],
    ];
  }

  async #readLayer(layer, take, floor, painter, signal) {
    let painted = 0;
    let isNew = false;
    let rested = performance.now();
    for await (const event of this.#client.stream(layer, { level: floor.level, signal })) {
      if (event.kind === "reset") {
        restart(floor, layer);
        painter.tell("reset");
      }
      if (event.kind === "lost" || event.kind === "found") painter.tell(event.kind);
      if (event.kind !== "batch") continue;
      take(floor, event.items);
      if (layer === "base-floor" && floor.lines > MOST_LINES) {
        floor.isTiled = true;
        break;
      }
      isNew = event.items.length > 0 || isNew;
      const now = performance.now();
      if (isNew && (painted === 0 || now - painted > PAINT_EVERY)) {
        await painter.paint(floor, layer);
        if (painted === 0) await painter.settle();
        painted = now;
        isNew = false;
      }
      if (now - rested > BREATH) {
        await pause(0, signal);
        rested = performance.now();
      }
    }
    if (isNew) await painter.paint(floor, layer);
    if (layer === "base-floor" && floor.isTiled) painter.paintTiles(floor);
  }
}

function uniteLevels(levels) {
  const byOrdinal = new Map();
  for (const { level, name, short_name: short, building_ids: buildings } of levels) {
    const known = byOrdinal.get(level);
    if (known) known.buildings.push(...(buildings ?? []));
    else byOrdinal.set(level, { level, name: tidyName(name) || null, short: tidyName(short) || null, buildings: [...(buildings ?? [])] });
  }
  return [...byOrdinal.values()].sort((a, b) => b.level - a.level);
}

function restart(floor, layer) {
  floor[layer]?.clear(); // rooms, spaces, occupants
  if (layer === "base-floor") {
    floor.parts = [[]];
    floor.linesOfPart = floor.lines = 0;
  }
}

function takeRooms(floor, items) {
  for (const room of items) {
    if (!room.location) continue;
    floor.rooms.set(room.id, room);
    extend(floor.bounds, room.location.coordinates);
  }
}

function takeSpaces(floor, items) {
  for (const space of items) {
    floor.spaces.set(space.id, space);
    for (const polygon of listPolygons(space.geometry)) {
      for (const position of polygon[0]) extend(floor.bounds, position);
    }
  }
}

function takeOccupants(floor, items) {
  for (const occupant of items) if (occupant.name) floor.occupants.set(occupant.id, occupant);
}

function takeDrawing(floor, items) {
  const { features, count, bounds } = mergeBatch(items);
  unite(floor.bounds, bounds);
  if (floor.linesOfPart + count > PART && floor.linesOfPart > 0) {
    floor.parts.push([]);
    floor.linesOfPart = 0;
  }
  floor.parts.at(-1).push(...features);
  floor.linesOfPart += count;
  floor.lines += count;
}

function takeMarks(kind) {
  return (floor, items) => {
    for (const item of items) {
      const location = item.location?.coordinates ?? middleOf(item.geometry);
      const family = findFamily(item.kind ?? item.category, null) ?? findFamily(item.category, item.name);
      // Every door as an icon would hide the rooms: the ways in are enough, the rest is drawn as openings.
      if (!location || !family || (kind === "opening" && family !== "entrance")) continue;
      floor.marks.set(`${kind}:${item.id}`, { ...item, kind, family, location });
    }
  };
}

/** Return the polygons of a geometry as arrays of rings. */
export function listPolygons(geometry) {
  if (geometry?.type === "Polygon") return [geometry.coordinates];
  return geometry?.type === "MultiPolygon" ? geometry.coordinates : [];
}

function middleOf(geometry) {
  if (!geometry) return null;
  const bounds = makeBounds();
  const walk = (part) => (typeof part[0] === "number" ? extend(bounds, part) : part.forEach(walk));
  walk(geometry.coordinates ?? []);
  return Number.isFinite(bounds[0]) ? [(bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2] : null;
}
