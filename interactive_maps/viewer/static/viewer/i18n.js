// What the page says, in five languages; names and directions come from the server in the same one.

import { findFamily } from "./categorygroups.js";
import { tidyName } from "./dom.js";

export const LANGUAGES = { en: "English", de: "Deutsch", fr: "Français", es: "Español", ar: "العربية" };

/** Return the first of `wanted` ("de-AT") that there is, else "en". */
export function chooseLanguage(wanted) {
  return wanted.map((name) => String(name).toLowerCase().split("-")[0]).find((name) => LANGUAGES[name]) ?? "en";
}

/** Return the Words of a language; `addresses` are those of the texts, by language. */
export async function fetchWords(language, addresses) {
  return new Words(language, await (await fetch(addresses[language])).json());
}

/** The words of one language: `say("results", {n: 3})`. */
export class Words {
  #texts;

  constructor(language, texts) {
    this.language = language;
    this.#texts = texts;
    this.direction = language === "ar" ? "rtl" : "ltr";
    // Latin digits, as on the doors.
    this.locale = language === "ar" ? "ar-u-nu-latn" : language;
  }

  say(key, values = {}) {
    return (this.#texts[key] ?? key).replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
  }

  sayFamily(family) {
    return this.#texts.families[family] ?? family;
  }

  namePlace({ kind, name, category, isHere }) {
    const family = findFamily(category);
    if (isHere) return this.say("here");
    return tidyName(name) || (family ? this.sayFamily(family) : this.say(kind === "spot" ? "spot" : "unnamed"));
  }

  count(n) {
    return n === 1 ? this.say("result") : this.say("results", { n });
  }

  sayLevel({ level, name }) {
    if (name) return name;
    return level === 0 ? this.say("ground") : this.say("level", { level: this.number(level) });
  }

  number(value) {
    return new Intl.NumberFormat(this.locale, { maximumFractionDigits: 1 }).format(value);
  }

  metres(metres) {
    const [value, unit] = metres >= 1000 ? [metres / 1000, "kilometer"] : [metres < 10 ? Math.max(1, Math.round(metres)) : Math.round(metres / 5) * 5, "meter"];
    return new Intl.NumberFormat(this.locale, { style: "unit", unit, maximumFractionDigits: 1 }).format(value);
  }

  minutes(seconds) {
    const [value, unit] = seconds < 57.5 ? [Math.max(5, Math.round(seconds / 5) * 5), "second"] : [Math.round(seconds / 60), "minute"];
    return new Intl.NumberFormat(this.locale, { style: "unit", unit }).format(value);
  }
}
