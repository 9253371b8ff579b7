// The first state of the page.

import { recallProfile } from "./profilememory.js";
import { wantsWalls } from "./wallswitch.js";

/** @import { PageState, UrlState } from "../../types" */

/** @type {Omit<PageState, "lang">} */
const EMPTY = {
  levels: [],
  level: null,
  building: null,
  selected: null,
  category: null,
  nearest: null,
  mode: "home",
  from: null,
  to: null,
  via: [],
  profiles: [],
  profile: null,
  step: 0,
  route: null,
  routeProblem: null,
  isRouting: false,
  allowViolations: false,
  closures: [],
  picking: null,
  here: null,
  walls: false,
  floorVersion: 0,
  keepsView: false,
};

/**
 * Return the whole state for a new page.
 * @param {UrlState} urlState
 * @param {string} lang
 * @returns {PageState}
 */
export function makeState(urlState, lang) {
  return { ...EMPTY, ...getRequested(urlState), step: urlState.step, keepsView: Boolean(urlState.view), lang };
}

/**
 * Return the part of the state that a URL asks for.
 * @param {UrlState} urlState
 * @returns {Pick<PageState, "level" | "selected" | "from" | "to" | "via" | "profile" | "here" | "mode" | "walls">}
 */
export function getRequested({ level, selected, from, to, via, profile: named, here, walls, isKiosk }) {
  const mode = from || to ? "directions" : selected ? "place" : "home";
  const profile = named ?? (isKiosk ? null : recallProfile()); // a kiosk's visitors are not the same person
  return { level, selected, from, to, via, profile, here, mode, walls: walls || wantsWalls() };
}
