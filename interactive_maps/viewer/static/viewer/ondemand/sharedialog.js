// Sharing the current view: by the device's own sheet, or a dialog with a link, a QR code and a frame for other pages.

import { make, makeSvg } from "../dom.js";

/** @import { I18n } from "../i18n.js" */

/**
 * Share the page's URL: on a phone by its own sheet, else by a dialog.
 * @param {I18n} i18n
 * @param {(text: string) => void} announce
 * @param {() => void} printMap
 */
export async function share(i18n, announce, printMap) {
  const url = location.href;
  if (navigator.share && matchMedia("(pointer: coarse)").matches) {
    try {
      return await navigator.share({ title: document.title, url });
    } catch (error) {
      if (/** @type {Error} */ (error).name === "AbortError") return undefined; // thought better of it
    }
  }
  return openDialog(url, i18n, announce, printMap);
}

/**
 * @param {string} url
 * @param {I18n} i18n
 * @param {(text: string) => void} announce
 * @param {() => void} printMap
 */
async function openDialog(url, i18n, announce, printMap) {
  const link = make("input", { type: "text", readOnly: true, value: url, id: "share-link", dir: "ltr" });
  const copy = make("button", { type: "button", className: "primary", textContent: i18n.t("copy") });
  copy.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(url);
    } catch {
      link.select(); // without https, or without permission
      document.execCommand("copy");
    }
    copy.textContent = i18n.t("copied");
    announce(i18n.t("copied"));
  });
  const printIt = () => {
    dialog.close();
    printMap();
  };
  const dialog = make(
    "dialog",
    { className: "share", aria: { labelledby: "share-title" } },
    make(
      "form",
      { method: "dialog", className: "share-head" },
      make("h2", { id: "share-title", textContent: i18n.t("share") }),
      make("button", { className: "quiet", textContent: i18n.t("close") }),
    ),
    make("label", { htmlFor: "share-link", textContent: i18n.t("link") }),
    make("div", { className: "row" }, link, copy),
    await drawQrCode(url, i18n.t("qr")),
    make("label", { htmlFor: "share-frame", textContent: i18n.t("embed") }),
    make("textarea", { id: "share-frame", readOnly: true, rows: 3, value: makeFrame(url, i18n.t("map")), dir: "ltr" }),
    make("button", { type: "button", textContent: i18n.t("print"), on: { click: printIt } }),
  );
  const opener = /** @type {HTMLElement | null} */ (document.activeElement);
  dialog.addEventListener("close", () => {
    dialog.remove();
    opener?.focus();
  });
  document.body.append(dialog);
  dialog.showModal();
  link.select();
}

/**
 * Return the markup of a frame that shows the current view in another page.
 * @param {string} url
 * @param {string} title
 */
function makeFrame(url, title) {
  const embedded = new URL(url);
  embedded.pathname = "/embed/";
  const source = embedded.href.replaceAll("&", "&amp;");
  const size = 'width="800" height="600"';
  return `<iframe src="${source}" ${size} title="${title}" allow="geolocation; clipboard-write"></iframe>`;
}

/**
 * Return a QR code as an image, dark on white, with the quiet zone that readers need.
 * @param {string} text
 * @param {string} label
 */
export async function drawQrCode(text, label) {
  const { encode } = await import("./qr.js");
  const rows = encode(text);
  const size = rows.length + 8;
  const dark = rows.flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x + 4} ${y + 4}h1v1h-1z` : "")));
  return makeSvg(
    "svg",
    {
      viewBox: `0 0 ${size} ${size}`,
      role: "img",
      "aria-label": label,
      class: "code",
      "shape-rendering": "crispEdges",
    },
    makeSvg("path", { fill: "#fff", d: `M0 0h${size}v${size}H0z` }),
    makeSvg("path", { fill: "#000", d: dark.join("") }),
  );
}
