// From what is known of a floor to what the scene shows.

import { findFamily } from "./categories.js";
import { tidyName } from "./dom.js";
import { extend, makeBounds } from "./drawing.js";
import { pause } from "./stream.js";

const LONGEST_WAIT = 300; // milliseconds
const LONGEST_TILING = 10_000;

export class Painter {
  #scene;
  #hooks;
  #floor = null;
  #tiling = null;
  #painted = 0; // parts of the drawing that will not change any more

  /** `hooks`: `tell(kind)` hears "start", "first", "lost", "found", "end"; `shape(floor)` finds areas of a drawing,
   * `locateTiles(level)` gives the address of its tiles, `seen` is a promise of the first picture. */
  constructor(scene, hooks) {
    this.#scene = scene;
    this.#hooks = hooks;
  }

  tell(kind) {
    this.#hooks.tell(kind);
  }

  /** Leave the processor to the very first picture, for a moment. */
  settle() {
    return Promise.race([this.#hooks.seen, pause(LONGEST_WAIT)]);
  }

  start(floor) {
    this.#floor = floor;
    this.#hooks.tell("start");
    this.#scene.clearDrawing();
    this.#painted = 0;
    if (!floor.isComplete) for (const source of ["areas", "footprint", "marks"]) this.#scene.show(source, []);
    this.#paintLabels(floor);
  }

  /** Show rooms before it is known which levels there are. */
  preview(rooms) {
    this.#hooks.tell("first");
    this.#showLabels(rooms.map((room) => makeLabel("room", room, room.location, null)), true);
    const bounds = makeBounds();
    for (const { location } of rooms) extend(bounds, location.coordinates);
    this.#scene.fit(bounds);
  }

  /** Show what has come of a layer. */
  async paint(floor, layer) {
    this.#hooks.tell("first");
    if (layer === "base-floor") await this.#paintDrawing(floor);
    if (layer === "spaces") this.#paintAreas(floor);
    if (layer === "spaces" || layer === "rooms" || layer === "occupants") this.#paintLabels(floor);
    if (layer === "connectors" || layer === "openings" || layer === "points") this.#paintMarks(floor);
    this.#scene.fit(floor.bounds);
  }

  /** Show the whole of a floor that is complete; `isNew` when it has been painted as it came. */
  async end(floor, isNew) {
    if (!isNew) {
      if (floor.isTiled) this.paintTiles(floor);
      else await this.#paintDrawing(floor);
      this.#paintMarks(floor);
    }
    if (floor.spaces.size === 0 && floor.areas.length === 0 && !floor.isTiled) await this.#hooks.shape(floor);
    this.#paintAreas(floor);
    this.#scene.fit(floor.bounds);
    this.#scene.show("dots", []);
    if (floor.isTiled) await Promise.race([this.#tiling, pause(LONGEST_TILING)]);
    this.#hooks.tell("end");
  }

  /** Show a drawing of too many lines as tiles. */
  paintTiles(floor) {
    this.#tiling = this.#scene.showTiles(this.#hooks.locateTiles(floor.level));
  }

  async #paintDrawing(floor) {
    const first = this.#painted;
    this.#painted = floor.parts.length - 1;
    for (let index = first; index < floor.parts.length && this.#floor === floor; index += 1) {
      if (floor.parts[index].length) this.#scene.showDrawing(index, floor.parts[index]);
      await pause(0); // each part is copied
    }
  }

  #paintAreas(floor) {
    const spaces = [...floor.spaces.values()].filter((space) => space.geometry).map((space) => ({
      type: "Feature", geometry: space.geometry,
      properties: { place: `space:${space.id}`, family: findFamily(space.category, space.name), derived: false },
    }));
    this.#scene.show("areas", spaces.length ? spaces : floor.areas);
    this.#scene.show("footprint", floor.footprint);
  }

  #paintLabels(floor) {
    const named = new Set();
    const labels = [];
    for (const space of floor.spaces.values()) {
      if (!space.display_point || !space.name) continue;
      named.add(space.id);
      labels.push(makeLabel("space", space, space.display_point, space.category));
    }
    // Who is there names a space that has no name of its own.
    for (const occupant of floor.occupants.values()) {
      const point = floor.spaces.get(occupant.space_id)?.display_point ?? occupant.location;
      if (!point || named.has(occupant.space_id)) continue;
      named.add(occupant.space_id ?? occupant);
      labels.push(makeLabel("occupant", occupant, point, occupant.category));
    }
    for (const room of floor.rooms.values()) {
      if (!named.has(room.space_id)) labels.push(makeLabel("room", room, room.location, null));
    }
    this.#showLabels(labels, !floor.isComplete);
  }

  #showLabels(labels, withDots) {
    this.#scene.show("dots", withDots ? labels.map(({ geometry }) => ({ type: "Feature", geometry, properties: {} })) : []);
    this.#scene.show("labels", labels);
  }

  #paintMarks(floor) {
    this.#scene.show("marks", [...floor.marks.values()].map(({ id, kind, family, location }) => ({
      type: "Feature", geometry: { type: "Point", coordinates: location }, properties: { place: `${kind}:${id}`, family },
    })));
  }
}

// What is worth a look at a room's icon even from afar comes first where names collide.
const LOUD = new Set(["restroom", "lift", "stairs", "escalator", "food", "shop", "information", "entrance", "medical"]);

function makeLabel(kind, item, geometry, category) {
  const name = tidyName(item.name);
  const family = findFamily(category, name);
  const number = /^\S*\d\S*/.exec(name)?.[0] ?? name;
  const hasIcon = LOUD.has(family) && family !== "medical";
  return {
    type: "Feature", geometry,
    properties: {
      place: `${kind}:${item.id}`, family: family ?? "", hasIcon, rank: hasIcon ? 1 : 2,
      short: item.ref ? tidyName(item.ref) : number, name: name.startsWith(`${number} `) ? `${number}\n${name.slice(number.length + 1)}` : name,
    },
  };
}
