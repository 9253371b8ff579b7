// The built-in look of a base map: quiet streets, water and green, for tiles as Protomaps or OpenMapTiles make them.

import { FONT } from "../../labelstyle.js";
import { getPalette } from "../../palette.js";
import { BasemapError } from "./hosts.js";
import { PREFIX } from "./style.js";

/** @import { ExpressionSpecification, LayerSpecification } from "maplibre-gl" */

const LIGHT = {
  land: "#e9ecf0",
  green: "#dbe6d5",
  water: "#bfd5e8",
  building: "#d6dbe2",
  edge: "#cbd1da",
  road: "#ffffff",
  path: "#f7f8fa",
  rail: "#bcc3ce",
};
const DARK = {
  land: "#171b21",
  green: "#19231f",
  water: "#182a3a",
  building: "#20262e",
  edge: "#0f1317",
  road: "#323a46",
  path: "#293039",
  rail: "#3a424f",
};

/**
 * @typedef {object} Schema the layers of the tiles, and the values that tell what is in them
 * @property {string} marker a layer that no other schema has
 * @property {string[]} water layers with areas and lines of water
 * @property {[layer: string, field: string, values: string[]][]} green
 * @property {string} building
 * @property {string} roads
 * @property {string} field the kind of a road
 * @property {Record<"large" | "middle" | "small" | "path" | "rail", string[]>} kinds
 * @property {string} names the layer with the names of roads
 * @property {string} places
 */

/** @type {Schema[]} */
const SCHEMAS = [
  {
    marker: "roads",
    water: ["water"],
    green: [
      ["landcover", "kind", ["grassland", "forest", "scrub", "farmland"]],
      ["landuse", "kind", ["park", "forest", "wood", "grass", "grassland", "garden", "meadow", "cemetery"]],
      [
        "landuse",
        "kind",
        ["golf_course", "nature_reserve", "pitch", "playground", "village_green", "recreation_ground", "orchard"],
      ],
    ],
    building: "buildings",
    roads: "roads",
    field: "kind",
    kinds: {
      large: ["highway", "major_road"],
      middle: ["medium_road"],
      small: ["minor_road", "other"],
      path: ["path"],
      rail: ["rail"],
    },
    names: "roads",
    places: "places",
  },
  {
    marker: "transportation",
    water: ["water", "waterway"],
    green: [
      ["landcover", "class", ["grass", "wood", "farmland", "wetland"]],
      ["landuse", "class", ["cemetery", "pitch", "playground", "garden"]],
      ["park", "", []],
    ],
    building: "building",
    roads: "transportation",
    field: "class",
    kinds: {
      large: ["motorway", "trunk", "primary"],
      middle: ["secondary", "tertiary"],
      small: ["minor", "service", "busway", "raceway"],
      path: ["path", "track"],
      rail: ["rail", "transit"],
    },
    names: "transportation_name",
    places: "place",
  },
];
/** Width of a road in pixels at zoom 12 and at zoom 18. */
const WIDTHS = /** @type {const} */ ({ large: [2, 22], middle: [1.2, 16], small: [0.5, 11] });

/**
 * Return the layers for tiles with these layers.
 * @param {string} source
 * @param {string[]} tileLayers
 * @param {boolean} isDark
 */
export function makeTheme(source, tileLayers, isDark) {
  const schema = SCHEMAS.find(({ marker }) => tileLayers.includes(marker));
  if (!schema) throw new BasemapError("The base map's tiles follow neither the schema of Protomaps nor OpenMapTiles.");
  const colours = isDark ? DARK : LIGHT;
  /** @type {(name: string, layer: string, rest: object) => LayerSpecification} */
  const make = (name, layer, rest) =>
    /** @type {LayerSpecification} */ ({ id: PREFIX + name, source, "source-layer": layer, ...rest });
  const layers = [
    /** @type {LayerSpecification} */ ({
      id: `${PREFIX}land`,
      type: "background",
      paint: { "background-color": colours.land },
    }),
    ...schema.green.map(([layer, field, values], index) =>
      make(`green-${index}`, layer, {
        type: "fill",
        ...(field && { filter: isOneOf(field, values) }),
        paint: { "fill-color": colours.green },
      }),
    ),
    ...schema.water.flatMap((layer) => makeWater(layer, colours.water, make)),
    make("building", schema.building, { type: "fill", minzoom: 14, paint: { "fill-color": colours.building } }),
    ...makeRoads(schema, colours, make),
    ...makeNames(schema, make),
  ];
  return layers.filter((layer) => !("source-layer" in layer) || tileLayers.includes(layer["source-layer"] ?? ""));
}

/**
 * @param {string} field
 * @param {string[]} values
 * @returns {ExpressionSpecification}
 */
function isOneOf(field, values) {
  return ["in", ["get", field], ["literal", values]];
}

/**
 * @param {string} layer
 * @param {string} colour
 * @param {(name: string, layer: string, rest: object) => LayerSpecification} make
 */
function makeWater(layer, colour, make) {
  const isArea = ["==", ["geometry-type"], "Polygon"];
  const width = ["interpolate", ["exponential", 1.6], ["zoom"], 9, 0.5, 18, 8];
  return [
    make(layer, layer, { type: "fill", filter: isArea, paint: { "fill-color": colour } }),
    make(`${layer}-line`, layer, {
      type: "line",
      filter: ["==", ["geometry-type"], "LineString"],
      paint: { "line-color": colour, "line-width": width },
    }),
  ];
}

/**
 * Return the roads: the edges of all below the roads themselves, so that crossings are open.
 * @param {Schema} schema
 * @param {typeof LIGHT} colours
 * @param {(name: string, layer: string, rest: object) => LayerSpecification} make
 */
function makeRoads({ roads, field, kinds }, colours, make) {
  const layout = { "line-cap": "round", "line-join": "round" };
  /** @type {(name: keyof typeof kinds, more: object) => LayerSpecification} */
  const thin = (name, paint) =>
    make(`road-${name}`, roads, { type: "line", minzoom: 13, filter: isOneOf(field, kinds[name]), paint });
  /** @type {(name: keyof typeof WIDTHS, suffix: string, colour: string, more: number) => LayerSpecification} */
  const broad = (name, suffix, colour, more) => {
    const [far, near] = WIDTHS[name];
    const width = ["interpolate", ["exponential", 1.6], ["zoom"], 12, far + more, 18, near + more];
    const paint = { "line-color": colour, "line-width": width };
    const minzoom = { large: 6, middle: 9, small: 12 }[name];
    return make(`road-${name}${suffix}`, roads, {
      type: "line",
      minzoom,
      filter: isOneOf(field, kinds[name]),
      layout,
      paint,
    });
  };
  const names = /** @type {const} */ (["small", "middle", "large"]);
  return [
    thin("rail", { "line-color": colours.rail, "line-width": 1.2 }),
    thin("path", {
      "line-color": colours.path,
      "line-width": ["interpolate", ["exponential", 1.6], ["zoom"], 14, 0.8, 18, 3],
    }),
    ...names.map((name) => broad(name, "-edge", colours.edge, 1.5)),
    ...names.map((name) => broad(name, "", colours.road, 0)),
  ];
}

/**
 * Return names as the signs on the spot have them.
 * @param {Schema} schema
 * @param {(name: string, layer: string, rest: object) => LayerSpecification} make
 */
function makeNames({ names, places }, make) {
  const { muted, halo } = getPalette();
  const text = { "text-field": ["get", "name"], "text-font": FONT };
  const paint = { "text-color": muted, "text-halo-color": halo, "text-halo-width": 1.2 };
  return [
    make("road-names", names, {
      type: "symbol",
      minzoom: 14,
      filter: ["has", "name"],
      layout: { ...text, "symbol-placement": "line", "text-size": 11 },
      paint,
    }),
    make("place-names", places, {
      type: "symbol",
      maxzoom: 16,
      filter: ["has", "name"],
      layout: { ...text, "text-size": 12, "text-max-width": 8 },
      paint,
    }),
  ];
}
