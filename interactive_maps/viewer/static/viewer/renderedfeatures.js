// What the map has drawn: the features under a tap, and the first ones on the screen.

/** @import { Map as Library, MapGeoJSONFeature, PointLike } from "maplibre-gl" */
/** @import { Position, Tap } from "../../types" */

/** Layers that a tap may select, in this order. */
const TAPPABLE = ["stops", "closures", "markers", "labels-icon", "labels", "labels-short", "afar", "found", "areas"];

/**
 * Return the features of some layers at a point, in a box or (null) anywhere on the screen.
 * @param {Library} map
 * @param {PointLike | [PointLike, PointLike] | null} where
 * @param {string[]} layers
 * @returns {MapGeoJSONFeature[]}
 */
function queryFeatures(map, where, layers) {
  const options = { layers: layers.filter((id) => map.getLayer(id)) };
  try {
    return where ? map.queryRenderedFeatures(where, options) : map.queryRenderedFeatures(options);
  } catch {
    return []; // right after a source was emptied, the library still looks up its removed features
  }
}

/**
 * Mark "map:first-paint" when the first features are on the screen.
 * @param {Library} map
 * @returns {Promise<unknown>} resolved at that moment
 */
export function watchFirstPaint(map) {
  return new Promise((resolve) => {
    const check = () => {
      const hasFeatures = performance.getEntriesByName("map:first-event").length > 0;
      if (!hasFeatures || !hasPainted(map, ["dots", "drawing-0-far", "areas"])) return;
      map.off("render", check);
      requestAnimationFrame(() => resolve(performance.mark("map:first-paint")));
    };
    map.on("render", check);
  });
}

/**
 * Return whether anything of these layers is on the screen. Some places are asked first: to list thousands of features
 * takes longer than to draw them.
 * @param {Library} map
 * @param {string[]} layers
 */
function hasPainted(map, layers) {
  const { clientWidth: width, clientHeight: height } = map.getContainer();
  const parts = [0.5, 0.3, 0.7, 0.1, 0.9];
  const places = parts.flatMap((x) => parts.map((y) => /** @type {PointLike} */ ([width * x, height * y])));
  const isPainted = (/** @type {PointLike | null} */ where) => queryFeatures(map, where, layers).length > 0;
  return places.some(isPainted) || isPainted(null);
}

/**
 * Tell of each tap what is under it; one on a building that is seen from very far leads there (`flyTo`).
 * @param {Library} map
 * @param {{listener: (tap: Tap) => void, flyTo: (location: Position) => void}} hooks
 */
export function watchTaps(map, { listener, flyTo }) {
  map.on("click", (event) => {
    const { x, y } = event.point;
    const box = /** @type {[PointLike, PointLike]} */ ([
      [x - 6, y - 6],
      [x + 6, y + 6],
    ]);
    const hits = [...queryFeatures(map, box, TAPPABLE), ...queryFeatures(map, event.point, ["areas"])];
    // An entrance has a mark, but is no place of its own: what is meant is the place beside it.
    const places = hits.filter(({ properties }) => !String(properties.place).startsWith("opening:"));
    const [best] = places.sort((a, b) => TAPPABLE.indexOf(a.layer.id) - TAPPABLE.indexOf(b.layer.id));
    if (best?.layer.id === "afar" && best.geometry.type === "Point") {
      return flyTo(/** @type {Position} */ (best.geometry.coordinates));
    }
    const feature = best ? { source: best.source, properties: best.properties } : null;
    const [building] = queryFeatures(map, box, ["afar-buildings", "building-names", "buildings"]);
    const location = /** @type {Position} */ ([event.lngLat.lng, event.lngLat.lat]);
    return listener({ location, feature, building: building?.properties.building ?? null });
  });
  map.on("mousemove", (event) => {
    const hits = queryFeatures(map, event.point, TAPPABLE);
    const isPlace = hits.some(({ layer, properties }) => layer.id !== "areas" || properties.place);
    map.getCanvas().style.cursor = isPlace ? "pointer" : "";
  });
}
