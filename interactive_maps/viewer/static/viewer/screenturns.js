// Screens that are turned: what one looks at stays in sight.

/** @import { Map as MapLibreMap } from "maplibre-gl" */
/** @import { Position } from "../../types" */

/**
 * Show the middle of the map again once the screen has another size, and panels have their places on it. Whatever moves
 * the map before that wins.
 * @param {Pick<MapLibreMap, "on" | "isMoving">} map
 * @param {() => Position} getMiddle
 * @param {(middle: Position) => void} show
 */
export function keepMiddle(map, getMiddle, show) {
  let [middle, isResizing, frame] = [/** @type {Position | null} */ (null), false, 0];
  map.on("resize", () => {
    isResizing = true; // the map tells at once that it has moved, too
    queueMicrotask(() => (isResizing = false));
    frame ||= requestAnimationFrame(() => {
      frame = 0;
      if (middle && !map.isMoving() && !matchMedia("print").matches) show(middle);
    });
  });
  map.on("moveend", () => {
    if (isResizing) return;
    cancelAnimationFrame(frame);
    frame = 0;
    middle = getMiddle();
  });
}
