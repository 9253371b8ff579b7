// The interface of the embedded map: the page around it sends calls and hears of events, by postMessage.

import { makeFeature } from "../geometry.js";
import { getPalette } from "../palette.js";
import { formatPlace, isSamePlace, parsePlace } from "../places.js";
import { HostLayers } from "./host/hostlayers.js";

/** @import { Selection } from "../selection.js" */
/** @import { HostMarker, MapFeature, PageContext, Place, PlaceState, SearchPlaces } from "../../../types" */

const PROTOCOL = 1; // in every message, either way
const MOST_MARKS = 1_000;
const COLOURS = /^(map|ink)-[a-zA-Z]{1,20}$/;

/**
 * @typedef {object} HostHooks
 * @property {Selection} selection
 * @property {SearchPlaces} search
 * @property {(language: string) => Promise<void>} setLanguage
 * @property {(theme: "light" | "dark") => void} setTheme
 */

export class HostApi {
  #page;
  #hooks;
  #layers;
  /** @type {Map<string, HostMarker>} */
  #markers = new Map();
  /** @type {Map<number, PlaceState>} by the ids of their spaces */
  #states = new Map();

  /**
   * @param {PageContext} page
   * @param {HostHooks} hooks
   */
  constructor(page, hooks) {
    this.#page = page;
    this.#hooks = hooks;
    const { store, levelName, mapView } = page;
    this.#layers = new HostLayers(mapView.map, () => store.state.level);
    store.subscribe(["selected"], ({ selected }, old) => {
      if (selected !== old.selected && !isSamePlace(selected, old.selected)) this.#tell("select", describe(selected));
    });
    store.subscribe(["level"], ({ level }) => this.#tell("level", { level, name: levelName(level) }));
    store.subscribe(["route", "routeProblem"], ({ route, routeProblem }) => {
      if (routeProblem) this.#tell("error", { message: routeProblem.text });
      else this.#tell("route", route && { distance: route.distance_meters, duration: route.duration_seconds });
    });
    store.subscribe(["level", "floorVersion"], () => this.#showMarks());
    store.subscribe(["level"], () => this.#layers.showLevel());
    mapView.onTap(({ location }) => {
      const hit = this.#layers.find(location);
      if (hit) this.#tell("tap", hit);
    });
    addEventListener("message", (event) => this.#receive(event));
  }

  /** Tell the page around that calls are heard. */
  start() {
    const { levels, level } = this.#page.store.state;
    this.#tell("load", { level, levels: levels.map(({ level: ordinal, name }) => ({ level: ordinal, name })) });
  }

  /**
   * @param {string} event
   * @param {unknown} detail
   */
  #tell(event, detail) {
    parent.postMessage({ indoorMap: PROTOCOL, event, detail }, "*"); // nothing that anybody may not read
  }

  /** @param {MessageEvent} event */
  async #receive({ source, data }) {
    if (source !== parent || data?.indoorMap !== PROTOCOL || typeof data.call !== "string") return;
    /** @type {Record<string, unknown>} */
    const answer = { indoorMap: PROTOCOL, id: data.id };
    try {
      if (!Object.hasOwn(this.#calls, data.call)) throw new Error(`There is no call ${data.call.slice(0, 80)}.`);
      answer.result = (await this.#calls[data.call](data.argument)) ?? null;
    } catch (error) {
      answer.error = /** @type {Error} */ (error).message;
    }
    parent.postMessage(answer, "*");
  }

  /** @type {Record<string, (argument: any) => unknown>} */
  #calls = {
    select: (text) => this.#select(text),
    level: (level) => this.#setLevel(level),
    route: (ends) => this.#route(ends ?? {}),
    view: (view) => this.#setView(view),
    language: (language) => this.#hooks.setLanguage(String(language)),
    theme: (theme) => this.#hooks.setTheme(theme === "dark" ? "dark" : "light"),
    colors: (colours) => this.#setColours(colours),
    search: (text) => this.#hooks.search(String(text), new AbortController().signal),
    marker: (marker) => this.#setMarker(marker),
    state: (state) => this.#setState(state),
    layer: (layer) => this.#page.mapView.ready.then(() => this.#layers.set(layer)),
  };

  /** @param {string | null} text */
  async #select(text) {
    if (text === null) return this.#page.store.set({ selected: null, mode: "home" });
    if (!(await this.#hooks.selection.open(readPlace(text)))) throw new Error(`There is no ${text} on the map.`);
    return undefined;
  }

  /** @param {unknown} level */
  #setLevel(level) {
    const { store } = this.#page;
    const known = store.state.levels.map((one) => one.level);
    if (!known.includes(Number(level))) throw new Error(`There is no level ${level}. There are ${known.join(", ")}.`);
    store.set({ level: Number(level) });
  }

  /** @param {{from?: string, to?: string, profile?: string}} ends */
  #route({ from, to, profile = undefined }) {
    const { store } = this.#page;
    const ends = { from: from ? readPlace(from) : null, to: to ? readPlace(to) : null };
    const mode = from || to ? "directions" : "home";
    store.set({ ...ends, via: [], profile: profile ?? store.state.profile, mode, selected: null });
  }

  /** @param {{center?: [number, number], zoom?: number, bearing?: number, pitch?: number}} view */
  #setView({ center, zoom, bearing, pitch }) {
    const given = Object.entries({ center, zoom, bearing, pitch });
    const known = given.filter(([, value]) => value !== undefined && value !== null); // the map takes them for numbers
    if ((center && center.length !== 2) || !known.flatMap(([, value]) => value).every(Number.isFinite)) {
      throw new Error("A view is {center: [longitude, latitude], zoom, bearing, pitch}.");
    }
    this.#page.mapView.hold();
    this.#page.mapView.map.jumpTo(Object.fromEntries(known));
  }

  /** @param {Record<string, string>} colours by their names in the style sheet, without the dashes before them */
  #setColours(colours) {
    for (const [name, colour] of Object.entries(colours)) {
      if (!COLOURS.test(name)) throw new Error(`There is no colour ${name}.`);
      document.documentElement.style.setProperty(`--${name}`, readColour(colour));
    }
    this.#page.mapView.setPalette(getPalette());
  }

  /** @param {Partial<HostMarker> & {id: string}} marker without a location it is removed */
  #setMarker({ id, location, level = null, label = "", color = "" }) {
    const key = String(id);
    if (!location) this.#markers.delete(key);
    else if (location.length !== 2 || !location.every(Number.isFinite)) {
      throw new Error("A marker's location is [longitude, latitude].");
    } else this.#markers.set(key, { id: key, location, level, label: String(label), color: readColour(color) });
    limit(this.#markers);
    this.#showMarks();
  }

  /** @param {{space: string, color?: string, label?: string}} state without either it is removed */
  #setState({ space, color, label }) {
    const { kind, id } = readPlace(space);
    if (kind !== "space" || id === null) throw new Error(`${space} is not a space.`);
    if (color || label) this.#states.set(id, { color: color ? readColour(color) : "", label: String(label ?? "") });
    else this.#states.delete(id);
    limit(this.#states);
    this.#showMarks();
  }

  #showMarks() {
    const { store, floorReader, mapView } = this.#page;
    const { level } = store.state;
    const floor = floorReader.get(level);
    /** @type {MapFeature[]} */
    const states = [];
    for (const [id, { color, label }] of this.#states) {
      const geometry = floor?.spaces.get(id)?.geometry;
      if (geometry) states.push({ type: "Feature", geometry, properties: { color: color || "transparent", label } });
    }
    const markers = [...this.#markers.values()]
      .filter((marker) => marker.level === null || marker.level === level)
      .map(({ location, label, color }) => makeFeature("Point", location, { label, color }));
    mapView.show("states", states);
    mapView.show("hostmarkers", markers);
  }
}

/**
 * @param {string} text
 * @returns {Place}
 */
function readPlace(text) {
  const place = parsePlace(String(text));
  if (!place) throw new Error(`${String(text).slice(0, 80)} is no place, such as space:12 or 13.4024,52.4740,0.`);
  return place;
}

/** @param {string} text */
function readColour(text) {
  if (!text) return getPalette().accent;
  if (!CSS.supports("color", text)) throw new Error(`${String(text).slice(0, 80)} is no colour.`);
  return text;
}

/** @param {Map<unknown, unknown>} marks */
function limit(marks) {
  if (marks.size <= MOST_MARKS) return;
  marks.delete([...marks.keys()].at(-1));
  throw new Error(`There are ${MOST_MARKS} of them, which is the most.`);
}

/** @param {Place | null} place */
function describe(place) {
  if (!place) return null;
  const { name, level, location, category = null } = place;
  return { place: formatPlace(place), name, level, location, category };
}
