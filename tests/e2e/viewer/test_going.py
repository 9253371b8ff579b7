"""From a room to another on another level: asked, read and followed with nothing but a keyboard."""

import json

import httpx
import pytest

from tests.e2e.viewer.conftest import MIDDLE
from tests.e2e.viewer.watching import PHONE


@pytest.fixture
def ends(demo_database):
    """The first rooms of the lowest and the highest level, each as (key, name)."""
    return [
        demo_database.fetch(
            f"SELECT ogc_fid, text FROM room_points WHERE level = {level} ORDER BY ogc_fid OFFSET 1 LIMIT 1"
        )[0]
        for level in (0, 2)
    ]


def say_space(database, room):
    """Return how the address says the end of a way that was chosen as a room: by the space that it is."""
    return f"space:{database.fetch(f'SELECT space_id FROM room_points WHERE ogc_fid = {room}')[0][0]}"


def tab_to(watched, selector, most=40):
    """Press Tab until what matches ``selector`` has the focus."""
    for _ in range(most):
        if watched.page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
        watched.page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not reach {selector}")


def read_steps(watched):
    """Return the steps that are there to stay: once the names of its ends are known, a route is asked for again."""
    told: list[str] = []
    while True:
        watched.page.locator(".step, .route .warning").first.wait_for()
        assert watched.page.locator(".route .warning").all_inner_texts() == []
        before, told = told, watched.page.locator(".step").all_inner_texts()
        if told and told == before:
            return told
        watched.page.wait_for_timeout(200)


def test_a_way_is_asked_and_followed_by_keyboard_alone(home, demo_database, ends):
    (start, start_name), (end, end_name) = ends
    watched = home
    keyboard = watched.page.keyboard
    tab_to(watched, ".search-bar input")
    keyboard.type(end_name)
    watched.page.locator(".search-bar .option").first.wait_for()
    keyboard.press("ArrowDown")
    keyboard.press("Enter")
    watched.wait_for_address(say_space(demo_database, end).replace(":", "="))
    tab_to(watched, ".place .primary")
    keyboard.press("Enter")
    tab_to(watched, "[data-end=from]")
    keyboard.type(start_name)
    watched.page.locator(".end-from .option", has_text=start_name).first.wait_for()
    keyboard.press("ArrowDown")
    keyboard.press("Enter")
    steps = read_steps(watched)
    assert len(steps) >= 3
    assert watched.page.get_by_role("radio", name="Ground Floor").is_checked()
    tab_to(watched, ".stepper .primary")
    for _ in steps[1:]:
        keyboard.press("Enter")
    assert watched.page.locator(".step[aria-current=step]").inner_text() == steps[-1]
    assert watched.page.get_by_role("radio", name="Level 2").is_checked()
    query = watched.wait_for_address(f"step={len(steps) - 1}")
    assert f"from={say_space(demo_database, start)}" in query
    assert watched.find_barriers() == []
    watched.take_screenshot("way-end")
    tab_to(watched, ".step[data-step='1']", 80)
    keyboard.press("Enter")
    watched.wait_for_address("step=1")
    watched.take_screenshot("way")


def test_step_free_takes_the_lift_and_what_breaks_the_promise_is_said(home, demo_database, ends):
    (start, _), (end, _) = ends
    watched = home
    watched.visit(f"/?level=0&from=room:{start}&to=room:{end}")
    short = read_steps(watched)
    assert any("stairs" in step for step in short)
    watched.page.get_by_label("Travel profile").select_option("Step-free")
    assert watched.page.get_by_text("Avoids stairs, escalators").is_visible()
    watched.wait_for_address("profile=step_free")
    watched.page.locator(".step", has_text="lift").first.wait_for()
    assert not any("stairs" in step for step in read_steps(watched))
    watched.page.get_by_role("button", name="Swap start and destination").click()
    watched.wait_for_address(f"from={say_space(demo_database, end)}")
    assert watched.page.locator("[data-end=to]").input_value() == ends[0][1]
    read_steps(watched)
    watched.page.emulate_media(media="print")
    assert watched.page.locator(".step").first.is_visible()
    assert not watched.page.locator(".route-form").is_visible()
    watched.page.emulate_media(media="screen")
    demo_database.run(
        "INSERT INTO closures (kind, target_id, reason) "
        "SELECT 'edge', ogc_fid, 'Lift inspection' FROM nav_edges_final WHERE kind = 'lift'"
    )
    try:
        problem = (
            "There is no route between these places. All routes are closed at the moment."
            " In the way: Lift inspection."
        )
        watched.page.locator(".route .warning", has_text=problem).wait_for()
        watched.page.get_by_role("button", name="Show the closest route").click()
        watched.page.locator(".step", has_text="stairs").first.wait_for()
        stairs = watched.page.locator(".route .warning li", has_text="stairs")
        assert [text.partition("(")[2] for text in stairs.all_inner_texts()] == ["Ground Floor – Level 2)"]
        assert watched.find_barriers() == []
        assert all("404" in problem and "/api/route/" in problem for problem in watched.problems)
        watched.problems.clear()
    finally:
        demo_database.run("DELETE FROM closures")


OBSTACLES = """
async () => {
  const { describeObstacles, describeClosures } = await import("/static/viewer/obstacles.js");
  const { fetchTranslations } = await import("/static/viewer/i18n.js");
  const texts = JSON.parse(document.body.dataset.languages);
  const stairs = (connector_id, level, more = {}) =>
    ({ reason: "stairs", connector_id, level, to_level: level + 1, to_level_name: `Floor ${level + 1}`, ...more });
  const violations = [stairs(3, 1, { name: "Stair B" }), stairs(3, 0, { name: "Stair B", level_name: "Lobby" }),
    stairs(4, 0), { reason: "narrow", level: 2, to_level: 2 }, { reason: "narrow", level: 2, to_level: 2 }];
  const closures = [{ reason: "wet paint" }, { reason: "wet paint" }, { reason: null, level: 2 },
    { reason: "opening_hours", level: null }];
  return Promise.all(["en", "de"].map(async language => {
    const i18n = await fetchTranslations(language, texts);
    return [...describeObstacles(violations, i18n), ...describeClosures(closures, i18n)];
  }));
}
"""


def test_what_is_in_the_way_is_named_once_with_its_levels(modules):
    english, german = modules.evaluate(OBSTACLES)
    assert english == [
        "stairs “Stair B” (Lobby – Floor 2)",
        "stairs (Ground floor – Floor 1)",
        "too narrow (Level 2)",
        "wet paint",
        "Level 2",
    ]
    assert german[2:] == ["zu schmal (Ebene 2)", "wet paint", "Ebene 2"]


@pytest.mark.nightly
def test_profiles_are_those_of_the_api_and_one_without_a_translation_has_its_name(home, demo, ends):
    (start, _), (end, _) = ends
    watched = home
    watched.visit(
        f"/?level=0&from=room:{start}&to=room:{end}&step_free=1"
    )  # as links of older versions say it
    menu = watched.page.get_by_label("Travel profile")
    menu.wait_for()
    listed = [profile["name"] for profile in httpx.get(f"{demo.address}/api/profiles/").json()]
    assert menu.locator("option").evaluate_all("options => options.map(({ value }) => value)") == listed
    assert menu.input_value() == "step_free"
    assert not any("stairs" in step for step in read_steps(watched))
    menu.select_option(listed[0])
    watched.page.locator(".step", has_text="stairs").first.wait_for()
    watched.page.wait_for_function("() => !location.search.includes('profile=')")
    label = """async () => {
      const { I18n } = await import("/static/viewer/i18n.js");
      return new I18n("en", { profiles: {} }).profile("hospital_bed");
    }"""
    assert watched.page.evaluate(label) == "hospital bed"


def test_from_here_over_a_stop_to_a_room(home, demo, demo_database, ends):
    (stop, stop_name), (end, end_name) = ends
    page = home.page
    page.get_by_role("button", name="Directions").click()
    page.locator(".end-from").get_by_role("option", name="My location").click()
    page.wait_for_function("() => document.querySelector('[data-end=from]').value === 'My location'")
    choose(home, "to", end_name)
    direct = read_steps(home)
    page.get_by_role("button", name="Add a stop").click()
    choose(home, "via-0", stop_name)
    home.wait_for_address(f"via={say_space(demo_database, stop)}")
    page.locator(".step", has_text=stop_name).first.wait_for()
    assert read_steps(home) != direct
    asked = {
        "from": {"lon": MIDDLE["longitude"], "lat": MIDDLE["latitude"], "level": 0},
        "to": {"room": end},
        "via": [{"room": stop}],
    }
    told = [step["text"] for step in httpx.post(f"{demo.address}/api/route/", json=asked).json()["steps"]]
    assert [step.split("\n")[0] for step in read_steps(home)] == told
    page.get_by_role("button", name="Remove stop 1").click()
    page.wait_for_function("() => !location.search.includes('via=')")
    page.locator(f".step >> text={direct[-1].split(chr(10))[0]}").first.wait_for()
    assert read_steps(home) == direct


def choose(watched, end, name):
    """Write a place into an end of the way, and take the first that is offered."""
    watched.page.locator(f"[data-end={end}]").fill(name)
    watched.page.locator(".end .option", has_text=name).first.click()


def test_an_end_is_chosen_on_the_map_and_the_place_of_a_floor_change_switches_the_floor(
    home, demo, demo_database, ends
):
    (start, start_name), (end, end_name) = ends
    longitude, latitude = demo_database.fetch(
        f"SELECT ST_X(wkb_geometry), ST_Y(wkb_geometry) FROM room_points WHERE ogc_fid = {start}"
    )[0]
    page = home.page
    page.get_by_role("button", name="Directions").click()
    choose(home, "to", end_name)
    page.locator("[data-end=from]").click()
    page.locator(".end-from").get_by_role("option", name="Choose on the map").click()
    page.locator(".picking").wait_for()
    page.mouse.click(*home.locate(longitude, latitude))
    home.wait_for_address(f"from={say_space(demo_database, start)}")
    assert page.locator("[data-end=from]").input_value() == start_name
    read_steps(home)
    assert page.get_by_role("radio", name="Ground Floor").is_checked()
    stairs = find_stairs(demo, start, end)
    page.mouse.click(*home.locate(*stairs["location"]))
    home.wait_for_address(f"level={stairs['to_level']:g}")
    assert page.get_by_role("radio", name=f"Level {stairs['to_level']:g}").is_checked()


def ask_way(demo, start, end):
    asked = httpx.get(f"{demo.address}/api/route/", params={"from": f"room:{start}", "to": f"room:{end}"})
    return asked.json()


def find_stairs(demo, start, end):
    """Return the step with which the way goes up."""
    return next(s for s in ask_way(demo, start, end)["steps"] if s["kind"] == "stairs")


def test_ways_keep_to_corridors_and_doors(demo, demo_database, ends):
    (start, _), (end, _) = ends
    legs = ask_way(demo, start, end)["legs"]
    assert {leg["level"] for leg in legs} >= {0, 2}
    for leg in legs:
        ((crossed,),) = demo_database.fetch(
            "SELECT count(*) FROM base_floor WHERE layer = 'A-WALL' AND "
            f"level = {leg['level']} AND ST_Crosses(wkb_geometry, "
            f"ST_SetSRID(ST_GeomFromGeoJSON('{json.dumps(leg['geometry'])}'), 4326))"
        )
        assert crossed == 0


def test_whoever_begins_at_a_building_begins_at_its_main_entrance(demo, modules):
    """Nobody stands in the middle of one; in the demo, one comes in by the entrance hall."""
    (house,) = httpx.get(f"{demo.address}/api/buildings/?limit=1").json()
    script = "async house => (await import('/static/viewer/places.js')).makeWaypoint(house)"
    waypoint = modules.evaluate(script, {**house, "kind": "building", "location": [0, 0]})
    lift = {"category": "elevator"}
    there, back = (
        httpx.post(f"{demo.address}/api/route/", json={"from": ends[0], "to": ends[1], "lang": "en"}).json()
        for ends in ((waypoint, lift), (lift, waypoint))
    )
    assert there["steps"][0]["text"].startswith("Start at Castle Hospital and head ")
    assert "0.009 Entrance Hall" in there["steps"][1]["text"]
    assert back["steps"][-1]["text"] == "Arrive at Castle Hospital."


def test_on_a_phone_the_sheet_leaves_the_map_in_sight_and_can_be_folded(phone, ends):
    (start, _), (end, _) = ends
    watched = phone
    watched.visit(f"/?level=0&from=room:{start}&to=room:{end}")
    steps = read_steps(watched)
    panel = watched.page.locator(".panel")
    assert panel.bounding_box()["height"] <= 0.45 * 800 + 1
    watched.take_screenshot("phone-way")
    for _ in ("full", "low"):
        watched.page.get_by_role("button", name="Details").tap()
    watched.page.locator(".sidebar[data-sheet=low]").wait_for()
    assert panel.bounding_box()["height"] < 0.4 * 800
    assert watched.page.locator(".step:visible").all_inner_texts() == steps[:1]
    watched.page.get_by_role("button", name="Next").tap()
    assert watched.page.locator(".step:visible").all_inner_texts() == steps[1:2]
    watched.take_screenshot("phone-folded")


@pytest.mark.nightly
def test_on_a_phone_the_form_folds_into_a_line_so_that_the_current_step_is_in_sight(open_page, ends):
    (start, start_name), (end, end_name) = ends
    height = 780
    settings = {**PHONE, "viewport": {"width": 390, "height": height}}
    watched = open_page(f"/?from=room:{start}&to=room:{end}", **settings)
    page = watched.page
    steps = read_steps(watched)
    line = page.get_by_role("button", name=f"From {start_name} To {end_name}")
    assert line.get_attribute("aria-expanded") == "false"
    assert not page.locator("[data-end=from]").is_visible()
    for selector in (".summary", ".stepper", ".step[aria-current]"):
        box = page.locator(selector).bounding_box()
        assert box["y"] + box["height"] <= height, selector
    watched.take_screenshot("phone-way-folded-form")
    assert watched.find_barriers() == []
    line.focus()
    page.keyboard.press("Enter")
    assert line.get_attribute("aria-expanded") == "true"
    assert page.locator("[data-end=from]").is_visible()
    watched.take_screenshot("phone-way-unfolded-form")
    page.get_by_label("Travel profile").select_option("Step-free")
    page.locator(".step", has_text="lift").first.wait_for()
    assert line.get_attribute("aria-expanded") == "false"
    line.click()
    page.get_by_role("button", name="Add a stop").click()
    page.locator(".step").first.wait_for()
    assert page.locator("[data-end=via-0]").is_visible()  # there is something to enter
    assert steps != read_steps(watched)


def test_a_closure_that_arrives_while_a_way_is_shown_changes_it(home, demo, demo_database, ends):
    (start, _), (end, _) = ends
    watched = home
    watched.visit(f"/?level=0&from=room:{start}&to=room:{end}")
    before = read_steps(watched)
    watched.page.locator(".notice").wait_for(state="hidden")  # that of another test may still be there
    longitude, latitude = find_stairs(demo, start, end)["location"]
    ((edge,),) = demo_database.fetch(
        "SELECT ogc_fid FROM nav_edges_final WHERE kind = 'stairs' AND level = 0 "
        f"ORDER BY wkb_geometry <-> ST_SetSRID(ST_MakePoint({longitude}, {latitude}), 4326) LIMIT 1"
    )
    demo_database.run(f"INSERT INTO closures (kind, target_id, reason) VALUES ('edge', {edge}, 'Wet paint')")
    try:
        watched.page.locator(".notice", has_text="The route has been updated").wait_for()
        assert read_steps(watched) != before
        watched.page.locator(".closures summary").click()
        assert watched.page.get_by_text("Wet paint").is_visible()
        assert watched.find_barriers() == []
    finally:
        demo_database.run("DELETE FROM closures")


@pytest.mark.nightly
def test_a_closure_beside_the_route_is_listed_but_not_announced(home, demo_database, ends):
    (start, _), (end, _) = ends
    watched = home
    watched.open(f"/?from=room:{start}&to=room:{end}")
    page = watched.page
    before = read_steps(watched)
    # A room of the lowest level that is neither end.
    ((other,),) = demo_database.fetch(
        "SELECT space_id FROM room_points WHERE level = 0 AND space_id IS NOT NULL "
        f"AND ogc_fid <> {start} ORDER BY ogc_fid DESC LIMIT 1"
    )
    with page.expect_response("**/api/route/"):
        demo_database.manage("close", "space", str(other), "--reason", "Wet paint")
    try:
        page.locator(".closures summary", has_text="(1)").wait_for()
        page.evaluate("new Promise(resolve => setTimeout(resolve, 200))")
        assert not page.get_by_text("The route has been updated").count()
        assert read_steps(watched) == before
    finally:
        demo_database.run("DELETE FROM closures")


@pytest.mark.nightly
def test_another_profile_begins_at_the_first_step(home, demo_database, ends):
    start, end = (say_space(demo_database, room) for room, _ in ends)
    watched = home
    watched.open(f"/?from={start}&to={end}&step=2")
    page = watched.page
    read_steps(watched)
    assert page.locator(".position").inner_text().startswith("3 /")
    page.get_by_role("button", name="Step-free").click()
    page.locator(".step", has_text="lift").first.wait_for()
    assert page.locator(".position").inner_text().startswith("1 /")
    page.get_by_role("button", name="Next").click()
    page.get_by_role("button", name="Add a stop").click()  # an empty one asks for nothing else
    read_steps(watched)
    assert page.locator(".position").inner_text().startswith("2 /")


# Whether a step is in sight within the list that scrolls.
IS_IN_LIST = """
selector => {
  const { top, bottom } = document.querySelector(selector).getBoundingClientRect();
  const list = document.querySelector(".route").getBoundingClientRect();
  return top >= list.top - 1 && bottom <= Math.min(list.bottom, innerHeight) + 1;
}
"""


@pytest.mark.nightly
def test_a_link_to_a_step_shows_that_step(home, ends):
    """Its ends are rooms that the page comes to know as spaces: that makes no other route."""
    (start, _), (goal, _) = ends
    home.visit(f"/?level=0&from=room:{start}&to=room:{goal}&step=2")
    home.wait_for_address("from=space")
    read_steps(home)
    assert home.page.locator(".step[aria-current=step]").get_attribute("data-step") == "2"
    home.wait_for_address("step=2")
    home.page.wait_for_function(
        "() => /at=[^&]*,20\\.00/.test(location.search)"
    )  # the step, not the whole leg
    assert home.page.evaluate(IS_IN_LIST, ".step[aria-current=step]")


LEAVE = """
async () => {
  const { Selection } = await import("/static/viewer/selection.js");
  const { Store } = await import("/static/viewer/store.js");
  const turned = [];
  const nothing = () => {};
  const store = new Store({ levels: [], level: 0, selected: null, mode: "directions", picking: null });
  const map = { easeTo: ({ bearing }) => turned.push(bearing) };
  const page = { store, mapView: { map, show: nothing, onTap: nothing }, announce: nothing, levelName: () => "",
    getBuildings: () => ({ goTo: () => false }), floorReader: { get: () => null },
    client: { find: async () => null } };
  new Selection(page).select({ kind: "building", id: 1, name: "Annex" }, { isChosen: true, isNorthUp: true });
  return turned;
}
"""


def test_closing_directions_to_a_building_that_nobody_drew_turns_north_up(modules):
    assert modules.evaluate(LEAVE) == [0]


@pytest.mark.nightly
def test_closing_directions_shows_the_destination_with_north_up(open_page, demo_database, ends):
    (start, _), (end, end_name) = ends
    watched = open_page(f"/?from=room:{start}&to=room:{end}")
    page = watched.page
    read_steps(watched)
    page.get_by_role("button", name="Next").click()
    page.wait_for_function("() => location.search.match(/at=[^&]*,[^&]*,[^&]*,-?[1-9]/)")
    page.get_by_role("button", name="Close").click()
    page.locator("#place-name", has_text=end_name).wait_for()
    assert page.get_by_role("radio", name="Level 2").is_checked()
    page.wait_for_function("() => !location.search.match(/at=[^&]*,[^&]*,[^&]*,/)")
    ((longitude, latitude),) = demo_database.fetch(
        f"SELECT ST_X(wkb_geometry), ST_Y(wkb_geometry) FROM room_points WHERE ogc_fid = {end}"
    )
    x, y = watched.locate(longitude, latitude)
    assert abs(x - 804) < 60  # in the middle of what the panel leaves free
    assert abs(y - 400) < 60


def test_the_travel_profile_is_remembered(open_page, ends):
    (start, _), (end, _) = ends
    route = f"/?from=room:{start}&to=room:{end}"
    watched = open_page(route)
    page = watched.page
    pressed = page.get_by_role("button", name="Step-free")
    pressed.click()
    page.locator(".step", has_text="lift").first.wait_for()
    for address, is_step_free in (
        (route, True),
        (f"{route}&profile=walk", False),
        (f"{route}&kiosk=1", False),
    ):
        watched.open(address)
        read_steps(watched)
        assert pressed.get_attribute("aria-pressed") == str(is_step_free).lower()
        assert page.locator(".step", has_text="lift").count() == int(is_step_free)


def test_after_a_closure_the_place_along_the_route_is_kept(modules):
    """The step that starts nearest, on the same level; of those that start at one place, the one that moves least."""
    kept = modules.evaluate(
        """async () => {
          const { findStep } = await import("/static/viewer/routeplanner.js");
          const makeRoute = (starts) => ({ steps: starts.map(([x, level]) => ({ location: [x, 50], level })) });
          const old = makeRoute([[0, 0], [2, 0], [4, 0], [4, 1], [8, 1], [8, 1]]);
          const route = makeRoute([[0, 0], [1, 0], [3, 0], [4.1, 0], [4, 1], [5, 1], [8, 1], [8, 1]]);
          const steps = [0, 1, 2, 3, 4, 5].map((step) => findStep(route, old, step));
          return [steps, findStep(route, null, 3), findStep(makeRoute([[0, 0]]), null, 3), findStep({}, old, 2)];
        }"""
    )
    assert kept == [[0, 1, 3, 4, 6, 6], 3, 0, 0]


def test_the_current_step_is_not_marked_like_where_one_is(modules):
    icons = modules.evaluate(
        """async () => {
          const { makeRouteFeatures } = await import("/static/viewer/routeview.js");
          const route = { route: null, steps: [0, 1].map((level) => ({ level, location: [13, 52] })) };
          const shown = [[0, 0], [0, 1], [1, 1]].map(([level, step]) => makeRouteFeatures(route, level, step).stops);
          return shown.map((stops) => stops.map((stop) => stop.properties.icon));
        }"""
    )
    assert icons == [["step"], [], ["step"]]


def test_stops_are_numbered_and_the_stretch_of_the_current_step_stands_out(modules):
    made = modules.evaluate(
        """async () => {
          const { makeRouteFeatures } = await import("/static/viewer/routeview.js");
          const coordinates = [[0, 0], [0, 4], [3, 4], [3, 9], [0, 4]];
          const locations = [[0, 0], [0, 3], [3, 5], [3, 9]];
          const steps = locations.map((location) => ({ level: 0, location }));
          const route = { route: null, steps, legs: [{ level: 0, geometry: { coordinates } }] };
          const via = [0, 1, 0].map((level, index) => ({ location: [3, index], level }));
          return [0, 1, 2, 3].map((step) => {
            const { lines, stops } = makeRouteFeatures(route, 0, step, () => "", via);
            return [lines.map(({ geometry, properties }) => [geometry.coordinates, properties.dim]),
                    stops.map(({ properties }) => properties.icon)];
          });
        }"""
    )
    whole = [[0, 0], [0, 4], [3, 4], [3, 9], [0, 4]]
    assert [lines for lines, _ in made] == [
        [[whole, False]],
        [[whole, True], [[[0, 3], [0, 4], [3, 4], [3, 5]], False]],
        [[whole, True], [[[3, 5], [3, 9]], False]],
        [[whole, False]],
    ]
    assert all({"stop-1", "stop-3"} <= set(icons) and "stop-2" not in icons for _, icons in made)


@pytest.mark.nightly
def test_the_pins_of_a_route_are_in_view(open_page, demo, demo_database):
    rooms = demo_database.fetch("SELECT ogc_fid FROM room_points WHERE level = 0 ORDER BY ST_Y(wkb_geometry)")
    (south,), (north,) = rooms[0], rooms[-1]
    watched = open_page(f"/?from=room:{north}&to=room:{south}", viewport={"width": 1280, "height": 600})
    read_steps(watched)
    watched.read_view()
    (leg,) = ask_way(demo, north, south)["legs"]
    shown = [watched.locate(*position) for position in leg["geometry"]["coordinates"]]
    assert min(y for _, y in shown) > 36  # the pin's height


def test_the_map_is_turned_to_where_a_step_leads_and_north_is_up_again(home, ends):
    (start, _), (end, _) = ends
    watched = home
    watched.visit(f"/?level=0&from=room:{start}&to=room:{end}")
    read_steps(watched)
    watched.page.get_by_role("button", name="Next").click()
    query = watched.wait_for_address("step=1")
    watched.page.wait_for_function("() => location.search.match(/at=[^&]*,[^&]*,[^&]*,-?[1-9]/)")
    watched.take_screenshot("way-step")
    watched.page.get_by_role("button", name="Show the whole map").click()
    watched.page.wait_for_function("() => !location.search.match(/at=[^&]*,[^&]*,[^&]*,/)")
    assert "step=1" in query


SHOW_CHANGE = """
async () => {
  const { chooseSide } = await import("/static/viewer/labelfit.js");
  const { RouteView } = await import("/static/viewer/routeview.js");
  const { Store } = await import("/static/viewer/store.js");
  const change = { kind: "lift", level: 0, to_level: 1, location: [13, 52], distance_meters: 1 };
  const line = { type: "LineString", coordinates: [[13, 52], [13, 53]] };
  const route = { distance_meters: 1, route: line, steps: [change] };
  const state = { level: 0, step: 0, via: [], levels: [], closures: [], route: null, keepsView: true };
  const store = new Store(state);
  const shown = [];
  const note = features => shown.push(features.find(one => one.properties.text)?.properties.side);
  let [x, move] = [100, null];
  const mapView = {
    map: { on: (_, listener) => (move = listener) },
    show: (source, features) => source === "stops" && note(features),
    findSide: (_, room) => chooseSide(x, room, 390, { right: 60 }),
  };
  const i18n = { t: String, routeLevel: String, distance: String, duration: String };
  new RouteView({ store, mapView, i18n, announce: () => {} });
  store.set({ route });
  for (x of [150, 300, 700, 100]) move();
  return [shown, chooseSide(100, 145, 300, { left: 0, right: 60 })];
}
"""


def test_the_text_of_a_level_change_is_where_no_panel_covers_it(modules):
    """Right of its mark, left of it, or below; drawn anew only when the side changes."""
    assert modules.evaluate(SHOW_CHANGE) == [["right", "left", "right"], "below"]
