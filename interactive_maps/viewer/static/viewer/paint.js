// When the first features of this page load came, and when they could be seen: for what waits for it, and for tests.

/** Mark "map:first-paint" when the first features are on the screen; the promise that is returned is kept then. */
export function watchPaint(map) {
  return new Promise((resolve) => {
    const look = () => {
      if (performance.getEntriesByName("map:first-event").length === 0 || !hasFeatures(map)) return;
      map.off("render", look);
      requestAnimationFrame(() => {
        performance.mark("map:first-paint");
        resolve();
      });
    };
    map.on("render", look);
  });
}

function hasFeatures(map) {
  try {
    return map.queryRenderedFeatures({ layers: ["dots", "drawing-0-far", "areas"] }).length > 0;
  } catch { // the library looks for features that have just been replaced
    return false;
  }
}
