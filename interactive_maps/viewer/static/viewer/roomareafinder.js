// The page's side of RoomAreaWorker: requests for the room areas of a floor that has only lines.

import { findCategoryGroup } from "./categorygroups.js";
import { collectSegments } from "./drawing.js";
import { makeFeature } from "./geometry.js";

/** @import { Floor } from "./floor.js" */
/** @import { Item, RoomAreaRequest, RoomAreas, Rings } from "../../types" */

/** @typedef {(result: RoomAreas | null) => void} Resolve */

export class RoomAreaFinder {
  #url;
  /** @type {Worker | null} */
  #worker = null;
  #lastNumber = 0;
  /** @type {Map<number, Resolve>} requests without a response, by number */
  #pending = new Map();

  /** @param {string} url the script of the worker */
  constructor(url) {
    this.#url = url;
  }

  /**
   * Add to `floor` the room areas and the footprint that its lines enclose. The worker itself reads tiled floors.
   * @param {Floor} floor
   * @param {AbortSignal} signal
   */
  async find(floor, signal) {
    const rooms = [...floor.rooms.values()];
    const labels = new Float64Array(rooms.flatMap(({ location }) => location?.coordinates.slice(0, 2) ?? []));
    const request = floor.isTiled ? { level: floor.level, labels } : { ...collectSegments(floor.parts.flat()), labels };
    const result = await this.#send(request, signal);
    if (!result) return;
    floor.roomAreas = result.areas.map(({ label, polygons }) => makeArea(rooms[label] ?? null, polygons));
    floor.footprint = [makeFeature("MultiPolygon", result.footprint)];
  }

  /**
   * @param {RoomAreaRequest} request
   * @param {AbortSignal} signal
   * @returns {Promise<RoomAreas | null>}
   */
  #send(request, signal) {
    const worker = (this.#worker ??= this.#start());
    const number = (this.#lastNumber += 1);
    signal.addEventListener("abort", () => {
      if (!this.#pending.has(number)) return;
      worker.postMessage({});
      this.#resolve(number, null);
    });
    return new Promise((resolve) => {
      this.#pending.set(number, resolve);
      const arrays = [request.segments, request.windows, request.labels].filter((array) => array !== undefined);
      worker.postMessage(
        { number, ...request },
        arrays.map(({ buffer }) => buffer),
      );
    });
  }

  #start() {
    const worker = new Worker(this.#url, { type: "module" });
    worker.onmessage = ({ data: { number, result } }) => this.#resolve(number, result);
    // Without the worker (in an old browser) the map consists of the lines alone.
    worker.onerror = () => [...this.#pending.keys()].forEach((number) => this.#resolve(number, null));
    return worker;
  }

  /**
   * @param {number} number
   * @param {RoomAreas | null} result
   */
  #resolve(number, result) {
    this.#pending.get(number)?.(result);
    this.#pending.delete(number);
  }
}

/**
 * @param {Item | null} room the only room with a label in the area
 * @param {Rings[]} polygons
 */
function makeArea(room, polygons) {
  const group = room ? (findCategoryGroup(null, room.name) ?? "") : "hall";
  return makeFeature("MultiPolygon", polygons, { derived: true, place: room ? `room:${room.id}` : "", group });
}
