// DOM elements, built without markup: whatever a name contains, it stays text.

/** @import { Child, ElementOptions } from "../../types" */

/**
 * Return a new element. `properties` are set as properties, `on` holds listeners, `aria` and `data` hold attributes
 * with these prefixes, `attributes` holds any others.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {ElementOptions<Tag>} options
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function make(tag, { on = {}, aria = {}, data = {}, attributes = {}, ...properties } = {}, ...children) {
  const element = document.createElement(tag);
  Object.assign(element, properties);
  Object.assign(element.dataset, data);
  for (const [name, value] of Object.entries(aria)) setAria(element, name, value);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  for (const [name, listener] of Object.entries(on)) {
    element.addEventListener(name, /** @type {EventListener} */ (listener));
  }
  for (const child of children) if (child) element.append(child);
  return element;
}

/**
 * Set an ARIA attribute, or remove it if `value` is null.
 * @param {Element} element
 * @param {string} name
 * @param {string | boolean | null | undefined} value
 */
export function setAria(element, name, value) {
  if (value === null || value === undefined) element.removeAttribute(`aria-${name}`);
  else element.setAttribute(`aria-${name}`, String(value));
}

/**
 * Return a round button that shows only an icon.
 * @param {string} label
 * @param {string} icon
 * @param {() => unknown} click
 * @param {string} [className]
 */
export function makeIconButton(label, icon, click, className = "round") {
  return make("button", { type: "button", className, aria: { label }, on: { click } }, drawIcon(icon));
}

/** Paths of icons that several panels use. */
export const CLOSE = "M6 6l12 12M18 6 6 18";
export const GO = "M4 12l16-8-6 17-2.5-7z";

const SVG = "http://www.w3.org/2000/svg";

/**
 * Return an icon of 24 by 24 units in the colour of the text around it. Screen readers skip it.
 * @param {string} path
 */
export function drawIcon(path, className = "icon") {
  const line = makeSvg("path", { d: path });
  return makeSvg("svg", { viewBox: "0 0 24 24", class: className, "aria-hidden": "true" }, line);
}

/**
 * @param {"svg" | "path"} tag
 * @param {Record<string, string>} attributes
 * @param {...SVGElement} children
 */
export function makeSvg(tag, attributes, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return /** @type {SVGElement} */ (element);
}

/** A live region: screen readers read its text aloud. */
export class Announcer {
  element = make("div", { className: "unseen", attributes: { role: "status" }, aria: { live: "polite" } });
  #timer = 0;

  /**
   * Announce a sentence; of several in a row, only the last.
   * @param {string} text
   */
  announce = (text) => {
    clearTimeout(this.#timer);
    // Emptied first: otherwise the same sentence would not be read a second time.
    this.element.textContent = "";
    this.#timer = setTimeout(() => {
      this.element.textContent = text;
    }, 60);
  };
}

/**
 * Return texts as parts of one line, with dots between them, for `make`: each has a direction of its own.
 * @param {(string | null | undefined | false)[]} texts those that say nothing are left out
 * @returns {Child[]}
 */
export function joinTexts(texts) {
  const parts = texts.filter(Boolean).map((text) => make("bdi", { textContent: String(text) }));
  return parts.flatMap((part, index) => (index ? [" · ", part] : [part]));
}

const MAX_LENGTH = 200;
const MAX_SENTENCE = 600;
// Unicode directional formatting characters: they would affect the text after the name.
const DIRECTIONAL = /[\u202A-\u202E\u2066-\u2069\u200E\u200F\u061C]/g;
// The names in the server's sentences stand between two of these.
const ISOLATES = /[\u2068\u2069]/;
const CONTROLS = /\p{Cc}+/gu;

/**
 * Return a name that is safe to show anywhere: on one line, of limited length, without directional characters.
 * @param {string | null | undefined} name
 */
export function tidyName(name) {
  const text = String(name ?? "")
    .slice(0, 4 * MAX_LENGTH)
    .replace(DIRECTIONAL, "")
    .replace(CONTROLS, " ")
    .trim();
  return [...text].length > MAX_LENGTH ? `${[...text].slice(0, MAX_LENGTH - 1).join("")}…` : text;
}

const LONG_WORDS = /\S{20}(?=\S)/gu; // longer than a line on the map

/**
 * Return a name for the map, which ends lines only between words: it may also do so in words that are longer than any
 * line.
 * @param {string} name
 */
export function breakWords(name) {
  return name.replace(LONG_WORDS, "$&\u200B");
}

/**
 * Return a sentence of the server that is safe to show in an element of its own. Names in it keep their direction: in a
 * sentence from right to left, "0.002 Pharmacy" would be torn apart.
 * @param {string | null | undefined} sentence
 */
export function tidySentence(sentence) {
  const text = String(sentence ?? "").slice(0, MAX_SENTENCE);
  const tidied = text.replace(DIRECTIONAL, (sign) => (ISOLATES.test(sign) ? sign : ""));
  return tidied.replace(CONTROLS, " ").trim();
}
