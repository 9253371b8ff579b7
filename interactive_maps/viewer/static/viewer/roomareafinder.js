// Asks the worker for the areas of a floor that is only drawn.

import { findFamily } from "./categorygroups.js";
import { collectSegments, makeFeature } from "./drawing.js";

export class Shapes {
  #address;
  #worker = null;
  #number = 0;
  #waiting = new Map();

  constructor(address) {
    this.#address = address;
  }

  /** Give `floor` the areas and the footprint that its lines enclose; the worker reads those of tiles by itself. */
  async find(floor, signal) {
    const rooms = [...floor.rooms.values()];
    const labels = new Float64Array(rooms.flatMap(({ location }) => location.coordinates.slice(0, 2)));
    const found = await this.#ask(floor.isTiled ? { level: floor.level, labels } : { ...collectSegments(floor.parts.flat()), labels }, signal);
    if (!found) return;
    floor.areas = found.areas.map(({ label, polygons }) => makeArea(rooms[label] ?? null, polygons));
    floor.footprint = [makeFeature("MultiPolygon", found.footprint)];
  }

  #ask(question, signal) {
    this.#worker ??= this.#start();
    const number = (this.#number += 1);
    signal.addEventListener("abort", () => {
      if (!this.#waiting.has(number)) return;
      this.#worker.postMessage({});
      this.#settle(number, null);
    });
    return new Promise((resolve) => {
      this.#waiting.set(number, resolve);
      const copied = [question.segments, question.windows, question.labels].filter(Boolean);
      this.#worker.postMessage({ number, ...question }, copied.map(({ buffer }) => buffer));
    });
  }

  #start() {
    const worker = new Worker(this.#address, { type: "module" });
    worker.onmessage = ({ data: { number, found } }) => this.#settle(number, found);
    // Without the worker (an old browser) the lines alone are a map too.
    worker.onerror = () => [...this.#waiting.keys()].forEach((number) => this.#settle(number, null));
    return worker;
  }

  #settle(number, found) {
    this.#waiting.get(number)?.(found);
    this.#waiting.delete(number);
  }
}

function makeArea(room, polygons) {
  const properties = { derived: true, place: room ? `room:${room.id}` : "", family: room ? findFamily(null, room.name) ?? "" : "hall" };
  return makeFeature("MultiPolygon", polygons, properties);
}
