// The base map: streets, water and green around the building, below everything of ours. If its host is away, the
// indoor map is as it is without one, and the base map comes when the host is back.

import { make } from "../dom.js";
import { getPalette } from "../palette.js";
import { BasemapError, BasemapHosts } from "./basemap/hosts.js";
import { addImages, readImages } from "./basemap/images.js";
import { PREFIX, readStyle } from "./basemap/style.js";
import { makeTheme } from "./basemap/theme.js";

/** @import { Map as MapLibreMap, RequestParameters } from "maplibre-gl" */
/** @import { Basemap, BasemapSettings } from "../../../types" */
/** @import { SpriteImage } from "./basemap/images.js" */

const { maplibregl } = globalThis;
const LOWEST = "buildings"; // the lowest layer of ours, except for the ground
const ARCHIVE = `${PREFIX}archive`;
const OSM = '<a href="https://www.openstreetmap.org/copyright">© OpenStreetMap</a>';
const VEIL = 0.6; // how much of a light base map the dark theme covers

/**
 * Show the base map from now on.
 * @param {MapLibreMap} map
 */
export function start(map) {
  /** @type {BasemapSettings} */
  const settings = JSON.parse(document.body.dataset.basemap ?? "");
  document.head.append(make("link", { rel: "stylesheet", href: settings.sheet }));
  new BasemapLayers(map, settings).show();
}

class BasemapLayers {
  #map;
  #settings;
  #hosts;
  /** @type {any} the PMTiles archive, once it is open */
  #archive = null;
  /** @type {Map<string, Promise<Basemap & {images: SpriteImage[]}>>} what was read, by its URL and theme */
  #known = new Map();
  #turn = 0;
  #note = make("div", { className: "attribution", hidden: true });
  /** @type {Set<string>} */
  #told = new Set();

  /**
   * @param {MapLibreMap} map
   * @param {BasemapSettings} settings
   */
  constructor(map, settings) {
    this.#map = map;
    this.#settings = settings;
    this.#hosts = new BasemapHosts(settings.origins, () => this.show());
    for (const scheme of ["http", "https"]) maplibregl.addProtocol(PREFIX + scheme, this.#loadTile);
    maplibregl.addProtocol(ARCHIVE, this.#loadFromArchive);
    map.on("style.load", () => setTimeout(() => this.show())); // after the icons of ours
    map.getContainer().after(this.#note);
  }

  /** Show the base map of the current theme, or none if it cannot be read. */
  async show() {
    const turn = (this.#turn += 1);
    const isDark = document.documentElement.dataset.theme === "dark";
    const { style, darkStyle } = this.#settings;
    const url = (isDark && darkStyle) || style || this.#settings.pmtiles || "";
    try {
      const basemap = await this.#read(url, isDark);
      if (turn === this.#turn && this.#map.getLayer(LOWEST)) this.#add(basemap, isDark && Boolean(style) && !darkStyle);
    } catch (error) {
      if (error instanceof BasemapError) this.#warn(error.message);
      else this.#hosts.rest(new URL(url, location.href).href);
    }
  }

  /**
   * @param {string} url
   * @param {boolean} isDark
   */
  #read(url, isDark) {
    const key = `${isDark} ${url}`;
    const read = this.#known.get(key) ?? this.#readAnew(url, isDark);
    this.#known.set(key, read);
    read.catch(() => this.#known.delete(key));
    return read;
  }

  /**
   * @param {string} url
   * @param {boolean} isDark
   */
  async #readAnew(url, isDark) {
    const basemap = this.#settings.style
      ? await readStyle(url, this.#hosts, this.#warn)
      : await this.#readArchive(new URL(url, location.href).href, isDark);
    return { ...basemap, images: await readImages(basemap.sprites, this.#hosts) };
  }

  /**
   * @param {string} url
   * @param {boolean} isDark
   * @returns {Promise<Basemap>}
   */
  async #readArchive(url, isDark) {
    const { PMTiles, FetchSource } = await loadLibrary(this.#settings.library);
    const source = new FetchSource(url, undefined, "omit");
    const getBytes = source.getBytes.bind(source);
    source.getBytes = (/** @type {any[]} */ ...[offset, length, signal, etag]) =>
      this.#hosts.ask(url, signal, (either) => getBytes(offset, length, either, etag));
    this.#archive ??= new PMTiles(source);
    const { minZoom, maxZoom, minLon, minLat, maxLon, maxLat, tileType } = await this.#archive.getHeader();
    if (tileType !== 1) throw new BasemapError("The tiles of BASEMAP_PMTILES are pictures, not vector tiles.");
    const { vector_layers: vectorLayers, attribution = OSM } = await this.#archive.getMetadata();
    const names = (vectorLayers ?? []).map((/** @type {{id: string}} */ { id }) => id);
    return {
      sources: {
        [ARCHIVE]: {
          type: "vector",
          tiles: [`${ARCHIVE}://{z}/{x}/{y}`],
          minzoom: minZoom,
          maxzoom: maxZoom,
          bounds: [minLon, minLat, maxLon, maxLat],
        },
      },
      layers: makeTheme(ARCHIVE, names, isDark),
      sprites: [],
      attributions: [attribution],
    };
  }

  /**
   * @param {Basemap & {images: SpriteImage[]}} basemap
   * @param {boolean} isVeiled
   */
  #add({ sources, layers, images, attributions }, isVeiled) {
    const map = this.#map;
    for (const id of map.getLayersOrder()) if (id.startsWith(PREFIX)) map.removeLayer(id);
    for (const id of Object.keys(map.getStyle().sources)) if (id.startsWith(PREFIX)) map.removeSource(id);
    addImages(map, images);
    for (const [id, source] of Object.entries(sources)) map.addSource(id, source);
    for (const layer of layers) map.addLayer(layer, LOWEST);
    if (isVeiled) {
      const paint = { "background-color": getPalette().outside, "background-opacity": VEIL };
      map.addLayer({ id: `${PREFIX}veil`, type: "background", paint }, LOWEST);
    }
    this.#note.replaceChildren(...attributions.filter(Boolean).flatMap((text) => [...readAttribution(text), " "]));
    this.#note.hidden = !this.#note.textContent?.trim();
  }

  /**
   * Load what a source of a style asks for. Whatever goes wrong, the map library is told that there is nothing, and
   * shows what it has of the surroundings: an error for each tile would help nobody.
   * @param {RequestParameters} request
   * @param {AbortController} abort
   */
  #loadTile = async ({ url, type }, { signal }) => {
    try {
      const response = await this.#hosts.fetch(url.slice(PREFIX.length), signal);
      if (response.ok) return { data: type === "json" ? await response.json() : await response.arrayBuffer() };
    } catch {
      // The host is away.
    }
    throw makeNothing(url);
  };

  /**
   * @param {RequestParameters} request
   * @param {AbortController} abort
   */
  #loadFromArchive = async ({ url }, { signal }) => {
    const [z, x, y] = url.slice(`${ARCHIVE}://`.length).split("/").map(Number);
    const tile = await this.#archive.getZxy(z, x, y, signal).catch(() => null);
    if (!tile) throw makeNothing(url);
    return { data: tile.data };
  };

  /**
   * Tell developers, once, what is wrong with the settings.
   * @param {string} problem
   */
  #warn = (problem) => {
    if (!this.#told.has(problem)) console.warn(problem);
    this.#told.add(problem);
  };
}

/** @param {string} url */
function makeNothing(url) {
  return new maplibregl.AJAXError(404, "Not Found", url, new Blob());
}

/**
 * Return the PMTiles library, which is no module.
 * @param {string} url
 * @returns {Promise<any>}
 */
async function loadLibrary(url) {
  const script = make("script", { src: url });
  await new Promise((resolve, reject) => {
    script.addEventListener("load", resolve);
    script.addEventListener("error", reject);
    document.head.append(script);
  });
  script.remove();
  return Reflect.get(globalThis, "pmtiles");
}

/**
 * Return the text and the links of an attribution, and nothing else of it.
 * @param {string} html
 */
function readAttribution(html) {
  const parts = html.split(/<a\b[^>]*?\bhref\s*=\s*["']?([^"'\s>]+)[^>]*>(.*?)<\/a>/is).map(readText);
  return parts.map((textContent, index) => {
    const [href, isLink] = [parts[index - 1] ?? "", index % 3 === 2];
    if (index % 3 === 1) return ""; // the address of the link that follows
    if (!isLink || !/^https?:\/\//i.test(href)) return textContent;
    return make("a", { href, textContent, target: "_blank", rel: "noopener" });
  });
}

/**
 * Return the text of some HTML.
 * @param {string} html
 */
function readText(html) {
  const text = html.replace(/<[^>]*>?/g, ""); // first: the parser would complain of handlers in tags
  return (new DOMParser().parseFromString(`.${text}`, "text/html").body.textContent ?? "").slice(1); // with its spaces
}
