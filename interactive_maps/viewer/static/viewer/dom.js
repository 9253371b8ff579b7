// Elements, made without markup: whatever a name contains, it is text.

/**
 * Return a new element. `properties` are set as properties, `on` holds listeners, `aria` and `data` attributes of
 * those families, `attributes` any other.
 */
export function make(tag, { on = {}, aria = {}, data = {}, attributes = {}, ...properties } = {}, ...children) {
  const element = document.createElement(tag);
  Object.assign(element, properties);
  Object.assign(element.dataset, data);
  for (const [name, value] of Object.entries(aria)) setAria(element, name, value);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  for (const [name, listener] of Object.entries(on)) element.addEventListener(name, listener);
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

export function setAria(element, name, value) {
  if (value === null || value === undefined) element.removeAttribute(`aria-${name}`);
  else element.setAttribute(`aria-${name}`, value);
}

const SVG = "http://www.w3.org/2000/svg";

/** Return an icon of 24 by 24 units, drawn with the text's colour; screen readers pass it over. */
export function drawIcon(path, className = "icon") {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", className);
  svg.setAttribute("aria-hidden", "true");
  const line = document.createElementNS(SVG, "path");
  line.setAttribute("d", path);
  svg.append(line);
  return svg;
}

/** What screen readers are told without being asked. */
export class Announcer {
  element = make("div", { className: "unseen", attributes: { role: "status" }, aria: { live: "polite" } });
  #timer = 0;

  /** Say a sentence; of several at once, the last. */
  say = (text) => {
    clearTimeout(this.#timer);
    // Emptied first: the same sentence twice would not be read again.
    this.element.textContent = "";
    this.#timer = setTimeout(() => { this.element.textContent = text; }, 60);
  };
}

const LONGEST = 200;
// Marks that turn the direction of what follows them, beyond the end of the name that holds them.
const TURNS = /[\u202A-\u202E\u2066-\u2069\u200E\u200F\u061C]/g;
const CONTROLS = /[\u0000-\u001F\u007F-\u009F]+/g;

/** Return a name as it can be shown anywhere: on one line, of bearable length, without marks that turn other text. */
export function tidyName(name) {
  const text = String(name ?? "").slice(0, 4 * LONGEST).replace(TURNS, "").replace(CONTROLS, " ").trim();
  return [...text].length > LONGEST ? `${[...text].slice(0, LONGEST - 1).join("")}…` : text;
}
