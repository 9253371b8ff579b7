// Asks the worker for the areas of a floor that is only drawn.

import { findFamily } from "./categories.js";

const MOST_SEGMENTS = 400_000;
const STRUCTURE = { wall: 0, window: 1, door: 0 };

export class Shapes {
  #address;
  #worker = null;
  #number = 0;
  #waiting = new Map();

  constructor(address) {
    this.#address = address;
  }

  /** Give `floor` the areas and the footprint that its lines enclose. */
  async find(floor) {
    const { segments, windows } = collectSegments(floor);
    if (!segments.length) return;
    const rooms = [...floor.rooms.values()];
    const labels = new Float64Array(rooms.flatMap(({ location }) => location.coordinates.slice(0, 2)));
    const found = await this.#ask({ segments, windows, labels });
    if (!found) return;
    floor.areas = found.areas.map(({ label, polygons }) => makeArea(rooms[label] ?? null, polygons));
    floor.footprint = [{ type: "Feature", properties: {}, geometry: { type: "MultiPolygon", coordinates: found.footprint } }];
  }

  #ask(question) {
    this.#worker ??= this.#start();
    const number = (this.#number += 1);
    return new Promise((resolve) => {
      this.#waiting.set(number, resolve);
      const { segments, windows, labels } = question;
      this.#worker.postMessage({ number, ...question }, [segments.buffer, windows.buffer, labels.buffer]);
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

function collectSegments(floor) {
  const segments = [];
  const windows = [];
  for (const { properties, geometry } of floor.parts.flat()) {
    const isWindow = STRUCTURE[properties.kind];
    if (isWindow === undefined) continue;
    for (const line of geometry.coordinates) {
      for (let index = 1; index < line.length; index += 1) {
        segments.push(line[index - 1][0], line[index - 1][1], line[index][0], line[index][1]);
        windows.push(isWindow);
      }
    }
    if (windows.length > MOST_SEGMENTS) return { segments: [], windows: [] };
  }
  return { segments: new Float64Array(segments), windows: new Uint8Array(windows) };
}

function makeArea(room, polygons) {
  const properties = { derived: true, place: room ? `room:${room.id}` : "", family: room ? findFamily(null, room.name) ?? "" : "hall" };
  return { type: "Feature", properties, geometry: { type: "MultiPolygon", coordinates: polygons } };
}
