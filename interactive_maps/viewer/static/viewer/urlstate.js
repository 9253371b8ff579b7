// The state of the page in the query of its URL.

import { formatPlace, parseNumbers, parsePlace } from "./places.js";

/** @import { PageState, UrlState, View } from "../../types" */

const SELECTABLE = ["room", "space", "point", "occupant", "building"];
const MOST_STOPS = 8;

/**
 * Return what a query says.
 * @param {string} search
 * @returns {UrlState}
 */
export function parseUrlState(search) {
  const query = new URLSearchParams(search);
  const selectedKind = SELECTABLE.find((name) => query.has(name));
  const here = parsePlace(query.get("here"));
  const profile = /^[a-z0-9_]{1,60}$/.exec(query.get("profile") ?? "")?.[0];
  return {
    level: readNumber(query, "level"),
    selected: selectedKind ? parsePlace(`${selectedKind}:${query.get(selectedKind)}`) : null,
    from: parsePlace(query.get("from")),
    to: parsePlace(query.get("to")),
    via: query
      .getAll("via")
      .map(parsePlace)
      .filter((place) => place !== null)
      .slice(0, MOST_STOPS),
    profile: profile ?? (query.get("step_free") === "1" ? "step_free" : null),
    step: Math.max(0, Math.trunc(readNumber(query, "step") ?? 0)),
    view: parseView(query.get("at")),
    walls: query.get("walls") === "1",
    lang: query.get("lang"),
    theme: query.get("theme"),
    isKiosk: query.get("kiosk") === "1",
    here: here?.kind === "position" ? here : null,
    idleSeconds: Math.max(10, readNumber(query, "idle") ?? 60),
    hasControls: query.get("controls") !== "0",
    hasSearch: query.get("search") !== "0",
  };
}

/**
 * @param {URLSearchParams} query
 * @param {string} name
 */
function readNumber(query, name) {
  const text = query.get(name)?.trim();
  return text && Number.isFinite(Number(text)) ? Number(text) : null;
}

/**
 * @param {string | null} text
 * @returns {View | null}
 */
function parseView(text) {
  const [longitude, latitude, zoom, bearing = 0, pitch = 0] = parseNumbers(text ?? "");
  if (zoom === undefined) return null;
  if (Math.abs(latitude) > 89 || Math.abs(longitude) > 180) return null;
  const center = /** @type {[number, number]} */ ([longitude, latitude]);
  return { center, zoom: Math.min(23, Math.max(0, zoom)), bearing, pitch: Math.min(60, Math.max(0, pitch)) };
}

// Parameters that configure the page, as opposed to its state, stay as they are.
const CONFIGURATION = ["lang", "theme", "kiosk", "here", "idle", "controls", "search"];

/**
 * Return the query of a URL that shows `state` again.
 * @param {PageState} state
 * @param {View | null} view
 * @param {string} current the present query
 */
export function formatUrlState(state, view, current = "") {
  const before = new URLSearchParams(current);
  const query = new URLSearchParams();
  for (const name of CONFIGURATION) if (before.has(name)) query.set(name, before.get(name) ?? "");
  if (state.level !== null) query.set("level", String(state.level));
  const { selected, from, to } = state;
  if (selected && SELECTABLE.includes(selected.kind)) query.set(selected.kind, String(selected.id));
  if (state.mode === "directions") {
    if (from) query.set("from", formatPlace(from));
    if (to) query.set("to", formatPlace(to));
    for (const stop of state.via) if (stop) query.append("via", formatPlace(stop));
    if (state.profile) query.set("profile", state.profile);
    if (state.step) query.set("step", String(state.step));
  }
  if (view) query.set("at", formatView(view));
  if (state.walls) query.set("walls", "1");
  return query.toString().replaceAll("%2C", ",").replaceAll("%3A", ":");
}

/** @param {View} view */
function formatView({ center: [longitude, latitude], zoom, bearing, pitch }) {
  const numbers = [longitude.toFixed(6), latitude.toFixed(6), zoom.toFixed(2)];
  if (Math.abs(bearing) > 0.05 || pitch > 0.05) numbers.push(bearing.toFixed(1));
  if (pitch > 0.05) numbers.push(pitch.toFixed(1));
  return numbers.join(",");
}
