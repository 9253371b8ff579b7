// A worker of its own: finding areas takes longer than a page may stand still.

import { findAreas } from "./roomareas.js";
import { IndoorMap } from "./client.js";
import { collectSegments, mergeBatch } from "./drawing.js";

const MOST_LINES = 200_000;
let reading = new AbortController();

self.onmessage = async ({ data: { number, segments, windows, labels, level } }) => {
  reading.abort(); // a floor that is left needs no areas
  if (number === undefined) return;
  const structure = segments ? { segments, windows } : await readStructure(level);
  const found = structure?.segments.length ? findAreas(structure.segments, structure.windows, labels) : null;
  self.postMessage({ number, found });
};

/** Read what stands between the rooms of a level; null when it is not to be had. */
async function readStructure(level) {
  const { signal } = (reading = new AbortController());
  let features = [];
  let lines = 0;
  try {
    for await (const event of new IndoorMap().stream("base-floor", { level, signal })) {
      if (event.kind === "reset") features = [];
      if (event.kind !== "batch") continue;
      const part = mergeBatch(event.items);
      features.push(...part.features);
      lines += part.count;
      if (lines > MOST_LINES) return null;
    }
    return collectSegments(features);
  } catch {
    return null;
  }
}
