"""Walls that stand up on a tilted map, for whoever wants them."""

import pytest

from benchmarks.viewer import RECORD, ROOMS
from tests.e2e.viewer.test_going import read_steps
from tests.e2e.viewer.watching import READ_PIXELS, Watched

TILTED = "at=13.4024,52.4738,19.6,30,55"
LEAST = 0.05  # part of the pixels that walls change
NAME = "Walls in 3D"
# Keep what the map shows under a name.
KEEP = (
    f"async name => {{ {READ_PIXELS}"
    """
  window.pictures = { ...window.pictures, [name]: data };
}
"""
)
# The part of the pixels in which two of the pictures differ.
COMPARE = """
([a, b]) => {
  const [one, other] = [pictures[a], pictures[b]];
  let differing = 0;
  for (let at = 0; at < one.length; at += 4) {
    const step = Math.max(...[0, 1, 2].map(part => Math.abs(one[at + part] - other[at + part])));
    if (step > 12) differing += 4;
  }
  return differing / one.length;
}
"""
# How many pixels of a picture have the colour of the route.
COUNT_ROUTE = """
name => {
  const text = getComputedStyle(document.documentElement).getPropertyValue("--map-accent").trim();
  const colour = [1, 3, 5].map(at => parseInt(text.slice(at, at + 2), 16));
  const data = pictures[name];
  let count = 0;
  for (let at = 0; at < data.length; at += 4) {
    if (colour.every((part, index) => data[at + index] === part)) count += 1;
  }
  return count;
}
"""
# Where walls stand on a floor of two rooms side by side and a hall, 10 by 10 metres each, with a door between them.
FIND = """
async isDrawn => {
  const load = name => import(`/static/viewer/${name}.js`);
  const names = ["floor", "pace", "ondemand/walls/plane", "ondemand/walls/segments", "ondemand/walls/blocks"];
  const [{ Floor }, { Pace }, { Plane }, { findWalls }, { makeBlocks }] = await Promise.all(names.map(load));
  const metre = 1 / 111320;
  const locate = ([x, y]) => [x * metre, y * metre];
  const box = x => [[[x, 0], [x + 10, 0], [x + 10, 10], [x, 10], [x, 0]].map(locate)];
  const floor = new Floor(0);
  floor.addSpaces(["office", "office", "corridor"].map((category, id) => (
    { id, category, geometry: { type: "Polygon", coordinates: box(10 * id) } }
  )));
  const door = { type: "LineString", coordinates: [[10.1, 4], [10.1, 5]].map(locate) };
  floor.addMarkers("opening", [{ id: 1, kind: "door", geometry: door }]);
  const drawn = [[0, 0], [40, 0], [40, 5]].slice(isDrawn ? 0 : 1).map(locate); // else only a column
  floor.addDrawing([{ id: 1, layer: "A-WALL", geometry: { type: "LineString", coordinates: drawn } }]);
  const [plane, pace] = [new Plane(floor.bounds), new Pace()];
  const walls = await findWalls(floor, plane, pace);
  const blocks = (await makeBlocks(walls, plane, pace)).flatMap(({ geometry }) => geometry.coordinates);
  const round = value => Math.round(value * 10) / 10 + 0;
  return { walls: walls.map(wall => wall.map(round)).sort(), blocks: blocks.length };
}
"""


@pytest.fixture
def many_rooms(demo_database):
    demo_database.run("INSERT INTO levels (level) VALUES (8);" + ROOMS.format(100, 4999))
    yield
    demo_database.run("".join(f"DELETE FROM {table} WHERE level = 8;" for table in ("levels", "spaces")))


def find_switch(watched: Watched):
    return watched.page.get_by_role("button", name=NAME)


def keep(watched: Watched, name: str) -> None:
    """Keep a picture, once the map has not changed for a moment."""
    watched.page.wait_for_selector("[data-view=drawn]", state="attached")
    watched.page.wait_for_timeout(500)
    watched.page.wait_for_selector("[data-view=drawn]", state="attached")
    watched.page.evaluate(KEEP, name)


def compare(watched: Watched, one: str, other: str) -> float:
    part: float = watched.page.evaluate(COMPARE, [one, other])
    return part


def press(watched: Watched, *, pressed: bool) -> None:
    """Press the switch."""
    find_switch(watched).click()
    watched.page.locator(f".control-walls[aria-pressed={str(pressed).lower()}]").wait_for()


def differ(watched: Watched, before: str, name: str, least: float = LEAST) -> bool:
    """Return whether the map soon differs from a picture; it is kept under a name."""
    for _ in range(20):  # a module is loaded, and blocks are made
        keep(watched, name)
        if compare(watched, before, name) > least:
            return True
    return False


def is_again(watched: Watched, before: str, name: str) -> bool:
    """Return whether the map is soon what it was in a picture; it is kept under a name."""
    for _ in range(20):
        keep(watched, name)
        if compare(watched, before, name) < 0.002:
            return True
    return False


def test_walls_stand_up_when_they_are_wanted_and_the_map_is_tilted(home):
    watched = home
    watched.visit("/?at=13.4024,52.4738,19.6&level=0")
    page = watched.page
    assert find_switch(watched).count() == 0, "seen from straight above, walls are lines"
    page.locator("canvas").focus()
    for _ in range(5):
        page.keyboard.press("Shift+ArrowUp")
    find_switch(watched).wait_for()
    assert find_switch(watched).get_attribute("aria-pressed") == "false"
    keep(watched, "without")
    find_switch(watched).focus()
    page.keyboard.press("Enter")
    page.locator(".control-walls[aria-pressed=true]").wait_for()
    assert differ(watched, "without", "with")
    assert watched.find_barriers() == []
    watched.take_screenshot("walls")
    press(watched, pressed=False)
    assert is_again(watched, "without", "without again")


@pytest.mark.nightly
def test_walls_follow_the_theme_and_the_floor(home):
    watched = home
    watched.visit(f"/?{TILTED}&level=0")
    page = watched.page
    press(watched, pressed=True)
    keep(watched, "light")
    page.emulate_media(color_scheme="dark")
    page.locator("html[data-theme=dark]").wait_for(state="attached")
    keep(watched, "dark")
    watched.take_screenshot("walls-dark")
    press(watched, pressed=False)
    assert differ(watched, "dark", "dark without")
    press(watched, pressed=True)
    page.locator(".level", has_text="1").click()
    watched.wait_for_address("level=1")
    watched.wait_until_ready()
    keep(watched, "first floor")
    press(watched, pressed=False)
    assert differ(watched, "first floor", "first floor without")
    page.emulate_media(color_scheme="light")
    page.locator("html[data-theme=light]").wait_for(state="attached")


@pytest.mark.nightly
def test_walls_are_remembered_and_the_address_tells_of_them(home):
    watched = home
    watched.asked.clear()
    watched.open(f"/?{TILTED}&level=0")
    find_switch(watched).wait_for()
    assert not any("walls" in url for url in watched.asked), "what nobody wants is not loaded"
    press(watched, pressed=True)
    watched.wait_for_address("walls=1")
    watched.open(f"/?{TILTED}&level=0")
    find_switch(watched).wait_for()
    assert find_switch(watched).get_attribute("aria-pressed") == "true"
    watched.wait_for_address("walls=1")
    press(watched, pressed=False)
    watched.open(f"/?{TILTED}&level=0")
    assert find_switch(watched).get_attribute("aria-pressed") == "false"


@pytest.mark.nightly
def test_a_route_is_above_the_walls(home):
    watched = home
    watched.visit("/?level=0&from=room:1&to=room:30")
    page = watched.page
    watched.wait_for_address("from=space")  # known by name: the route is asked for again
    read_steps(watched)
    page.locator("canvas").focus()
    for _ in range(5):
        page.keyboard.press("Shift+ArrowUp")
    find_switch(watched).wait_for()
    keep(watched, "without")
    press(watched, pressed=True)
    assert differ(watched, "without", "with", 0.01)
    watched.take_screenshot("walls-route")
    without, with_walls = (page.evaluate(COUNT_ROUTE, name) for name in ("without", "with"))
    assert without > 500
    assert with_walls > 0.97 * without


@pytest.mark.parametrize("is_drawn", [False, True], ids=["around rooms", "as drawn"])
def test_walls_are_as_drawn_or_else_around_rooms_and_open_at_doors(modules, is_drawn):
    found = modules.evaluate(FIND, is_drawn)
    if is_drawn:
        assert found["walls"] == [[0, 0, 40, 0], [40, 0, 40, 5]]
    else:  # six sides, that between the rooms once, and in two pieces; the hall has none of its own
        assert len(found["walls"]) == 8
        middle = [wall for wall in found["walls"] if wall[0] == wall[2] == 10]
        assert sorted(sorted((wall[1], wall[3])) for wall in middle) == [[0, 4], [5, 10]]
    assert found["blocks"] == len(found["walls"])


@pytest.mark.nightly  # that so many rooms are shown is tested with the spaces, and walls with fewer
def test_five_thousand_rooms_have_walls(open_page, many_rooms, capsys):
    watched = open_page("/?level=8&at=13.4070,52.4765,17.5,30,50", script=RECORD)
    keep(watched, "without")
    watched.page.evaluate("tasks.length = 0")
    press(watched, pressed=True)
    watched.page.wait_for_timeout(3000)
    longest = sorted(round(duration) for _, duration in watched.page.evaluate("tasks"))[-3:]
    with capsys.disabled():
        print(f"\n    walls of 5,000 rooms: the longest tasks took {longest} ms")
    assert differ(watched, "without", "with")
    watched.take_screenshot("many-walls")
