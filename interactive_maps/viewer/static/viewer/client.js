// A client of the map's HTTP API. It runs in any page: it neither draws nor depends on the viewer.

import { readStream, requestStream } from "./stream.js";

/** @import { CategoryKind, Closure, Item, LayerFilter, LocationAnswer, Profile, Route } from "../../types" */
/** @import { SearchFilter, SearchResult, StreamOptions, Violation, Waypoint } from "../../types" */

const CACHED_HEADER = "X-Cached-Bytes"; // of a response that a service worker has kept
const UNTRANSLATED = new Set(["rooms", "base-floor"]); // layers whose names exist in one language only

/**
 * An error response of the API: `status`, the error `code`, and the `reason` for a missing route, with the `stop`
 * that is meant (by its number), the `violations` of the closest one, or the `closures` in its way.
 */
export class Refused extends Error {
  /**
   * @param {number} status
   * @param {{detail?: string, code?: string, reason?: string, stop?: number, violations?: Violation[],
   *   closures?: Closure[]}} body
   */
  constructor(status, body) {
    super(body.detail || `HTTP ${status}`);
    this.status = status;
    this.code = body.code ?? null;
    this.reason = body.reason ?? null;
    this.stop = body.stop ?? null;
    this.violations = body.violations ?? [];
    this.closures = body.closures ?? [];
  }
}

/** The map of one server. */
export class IndoorMap {
  /**
   * @param {string} url the server's origin; by default that of the page
   * @param {{language?: string | null}} options the language of names and directions
   */
  constructor(url = location.origin, { language = null } = {}) {
    this.url = url.replace(/\/$/, "");
    this.language = language;
  }

  /**
   * Read a layer as it arrives: see `readStream`. Options: level, bbox, building, category, signal, lastEventId.
   * @param {string} layer
   * @param {StreamOptions & LayerFilter} options
   */
  stream(layer, { signal, lastEventId, response, ...filter } = {}) {
    return readStream(this.locateLayer(layer, filter), { signal, lastEventId, response });
  }

  /**
   * Request a layer before anybody can read it: `stream` takes the response, as an option. Options: as there.
   * @param {string} layer
   * @param {StreamOptions & LayerFilter} options
   */
  request(layer, { signal, lastEventId, ...filter } = {}) {
    return requestStream(this.locateLayer(layer, filter), lastEventId, signal);
  }

  /**
   * Return all items of a small layer such as "levels".
   * @param {string} layer
   * @param {LayerFilter} filter
   * @param {AbortSignal} [signal]
   * @returns {Promise<Item[]>}
   */
  async list(layer, filter = {}, signal) {
    const items = [];
    /** @type {string | undefined} */
    let url = this.locateLayer(layer, { ...filter, limit: 1000 });
    while (url) {
      const response = await this.#fetch(url, { signal });
      items.push(...(await response.json()));
      const next = /<([^>]*)>;\s*rel="next"/.exec(response.headers.get("Link") ?? "")?.[1];
      // Behind a proxy the server may not know its public host name: only path and query are taken from the link.
      url = next && this.url + new URL(next).pathname + new URL(next).search;
    }
    return items;
  }

  /**
   * Return the item of a layer with this id, or null.
   * @param {string} layer
   * @param {number} id
   * @param {AbortSignal} [signal]
   * @returns {Promise<Item | null>}
   */
  async find(layer, id, signal) {
    const [item] = await (await this.#fetch(this.locateLayer(layer, { limit: 1, after: id - 1 }), { signal })).json();
    return item?.id === id ? item : null;
  }

  /**
   * Return `{results: [{kind, id, name, level, location, ...}]}`, best first. Options: level, near, building, limit.
   * @param {string} q
   * @param {{signal?: AbortSignal} & SearchFilter} options
   * @returns {Promise<{results: SearchResult[]}>}
   */
  async search(q, { signal, ...filter } = {}) {
    const query = { q, limit: 10, lang: this.language, ...filter };
    return (await this.#fetch(this.#makeUrl("search/", query), { signal })).json();
  }

  /**
   * Return the route between waypoints. Throws Refused if there is none (`reason` says why).
   * A waypoint is `{room}`, `{space}`, `{point}`, `{building}`, `{category}` or `{lon, lat, level}`. `profile` is the
   * name of one of `profiles()`; `stepFree: true` is short for "step_free".
   * @param {{from: Waypoint, to: Waypoint, via?: Waypoint[], profile?: string | null, stepFree?: boolean,
   *   allowViolations?: boolean, signal?: AbortSignal}} options
   * @returns {Promise<Route>}
   */
  async route({ from, to, via = [], profile = null, stepFree = false, allowViolations = false, signal }) {
    /** @type {Record<string, unknown>} */
    const body = { from, to, profile: profile ?? (stepFree ? "step_free" : "walk") };
    if (via.length) body.via = via;
    if (allowViolations) body.allow_violations = true;
    if (this.language) body.lang = this.language;
    const headers = { "Content-Type": "application/json" };
    const options = { method: "POST", body: JSON.stringify(body), headers, signal };
    const response = await this.#fetch(this.#makeUrl("route/"), options);
    const isOffline = response.headers.has(CACHED_HEADER);
    return { ...(await response.json()), ...(isOffline ? { isOffline } : {}) };
  }

  /**
   * Return `{candidates, levels, nearest}`: where a position may be. Options: lon, lat, accuracy, heading, level,
   * anchor, previous.
   * @param {Record<string, string | number | null>} position
   * @returns {Promise<LocationAnswer>}
   */
  async locate(position) {
    return (await this.#fetch(this.#makeUrl("locate/", { ...position, lang: this.language }), {})).json();
  }

  /**
   * Return the nearest places of some categories, with `distance_meters`. Options: category (several between commas),
   * limit, profile.
   * @param {number[] | string} from longitude, latitude, level; or a place such as space:12
   * @param {{category: string, limit?: number, profile?: string | null, signal?: AbortSignal}} options
   * @returns {Promise<SearchResult[]>}
   */
  async nearest(from, { signal, ...options }) {
    const url = this.#makeUrl("nearest/", { from: String(from), lang: this.language, ...options });
    return (await (await this.#fetch(url, { signal })).json()).results;
  }

  /**
   * Return the travel profiles that `route` accepts, the default one first.
   * @param {AbortSignal} [signal]
   * @returns {Promise<Profile[]>}
   */
  async profiles(signal) {
    return (await this.#fetch(this.#makeUrl("profiles/"), { signal })).json();
  }

  /**
   * Return the kinds of categories: what they are called, and in which group they are shown.
   * @param {AbortSignal} [signal]
   * @returns {Promise<CategoryKind[]>}
   */
  async categories(signal) {
    return (await this.#fetch(this.#makeUrl("categories/", { lang: this.language }), { signal })).json();
  }

  /**
   * Return the closures in effect.
   * @param {AbortSignal} [signal]
   * @returns {Promise<Closure[]>}
   */
  async closures(signal) {
    return (await this.#fetch(this.#makeUrl("closures/"), { signal })).json();
  }

  /**
   * Return the ETag of a layer: it differs once the layer has changed.
   * @param {string} layer
   * @param {AbortSignal} [signal]
   */
  async readVersion(layer, signal) {
    const url = this.#makeUrl(`${layer}/`, { limit: 1 });
    return (await this.#fetch(url, { signal, cache: "no-cache" })).headers.get("ETag");
  }

  /**
   * Return the URL template of a layer's vector tiles, with {z}, {x} and {y}. Options: level.
   * @param {string} layer
   * @param {LayerFilter} filter
   */
  locateTiles(layer, filter = {}) {
    return this.#makeUrl(`tiles/${layer}/{z}/{x}/{y}.mvt`, filter);
  }

  /**
   * Return the URL at which `stream` reads a layer. Options: level, bbox, building, category.
   * @param {string} layer
   * @param {LayerFilter} filter
   */
  locateLayer(layer, filter = {}) {
    return this.#makeUrl(`${layer}/`, UNTRANSLATED.has(layer) ? filter : { lang: this.language, ...filter });
  }

  /**
   * @param {string} path
   * @param {Record<string, string | number | null | undefined>} parameters
   */
  #makeUrl(path, parameters = {}) {
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries(parameters)) {
      if (value !== null && value !== undefined && value !== "") query.set(name, String(value));
    }
    return `${this.url}/api/${path}${query.size ? `?${query}` : ""}`;
  }

  /**
   * @param {string} url
   * @param {RequestInit} options
   */
  async #fetch(url, options) {
    const response = await fetch(url, options);
    if (!response.ok) throw new Refused(response.status, await response.json().catch(() => ({})));
    return response;
  }
}
