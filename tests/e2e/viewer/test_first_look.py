"""What a visitor sees and does before the scripts have arrived: the search bar is there, and stays where it is."""

import re

import pytest

from tests.e2e.viewer.conftest import CALM
from tests.e2e.viewer.watching import PHONE, watch_page

UPRIGHT = {"viewport": {"width": 1080, "height": 1920}}
LOOKS = {
    "phone": ("/", PHONE),
    "right-to-left": ("/?lang=ar", {}),
    "embedded": ("/embed/", {}),
    "kiosk": ("/?kiosk=1", UPRIGHT),
}
NIGHTLY = {"embedded", "kiosk"}  # their bar is that of the others

# Nothing is painted before, but it can be measured.
STYLED = "() => [...document.querySelectorAll('link[rel=stylesheet]')].every(({ sheet }) => sheet)"


@pytest.fixture
def open_slowly(browser, demo):
    """Open an address whose scripts are held back; returns the page, and the function that lets them through."""
    contexts = []

    def open_it(address, late="**/bundle/app.js", **settings):
        context = browser.new_context(**{**CALM, **settings})
        context.set_default_timeout(20_000)
        contexts.append(context)
        page = context.new_page()
        watched, held = watch_page(page, demo.address), []

        def hold(route):
            held.append(route)

        page.route(late, hold)
        page.goto(demo.address + address, wait_until="commit")
        page.locator(".search-bar input").wait_for()
        page.wait_for_function(STYLED)

        def let_through():
            while not held:
                page.wait_for_timeout(50)
            held.pop().continue_()
            watched.wait_until_ready()

        return watched, let_through

    yield open_it
    for context in contexts:
        context.close()


@pytest.mark.parametrize(
    "look", [pytest.param(look, marks=[pytest.mark.nightly] * (look in NIGHTLY)) for look in LOOKS]
)
def test_the_search_bar_comes_before_the_scripts_and_stays(open_slowly, look):
    address, settings = LOOKS[look]
    watched, let_through = open_slowly(address, **settings)
    parts = [watched.page.locator(f".search-bar {part}") for part in ("input", ".go", ".search-icon")]
    before = [part.bounding_box() for part in parts]
    label = parts[0].get_attribute("aria-label")
    assert watched.find_barriers() == []
    let_through()
    assert [part.bounding_box() for part in parts] == before
    assert parts[0].get_attribute("aria-label") == label
    assert watched.problems == []


def test_it_speaks_the_language_of_the_visitor(open_slowly):
    watched, _ = open_slowly("/", locale="de-DE")
    assert watched.page.get_by_placeholder("Räume und Orte suchen").is_visible()
    assert watched.page.get_by_role("button", name="Route").is_visible()


def test_what_is_typed_before_the_scripts_is_searched_once_they_are_there(open_slowly):
    watched, let_through = open_slowly("/")
    watched.page.locator(".search-bar input").click()
    watched.page.keyboard.type("room")
    let_through()
    watched.page.locator(".search-bar .option").first.wait_for()
    assert watched.search.input_value() == "room"
    watched.page.keyboard.type(" 1")
    assert watched.search.input_value() == "room 1"


@pytest.mark.parametrize(
    ("address", "first"),
    [
        ("/", "level=0"),
        *(
            pytest.param(address, first, marks=pytest.mark.nightly)  # other words of the address
            for address, first in (("/?level=2", "level=2"), ("/?here=13.40241,52.47398,1", "level=1"))
        ),
        ("/?room=12", None),
    ],
)
def test_the_floor_is_on_its_way_while_the_map_library_is(open_slowly, address, first):
    """It takes a phone's network longer than all else together."""
    watched, let_through = open_slowly(address, late="**/maplibre-gl.js")
    wanted = ["/api/levels/", "/api/categories/", "/languages/en.json", *(["/api/spaces/"] if first else [])]
    for part in wanted:
        assert watched.has_asked(part)
    let_through()
    floors = [
        url for url in watched.asked if "/api/spaces/?" in url and "level=" in url and "limit" not in url
    ]
    assert len(floors) == 1, "it is asked for once"
    assert first is None or first in floors[0]
    assert watched.problems == []


def test_without_the_map_library_the_page_stays_as_it_came(browser, demo):
    context = browser.new_context(service_workers="block")
    page = context.new_page()
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.route("**/maplibre-gl.js", lambda route: route.abort())
    page.goto(demo.address, wait_until="networkidle")
    assert page.locator(".search-bar input").is_visible()
    assert page.locator(".map").count() == 0
    assert errors == []
    context.close()


FAIL_ONCE = """
const { fetch } = window;
window.failed = 0;
window.fetch = (url, ...more) => {
  if (failed || !String(url).includes("/api/spaces/")) return fetch(url, ...more);
  failed += 1;
  return Promise.reject(new TypeError("Failed to fetch"));
};
"""


@pytest.mark.nightly
def test_a_floor_that_does_not_come_at_first_is_asked_for_again(open_page):
    watched = open_page("/", script=FAIL_ONCE)
    assert watched.page.evaluate("failed") == 1
    asked = "({name}) => name.includes('/api/spaces/?') && name.includes('level=0')"
    watched.page.wait_for_function(f"() => performance.getEntriesByType('resource').some({asked})")
    watched.page.wait_for_selector(".progress:not(.busy)", state="attached")
    assert watched.problems == []


def test_without_scripts_it_searches_the_list_of_rooms(browser, demo):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(demo.address)
    page.locator(".search-bar input").fill("0.006")
    page.keyboard.press("Enter")
    page.wait_for_url("**/rooms/?q=0.006")
    assert page.locator("tbody th").first.inner_text().startswith("0.006 ")
    context.close()


@pytest.mark.nightly
def test_an_address_names_no_view_before_something_is_seen(open_slowly):
    """A link that is passed on early leads to the map, not to where the map library begins."""
    watched, _ = open_slowly("/", late=re.compile("/api/(?!categories)"))
    watched.page.locator("canvas.maplibregl-canvas").wait_for()
    watched.page.wait_for_timeout(1000)
    watched.page.set_viewport_size({"width": 900, "height": 700})  # ends with a movement of the map
    watched.page.wait_for_timeout(1000)
    assert "at=" not in watched.page.url
