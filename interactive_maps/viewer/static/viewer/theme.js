// The map's colours, light and dark. One accent; everything else stays quiet.

const LIGHT = {
  outside: "#e9ecf0", floor: "#f8f6f2", room: "#ffffff", wall: "#b9c0cb", wallFill: "#d5dae2", line: "#cfd5de", detail: "#dfe3e9",
  door: "#a9b2c0", window: "#9db7d8", step: "#a7aebb", label: "#39414f", halo: "#ffffff", muted: "#5b6474",
  accent: "#1d5fe0", accentSoft: "#cfe0ff", accentHalo: "#ffffff", routeDim: "#9bb4e6", start: "#0d8a5f", end: "#c2274b", closed: "#b3261e",
  restroom: "#dcebfb", lift: "#e6e1f7", stairs: "#e6e1f7", escalator: "#e6e1f7", ramp: "#e6e1f7", food: "#fdebd3", shop: "#fbe9e4",
  medical: "#e2f3ee", sleep: "#eef5f3", meeting: "#e9eefc", study: "#e9f2e1", office: "#f7f8fa", information: "#fdf2cc", entrance: "#fdf2cc",
  parking: "#e3e8ee", technical: "#eceae6", storage: "#efedea",
  ink: {
    restroom: "#2a6db0", lift: "#6a4fc0", stairs: "#6a4fc0", escalator: "#6a4fc0", ramp: "#6a4fc0", food: "#b25d06", shop: "#b5472b",
    medical: "#14795b", sleep: "#3d7f70", meeting: "#3c5fc4", study: "#4d7a22", office: "#5b6677", information: "#8a6500", entrance: "#8a6500",
    parking: "#50617a", technical: "#706a5e", storage: "#75695c", door: "#5b6474", place: "#5b6474",
  },
};
const DARK = {
  outside: "#14171c", floor: "#232830", room: "#2d333d", wall: "#5a6474", wallFill: "#3a424f", line: "#454e5c", detail: "#3a424e",
  door: "#6c7789", window: "#587ba8", step: "#69748a", label: "#e8ecf2", halo: "#1b1f26", muted: "#aab3c2",
  accent: "#7aa8ff", accentSoft: "#2b4678", accentHalo: "#12161c", routeDim: "#48608f", start: "#4fcf9f", end: "#ff8aa3", closed: "#ff9d94",
  restroom: "#263a50", lift: "#37325a", stairs: "#37325a", escalator: "#37325a", ramp: "#37325a", food: "#4a3a25", shop: "#4a332c",
  medical: "#24433a", sleep: "#2b3b3a", meeting: "#2c3a5c", study: "#34432a", office: "#313843", information: "#4a4224", entrance: "#4a4224",
  parking: "#323b48", technical: "#363532", storage: "#383632",
  ink: {
    restroom: "#9cc8f5", lift: "#bfb0ff", stairs: "#bfb0ff", escalator: "#bfb0ff", ramp: "#bfb0ff", food: "#f3b26b", shop: "#f3a088",
    medical: "#7fd8b8", sleep: "#9fd3c6", meeting: "#a9bfff", study: "#b5d98a", office: "#bac4d3", information: "#ecd06f", entrance: "#ecd06f",
    parking: "#b3c2d8", technical: "#cfc7b8", storage: "#d3c7ba", door: "#aab3c2", place: "#aab3c2",
  },
};

/** Return the colours: `{outside, floor, room, ..., ink: {family: colour}}`. */
export function getColours(isDark) {
  return isDark ? DARK : LIGHT;
}

/** Return an expression that gives a feature's tint by its family, `room` where it has none. */
export function tintByFamily(colours) {
  const pairs = Object.keys(colours.ink).filter((family) => colours[family]?.startsWith?.("#") && family !== "door");
  return ["match", ["get", "family"], "hall", colours.floor, ...pairs.flatMap((family) => [family, colours[family]]), colours.room];
}

export function inkByFamily(colours) {
  return ["match", ["get", "family"], ...Object.entries(colours.ink).flat(), colours.label];
}
