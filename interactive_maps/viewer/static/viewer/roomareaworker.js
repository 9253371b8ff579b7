// RoomAreaWorker: finding room areas takes too long for the thread of the page.

import { IndoorMap } from "./client.js";
import { collectSegments, mergeBatch } from "./drawing.js";
import { findRoomAreas } from "./roomareas.js";

/** @import { RoomAreaRequest } from "../../types" */

const MOST_LINES = 200_000;
let reading = new AbortController();

self.onmessage = async (/** @type {MessageEvent<RoomAreaRequest>} */ { data }) => {
  const { number, segments, windows, labels, level = null } = data;
  reading.abort(); // another floor was chosen
  if (number === undefined || !labels) return;
  const structure = segments && windows ? { segments, windows } : await readStructure(level);
  const result = structure?.segments.length ? findRoomAreas(structure, labels) : null;
  self.postMessage({ number, result });
};

/**
 * Read what separates the rooms of a level; null if that is not available, or too much.
 * @param {number | null} level
 */
async function readStructure(level) {
  const { signal } = (reading = new AbortController());
  let features = [];
  let lines = 0;
  try {
    for await (const event of new IndoorMap().stream("base-floor", { level, signal })) {
      if (event.kind === "reset") features = [];
      if (event.kind !== "batch") continue;
      const batch = mergeBatch(event.items);
      features.push(...batch.features);
      lines += batch.count;
      if (lines > MOST_LINES) return null;
    }
    return collectSegments(features);
  } catch {
    return null;
  }
}
