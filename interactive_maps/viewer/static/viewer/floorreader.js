// A reader of floors: one at a time, rendered while it arrives. Floors seen before stay in memory.

import { Floor } from "./floor.js";
import { listPolygons, makeBounds } from "./geometry.js";
import { chooseLevel, measureCampus, mergeLevels } from "./levels.js";
import { Pace } from "./pace.js";

/** @import { IndoorMap } from "./client.js" */
/** @import { Bounds, ConnectionEvent, FloorListener, Item, Level, MapFeature, StreamOptions } from "../../types" */
/** @import { UrlState } from "../../types" */

const MOST_LINES = 20_000; // floors with more lines are shown as tiles, which hold only what can be seen
const RENDER_INTERVAL = 250; // milliseconds between two renderings of what has arrived
const MOST_FLOORS = 6; // kept in memory

/** @typedef {(floor: Floor, items: Item[]) => void} AddItems */

/** @type {[layer: string, add: AddItems][]} layers in the order in which they are read */
export const FLOOR_LAYERS = [
  ["spaces", (floor, items) => floor.addSpaces(items)],
  ["rooms", (floor, items) => floor.addRooms(items)],
  ["occupants", (floor, items) => floor.addOccupants(items)],
  ["openings", (floor, items) => floor.addMarkers("opening", items)],
  ["base-floor", (floor, items) => floor.addDrawing(items)],
  ["connectors", (floor, items) => floor.addMarkers("connector", items)],
  ["points", (floor, items) => floor.addMarkers("point", items)],
];

const [[FIRST_LAYER]] = FLOOR_LAYERS;

export class FloorReader {
  #client;
  /** @type {Map<number | null, Floor>} */
  #floors = new Map();
  /** @type {Map<number | null, Item[]>} rooms by level, if the levels were derived from the rooms */
  #rooms = new Map();
  /** @type {Map<number, MapFeature[]>} outlines of the levels */
  #footprints = new Map();
  /** @type {Bounds} of all buildings, if there are several */
  #campus = makeBounds();
  /** @type {AbortController | null} */
  #abort = null;
  /** @type {Promise<Item[]> | null} */
  #levels = null;
  /** @type {{level: number | null, response: Promise<Response>} | null} what a floor shows first, on its way */
  #early = null;

  /** @param {IndoorMap} client */
  constructor(client) {
    this.#client = client;
  }

  /** Request the levels; once requested, `readLevels` need not wait as long. */
  requestLevels() {
    const levels = (this.#levels ??= this.#client.list("levels"));
    levels.catch(() => {
      this.#levels = null;
    });
    return levels;
  }

  /**
   * Request the levels, and the first layer of the floor that the URL asks for, before the map can show it.
   * @param {UrlState} urlState
   */
  async requestFirst({ level: asked, selected, from, here }) {
    const levels = mergeLevels(await this.requestLevels());
    if (asked === null && (selected || from)) return; // the place will tell its level
    const level = chooseLevel(levels, [asked, here?.level]);
    if (level === null || this.#abort) return;
    const { signal } = (this.#abort = new AbortController());
    const response = this.#client.request(FIRST_LAYER, { level, signal });
    response.catch(() => {}); // the stream will try again
    this.#early = { level, response };
  }

  /**
   * Return the levels, highest first. A map without levels has those of its rooms: `onRooms` is then called with each
   * batch, `onConnection` when the connection is lost and found.
   * @param {{onRooms?: (rooms: Item[]) => void, onConnection?: (event: ConnectionEvent) => void}} callbacks
   * @returns {Promise<Level[]>}
   */
  async readLevels({ onRooms, onConnection } = {}) {
    const levels = await this.requestLevels();
    this.#footprints = makeFootprints(levels);
    this.#campus = measureCampus(levels);
    if (levels.length) return mergeLevels(levels);
    for await (const event of this.#client.stream("rooms")) {
      if (event.kind === "reset") this.#rooms.clear();
      if (event.kind === "lost" || event.kind === "found") onConnection?.(event.kind);
      if (event.kind !== "batch") continue;
      for (const room of event.items) {
        const level = room.level ?? null;
        const rooms = this.#rooms.get(level);
        if (rooms) rooms.push(room);
        else this.#rooms.set(level, [room]);
      }
      onRooms?.(event.items);
    }
    const ordinals = [...this.#rooms.keys()].filter((level) => level !== null);
    return ordinals.sort((a, b) => b - a).map((level) => ({ level, name: null, short: null, byBuilding: {} }));
  }

  /**
   * Return the floor as far as it is known, or null.
   * @param {number | null} level
   */
  get(level) {
    return this.#floors.get(level) ?? null;
  }

  /** Forget everything: the map has changed. */
  clear() {
    this.stop();
    this.#floors.clear();
    this.#rooms.clear();
    this.#levels = null;
  }

  stop() {
    this.#abort?.abort();
    this.#abort = null;
    this.#early = null;
  }

  /**
   * Read a floor, one stream after the other, and return it. `listener` is told as it grows, or (`isQuiet`) once it is
   * complete.
   * @param {number | null} level
   * @param {FloorListener} listener
   * @param {{isQuiet?: boolean}} options
   */
  async show(level, listener, { isQuiet = false } = {}) {
    const response = this.#early?.level === level ? this.#early.response : undefined;
    if (!response) this.stop();
    this.#early = null;
    const { signal } = (this.#abort ??= new AbortController());
    const known = this.#floors.get(level);
    if (known?.isComplete) {
      listener.start(known);
      await listener.finish(known, false);
      return known;
    }
    const floor = this.#addFloor(level);
    if (!isQuiet) listener.start(floor);
    for (const [layer, add] of FLOOR_LAYERS) {
      if (layer === "rooms" && this.#rooms.has(level)) continue;
      const options = { signal, response: layer === FIRST_LAYER ? response : undefined };
      await this.#readLayer(layer, add, floor, isQuiet ? silence(listener) : listener, options);
    }
    floor.complete();
    if (isQuiet) listener.start(floor);
    await listener.finish(floor, !isQuiet);
    return floor;
  }

  /** @param {number | null} level */
  #addFloor(level) {
    const floor = new Floor(level, this.#footprints.get(level ?? NaN), [...this.#campus]);
    floor.addRooms(this.#rooms.get(level) ?? []);
    this.#floors.set(level, floor);
    for (const oldest of [...this.#floors.keys()].slice(0, -MOST_FLOORS)) this.#floors.delete(oldest);
    return floor;
  }

  /**
   * @param {string} layer
   * @param {AddItems} add
   * @param {Floor} floor
   * @param {FloorListener} listener
   * @param {StreamOptions} options
   */
  async #readLayer(layer, add, floor, listener, options) {
    let rendered = 0;
    let isNew = false;
    const pace = new Pace();
    for await (const event of this.#client.stream(layer, { level: floor.level, ...options })) {
      if (event.kind === "reset") {
        floor.reset(layer);
        listener.notify("reset");
      }
      if (event.kind === "lost" || event.kind === "found") listener.notify(event.kind);
      if (event.kind !== "batch") continue;
      add(floor, event.items);
      if (layer === "base-floor" && floor.lines > MOST_LINES) {
        floor.isTiled = true;
        break;
      }
      isNew = event.items.length > 0 || isNew;
      const now = performance.now();
      if (isNew && (rendered === 0 || now - rendered > RENDER_INTERVAL)) {
        await listener.render(floor, layer);
        if (rendered === 0) await listener.waitForFirstPaint();
        rendered = now;
        isNew = false;
      }
      if (pace.isTired) await pace.rest(options.signal);
    }
    if (isNew) await listener.render(floor, layer);
    if (layer === "base-floor" && floor.isTiled) listener.renderTiles(floor);
  }
}

/**
 * Return a listener that hears of events but not of what has arrived.
 * @param {FloorListener} listener
 * @returns {FloorListener}
 */
function silence(listener) {
  const nothing = () => {};
  return {
    notify: (event) => listener.notify(event),
    start: nothing,
    render: nothing,
    renderTiles: nothing,
    waitForFirstPaint: nothing,
    finish: async () => {},
  };
}

/**
 * Return the outlines of levels by their ordinals.
 * @param {Item[]} items
 */
function makeFootprints(items) {
  /** @type {Map<number, MapFeature[]>} */
  const footprints = new Map();
  for (const { id, level, building_ids: buildings, geometry } of items) {
    if (level === null || level === undefined || !listPolygons(geometry).length) continue;
    const feature = /** @type {MapFeature} */ ({ type: "Feature", id, geometry, properties: { buildings } });
    footprints.set(level, [...(footprints.get(level) ?? []), feature]);
  }
  return footprints;
}
