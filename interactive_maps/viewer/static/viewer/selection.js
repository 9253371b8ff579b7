// The selected place: chosen by search or tap, completed from the API, shown on the map.

import { listKinds } from "./categorykinds.js";
import { make, tidyName } from "./dom.js";
import { makeFeature } from "./geometry.js";
import { isSamePlace, listPlaces, makePlace, makePosition, rememberPlace } from "./places.js";

/** @import { MapFeature, PageContext, PageState, Place, PlaceKind, Tap } from "../../types" */

/** @type {Partial<Record<PlaceKind, string>>} */
const LAYERS = {
  room: "rooms",
  space: "spaces",
  point: "points",
  occupant: "occupants",
  connector: "connectors",
  building: "buildings",
};
const GONE_NOTICE = 8000; // milliseconds
/** @type {Partial<PageState>} */
const HOME = { mode: "home" };

export class Selection {
  #page;
  /** @type {Place | null} */
  #completed = null;
  #picking = make("div", { className: "picking", hidden: true });

  /** @param {PageContext} page */
  constructor(page) {
    this.#page = page;
    this.element = this.#picking;
    const { store, mapView } = page;
    store.subscribe(["selected", "floorVersion", "mode", "level"], () => this.#show());
    store.subscribe(["selected"], () => this.#complete());
    store.subscribe(["picking"], () => this.#showPicking());
    mapView.onTap((tap) => this.#tap(tap));
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && store.state.picking) store.set({ picking: null });
    });
  }

  /**
   * Select a place. The map flies to it, and the browser remembers it, if it was chosen by name (not just tapped).
   * @param {Place | null} place null selects nothing
   * @param {{isChosen?: boolean, isNorthUp?: boolean}} options
   */
  select(place, { isChosen = false, isNorthUp = false } = {}) {
    const { store, mapView, announce, levelName } = this.#page;
    if (!place) {
      store.set({ mode: "home", selected: null });
      if (isNorthUp) mapView.map.easeTo({ bearing: 0 });
      return;
    }
    if (place.kind === "category") {
      const [category] = listKinds(place);
      if (category) store.set({ category, mode: "category", selected: null });
      else store.set({ mode: "directions", to: place });
      return;
    }
    if (isChosen) rememberPlace(place);
    /** @type {Partial<PageState>} */
    const changes = { selected: place, mode: "place", category: null };
    if (store.state.levels.some(({ level }) => level === place.level)) changes.level = place.level;
    store.set(changes);
    const isInView = isChosen && this.#bringIntoView(place, isNorthUp ? 0 : null);
    if (isNorthUp && !isInView) mapView.map.easeTo({ bearing: 0 });
    announce([tidyName(place.name), levelName(place.level, place.building_id)].filter(Boolean).join(", "));
  }

  /**
   * Select a place by its id, and show it; false if it is not on the map.
   * @param {Place} place
   */
  async open(place) {
    const known = place.location ? place : await this.#fetch(place);
    if (!known) return false;
    this.select(known);
    this.#bringIntoView(known);
    return true;
  }

  /**
   * Show where a place is; of a building, a level that it has. Return false if nobody knows where it is.
   * @param {Place} place
   * @param {number | null} [bearing]
   */
  #bringIntoView({ kind, id, location }, bearing = null) {
    if (kind === "building" && id !== null && this.#page.getBuildings().goTo(id)) return true;
    if (location) this.#page.mapView.flyTo(location, undefined, bearing);
    return Boolean(location);
  }

  /**
   * Show where a place is, without selecting it.
   * @param {Place} place
   */
  async goTo(place) {
    const { store } = this.#page;
    const known = place.location ? place : await this.#fetch(place);
    if (!known?.location) return;
    if (store.state.levels.some(({ level }) => level === known.level)) store.set({ level: known.level });
    this.#bringIntoView(known);
  }

  /** Add to the places of the URL what it does not hold: names and locations. */
  async resolve() {
    const { store, mapView, urlState } = this.#page;
    const { selected, from, to, via } = store.state;
    let isGone = false;
    const resolve = async (/** @type {Place | null} */ place) => {
      if (!place?.id || place.location) return place;
      const known = await this.#fetch(place);
      isGone ||= known === null;
      return known ?? place;
    };
    const [newSelected, newFrom, newTo, ...newVia] = await Promise.all([selected, from, to, ...via].map(resolve));
    const { step, keepsView } = store.state;
    store.set({ from: newFrom, to: newTo, via: newVia });
    store.set({ step, keepsView }); // a room that is called a space from now on makes no other route
    if (isGone) this.#page.notify(this.#page.i18n.t("placeGone"), GONE_NOTICE);
    if (!selected) return;
    if (!newSelected?.location) return store.set({ selected: null, ...(store.state.mode === "place" && HOME) });
    store.set({ selected: newSelected });
    if (!urlState.view) mapView.flyTo(newSelected.location);
  }

  /**
   * @param {Pick<Place, "kind" | "id">} place
   * @returns {Promise<Place | null | undefined>}
   */
  async #fetch({ kind, id }) {
    if (!LAYERS[kind] || id === null) return undefined;
    const item = await this.#page.client.find(LAYERS[kind], id).catch(() => undefined);
    if (item === undefined) return this.#findKept({ kind, id });
    // A room that is in a space is that space, whatever its link says.
    const space = kind === "room" && item?.space_id ? await this.#fetch({ kind: "space", id: item.space_id }) : null;
    return space ?? (item && makePlace(kind, item));
  }

  /**
   * Return what is kept of a place on this device.
   * @param {Pick<Place, "kind" | "id">} place
   */
  async #findKept(place) {
    if (!globalThis.caches) return undefined; // without https
    const { findKept } = await import("./ondemand/offlinesearch.js");
    return findKept(place, this.#page);
  }

  /** Complete the selected place: a search result lacks opening hours, access, and so on. */
  async #complete() {
    const { store } = this.#page;
    const { selected } = store.state;
    if (!selected?.id || selected === this.#completed) return;
    if (selected.kind === "room" && selected.space_id === null) return; // nothing else is known of it
    const item = await this.#fetch(selected);
    if (!item || !isSamePlace(store.state.selected, selected)) return;
    const level = item.level ?? selected.level;
    const location = item.location ?? selected.location;
    this.#completed = { ...selected, ...item, level, location };
    store.set({ selected: this.#completed });
  }

  /** @param {Tap} tap */
  #tap({ location, feature, building }) {
    const { store } = this.#page;
    const { picking, mode, level } = store.state;
    const toLevel = feature?.source === "stops" ? feature.properties.to_level : undefined;
    if (toLevel !== undefined) return store.set({ level: toLevel });
    if (!picking && building !== null && this.#page.getBuildings().approach(building)) return undefined;
    const place = this.#findPlace(feature?.properties.place);
    if (picking) return this.#pick(picking, place ?? makePosition(location, level));
    if (place) return mode === "directions" ? undefined : this.select(place);
    if (mode === "place") store.set({ mode: "home", selected: null });
    return undefined;
  }

  /** @param {string | undefined} key kind and id */
  #findPlace(key) {
    if (!key) return null;
    const { store, floorReader } = this.#page;
    const places = listPlaces(floorReader.get(store.state.level));
    return places.find(({ kind, id }) => `${kind}:${id}` === key) ?? null;
  }

  /**
   * Use a place as an end of the route.
   * @param {string} end
   * @param {Place} place
   */
  #pick(end, place) {
    const { store } = this.#page;
    const isWaypoint = ["room", "space", "point", "occupant", "position"].includes(place.kind);
    const waypoint = isWaypoint ? place : makePosition(place.location, place.level);
    if (end.startsWith("via-")) {
      const position = Number(end.slice(4));
      store.set({ via: store.state.via.map((stop, index) => (index === position ? waypoint : stop)), picking: null });
    } else {
      store.set({ [end]: waypoint, picking: null });
    }
  }

  #showPicking() {
    const { store, i18n, announce } = this.#page;
    const { picking } = store.state;
    const cancel = () => store.set({ picking: null });
    this.#picking.hidden = !picking;
    this.#picking.replaceChildren(
      make("span", { textContent: i18n.t("tapMap") }),
      make("button", { type: "button", textContent: i18n.t("cancel"), on: { click: cancel } }),
    );
    if (picking) announce(i18n.t("tapMap"));
  }

  #show() {
    const { store, mapView } = this.#page;
    const { selected, level, mode } = store.state;
    const isShown = selected?.location && mode === "place" && (selected.level ?? level) === level;
    if (!isShown) return mapView.show("selected", []);
    const properties = { icon: "pin-place", name: tidyName(selected.name) };
    const point = makeFeature("Point", selected.location, properties);
    const area = this.#findArea(selected);
    /** @type {MapFeature[]} */
    const areas = area ? [{ type: "Feature", geometry: area, properties: {} }] : [];
    return mapView.show("selected", [...areas, point]);
  }

  /** @param {Place} place */
  #findArea({ kind, id, space_id: spaceId }) {
    const floor = this.#page.floorReader.get(this.#page.store.state.level);
    const space = (kind === "space" && floor?.spaces.get(id ?? NaN)) || floor?.spaces.get(spaceId ?? NaN);
    return (space && space.geometry) || null;
  }
}
