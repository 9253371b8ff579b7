// The dialog that hands the present view on.

import { make } from "./dom.js";
import { drawCode } from "./urlstate.js";

/** Open the dialog for the address of this page; `words` says it, `announce` tells screen readers. */
export async function openShareDialog(words, announce) {
  const address = location.href;
  const embedded = new URL(address);
  embedded.pathname = "/embed/";
  const frame = `<iframe src="${embedded.href.replaceAll("&", "&amp;")}" width="800" height="600" title="${words.say("map")}" allow="geolocation; clipboard-write"></iframe>`;
  const link = make("input", { type: "text", readOnly: true, value: address, id: "share-link" });
  const copy = make("button", { type: "button", className: "primary", textContent: words.say("copy") });
  copy.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(address);
    } catch { // not over https, or refused
      link.select();
      document.execCommand("copy");
    }
    copy.textContent = words.say("copied");
    announce(words.say("copied"));
  });
  const dialog = make("dialog", { className: "share", aria: { labelledby: "share-title" } },
    make("form", { method: "dialog", className: "share-head" },
      make("h2", { id: "share-title", textContent: words.say("share") }),
      make("button", { className: "quiet", textContent: words.say("close") })),
    make("label", { htmlFor: "share-link", textContent: words.say("link") }),
    make("div", { className: "row" }, link, copy),
    await drawCode(address, words.say("qr")),
    make("label", { htmlFor: "share-frame", textContent: words.say("embed") }),
    make("textarea", { id: "share-frame", readOnly: true, rows: 3, value: frame, dir: "ltr" }),
    make("button", { type: "button", textContent: words.say("print"), on: { click: () => { dialog.close(); print(); } } }));
  const opener = document.activeElement;
  dialog.addEventListener("close", () => { dialog.remove(); opener?.focus?.(); });
  document.body.append(dialog);
  dialog.showModal();
  link.select();
}
