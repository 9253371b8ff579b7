// The map's colours, as the style sheet has them for the theme that is shown.

import { families } from "./categories.js";

/** Return the colours: `{outside, floor, room, ..., ink: {family: colour}}`, undefined where there is none. */
export function getColours() {
  const style = getComputedStyle(document.documentElement);
  const read = (kind, more) => new Proxy(more, { get: (_, name) => more[name] ?? (style.getPropertyValue(`--${kind}-${name}`).trim() || undefined) });
  return read("map", { ink: read("ink", {}) });
}

/** Return an expression that gives a feature's tint by its family, `room` where it has none. */
export function tintByFamily(colours) {
  return matchFamily(colours, ["hall", colours.floor], colours.room);
}

export function inkByFamily({ ink, label }) {
  return matchFamily(ink, [], label);
}

function matchFamily(colours, first, other) {
  return ["match", ["get", "family"], ...first, ...families.filter((family) => colours[family]).flatMap((family) => [family, colours[family]]), other];
}
