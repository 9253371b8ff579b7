// The map's HTTP API for programs in a browser: nothing here draws, or knows the page.

import { readStream } from "./stream.js";

const NAMELESS = new Set(["rooms", "base-floor"]); // layers that have one name in whatever language

/** A question that the server has answered with a reason why not. */
export class Refused extends Error {
  constructor(status, body) {
    super(body.detail || `HTTP ${status}`);
    this.status = status;
    this.code = body.code ?? null;
    this.reason = body.reason ?? null;
  }
}

/** The map of one server. */
export class IndoorMap {
  /** `language` is what names and directions are asked in. */
  constructor(address = location.origin, { language = null } = {}) {
    this.address = address.replace(/\/$/, "");
    this.language = language;
  }

  /** Read a layer as it comes: see `readStream`. Options: level, bbox, building, category, signal, lastEventId. */
  stream(layer, { signal, lastEventId, ...filter } = {}) {
    return readStream(this.#locate(layer, filter), { signal, lastEventId });
  }

  /** Return all items of a small layer, such as "levels". */
  async list(layer, filter = {}, signal) {
    const items = [];
    let address = this.#locate(layer, { ...filter, limit: 1000 });
    while (address) {
      const response = await this.#ask(address, { signal });
      items.push(...(await response.json()));
      address = /<([^>]*)>;\s*rel="next"/.exec(response.headers.get("Link") ?? "")?.[1];
      // Behind a proxy the server may not know by which name it is called.
      if (address) address = this.address + new URL(address).pathname + new URL(address).search;
    }
    return items;
  }

  /** Return the item of a layer with this id, null if there is none. */
  async find(layer, id, signal) {
    const [item] = await (await this.#ask(this.#locate(layer, { limit: 1, after: id - 1 }), { signal })).json();
    return item?.id === id ? item : null;
  }

  /** Return `{results: [{kind, id, name, level, location, ...}]}`, best first. Options: level, near, building, limit. */
  async search(q, { signal, ...filter } = {}) {
    const asked = { q, limit: 10, lang: this.language, ...filter };
    return (await this.#ask(this.#makeAddress("search/", asked), { signal })).json();
  }

  /**
   * Return the way between places; throw Refused when there is none (`reason` says why).
   * A place is `{room}`, `{space}`, `{point}`, `{category}` or `{lon, lat, level}`.
   */
  async route({ from, to, via = [], stepFree = false, allowViolations = false, signal }) {
    const body = { from, to, profile: stepFree ? "step_free" : "walk" };
    if (via.length) body.via = via;
    if (allowViolations) body.allow_violations = true;
    if (this.language) body.lang = this.language;
    const response = await this.#ask(this.#makeAddress("route/"), {
      method: "POST", body: JSON.stringify(body), headers: { "Content-Type": "application/json" }, signal,
    });
    return response.json();
  }

  /** Return what is closed now. */
  async closures(signal) {
    return (await this.#ask(this.#makeAddress("closures/"), { signal })).json();
  }

  /** Return what changes whenever a layer does. */
  async readVersion(layer, signal) {
    return (await this.#ask(this.#makeAddress(`${layer}/`, { limit: 1 }), { signal, cache: "no-cache" })).headers.get("ETag");
  }

  /** Return the address of a layer's vector tiles, with {z}, {x} and {y}. Options: level. */
  locateTiles(layer, filter = {}) {
    return this.#makeAddress(`tiles/${layer}/{z}/{x}/{y}.mvt`, filter);
  }

  #locate(layer, filter) {
    return this.#makeAddress(`${layer}/`, NAMELESS.has(layer) ? filter : { lang: this.language, ...filter });
  }

  #makeAddress(path, parameters = {}) {
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries(parameters)) {
      if (value !== null && value !== undefined && value !== "") query.set(name, value);
    }
    return `${this.address}/api/${path}${query.size ? `?${query}` : ""}`;
  }

  async #ask(address, options) {
    const response = await fetch(address, options);
    if (!response.ok) throw new Refused(response.status, await response.json().catch(() => ({})));
    return response;
  }
}
