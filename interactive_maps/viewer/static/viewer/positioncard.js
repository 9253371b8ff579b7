// The card about the position of the device: where that may be, and on which floor, which only the visitor knows.

import { CLOSE, joinTexts, make, makeIconButton, tidyName } from "./dom.js";
import { findCenter } from "./geometry.js";
import { listLevels } from "./levels.js";
import { makePlace, makePosition } from "./places.js";

/** @import { Fix, LocationAnswer, LocationCandidate, PageContext, Place, Position } from "../../types" */

/** @typedef {{fix: Fix, answer: LocationAnswer | null, level: number | null, isFar: boolean}} Found */
/**
 * @typedef {object} CardHooks
 * @property {(level: number | null) => void} tell
 * @property {(place: Place) => void} choose
 * @property {() => void} stop
 */

const MOST_CANDIDATES = 3;

export class PositionCard {
  #page;
  #hooks;
  #element;
  #shown = "";
  text = "";

  /**
   * @param {PageContext} page
   * @param {HTMLElement} element
   * @param {CardHooks} hooks
   */
  constructor(page, element, hooks) {
    this.#page = page;
    this.#element = element;
    this.#hooks = hooks;
  }

  /**
   * Show what was found; without, nothing.
   * @param {Found | null} found
   */
  fill(found) {
    const { i18n, store } = this.#page;
    this.#element.hidden = !found;
    if (!found) {
      this.#shown = "";
      return;
    }
    const candidates = found.isFar ? [] : listCandidates(found);
    this.text = this.#describe(found, candidates);
    const { levels, mode, from } = store.state;
    const isAssumed = mode === "directions" && found.level === null && !found.isFar && levels.length > 1;
    const note = isAssumed && from?.isHere ? i18n.t("floorAssumed", { level: this.#page.levelName(from.level) }) : "";
    // Built anew only where it says something else: a menu that is open would close.
    const shown = JSON.stringify([this.text, note, candidates, found.level, levels, i18n.language]);
    if (shown === this.#shown) return;
    this.#shown = shown;
    const hadFocus = this.#element.querySelector("select") === document.activeElement;
    const head = make(
      "div",
      { className: "row" },
      make("p", { textContent: this.text }),
      makeIconButton(i18n.t("stopLocating"), CLOSE, this.#hooks.stop),
    );
    const body = found.isFar
      ? [this.#makeStart(found.answer)]
      : [this.#makeList(candidates), this.#makeFloors(found.level)];
    this.#element.replaceChildren(head, ...body.filter((part) => part !== null));
    if (note) this.#element.append(make("small", { textContent: note }));
    if (hadFocus) this.#element.querySelector("select")?.focus();
  }

  /**
   * @param {Found} found
   * @param {LocationCandidate[]} candidates
   */
  #describe({ answer, fix, isFar }, candidates) {
    const { i18n } = this.#page;
    if (isFar) return i18n.t("farAway", { distance: i18n.distance(answer?.nearest?.distance_meters ?? 0) });
    if (candidates.length) return i18n.t("maybeIn");
    return i18n.t("within", { distance: i18n.distance(fix.accuracy) });
  }

  /** @param {LocationCandidate[]} candidates */
  #makeList(candidates) {
    const { i18n, store, levelName } = this.#page;
    const hasLevels = store.state.levels.length > 1;
    const buttons = candidates.map((candidate) => {
      const { space, level, level_name: name, location } = candidate;
      const kind = space?.kind ?? "space";
      const point = location && /** @type {const} */ ({ type: "Point", coordinates: location });
      const place = makePlace(kind, { id: space?.id ?? 0, name: space?.name, level, location: point });
      const texts = [i18n.placeName(place), tidyName(name) || (hasLevels && levelName(level))];
      const click = () => this.#hooks.choose(place);
      const label = make("span", {}, ...joinTexts(texts));
      return make("button", { type: "button", className: "chip", on: { click } }, label);
    });
    return buttons.length ? make("div", { className: "chips" }, ...buttons) : null;
  }

  /** @param {number | null} known */
  #makeFloors(known) {
    const { i18n, store, levelName } = this.#page;
    const { levels, building } = store.state;
    if (levels.length < 2) return null;
    const options = listLevels(levels, building).map(({ level }) =>
      make("option", { value: String(level), textContent: levelName(level), selected: level === known }),
    );
    const unknown = make("option", { value: "", textContent: i18n.t("floorUnknown"), selected: known === null });
    const select = make("select", {}, unknown, ...options);
    select.addEventListener("change", () => this.#hooks.tell(select.value === "" ? null : Number(select.value)));
    return make("label", { className: "travel-profile" }, make("span", { textContent: i18n.t("yourFloor") }), select);
  }

  /** @param {LocationAnswer | null} answer */
  #makeStart(answer) {
    const { i18n } = this.#page;
    const click = () => this.#startAtEntrance(answer?.nearest?.location ?? null);
    return make("button", {
      type: "button",
      className: "primary",
      textContent: i18n.t("startAtEntrance"),
      on: { click },
    });
  }

  /**
   * Begin the directions at the main entrance, or at what comes nearest to one; on a map without doors to the outside,
   * where the network is nearest to the visitor.
   * @param {Position | null} nearest
   */
  async #startAtEntrance(nearest) {
    const { client, store, mapView, notify, i18n } = this.#page;
    const near = mapView.getView().center.join(",");
    const [door] = await client.list("openings", { category: "pedestrian.principal" }).catch(() => []);
    const found = door ? null : await client.search("entrance", { near, limit: 1 }).catch(() => null);
    const entrance = door ? makePosition(findCenter(door.geometry), door.level ?? null) : found?.results[0];
    const from = entrance?.location ? entrance : nearest && makePosition(nearest, this.#findGround());
    if (!from?.location) return notify(i18n.t("nothing", { q: i18n.category("entrance") }), 5000);
    this.#hooks.stop();
    const { selected, to } = store.state;
    store.set({ mode: "directions", from, to: to ?? selected, level: from.level ?? store.state.level });
    return mapView.flyTo(from.location);
  }

  /** Return the level on which one arrives from outside: the ground floor, or what comes nearest to it. */
  #findGround() {
    const { levels, level } = this.#page.store.state;
    const [ground] = levels.map((known) => known.level).sort((a, b) => Math.abs(a) - Math.abs(b));
    return ground ?? level;
  }
}

/**
 * Return the named candidates, the likeliest first; where the floor is known, those of that floor.
 * @param {Found} found
 */
function listCandidates({ answer, level }) {
  const named = (answer?.candidates ?? []).filter(({ space }) => space?.name);
  const here = level === null ? named : named.filter((candidate) => candidate.level === level);
  return here.slice(0, MOST_CANDIDATES);
}
