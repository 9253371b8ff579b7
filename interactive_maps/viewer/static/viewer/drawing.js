// The base floor as a few large features: copying thousands of small ones to the map library would block the page.

import { extendBounds, listLines, makeBounds, makeFeature } from "./geometry.js";

/** @import { ExpressionSpecification } from "maplibre-gl" */
/** @import { Item, Ring } from "../../types" */

// Words in the names of a drawing's layers, by the class that they mean. The first match decides.
/** @type {[string, string[]][]} */
const CLASSES = [
  // OpenStreetMap's ways are lines that one walks along: drawn like walls, they would seem to be in the way.
  ["none", "anno|dim|ttlb|grid|text|iden|note|hatch|defpoints|viewport|network|highway="],
  ["line", "indoor="], // its rooms and walls are no doors
  ["step", "strs|stair|treppe|escal|evtr|elev|lift|aufzug|ascens|ramp"],
  ["door", "door|tür|tuer|porte|puerta"],
  ["window", "glaz|wind|fenster|fenêtre|ventana|curtain"],
  ["detail", "furn|möb|moeb|meub|pfix|fixt|sanit|equip|plumb|casework|appl|mobil"],
  ["wall", "wall|wand|mur|pared|colum|cols|stütze|struct|outl|facade|fassade|found"],
].map(([kind, words]) => [kind, words.split("|")]);
/** @type {Map<string, string>} */
const classByLayer = new Map();

/**
 * Return the class of a drawing's layer: wall, window, door, step, detail, line, or none (not drawn).
 * @param {string | null | undefined} layer
 */
export function classify(layer) {
  const name = String(layer ?? "");
  let kind = classByLayer.get(name);
  if (kind === undefined) {
    const text = name.slice(0, 200).toLowerCase();
    kind = CLASSES.find(([, words]) => words.some((word) => text.includes(word)))?.[0] ?? "line";
    classByLayer.set(name, kind);
  }
  return kind;
}

/**
 * Return what `classify` returns as an expression of the map library, for tiles.
 * @returns {ExpressionSpecification}
 */
export function classifyTiles() {
  const cases = CLASSES.flatMap(([kind, words]) => [
    ["any", ...words.map((word) => ["in", word, ["var", "name"]])],
    kind,
  ]);
  const isPaperspace = ["to-boolean", ["get", "paperspace"]];
  /** @type {unknown[]} */
  const expression = [
    "let",
    "name",
    ["downcase", ["coalesce", ["get", "layer"], ""]],
    ["case", isPaperspace, "none", ...cases, "line"],
  ];
  return /** @type {ExpressionSpecification} */ (expression);
}

/**
 * Return a text that lines of the same positions have in common, and hardly any others.
 * @param {Ring} line
 */
export function makeLineKey(line) {
  return [line.length, line[0], line[1], line[line.length >> 1]].join();
}

/**
 * Return a batch as one MultiLineString for each class, with the number and the bounds of its lines.
 * @param {Item[]} items
 * @param {(line: Ring) => boolean} isKnown whether a line is shown as something else
 */
export function mergeBatch(items, isKnown) {
  /** @type {Map<string, Ring[]>} */
  const linesByClass = new Map();
  const bounds = makeBounds();
  let count = 0;
  for (const { layer, paperspace, geometry } of items) {
    if (paperspace || !geometry) continue;
    const kind = classify(layer);
    if (kind === "none") continue;
    const lines = linesByClass.get(kind) ?? [];
    linesByClass.set(kind, lines);
    for (const line of listLines(geometry)) {
      if (isKnown(line)) continue;
      lines.push(line);
      for (const position of line) extendBounds(bounds, position);
      count += 1;
    }
  }
  const features = [...linesByClass]
    .filter(([, lines]) => lines.length)
    .map(([kind, lines]) => makeFeature("MultiLineString", lines, { kind }));
  return { features, count, bounds };
}
