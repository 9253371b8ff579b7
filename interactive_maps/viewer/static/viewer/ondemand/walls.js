// Walls that stand up as the map tilts, for whoever wants them.

import { Pace } from "../pace.js";
import { getPalette } from "../palette.js";
import { makeBlocks } from "./walls/blocks.js";
import { Plane } from "./walls/plane.js";
import { findWalls } from "./walls/segments.js";

/** @import { Floor } from "../floor.js" */
/** @import { MapFeature, PageContext } from "../../../types" */

const NAME = "walls"; // of the source and the layer
const ABOVE = "here-accuracy"; // the ground is below the walls; the route, names and marks are above
const HEIGHT = 2.7; // metres
const FULL_TILT = 25; // degrees at which walls have their height: from straight above, they would lean over the rooms
const NOTICE = 5000; // milliseconds

export class Walls {
  #page;
  #isWanted = false;
  #turn = 0;
  /** @type {WeakMap<Floor, MapFeature[]>} walls that were made */
  #known = new WeakMap();

  /** @param {PageContext} page */
  constructor(page) {
    this.#page = page;
    const { map } = page.mapView;
    map.on("style.load", () => this.#isWanted && this.#addLayer()); // other colours are another style
    map.on("pitch", () => this.#raise());
    page.store.subscribe(["level", "floorVersion"], () => this.#isWanted && this.#show());
  }

  /**
   * Let the walls stand or not. Whoever asks for them hears if there are none.
   * @param {boolean} isWanted
   */
  async set(isWanted) {
    if (this.#isWanted === isWanted) return;
    this.#isWanted = isWanted;
    if (isWanted) this.#addLayer();
    const { floorReader, i18n, notify, store } = this.#page;
    const walls = await this.#show();
    const isNone = isWanted && walls?.length === 0 && floorReader.get(store.state.level)?.isComplete;
    if (isNone) notify(i18n.t("noWalls"), NOTICE);
  }

  #addLayer() {
    const { map } = this.#page.mapView;
    if (!map.getLayer(ABOVE) || map.getLayer(NAME)) return; // without a style: it is on its way
    const { wallSide } = getPalette();
    const data = makeEmpty();
    map.addSource(NAME, { type: "geojson", data, tolerance: 0 }); // walls are thinner than what it may leave out
    map.addLayer(
      {
        id: NAME,
        type: "fill-extrusion",
        source: NAME,
        minzoom: 16,
        paint: {
          "fill-extrusion-color": wallSide,
          "fill-extrusion-opacity": 0.85, // what is behind a wall can be guessed
          "fill-extrusion-vertical-gradient": false,
          "fill-extrusion-height-transition": { duration: 0, delay: 0 },
        },
      },
      ABOVE,
    );
    this.#raise();
  }

  /** Give the walls the height that the map's tilt allows. */
  #raise() {
    const { map } = this.#page.mapView;
    if (!map.getLayer(NAME)) return;
    map.setPaintProperty(NAME, "fill-extrusion-height", HEIGHT * Math.min(1, map.getPitch() / FULL_TILT));
  }

  /** Show the walls of the floor on display, and return them; undefined if another floor was chosen in the meantime. */
  async #show() {
    const turn = (this.#turn += 1);
    const { floorReader, mapView, store } = this.#page;
    const floor = floorReader.get(store.state.level);
    const isShown = this.#isWanted && floor?.isComplete;
    let walls = isShown ? this.#known.get(floor) : [];
    mapView.show(NAME, walls ?? []);
    if (walls || !floor) return walls;
    walls = await makeWalls(floor);
    this.#known.set(floor, walls);
    if (turn !== this.#turn) return undefined;
    mapView.show(NAME, walls);
    return walls;
  }
}

/** @returns {GeoJSON.FeatureCollection} */
const makeEmpty = () => ({ type: "FeatureCollection", features: [] });

/** @param {Floor} floor */
async function makeWalls(floor) {
  const [plane, pace] = [new Plane(floor.bounds), new Pace()];
  return makeBlocks(await findWalls(floor, plane, pace), plane, pace);
}
