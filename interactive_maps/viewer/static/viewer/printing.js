// A map for paper: what is drawn by the graphics card is not printed, so a picture takes its place.

import { make } from "./dom.js";

export function printMap(map) {
  const picture = make("img", { className: "printed", alt: "" });
  addEventListener("beforeprint", () => {
    map.redraw();
    picture.src = map.getCanvas().toDataURL("image/png"); // at once after drawing, before the buffer is given back
    map.getContainer().after(picture);
  });
  addEventListener("afterprint", () => picture.remove());
}
