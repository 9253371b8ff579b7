"""A map that is turned and tilted, by hand and by keyboard, and the compass that sets it straight."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from tests.e2e.viewer.watching import Watched

MIDDLE = (800, 400)  # of the map, beside the panel


def read_turn(watched: Watched, numbers: int = 5) -> list[float]:
    """Return bearing and pitch as the address has them, once it has so many numbers."""
    watched.page.wait_for_function(
        "numbers => location.search.match(/at=([^&]*)/)?.[1].split(',').length === numbers", arg=numbers
    )
    before = ""
    while before != (before := watched.page.url):  # it may have been written in the middle of the movement
        watched.page.wait_for_timeout(600)
    at = parse_qs(urlsplit(watched.page.url).query)["at"][0]
    return [*map(float, at.split(",")[3:]), 0.0, 0.0][:2]


def get_compass(watched: Watched):
    return watched.page.get_by_role("button", name="Look straight down, north up")


def drag(watched: Watched, right: int, down: int) -> None:
    """Drag the map with the right button."""
    mouse = watched.page.mouse
    mouse.move(*MIDDLE)
    mouse.down(button="right")
    for step in range(1, 6):  # the map follows once a frame, and forgets what a busy machine could not draw
        mouse.move(MIDDLE[0] + right * step / 5, MIDDLE[1] + down * step / 5)
        watched.page.evaluate(
            "new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)))"
        )
    mouse.up(button="right")


@pytest.mark.nightly
def test_a_drag_with_the_right_button_turns_and_tilts_until_the_compass_is_pressed(home):
    assert get_compass(home).count() == 0
    drag(home, 150, -80)
    get_compass(home).wait_for()
    bearing, pitch = read_turn(home)
    assert abs(bearing) > 20
    assert 20 < pitch <= 60
    needle = home.page.locator(".control-compass svg").evaluate("icon => icon.style.transform")
    assert needle == f"rotateX({pitch:g}deg) rotateZ({-bearing:g}deg)"
    assert home.find_barriers() == []
    home.take_screenshot("tilted")
    get_compass(home).click()
    get_compass(home).wait_for(state="hidden")
    assert read_turn(home, 3) == [0, 0]


def test_a_button_tilts_and_gives_way_to_the_compass(phone):
    tilt = phone.page.get_by_role("button", name="Look from aside, in 3D")
    size = tilt.bounding_box()
    assert (size["width"], size["height"]) == (44, 44)
    tilt.tap()
    get_compass(phone).wait_for()
    assert read_turn(phone) == [0, 50]
    assert not tilt.is_visible()
    phone.page.get_by_role("button", name="Walls in 3D").wait_for()
    get_compass(phone).tap()
    tilt.wait_for()
    tilt.focus()
    phone.page.keyboard.press("Enter")
    get_compass(phone).wait_for()
    phone.page.wait_for_function("() => document.activeElement.matches('.control-compass')")
    assert phone.find_barriers() == []
    get_compass(phone).tap()
    tilt.wait_for()


def test_the_keyboard_tilts_and_straightens(home):
    page = home.page
    page.locator("canvas").focus()
    for _ in range(3):
        page.keyboard.press("Shift+ArrowUp")
    get_compass(home).wait_for()
    assert read_turn(home)[1] == 30
    get_compass(home).focus()
    page.keyboard.press("Enter")
    get_compass(home).wait_for(state="hidden")
    assert page.evaluate("document.activeElement.tagName") == "CANVAS", (
        "the focus is not lost with the button"
    )


@pytest.mark.nightly
def test_two_fingers_tilt(phone):
    watched = phone
    session = watched.page.context.new_cdp_session(watched.page)

    def touch(kind: str, y: int | None) -> None:
        points = [] if y is None else [{"x": x, "y": y, "id": x} for x in (150, 230)]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    for _ in range(3):  # a busy machine may take the first moves together, which pans; people try again
        touch("touchStart", 400)
        for y in range(390, 300, -10):
            touch("touchMove", y)
        touch("touchEnd", None)
        watched.page.wait_for_timeout(500)
        if get_compass(watched).is_visible():
            break
    get_compass(watched).wait_for()
    assert read_turn(watched)[1] > 10
    watched.take_screenshot("tilted-phone")
    assert watched.find_barriers() == []


def test_a_link_shows_the_map_turned_and_tilted_again(home):
    home.open("/?at=13.4024,52.474,19,45,40")
    get_compass(home).wait_for()
    assert read_turn(home) == [45, 40]
    for at, turn in (("-30", [-30, 0]), ("0,90", [0, 60])):
        home.visit(f"/?level=0&at=13.4024,52.474,19,{at}")
        get_compass(home).wait_for()
        assert read_turn(home, 5 if turn[1] else 4) == turn


@pytest.mark.nightly
def test_the_compass_speaks_the_language_of_the_page_and_stays_when_it_changes(home):
    home.visit("/?level=0&at=13.4024,52.474,19,45,40")
    get_compass(home).wait_for()
    home.page.locator(".languages select").select_option("de")
    home.page.get_by_role("button", name="Senkrecht von oben, Norden oben").wait_for()
    home.page.locator(".languages select").select_option("en")
    get_compass(home).wait_for()


def test_the_whole_map_is_shown_from_straight_above(home):
    home.visit("/?level=0&at=13.4024,52.474,19,45,40")
    get_compass(home).wait_for()
    home.page.get_by_role("button", name="Show the whole map").click()
    get_compass(home).wait_for(state="hidden")
    assert read_turn(home, 3) == [0, 0]


@pytest.mark.nightly
def test_the_compass_leaves_the_levels_their_room(phone):
    phone.visit("/?level=0&at=13.4024,52.474,19,45,40")
    get_compass(phone).wait_for()
    for width, height in ((844, 390), (1280, 480), (390, 800)):
        phone.page.set_viewport_size({"width": width, "height": height})
        levels, controls = (phone.page.locator(one).bounding_box() for one in (".levels", ".controls"))
        assert levels["y"] + levels["height"] <= controls["y"], (width, height)
        assert controls["y"] + controls["height"] <= height, (width, height)
