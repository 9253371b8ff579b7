"""What people come for, on a phone: with how many taps and keys they get it."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import Locator

from tests.databases import ROOT
from tests.e2e.viewer.test_going import read_steps
from tests.e2e.viewer.watching import Watched

DIGITS = 6  # keys that a room's number may take, besides Enter
TABLE = ROOT / "docs/explanation/viewer.md"


@dataclass
class Visitor:
    """Somebody with a phone, who taps and types only where the screen shows something to tap and to type into."""

    watched: Watched
    taps: int = 0
    keys: int = 0

    def tap(self, target: Locator) -> None:
        """Tap the middle of what is soon on the screen; scrolling there would be a gesture of its own."""
        is_seen = "(element, middle) => element.contains(document.elementFromPoint(...middle))"
        for _ in range(50):
            target.wait_for()
            if box := target.bounding_box():  # a list that is made anew has none for a moment
                middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
                if target.evaluate(is_seen, middle):
                    break
            self.watched.page.wait_for_timeout(100)
        else:
            raise AssertionError(f"not on the screen: {target}")
        self.watched.page.touchscreen.tap(*middle)
        self.taps += 1

    def type(self, text: str) -> None:
        """Type into the field that has the focus."""
        assert self.watched.page.evaluate("document.activeElement.matches('input')"), "no field has the focus"
        for key in text:
            self.watched.page.keyboard.type(key)
        self.keys += len(text)

    def press_enter(self) -> None:
        """Press the key that is not counted."""
        self.watched.page.keyboard.press("Enter")


def read_documented(task):
    """Return how many taps a task takes, and how many keys (0 not counted), as the documentation says."""
    (cell,) = re.findall(rf"^\| {task} \| (.*?) \|", TABLE.read_text("utf-8"), re.MULTILINE)
    return tuple(int((re.findall(rf"(\d+) {what}", cell) or [0])[0]) for what in ("tap", "key"))


def read_room(database, level):
    """Return the number and the whole name of a room."""
    query = f"SELECT text FROM room_points WHERE level = {level} ORDER BY ogc_fid OFFSET 4 LIMIT 1"
    ((name,),) = database.fetch(query)
    return name.split()[0], name


def test_a_room_by_its_number(phone, demo_database):
    number, name = read_room(demo_database, 2)
    visitor = Visitor(phone)
    visitor.tap(visitor.watched.search)
    visitor.type(number)
    visitor.press_enter()
    title = visitor.watched.page.locator("#place-name")
    title.wait_for()
    assert title.inner_text() == name
    assert visitor.watched.page.get_by_role("radio", name="Level 2").is_checked()
    assert (visitor.taps, visitor.keys) == read_documented("Find a room by its number")
    assert visitor.keys <= DIGITS


def test_the_nearest_accessible_toilet(phone, demo_database):
    query = (
        "SELECT text, ST_X(wkb_geometry), ST_Y(wkb_geometry) FROM room_points "
        "WHERE level = 0 AND category = 'restroom.wheelchair' ORDER BY ST_Y(wkb_geometry)"
    )
    toilets = demo_database.fetch(query)
    assert len(toilets) > 1
    for name, longitude, latitude in (toilets[0], toilets[-1]):
        watched = phone
        watched.open(f"/?here={longitude + 2e-5:.7f},{latitude:.7f},0&level=0")
        visitor = Visitor(watched)
        visitor.tap(watched.page.get_by_role("button", name="Accessible toilets"))
        watched.take_screenshot("phone-accessible")
        visitor.tap(watched.page.locator(".list-item").first)
        assert watched.page.locator("#place-name").inner_text() == name
        assert "Accessible toilets" in watched.page.locator(".place dl").inner_text()
        counted = (visitor.taps, visitor.keys)
        assert counted == read_documented("Find the nearest accessible toilet on this floor") == (2, 0)


@pytest.fixture
def route(phone, demo_database):
    """A phone that shows a route by stairs."""
    first, last = (
        demo_database.fetch(f"SELECT ogc_fid FROM room_points WHERE level = {level} ORDER BY 1 LIMIT 1")[0][0]
        for level in (0, 2)
    )
    phone.visit(f"/?level=0&from=room:{first}&to=room:{last}")
    assert any("stairs" in step for step in read_steps(phone))
    return phone


def test_a_route_is_shared(route):
    visitor = Visitor(route)
    page = route.page
    visitor.tap(page.get_by_role("button", name="Share"))
    visitor.tap(page.get_by_role("button", name="Copy link"))
    page.get_by_role("button", name="Copied").wait_for()
    link = page.evaluate("navigator.clipboard.readText()")
    assert link == page.url
    assert "from=" in link
    assert (visitor.taps, visitor.keys) == read_documented("Share a route") == (2, 0)


def test_a_route_becomes_step_free_and_back(route):
    visitor = Visitor(route)
    page = route.page
    button = page.get_by_role("button", name="Step-free")
    visitor.tap(button)
    page.locator(".step", has_text="lift").first.wait_for()
    assert not any("stairs" in step for step in read_steps(route))
    route.wait_for_address("profile=step_free")
    assert button.get_attribute("aria-pressed") == "true"
    assert page.get_by_label("Travel profile").input_value() == "step_free"
    assert (visitor.taps, visitor.keys) == read_documented("Make a route step-free") == (1, 0)
    route.take_screenshot("phone-step-free")
    assert route.find_barriers() == []
    button.focus()
    page.keyboard.press("Enter")
    page.wait_for_function("() => !location.search.includes('profile=')")
    page.locator(".step", has_text="stairs").first.wait_for()
    assert button.evaluate("button => button === document.activeElement")


@pytest.fixture(scope="module")
def signs(demo_database, tmp_path_factory):
    """The signs of the demo building, which have been printed."""
    file = tmp_path_factory.mktemp("signs") / "signs.pdf"
    demo_database.manage("make_signs", str(file), "--address", "https://map.example.org")


@pytest.mark.usefixtures("signs")
@pytest.mark.parametrize(
    "kind", ["door", *(pytest.param(kind, marks=pytest.mark.nightly) for kind in ("lift", "hall"))]
)
def test_from_a_scanned_sign_to_a_route(phone, demo_database, kind):
    ((code,),) = demo_database.fetch(
        f"SELECT code FROM signs WHERE kind = '{kind}' AND level = 0 ORDER BY code LIMIT 1"
    )
    number, name = read_room(demo_database, 2)
    watched = phone
    watched.open(f"/a/{code}")
    visitor = Visitor(watched)
    visitor.tap(watched.page.locator(".search-bar .go"))
    visitor.type(number)
    visitor.tap(watched.page.locator(".end-to .option", has_text=name).first)
    assert len(read_steps(watched)) >= 3
    assert (visitor.taps, 0) == read_documented("Get a route from a scanned sign") == (2, 0)
    watched.take_screenshot(f"phone-sign-{kind}")
