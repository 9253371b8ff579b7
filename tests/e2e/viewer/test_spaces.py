"""Floors that come with spaces, tenants and equipment, and floors of so many lines that they are shown as tiles."""

import pytest

from benchmarks.viewer import RECORD, ROOMS
from tests.e2e.viewer.watching import READ_PIXELS

# A level 7 of three shops: one with a name, one without whose tenant has one, one without either; a lift and a desk.
SHOPS = """
INSERT INTO levels (level) VALUES (7);
INSERT INTO spaces (ogc_fid, level, names, category, opening_hours, capacity, display_point, wkb_geometry)
SELECT 7000 + i, 7, CASE WHEN i = 0 THEN '{"en": "Book Nook"}'::jsonb END,
  CASE i WHEN 2 THEN 'restroom' ELSE 'retail' END, CASE i WHEN 0 THEN 'Mo-Sa 10:00-20:00' END,
  CASE i WHEN 0 THEN 1240 END,
  ST_SetSRID(ST_MakePoint(13.40205 + i * 2e-4, 52.47405), 4326),
  ST_SetSRID(ST_MakeEnvelope(13.402 + i * 2e-4, 52.474, 13.4021 + i * 2e-4, 52.4741), 4326)
FROM generate_series(0, 2) i;
INSERT INTO occupants (ogc_fid, level, names, category, opening_hours, phone, email, website, space_id, wkb_geometry)
VALUES (7100, 7, '{"en": "Corner Bakery"}', 'bakery', 'Mo-Fr 07:00-18:00',
  '+49 351 463-0', 'bread@corner.example', 'https://corner.example/', 7001,
  ST_SetSRID(ST_MakePoint(13.40225, 52.47405), 4326));
INSERT INTO connectors (ogc_fid, level, kind, levels, wkb_geometry)
VALUES (7200, 7, 'lift', '{7}', ST_SetSRID(ST_MakePoint(13.4023, 52.47415), 4326));
"""
# A level 8 of 16 rooms, each of four walls, and so much furniture that it comes as tiles.
FURNISHED = """
INSERT INTO levels (level) VALUES (8);
INSERT INTO room_points (ogc_fid, text, level, wkb_geometry)
SELECT 80000 + i, '8.' || i || CASE WHEN i % 2 = 0 THEN ' Toilet' ELSE ' Office' END, 8,
  ST_SetSRID(ST_MakePoint(13.40205 + i % 4 * 1e-4, 52.47405 + i / 4 * 1e-4), 4326) FROM generate_series(0, 15) i;
INSERT INTO base_floor (layer, level, paperspace, wkb_geometry)
SELECT 'A-WALL', 8, false, ST_ExteriorRing(ST_SetSRID(ST_MakeEnvelope(
  13.402 + i % 4 * 1e-4, 52.474 + i / 4 * 1e-4, 13.4021 + i % 4 * 1e-4, 52.4741 + i / 4 * 1e-4), 4326))
FROM generate_series(0, 15) i;
INSERT INTO base_floor (layer, level, paperspace, wkb_geometry)
SELECT 'A-FURN', 8, false, ST_SetSRID(ST_MakeLine(ST_MakePoint(x, y), ST_MakePoint(x + 1e-6, y)), 4326)
FROM (SELECT 13.402 + i % 150 * 2.6e-6 AS x, 52.474 + i / 150 * 2.6e-6 AS y FROM generate_series(1, 21000) i) q;
"""
# What is copied to sources that grow by 500 features ten times, and then change.
COPIES = """
async () => {
  const { MapSources } = await import("/static/viewer/mapsources.js");
  const tasks = [];
  let isOpen = false;
  let joined = 0;
  const busy = {};
  let now = { copied: 0, removed: 0 };
  const count = (copied, removed = 0) => {
    if (!isOpen) {
      isOpen = true;
      tasks.push(0);
      queueMicrotask(() => { isOpen = false; });
    }
    tasks[tasks.length - 1] += copied;
    now.copied += copied;
    now.removed += removed;
  };
  // The library joins what comes while it is busy, and copies all of it at once.
  const work = async (name, copied) => {
    if (busy[name] && copied >= 300) joined += 1;
    busy[name] = true;
    await new Promise(resolve => setTimeout(resolve, 20));
    busy[name] = false;
  };
  const shown = { areas: new Map(), labels: new Map() };
  const makeSource = name => ({
    setData: ({ features }) => {
      count(features.length);
      shown[name] = new Map(features.map(feature => [feature.id, feature]));
      return work(name, features.length);
    },
    updateData: ({ remove, add }) => {
      count(add.length, remove.length);
      for (const id of remove) shown[name].delete(id);
      for (const feature of add) shown[name].set(feature.id, feature);
      return work(name, add.length);
    },
  });
  const map = { areas: makeSource("areas"), labels: makeSource("labels") };
  const sources = new MapSources({ getLayersOrder: () => [], getSource: name => map[name] });
  const all = Array.from({ length: 5000 }, (_, id) => ({ type: "Feature", id, properties: {} }));
  const take = () => {
    const taken = { ...now, shown: shown.areas.size };
    now = { copied: 0, removed: 0 };
    return taken;
  };
  for (let length = 500; length <= all.length; length += 500) {
    for (const name of ["areas", "labels"]) sources.show(name, all.slice(0, length));
    if (length % 1500) await sources.settle();
  }
  await sources.settle();
  const { copied } = take();
  all[7] = { ...all[7] };
  const result = { copied };
  const steps = { changed: all, fewer: all.slice(0, 3000), emptied: [], anew: all.slice(0, 3000) };
  for (const [name, features] of Object.entries(steps)) {
    sources.show("areas", features);
    await sources.settle();
    result[name] = take();
  }
  return { ...result, joined, most: Math.max(...tasks) };
}
"""
# How often the page may respond to input while the areas and labels of a floor are made: `isTired` says after each.
RESTS = """
async () => {
  const load = name => import(`/static/viewer/${name}.js`);
  const [{ Floor }, { makeAreas }, { makeLabels }] = await Promise.all(["floor", "spaceareas", "labels"].map(load));
  const point = { type: "Point", coordinates: [0.5, 0.5] };
  const ring = [[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]];
  const make = (first, more) => Array.from({ length: 1000 }, (_, at) => ({ id: first + at, name: `${at}`, ...more }));
  const floor = new Floor(8);
  floor.addSpaces(make(0, { geometry: { type: "Polygon", coordinates: [ring] }, display_point: point }));
  floor.addOccupants(make(1000, { location: point }).map(item => ({ ...item, space_id: 5000 + item.id })));
  floor.addRooms(make(2000, { location: point }).map(item => ({ ...item, space_id: 9000 + item.id })));
  const pace = { isTired: true, rests: 0, rest: async () => { pace.rests += 1; } };
  const areas = await makeAreas(floor, pace);
  const labels = await makeLabels(floor, pace);
  return { areas: areas.length, labels: labels.length, rests: pace.rests };
}
"""
# How many positions are copied at once of 30 outlines of 1,000 corners.
OUTLINES = """
async () => {
  const { MapSources } = await import("/static/viewer/mapsources.js");
  const copied = [];
  const count = features => {
    copied.push(features.reduce((sum, { geometry }) => sum + geometry.coordinates[0].length, 0));
    return new Promise(resolve => setTimeout(resolve, 5));
  };
  const source = { setData: ({ features }) => count(features), updateData: ({ add }) => count(add) };
  const sources = new MapSources({ getLayersOrder: () => [], getSource: () => source });
  const geometry = { type: "Polygon", coordinates: [Array.from({ length: 1000 }, (_, at) => [at, at])] };
  sources.show("areas", Array.from({ length: 30 }, (_, id) => ({ type: "Feature", id, geometry, properties: {} })));
  await sources.settle();
  return copied;
}
"""
TABLES = ("levels", "spaces", "occupants", "connectors", "room_points", "base_floor")
# A level 7 of two houses in two cities.
CITIES = """
INSERT INTO levels (level) VALUES (7);
INSERT INTO room_points (text, level, wkb_geometry)
SELECT '7.' || i, 7, ST_SetSRID(ST_MakePoint(CASE i % 2 WHEN 0 THEN 13.4 ELSE 30.3 END, 55 + i * 1e-5), 4326)
FROM generate_series(0, 9) i;
INSERT INTO buildings (names, wkb_geometry)
VALUES ('{"en": "Eastern House"}', ST_SetSRID(ST_MakeEnvelope(30.299, 55, 30.301, 55.0001), 4326));
"""
# Of what is on the screen, as it would be printed: whether a pixel has that colour. The picture follows the state.
HAS_COLOUR = (
    f"async wanted => {{ {READ_PIXELS}"
    """
  const text = getComputedStyle(document.documentElement).getPropertyValue(wanted).trim();
  const colour = [1, 3, 5].map(at => parseInt(text.slice(at, at + 2), 16));
  for (let at = 0; at < data.length; at += 4) {
    if (colour.every((part, index) => data[at + index] === part)) return true;
  }
  return false;
}
"""
)


@pytest.fixture
def levels(demo_database):
    """Add levels by SQL, and take them away at the end."""
    yield demo_database.run
    demo_database.run("".join(f"DELETE FROM {table} WHERE level IN (7, 8);" for table in TABLES))


def show_new_level(watched, address):
    watched.look_again(4)
    watched.visit(address)
    return watched


def tap(watched, longitude, latitude):
    watched.page.mouse.click(*watched.locate(longitude, latitude))
    watched.page.locator("#place-name").wait_for()
    return watched.page.locator("#place-name").inner_text()


def test_who_is_in_a_space_names_it(home, levels):
    levels(SHOPS)
    watched = show_new_level(home, "/?level=7&at=13.40225,52.4740,19.5")
    assert tap(watched, 13.40202, 52.47402) == "Book Nook"
    assert watched.page.get_by_text("Mo-Sa 10:00-20:00").is_visible()
    assert watched.page.get_by_text("1240").is_visible()
    # Where nothing is written: the space without a name is its tenant.
    assert tap(watched, 13.40222, 52.47402) == "Corner Bakery"
    assert watched.page.get_by_text("Mo-Fr 07:00-18:00").is_visible()
    links = watched.page.locator(".place dd a").evaluate_all(
        "links => links.map(link => [link.textContent, link.href])"
    )
    assert links == [
        ["+49 351 463-0", "tel:+493514630"],
        ["bread@corner.example", "mailto:bread@corner.example"],
        ["https://corner.example/", "https://corner.example/"],
    ]
    watched.wait_for_address("occupant=7100")
    watched.page.get_by_role("button", name="Close").click()
    chips = watched.page.locator(".chip").all_inner_texts()
    assert {"Lifts", "Shops"} <= set(chips)
    watched.page.wait_for_function(HAS_COLOUR, arg="--map-restroom")  # categories are tinted
    # What has neither name nor tenant is called what it is.
    assert tap(watched, 13.40242, 52.47402) == "Toilets"
    watched.find("bakery")
    watched.wait_for_address("occupant=7100")
    watched.take_screenshot("spaces")


FORGET_WORDS = "for (const said of document.querySelectorAll('.notice, [role=status]')) said.textContent = ''"


def test_a_link_to_what_is_no_longer_there_says_so(home):
    said = home.page.get_by_text("This link leads to a place that is no longer on the map.").first
    home.open("/?room=99999999")
    said.wait_for()
    home.page.locator("#place-name").wait_for(state="detached")
    for kind in ("space", "occupant", "point"):
        home.page.evaluate(FORGET_WORDS)
        home.visit(f"/?level=0&{kind}=99999999")
        said.wait_for()
        home.page.locator("#place-name").wait_for(state="detached")
    assert home.page.locator(".map canvas").is_visible()


@pytest.mark.nightly
def test_a_link_to_a_floor_or_a_view_that_the_map_does_not_have_says_so_and_shows_the_map(open_page):
    watched = open_page("/?level=77")
    watched.page.get_by_text("This link leads to a floor that this map does not have.").first.wait_for()
    assert watched.page.get_by_role("radio", name="Ground Floor").is_checked()
    watched.open("/?at=2.35,48.85,18")
    watched.page.get_by_text("This link leads to a place that is no longer on the map.").first.wait_for()
    watched.wait_for_address("at=13.40")
    watched.open("/?level=1&at=13.4024,52.474,12")  # from afar, it is in sight
    assert watched.read_view()[2] == 12
    assert watched.page.locator(".notice").is_hidden()


def test_rooms_of_a_floor_shown_as_tiles_are_tinted_and_can_be_tapped(home, levels):
    levels(FURNISHED + ROOMS.format(4, 15))
    watched = show_new_level(home, "/?level=8&at=13.4022,52.4742,19.3")
    assert any("/api/tiles/base-floor/" in url for url in watched.asked)
    watched.page.wait_for_function(HAS_COLOUR, arg="--map-restroom")
    assert tap(watched, 13.40202, 52.47402) == "8.0 Toilet"  # in its corner, far from its name
    watched.take_screenshot("tiles")


def test_a_floor_without_spaces_is_what_its_author_drew(home, levels):
    """Nothing is guessed: no tint, and a room is where its name is."""
    levels(FURNISHED)
    watched = show_new_level(home, "/?level=8&at=13.4022,52.4742,19.3")
    watched.read_view()
    assert not watched.page.evaluate(HAS_COLOUR, "--map-restroom")
    watched.page.mouse.click(*watched.locate(13.40202, 52.47402))
    watched.page.wait_for_timeout(300)
    assert watched.page.locator("#place-name").count() == 0
    assert tap(watched, 13.40205, 52.47405) == "8.0 Toilet"
    watched.wait_for_address("room=80000")


@pytest.mark.nightly  # `scripts/bench viewer` shows as many
def test_five_thousand_rooms_on_a_floor_are_tinted_named_and_can_be_tapped(open_page, levels, capsys):
    levels("INSERT INTO levels (level) VALUES (8);" + ROOMS.format(100, 4999))
    watched = open_page("/?level=8", script=RECORD)
    watched.page.wait_for_function(HAS_COLOUR, arg="--map-restroom")
    tasks = [round(duration) for _, duration in watched.page.evaluate("tasks")]
    with capsys.disabled():
        print(f"\n    5,000 rooms: the longest tasks took {sorted(tasks)[-3:]} ms")
    watched.find("8.4999")
    watched.wait_for_address("space=84999")
    watched.page.locator("#place-name", has_text="8.4999 Office").wait_for()
    watched.page.get_by_role("button", name="Close").click()
    middle = (13.402 + 98.5 * 1e-4, 52.474 + 49.5 * 1e-4)
    assert tap(watched, *middle) == "8.4998 Toilet"
    watched.take_screenshot("many-rooms")


def test_a_growing_floor_is_copied_once_and_in_small_parts(modules):
    """What the page copies to the map library at once is what it stands still for."""
    found = modules.evaluate(COPIES)
    assert found["most"] <= 500
    assert found["joined"] == 0
    assert found["copied"] == 2 * 5000, "of each feature one copy, however often the floor is shown"
    assert found["changed"] == {"copied": 1, "removed": 0, "shown": 5000}
    assert found["fewer"] == {"copied": 0, "removed": 2000, "shown": 3000}
    assert found["emptied"]["shown"] == 0
    assert found["anew"] == {"copied": 3000, "removed": 0, "shown": 3000}


def test_outlines_of_many_corners_are_copied_in_small_parts(modules):
    copied = modules.evaluate(OUTLINES)
    assert sum(copied) == 30 * 1000
    assert max(copied) <= 4000


def test_a_floor_of_any_size_is_prepared_in_short_tasks(modules):
    found = modules.evaluate(RESTS)
    assert found == {"areas": 1000, "labels": 3000, "rests": 4000}


@pytest.mark.nightly
def test_a_space_with_nothing_but_a_number_is_called_by_it(home, levels):
    levels(SHOPS)
    levels("UPDATE spaces SET names = NULL, ref = 'E023', category = 'room' WHERE ogc_fid = 7000")
    watched = show_new_level(home, "/?level=7&at=13.40225,52.4740,19.5")
    watched.page.mouse.click(*watched.locate(13.40205, 52.47405))
    watched.page.locator(".place h2", has_text="E023").wait_for()
    watched.page.get_by_role("button", name="Directions", exact=True).last.click()
    watched.page.locator("[data-end=from]:focus").wait_for()
    assert watched.page.locator("[data-end=to]").input_value() == "E023"
    watched.page.locator(".directions").get_by_role("button", name="Close").click()
    watched.page.get_by_role("button", name="From here").click()
    watched.page.locator("[data-end=to]:focus").wait_for()
    assert watched.page.locator("[data-end=from]").input_value() == "E023"


@pytest.mark.nightly
def test_houses_far_from_one_another_are_seen_from_afar_and_gone_to(open_page, levels, demo_database):
    levels(CITIES)
    try:
        watched = open_page("/?level=7")
        assert watched.read_view()[2] < 7
        watched.page.wait_for_function(HAS_COLOUR, arg="--map-accent")
        watched.take_screenshot("afar")
        watched.page.mouse.click(*watched.locate(30.3, 55))
        longitude, latitude, zoom = watched.read_view()
        assert (longitude, latitude) == pytest.approx((30.3, 55), abs=1e-3)
        assert zoom >= 17
        assert watched.page.locator(".sidebar[data-mode=home]").count()
    finally:
        demo_database.run("DELETE FROM buildings WHERE names ->> 'en' = 'Eastern House'")


EMPTY = """
INSERT INTO levels (level, wkb_geometry) VALUES
  (7, ST_Multi(ST_SetSRID(ST_MakeEnvelope(13.41, 52.48, 13.411, 52.4806), 4326))), (8, NULL);
"""


@pytest.mark.nightly
def test_a_floor_on_which_nothing_is_shows_its_outline_or_leaves_the_view_to_the_next(open_page, levels):
    levels(EMPTY)
    longitude, latitude, zoom = open_page("/?level=7").read_view()
    assert (longitude, latitude) == pytest.approx((13.4105, 52.4803), abs=1e-3)
    assert zoom > 16
    watched = open_page("/?level=8")
    watched.page.locator(".level", has_text="0").click()
    watched.wait_for_address("level=0")
    watched.wait_for_address("at=13.402")


WRITTEN = """
async ([language, place]) => {
  const { fetchTranslations } = await import("/static/viewer/i18n.js");
  const { makePlaceList, makePlacePanel } = await import("/static/viewer/placepanel.js");
  const { setCategoryKinds } = await import("/static/viewer/categorykinds.js");
  setCategoryKinds(await (await fetch(`/api/categories/?lang=${language}`)).json());
  const i18n = await fetchTranslations(language, JSON.parse(document.body.dataset.languages));
  const context = { i18n, levelName: () => "", buildingName: () => "", select: () => {} };
  const panel = makePlacePanel(place, context, { closures: [], actions: {} });
  const list = makePlaceList("", "", [place], context);
  return [panel.querySelector("dl"), list.querySelector("li")].map(({ textContent }) => textContent);
}
"""


@pytest.mark.parametrize(
    ("language", "place", "panel", "item"),
    [
        ("en", {"category": "restroom.male"}, "CategoryToilets · Men", "1006Men"),
        ("de", {"category": "restroom.female"}, "ArtToiletten · Damen", "1006Damen"),
        ("en", {"category": "shower"}, "CategoryShowers", "1006"),
        ("en", {"category": "transit.train"}, "Categorytransit train", "1006"),
        ("en", {"category": "office", "access": "yes"}, "CategoryOfficesAccessPublic", "1006"),
        (
            "de",
            {"category": "office", "access": "customers"},
            "ArtBürosZugangNur für Kundschaft",
            "1006",
        ),
        ("en", {"category": "office", "access": "by <key>"}, "CategoryOfficesAccessby <key>", "1006"),
    ],
)
def test_toilets_say_for_whom_they_are_and_places_who_may_enter(modules, language, place, panel, item):
    place = {"kind": "space", "id": 1, "name": "1006", "level": 1, "location": None, **place}
    assert modules.evaluate(WRITTEN, [language, place]) == [panel, item]


def test_in_openstreetmap_a_way_is_no_wall_and_a_room_no_door(modules):
    kinds = """async () => {
      const { classify } = await import("/static/viewer/drawing.js");
      return ["highway=footway", "highway=steps", "indoor=room", "barrier=fence", "A-DOOR"].map(classify);
    }"""
    assert modules.evaluate(kinds) == ["none", "none", "line", "line", "door"]
