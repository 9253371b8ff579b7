// From what is known of a floor to what the scene shows.

import { findFamily } from "./categorygroups.js";
import { tidyName } from "./dom.js";
import { extend, makeBounds, makeFeature } from "./drawing.js";
import { findZoom, measureAround } from "./labelfit.js";
import { listPolygons } from "./floorreader.js";
import { pause } from "./stream.js";

const LONGEST_WAIT = 1000; // milliseconds
const LONGEST_TILING = 10_000;
const UNKNOWN_FROM = 19; // the zoom from which rooms of unknown size are named in full

export class Painter {
  #scene;
  #hooks;
  #floor = null;
  #tiling = null;
  #painted = 0; // parts of the drawing that will not change any more

  /** `hooks`: `tell(kind)` hears "start", "first", "lost", "found", "end"; `shape(floor, signal)` finds areas of a drawing,
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
    this.#scene.fit(floor.bounds); // before: tiles are made for where one looks
    if (layer === "base-floor") await this.#paintDrawing(floor);
    if (layer === "spaces") this.#paintAreas(floor);
    if (layer === "spaces" || layer === "rooms" || layer === "occupants") this.#paintLabels(floor);
    if (layer === "connectors" || layer === "openings" || layer === "points") this.#paintMarks(floor);
  }

  /** Show the whole of a floor that is complete; `isNew` when it has been painted as it came. */
  async end(floor, isNew, signal) {
    if (!isNew) {
      if (floor.isTiled) this.paintTiles(floor);
      else await this.#paintDrawing(floor);
      this.#paintMarks(floor);
    }
    this.#scene.fit(floor.bounds);
    if (floor.isTiled) await Promise.race([this.#tiling, pause(LONGEST_TILING)]);
    if (floor.spaces.size === 0 && floor.areas.length === 0) await this.#hooks.shape(floor, signal);
    if (this.#floor !== floor) return; // somebody has gone to another one
    this.#paintAreas(floor);
    this.#paintLabels(floor);
    this.#scene.show("dots", []);
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
    const tenants = listTenants(floor);
    const spaces = [...floor.spaces.values()].filter((space) => space.geometry).map((space) => ({
      type: "Feature", geometry: space.geometry,
      properties: { place: (!space.name && tenants.has(space.id) && `occupant:${tenants.get(space.id).id}`) || `space:${space.id}`, family: findFamily(space.category, space.name), derived: false },
    }));
    this.#scene.show("areas", spaces.length ? spaces : floor.areas);
    this.#scene.show("footprint", floor.footprint);
  }

  #paintLabels(floor) {
    const named = new Set();
    const tenants = listTenants(floor);
    const labels = [];
    for (const space of floor.spaces.values()) {
      if (!space.display_point || !(space.name || (!tenants.has(space.id) && findFamily(space.category)))) continue;
      named.add(space.id);
      labels.push(makeLabel("space", space, space.display_point, space.category, space.geometry));
    }
    for (const occupant of floor.occupants.values()) {
      const space = floor.spaces.get(occupant.space_id);
      const point = space?.display_point ?? occupant.location;
      if (!point || named.has(occupant.space_id)) continue;
      named.add(occupant.space_id ?? occupant);
      labels.push(makeLabel("occupant", occupant, point, occupant.category, space?.geometry));
    }
    const areas = new Map(floor.areas.map(({ properties, geometry }) => [properties.place, geometry]));
    for (const room of floor.rooms.values()) {
      if (named.has(room.space_id)) continue;
      labels.push(makeLabel("room", room, room.location, null, areas.get(`room:${room.id}`) ?? floor.spaces.get(room.space_id)?.geometry));
    }
    this.#showLabels(labels, !floor.isComplete);
  }

  #showLabels(labels, withDots) {
    this.#scene.show("dots", withDots ? labels.map(({ geometry }) => ({ type: "Feature", geometry, properties: {} })) : []);
    this.#scene.show("labels", labels);
  }

  #paintMarks(floor) {
    this.#scene.show("marks", [...floor.marks.values()].map(({ id, kind, family, location }) => makeFeature("Point", location, { place: `${kind}:${id}`, family })));
  }
}

// Who is there names a space that has no name of its own, also for a tap.
function listTenants({ occupants }) {
  return new Map([...occupants.values()].map((occupant) => [occupant.space_id, occupant]));
}

// What is worth a look at a room's icon even from afar comes first where names collide.
const LOUD = new Set(["restroom", "lift", "stairs", "escalator", "food", "shop", "information", "entrance", "medical"]);

function makeLabel(kind, item, geometry, category, area = null) {
  const name = tidyName(item.name);
  const family = findFamily(category, name);
  const number = /^\S*\d\S*/.exec(name)?.[0] ?? name;
  const hasIcon = LOUD.has(family) && family !== "medical";
  const short = item.ref ? tidyName(item.ref) : number;
  const long = name.startsWith(`${number} `) ? `${number}\n${name.slice(number.length + 1)}` : name;
  const free = area && measureAround(geometry.coordinates, listPolygons(area));
  const [, latitude] = geometry.coordinates;
  const above = hasIcon ? "\n\n" : ""; // the icon's lines
  return {
    type: "Feature", geometry,
    properties: {
      nameFrom: free ? findZoom(above + long, free, latitude) : UNKNOWN_FROM, shortFrom: free ? findZoom(above + short, free, latitude) : 0,
      place: `${kind}:${item.id}`, family: family ?? "", hasIcon, rank: hasIcon ? 1 : 2,
      short, name: long,
    },
  };
}
