// A field that finds places as one types (the ARIA combobox pattern), with recent ones before.

import { findFamily, getStroke } from "./categorygroups.js";
import { drawIcon, make, setAria, tidyName } from "./dom.js";
import { listRecent } from "./places.js";

const PAUSE = 120; // milliseconds of not typing before the server is asked
const isTouched = () => matchMedia("(pointer: coarse)").matches;
let fields = 0;

export class SearchField {
  #number = (fields += 1);
  #options = [];
  #active = -1;
  #timer = 0;
  #abort = null;
  #settings;

  /**
   * `settings`: words, label, ask(q, signal) -> places, pick(place), sayLevel(level), announce(text), and optionally
   * extras() -> [{name, icon, pick}] offered first, isRecentShown, clear().
   */
  constructor(settings) {
    this.#settings = settings;
    const list = `places-${this.#number}`;
    this.input = make("input", {
      type: "text", id: `search-${this.#number}`, autocomplete: "off", spellcheck: false, placeholder: settings.label, maxLength: 200, dir: "auto",
      attributes: { role: "combobox", enterkeyhint: "search" }, aria: { label: settings.label, expanded: "false", controls: list, autocomplete: "list" },
      on: {
        input: () => this.#type(), focus: () => this.#open(), keydown: (event) => this.#press(event),
        blur: () => setTimeout(() => { if (document.activeElement !== this.input) this.#close(); }, 150), click: () => this.#open(true),
      },
    });
    this.list = make("ul", { id: list, className: "options", hidden: true, attributes: { role: "listbox" }, aria: { label: settings.label } });
    this.clearButton = make("button", { type: "button", className: "clear", hidden: true, aria: { label: settings.words.say("clear") },
      on: { click: () => { this.setText(""); settings.clear?.(); this.input.focus(); } } }, drawIcon("M6 6l12 12M18 6 6 18"));
    this.element = make("div", { className: "search-field" }, this.input, this.clearButton, this.list);
  }

  setText(text) {
    this.input.value = text ?? "";
    this.clearButton.hidden = !this.input.value;
  }

  /** Take the focus back, and offer nothing yet. */
  focus() {
    if (isTouched()) return;
    this.input.focus();
    this.#close();
  }

  #type() {
    this.clearButton.hidden = !this.input.value;
    clearTimeout(this.#timer);
    this.#abort?.abort();
    if (!this.input.value.trim()) {
      this.#settings.clear?.();
      this.#open();
      return;
    }
    this.#timer = setTimeout(() => this.#ask(this.input.value.trim()), PAUSE);
  }

  async #ask(q) {
    this.#abort = new AbortController();
    const { signal } = this.#abort;
    try {
      const places = await this.#settings.ask(q, signal);
      if (signal.aborted) return;
      const { words } = this.#settings;
      this.#show(places.map((place) => this.#makePlaceOption(place)), places.length ? null : words.say("nothing", { q }));
      this.#settings.announce(places.length ? words.count(places.length) : words.say("nothing", { q }));
    } catch (error) {
      if (!signal.aborted) this.#show([], this.#settings.words.say("lost"));
    }
  }

  // Whoever clicks into a field that is filled may want another place; who comes by with Tab does not.
  #open(isAsked = false) {
    if (this.input.value.trim() && this.#options.length) return this.#setOpen(true);
    if (this.input.value.trim() && !isAsked) return undefined;
    const extras = (this.#settings.extras?.() ?? []).map((extra) => ({ ...extra, run: extra.pick }));
    const recent = this.#settings.isRecentShown === false ? [] : listRecent().map((place) => ({ ...this.#makePlaceOption(place), icon: "M12 7v5l3.5 2M12 3.5a8.5 8.5 0 1 0 .01 0" }));
    return this.#show([...extras, ...recent], null);
  }

  #makePlaceOption(place) {
    const { sayLevel, words } = this.#settings;
    const where = [place.kind === "category" ? words.say("category") : null, place.building, place.level_name || (place.level ?? null) !== null ? place.level_name || sayLevel(place.level) : null];
    return {
      name: words.namePlace(place), detail: where.filter(Boolean).map(tidyName).join(" · "),
      icon: getStroke(findFamily(place.category, place.name) ?? "place"), run: () => this.#settings.pick(place),
    };
  }

  #show(options, note) {
    this.#options = options;
    this.#active = -1;
    this.list.replaceChildren(...options.map((option, index) => this.#makeOption(option, index)));
    // A listbox holds options only; the note is one that cannot be chosen.
    if (note) this.list.append(make("li", { className: "note", textContent: note, attributes: { role: "option" }, aria: { disabled: "true", selected: "false" } }));
    this.#setOpen(options.length > 0 || Boolean(note));
  }

  #makeOption({ name, detail, icon }, index) {
    return make("li", { id: `place-${this.#number}-${index}`, className: "option", attributes: { role: "option" }, aria: { selected: "false" },
      on: { pointerdown: (event) => event.preventDefault(), click: () => this.#choose(index) } },
    drawIcon(icon), make("span", { className: "option-text" }, make("bdi", { textContent: name }), detail ? make("small", { textContent: detail }) : null));
  }

  #press(event) {
    const isOpen = !this.list.hidden;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!isOpen) this.#open();
      const count = this.#options.length;
      if (count) this.#activate(event.key === "ArrowDown" ? (this.#active + 1) % count : (this.#active <= 0 ? count : this.#active) - 1);
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (isOpen && this.#options.length) this.#choose(Math.max(0, this.#active));
    } else if (event.key === "Escape" && isOpen) {
      event.stopPropagation();
      this.#close();
    }
  }

  #activate(index) {
    this.#active = index;
    [...this.list.children].forEach((option, position) => {
      setAria(option, "selected", position === index);
      if (position === index) option.scrollIntoView({ block: "nearest" });
    });
    setAria(this.input, "activedescendant", `place-${this.#number}-${index}`);
  }

  #choose(index) {
    const option = this.#options[index];
    this.#close();
    this.#options = [];
    if (isTouched()) this.input.blur(); // the keyboard covers what was found
    option?.run();
  }

  #close() {
    clearTimeout(this.#timer); // what was typed last is asked no more
    this.#abort?.abort();
    this.#setOpen(false);
  }

  #setOpen(isOpen) {
    this.list.hidden = !isOpen;
    setAria(this.input, "expanded", isOpen);
    if (!isOpen) setAria(this.input, "activedescendant", null);
  }
}
