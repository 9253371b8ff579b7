// The buttons at the map's edge.

import { drawIcon, make } from "./dom.js";

const ICONS = {
  zoomIn: "M12 5v14M5 12h14", zoomOut: "M5 12h14", wholeMap: "M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5",
  locate: "M12 8a4 4 0 1 0 .01 0M12 2v3M12 19v3M2 12h3M19 12h3", share: "M12 15V4M8 8l4-4 4 4M5 12v8h14v-8",
};

/** Return the buttons; `actions` has a function for each of zoomIn, zoomOut, wholeMap, locate, share that is wanted. */
export function makeControls(words, actions) {
  return make("div", { className: "controls", attributes: { role: "group" }, aria: { label: words.say("map") } },
    ...Object.keys(ICONS).filter((name) => actions[name]).map((name) =>
      make("button", { type: "button", className: `round control-${name}`, title: words.say(name), aria: { label: words.say(name) }, on: { click: actions[name] } }, drawIcon(ICONS[name]))));
}
