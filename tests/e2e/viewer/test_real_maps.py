"""Visits of four maps: in no state is there a barrier, an error or a foreign request, and it says what it shows.

Read the trees in ``screenreader`` as somebody would hear them. With the variable ``ARIA`` set, the tests write them
anew; with ``SCREENSHOTS``, it takes a picture of each state.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import product
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import Browser

from tests.databases import Database
from tests.e2e.servers import Server, run_server
from tests.e2e.viewer.conftest import keep_page
from tests.e2e.viewer.realmaps import MAPS, RealMap, compare_tree, find_place
from tests.e2e.viewer.test_going import read_steps
from tests.e2e.viewer.watching import PHONE, Watched

# The last one is a desk's, at 200 %.
HALF = {"width": 640, "height": 400}
VIEWS = {
    "phone": PHONE,
    "desktop": {},
    "landscape": {**PHONE, "viewport": {"width": 844, "height": 390}},
    "magnified": {"viewport": HALF, "device_scale_factor": 2},
}
THEMES = ("light", "dark")
# The trees of these visits are kept: what is around the map is the same for all.
KEPT = {*((name, "phone", "light", "en") for name in MAPS), ("demo", "desktop", "light", "en")}
NAMED = "() => [...document.querySelectorAll('[data-end]')].every(({ value }) => value !== '…')"
SETTLE = """() => {
  document.querySelector(".notice").hidden = true;
  document.querySelector("[role=status]").textContent = "";
}"""


@dataclass
class Visit:
    """A page with one of the maps; ``level`` is the one that it shows first."""

    name: str
    view: str
    theme: str
    language: str
    watched: Watched
    database: Database
    level: str

    @property
    def map(self) -> RealMap:
        """The map's names."""
        return MAPS[self.name]

    @property
    def has_trees(self) -> bool:
        """Whether it is kept what screen readers find."""
        return (self.name, self.view, self.theme, self.language) in KEPT

    def begin(self) -> None:
        """Show what the page showed first, and forget what was said since."""
        self.watched.page.keyboard.press("Escape")
        self.watched.page.evaluate("localStorage.clear()")
        self.watched.visit(f"/{self.watched.first}")
        self.watched.page.locator(".sidebar[data-mode=home]").wait_for()
        self.watched.search.fill("")
        self.watched.search.blur()
        self.watched.page.evaluate(SETTLE)

    def ask_route(self, to: str) -> None:
        """Ask for a route from the map's place."""
        (place, level), (end, _) = (find_place(self.database, name) for name in (self.map.place, to))
        self.watched.visit(f"/?level={level:g}&from={place}&to={end}")


def show_home(_: Visit) -> None:
    pass


def show_results(visit: Visit) -> None:
    visit.watched.page.wait_for_timeout(200)  # until the field that was left has closed its list
    visit.watched.search.fill(visit.map.query)
    visit.watched.page.locator(".search-bar .options:not([aria-busy=true]) .option").first.wait_for()


def show_place(visit: Visit) -> None:
    place, level = find_place(visit.database, visit.map.place)
    visit.watched.visit(f"/?level={level:g}&{place.replace(':', '=')}")
    visit.watched.page.locator("#place-name", has_text=visit.map.place).wait_for()


def show_form(visit: Visit) -> None:
    visit.watched.page.locator(".search-bar .go").click()
    visit.watched.page.locator(".travel-profile select").wait_for()


def show_route(visit: Visit) -> None:
    visit.ask_route(visit.map.to)
    read_steps(visit.watched)


def show_step_free(visit: Visit) -> None:
    show_route(visit)
    visit.watched.page.locator(".step-free").click()
    visit.watched.wait_for_address("profile=step_free")
    visit.watched.page.locator(".step, .route .warning").first.wait_for()


def show_refusal(visit: Visit) -> None:
    visit.ask_route(visit.map.beyond)
    # Places that are known by more than their ids are asked for again.
    visit.watched.page.wait_for_function(NAMED)
    visit.watched.page.locator(".route .warning").wait_for()


def show_nearest(visit: Visit) -> None:
    visit.watched.page.locator(".chip").first.click()
    visit.watched.page.locator(".list .quiet-text", has_text="·").wait_for()  # then it says from where


def show_dead_link(visit: Visit) -> None:
    visit.watched.visit(f"/?level={visit.level}&space=999999999")
    visit.watched.page.locator(".notice").wait_for()


def show_level(visit: Visit) -> None:
    visit.watched.page.locator(".level").first.click()
    visit.watched.wait_until_ready()


def show_share(visit: Visit) -> None:
    visit.watched.page.locator(".control-share").click()
    visit.watched.page.locator("svg.code").wait_for()


STATES = {
    "home": show_home,
    "results": show_results,
    "place": show_place,
    "form": show_form,
    "route": show_route,
    "step-free": show_step_free,
    "refusal": show_refusal,
    "nearest": show_nearest,
    "dead-link": show_dead_link,
    "level": show_level,
    "share": show_share,
}
# By day, every state is visited with a phone on the demo building, and those that the map decides on the others.
DAILY = {"home", "results", "place", "route", "nearest"}
# A route that there is not is a 404, of which browsers tell the console.
REFUSED = {"step-free", "refusal"}


def list_visits() -> Iterator[object]:
    """Return the maps on the screens in all states, as tests have their parameters."""
    shown = [*product(VIEWS, THEMES, ["en"]), ("phone", "light", "ar"), ("desktop", "dark", "ar")]
    for name, look in product(MAPS, shown):
        visit = (name, *look)  # one object for all states: equal ones would be other pages
        file = MAPS[name].file
        skipped = (
            [] if file is None or MAPS[name].path.exists() else [pytest.mark.skip(f"{file} is not here")]
        )
        for state in STATES:
            is_daily = look == ("phone", "light", "en") and (name == "demo" or state in DAILY)
            marks = skipped if is_daily else [*skipped, pytest.mark.nightly]
            yield pytest.param(visit, state, marks=marks, id="-".join((*visit, state)))


class Maps:
    """The maps' databases and servers, each made when it is visited first."""

    def __init__(self, stack: ExitStack) -> None:
        self.stack = stack
        self.open: dict[str, tuple[Database, Server]] = {}

    def get(self, name: str) -> tuple[Database, Server]:
        """Return what one map is on."""
        if name not in self.open:
            database = MAPS[name].load(name)
            self.stack.callback(database.drop)
            self.open[name] = database, self.stack.enter_context(run_server(database))
        return self.open[name]


@pytest.fixture(scope="module")
def maps(demo_database: Database, demo: Server) -> Iterator[Maps]:
    with ExitStack() as stack:
        maps = Maps(stack)
        maps.open["demo"] = demo_database, demo
        yield maps


@pytest.fixture(scope="module")
def visit(request: pytest.FixtureRequest, browser: Browser, maps: Maps) -> Iterator[Visit]:
    """One page for all states of a map on a screen: to load one is most of what a test costs."""
    name, view, theme, language = request.param
    database, server = maps.get(name)
    with keep_page(browser, server, color_scheme=theme, locale=language, **VIEWS[view]) as watched:
        (level,) = parse_qs(watched.first[1:])["level"]
        yield Visit(name, view, theme, language, watched, database, level)


@pytest.mark.parametrize(("visit", "state"), [*list_visits()], indirect=["visit"])
def test_each_state_is_open_to_everyone_and_says_what_it_shows(visit: Visit, state: str) -> None:
    watched = visit.watched
    visit.begin()
    watched.problems.clear()  # those of a test that failed
    STATES[state](visit)
    tree = watched.page.locator("body").aria_snapshot()
    watched.take_screenshot(f"{visit.name}-{visit.view}-{visit.theme}-{visit.language}-{state}")
    assert watched.find_barriers() == []
    assert watched.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "it scrolls sideways"
    expected = ("/api/route/",) if state in REFUSED else ()
    assert [problem for problem in watched.problems if not any(part in problem for part in expected)] == []
    if visit.has_trees:
        compare_tree(f"{visit.name}-{visit.view}/{state}", tree)
