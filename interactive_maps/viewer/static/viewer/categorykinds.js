// Kinds of places that people look for: toilets, showers, lifts. What belongs to each, and what they are called, the
// API says. A kind goes by its plain category.

/** @import { CategoryKind, Place } from "../../types" */

/** The toilets that a wheelchair fits in, whoever else they are for. */
export const ACCESSIBLE = "restroom.wheelchair";
const MOST_LETTERS = 200;

/** @type {Map<string, CategoryKind>} by their plain categories */
let known = new Map();
/** @type {Map<string, CategoryKind[]>} by category, the narrowest first */
let byCategory = new Map();

/**
 * Take over the kinds of the API: `[{name, group, categories, places}]`.
 * @param {CategoryKind[]} kinds
 */
export function setCategoryKinds(kinds) {
  known = new Map(kinds.map((kind) => [kind.categories[0], kind]));
  byCategory = new Map();
  for (const kind of kinds) {
    for (const category of kind.categories) byCategory.set(category, [...(byCategory.get(category) ?? []), kind]);
  }
  for (const [category, kind] of known) {
    const others = byCategory.get(category)?.filter((other) => other !== kind) ?? [];
    byCategory.set(category, [kind, ...others]);
  }
}

/** Return the kinds of which the map has places, on any floor, by their plain categories. */
export function listPresentKinds() {
  return [...known].filter(([, { places }]) => places).map(([category]) => category);
}

/**
 * Return a category and what it is a part of, the narrowest first: restroom.male, restroom.
 * @param {string | null | undefined} category
 */
export function listWholes(category) {
  const parts = (category ?? "").slice(0, MOST_LETTERS).split(".");
  return parts.map((_, index) => parts.slice(0, parts.length - index).join(".")).filter(Boolean);
}

/**
 * Return the kinds that a category is of, the narrowest first.
 * @param {string} category
 */
export function findKinds(category) {
  return byCategory.get(category) ?? [];
}

/**
 * Return the plain categories of the kinds that a place is of, the narrowest first.
 * @param {Pick<Place, "category" | "categoryGroup" | "step_free">} place
 */
export function listKinds({ category, categoryGroup, step_free: isStepFree }) {
  const found = listWholes(category ?? categoryGroup).flatMap((whole) => findKinds(whole).map(getPlain));
  const fits = isStepFree === true || category?.includes("wheelchair");
  return [...new Set(found.includes("restroom") && fits ? [ACCESSIBLE, ...found] : found)];
}

/**
 * Return what a category is called by the narrowest kind that it is of; null if it is of none.
 * @param {string | null | undefined} category
 */
export function nameCategory(category) {
  return known.get(listKinds({ category })[0])?.name ?? null;
}

/**
 * Return the categories that are of a kind.
 * @param {string} plain its plain category
 */
export function listCategories(plain) {
  return known.get(plain)?.categories ?? [plain];
}

/** @param {CategoryKind} kind */
function getPlain({ categories: [plain] }) {
  return plain;
}
