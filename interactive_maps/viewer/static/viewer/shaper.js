// A worker of its own: finding areas takes longer than a page may stand still.

import { findAreas } from "./areas.js";

self.onmessage = ({ data: { number, segments, windows, labels } }) => {
  self.postMessage({ number, found: findAreas(segments, windows, labels) });
};
