// Places without a network: a search over the floors that the service worker has kept.

import { Floor } from "../floor.js";
import { FLOOR_LAYERS } from "../floorreader.js";
import { formatPlace, listPlaces, makePlace } from "../places.js";

/** @import { PageContext, Place } from "../../../types" */

const MOST_RESULTS = 10;
const LONGEST_WAIT = 5000; // milliseconds for the kept layers of a floor

const UNSEARCHED = new Set(["base-floor", "connectors", "openings"]); // layers that are drawn, and seldom named

/** @typedef {{place: Place, words: string[]}} Entry */

/** @type {Promise<Entry[]> | null} */
let index = null;
/** @type {Map<string, Place>} places of the index; a room in a space is that space */
const byKey = new Map();
addEventListener("online", () => {
  index = null; // what is kept may change
});

/**
 * Return places with words that begin with all words of `text`: whole names first, then those of the floor in view.
 * Null if nothing is kept to search.
 * @param {string} text
 * @param {PageContext} page
 */
export async function searchKept(text, page) {
  const asked = split(text);
  const places = await readIndex(page);
  if (!places.length) return null;
  if (!asked.length) return [];
  const { level } = page.store.state;
  const found = places.filter(({ words }) => asked.every((part) => words.some((word) => word.startsWith(part))));
  const rank = (/** @type {Entry} */ { place, words }) =>
    (words.join(" ") === asked.join(" ") ? 0 : 2) + (place.level === level ? 0 : 1);
  return found
    .sort((a, b) => rank(a) - rank(b) || (a.place.name ?? "").localeCompare(b.place.name ?? ""))
    .slice(0, MOST_RESULTS)
    .map(({ place }) => place);
}

/**
 * Return all places that are kept.
 * @param {PageContext} page
 */
export async function listKept(page) {
  return (await readIndex(page)).map(({ place }) => place);
}

/**
 * Return the place of this kind and id with all that is kept of it; undefined if nothing is.
 * @param {Pick<Place, "kind" | "id">} place
 * @param {PageContext} page
 */
export async function findKept(place, page) {
  await readIndex(page);
  return byKey.get(formatPlace(/** @type {Place} */ (place)));
}

/** @param {PageContext} page */
async function readIndex(page) {
  index ??= readPlaces(page).catch(() => []); // a layer that takes too long
  const places = await index;
  if (!places.length) index = null;
  return places;
}

/**
 * @param {PageContext} page
 * @returns {Promise<Entry[]>}
 */
async function readPlaces({ client, store, i18n }) {
  const entries = [];
  for (const { level } of store.state.levels) {
    const floor = new Floor(level);
    for (const [layer, add] of FLOOR_LAYERS) {
      if (UNSEARCHED.has(layer)) continue;
      if (!(await caches.match(client.locateLayer(layer, { level }), { ignoreVary: true }))) continue;
      const signal = AbortSignal.timeout(LONGEST_WAIT);
      for await (const event of client.stream(layer, { level, signal })) {
        if (event.kind === "batch") add(floor, event.items);
      }
    }
    for (const place of listPlaces(floor)) {
      entries.push({ place, words: split(i18n.placeName(place)) });
      byKey.set(formatPlace(place), place);
    }
    for (const room of floor.rooms.values()) {
      byKey.set(`room:${room.id}`, byKey.get(`space:${room.space_id}`) ?? makePlace("room", room));
    }
  }
  return entries;
}

/**
 * Return the words of a text, without case and accents.
 * @param {string} text
 */
function split(text) {
  const plain = text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  return plain.split(/[^\p{L}\p{N}.]+/u).filter(Boolean);
}
