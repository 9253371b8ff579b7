// Kiosk mode: a screen that many people use in turn, and that resets itself when nobody does.

import { make } from "../dom.js";
import { fetchTranslations, LANGUAGES } from "../i18n.js";

/** @import { I18n } from "../i18n.js" */

const WARNING = 10; // seconds
const GREETING = 4000; // milliseconds of each language

/**
 * Call `reset()` after `idleSeconds` without input. A countdown precedes it, which input cancels. While nobody is
 * there, passers-by are invited in every language.
 * @param {{idleSeconds: number, getI18n: () => I18n, reset: () => void, announce: (text: string) => void}} options
 */
export function resetWhenIdle({ idleSeconds, getI18n, reset, announce }) {
  const invitation = makeInvitation();
  const text = make("span");
  const stay = make("button", { type: "button", className: "primary" });
  const bar = make("div", { className: "idle-bar", hidden: true, attributes: { role: "alertdialog" } }, text, stay);
  document.body.append(bar);
  let lastInput = performance.now();
  let isReset = true; // no input since the last reset
  const wake = (/** @type {Event} */ event) => {
    // A press on the bar belongs to its button: if the bar vanished before the click, the map below would receive it.
    if (bar.contains(/** @type {Node} */ (event.target)) && event.type !== "click") return;
    lastInput = performance.now();
    isReset = false;
    bar.hidden = true;
    invitation.hidden = true;
  };
  for (const kind of ["click", "pointerdown", "keydown", "wheel"]) {
    addEventListener(kind, wake, { capture: true, passive: true });
  }
  setInterval(() => {
    if (isReset) return;
    const left = Math.ceil(idleSeconds - (performance.now() - lastInput) / 1000);
    const i18n = getI18n();
    if (left <= 0) {
      bar.hidden = true;
      isReset = true;
      forgetVisitor();
      reset();
      invitation.hidden = false;
    } else if (left <= Math.min(WARNING, idleSeconds / 2)) {
      const warning = i18n.t("idle", { n: i18n.number(left) });
      if (bar.hidden) announce(warning);
      bar.hidden = false;
      text.textContent = warning;
      bar.setAttribute("aria-label", warning);
      stay.textContent = i18n.t("stay");
    }
  }, 250);
}

/** Leave nothing of what the last visitor did. */
function forgetVisitor() {
  document.querySelector("dialog")?.close();
  try {
    localStorage.clear();
  } catch {
    // Without storage nothing was kept.
  }
  const { activeElement } = document;
  if (activeElement instanceof HTMLElement && activeElement !== document.body) activeElement.blur();
}

/**
 * Return what invites passers-by, one language after the other. Screen readers skip it: nobody is there.
 */
function makeInvitation() {
  const invitation = make("div", { className: "invitation", aria: { hidden: "true" } });
  document.body.append(invitation);
  const known = Promise.all(Object.keys(LANGUAGES).map((language) => fetchTranslations(language)));
  known.then((languages) => {
    let turn = 0;
    const show = () => {
      const i18n = languages[turn++ % languages.length];
      Object.assign(invitation, { textContent: i18n.t("invitation"), lang: i18n.language, dir: i18n.direction });
    };
    show();
    setInterval(show, GREETING);
  }, console.warn); // without a network there is no invitation
  return invitation;
}
