// The renderer of floors: it turns what is known about a floor into features of the map.

import { makeDoors } from "./doors.js";
import { extendBounds, isEmpty, makeBounds, makeFeature } from "./geometry.js";
import { makeLabel, makeLabels } from "./labels.js";
import { Pace } from "./pace.js";
import { makeAreas } from "./spaceareas.js";
import { pause } from "./stream.js";

/** @import { Floor } from "./floor.js" */
/** @import { MapView } from "./mapview.js" */
/** @import { FloorListener, Item, MapFeature, RenderEvent } from "../../types" */

const FLOOR_SOURCES = ["areas", "footprint", "markers", "doors"];
const LONGEST_FIRST_PAINT = 1000; // milliseconds
const LONGEST_TILE_LOAD = 10_000;

/**
 * @typedef {object} RendererHooks
 * @property {(event: RenderEvent) => void} notify
 * @property {(level: number | null) => string} locateTiles
 * @property {Promise<unknown>} firstPaint
 */

/** @implements {FloorListener} */
export class FloorRenderer {
  #mapView;
  #hooks;
  /** @type {Floor | null} */
  #floor = null;
  /** @type {Promise<void> | null} */
  #tiles = null;
  #finishedParts = 0; // parts of the drawing that will not change any more
  /** @type {Promise<void>} */
  #lastLabels = Promise.resolve();

  /**
   * @param {MapView} mapView
   * @param {RendererHooks} hooks
   */
  constructor(mapView, hooks) {
    this.#mapView = mapView;
    this.#hooks = hooks;
  }

  /** @param {RenderEvent} event */
  notify(event) {
    this.#hooks.notify(event);
  }

  /** Leave the processor to the first paint of the page, for a limited time. */
  waitForFirstPaint() {
    return Promise.race([this.#hooks.firstPaint, pause(LONGEST_FIRST_PAINT)]);
  }

  /** @param {Floor} floor */
  start(floor) {
    this.#floor = floor;
    this.#hooks.notify("start");
    this.#mapView.drawing.clear();
    this.#finishedParts = 0;
    if (!floor.isComplete) for (const source of FLOOR_SOURCES) this.#mapView.show(source, []);
    this.#renderLabels(floor);
  }

  /**
   * Show rooms before the levels are known.
   * @param {Item[]} rooms
   */
  preview(rooms) {
    this.#hooks.notify("first");
    const bounds = makeBounds();
    const labels = [];
    for (const room of rooms) {
      if (!room.location) continue;
      extendBounds(bounds, room.location.coordinates);
      labels.push(makeLabel("room", room, room.location));
    }
    this.#showLabels(labels, true);
    this.#mapView.fit(bounds);
  }

  /**
   * Show what has arrived of a layer.
   * @param {Floor} floor
   * @param {string} layer
   */
  async render(floor, layer) {
    this.#hooks.notify("first");
    this.#mapView.fit(floor.bounds); // first, because the library prepares what is in view
    if (layer === "base-floor") await this.#renderDrawing(floor);
    if (layer === "spaces") await this.#renderAreas(floor);
    if (layer === "spaces" || layer === "rooms" || layer === "occupants") await this.#renderLabels(floor);
    if (layer === "connectors" || layer === "openings" || layer === "points") this.#renderMarkers(floor);
    if (layer === "openings") this.#renderDoors(floor);
  }

  /**
   * Show a complete floor. `wasRendered` says that it was rendered while it arrived.
   * @param {Floor} floor
   * @param {boolean} wasRendered
   */
  async finish(floor, wasRendered) {
    if (!wasRendered) {
      if (floor.isTiled) this.renderTiles(floor);
      else await this.#renderDrawing(floor);
      this.#renderMarkers(floor);
      this.#renderDoors(floor);
    }
    this.#mapView.fit(floor.bounds);
    if (!isEmpty(floor.bounds)) this.#mapView.hold(); // another floor is seen where this one was
    if (floor.isTiled) await Promise.race([this.#tiles, pause(LONGEST_TILE_LOAD)]);
    await this.#renderAreas(floor);
    await this.#renderLabels(floor);
    if (this.#floor !== floor) return; // another floor was chosen in the meantime
    this.#mapView.show("dots", []);
    await this.#mapView.settle();
    if (this.#floor === floor) this.#hooks.notify("end");
  }

  /**
   * Show a drawing with too many lines as tiles.
   * @param {Floor} floor
   */
  renderTiles(floor) {
    this.#tiles = this.#mapView.drawing.showTiles(this.#hooks.locateTiles(floor.level));
  }

  /** @param {Floor} floor */
  async #renderDrawing(floor) {
    const first = this.#finishedParts;
    this.#finishedParts = floor.parts.length - 1;
    for (let index = first; index < floor.parts.length && this.#floor === floor; index += 1) {
      if (floor.parts[index].length) this.#mapView.drawing.showPart(index, floor.parts[index]);
      await pause(0); // copying a part takes time: the page may respond to input in between
    }
  }

  /** @param {Floor} floor */
  async #renderAreas(floor) {
    if (this.#floor !== floor) return;
    const areas = await makeAreas(floor, new Pace());
    if (this.#floor !== floor) return;
    this.#mapView.show("areas", areas);
    this.#mapView.show("footprint", floor.listOutlines());
  }

  /**
   * Show the labels of a floor, after those that are being made: these may not appear in place of later ones.
   * @param {Floor} floor
   */
  #renderLabels(floor) {
    const before = this.#lastLabels;
    this.#lastLabels = (async () => {
      await before.catch(() => {});
      if (this.#floor !== floor) return;
      const labels = await makeLabels(floor, new Pace());
      if (this.#floor === floor) this.#showLabels(labels, !floor.isComplete);
    })();
    return this.#lastLabels;
  }

  /**
   * @param {MapFeature[]} labels
   * @param {boolean} withDots
   */
  #showLabels(labels, withDots) {
    this.#mapView.show("dots", withDots ? labels : []);
    this.#mapView.show("labels", labels);
  }

  /** @param {Floor} floor */
  #renderDoors(floor) {
    this.#mapView.show("doors", makeDoors(floor));
  }

  /** @param {Floor} floor */
  #renderMarkers(floor) {
    const markers = [...floor.markers.values()].map(({ id, kind, categoryGroup, location }) =>
      makeFeature("Point", location, { place: `${kind}:${id}`, group: categoryGroup }),
    );
    this.#mapView.show("markers", markers);
    this.#mapView.show(
      "guesses",
      [...floor.guesses.values()].map((location) => makeFeature("Point", location)),
    );
  }
}
