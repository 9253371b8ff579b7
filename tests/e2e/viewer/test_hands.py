"""In people's hands: a phone upright and on its side, a kiosk that stands, a sheet of paper."""

from __future__ import annotations

import pytest

from tests.e2e.viewer.conftest import MIDDLE
from tests.e2e.viewer.test_going import read_steps
from tests.e2e.viewer.test_sharing import READ_CODE
from tests.e2e.viewer.watching import PHONE, VENDOR

KIOSK = {"viewport": {"width": 1080, "height": 1920}}
SHARING = """
() => {
  window.shared = [];
  navigator.share = async (what) => { shared.push(what); };
}
"""

# Each address that the page writes; pushed ones are told apart, for Back would return to them.
NOTE_ADDRESSES = """
() => {
  window.addresses = [];
  const { pushState, replaceState } = History.prototype;
  history.pushState = (...all) => { pushState.apply(history, all); addresses.push(`pushed ${location}`); };
  history.replaceState = (...all) => { replaceState.apply(history, all); addresses.push(String(location)); };
}
"""


@pytest.fixture
def route(demo_database):
    """The address of a route from the ground floor to the second."""
    first, last = (
        demo_database.fetch(f"SELECT ogc_fid FROM room_points WHERE level = {level} ORDER BY 1 LIMIT 1")[0][0]
        for level in (0, 2)
    )
    return f"/?level=0&from=room:{first}&to=room:{last}"


def measure(watched, selector):
    box = watched.page.locator(selector).bounding_box()
    assert box is not None, selector
    return box


def test_the_sheet_has_three_heights_and_the_buttons_stay_in_reach(phone, route):
    watched = phone
    watched.visit(route)
    page = watched.page
    read_steps(watched)
    handle = page.get_by_role("button", name="Details")
    heights = {}
    for name in ("full", "low", "half"):
        handle.tap()
        page.locator(f".sidebar[data-sheet={name}]").wait_for()
        page.wait_for_timeout(150)
        heights[name] = measure(watched, ".panel")["height"]
        for button in ("locate", "share", "wholeMap"):
            page.locator(f".control-{button}").click(trial=True)
        watched.take_screenshot(f"phone-sheet-{name}")
    assert heights["low"] < 0.35 * 800 < heights["half"] <= 0.45 * 800 + 1 < 0.7 * 800 < heights["full"]
    box = handle.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + 12
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, y + 60, steps=3)
    page.mouse.up()
    page.locator(".sidebar[data-sheet=low]").wait_for()
    assert handle.get_attribute("aria-expanded") == "false"
    assert watched.find_barriers() == []


@pytest.fixture
def turned_phone(phone):
    """A phone whose screen may be given other sizes."""
    yield phone
    phone.page.set_viewport_size(PHONE["viewport"])


@pytest.mark.nightly
def test_chips_are_never_squeezed(turned_phone):
    watched = turned_phone
    watched.page.locator(".chip").first.click()
    note = watched.page.locator(".list .quiet-text", has_text="from the middle of the map")
    note.wait_for()  # nothing else comes after it
    for width, height in ((360, 640), (844, 390), (667, 375), (1280, 800)):
        watched.page.set_viewport_size({"width": width, "height": height})
        for chip in watched.page.locator(".panel .chip").all():
            assert chip.evaluate("chip => chip.clientHeight >= chip.scrollHeight && chip.clientHeight > 35")
        assert measure(watched, ".chips")["height"] >= 40, (width, height)
        watched.take_screenshot(f"chips-{width}")


@pytest.mark.parametrize("size", [(844, 390), (390, 800)], ids=str)
def test_whoever_chooses_a_chip_sees_it_and_the_first_places_of_its_kind(turned_phone, size):
    page = turned_phone.page
    page.set_viewport_size(dict(zip(("width", "height"), size, strict=True)))
    page.locator(".panel .chip").last.click()
    page.locator(".list .quiet-text", has_text="·").wait_for()
    for selector in (".panel .chip[aria-pressed=true]", ".list-item >> nth=0"):
        box = measure(turned_phone, selector)
        assert box["x"] >= 0, selector
        assert box["x"] + box["width"] <= size[0], selector
        assert box["y"] + box["height"] <= size[1], selector


# Which of two names are cut, and whether the sign beside them has room; at once, before the line is filled anew.
NAMES = """
names => {
  const ends = [...document.querySelectorAll(".ends-line bdi")];
  ends.forEach((end, index) => { end.textContent = names[index]; });
  const { left } = document.querySelector(".ends-line .unfold").getBoundingClientRect();
  return [...ends.map(end => end.scrollWidth > end.clientWidth), ends[1].getBoundingClientRect().right <= left];
}
"""


def test_what_one_looks_at_stays_in_sight_when_the_phone_is_turned(turned_phone, demo_database):
    space, x, y = demo_database.fetch(
        "SELECT ogc_fid, ST_X(display_point), ST_Y(display_point) FROM spaces WHERE level = 0 ORDER BY 1 LIMIT 1"
    )[0]
    watched = turned_phone
    watched.page.set_viewport_size({"width": 844, "height": 390})
    watched.read_view()
    watched.visit(f"/?level=0&space={space}")
    watched.page.locator("#place-name").wait_for()
    watched.read_view()
    before = watched.page.url
    watched.page.set_viewport_size(PHONE["viewport"])
    watched.page.wait_for_function("before => location.href !== before", arg=before)
    across, down = watched.locate(x, y)
    levels, panel = measure(watched, ".levels"), measure(watched, ".panel")
    assert abs(across - levels["x"] / 2) < 30
    assert abs(down - (76 + panel["y"]) / 2) < 60  # between the search and the buttons above the panel


TURN = """
async flies => {
  const { keepMiddle } = await import("/static/viewer/screenturns.js");
  const listeners = {};
  const shown = [];
  let middle = "a place";
  const tell = type => listeners[type]();
  const map = { on: (type, listener) => (listeners[type] = listener), isMoving: () => false };
  keepMiddle(map, () => middle, place => shown.push(place));
  tell("moveend");
  middle = "beside it";
  ["resize", "moveend"].forEach(tell);
  await null;
  if (flies) tell("moveend");
  for (const _ of [1, 2]) await new Promise(requestAnimationFrame);
  return shown;
}
"""


@pytest.mark.parametrize(("flies", "shown"), [(False, ["a place"]), (True, [])])
def test_what_moves_the_map_while_the_screen_is_turned_wins(modules, flies, shown):
    assert modules.evaluate(TURN, flies) == shown


@pytest.mark.nightly
def test_the_line_of_the_ends_cuts_only_the_name_that_is_too_long(phone, route):
    phone.visit(route)
    phone.page.locator(".folded .ends-line").wait_for()
    read_steps(phone)
    long = "Fachschaftsrat Informatik, Andreas-Pfitzmann-Bau"
    assert phone.page.evaluate(NAMES, [long, "3078"]) == [True, False, True]
    assert phone.page.evaluate(NAMES, ["3078", long]) == [False, True, True]


@pytest.mark.parametrize("size", [(390, 640), pytest.param((667, 375), marks=pytest.mark.nightly)], ids=str)
def test_next_stays_in_reach_while_the_steps_are_followed(turned_phone, route, size):
    watched = turned_phone
    watched.page.set_viewport_size(dict(zip(("width", "height"), size, strict=True)))
    watched.visit(route)
    steps = read_steps(watched)
    following = watched.page.get_by_role("button", name="Next")
    for _ in steps[1:]:
        box = following.bounding_box()
        watched.page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        current = watched.page.locator(".step[aria-current=step]")
        watched.page.wait_for_timeout(50)
        assert 0 < measure(watched, ".stepper")["y"] < size[1] - 50
        assert current.bounding_box()["y"] >= measure(watched, ".stepper")["y"] + 44
    assert watched.page.locator(".step[aria-current=step]").get_attribute("data-step") == str(len(steps) - 1)


@pytest.mark.nightly
def test_on_a_phone_on_its_side_where_one_is_stays_beside_what_is_said_of_it(turned_phone, route):
    watched = turned_phone
    watched.page.set_viewport_size({"width": 844, "height": 390})
    watched.page.get_by_role("button", name="Show my location").tap()
    watched.page.locator(".position-card select").wait_for()
    watched.page.wait_for_timeout(800)  # the map has gone there
    card, controls = measure(watched, ".position-card"), measure(watched, ".controls")
    assert card["x"] + card["width"] <= controls["x"]
    x, y = watched.locate(MIDDLE["longitude"], MIDDLE["latitude"])
    assert card["y"] > y > 0
    assert measure(watched, ".sidebar")["x"] + measure(watched, ".sidebar")["width"] < x
    watched.visit(route)
    read_steps(watched)
    assert measure(watched, ".position-card")["height"] < 100, "beside directions it tells the floor"


# A larger one has more room.
@pytest.mark.parametrize("size", [(667, 375), pytest.param((844, 390), marks=pytest.mark.nightly)], ids=str)
def test_a_phone_on_its_side_shows_the_map_beside_the_panel(turned_phone, route, size):
    width, height = size
    watched = turned_phone
    watched.page.set_viewport_size({"width": width, "height": height})
    watched.visit(route)
    read_steps(watched)
    side = measure(watched, ".sidebar")
    assert side["x"] + side["width"] < 0.6 * width
    line = watched.page.locator(".ends-line")
    assert line.is_visible()
    assert not watched.page.locator(".ends").is_visible(), "the form is folded"
    line.tap()
    watched.page.locator(".ends").wait_for()
    line.tap()
    watched.page.locator(".ends").wait_for(state="hidden")
    levels, controls = measure(watched, ".levels"), measure(watched, ".controls")
    assert levels["height"] > 60
    assert levels["y"] + levels["height"] <= controls["y"]
    assert controls["y"] + controls["height"] <= height
    assert watched.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    watched.take_screenshot(f"landscape-{width}")
    watched.page.get_by_role("button", name="Next").scroll_into_view_if_needed()
    watched.page.get_by_role("button", name="Next").tap()
    assert watched.find_barriers() == []


def test_a_phone_shares_by_its_own_sheet_and_else_by_the_dialog(phone, route):
    watched = phone
    page = watched.page
    page.evaluate(SHARING)
    watched.visit(route)
    read_steps(watched)
    page.wait_for_timeout(400)
    page.locator(".control-share").tap()
    page.wait_for_function("() => shared.length")
    assert page.evaluate("shared[0].url === location.href")
    page.evaluate(
        "() => { navigator.share = async () => { throw new DOMException('', 'NotAllowedError'); }; }"
    )
    page.locator(".control-share").tap()
    page.get_by_role("button", name="Copy link").wait_for()
    page.keyboard.press("Escape")
    page.evaluate("() => { delete navigator.share; }")


def test_the_map_can_be_installed(open_page):
    watched = open_page("/", service_workers="allow")
    page = watched.page
    session = page.context.new_cdp_session(page)
    assert session.send("Page.getAppManifest")["errors"] == []
    page.wait_for_function("() => navigator.serviceWorker.ready")
    errors = session.send("Page.getInstallabilityErrors")["installabilityErrors"]
    assert {error["errorId"] for error in errors} <= {"in-incognito"}
    outside = page.evaluate(
        "getComputedStyle(document.documentElement).getPropertyValue('--map-outside').trim()"
    )
    assert page.locator("meta[name=theme-color]").get_attribute("content") == outside


def test_each_floor_of_a_route_is_printed_with_its_steps_and_a_code(home, route):
    watched = home
    page = watched.page
    page.evaluate("() => { window.print = () => { window.printed = true; }; }")
    watched.visit(route)
    read_steps(watched)
    watched.visit(f"{route}&via=13.40237,52.4738,0")
    steps = [step.split("\n")[0] for step in read_steps(watched)]
    page.evaluate(NOTE_ADDRESSES)
    page.get_by_role("button", name="Print").click()
    page.wait_for_function("() => window.printed")
    page.emulate_media(media="print")
    assert page.locator(".printout h3").all_inner_texts() == [
        "Ground Floor",
        "Level 2",
    ]  # the stairs pass level 1
    assert page.locator(".printout h2").inner_text().split(" → ")[1:-1] == ["Point on the map"]
    assert page.locator(".printout li").all_inner_texts() == steps
    pictures = page.locator(".printout img").evaluate_all(
        "all => all.map(({ src, naturalWidth: w }) => [src, w])"
    )
    assert len({src for src, _ in pictures}) == 2
    assert all(width >= 1280 for _, width in pictures)
    assert not page.locator(".sidebar").is_visible()
    page.evaluate((VENDOR / "jsQR.js").read_text())
    page.wait_for_timeout(400)  # longer than the page waits before it writes its address
    addresses = set(page.evaluate("addresses"))
    assert addresses == {page.evaluate(READ_CODE)}
    watched.take_screenshot("printout")
    assert len(page.pdf()) > 10_000
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator(".printout").count() == 0
    page.emulate_media(media="screen")
    assert page.get_by_role("radio", name="Ground Floor").is_checked()
    page.evaluate("() => { delete history.pushState; delete history.replaceState; }")


def test_a_kiosk_invites_is_used_from_a_wheelchair_and_gives_the_route_along(open_page, route):
    where = "kiosk=1&here=13.40237,52.4738,0"
    watched = open_page(f"/?{where}", **KIOSK)
    page = watched.page
    invitation = page.locator(".invitation")
    invitation.get_by_text("Touch the screen to find your way").wait_for()
    watched.take_screenshot("kiosk-invitation")
    page.set_viewport_size(PHONE["viewport"])
    box = measure(watched, ".invitation")
    assert box["height"] < 100, "on a narrow screen it is a line or two"
    assert box["y"] + box["height"] < 0.2 * 800
    page.set_viewport_size(KIOSK["viewport"])
    invitation.get_by_text("Berühren Sie den Bildschirm").wait_for(timeout=10_000)
    page.mouse.click(500, 500)
    assert not invitation.is_visible()
    watched.visit(f"{route}&{where}")
    read_steps(watched)
    for selector in (".panel", ".controls", ".levels"):
        assert measure(watched, selector)["y"] > 0.4 * 1920, selector
    page.locator(".route .code").wait_for()
    page.evaluate((VENDOR / "jsQR.js").read_text())
    code = page.evaluate(READ_CODE)
    assert code.startswith(f"{watched.origin}/?lang=en&level=0&from=")
    assert "kiosk" not in code
    watched.take_screenshot("kiosk-route")
    assert watched.find_barriers() == []
    page.locator(".panel").get_by_role("button", name="Close").first.click()
    watched.search.fill("room")
    option = page.locator(".option").first
    option.wait_for()
    assert option.bounding_box()["y"] > 0.3 * 1920
    watched.take_screenshot("kiosk-search")
