"""Contrast as it is seen, measured on pixels: of names, walls and doors on the map, and of the page's texts."""

from __future__ import annotations

import base64
import io

import httpx
import pytest
from PIL import Image

TEXT = 4.5  # WCAG 2.2, 1.4.3
LINES = 3.0  # WCAG 2.2, 1.4.11: what one needs to see to understand the plan
# A floor and the outside are told apart by the wall between them. Their areas need only differ at a glance, also on a
# bad screen: by twenty times the least difference in brightness that people see, about one in a hundred.
AREAS = 1.2
THEMES = ("light", "dark")
STEP = 1e-4  # degrees

# A floor with a room of each kind of tint, two walls of drawn lines, a door and a court, in the viewer's own style.
SAMPLE = """
async theme => {
  const [{ makeStyle }, { getPalette }, { setFeatures }, { makeFeature }, { DrawingLayers }, { addIcon }] =
    await Promise.all(["style", "palette", "mapsources", "geometry", "drawinglayers", "icons"].map(
      name => import(`/static/viewer/${name}.js`)));
  const { dataset } = document.documentElement;
  const before = dataset.theme;
  dataset.theme = theme;
  const palette = getPalette();
  const tints = [...document.styleSheets].flatMap(sheet => [...sheet.cssRules])
    .flatMap(rule => [...(rule.style ?? [])]).filter(name => name.startsWith("--ink-"));
  const groups = [...new Set(tints.map(name => name.slice(6)))].filter(group => palette[group]);
  const container = document.createElement("div");
  container.style.cssText = "position: fixed; inset: 0 auto auto 0; width: 900px; height: 700px;";
  document.body.append(container);
  const map = new maplibregl.Map({
    container, style: makeStyle(palette), center: [13.4, 52.5], zoom: 20, pixelRatio: 2, attributionControl: false,
    fadeDuration: 0, canvasContextAttributes: { preserveDrawingBuffer: true },
  });
  map.on("styleimagemissing", ({ id }) => addIcon(map, id, palette));
  await map.once("style.load");
  const drawing = new DrawingLayers(map, palette);
  const at = (x, y) => { const { lng, lat } = map.unproject([x, y]); return [lng, lat]; };
  const box = (left, top, width, height) =>
    [[left, top], [left + width, top], [left + width, top + height], [left, top + height], [left, top]]
      .map(([x, y]) => at(x, y));
  const places = {};
  const show = { areas: [], labels: [], footprint: [], doors: [], buildings: [], selected: [] };
  [...groups, "hall", "plain"].forEach((group, index) => {
    const [x, y] = [110 + (index % 6) * 115, 110 + Math.floor(index / 6) * 115];
    places[group] = [x + 50, y + 50];
    show.areas.push(makeFeature("Polygon", [box(x, y, 100, 100)], { group, isWalled: true }));
    const properties = { name: "H 0.26", short: "", nameFrom: 0, shortFrom: 0, hasIcon: false, group, rank: 1 };
    show.labels.push(makeFeature("Point", at(x + 50, y + 50), properties));
  });
  show.footprint = [makeFeature("Polygon", [box(80, 80, 740, 540)], { isWalled: true })];
  show.doors = [makeFeature("LineString", [at(130, 210), at(190, 210)])];
  const lines = [["wall", 560], ["line", 575], ["door", 590], ["window", 605]].map(([kind, y]) =>
    makeFeature("LineString", [at(110, y), at(400, y)], { kind }));
  show.buildings = [makeFeature("Polygon", [box(0, 640, 900, 60)], { building: 1 }),
                    makeFeature("Point", at(450, 670), { building: 1, name: "H Annex" })];
  places.building = [450, 670];
  show.selected = [makeFeature("Polygon", [box(570, 455, 100, 100)], {}),
                   makeFeature("Point", at(620, 495), { name: "H 0.26" })];
  places.selected = [620, 508];
  map.setLayerZoomRange("building-names", 0, 24);
  for (const [source, features] of Object.entries(show)) setFeatures(map, source, features);
  drawing.showPart(0, lines);
  await map.once("idle");
  const image = map.getCanvas().toDataURL("image/png");
  map.remove();
  container.remove();
  dataset.theme = before;
  return { image, places, palette: Object.fromEntries(
    ["outside", "floor", "room", "wall", "wallFill", "building"].map(name => [name, palette[name]])) };
}
"""


def measure_luminance(pixel):
    parts = [value / 255 for value in pixel[:3]]
    parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def measure_contrast(a, b):
    darker, lighter = sorted((measure_luminance(a), measure_luminance(b)))
    return (lighter + 0.05) / (darker + 0.05)


def measure_text(picture, box):
    """Return the contrast between the ground of a box and the core of what is written on it.

    Glyphs have smooth edges: only their strongest pixels have the colour in which they are written, or nearly.
    """
    part = picture.crop(tuple(map(round, box)))
    colours = part.getcolors(part.width * part.height)
    _, ground = max(colours)
    return max(measure_contrast(colour, ground) for _, colour in colours)


@pytest.fixture(scope="module", params=THEMES)
def sample(request, kept_page):
    """The picture of the sample, at two pixels each, and where things are in it."""
    given = kept_page.page.evaluate(SAMPLE, request.param)
    picture = Image.open(io.BytesIO(base64.b64decode(given["image"].partition(",")[2]))).convert("RGB")
    return picture, given["places"]


def read_pixel(picture, x, y):
    return picture.getpixel((round(2 * x), round(2 * y)))


def find_strongest(picture, x, rows, ground):
    """Return the pixel of a column, between two rows, with the most contrast to the ground."""
    pixels = [picture.getpixel((2 * x, row)) for row in range(2 * rows[0], 2 * rows[1])]
    return max(pixels, key=lambda pixel: measure_contrast(pixel, ground))


def test_names_are_read_on_every_tint(sample):
    picture, places = sample
    assert len(places) > 18
    found = {
        name: measure_text(picture, (2 * x - 50, 2 * y - 16, 2 * x + 50, 2 * y + 16))
        for name, (x, y) in places.items()
    }
    assert {name: round(ratio, 2) for name, ratio in found.items() if ratio < TEXT} == {}


def test_floors_stand_out_from_the_outside(sample):
    picture, places = sample
    outside = read_pixel(picture, 30, 30)
    for name in ("hall", "plain"):
        x, y = places[name]
        assert measure_contrast(read_pixel(picture, x, y - 30), outside) >= AREAS, name


def test_walls_and_doors_stand_out_from_floors_and_from_what_fills_walls(sample):
    picture, places = sample
    fill = read_pixel(picture, 101, 160)  # beside the first room, within the outline
    x, y = places["hall"]
    grounds = {"fill": fill, "floor": read_pixel(picture, x, y - 30), "outside": read_pixel(picture, 30, 30)}
    edge = find_strongest(picture, 160, (105, 115), fill)  # between a room and its wall
    door = find_strongest(picture, 160, (205, 215), grounds["floor"])
    assert measure_contrast(door, grounds["floor"]) >= LINES
    lines = {"edge": edge}
    for name, row in (("wall", 560), ("line", 575), ("window", 605)):
        lines[name] = find_strongest(picture, 300, (row - 4, row + 4), read_pixel(picture, 300, row - 7))
    for line, pixel in lines.items():
        for ground, colour in grounds.items():
            assert measure_contrast(pixel, colour) >= LINES, (line, ground)


def test_what_is_wider_than_a_wall_and_no_space_looks_like_the_outside(sample):
    picture, _ = sample
    outside = read_pixel(picture, 30, 30)
    court = read_pixel(picture, 700, 585)
    assert court == outside
    walls = {name: read_pixel(picture, *at) for name, at in (("hull", (84, 590)), ("between", (217, 160)))}
    assert walls["hull"] == walls["between"]
    assert walls["hull"] not in (outside, read_pixel(picture, 160, 130))
    for side in ((75, 300), (825, 300), (450, 75)):
        assert read_pixel(picture, *side) == outside, "no wall beyond the outline"


# Every text that is seen: what it says and where.
TEXTS = """
() => {
  const texts = [];
  const add = (element, text, { left, top, width, height }) => {
    const [x, y] = [left + width / 2, top + height / 2];
    const hit = width > 1 && height > 1 && document.elementFromPoint(x, y);
    if (!hit || !(hit === element || element.contains(hit) || hit.contains(element))) return;
    if (element.closest(".unseen, [aria-disabled=true], [hidden]")) return;
    texts.push([text.trim().slice(0, 40), left, top, left + width, top + height]);
  };
  const walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (!node.data.trim() || node.parentElement.matches("option, .printed")) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const rectangle of range.getClientRects()) add(node.parentElement, node.data, rectangle);
  }
  for (const field of document.querySelectorAll("input[type=search], input[type=text], [role=combobox]")) {
    add(field, field.value || field.placeholder, field.getBoundingClientRect());
  }
  return texts;
}
"""


def take_picture(watched):
    return Image.open(io.BytesIO(watched.page.screenshot())).convert("RGB")


def measure_texts(watched, texts, picture):
    """Return the contrast of every one of the page's ``texts`` that is on the screen."""
    ratio, size = watched.page.evaluate("devicePixelRatio"), watched.page.viewport_size
    seen = [
        (text, box)
        for text, *box in texts
        if min(box) >= 0 and box[2] <= size["width"] and box[3] <= size["height"]
    ]
    return {text: measure_text(picture, [ratio * side for side in box]) for text, box in seen}


def measure_names(watched, picture, rooms):
    """Return the contrast of the names on the map, by where they are, of those rooms that show one."""
    found = {}
    first_longitude, first_latitude = rooms[0]
    first_x, first_y = watched.locate(*rooms[0])
    next_x, next_y = watched.locate(first_longitude + STEP, first_latitude + STEP)
    for longitude, latitude in rooms:  # within a building, Mercator is linear
        x = first_x + (longitude - first_longitude) / STEP * (next_x - first_x)
        y = first_y + (latitude - first_latitude) / STEP * (next_y - first_y)
        if 30 < x < 300 and 150 < y < 500:  # beside the page's own parts
            found[round(x), round(y)] = measure_text(
                picture, (2 * x - 24, 2 * y - 20, 2 * x + 24, 2 * y + 20)
            )
    return {place: contrast for place, contrast in found.items() if contrast > 2.5}


def measure_placed_names(watched, rooms):
    """Return what ``measure_names`` does once two pictures agree: names come after the lines, and fade in."""
    before = measure_names(watched, take_picture(watched), rooms)
    for _ in range(20):
        watched.page.wait_for_timeout(400)
        shown = measure_names(watched, take_picture(watched), rooms)
        if shown == before and shown and min(shown.values()) >= TEXT:
            break
        before = shown
    return shown


def choose_theme(watched, theme):
    """Show the page in light or dark, and wait until its map is drawn anew."""
    watched.page.emulate_media(color_scheme=theme)
    watched.page.wait_for_selector(f":root[data-theme={theme}]", state="attached")
    watched.page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    watched.page.wait_for_selector("[data-view=drawn]", state="attached")


def test_texts_of_the_page_and_names_on_the_demo_are_read(phone):
    """As a phone shows them: small, and on lines of the drawing."""
    spaces = httpx.get(f"{phone.origin}/api/spaces/", params={"level": 0, "limit": 500}).json()
    rooms = [space["display_point"]["coordinates"] for space in spaces if space["ref"]]
    longitude, latitude = rooms[len(rooms) // 2]
    states = {
        f"/?level=0&at={longitude},{latitude},20": ".chip",
        "/?level=0&room=12": "#place-name",
        "/?level=0&from=room:1&to=room:60": ".step",
    }
    faint, names = {}, 0
    for theme in THEMES:
        choose_theme(phone, theme)
        for address, part in states.items():
            phone.visit(address)
            phone.page.locator(part).first.wait_for()
            phone.page.wait_for_selector("[data-view=drawn]", state="attached")
            for _ in range(10):
                before = phone.page.evaluate(TEXTS)
                picture = take_picture(phone)
                after = phone.page.evaluate(TEXTS)
                # Chips may move when the whole map's are known: only what stays where it is is in the picture there.
                found = measure_texts(phone, [text for text in after if text in before], picture)
                if len(found) >= 5 and min(found.values()) > 1.1:  # else something is not painted yet
                    break
            assert len(found) >= 5, "texts are found"
            if part == ".chip":
                shown = measure_placed_names(phone, rooms)
                names += len(shown)
                found |= shown
            faint |= {(theme, what): round(ratio, 2) for what, ratio in found.items() if ratio < TEXT}
    choose_theme(phone, "light")
    assert names >= 6
    assert faint == {}
