// Translations of the page into five languages. The server sends names and directions in the same one.

import { nameCategory } from "./categorykinds.js";
import { tidyName } from "./dom.js";
import { lookUp } from "./tables.js";

/** @import { Level, Place } from "../../types" */

/**
 * The languages of the page, as the server lists them. The first one is the default.
 * @type {Record<string, {name: string, direction: string, url: string}>}
 */
export const LANGUAGES = JSON.parse(document.body.dataset.languages ?? "{}");

/**
 * Return the first of the language tags (such as "de-AT") that the viewer speaks, else the default.
 * @param {(string | null)[]} tags
 */
export function chooseLanguage(tags) {
  const languages = tags.map((tag) => String(tag).toLowerCase().split("-")[0]);
  return languages.find((language) => lookUp(LANGUAGES, language)) ?? Object.keys(LANGUAGES)[0];
}

/**
 * Return the translations of a language.
 * @param {string} language
 */
export async function fetchTranslations(language) {
  return new I18n(language, await (await fetch(LANGUAGES[language].url)).json());
}

const RIGHT_TO_LEFT = /[\p{Script=Arabic}\p{Script=Hebrew}]/u;

/** @typedef {"profiles" | "access" | "toilets" | "edgeKinds"} TableName */
/** @typedef {Record<TableName, Record<string, string>>} Tables */
/** @typedef {Record<string, string | Record<string, string>> & Tables} Texts */

/** Texts, numbers and units of one language: `t("results", {n: 3})`. */
export class I18n {
  #texts;

  /**
   * @param {string} language
   * @param {Texts} texts
   */
  constructor(language, texts) {
    this.language = language;
    this.#texts = texts;
    this.direction = LANGUAGES[language]?.direction ?? "ltr";
    // Latin digits, as on the doors.
    this.locale = language === "ar" ? "ar-u-nu-latn" : language;
  }

  /**
   * Return a text with its placeholders replaced; a key without a text stands for itself.
   * @param {string} key
   * @param {Record<string, string | number>} values
   */
  t(key, values = {}) {
    return String(lookUp(this.#texts, key) ?? key).replace(/\{(\w+)\}/g, (_, name) => this.#isolate(values[name]));
  }

  /**
   * Return a value for the middle of a text. If its direction may be another one, it is isolated, as in the server's
   * sentences: or else numbers at its ends change sides.
   * @param {string | number | undefined} value
   */
  #isolate(value = "") {
    const isSame = typeof value === "number" || (this.direction === "ltr" && !RIGHT_TO_LEFT.test(value));
    return isSame || !value ? String(value) : `\u2068${value}\u2069`;
  }

  /**
   * Return what a category is called; a word of the map's own is left as it is.
   * @param {string} category
   */
  category(category) {
    return nameCategory(category) ?? category;
  }

  /**
   * Return the label of a travel profile; one without a translation is called by its name.
   * @param {string} name
   */
  profile(name) {
    return lookUp(this.#texts.profiles, name) ?? name.replaceAll("_", " ");
  }

  /**
   * Return the name of a kind of edges, such as "stairs", that a profile avoids.
   * @param {string} kind
   */
  edgeKind(kind) {
    return lookUp(this.#texts.edgeKinds, kind) ?? kind;
  }

  /**
   * Return for whom a toilet is; empty if its category does not say, or is no toilet's.
   * @param {string | null | undefined} category
   */
  toilet(category) {
    return lookUp(this.#texts.toilets, category ?? "") ?? "";
  }

  /**
   * Return who may enter, as OpenStreetMap and IMDF say it; what is said in another way stays as it is.
   * @param {string} value
   */
  access(value) {
    return lookUp(this.#texts.access, value) ?? value;
  }

  /** @param {Pick<Place, "kind" | "name" | "category" | "isHere">} place */
  placeName({ kind, name, category, isHere }) {
    if (isHere) return this.t("here");
    const known = tidyName(name) || nameCategory(category);
    if (known) return known;
    return kind === "category" ? (category ?? "") : this.t(kind === "position" ? "position" : "unnamed");
  }

  /** @param {number} n */
  resultCount(n) {
    return n === 1 ? this.t("result") : this.t("results", { n });
  }

  /** @param {Pick<Level, "level" | "name">} level */
  levelName({ level, name }) {
    if (name) return name;
    return level === 0 ? this.t("ground") : this.t("level", { level: this.number(level) });
  }

  /**
   * Return the name of a level of a route, by the building in which the route is there; empty without a level.
   * @param {number | null | undefined} level
   * @param {string | null | undefined} name
   */
  routeLevel(level, name) {
    return level === null || level === undefined ? "" : this.levelName({ level, name: tidyName(name) });
  }

  /** @param {number} value */
  number(value) {
    return new Intl.NumberFormat(this.locale, { maximumFractionDigits: 1 }).format(value);
  }

  /** @param {string[]} items */
  list(items) {
    return new Intl.ListFormat(this.locale, { type: "unit", style: "long" }).format(items);
  }

  /** @param {number} metres */
  distance(metres) {
    if (metres >= 1000) return this.#unit(metres / 1000, "kilometer");
    return this.#unit(metres < 10 ? Math.max(1, Math.round(metres)) : Math.round(metres / 5) * 5, "meter");
  }

  /** @param {number} seconds */
  duration(seconds) {
    if (seconds < 57.5) return this.#unit(Math.max(5, Math.round(seconds / 5) * 5), "second");
    return this.#unit(Math.round(seconds / 60), "minute");
  }

  /**
   * @param {number} value
   * @param {string} unit
   */
  #unit(value, unit) {
    return new Intl.NumberFormat(this.locale, { style: "unit", unit, maximumFractionDigits: 1 }).format(value);
  }
}
