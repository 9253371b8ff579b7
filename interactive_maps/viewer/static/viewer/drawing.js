// The base floor as few, large features: thousands of small ones would cost the page a copy each.

// What a drawing's layer holds, by the words that architects use; order decides.
const CLASSES = Object.entries({
  none: "anno|dim|ttlb|grid|text|iden|note|hatch|defpoints|viewport|network",
  step: "strs|stair|treppe|escal|evtr|elev|lift|aufzug|ascens|ramp",
  door: "door|tür|tuer|porte|puerta",
  window: "glaz|wind|fenster|fenêtre|ventana|curtain",
  detail: "furn|möb|moeb|meub|pfix|fixt|sanit|equip|plumb|casework|appl|mobil",
  wall: "wall|wand|mur|pared|colum|cols|stütze|struct|outl|facade|fassade|found",
}).map(([kind, words]) => [kind, words.split("|")]);
const classByLayer = new Map();

/** Return the class of a drawing's layer: wall, window, door, step, detail, line, or none (not drawn). */
export function classify(layer) {
  const name = String(layer ?? "");
  if (!classByLayer.has(name)) {
    const text = name.slice(0, 200).toLowerCase();
    classByLayer.set(name, CLASSES.find(([, words]) => words.some((word) => text.includes(word)))?.[0] ?? "line");
  }
  return classByLayer.get(name);
}

/** Return what `classify` returns as an expression of the map library, for tiles. */
export function classifyTiles() {
  const cases = CLASSES.flatMap(([kind, words]) => [["any", ...words.map((word) => ["in", word, ["var", "name"]])], kind]);
  return ["let", "name", ["downcase", ["coalesce", ["get", "layer"], ""]], ["case", ["to-boolean", ["get", "paperspace"]], "none", ...cases, "line"]];
}

/** Return `{features, lines, bounds}` of a batch: one MultiLineString for each class that is in it. */
export function mergeBatch(items) {
  const lines = new Map();
  const bounds = makeBounds();
  let count = 0;
  for (const { layer, paperspace, geometry } of items) {
    if (paperspace || !geometry) continue;
    const kind = classify(layer);
    if (kind === "none") continue;
    if (!lines.has(kind)) lines.set(kind, []);
    for (const line of listLines(geometry)) {
      lines.get(kind).push(line);
      for (const position of line) extend(bounds, position);
      count += 1;
    }
  }
  const features = [...lines].filter(([, parts]) => parts.length).map(([kind, coordinates]) => makeFeature("MultiLineString", coordinates, { kind }));
  return { features, count, bounds };
}

/** Return a GeoJSON feature. */
export function makeFeature(type, coordinates, properties = {}) {
  return { type: "Feature", geometry: { type, coordinates }, properties };
}

const MOST_SEGMENTS = 400_000; // beyond this, finding areas takes longer than anybody waits
const STRUCTURE = { wall: 0, window: 1, door: 0 };

/** Return what stands between rooms as `{segments, windows}`, as `findAreas` takes them; both empty where it is too much. */
export function collectSegments(features) {
  const segments = [];
  const windows = [];
  for (const { properties, geometry } of features) {
    const isWindow = STRUCTURE[properties.kind];
    if (isWindow === undefined) continue;
    for (const line of geometry.coordinates) {
      for (let index = 1; index < line.length; index += 1) {
        segments.push(line[index - 1][0], line[index - 1][1], line[index][0], line[index][1]);
        windows.push(isWindow);
      }
    }
    if (windows.length > MOST_SEGMENTS) return { segments: new Float64Array(), windows: new Uint8Array() };
  }
  return { segments: new Float64Array(segments), windows: new Uint8Array(windows) };
}

/** Return the lines and rings of any geometry. */
export function listLines(geometry) {
  switch (geometry?.type) {
    case "LineString": return [geometry.coordinates];
    case "MultiLineString":
    case "Polygon": return geometry.coordinates;
    case "MultiPolygon": return geometry.coordinates.flat();
    case "GeometryCollection": return geometry.geometries.flatMap(listLines);
    default: return [];
  }
}

/** Return bounds that hold nothing: `[west, south, east, north]`. */
export function makeBounds() {
  return [Infinity, Infinity, -Infinity, -Infinity];
}

export function extend(bounds, [longitude, latitude]) {
  if (longitude < bounds[0]) bounds[0] = longitude;
  if (latitude < bounds[1]) bounds[1] = latitude;
  if (longitude > bounds[2]) bounds[2] = longitude;
  if (latitude > bounds[3]) bounds[3] = latitude;
}

export function unite(bounds, other) {
  if (other[0] > other[2]) return;
  extend(bounds, [other[0], other[1]]);
  extend(bounds, [other[2], other[3]]);
}

/** Return the middle of a geometry's bounds. */
export function findMiddle(geometry) {
  const bounds = makeBounds();
  for (const position of geometry.type === "Point" ? [geometry.coordinates] : listLines(geometry).flat()) extend(bounds, position);
  return [(bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2];
}

export function hasExtent(bounds) {
  return bounds[0] <= bounds[2];
}
