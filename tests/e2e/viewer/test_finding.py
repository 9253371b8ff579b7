"""Rooms are found, selected and shared, with nothing but a keyboard."""

import math
import re
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from tests.e2e.viewer.watching import PHONE, READ_PIXELS

HOSTILE = [
    "<img src=x onerror=document.title='owned'><script>document.title='owned'</script>",
    "Room \u202etxt.exe\u202c end",
    "L" + "o" * 10_000 + "ng",
]


def get_name(database, condition="true"):
    """Return how the address says a room, which is its space, and its name."""
    return database.fetch(
        f"SELECT 'space=' || space_id, text FROM room_points WHERE {condition} ORDER BY ogc_fid LIMIT 1"
    )[0]


def test_a_room_on_another_level_is_found_selected_and_flown_to(home, demo_database):
    place, name = get_name(demo_database, "level = 2")
    watched = home
    watched.find(name)
    assert watched.page.locator(".search-bar .option", has_text=name).count() == 1, (
        "a room and its space are one"
    )
    watched.wait_for_address(place)
    watched.wait_for_address("level=2")
    assert watched.page.locator("#place-name").inner_text() == name
    assert watched.page.locator(".place .quiet-text").inner_text() == "Level 2"
    assert watched.page.get_by_role("radio", name="Level 2").is_checked()
    watched.page.wait_for_function("() => location.search.includes(',20.00')")  # the zoom that it flew to


@pytest.mark.nightly
def test_on_a_phone_a_place_is_shown_with_what_is_around_it(open_page, demo_database):
    place, _ = get_name(demo_database, "level = 0")
    watched = open_page(f"/?{place}", **PHONE)
    _, latitude, zoom = watched.read_view()
    metres = 40_075_016 * math.cos(math.radians(latitude)) / 512 / 2**zoom * PHONE["viewport"]["width"]
    assert 30 < metres < 45


@pytest.mark.nightly
def test_escape_closes_the_list_and_what_was_chosen_is_offered_again(home, demo_database):
    _, name = get_name(demo_database)
    watched = home
    watched.find(name)
    watched.page.get_by_role("button", name="Close").click()
    assert watched.search.input_value() == ""
    watched.search.click()
    recent = watched.page.get_by_role("option", name=name)
    assert recent.is_visible()
    watched.page.keyboard.press("Escape")
    assert not recent.is_visible()
    assert watched.search.get_attribute("aria-expanded") == "false"


def test_what_was_typed_just_before_a_choice_opens_no_list_after_it(home):
    home.search.focus()
    home.page.keyboard.type("room")
    home.page.locator(".search-bar .option").first.wait_for()
    for key in ("s", "ArrowDown", "Enter"):
        home.page.keyboard.press(key)
    home.page.locator("#place-name").wait_for()
    home.page.wait_for_timeout(400)  # longer than it waits before it asks
    assert not home.page.locator(".search-bar .options").is_visible()


def test_enter_chooses_what_was_typed_even_before_it_is_found(home, demo_database):
    _, first = get_name(demo_database, "level = 0")
    _, name = get_name(demo_database, "level = 1")
    home.search.focus()
    home.page.keyboard.type(first.split()[0][:2])
    home.page.locator(".search-bar .option").first.wait_for()
    home.page.route("**/api/search/**", lambda route: (home.page.wait_for_timeout(300), route.continue_()))
    for key in ("Backspace", "Backspace", *name.split()[0], "Enter"):
        home.page.keyboard.press(key)
    home.page.locator("#place-name").wait_for()
    assert home.page.locator("#place-name").inner_text() == name
    assert not home.page.locator(".search-bar .options").is_visible()
    home.page.unroute("**/api/search/**")


def test_nothing_found_is_said(home):
    watched = home
    watched.search.fill("zzqx")
    note = watched.page.get_by_text("Nothing found for “zzqx”")
    note.first.wait_for()
    watched.page.wait_for_function(
        "() => document.querySelector('[role=status]').textContent.startsWith('Nothing found')"
    )


# Whether there is a ring, of the colour of what is selected, around a point of the screen.
RING = (
    f"async ([x, y]) => {{ {READ_PIXELS}"
    """
  const isRing = (at) => data[at + 2] > 190 && data[at] < 90;
  let count = 0;
  for (let row = Math.round(y) - 20; row < y + 20; row += 1)
    for (let column = Math.round(x) - 20; column < x + 20; column += 1)
      if (isRing(4 * (row * width + column))) count += 1;
  return count > 40;
}"""
)


def ask_nearest(home):
    """Return what the server says is nearest, as the page has asked for it."""
    assert home.has_asked("/api/nearest/")
    asked = [url for url in home.asked if "/api/nearest/" in url]
    return httpx.get(asked[-1]).json()["results"]


# From where the page measures: two squares side by side, 0.2 and 0.1 wide, the first with a hole.
MIDDLE_OF_MAP = """
async center => {
  const { chooseMiddle } = await import("/static/viewer/nearestplaces.js");
  const ring = (west, south, size) =>
    [[0, 0], [size, 0], [size, size], [0, size], [0, 0]].map(([x, y]) => [west + x, south + y]);
  const make = (id, coordinates, at) =>
    ({ id, level: 1, geometry: { type: "Polygon", coordinates }, display_point: { coordinates: at } });
  const court = make(5, [ring(0, 0, 0.2), ring(0.05, 0.05, 0.1)], [0.02, 0.02]);
  return chooseMiddle(center, 1, [court, make(6, [ring(0.2, 0, 0.1)], [0.25, 0.05])]);
}
"""


@pytest.mark.parametrize(
    ("center", "start"),
    [
        ([0.03, 0.03], [0.03, 0.03, 1]),
        ([0.25, 0.07], [0.25, 0.07, 1]),
        ([0.1, 0.1], "space:5"),  # the hole
        ([0.5, 0.1], "space:6"),
    ],
)
def test_distances_begin_in_the_middle_of_the_map_or_in_the_nearest_space(modules, center, start):
    assert modules.evaluate(MIDDLE_OF_MAP, center) == start


def test_results_prefer_the_floor_in_view(home):
    home.page.locator(".level", has=home.page.get_by_role("radio", name="Level 1")).click()
    home.search.fill("toilet")
    rooms = home.page.locator(".search-bar .option", has_text="Castle Hospital")
    rooms.first.wait_for()
    details = rooms.locator("small").all_inner_texts()
    here = [detail for detail in details if "Level 1" in detail]
    assert here
    assert details[: len(here)] == here


@pytest.mark.nightly
def test_results_tell_their_distance_where_the_visitor_is_known(open_page, demo_database):
    ((name, longitude, latitude),) = demo_database.fetch(
        "SELECT text, ST_X(wkb_geometry), ST_Y(wkb_geometry) FROM room_points "
        "WHERE level = 0 AND text LIKE '%Cafeteria%' LIMIT 1"
    )
    watched = open_page(f"/?here={longitude},{latitude},0")
    watched.search.fill(name)
    watched.page.locator(".search-bar .option small", has_text=re.compile(r"· 1 m$")).first.wait_for()
    watched.search.fill("toilet")
    watched.page.locator(".search-bar .option small", has_text=re.compile(r"· \d+ m$")).first.wait_for()


def test_a_chip_lists_the_places_of_its_kind_on_all_floors_the_nearest_by_the_network_first(home):
    home.page.get_by_role("button", name="Toilets", exact=True).click()
    items = home.page.locator(".list-item")
    home.page.locator(".list .quiet-text", has_text="from the middle of the map").wait_for()
    near = ask_nearest(home)
    assert all("restroom" in (one["category"] or "") for one in near), (
        "whoever looks for a toilet wants no shower"
    )
    texts = items.all_inner_texts()
    assert len({one["level"] for one in near}) == 3
    for one, text in zip(near, texts, strict=False):
        assert one["name"] in text
        metres = int(re.search(r"(\d+) m\b", text)[1])
        assert abs(metres - one["distance_meters"]) <= 4  # rounded, and from a rounded middle
    assert "Ground Floor" in texts[0]
    items.nth(1).click()
    assert home.page.locator("#place-name").inner_text() == near[1]["name"]


def test_chips_are_what_the_map_has_on_any_floor(home, demo):
    """A kind of place that only other floors have is found from here, too."""
    kinds = httpx.get(f"{demo.address}/api/categories/").json()
    spaces = httpx.get(f"{demo.address}/api/spaces/?limit=1000").json()
    groups = {one: kind["group"] for kind in kinds for one in kind["categories"]}
    levels = {}
    for space in spaces:
        levels.setdefault(groups.get(space["category"]), set()).add(space["level"])
    assert 2 not in levels["food"], "the demo has a cafeteria on its ground floor alone"
    home.page.locator(".level", has=home.page.get_by_role("radio", name="Level 2")).click()
    home.wait_until_ready()
    home.page.locator(".chip", has_text="Food").click()
    first = home.page.locator(".list-item").first
    first.wait_for()
    assert "Ground Floor" in first.inner_text()


@pytest.mark.nightly
def test_a_kind_without_a_chip_has_one_while_its_places_are_listed(home):
    """Whoever searches for showers gets showers, and leaves them by a tap."""
    home.search.fill("showers")
    home.page.locator(".search-bar .option", has_text="Category").click()
    chip = home.page.locator(".chip[aria-pressed=true]")
    assert chip.inner_text() == "Showers"
    home.page.locator(".list .quiet-text", has_text="from the middle of the map").wait_for()
    assert {one["category"] for one in ask_nearest(home)} == {"shower"}
    chip.click()
    home.page.locator(".sidebar[data-mode=home]").wait_for()
    assert "Showers" not in home.page.locator(".chip").all_inner_texts()


@pytest.mark.nightly
def test_kinds_are_called_what_the_server_calls_them_in_each_language(home):
    home.page.get_by_label("Language").select_option("de")
    home.page.locator(".chip", has_text="Aufzüge").wait_for()
    home.page.locator(".chip", has_text="Toiletten").first.click()
    assert home.page.locator(".list h2").inner_text() == "Toiletten"
    home.page.locator(".chip[aria-pressed=true]").click()
    home.page.get_by_label("Sprache").select_option("en")
    home.page.locator(".chip", has_text="Lifts").wait_for()


def test_without_paths_a_chip_lists_what_the_search_finds_on_all_floors(home):
    home.page.route("**/api/nearest/*", lambda route: route.fulfill(status=404, json={"code": "no_route"}))
    home.page.get_by_role("button", name="Toilets", exact=True).click()
    home.page.locator(".list .quiet-text", has_text="from the middle of the map").wait_for()
    texts = home.page.locator(".list-item").all_inner_texts()
    home.page.unroute("**/api/nearest/*")
    home.problems[:] = [problem for problem in home.problems if "404" not in problem]
    assert {
        name for name in ("Ground Floor", "Level 1", "Level 2") if any(name in text for text in texts)
    } == {
        "Ground Floor",
        "Level 1",
        "Level 2",
    }
    metres = [int(re.search(r"(\d+) m\b", text)[1]) for text in texts]
    assert metres == sorted(metres)


def test_the_nearest_of_a_kind_comes_out_from_under_panels(phone, demo_database):
    ((longitude, latitude),) = demo_database.fetch(
        "SELECT ST_X(ST_Centroid(ST_Collect(wkb_geometry))), ST_Y(ST_Centroid(ST_Collect(wkb_geometry)))"
        " FROM room_points WHERE level = 0 AND text LIKE '%WC%'"
    )
    phone.visit(f"/?level=0&at={longitude},{latitude - 3e-3},16")  # all of the building is above the screen
    before = phone.read_view()
    phone.page.locator(".chip").first.click()
    phone.page.locator(".list .quiet-text", has_text="from the middle of the map").wait_for()
    sheet = phone.page.locator(".panel").bounding_box()
    here = [one for one in ask_nearest(phone) if one["level"] == 0]
    x, y = phone.locate(*here[0]["location"])
    assert 0 <= x <= 390
    assert 76 <= y <= sheet["y"]
    assert phone.read_view()[2] == before[2], "as near as it was"


def test_a_server_that_cannot_search_is_not_taken_for_a_lost_connection(home):
    home.page.route("**/api/search/*", lambda route: route.fulfill(status=503, json={"detail": "busy"}))
    home.search.fill("pharmacy")
    home.page.locator(".search-bar .note", has_text="The search failed. Try again later.").wait_for()
    home.page.unroute_all()
    home.problems[:] = [problem for problem in home.problems if "503" not in problem]


def test_words_longer_than_a_line_may_be_broken_on_the_map(modules):
    script = "async name => (await import('/static/viewer/dom.js')).breakWords(name)"
    assert modules.evaluate(script, "Haus " + "ö" * 45) == f"Haus {'ö' * 20}\u200b{'ö' * 20}\u200b{'ö' * 5}"
    assert modules.evaluate(script, "Gebäude mit kurzen Wörtern") == "Gebäude mit kurzen Wörtern"


STRAIGHT = "Straight-line distances from the middle of the map"


@pytest.mark.parametrize("is_offline", [False, True])
def test_from_where_no_path_leads_to_anything_a_chip_measures_straight_and_says_so(home, is_offline):
    """A room may have no door; without a connection, what is on the floor is still at hand."""
    home.page.route(
        "**/api/nearest/*",
        lambda route: route.abort() if is_offline else route.fulfill(json={"version": 1, "results": []}),
    )
    if is_offline:
        home.page.route("**/api/search/*", lambda route: route.abort())
    home.page.get_by_role("button", name="Toilets", exact=True).click()
    home.page.locator(".list .quiet-text", has_text=STRAIGHT).wait_for()
    texts = home.page.locator(".list-item").all_inner_texts()
    home.page.unroute_all()
    home.problems[:] = [problem for problem in home.problems if "ERR_FAILED" not in problem]
    metres = [int(re.search(r"(\d+) m\b", text)[1]) for text in texts]
    assert metres
    assert metres == sorted(metres)
    assert is_offline or any("Level 2" in text for text in texts)


@pytest.mark.nightly
def test_distances_begin_in_the_middle_of_what_no_panel_covers(open_page, demo_database):
    ((longitude, latitude),) = demo_database.fetch(
        "SELECT ST_X(wkb_geometry), ST_Y(wkb_geometry) FROM room_points "
        "WHERE level = 0 AND text LIKE '%Cafeteria%' LIMIT 1"
    )
    view = f"/?level=0&at={longitude},{latitude},21"
    watched = open_page(view, viewport={"width": 640, "height": 400})  # as at 200 %
    panel = watched.page.locator(".sidebar").bounding_box()
    edge = watched.page.locator(".controls").bounding_box()
    watched.page.get_by_role("button", name="Toilets", exact=True).click()
    watched.page.locator(".list .quiet-text", has_text="from the middle of the map").wait_for()
    (asked,) = (url for url in watched.asked if "/api/nearest/" in url)
    start = parse_qs(urlsplit(asked).query)["from"][0].split(",")
    watched.visit(view)  # the nearest place has come into sight
    x, y = watched.locate(float(start[0]), float(start[1]))
    assert x == pytest.approx((panel["x"] + panel["width"] + edge["x"]) / 2, abs=20)
    assert y == pytest.approx(200, abs=2)


def test_what_a_chip_lists_is_marked_on_the_map_and_a_tap_on_a_mark_selects_it(home):
    home.page.get_by_role("button", name="Toilets", exact=True).click()
    home.page.locator(".list .quiet-text", has_text="from the middle of the map").wait_for()
    home.page.wait_for_function("() => document.querySelector('[data-view=drawn]')")
    here = [one for one in ask_nearest(home) if one["level"] == 0]
    here.sort(key=lambda one: one["location"][0])
    for one in here:
        home.page.wait_for_function(RING, arg=home.locate(*one["location"]))
    home.page.mouse.click(*home.locate(*here[-1]["location"]))  # the first may lie under the list
    home.page.locator("#place-name", has_text=here[-1]["name"]).wait_for()
    home.page.wait_for_function(
        f"async point => !(await ({RING})(point))", arg=home.locate(*here[0]["location"])
    )


def test_whoever_opens_a_list_with_the_keyboard_goes_on_in_it(home):
    home.page.get_by_role("button", name="Toilets", exact=True).focus()
    home.page.keyboard.press("Enter")
    home.page.locator(".list .quiet-text", has_text="from the middle of the map").wait_for()
    assert home.page.evaluate("document.activeElement.textContent") == "Toilets"
    home.page.keyboard.press("Tab")
    home.page.keyboard.press("Enter")
    home.page.locator("#place-name").wait_for()


def test_a_tap_selects_the_room_under_it_and_a_tap_beside_forgets_it(home, demo_database):
    ((name, longitude, latitude),) = demo_database.fetch(
        "SELECT text, ST_X(wkb_geometry), ST_Y(wkb_geometry) FROM room_points "
        "WHERE level = 0 AND text LIKE '%Cafeteria%' LIMIT 1"
    )
    home.page.mouse.click(*home.locate(longitude + 2e-5, latitude))  # more than a metre beside its name
    home.page.locator("#place-name").wait_for()
    assert home.page.locator("#place-name").inner_text() == name
    home.page.mouse.click(1000, 150)  # between the wings
    home.page.locator("#place-name").wait_for(state="detached")


def test_another_language_is_another_page_and_another_address(home):
    choice = home.page.get_by_label("Language")
    choice.select_option("de")
    home.page.locator("html[lang=de]").wait_for(state="attached")
    home.wait_for_address("lang=de")
    assert home.search.get_attribute("aria-label") == "Räume und Orte suchen"
    home.wait_until_ready()
    home.page.get_by_label("Sprache").select_option("en")
    home.page.locator("html[lang=en]").wait_for(state="attached")
    home.wait_until_ready()


FIT = """
async () => {
  const { findZoom, measureAround } = await import("/static/viewer/labelfit.js");
  const metre = 360 / 40_075_016.7;
  const room = (width, height) => [[[[0, 0], [width, 0], [width, height], [0, height], [0, 0]].map(
    ([x, y]) => [x * metre, y * metre])]];
  const free = measureAround([2 * metre, 3 * metre], room(8, 6));
  const zooms = [[4, 3], [8, 6], [40, 30]].map(([w, h]) =>
    findZoom("0.001 Entrance Hall", measureAround([w / 2 * metre, h / 2 * metre], room(w, h)), 0));
  const [beside, withIcon] = [false, true].map(hasIcon =>
    findZoom("101\\nToilet", { width: 9, height: 9 }, 0, hasIcon));
  const outside = measureAround([9 * metre, 3 * metre], room(8, 6));
  return { width: free.width, height: free.height, outside, zooms, later: withIcon - beside };
}
"""


def test_a_name_is_shown_from_where_it_fits_into_its_room(modules):
    found = modules.evaluate(FIT)
    assert abs(found["width"] - 4) < 0.01  # twice as far as the nearer wall
    assert abs(found["height"] - 6) < 0.01
    assert found["outside"] is None
    assert found["zooms"] == sorted(found["zooms"], reverse=True)
    assert found["zooms"][0] == found["zooms"][1] + 1
    assert found["later"] > 0, "below an icon, a name needs half of the room for itself"


def test_hostile_names_are_text(home, demo_database):
    demo_database.run("DELETE FROM room_points WHERE text LIKE 'Hostile%'")
    with demo_database.connect() as connection:
        for name in HOSTILE:
            connection.execute(
                "INSERT INTO room_points (text, level, wkb_geometry) "
                "VALUES (%s, 0, ST_SetSRID(ST_MakePoint(13.4024, 52.4740), 4326))",
                [f"Hostile {name}"],
            )
    try:
        watched = home
        watched.search.fill("Hostile")
        watched.page.locator(".search-bar .option").nth(2).wait_for()
        texts = watched.page.locator(".search-bar .option bdi").all_inner_texts()
        assert any("<script>document.title='owned'</script>" in text for text in texts)
        assert all("\u202e" not in text and len(text) <= 200 for text in texts)
        for number in range(3):
            watched.find("Hostile", number + 1)
            watched.page.locator("#place-name").wait_for()
            assert watched.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert watched.page.title().endswith(" · Indoor map")
    finally:
        demo_database.run("DELETE FROM room_points WHERE text LIKE 'Hostile%'")


def test_a_lift_is_one_result_that_says_its_levels(home):
    home.search.fill("lift a1")
    options = home.page.locator(".search-bar .options:not([aria-busy=true]) .option", has_text="LIFT A1")
    options.first.wait_for()
    (said,) = options.all_inner_texts()
    assert "Ground Floor – Level 2" in said
