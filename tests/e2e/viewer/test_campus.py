"""A campus: each building counts its levels as it likes, and the map speaks of the building in view."""

from __future__ import annotations

import io
import re

import pytest
from PIL import Image

from tests.e2e.servers import run_server
from tests.e2e.viewer.conftest import keep_page
from tests.e2e.viewer.watching import PHONE, READ_PIXELS

# Two buildings beside the demo's, 300 m and 600 m east, which call the same ordinals differently.
CAMPUS = """
INSERT INTO buildings (ogc_fid, names, wkb_geometry) VALUES
  (9001, '{"en": "Library"}', ST_SetSRID(ST_MakeEnvelope(13.4070, 52.4736, 13.4076, 52.4740), 4326)),
  (9002, '{"en": "Hospital"}', NULL);
INSERT INTO levels (ogc_fid, level, names, short_names, building_ids, wkb_geometry) VALUES
  (9011, 0, '{"en": "Reading Hall"}', '{"en": "R"}', '{9001}',
   ST_Multi(ST_SetSRID(ST_MakeEnvelope(13.4070, 52.4736, 13.4076, 52.4740), 4326))),
  (9012, 1, '{"en": "Stacks"}', '{"en": "S"}', '{9001}',
   ST_Multi(ST_SetSRID(ST_MakeEnvelope(13.4070, 52.4736, 13.4076, 52.4740), 4326))),
  (9021, 0, '{"en": "1st floor"}', '{"en": "1"}', '{9002}',
   ST_Multi(ST_SetSRID(ST_MakeEnvelope(13.4120, 52.4736, 13.4126, 52.4740), 4326))),
  (9022, -1, '{"en": "Basement"}', '{"en": "B"}', '{9002}',
   ST_Multi(ST_SetSRID(ST_MakeEnvelope(13.4120, 52.4736, 13.4126, 52.4740), 4326)));
INSERT INTO spaces (ogc_fid, level, names, category, building_id, display_point, wkb_geometry) VALUES
  (9031, 0, '{"en": "Globe Room"}', 'room', 9001, ST_SetSRID(ST_MakePoint(13.4073, 52.4738), 4326),
   ST_SetSRID(ST_MakeEnvelope(13.4072, 52.4737, 13.4074, 52.4739), 4326)),
  (9032, 0, '{"en": "X-Ray"}', 'room', 9002, ST_SetSRID(ST_MakePoint(13.4123, 52.4738), 4326),
   ST_SetSRID(ST_MakeEnvelope(13.4122, 52.4737, 13.4124, 52.4739), 4326)),
  (9033, 0, '{"en": "Stair A"}', 'stairs', 9001, NULL,
   ST_SetSRID(ST_MakeEnvelope(13.4074, 52.4737, 13.4076, 52.4739), 4326));
INSERT INTO openings (ogc_fid, level, kind, width, space_ids, wkb_geometry) VALUES
  (9041, 0, 'door', 1.2, '{9031}', ST_SetSRID(ST_MakeLine(ST_MakePoint(13.40729, 52.4737),
   ST_MakePoint(13.40731, 52.4737)), 4326)),
  (9042, 0, 'door', NULL, '{9031}', ST_SetSRID(ST_MakePoint(13.4072, 52.4739), 4326)),
  (9043, 0, 'door', NULL, '{9031}', ST_SetSRID(ST_MakePoint(13.40735, 52.47385), 4326));
"""


@pytest.fixture(scope="module")
def campus(demo_database):
    demo_database.run(CAMPUS)
    yield demo_database
    tables = ("base_floor", "openings", "spaces", "levels", "buildings")
    demo_database.run(
        "".join(f"DELETE FROM {table} WHERE ogc_fid BETWEEN 9000 AND 9099;" for table in tables)
    )


@pytest.fixture(scope="module")
def kept_campus(campus, browser, demo):
    """A page with the campus, for all tests of this module."""
    with keep_page(browser, demo) as page:
        yield page


@pytest.fixture
def shown(kept_campus):
    """The page with the campus, with nothing selected; at the end it may not have misbehaved."""
    kept_campus.visit("/?level=0&at=13.4024,52.4738,18")
    yield kept_campus
    problems = kept_campus.problems.copy()
    kept_campus.problems.clear()
    assert problems == []


def list_levels(page):
    levels = page.get_by_role("group", name="Levels").get_by_role("radio")
    return [level.get_attribute("aria-label") for level in levels.all()]


def test_the_picker_has_the_levels_of_the_building_in_view(shown):
    watched = shown
    watched.visit("/?at=13.4073,52.4738,19&level=0")
    page = watched.page
    page.locator(".levels-building", has_text="Library").wait_for()
    assert list_levels(page) == ["Stacks", "Reading Hall"]
    watched.take_screenshot("campus-library")
    watched.visit("/?at=13.4123,52.4738,19&level=0")
    page.locator(".levels-building", has_text=re.compile("^Hospital")).wait_for()
    assert list_levels(page) == ["1st floor", "Basement"]
    assert watched.find_barriers() == []


@pytest.mark.nightly
def test_a_route_is_shown_beside_the_levels_however_wide(campus, open_page):
    query = "from=13.4023,52.4738,0&to=13.4025,52.4738,0"
    watched = open_page(f"/?{query}", viewport={"width": 800, "height": 800})
    page = watched.page
    page.locator(".step").first.wait_for()
    page.locator(".levels-building", has_text="Castle Hospital").wait_for()
    page.get_by_role("button", name="Swap start and destination").click()  # shown anew, the name being known
    watched.wait_for_address("from=13.4025")
    page.locator(".step").first.wait_for()
    watched.read_view()
    levels = page.locator(".levels").bounding_box()
    x, _ = watched.locate(13.4025, 52.4738)
    assert x < levels["x"]


def test_a_step_names_levels_as_its_own_building_does(campus, open_page):
    ends = "from=13.4023,52.4738,0&to=13.4023,52.4738,1"
    page = open_page(f"/?{ends}&at=13.4073,52.4738,19").page  # the Library is in view at first
    page.locator(".step small", has_text="Level 1").wait_for()
    assert page.locator(".step", has_text="Stacks").count() == 0


LONG_NAMES = """
async () => {
  const { LevelSwitcher } = await import("/static/viewer/controls.js");
  const { Store } = await import("/static/viewer/store.js");
  const shorts = ["Zwischengeschoss 2", "Erdgeschoss", "Untergeschoss", "2"];
  const levels = shorts.map((short, index) => ({ level: 9 - index, short, name: short, byBuilding: {} }));
  for (const one of levels) one.byBuilding[1] = one;
  const i18n = { t: String, levelName: ({ name }) => name, number: String };
  const store = new Store({ levels, building: 1, level: 9, route: null });
  const { element } = new LevelSwitcher(store, i18n, () => "Berlin Hauptbahnhof, Empfangsgebäude Süd");
  document.querySelector("main").append(element);
  const cut = [...element.querySelectorAll(".level span, .levels-building")].filter(
    one => one.scrollWidth > one.clientWidth || one.scrollHeight > one.clientHeight + 1);
  const { width } = element.getBoundingClientRect();
  element.remove();
  return [cut.map(one => one.textContent), width];
}
"""


def test_long_names_of_levels_and_buildings_are_not_cut(modules):
    cut, width = modules.evaluate(LONG_NAMES)
    assert cut == []
    assert width < 120, "on a phone the map is beside them"


@pytest.mark.nightly
def test_the_name_above_the_levels_is_never_squeezed(campus, open_page):
    watched = open_page(
        "/?at=13.4073,52.4738,19&level=0", **{**PHONE, "viewport": {"width": 390, "height": 350}}
    )
    name = watched.page.locator(".levels-building", has_text="Library")
    name.wait_for()
    name.evaluate("name => { name.textContent = 'Library of the Old Town'; }")
    assert name.bounding_box()["height"] > 32  # two lines of 14.4 and the padding above


def test_a_place_is_on_the_level_of_its_own_building(shown):
    watched = shown
    watched.visit("/?at=13.4123,52.4738,19&level=0&space=9031")
    panel = watched.page.locator(".place")
    panel.get_by_text("Reading Hall").wait_for()
    assert panel.get_by_text("1st floor").count() == 0


def test_a_level_has_its_whole_name_in_results_and_a_vague_category_is_left_out(shown):
    watched = shown
    watched.visit("/?at=13.4123,52.4738,19&level=0")
    watched.search.fill("globe")
    option = watched.page.locator(".option", has_text="Globe Room")
    option.get_by_text("Library · Reading Hall").wait_for()
    option.click()
    panel = watched.page.locator(".place")
    panel.get_by_text("Reading Hall").wait_for()
    panel.get_by_text("Library").wait_for()
    assert panel.get_by_text("Category").count() == 0


def test_a_tap_on_a_building_from_afar_flies_there(shown):
    watched = shown
    watched.visit("/?at=13.4098,52.4738,15.5&level=0")
    page = watched.page
    x, y = watched.locate(13.4073, 52.4738)
    page.mouse.click(x, y)
    page.locator(".levels-building", has_text="Library").wait_for()
    page.wait_for_function("() => Number(/at=[^,]+,[^,]+,([\\d.]+)/.exec(location.search)?.[1]) > 18")


def test_from_very_far_a_building_is_marked_and_not_its_rooms(shown):
    watched = shown
    watched.visit("/?at=13.4098,52.4738,13.5&level=0")
    watched.take_screenshot("campus-afar")
    watched.page.mouse.click(*watched.locate(13.4073, 52.4738))  # a room would be flown to, as far as zoom 18
    watched.page.locator(".levels-building", has_text="Library").wait_for()
    assert watched.read_view()[2] > 18.5


# A tower without a ground floor, whose levels are called like others' with another ordinal; and a bare outline.
TOWER = """
INSERT INTO buildings (ogc_fid, names, wkb_geometry) VALUES
  (9003, '{"en": "Shed"}', ST_SetSRID(ST_MakeEnvelope(13.4180, 52.4736, 13.4186, 52.4740), 4326)),
  (9004, '{"en": "Tower"}', ST_SetSRID(ST_MakeEnvelope(13.4150, 52.4736, 13.4156, 52.4740), 4326));
INSERT INTO levels (ogc_fid, level, names, short_names, building_ids, wkb_geometry)
SELECT 9020 + ordinal, ordinal, json_build_object('en', 'Level ' || ordinal - 1),
  json_build_object('en', (ordinal - 1)::text), '{9004}',
  ST_Multi(ST_SetSRID(ST_MakeEnvelope(13.4150, 52.4736, 13.4156, 52.4740), 4326)) FROM generate_series(3, 5) ordinal;
"""


@pytest.fixture
def tower(campus):
    campus.run(TOWER)
    yield campus
    campus.run(
        "DELETE FROM levels WHERE building_ids = '{9004}'; DELETE FROM buildings WHERE ogc_fid IN (9003, 9004)"
    )


@pytest.mark.nightly
def test_whoever_goes_to_a_building_sees_its_level_nearest_to_the_current_one(tower, open_page):
    watched = open_page("/?at=13.4153,52.4738,15.5&level=0")
    page = watched.page
    page.mouse.click(*watched.locate(13.4153, 52.4738))
    watched.wait_for_address("level=3")
    assert page.get_by_role("radio", name="Level 2").is_checked()
    page.get_by_role("radio", name="Level 4").locator("..").click()
    watched.find("tower")  # it has the level on display
    page.locator(".place").get_by_text("Tower").first.wait_for()
    assert page.get_by_role("radio", name="Level 4").is_checked()
    watched.find("library")
    page.locator(".levels-building", has_text="Library").wait_for()
    watched.wait_for_address("level=1")
    assert page.get_by_role("radio", name="Stacks").is_checked()


def test_no_floor_changes_unasked_and_one_tap_shows_one(tower, open_page):
    watched = open_page("/?at=13.4153,52.4738,18&level=0")
    page = watched.page
    page.locator(".levels-building", has_text="Tower").wait_for()
    assert list_levels(page) == ["Level 4", "Level 3", "Level 2"]
    assert page.locator(".levels input:checked").count() == 0
    assert "level=0" in page.url
    page.mouse.click(*watched.locate(13.4153, 52.4738))  # near as it is, nothing of it is shown
    watched.wait_for_address("level=3")


@pytest.mark.nightly
def test_between_buildings_the_levels_are_those_of_one_that_has_the_level_on_display(tower, open_page):
    watched = open_page("/?at=13.4142,52.4738,16&level=0")  # the Tower is nearer, and has no ground floor
    watched.page.locator(".levels-building", has_text="Hospital").wait_for()
    assert watched.page.get_by_role("radio", name="1st floor").is_checked()


@pytest.mark.nightly
def test_between_buildings_each_level_has_a_name_of_its_own(tower, open_page):
    page = open_page("/?at=13.4183,52.4738,19&level=0").page  # the Shed has no levels
    assert not page.locator(".levels-building").is_visible()
    short = page.locator(".level").all_inner_texts()
    assert len({*short}) == len({*list_levels(page)}) == len(short) == 7
    assert "Level 5" in list_levels(page)


def test_the_first_view_has_all_buildings_with_levels(tower, open_page):
    watched = open_page("/")
    places = [watched.locate(longitude, 52.4738) for longitude in (13.4021, 13.4155)]
    assert all(0 < x < 1280 and 0 < y < 800 for x, y in places)


def measure_brightness(colour):
    """Return the relative luminance of WCAG."""
    linear = [
        c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in (v / 255 for v in colour[:3])
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def measure_contrast(one, other):
    darker, brighter = sorted(map(measure_brightness, (one, other)))
    return (brighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("theme", ["light", pytest.param("dark", marks=pytest.mark.nightly)])
def test_walls_stand_out_from_rooms_and_floors_from_the_outside(shown, theme):
    watched = shown
    watched.page.emulate_media(color_scheme=theme)
    watched.page.locator(f"html[data-theme={theme}]").wait_for(state="attached")
    watched.visit("/?at=13.4073,52.4738,20&level=0")
    watched.read_view()
    picture = Image.open(io.BytesIO(watched.page.screenshot())).convert("RGB")
    row = 480  # below the room's name: from the outside through the footprint and the wall into the room
    pixels = [picture.getpixel((x, row)) for x in range(420, 640)]
    room = pixels[-1]
    walls = [pixel for pixel in pixels if measure_contrast(pixel, room) >= 3]
    assert walls, "no pixel of the wall has a contrast of 3:1 to the room"
    watched.visit("/?at=13.4073,52.4738,18&level=0")
    watched.read_view()
    picture = Image.open(io.BytesIO(watched.page.screenshot())).convert("RGB")
    outside, inside = picture.getpixel((430, 700)), picture.getpixel((640, 400))
    assert measure_contrast(outside, inside) >= 1.15
    watched.page.emulate_media(color_scheme="light")


DOORS = """
async () => {
  const { Floor } = await import("/static/viewer/floor.js");
  const { makeDoors } = await import("/static/viewer/doors.js");
  const { IndoorMap } = await import("/static/viewer/client.js");
  const client = new IndoorMap(location.origin);
  const floor = new Floor(0);
  const near = {level: 0, bbox: "13.406,52.473,13.408,52.475"};
  floor.addSpaces(await client.list("spaces", near));
  floor.addMarkers("opening", await client.list("openings", near));
  return makeDoors(floor).map(door => door.geometry.coordinates[0]);
}
"""


def test_doors_are_gaps_in_the_walls(shown):
    lines = shown.page.evaluate(DOORS)
    assert len(lines) == 2, "a door on no wall is not drawn"
    assert [13.40729, 52.4737] in lines[0]
    # 0.9 m along the wall at whose corner the point is.
    (west, south), (east, north) = lines[1]
    east_west, north_south = abs(east - west) * 111_320 * 0.609, abs(north - south) * 111_320
    assert 0.85 < max(east_west, north_south) < 0.95
    assert min(east_west, north_south) < 0.01


# As the import of IMDF stores a space and its door a second time; and a wall that somebody drew across the door.
DRAWN = """
INSERT INTO base_floor (ogc_fid, layer, level, paperspace, wkb_geometry)
SELECT 9051, 'unit:room', 0, false, wkb_geometry FROM spaces WHERE ogc_fid = 9031
UNION ALL SELECT 9052, 'opening:pedestrian', 0, false, wkb_geometry FROM openings WHERE ogc_fid = 9041
UNION ALL SELECT 9053, 'A-WALL', 0, false, ST_SetSRID(ST_MakeLine(ST_MakePoint(13.4072, 52.4737),
  ST_MakePoint(13.4074, 52.4737)), 4326);
"""
# The colours of a column of pixels from 5 below to 5 above the middle of the map, and those of lines.
CROSSED = (
    f"async () => {{ {READ_PIXELS}"
    """
  const style = getComputedStyle(document.documentElement);
  const read = name => style.getPropertyValue(`--map-${name}`).trim();
  const show = part => part.toString(16).padStart(2, "0");
  const crossed = Array.from({ length: 11 }, (_, row) => {
    const at = 4 * ((Math.floor(height / 2) - 5 + row) * width + Math.floor(width / 2));
    return "#" + [...data.slice(at, at + 3)].map(show).join("");
  });
  return { crossed, lines: [read("wall"), read("line")], floor: read("floor") };
}
"""
)
# The pixels around the middle of the map, as one text.
MIDDLE_PIXELS = (
    f"async () => {{ {READ_PIXELS}"
    """
  return Array.from({ length: 17 }, (_, row) => {
    const at = 4 * ((Math.floor(height / 2) - 8 + row) * width + Math.floor(width / 2) - 8);
    return data.slice(at, at + 4 * 17).join();
  }).join();
}
"""
)
DRAWN_LINES = """
async () => {
  const { Floor } = await import("/static/viewer/floor.js");
  const { FLOOR_LAYERS } = await import("/static/viewer/floorreader.js");
  const { IndoorMap } = await import("/static/viewer/client.js");
  const client = new IndoorMap(location.origin);
  const floor = new Floor(0);
  for (const [layer, add] of FLOOR_LAYERS) {
    const items = await client.list(layer, {level: 0, bbox: "13.406,52.473,13.408,52.475"});
    add(floor, items.filter(item => item.layer !== "building"));
  }
  return floor.parts.flat().map(({properties, geometry}) => [properties.kind, geometry.coordinates.length]);
}
"""


@pytest.fixture
def drawn(campus):
    campus.run(DRAWN)
    yield campus
    campus.run("DELETE FROM base_floor WHERE ogc_fid BETWEEN 9051 AND 9053")


@pytest.mark.nightly
@pytest.mark.usefixtures("drawn")
def test_no_wall_closes_a_door(open_page):
    seen = open_page("/?at=13.4073,52.4737,22&level=0").page.evaluate(CROSSED)
    assert seen["floor"] in seen["crossed"]
    assert not set(seen["lines"]) & set(seen["crossed"])


@pytest.mark.nightly
@pytest.mark.usefixtures("drawn")
def test_outlines_of_spaces_and_openings_are_not_drawn_again(modules):
    assert modules.evaluate(DRAWN_LINES) == [["wall", 1]]


@pytest.mark.parametrize(("zoom", "is_marked"), [(16.95, False), (17.05, True)])
def test_entrances_are_marked_from_zoom_17_on(campus, open_page, zoom, is_marked):
    seen = []
    for kind in ("entrance", "door"):
        campus.run(f"UPDATE openings SET kind = '{kind}' WHERE ogc_fid = 9041")
        watched = open_page(f"/?at=13.4073,52.4737,{zoom}&level=0")
        seen.append(watched.page.evaluate(MIDDLE_PIXELS))
    assert (seen[0] != seen[1]) == is_marked


@pytest.mark.parametrize(
    ("home", "middle"),
    [
        ("building:tower", (13.4153, 52.4738)),
        *(
            pytest.param(home, middle, marks=pytest.mark.nightly)  # said in other ways
            for home, middle in (
                ("building:library", (13.4073, 52.4738)),
                ("13.4120,52.4736,13.4126,52.4740", (13.4123, 52.4738)),
                ("space:9032", (13.4123, 52.4738)),
            )
        ),
    ],
)
def test_the_owner_says_what_is_shown_first(tower, open_page, home, middle):
    with run_server(tower, settings={"HOME_VIEW": home}) as server:
        watched = open_page("/", server=server)
        longitude, latitude, zoom = watched.read_view()
        assert abs(longitude - middle[0]) < 3e-4
        assert abs(latitude - middle[1]) < 3e-4
        assert zoom > 16
        assert ("level=3" in watched.page.url) is (home == "building:tower")


def test_whoever_is_in_a_building_without_the_level_on_display_sees_its_nearest_one(tower, open_page):
    # So inaccurate that the network, which is in another building, may be near.
    inside = {"latitude": 52.4738, "longitude": 13.4153, "accuracy": 1000}
    watched = open_page("/?level=0", geolocation=inside, permissions=["geolocation"])
    watched.page.locator(".control-locate").click()
    watched.wait_for_address("level=3")
    watched.page.locator(".levels-building", has_text="Tower").wait_for()
    assert watched.page.get_by_role("radio", name="Level 2").is_checked()
