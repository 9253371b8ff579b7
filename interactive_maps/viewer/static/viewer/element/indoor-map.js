// The indoor map for other pages: <indoor-map> and the class behind it. It depends on nothing and loads nothing but the
// embedded map, in a frame: styles and scripts of either page cannot break the other.

/** @import { Layer, MapOptions } from "./indoor-map" */

const PROTOCOL = 1;
const EVENTS = ["load", "select", "level", "route", "tap", "error"];
const PATIENCE = 30_000; // milliseconds for an answer, and for the map to load
/** The server that this module comes from. */
const ORIGIN = new URL(import.meta.url).origin;

/**
 * A map in an element of the page. It is an EventTarget: "load", "select", "level", "route", "tap" and "error", each
 * with a `detail`. Every method returns a promise, waits until the map is loaded, and rejects with a sentence if the
 * map refuses, or has not loaded within half a minute.
 */
export class IndoorMap extends EventTarget {
  /** @type {HTMLIFrameElement} */
  #frame;
  #nextId = 1;
  /** @type {Map<number, {resolve: (value: any) => void, reject: (error: Error) => void}>} */
  #waiting = new Map();
  /** @type {(value: any) => void} */
  #setLoaded = () => {};
  /** @type {(error: Error) => void} */
  #refuse = () => {};
  /** @type {Promise<any>} */
  #loaded = new Promise((resolve, reject) => {
    this.#setLoaded = resolve;
    this.#refuse = reject;
  });
  #timer = setTimeout(() => this.#fail(), PATIENCE);
  #server;

  /**
   * @param {HTMLElement | ShadowRoot} container
   * @param {MapOptions} [options]
   */
  constructor(container, { server = ORIGIN, title = "Indoor map", ...query } = {}) {
    super();
    this.#server = new URL(server, location.href).origin;
    const address = new URL("/embed/", this.#server);
    for (const [name, value] of Object.entries(makeQuery(query))) address.searchParams.set(name, value);
    this.#frame = document.createElement("iframe");
    Object.assign(this.#frame, { src: address.href, title, allow: "geolocation; clipboard-write" });
    Object.assign(this.#frame.style, { border: "0", width: "100%", height: "100%", display: "block" });
    addEventListener("message", this.#receive);
    this.#loaded.catch(() => {}); // whoever waits for it hears of it
    container.append(this.#frame);
  }

  /** The frame that shows the map. */
  get frame() {
    return this.#frame;
  }

  /** Resolved with `{level, levels}` once the map can be used; rejected if it does not load. */
  get loaded() {
    return this.#loaded;
  }

  /** End the map, and remove it from the page. */
  destroy() {
    removeEventListener("message", this.#receive);
    this.#frame.remove();
    clearTimeout(this.#timer);
    this.#refuse(new Error("The map was removed."));
    for (const { reject } of this.#waiting.values()) reject(new Error("The map was removed."));
    this.#waiting.clear();
  }

  /** @param {string | null} place such as "space:12"; null selects nothing */
  select(place) {
    return this.#call("select", place);
  }

  /** @param {number} level ordinal: 0 is the ground floor */
  setLevel(level) {
    return this.#call("level", level);
  }

  /** @param {{from?: string, to?: string, profile?: string} | null} ends null ends the directions */
  route(ends) {
    return this.#call("route", ends);
  }

  /** @param {{center?: [number, number], zoom?: number, bearing?: number, pitch?: number}} view */
  setView(view) {
    return this.#call("view", view);
  }

  /** @param {string} language "en", "de", "fr", "es" or "ar" */
  setLanguage(language) {
    return this.#call("language", language);
  }

  /** @param {"light" | "dark"} theme */
  setTheme(theme) {
    return this.#call("theme", theme);
  }

  /** @param {Record<string, string>} colours by name: {"map-wall": "#333", "map-accent": "crimson"} */
  setColors(colours) {
    return this.#call("colors", colours);
  }

  /** @param {string} text */
  search(text) {
    return this.#call("search", text);
  }

  /**
   * Add a marker, or replace the one with the same id.
   * @param {{id?: string, location: [number, number], level?: number | null, label?: string, color?: string}} marker
   * @returns {Promise<string>} its id
   */
  async addMarker({ id = `marker-${this.#nextId}`, ...marker }) {
    await this.#call("marker", { id, ...marker });
    return id;
  }

  /** @param {string} id */
  removeMarker(id) {
    return this.#call("marker", { id });
  }

  /**
   * Add a layer, or replace the one with the same id: a layer of the MapLibre style specification (type, paint, layout,
   * filter, minzoom, maxzoom) with `data`, a GeoJSON FeatureCollection, in place of a source. It is shown on `level`,
   * or on all of them.
   * @param {Layer} layer
   */
  addLayer(layer) {
    return this.#call("layer", layer);
  }

  /** @param {string} id */
  removeLayer(id) {
    return this.#call("layer", { id });
  }

  /**
   * Colour a space, and write on it.
   * @param {string} space such as "space:12"
   * @param {{color?: string, label?: string} | null} state null removes it
   */
  setState(space, state) {
    return this.#call("state", { space, ...state });
  }

  /**
   * @param {string} call
   * @param {unknown} argument
   */
  async #call(call, argument) {
    await this.#loaded;
    const id = this.#nextId;
    this.#nextId += 1;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#frame.contentWindow?.postMessage({ indoorMap: PROTOCOL, id, call, argument }, this.#server);
      setTimeout(() => this.#settle(id, { error: "The map did not answer." }), PATIENCE);
    });
  }

  /**
   * @param {number} id
   * @param {{result?: unknown, error?: string}} answer
   */
  #settle(id, { result, error }) {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (error) waiting?.reject(new Error(error));
    else waiting?.resolve(result);
  }

  /** @param {unknown} detail */
  #finish(detail) {
    clearTimeout(this.#timer);
    this.#setLoaded(detail);
    this.#loaded = Promise.resolve(detail); // from now on, even if it came too late
  }

  /** The map has not loaded: there is no server, or it shows something else. */
  #fail() {
    const message = "The map did not load.";
    this.#refuse(new Error(message));
    this.dispatchEvent(new CustomEvent("error", { detail: { message } }));
  }

  #receive = (/** @type {MessageEvent} */ { source, origin, data }) => {
    if (source !== this.#frame.contentWindow || origin !== this.#server || data?.indoorMap !== PROTOCOL) return;
    if (!EVENTS.includes(data.event)) return this.#settle(data.id, data);
    if (data.event === "load") this.#finish(data.detail);
    this.dispatchEvent(new CustomEvent(data.event, { detail: data.detail }));
  };
}

/**
 * Return the query of the embedded page.
 * @param {Omit<MapOptions, "server" | "title">} options
 * @returns {Record<string, string>}
 */
function makeQuery({ place, level, from, to, profile, language, theme, view, controls = true, search = true }) {
  const [kind, id] = place?.split(":") ?? [];
  /** @type {Record<string, string | number | null | undefined>} */
  const query = { level, from, to, profile, lang: language, theme, at: view };
  if (kind && id) query[kind] = id;
  if (!controls) query.controls = "0";
  if (!search) query.search = "0";
  const known = Object.entries(query).filter(([, value]) => value !== null && value !== undefined && value !== "");
  return Object.fromEntries(known.map(([name, value]) => [name, String(value)]));
}

// Attributes that may change while the map is shown, and what then happens.
/** @type {Record<string, (map: IndoorMap, element: IndoorMapElement, value: string | null) => Promise<unknown>>} */
const LIVE = {
  place: (map, _, value) => map.select(value),
  level: (map, _, value) => (value === null ? Promise.resolve() : map.setLevel(Number(value))),
  from: (map, element) => map.route(element.ends),
  to: (map, element) => map.route(element.ends),
  profile: (map, element) => map.route(element.ends),
  language: (map, _, value) => map.setLanguage(value ?? navigator.language.slice(0, 2)),
  theme: (map, _, value) => map.setTheme(value === "dark" ? "dark" : "light"),
};

/** `<indoor-map server="https://maps.example.org" place="space:12">`: the same, by attributes. */
export class IndoorMapElement extends HTMLElement {
  static observedAttributes = Object.keys(LIVE);
  /** @type {IndoorMap | null} */
  map = null;

  connectedCallback() {
    if (this.map) return;
    const root = this.shadowRoot ?? this.attachShadow({ mode: "open" });
    if (getComputedStyle(this).display === "inline") this.style.display = "block";
    this.map = new IndoorMap(root, this.#readOptions());
    for (const name of EVENTS) {
      this.map.addEventListener(name, (event) => {
        this.dispatchEvent(new CustomEvent(name, { detail: /** @type {CustomEvent} */ (event).detail }));
      });
    }
    this.#paint();
  }

  disconnectedCallback() {
    this.map?.destroy();
    this.map = null;
  }

  /**
   * @param {string} name
   * @param {string | null} before
   * @param {string | null} value
   */
  attributeChangedCallback(name, before, value) {
    if (!this.map || before === value) return;
    LIVE[name](this.map, this, value).catch((/** @type {Error} */ { message }) => {
      this.dispatchEvent(new CustomEvent("error", { detail: { message } }));
    });
  }

  /** The ends of the route, by the attributes. */
  get ends() {
    const [from, to, profile] = ["from", "to", "profile"].map((name) => this.getAttribute(name) ?? undefined);
    return from || to ? { from, to, profile } : null;
  }

  /** @returns {MapOptions} */
  #readOptions() {
    const read = (/** @type {string} */ name) => this.getAttribute(name) ?? undefined;
    const level = read("level");
    return {
      server: read("server"),
      title: read("title"),
      place: read("place"),
      level: level === undefined ? undefined : Number(level),
      from: read("from"),
      to: read("to"),
      profile: read("profile"),
      language: read("language"),
      theme: /** @type {"light" | "dark" | undefined} */ (read("theme")),
      view: read("view"),
      controls: read("controls") !== "0",
      search: read("search") !== "0",
    };
  }

  /** Take over the colours of the page's style sheet: --indoor-map-accent, --indoor-map-wall, and so on. */
  #paint() {
    const style = getComputedStyle(this);
    const names = ["accent", "accentSoft", "wall", "floor", "room", "outside", "label", "door"];
    const colours = names.map((name) => [`map-${name}`, style.getPropertyValue(`--indoor-map-${name}`).trim()]);
    const given = colours.filter(([, colour]) => colour);
    if (given.length) this.map?.setColors(Object.fromEntries(given)).catch(() => {});
  }
}

if (!customElements.get("indoor-map")) customElements.define("indoor-map", IndoorMapElement);
