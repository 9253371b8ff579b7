// A field that searches places while you type (the ARIA combobox pattern). Empty, it offers recent places.

import { getCategoryIcon } from "./categorygroups.js";
import { Refused } from "./client.js";
import { CLOSE, drawIcon, joinTexts, make, makeIconButton, setAria, tidyName } from "./dom.js";
import { listRecentPlaces, nameLevel, writeDistance } from "./places.js";

/** @import { I18n } from "./i18n.js" */
/** @import { Place, SearchPlaces } from "../../types" */

const DELAY = 120; // milliseconds without typing before the server is asked
const BLUR_DELAY = 150; // milliseconds that a click on an option has to arrive
const MAX_QUERY_LENGTH = 200;
const RECENT_ICON = "M12 7v5l3.5 2M12 3.5a8.5 8.5 0 1 0 .01 0";
const isTouchScreen = () => matchMedia("(pointer: coarse)").matches;
let fields = 0;

/** @typedef {{name: string, icon: string, details?: (string | undefined)[], run: () => unknown}} Option */

/**
 * @typedef {object} SearchFieldOptions
 * @property {I18n} i18n
 * @property {string} label
 * @property {SearchPlaces} search
 * @property {(place: Place) => void} select
 * @property {() => void} clear
 * @property {(level: number | null | undefined, building?: number | null) => string} levelName
 * @property {(text: string) => void} announce
 * @property {() => Option[]} [extras] options offered before recent places
 */

export class SearchField {
  #number = (fields += 1);
  #options;
  /** @type {Option[]} */
  #choices = [];
  #active = -1;
  /** Whether the list belongs to an earlier text, and whether Enter has been pressed meanwhile. */
  #isAsking = false;
  #isEntered = false;
  #timer = 0;
  /** @type {AbortController | null} */
  #abort = null;

  /** @param {SearchFieldOptions} options */
  constructor(options) {
    this.#options = options;
    this.list = make("ul", { id: `places-${this.#number}`, className: "options", hidden: true });
    this.list.setAttribute("role", "listbox");
    setAria(this.list, "label", options.label);
    this.input = this.#makeInput(options.label);
    this.clearButton = makeIconButton(
      `${options.i18n.t("clear")}: ${options.label}`,
      CLOSE,
      () => this.#clear(),
      "clear",
    );
    this.clearButton.hidden = true;
    this.element = make("div", { className: "search-field" }, this.input, this.clearButton, this.list);
  }

  /** @param {string} label */
  #makeInput(label) {
    const closeUnlessFocused = () => {
      if (document.activeElement !== this.input) this.#close();
    };
    return make("input", {
      type: "text",
      id: `search-${this.#number}`,
      autocomplete: "off",
      spellcheck: false,
      placeholder: label,
      maxLength: MAX_QUERY_LENGTH,
      dir: "auto",
      attributes: { role: "combobox", enterkeyhint: "search" },
      aria: { label, expanded: false, controls: `places-${this.#number}`, autocomplete: "list" },
      on: {
        input: () => this.#type(),
        focus: () => this.#open(),
        keydown: (event) => this.#press(event),
        blur: () => setTimeout(closeUnlessFocused, BLUR_DELAY),
        click: () => this.#open(true),
      },
    });
  }

  /** @param {string} text */
  setText(text) {
    this.input.value = text;
    this.clearButton.hidden = !text;
  }

  /**
   * Go on with what was typed while the page was loading.
   * @param {{text: string, hasFocus: boolean}} typed
   */
  takeOver({ text, hasFocus }) {
    this.setText(text);
    if (hasFocus) this.input.focus();
    if (text.trim()) this.#type();
  }

  /** Take the focus without opening the list. */
  focus() {
    if (isTouchScreen()) return;
    this.input.focus();
    this.#close();
  }

  #clear() {
    this.setText("");
    this.#options.clear();
    this.input.focus();
  }

  #type() {
    this.clearButton.hidden = !this.input.value;
    clearTimeout(this.#timer);
    this.#abort?.abort();
    this.#setAsking(this.input.value.trim() !== "");
    this.#isEntered = false;
    if (this.#isAsking) {
      this.#timer = setTimeout(() => this.#search(this.input.value.trim()), DELAY);
    } else {
      this.#options.clear();
      this.#open();
    }
  }

  /** @param {string} q */
  async #search(q) {
    const { signal } = (this.#abort = new AbortController());
    const { i18n, search, announce } = this.#options;
    try {
      const places = await search(q, signal);
      if (signal.aborted) return;
      const nothing = i18n.t("nothing", { q });
      const choices = places.map((place) => this.#makePlaceOption(place));
      this.#show(choices, places.length ? null : nothing);
      announce(places.length ? i18n.resultCount(places.length) : nothing);
    } catch (error) {
      if (!signal.aborted) this.#show([], i18n.t(error instanceof Refused ? "searchFailed" : "lost"));
    }
    if (signal.aborted) return;
    this.#setAsking(false);
    if (this.#isEntered && this.#choices.length) this.#choose(0);
  }

  /**
   * Offer what was found last or, in an empty field, recent places. A filled field opens on a click (`isClicked`)
   * because you may want another place, but not when you pass through it with Tab.
   */
  #open(isClicked = false) {
    const isFilled = this.input.value.trim() !== "";
    if (isFilled && this.#choices.length) return this.#setOpen(true);
    if (isFilled && !isClicked) return;
    const recent = listRecentPlaces().map((place) => ({ ...this.#makePlaceOption(place), icon: RECENT_ICON }));
    this.#show([...(this.#options.extras?.() ?? []), ...recent], null);
  }

  /**
   * @param {Place} place
   * @returns {Option}
   */
  #makePlaceOption(place) {
    const { levelName, i18n, select } = this.#options;
    const category = place.kind === "category" ? i18n.t("category") : i18n.toilet(place.category);
    const details = [category, tidyName(place.building), nameLevel(place, levelName), writeDistance(place, i18n)];
    return {
      name: i18n.placeName(place),
      details,
      icon: getCategoryIcon(place.category ?? ""),
      run: () => select(place),
    };
  }

  /**
   * @param {Option[]} choices
   * @param {string | null} note
   */
  #show(choices, note) {
    this.#choices = choices;
    this.#active = -1;
    this.list.replaceChildren(...choices.map((choice, index) => this.#makeOption(choice, index)));
    if (note) this.list.append(makeNote(note));
    this.#setOpen(choices.length > 0 || note !== null);
  }

  /**
   * @param {Option} option
   * @param {number} index
   */
  #makeOption({ name, details = [], icon }, index) {
    return make(
      "li",
      {
        id: `place-${this.#number}-${index}`,
        className: "option",
        attributes: { role: "option" },
        aria: { selected: false },
        on: { pointerdown: (event) => event.preventDefault(), click: () => this.#choose(index) },
      },
      drawIcon(icon),
      make(
        "span",
        { className: "option-text" },
        make("bdi", { textContent: name }),
        details.some(Boolean) && make("small", {}, ...joinTexts(details)),
      ),
    );
  }

  /** @param {KeyboardEvent} event */
  #press(event) {
    const isOpen = !this.list.hidden;
    const count = this.#choices.length;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!isOpen) this.#open();
      const previous = (this.#active <= 0 ? count : this.#active) - 1;
      if (count) this.#activate(event.key === "ArrowDown" ? (this.#active + 1) % count : previous);
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (this.#isAsking && this.#active < 0) this.#isEntered = true;
      else if (isOpen && count) this.#choose(Math.max(0, this.#active));
    } else if (event.key === "Escape" && isOpen) {
      event.stopPropagation();
      this.#close();
    }
  }

  /** @param {number} index */
  #activate(index) {
    this.#active = index;
    [...this.list.children].forEach((option, position) => {
      setAria(option, "selected", position === index);
      if (position === index) option.scrollIntoView({ block: "nearest" });
    });
    setAria(this.input, "activedescendant", `place-${this.#number}-${index}`);
  }

  /** @param {number} index */
  #choose(index) {
    const option = this.#choices[index];
    this.#close();
    this.#choices = [];
    if (isTouchScreen()) this.input.blur(); // otherwise the keyboard covers the result
    option?.run();
  }

  #close() {
    clearTimeout(this.#timer);
    this.#abort?.abort();
    this.#setAsking(false);
    this.#isEntered = false;
    this.#setOpen(false);
  }

  /** @param {boolean} isAsking */
  #setAsking(isAsking) {
    this.#isAsking = isAsking;
    setAria(this.list, "busy", isAsking);
  }

  /** @param {boolean} isOpen */
  #setOpen(isOpen) {
    this.list.hidden = !isOpen;
    setAria(this.input, "expanded", isOpen);
    if (!isOpen) setAria(this.input, "activedescendant", null);
  }
}

/**
 * Return a note as an option that cannot be chosen: a listbox may hold only options.
 * @param {string} textContent
 */
function makeNote(textContent) {
  const aria = { disabled: true, selected: false };
  return make("li", { className: "note", textContent, attributes: { role: "option" }, aria });
}
