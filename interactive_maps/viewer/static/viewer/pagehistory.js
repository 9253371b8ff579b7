// The history of the page: places, directions and floors are entries that Back returns to.

import { tidyName } from "./dom.js";
import { NOWHERE } from "./geometry.js";
import { getRequested } from "./pagestate.js";
import { formatUrlState, parseUrlState } from "./urlstate.js";

/** @import { PageContext, PageState, View } from "../../types" */

const DELAY = 250; // milliseconds: browsers refuse more than a hundred changes in half a minute
const MOST_KEPT = 100;
/** @type {(keyof PageState)[]} what makes an entry of its own when it changes */
const ENTRY = ["level", "selected", "mode", "category", "from", "to", "via"];
/** @type {(keyof PageState)[]} what only changes the current entry */
const DETAIL = ["profile", "step"];

export class PageHistory {
  #page;
  #onRestored;
  /** @type {Map<number, {state: PageState, view: View | null}>} */
  #kept = new Map();
  /** @type {number} after a reload, there are entries before this one */
  #entry = history.state?.entry ?? 0;
  #timer = 0;
  #isRecording = false;
  #isHeld = false;
  #isNew = false;

  /**
   * @param {PageContext} page
   * @param {() => Promise<void>} onRestored completes the places of an entry that was made before the page was loaded
   */
  constructor(page, onRestored) {
    this.#page = page;
    this.#onRestored = onRestored;
    const { store, mapView, urlState } = page;
    // A frame shares the history of the page around it, and a kiosk has no Back.
    const isGuest = urlState.isKiosk || document.body.dataset.embedded === "1";
    store.subscribe(ENTRY, (state, old) => {
      const isCompleted = state.selected?.id === old.selected?.id && state.selected?.kind === old.selected?.kind;
      const isSame = ENTRY.every((key) => (key === "selected" ? isCompleted : state[key] === old[key]));
      this.#record(!isGuest && !isSame);
    });
    store.subscribe([...DETAIL, "walls"], () => this.#record(false));
    store.subscribe(["selected", "mode", "lang", "from", "to"], () => this.#writeTitle());
    mapView.map.on("moveend", () => this.#record(false));
    addEventListener("popstate", () => this.#restore(history.state?.entry ?? 0));
  }

  /** Begin to add entries: what the page did until it was ready is its first one. */
  start() {
    this.flush();
    this.#isRecording = true;
  }

  /** Write now what else would be written in a moment: the address is to be passed on. */
  flush() {
    clearTimeout(this.#timer);
    this.#write();
  }

  /**
   * Keep the address and the entries as they are while a task shows other floors. The task returns to this one.
   * @param {() => Promise<void>} task
   */
  async hold(task) {
    this.flush();
    this.#isHeld = true;
    try {
      await task();
    } finally {
      this.#isHeld = false;
    }
  }

  /** @param {boolean} isNew */
  #record(isNew) {
    if (this.#isHeld) return;
    this.#isNew ||= isNew && this.#isRecording;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#write(), DELAY);
  }

  #write() {
    const { store, mapView } = this.#page;
    const seen = mapView.getView();
    const view = isNowhere(seen) ? null : seen; // a link from before the first floor is there
    const url = `?${formatUrlState(store.state, view, location.search)}`;
    if (this.#isNew) {
      this.#entry += 1;
      history.pushState({ entry: this.#entry }, "", url);
    } else {
      history.replaceState({ entry: this.#entry }, "", url);
    }
    this.#isNew = false;
    this.#kept.set(this.#entry, { state: store.state, view });
    for (const oldest of [...this.#kept.keys()].slice(0, -MOST_KEPT)) this.#kept.delete(oldest);
  }

  /** @param {number} entry */
  async #restore(entry) {
    clearTimeout(this.#timer);
    this.#entry = entry;
    const { store, mapView } = this.#page;
    const known = this.#kept.get(entry);
    const urlState = parseUrlState(location.search);
    const level = urlState.level ?? store.state.level; // the one on display, if the address names none
    const asked = { category: null, ...getRequested({ ...urlState, level }), step: urlState.step };
    const before = known?.state ?? { ...store.state, ...asked };
    this.#isRecording = false;
    const view = known?.view ?? urlState.view;
    // Another route begins at its first step, and is shown as a whole: this comes after what asks for the route.
    store.set(Object.fromEntries([...ENTRY, ...DETAIL].map((key) => [key, before[key]])));
    store.set({ step: before.step, keepsView: Boolean(view) && !store.state.route });
    if (view) mapView.map.jumpTo(view);
    if (!known) await this.#onRestored(); // a completed place is no other entry
    this.#isRecording = true;
  }

  #writeTitle() {
    const { store, i18n, levelName } = this.#page;
    const { selected, mode, from, to } = store.state;
    const parts = [i18n.t("map")];
    if (mode === "place" && selected) parts.unshift(i18n.placeName(selected), levelName(selected.level));
    if (mode === "directions" && to) {
      const ends = [from, to].filter((place) => place !== null).map((place) => tidyName(i18n.placeName(place)));
      parts.unshift(`${i18n.t("directions")}: ${ends.join(" – ")}`);
    }
    document.title = parts.map(tidyName).filter(Boolean).join(" · ");
  }
}

/** @param {View} view */
function isNowhere({ center, zoom }) {
  return (
    Math.abs(zoom - NOWHERE.zoom) < 0.01 &&
    center.every((degrees, axis) => Math.abs(degrees - NOWHERE.center[axis]) < 1e-6)
  );
}
