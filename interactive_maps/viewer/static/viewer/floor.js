// A floor: what is known about one level, filled while its streams arrive.

import { findCategoryGroup } from "./categorygroups.js";
import { makeLineKey, mergeBatch } from "./drawing.js";
import {
  extendBounds,
  findCenter,
  isEmpty,
  listLines,
  listPolygons,
  makeBounds,
  measureBounds,
  uniteBounds,
} from "./geometry.js";

/** @import { Bounds, Item, MapFeature, Marker, PlaceKind } from "../../types" */

// What a map says of a space of which it knows no more than that it is one.
const VAGUE = new Set(["unspecified", "room", ""]);
const LINES_PER_PART = 5_000; // limits how much the page copies to the map library at once

export class Floor {
  /** @type {Map<number, Item>} */
  rooms = new Map();
  /** @type {Map<number, Item>} */
  spaces = new Map();
  /** @type {Map<number, Item>} */
  occupants = new Map();
  /** @type {Map<string, Marker>} */
  markers = new Map();
  /** @type {Map<number, Item>} */
  openings = new Map();
  /** @type {Map<number, number[]>} doors that nobody drew */
  guesses = new Map();
  /** @type {MapFeature[][]} features of the drawing, in parts: each is a source of the map */
  parts = [[]];
  /** @type {Map<number, string>} of rooms that have one, by the ids of their spaces */
  #categories = new Map();
  #linesInPart = 0;
  lines = 0;
  /** @type {Set<string>} keys of the lines of spaces and openings, which are not drawn a second time */
  #outlines = new Set();
  isTiled = false;
  isComplete = false;

  /**
   * @param {number | null} level
   * @param {MapFeature[]} footprint outlines of the buildings' levels
   * @param {Bounds} bounds of what belongs to the map whatever is on this floor: they grow by what is
   */
  constructor(level, footprint = [], bounds = makeBounds()) {
    this.level = level;
    this.footprint = footprint;
    this.bounds = bounds;
  }

  /** Take note that everything has arrived. A floor on which there is nothing is as large as its outlines. */
  complete() {
    this.isComplete = true;
    if (!isEmpty(this.bounds)) return;
    for (const { geometry } of this.footprint) uniteBounds(this.bounds, measureBounds(geometry));
  }

  /**
   * Drop what has arrived of a layer: it is out of date.
   * @param {string} layer
   */
  reset(layer) {
    if (layer === "rooms" || layer === "spaces" || layer === "occupants") this[layer].clear();
    if (layer === "rooms") this.#categories.clear();
    if (layer === "base-floor") {
      this.parts = [[]];
      this.#linesInPart = this.lines = 0;
    }
    if (layer === "spaces") this.#outlines.clear(); // those of openings arrive later
  }

  /** @param {Item[]} items */
  addRooms(items) {
    for (const room of items) {
      if (!room.location) continue;
      this.rooms.set(room.id, room);
      extendBounds(this.bounds, room.location.coordinates);
      if (!room.space_id || !room.category) continue;
      this.#categories.set(room.space_id, room.category);
      const space = this.spaces.get(room.space_id);
      if (space) this.spaces.set(space.id, this.#categorise(space));
    }
  }

  /** @param {Item[]} items */
  addSpaces(items) {
    for (const space of items) {
      this.spaces.set(space.id, this.#categorise(space));
      this.#addOutlines(space);
      for (const [exterior] of listPolygons(space.geometry)) {
        for (const position of exterior) extendBounds(this.bounds, position);
      }
    }
  }

  /**
   * Return a space with the category of its room if its own says nothing: IMDF has no word for many rooms.
   * @param {Item} space
   */
  #categorise(space) {
    const category = this.#categories.get(space.id);
    return category && VAGUE.has(space.category ?? "") ? { ...space, category } : space;
  }

  /**
   * Return whether a space is in an outline of this level.
   * @param {Item} space
   */
  isWalled = (space) => this.footprint.some((outline) => isOf(outline, space));

  /** Return the outlines of this level, with whether spaces are known in them. */
  listOutlines() {
    const spaces = [...this.spaces.values()];
    return this.footprint.map((outline) => {
      const isWalled = spaces.some((space) => isOf(outline, space));
      return { ...outline, properties: { ...outline.properties, isWalled } };
    });
  }

  /** @param {Item[]} items */
  addOccupants(items) {
    for (const occupant of items) if (occupant.name) this.occupants.set(occupant.id, occupant);
  }

  /** @param {Item} item */
  #addOutlines({ geometry }) {
    for (const line of listLines(geometry)) this.#outlines.add(makeLineKey(line));
  }

  /**
   * Add lines of the drawing, without the outlines of spaces and openings that are known: these are shown as such.
   * @param {Item[]} items
   */
  addDrawing(items) {
    const { features, count, bounds } = mergeBatch(items, (line) => this.#outlines.has(makeLineKey(line)));
    uniteBounds(this.bounds, bounds);
    if (this.#linesInPart + count > LINES_PER_PART && this.#linesInPart > 0) {
      this.parts.push([]);
      this.#linesInPart = 0;
    }
    this.parts[this.parts.length - 1].push(...features);
    this.#linesInPart += count;
    this.lines += count;
  }

  /**
   * @param {PlaceKind} kind
   * @param {Item[]} items
   */
  addMarkers(kind, items) {
    for (const item of items) {
      const location = item.location?.coordinates ?? findCenter(item.geometry);
      if (kind === "opening") {
        this.openings.set(item.id, item);
        this.#addOutlines(item);
      }
      if (item.guessed && location) this.guesses.set(item.id, location);
      const categoryGroup = findCategoryGroup(item.kind) ?? findCategoryGroup(item.category);
      if (!location || !categoryGroup) continue;
      // An icon at every door would hide the rooms: only entrances have one.
      if (kind === "opening" && categoryGroup !== "entrance") continue;
      this.markers.set(`${kind}:${item.id}`, { ...item, kind, categoryGroup, location });
    }
  }

  /**
   * Return the occupants that spaces are known by, by the ids of the spaces: each is called like its space, or the
   * space has no name. Such a space and its occupant are one place.
   * @returns {Map<number, Item>}
   */
  listTenants() {
    const tenants = new Map();
    for (const occupant of this.occupants.values()) {
      const space = this.spaces.get(occupant.space_id ?? NaN);
      if (space && !tenants.has(space.id) && (!space.name || isSameName(space.name, occupant.name))) {
        tenants.set(space.id, occupant);
      }
    }
    return tenants;
  }
}

/**
 * Return whether a space belongs to an outline: that of its building, unless nobody says of which building one is.
 * @param {MapFeature} outline
 * @param {Item} space
 */
function isOf({ properties }, { building_id: building }) {
  const buildings = /** @type {number[]} */ (properties.buildings ?? []);
  return !building || !buildings.length || buildings.includes(building);
}

/**
 * @param {string} a
 * @param {string | null | undefined} b
 */
function isSameName(a, b) {
  return a.trim().toLowerCase() === b?.trim().toLowerCase();
}
