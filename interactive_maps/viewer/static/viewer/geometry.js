// Geometry: GeoJSON features, their lines and polygons, and bounds.

/** @import { Bounds, FeatureProperties, Geometry, MapFeature, Position, Ring, Rings } from "../../types" */

/**
 * Return a GeoJSON feature.
 * @param {"Point" | "LineString" | "Polygon" | "MultiLineString" | "MultiPolygon"} type
 * @param {unknown} coordinates
 * @param {FeatureProperties} properties
 * @returns {MapFeature}
 */
export function makeFeature(type, coordinates, properties = {}) {
  const geometry = /** @type {Geometry} */ ({ type, coordinates });
  return { type: "Feature", geometry, properties };
}

/**
 * Return the lines and rings of any geometry.
 * @param {Geometry | null | undefined} geometry
 * @returns {Ring[]}
 */
export function listLines(geometry) {
  switch (geometry?.type) {
    case "LineString":
      return [geometry.coordinates];
    case "MultiLineString":
    case "Polygon":
      return geometry.coordinates;
    case "MultiPolygon":
      return geometry.coordinates.flat();
    case "GeometryCollection":
      return geometry.geometries.flatMap(listLines);
    default:
      return [];
  }
}

/**
 * Return the polygons of a geometry as arrays of rings.
 * @param {Geometry | null | undefined} geometry
 * @returns {Rings[]}
 */
export function listPolygons(geometry) {
  if (geometry?.type === "Polygon") return [geometry.coordinates];
  return geometry?.type === "MultiPolygon" ? geometry.coordinates : [];
}

/**
 * Return empty bounds.
 * @returns {Bounds}
 */
export function makeBounds() {
  return [Infinity, Infinity, -Infinity, -Infinity];
}

/**
 * @param {Bounds} bounds
 * @param {Position | number[]} position
 */
export function extendBounds(bounds, [longitude, latitude]) {
  if (longitude < bounds[0]) bounds[0] = longitude;
  if (latitude < bounds[1]) bounds[1] = latitude;
  if (longitude > bounds[2]) bounds[2] = longitude;
  if (latitude > bounds[3]) bounds[3] = latitude;
}

/**
 * @param {Bounds} bounds
 * @param {Bounds} other
 */
export function uniteBounds(bounds, other) {
  if (isEmpty(other)) return;
  extendBounds(bounds, [other[0], other[1]]);
  extendBounds(bounds, [other[2], other[3]]);
}

/**
 * Return the bounds of the lines and rings of a geometry.
 * @param {Geometry | null | undefined} geometry
 */
export function measureBounds(geometry) {
  const bounds = makeBounds();
  for (const line of listLines(geometry)) for (const position of line) extendBounds(bounds, position);
  return bounds;
}

/**
 * Return whether a position is in a polygon, or in one of several; not in their holes.
 * @param {Position} position
 * @param {Geometry | null | undefined} geometry
 */
export function isInside([x, y], geometry) {
  let isIn = false; // whether a line to the east crosses rings an odd number of times
  for (const ring of listPolygons(geometry).flat()) {
    for (let index = 1; index < ring.length; index += 1) {
      const [[x1, y1], [x2, y2]] = [ring[index - 1], ring[index]];
      if (y1 > y !== y2 > y && x < x1 + ((y - y1) / (y2 - y1)) * (x2 - x1)) isIn = !isIn;
    }
  }
  return isIn;
}

/** @param {Bounds} bounds */
export function isEmpty(bounds) {
  return bounds[0] > bounds[2];
}

/**
 * Return the center of a geometry's bounds, or null if it has no positions.
 * @param {Geometry | null | undefined} geometry
 * @returns {Position | null}
 */
export function findCenter(geometry) {
  const bounds = makeBounds();
  for (const position of listPositions(geometry)) extendBounds(bounds, position);
  return isEmpty(bounds) ? null : [(bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2];
}

/**
 * @param {Geometry | null | undefined} geometry
 * @returns {number[][]}
 */
function listPositions(geometry) {
  if (geometry?.type === "Point") return [geometry.coordinates];
  return geometry?.type === "MultiPoint" ? geometry.coordinates : listLines(geometry).flat();
}

/**
 * Return the number of positions of a geometry.
 * @param {Geometry | null | undefined} geometry
 */
export function countPositions(geometry) {
  if (geometry?.type === "Point") return 1;
  return listLines(geometry).reduce((sum, line) => sum + line.length, 0);
}

export const METRES_PER_DEGREE = 111_320;
// Until there is something to show: the middle of a tile, or what is drawn ahead would be cut to four times as many.
export const NOWHERE = { center: /** @type {Position} */ ([360 / 2 ** 21, 360 / 2 ** 21]), zoom: 22 };
const CORNERS = 48;

/**
 * Return a circle as a ring.
 * @param {Position} center
 * @param {number} metres
 * @returns {Ring}
 */
export function makeCircle([longitude, latitude], metres) {
  const north = metres / METRES_PER_DEGREE;
  const east = north / Math.max(0.01, Math.cos((latitude * Math.PI) / 180));
  return Array.from({ length: CORNERS + 1 }, (_, index) => {
    const angle = ((index % CORNERS) * 2 * Math.PI) / CORNERS;
    return [longitude + east * Math.cos(angle), latitude + north * Math.sin(angle)];
  });
}

/**
 * Return the metres between two positions, as the crow flies; within a campus, to a thousandth.
 * @param {Position} a
 * @param {Position} b
 */
export function measureMetres(a, b) {
  const shrink = Math.cos((a[1] * Math.PI) / 180);
  return METRES_PER_DEGREE * Math.hypot((a[0] - b[0]) * shrink, a[1] - b[1]);
}
