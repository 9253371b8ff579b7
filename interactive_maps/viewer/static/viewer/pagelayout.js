// The layout of the page: the map's container, progress and notices, the theme and the language of the document.

import { Announcer, make } from "./dom.js";
import { getPalette } from "./palette.js";

/** @import { I18n } from "./i18n.js" */
/** @import { Cover, UrlState } from "../../types" */

// Where the sidebar is a sheet at the bottom: as in the style sheet.
const SHEET = matchMedia("(width < 560px), (width < 700px) and (orientation: portrait)");
const PORTRAIT = matchMedia("(orientation: portrait)");
const LOW = matchMedia("(height < 500px)");
export const darkScheme = matchMedia("(prefers-color-scheme: dark)");

export class PageLayout {
  container = make("div", { id: "map", className: "map" });
  #title = make("h1", { className: "unseen" }); // screen readers find their way by headings
  #main = document.querySelector("main") ?? make("main");
  #progress = make("div", { className: "progress", attributes: { role: "progressbar" } });
  #notice = make("div", { className: "notice", hidden: true });
  #noticeTimer = 0;
  #announcer = new Announcer();

  constructor() {
    this.#main.prepend(this.#title, this.container);
    if (!this.#main.isConnected) document.body.append(this.#main); // whatever is moved loses the focus
  }

  /**
   * Add elements to the page, in place of the search bar that the server sent. Return what was typed into that one.
   * @param {HTMLElement[]} controls
   * @param {HTMLElement[]} messages
   */
  append(controls, messages) {
    const sent = /** @type {HTMLInputElement | null} */ (this.#main.querySelector(".search-bar input"));
    const typed = { text: sent?.value ?? "", hasFocus: sent !== null && sent === document.activeElement };
    sent?.closest(".sidebar")?.remove();
    this.#main.append(...controls, this.#progress, this.#notice, ...messages, this.#announcer.element);
    return typed;
  }

  /** @param {UrlState} urlState */
  configure({ hasControls, hasSearch, isKiosk }) {
    const { classList } = document.documentElement;
    classList.toggle("bare", !hasControls);
    classList.toggle("no-search", !hasSearch);
    classList.toggle("kiosk", isKiosk);
  }

  /** @param {"light" | "dark"} theme */
  setTheme(theme) {
    document.documentElement.dataset.theme = theme;
    document.querySelector("meta[name=theme-color]")?.setAttribute("content", getPalette().outside);
  }

  /** @param {I18n} i18n */
  setLanguage(i18n) {
    const root = document.documentElement;
    root.lang = i18n.language;
    root.dir = i18n.direction;
    document.title = this.#title.textContent = i18n.t("map");
    this.#progress.setAttribute("aria-label", i18n.t("loading"));
  }

  /** @param {boolean} isBusy */
  setBusy(isBusy) {
    this.#progress.classList.toggle("busy", isBusy);
  }

  /**
   * Have screen readers read a text.
   * @param {string} text
   */
  announce = (text) => this.#announcer.announce(text);

  /**
   * Show a notice, and hide it after some milliseconds unless these are 0.
   * @param {string} text
   */
  notify = (text, milliseconds = 0) => {
    clearTimeout(this.#noticeTimer);
    this.#notice.textContent = text;
    this.#notice.hidden = false;
    this.#announcer.announce(text);
    if (milliseconds) this.#noticeTimer = setTimeout(() => this.hideNotice(), milliseconds);
  };

  hideNotice() {
    this.#notice.hidden = true;
  }
}

/**
 * Return the theme that the URL asks for, else that of the device.
 * @param {string | null} theme
 */
export function chooseTheme(theme) {
  if (theme === "light" || theme === "dark") return theme;
  return darkScheme.matches ? "dark" : "light";
}

/**
 * Return the pixels of the map that the sidebar, the levels and the controls cover.
 * @param {{element: HTMLElement, panel: HTMLElement}} sidebar
 * @returns {Cover}
 */
export function measureCover({ element, panel }) {
  const { width, height } = element.getBoundingClientRect();
  if (width === 0) return {};
  if (PORTRAIT.matches && document.documentElement.classList.contains("kiosk")) return { bottom: height + 32 };
  const isRightToLeft = document.documentElement.dir === "rtl";
  const levels = measureWidth(".levels");
  const card = document.querySelector(".position-card")?.clientHeight ?? 0;
  if (SHEET.matches) {
    const bottom = panel.getBoundingClientRect().height + 60 + card; // the card is above the sheet
    return { top: 76, bottom, [isRightToLeft ? "left" : "right"]: levels + 10 };
  }
  const edge = Math.max(levels, measureWidth(".controls")) + 16;
  const bottom = LOW.matches ? card : 0; // on a higher screen the card is beside what is in the middle
  return isRightToLeft ? { right: width + 24, left: edge, bottom } : { left: width + 24, right: edge, bottom };
}

/** @param {string} selector */
const measureWidth = (selector) => document.querySelector(selector)?.clientWidth ?? 0;
