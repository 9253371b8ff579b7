// The panel beside (on a phone: below) the map: search, then whatever the state asks for.

import { findFamily } from "./categorygroups.js";
import { DirectionsPanel } from "./directionspanel.js";
import { drawIcon, make, setAria, tidyName } from "./dom.js";
import { LANGUAGES } from "./i18n.js";
import { makePlace, writePlace } from "./places.js";
import { makeChips, makePlaceList, makePlacePanel } from "./placepanel.js";
import { SearchField } from "./searchfield.js";

const MOST_CHIPS = 9;

export class Sidebar {
  #context;
  #directions;

  /** `context`: store, words, ask, sayLevel, announce, locate, getFloor() -> floor or null, getCentre(), select(place), pickFamily(family). */
  constructor(context) {
    this.#context = context;
    const { store } = context;
    this.#directions = new DirectionsPanel({ ...context, close: () => this.#leaveDirections() });
    this.element = make("div", { className: "sidebar" });
    this.fill();
    store.watch(["mode", "selected", "family", "floorVersion", "closures", "levels"], (state, old) => {
      this.#show();
      if (state.mode !== old.mode) this.#focusPanel();
    });
  }

  setWords(words, ask) {
    Object.assign(this.#context, { words, ask });
    this.#directions.setWords(words, ask);
    this.fill();
  }

  fill() {
    const { words, ask, sayLevel, announce, select, store } = this.#context;
    this.search = new SearchField({ words, label: words.say("search"), ask, sayLevel, announce, pick: select, clear: () => this.#clear() });
    this.panel = make("div", { className: "panel" });
    this.handle = make("button", { type: "button", className: "handle", aria: { label: words.say("details") }, on: { click: () => this.#fold(!this.element.classList.contains("folded")) } });
    this.#fold(false);
    this.bar = make("form", { className: "search-bar", attributes: { role: "search" }, on: { submit: (event) => event.preventDefault() } },
      drawIcon("M10.5 4.5a6 6 0 1 0 .01 0M15 15l5 5", "icon search-icon"), this.search.element,
      make("button", { type: "button", className: "round go", aria: { label: words.say("directions") }, on: { click: () => this.#openDirections(store.state.selected && { to: store.state.selected }) } }, drawIcon("M4 12l16-8-6 17-2.5-7z")));
    this.element.replaceChildren(this.bar, this.panel);
    this.#named = null;
    this.#show();
  }

  #show() {
    const { store, words } = this.#context;
    const { mode, selected, family } = store.state;
    this.element.dataset.mode = mode;
    this.bar.hidden = mode === "directions";
    const shown = {
      directions: () => [this.#directions.element],
      place: () => [this.#makePlace(selected)],
      family: () => [this.#makeChips(), makePlaceList(words.sayFamily(family), this.#listFamily(family), words, this.#context.select)],
      home: () => [this.#makeChips(), this.#makeLanguages()],
    }[mode]();
    if (this.panel.children.length === 2 && this.panel.lastChild === shown[0]) return;
    if (mode === "home") this.#fold(false);
    this.panel.replaceChildren(...(mode === "home" ? [] : [this.handle]), ...shown);
    this.#showName(mode === "place" ? selected : null);
  }

  // On a phone the panel is a sheet, of which no more than the head need be seen.
  #fold(isFolded) {
    this.element.classList.toggle("folded", isFolded);
    setAria(this.handle, "expanded", String(!isFolded));
  }

  #named = null;

  // Once for each place: what somebody is typing by then is theirs.
  #showName(place) {
    const key = place && `${writePlace(place)} ${place.name}`;
    if (key === this.#named) return;
    this.#named = key;
    if (place || document.activeElement !== this.search.input) this.search.setText(tidyName(place?.name));
  }

  #focusPanel() {
    // Only where the keyboard was in what has gone away: a tap on the map keeps its own focus.
    if (document.activeElement === document.body || !document.activeElement?.isConnected) this.panel.querySelector("h2")?.focus();
  }

  #makePlace(place) {
    const { store, words, sayLevel, sayBuilding } = this.#context;
    const closures = store.state.closures.filter((closure) => closure.kind === place.kind && closure.target_id === place.id);
    return makePlacePanel(place, words, {
      sayLevel, sayBuilding, closures,
      actions: {
        close: () => { store.set({ mode: "home", selected: null }); this.search.setText(""); this.search.focus(); },
        goTo: () => this.#openDirections({ to: place }),
        goFrom: () => this.#openDirections({ from: place }),
      },
    });
  }

  #makeChips() {
    const floor = this.#context.getFloor();
    const counts = new Map();
    for (const place of listPlaces(floor)) {
      const family = findFamily(place.category ?? place.family, place.name);
      if (family) counts.set(family, (counts.get(family) ?? 0) + 1);
    }
    const useful = ["restroom", "lift", "stairs", "entrance", "information", "food", "shop", "medical", "meeting", "study", "sleep", "office", "parking"];
    const families = useful.filter((family) => counts.has(family)).slice(0, MOST_CHIPS);
    const { store, words } = this.#context;
    return families.length ? makeChips(families, store.state.family, words, this.#context.pickFamily) : make("div");
  }

  #listFamily(family) {
    const [x, y] = this.#context.getCentre();
    const far = ({ location }) => (location ? ((location[0] - x) * Math.cos((y * Math.PI) / 180)) ** 2 + (location[1] - y) ** 2 : Infinity);
    return listPlaces(this.#context.getFloor()).filter((place) => findFamily(place.category ?? place.family, place.name) === family).sort((a, b) => far(a) - far(b));
  }

  #makeLanguages() {
    const { words, setLanguage } = this.#context;
    const select = make("select", { aria: { label: words.say("language") }, on: { change: () => setLanguage(select.value) } },
      ...Object.entries(LANGUAGES).map(([code, name]) => make("option", { value: code, textContent: name, lang: code, selected: code === words.language })));
    return make("div", { className: "languages" }, drawIcon("M12 3.5a8.5 8.5 0 1 0 .01 0M3.5 12h17M12 3.5c5 5 5 12 0 17M12 3.5c-5 5-5 12 0 17"), select);
  }

  #openDirections(ends) {
    const { store } = this.#context;
    store.set({ mode: "directions", from: store.state.from ?? store.state.here, ...ends });
    const missing = ["from", "to"].find((end) => !store.state[end]);
    queueMicrotask(() => this.panel.querySelector(`[data-end=${missing}]`)?.focus());
  }

  #leaveDirections() {
    const { store } = this.#context;
    const { to } = store.state;
    const isPlace = to && to.kind !== "spot" && to.kind !== "category";
    store.set({ mode: isPlace ? "place" : "home", selected: isPlace ? to : null, from: null, to: null, via: [], route: null, routeProblem: null, step: 0, picking: null });
  }

  #clear() {
    const { store } = this.#context;
    if (store.state.mode === "place") store.set({ mode: "home", selected: null });
  }
}

/** Return everything of a floor that has a name or a use, as places. */
export function listPlaces(floor) {
  if (!floor) return [];
  const inSpaces = new Set(floor.spaces.keys());
  return [
    ...[...floor.spaces.values()].filter((space) => space.name || space.ref || findFamily(space.category)).map((space) => makePlace("space", space)),
    ...[...floor.occupants.values()].map((occupant) => makePlace("occupant", occupant)),
    ...[...floor.rooms.values()].filter((room) => !inSpaces.has(room.space_id)).map((room) => makePlace("room", room)),
    ...[...floor.marks.values()].filter((mark) => mark.kind !== "opening"),
  ];
}
