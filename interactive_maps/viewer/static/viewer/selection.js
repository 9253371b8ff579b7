// What is selected: how it is chosen, found again, described and shown.

import { findFamily } from "./categorygroups.js";
import { make, tidyName } from "./dom.js";
import { makeFeature } from "./drawing.js";
import { isSamePlace, keepRecent, makePlace, makeSpot } from "./places.js";
import { listPlaces } from "./sidebar.js";

const LAYER_OF = { room: "rooms", space: "spaces", point: "points", occupant: "occupants", connector: "connectors" };

export class Selection {
  #page;
  #described = null;
  #picking = make("div", { className: "picking", hidden: true });

  /** `page`: store, scene, reader, client, asked, words, sayLevel, announce. */
  constructor(page) {
    this.#page = page;
    this.element = this.#picking;
    const { store, scene } = page;
    store.watch(["selected", "floorVersion", "mode", "level"], () => this.#show());
    store.watch(["selected"], () => this.#describe());
    store.watch(["picking"], () => this.#showPicking());
    scene.onTap((tap) => this.#tap(tap));
    addEventListener("keydown", (event) => { if (event.key === "Escape" && store.state.picking) store.set({ picking: null }); });
  }

  /** Select a place; `isChosen` ones, not merely tapped, are flown to and remembered. */
  select(place, { isChosen = false } = {}) {
    if (place.kind === "category") {
      const family = findFamily(place.category, place.name);
      if (family) this.#page.store.set({ family, mode: "family", selected: null });
      else this.#page.store.set({ mode: "directions", to: place });
      return;
    }
    if (isChosen) keepRecent(place);
    const isElsewhere = (place.level ?? null) !== null && place.level !== this.#page.store.state.level && this.#page.store.state.levels.some(({ level }) => level === place.level);
    this.#page.store.set({ selected: place, mode: "place", family: null, ...(isElsewhere ? { level: place.level } : {}) });
    if (place.location && isChosen) this.#page.scene.flyTo(place.location);
    this.#page.announce([tidyName(place.name), this.#page.sayLevel(place.level)].filter(Boolean).join(", "));
  }

  /** Give the places of an address what it does not say: names and positions. */
  async resolve() {
    const { selected, from, to, via } = this.#page.store.state;
    const complete = async (place) => (place && place.id && !place.location ? (await this.#fetchPlace(place)) ?? place : place);
    const [newSelected, newFrom, newTo, ...newVia] = await Promise.all([selected, from, to, ...via].map(complete));
    this.#page.store.set({ selected: newSelected?.location || !newSelected ? newSelected : null, from: newFrom, to: newTo, via: newVia, ...(selected && !newSelected?.location ? { mode: "home" } : {}) });
    if (newSelected?.location && !this.#page.asked.view) this.#page.scene.flyTo(newSelected.location);
  }

  async #fetchPlace(place) {
    const item = await this.#page.client.find(LAYER_OF[place.kind], place.id).catch(() => null);
    return item && makePlace(place.kind, item);
  }

  // A result of the search knows less than the map: hours, access, and so on.
  async #describe() {
    const { selected } = this.#page.store.state;
    if (!selected?.id || selected.kind === "room" || selected === this.#described) return;
    const item = await this.#fetchPlace(selected);
    if (!item || !isSamePlace(this.#page.store.state.selected, selected)) return;
    const described = { ...selected, ...item, level: item.level ?? selected.level, location: item.location ?? selected.location };
    this.#described = described;
    this.#page.store.set({ selected: described });
  }

  #tap({ location, feature }) {
    const { state } = this.#page.store;
    if (feature?.source === "stops" && feature.properties.to_level !== undefined) return this.#page.store.set({ level: feature.properties.to_level });
    const place = this.#findTapped(feature);
    if (state.picking) return this.#pick(place ?? makeSpot(location, state.level));
    if (place) return state.mode === "directions" ? undefined : this.select(place);
    if (state.mode === "place") this.#page.store.set({ mode: "home", selected: null });
    return undefined;
  }

  #findTapped(feature) {
    const key = feature?.properties.place;
    return (key && listPlaces(this.#page.reader.get(this.#page.store.state.level)).find((place) => `${place.kind}:${place.id}` === key)) || null;
  }

  #pick(place) {
    const { picking, via } = this.#page.store.state;
    const usable = ["room", "space", "point", "occupant", "spot"].includes(place.kind) ? place : makeSpot(place.location, place.level);
    if (picking.startsWith("via-")) this.#page.store.set({ via: via.map((old, index) => (index === Number(picking.slice(4)) ? usable : old)), picking: null });
    else this.#page.store.set({ [picking]: usable, picking: null });
  }

  #showPicking() {
    const { picking } = this.#page.store.state;
    this.#picking.hidden = !picking;
    this.#picking.replaceChildren(make("span", { textContent: this.#page.words.say("tapMap") }),
      make("button", { type: "button", textContent: this.#page.words.say("cancel"), on: { click: () => this.#page.store.set({ picking: null }) } }));
    if (picking) this.#page.announce(this.#page.words.say("tapMap"));
  }

  #show() {
    const { selected, level, mode } = this.#page.store.state;
    const floor = this.#page.reader.get(level);
    if (!selected?.location || mode !== "place" || (selected.level ?? level) !== level) return this.#page.scene.show("selected", []);
    const key = `${selected.kind}:${selected.id}`;
    const area = floor?.areas.find(({ properties }) => properties.place === key)?.geometry ?? (selected.kind === "space" ? floor?.spaces.get(selected.id)?.geometry : null)
      ?? floor?.spaces.get(selected.space_id)?.geometry;
    const point = makeFeature("Point", selected.location, { icon: "pin-place", name: tidyName(selected.name) });
    return this.#page.scene.show("selected", [...(area ? [{ type: "Feature", geometry: area, properties: {} }] : []), point]);
  }
}
