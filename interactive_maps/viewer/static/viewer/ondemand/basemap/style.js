// A MapLibre style of somebody else, made to fit below the indoor map: its own names, the fonts of the device, no
// buildings that stand in front of ours.

import { FONT } from "../../labelstyle.js";
import { BasemapError } from "./hosts.js";

/** @import { LayerSpecification, SourceSpecification } from "maplibre-gl" */
/** @import { Basemap } from "../../../../types" */
/** @import { BasemapHosts } from "./hosts.js" */

export const PREFIX = "basemap-";
const KINDS = new Set(["background", "fill", "line", "symbol", "circle", "raster", "hillshade", "heatmap"]);
const TILED = new Set(["vector", "raster", "raster-dem"]);
const TILEJSON = ["tiles", "minzoom", "maxzoom", "bounds", "scheme", "attribution", "encoding"];

/**
 * Return sources, layers and sprites of a style. What its hosts may not serve is left out.
 * @param {string} url
 * @param {BasemapHosts} hosts
 * @param {(problem: string) => void} warn
 * @returns {Promise<Basemap>}
 */
export async function readStyle(url, hosts, warn) {
  const style = await readJson(url, hosts);
  if (style?.version !== 8 || !Array.isArray(style.layers) || typeof style.sources !== "object") {
    throw new BasemapError("BASEMAP_STYLE_URL leads to something else than a MapLibre style.");
  }
  /** @type {Record<string, SourceSpecification>} */
  const sources = {};
  /** @type {Set<string>} */
  const attributions = new Set();
  const kept = style.layers.filter((/** @type {any} */ { type }) => KINDS.has(type));
  const used = new Set(kept.map((/** @type {any} */ { source }) => source));
  for (const [name, source] of Object.entries(style.sources)) {
    if (!used.has(name)) continue;
    try {
      const read = await readSource(source, url, hosts);
      sources[PREFIX + name] = read;
      if ("attribution" in read && read.attribution) attributions.add(String(read.attribution));
    } catch (error) {
      if (!(error instanceof BasemapError)) throw error;
      warn(error.message);
    }
  }
  const layers = kept
    .filter((/** @type {any} */ { source }) => source === undefined || sources[PREFIX + source])
    .map(adaptLayer);
  return { sources, layers, sprites: listSprites(style.sprite, url, hosts, warn), attributions: [...attributions] };
}

/**
 * @param {string} url
 * @param {BasemapHosts} hosts
 * @returns {Promise<any>}
 */
async function readJson(url, hosts) {
  const response = await hosts.fetch(url);
  if (!response.ok) throw new BasemapError(`The base map's ${new URL(url).pathname} does not exist.`);
  return response.json();
}

/**
 * Return a source with absolute URLs, as the page itself requests them: the map library's workers ask nobody.
 * @param {any} source
 * @param {string} base
 * @param {BasemapHosts} hosts
 * @returns {Promise<SourceSpecification>}
 */
async function readSource(source, base, hosts) {
  const { type, url, ...rest } = source;
  if (type === "geojson") {
    return { ...source, data: typeof source.data === "string" ? route(source.data, base, hosts) : source.data };
  }
  if (!TILED.has(type)) throw new BasemapError(`The base map's sources of type ${type} are not supported.`);
  const described = { ...rest, type };
  let origin = base;
  if (url) {
    origin = hosts.resolve(url, base);
    const description = await readJson(origin, hosts);
    for (const name of TILEJSON) described[name] ??= description[name];
  }
  if (!Array.isArray(described.tiles)) throw new BasemapError("A source of the base map has no tiles.");
  const tiles = described.tiles.map((/** @type {string} */ one) => route(one, origin, hosts));
  const known = Object.entries({ ...described, tiles }).filter(([, value]) => value !== undefined && value !== null);
  return /** @type {SourceSpecification} */ (Object.fromEntries(known));
}

/**
 * Return a URL under the protocol that the base map serves.
 * @param {string} url
 * @param {string} base
 * @param {BasemapHosts} hosts
 */
function route(url, base, hosts) {
  return PREFIX + hosts.resolve(url, base);
}

/**
 * @param {any} layer
 * @returns {LayerSpecification}
 */
function adaptLayer({ id, source, layout, metadata: _metadata, ...rest }) {
  const fonts = rest.type === "symbol" ? { "text-font": FONT } : {};
  const of = source === undefined ? {} : { source: PREFIX + source };
  return { ...rest, ...of, id: PREFIX + id, layout: { ...layout, ...fonts } };
}

/**
 * Return the sprites: the prefix of their images, and their URL without an ending.
 * @param {unknown} sprite
 * @param {string} base
 * @param {BasemapHosts} hosts
 * @param {(problem: string) => void} warn
 */
function listSprites(sprite, base, hosts, warn) {
  const all = typeof sprite === "string" ? [{ id: "default", url: sprite }] : Array.isArray(sprite) ? sprite : [];
  return all.flatMap(({ id, url }) => {
    try {
      return [{ prefix: id === "default" ? "" : `${id}:`, url: hosts.resolve(url, base) }];
    } catch (error) {
      warn(/** @type {Error} */ (error).message);
      return [];
    }
  });
}
