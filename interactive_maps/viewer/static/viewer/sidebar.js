// The panel beside the map (on a phone: below it): the search field, then what the mode of the page calls for.

import { ACCESSIBLE, listKinds, listPresentKinds } from "./categorykinds.js";
import { DirectionsPanel } from "./directionspanel.js";
import { drawIcon, GO, make, makeIconButton, setAria, tidyName } from "./dom.js";
import { LANGUAGES } from "./i18n.js";
import { makeChips, makePlaceList, makePlacePanel } from "./placepanel.js";
import { formatPlace, isAt, listPlaces } from "./places.js";
import { SearchField } from "./searchfield.js";

/** @import { I18n } from "./i18n.js" */
/** @import { PageState, Place, SidebarContext } from "../../types" */

const MOST_CHIPS = 8;
/** Kinds that get a chip, the most wanted first, by their plain categories. */
const CHIPS = [
  ...["restroom", ACCESSIBLE, "elevator", "stairs", "exit", "information", "reception.desk", "foodservice", "shopping"],
  ...["ticketing", "platform", "atm", "pharmacy", "medicalroom", "imaging", "bedroom", "waitingroom"],
  ...["auditorium", "classroom", "library", "laboratory", "conferenceroom", "mothersroom", "firstaid", "defibrillator"],
  ...["coinlocker", "office", "parking", "prayerroom", "drinkingfountain", "vendingmachine", "shower", "fitnessroom"],
];
/** On a phone the panel is a sheet of one of these heights, the lowest first. */
const HEIGHTS = ["low", "half", "full"];
const LEAST_SWIPE = 24; // pixels
const SEARCH_ICON = "M10.5 4.5a6 6 0 1 0 .01 0M15 15l5 5";
const LANGUAGE_ICON = "M12 3.5a8.5 8.5 0 1 0 .01 0M3.5 12h17M12 3.5c5 5 5 12 0 17M12 3.5c-5 5-5 12 0 17";

export class Sidebar {
  #context;
  #directions;
  /** @type {string | null} the place whose name the search field shows */
  #namedPlace = null;
  #shownName = ""; // of that place
  // On a phone, what is on the map stays above the sheet.
  #observer = new ResizeObserver(() => {
    document.documentElement.style.setProperty("--sheet", `${this.panel.offsetHeight}px`);
  });

  /** @param {SidebarContext} context */
  constructor(context) {
    this.#context = context;
    const { store } = context;
    this.#directions = new DirectionsPanel(context, () => this.#leaveDirections());
    this.element = make("div", { className: "sidebar" });
    this.panel = make("div", { className: "panel" });
    this.search = this.#makeSearchField();
    this.bar = this.#makeSearchBar();
    this.handle = this.#makeHandle();
    this.reset();
    const keys = /** @type {const} */ (["mode", "selected", "category", "nearest", "floorVersion", "closures"]);
    store.subscribe([...keys, "levels"], (state, old) => {
      const focused = this.#listFocusable().indexOf(/** @type {HTMLElement} */ (document.activeElement));
      const isSame = keys.slice(0, 3).every((key) => state[key] === old[key]);
      this.#show();
      if (focused >= 0 || state.mode !== old.mode) this.#restoreFocus(isSame ? focused : -1);
    });
  }

  /** @param {I18n} i18n */
  setLanguage(i18n) {
    const focused = this.#listFocusable().indexOf(/** @type {HTMLElement} */ (document.activeElement));
    this.#context.i18n = i18n;
    this.#directions.setLanguage(i18n);
    this.reset();
    if (focused >= 0) this.#restoreFocus(focused);
  }

  /** Build everything anew: an empty search field, and a sheet of the middle height. */
  reset() {
    this.search = this.#makeSearchField();
    this.bar = this.#makeSearchBar();
    this.handle = this.#makeHandle();
    this.panel = make("div", { className: "panel" });
    this.#setHeight(1);
    this.element.replaceChildren(this.bar, this.panel);
    this.#observer.disconnect();
    this.#observer.observe(this.panel);
    this.#namedPlace = null;
    this.#show();
  }

  #makeSearchField() {
    const { i18n, search, levelName, announce, select } = this.#context;
    const clear = () => this.#clearSelection();
    return new SearchField({ i18n, label: i18n.t("search"), search, levelName, announce, select, clear });
  }

  #makeSearchBar() {
    const { i18n, store } = this.#context;
    const openDirections = () => this.#openDirections(store.state.selected ? { to: store.state.selected } : {});
    return make(
      "form",
      {
        className: "search-bar",
        attributes: { role: "search" },
        on: { submit: (event) => event.preventDefault() },
      },
      drawIcon(SEARCH_ICON, "icon search-icon"),
      this.search.element,
      makeIconButton(i18n.t("directions"), GO, openDirections, "round go"),
    );
  }

  /** Make the handle of the sheet: a tap leads to the next height, a swipe up or down to a higher or lower one. */
  #makeHandle() {
    let start = 0;
    let swiped = 0;
    const pointerdown = (/** @type {PointerEvent} */ { clientY, pointerId }) => {
      start = clientY;
      this.handle.setPointerCapture(pointerId);
    };
    const pointerup = (/** @type {PointerEvent} */ { clientY }) => {
      swiped = start - clientY;
      if (Math.abs(swiped) < LEAST_SWIPE) swiped = 0;
      else this.#setHeight(this.#height + Math.sign(swiped));
    };
    const click = () => {
      if (!swiped) this.#setHeight((this.#height + 1) % HEIGHTS.length);
      swiped = 0;
    };
    const label = this.#context.i18n.t("details");
    const on = { click, pointerdown, pointerup };
    return make("button", { type: "button", className: "handle", aria: { label }, on });
  }

  #show() {
    const { mode, selected } = this.#context.store.state;
    this.element.dataset.mode = mode;
    this.bar.hidden = mode === "directions";
    const children = this.#makeChildren();
    const isShown = this.panel.children.length === 2 && this.panel.lastChild === children[0];
    if (isShown) return; // the directions keep their state
    if (mode === "home") this.#setHeight(1);
    this.panel.replaceChildren(...(mode === "home" ? [] : [this.handle]), ...children);
    // In a row that is wider than the panel, it begins at the first one again.
    this.panel.querySelector(".chip[aria-pressed=true]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
    this.#showName(mode === "place" ? selected : null);
  }

  /** @returns {HTMLElement[]} what the mode calls for */
  #makeChildren() {
    const { store, i18n, listNearest } = this.#context;
    const { mode, selected, category, nearest } = store.state;
    if (mode === "directions") return [this.#directions.element];
    if (mode === "place" && selected) return [this.#makePlacePanel(selected)];
    if (mode === "category" && category) {
      const places = listNearest();
      const origins = nearest?.isStraight ? ["fromMiddleStraight", "fromHereStraight"] : ["fromMiddle", "fromHere"];
      const note = nearest && places.length ? i18n.t(origins[Number(nearest.isFromHere)]) : "";
      return [this.#makeChips(), makePlaceList(i18n.category(category), note, places, this.#context)];
    }
    return [this.#makeChips(), this.#makeLanguageMenu()];
  }

  get #height() {
    return HEIGHTS.indexOf(this.element.dataset.sheet ?? "half");
  }

  /** @param {number} index of `HEIGHTS` */
  #setHeight(index) {
    const height = Math.min(Math.max(index, 0), HEIGHTS.length - 1);
    this.element.dataset.sheet = HEIGHTS[height];
    setAria(this.handle, "expanded", height > 0);
  }

  /**
   * Show the name in the search field, once for each place: later the field may hold what the user has typed.
   * @param {Place | null} place
   */
  #showName(place) {
    const key = place && `${formatPlace(place)} ${place.name}`;
    if (key === this.#namedPlace) return;
    this.#namedPlace = key;
    const { input } = this.search;
    const isTyped = document.activeElement === input && input.value !== this.#shownName;
    this.#shownName = tidyName(place?.name);
    if (place || !isTyped) this.search.setText(this.#shownName);
  }

  #listFocusable() {
    return /** @type {HTMLElement[]} */ ([...this.panel.querySelectorAll("h2, button, select, a")]);
  }

  /**
   * Move the focus to the panel if the element that had it is gone: to its like, at the same place, or to the title.
   * @param {number} place
   */
  #restoreFocus(place) {
    const { activeElement } = document;
    const isLost = activeElement === document.body || !activeElement?.isConnected;
    if (isLost) (this.#listFocusable()[place] ?? this.panel.querySelector("h2"))?.focus();
  }

  /** @param {Place} place */
  #makePlacePanel(place) {
    const { store } = this.#context;
    const spaceId = place.kind === "space" ? place.id : place.space_id;
    const closures = store.state.closures.filter(({ kind, target_id: id }) =>
      kind === "space" ? id === spaceId : kind === place.kind && id === place.id,
    );
    const close = () => {
      store.set({ mode: "home", selected: null });
      this.search.setText("");
      this.search.focus();
    };
    const routeTo = () => this.#openDirections({ to: place });
    const routeFrom = () => this.#openDirections({ from: place });
    return makePlacePanel(place, this.#context, { closures, actions: { close, routeTo, routeFrom } });
  }

  #makeChips() {
    const { store, i18n, getFloor } = this.#context;
    const { category: chosen } = store.state;
    const present = new Set([...listPresentKinds(), ...listPlaces(getFloor()).flatMap(listKinds)]);
    const kinds = CHIPS.filter((kind) => present.has(kind)).slice(0, MOST_CHIPS);
    if (chosen && !kinds.includes(chosen)) kinds.unshift(chosen); // one that somebody has searched for
    if (!kinds.length) return make("div");
    return makeChips(kinds, chosen, i18n, (category) => store.set({ category, mode: category ? "category" : "home" }));
  }

  #makeLanguageMenu() {
    const { i18n, setLanguage } = this.#context;
    const options = Object.entries(LANGUAGES).map(([value, { name }]) =>
      make("option", { value, textContent: name, lang: value, selected: value === i18n.language }),
    );
    const select = make("select", { aria: { label: i18n.t("language") } }, ...options);
    select.addEventListener("change", () => setLanguage(select.value));
    return make("div", { className: "languages" }, drawIcon(LANGUAGE_ICON), select);
  }

  /** @param {Partial<Pick<PageState, "from" | "to">>} ends */
  #openDirections(ends) {
    const { store } = this.#context;
    const { here } = store.state;
    // Nobody needs directions to the hall in which they have scanned a sign.
    const isHere = ends.to && isAt(ends.to, here);
    store.set({ mode: "directions", from: store.state.from ?? here, ...(isHere ? { from: ends.to } : ends) });
    const { from, to } = store.state;
    if (from && to) return;
    const selector = `[data-end=${from ? "to" : "from"}]`;
    queueMicrotask(() => /** @type {HTMLElement | null} */ (this.panel.querySelector(selector))?.focus());
  }

  #leaveDirections() {
    const { store } = this.#context;
    const { to } = store.state;
    const selected = to && to.kind !== "position" && to.kind !== "category" ? to : null;
    const nothing = { from: null, to: null, via: [], route: null, routeProblem: null, step: 0, picking: null };
    const isOnMap = store.state.levels.some(({ level }) => level === selected?.level);
    const level = isOnMap ? selected?.level : store.state.level;
    store.set({ ...nothing, mode: selected ? "place" : "home", selected, level });
    this.#context.select(selected, { isNorthUp: true }); // no step turns the map any more
  }

  #clearSelection() {
    const { store } = this.#context;
    if (store.state.mode === "place") store.set({ mode: "home", selected: null });
  }
}
