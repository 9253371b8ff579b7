"""Where the device is: asked for on a tap alone, followed, and never surer of the floor than anybody can be."""

from urllib.parse import parse_qs, urlsplit

import pytest

from tests.e2e.viewer.conftest import MIDDLE, begin, keep_page

ASIDE = {"latitude": MIDDLE["latitude"], "longitude": MIDDLE["longitude"] + 0.0002}
FAR = {"latitude": MIDDLE["latitude"] + 0.063, "longitude": MIDDLE["longitude"]}  # 7 km to the north
COUNTING = """
window.askedFor = [];
const ask = navigator.geolocation.watchPosition.bind(navigator.geolocation);
navigator.geolocation.watchPosition = (...hooks) => { window.askedFor.push("position"); return ask(...hooks); };
navigator.geolocation.getCurrentPosition = () => window.askedFor.push("position");
DeviceOrientationEvent.requestPermission = async () => { window.askedFor.push("compass"); return "granted"; };
"""

TURN = """alpha => dispatchEvent(
  new DeviceOrientationEvent("deviceorientationabsolute", {alpha, absolute: true})
)"""


@pytest.fixture(scope="module")
def kept_device(browser, demo):
    """A page that counts what it asks of its device, for all tests of this module."""
    with keep_page(browser, demo, COUNTING) as page:
        yield page


@pytest.fixture
def device(kept_device):
    """The device, in the middle of the building."""
    kept_device.page.context.set_geolocation({**MIDDLE, "accuracy": 8})
    with begin(kept_device) as device:
        device.asked.clear()
        device.page.evaluate("askedFor.length = 0")
        yield device


@pytest.fixture
def located_phone(phone):
    """A phone in the middle of the building."""
    phone.page.context.set_geolocation({**MIDDLE, "accuracy": 8})
    yield phone
    phone.page.context.set_geolocation({**MIDDLE, "accuracy": 8})


def tap_locate(watched):
    button = watched.page.locator(".control-locate")
    button.click()
    return button


def is_at(watched, position, tries=100):
    """Return whether a position comes to the middle of what the panel beside the map leaves free.

    The map goes there once the server has answered.
    """
    for _ in range(tries):
        x, y = watched.locate(position["longitude"], position["latitude"])
        if abs(x - 804) < 12 and abs(y - 400) < 12:
            return True
        watched.page.wait_for_timeout(100)
    return False


def list_asked(watched):
    """Return the parameters of all requests for candidates, oldest first."""
    return [parse_qs(urlsplit(url).query) for url in watched.asked if "/api/locate/" in url]


def has_told(watched):
    """Return whether a floor is told within ten seconds: an answer that was on its way comes first."""
    for _ in range(200):
        if any("level" in one for one in list_asked(watched)):
            return True
        watched.page.wait_for_timeout(50)
    return False


def test_the_device_is_asked_on_a_tap_and_followed_until_the_map_is_moved(device):
    watched = device
    watched.open("/")
    page = watched.page
    assert page.evaluate("askedFor") == []
    button = tap_locate(watched)
    page.locator(".position-card").wait_for()
    assert page.evaluate("askedFor") == ["position", "compass"]
    assert button.get_attribute("aria-pressed") == "true"
    assert is_at(watched, MIDDLE)
    page.context.set_geolocation({**ASIDE, "accuracy": 8})
    page.wait_for_function("() => !location.search.includes('at=13.4022')")
    assert is_at(watched, ASIDE)
    page.mouse.move(700, 500)
    page.mouse.down()
    page.mouse.move(600, 420, steps=4)
    page.mouse.up()
    page.wait_for_function("() => !document.querySelector('.control-locate[aria-pressed=true]')")
    page.context.set_geolocation({**MIDDLE, "accuracy": 8})
    page.wait_for_timeout(600)
    assert not is_at(watched, MIDDLE, tries=1)
    button.click()
    assert is_at(watched, MIDDLE)
    watched.take_screenshot("position")
    assert watched.find_barriers() == []
    button.click()
    assert not page.locator(".position-card").is_visible()
    assert button.get_attribute("aria-pressed") == "false"


def test_the_floor_is_unknown_until_the_visitor_tells_it(device):
    watched = device
    page = watched.page
    tap_locate(watched)
    floor = page.get_by_label("Your floor")
    floor.wait_for()
    assert floor.evaluate("menu => menu.selectedOptions[0].textContent") == "Not known"
    page.get_by_role("button", name="Directions").click()
    assert page.locator("[data-end=from]").input_value() == "My location"
    page.get_by_text("The route starts on Ground Floor until you choose your floor.").wait_for()
    floor.select_option("Level 2")
    page.wait_for_function("() => document.querySelector('.level input:checked')?.value === '2'")
    watched.wait_for_address(f"from={MIDDLE['longitude']:.7f},{MIDDLE['latitude']:.7f},2")
    assert not page.get_by_text("The route starts on").is_visible()
    assert has_told(watched)
    with page.expect_request(lambda request: "previous=" in request.url):
        page.context.set_geolocation({**ASIDE, "accuracy": 8})
    first, *others = list_asked(watched)  # how many come in between depends on how fast the answers do
    told = [one for one in others if "level" in one]
    later = next(one for one in reversed(others) if "previous" in one)
    assert first["accuracy"] == ["8.0"]
    assert "level" not in first
    assert told, list_asked(watched)
    assert told[0]["level"] == ["2"]
    longitude, latitude, level, seconds, confidence = map(float, later["previous"][0].split(","))
    assert level == 2
    assert (longitude, latitude) == pytest.approx((MIDDLE["longitude"], MIDDLE["latitude"]), abs=5e-4)
    assert 0 <= seconds < 60
    assert 0.8 < confidence < 1
    page.wait_for_timeout(300)
    assert floor.evaluate("menu => menu.selectedOptions[0].textContent") == "Level 2"


@pytest.mark.nightly
def test_nearest_places_are_asked_for_again_only_where_the_visitor_has_gone_on(device):
    watched = device
    page = watched.page
    tap_locate(watched)
    page.locator(".position-card").wait_for()
    page.get_by_role("button", name="Toilets", exact=True).click()
    page.locator(".list .quiet-text", has_text="from your location").wait_for()
    view = watched.read_view()
    watched.asked.clear()
    page.context.set_geolocation({**MIDDLE, "latitude": MIDDLE["latitude"] + 3e-5, "accuracy": 8})  # 3 m
    page.wait_for_function("before => !location.search.includes(before)", arg=f"{view[1]:.6f}")
    with page.expect_response(lambda response: "/api/nearest/" in response.url):
        page.context.set_geolocation({**ASIDE, "accuracy": 8})  # 14 m
    starts = [parse_qs(urlsplit(url).query)["from"][0] for url in watched.asked if "/api/nearest/" in url]
    assert [float(start.split(",")[0]) for start in starts] == pytest.approx([ASIDE["longitude"]])


@pytest.mark.nightly
def test_candidates_on_nameless_levels_say_which(device, demo_database):
    demo_database.run(
        "CREATE TABLE kept AS SELECT ogc_fid, names FROM levels; UPDATE levels SET names = NULL"
    )
    try:
        watched = device
        watched.open("/")
        tap_locate(watched)
        watched.page.locator(".position-card .chip").first.wait_for()
        names = watched.page.locator(".position-card .chip").all_inner_texts()
        assert all(" · " in name for name in names)
        assert len(set(names)) == len(names)
    finally:
        demo_database.run(
            "UPDATE levels l SET names = k.names FROM kept k WHERE k.ogc_fid = l.ogc_fid; DROP TABLE kept"
        )


def test_a_candidate_is_chosen_as_where_one_is(device):
    watched = device
    page = watched.page
    tap_locate(watched)
    page.locator(".position-card .chip").first.wait_for()
    # At once: the next answer of the device makes other ones of them.
    chip = "document.querySelector('.position-card .chip')"
    name = page.evaluate(f"() => {{ const chip = {chip}; chip.click(); return chip.textContent; }}")
    page.locator("#place-name").wait_for()
    assert name.startswith(page.locator("#place-name").inner_text())
    assert page.get_by_label("Your floor").evaluate("menu => menu.value") != ""


@pytest.mark.nightly
def test_on_a_phone_the_card_leaves_the_route_in_view(located_phone, demo_database):
    ((room,),) = demo_database.fetch("SELECT max(ogc_fid) FROM room_points WHERE level = 0")
    watched = located_phone
    watched.visit(f"/?level=0&to=room:{room}")
    tap_locate(watched)
    watched.page.locator("[data-end=from]").click()
    watched.page.locator(".end-from").get_by_role("option", name="My location").click()
    watched.page.locator(".step").first.wait_for()
    card = watched.page.locator(".position-card")
    card.get_by_label("Your floor").wait_for()
    card.get_by_text("The route starts on Ground Floor").wait_for()
    assert card.bounding_box()["height"] < 110
    card.get_by_label("Your floor").select_option("Level 1")
    card.get_by_text("The route starts on").wait_for(state="detached")
    card.get_by_role("button", name="Hide my location").click()
    assert not card.is_visible()


@pytest.mark.parametrize("accuracy", [20, pytest.param(9000, marks=pytest.mark.nightly)])
def test_who_is_far_away_is_told_so_and_may_start_at_the_entrance(located_phone, accuracy):
    watched = located_phone
    page = watched.page
    page.context.set_geolocation({**FAR, "accuracy": accuracy})
    before = watched.read_view()
    tap_locate(watched)
    card = page.locator(".position-card")
    if accuracy == 9000:  # it may be here after all
        card.get_by_text("You are within 9 km of the mark").wait_for()
        return
    card.get_by_text("You are 7 km away. Start at the main entrance?").wait_for()
    assert watched.read_view() == before
    watched.take_screenshot("phone-far")
    assert watched.find_barriers() == []
    page.get_by_role("button", name="Start at the entrance").click()
    page.locator(".sidebar[data-mode=directions]").wait_for()
    assert page.locator("[data-end=from]").input_value()
    assert not card.is_visible()


def test_a_leap_to_far_away_never_takes_the_map_along(device):
    """A device may first tell where it was seconds ago."""
    watched = device
    page = watched.page
    held = {}
    page.route("**/api/locate/**", lambda route: held.update(first=route), times=1)
    tap_locate(watched)
    card = page.locator(".position-card")
    card.get_by_text("You are within 8 m of the mark").wait_for()
    before = watched.read_view()
    page.context.set_geolocation({**FAR, "accuracy": 20})
    card.get_by_text("You are within 20 m of the mark").wait_for()
    assert watched.read_view() == before
    held["first"].continue_()
    card.get_by_text("You are 7 km away. Start at the main entrance?").wait_for()
    assert watched.read_view() == before


@pytest.mark.nightly
def test_without_an_entrance_a_route_starts_where_the_network_is_nearest(open_page):
    watched = open_page("/", geolocation={**FAR, "accuracy": 20}, permissions=["geolocation"])
    page = watched.page
    tap_locate(watched)
    start = page.get_by_role("button", name="Start at the entrance")
    start.wait_for()
    for asked in ("**/api/openings/**", "**/api/search/**"):
        page.route(asked, lambda route: route.abort())
    start.click()
    query = watched.wait_for_address("from=")
    longitude, latitude, level = map(float, parse_qs(query[1:])["from"][0].split(","))
    assert level == 0
    # The demo is 80 m long.
    assert abs(longitude - MIDDLE["longitude"]) < 0.001
    assert abs(latitude - MIDDLE["latitude"]) < 0.001
    watched.problems.clear()


def test_a_position_that_is_refused_is_said_and_forgotten(device):
    context = device.page.context
    context.clear_permissions()
    try:
        button = tap_locate(device)
        device.page.get_by_text("Your location is not available.").first.wait_for()
        assert button.get_attribute("aria-pressed") == "false"
    finally:
        context.grant_permissions(["geolocation"])


def test_the_mark_points_where_the_device_points(device):
    watched = device
    page = watched.page
    tap_locate(watched)
    page.locator(".position-card").wait_for()
    assert is_at(watched, MIDDLE)
    clip = {"x": 764, "y": 360, "width": 80, "height": 80}
    shown = []
    for alpha in (0, 90):
        page.evaluate(TURN, alpha)
        page.wait_for_timeout(300)
        shown.append(page.screenshot(clip=clip))
    assert shown[0] != shown[1]
    watched.take_screenshot("heading")


def test_locating_and_sharing_are_always_there_on_a_phone(located_phone, demo_database):
    ((room,),) = demo_database.fetch("SELECT ogc_fid FROM room_points ORDER BY 1 LIMIT 1")
    watched = located_phone
    for address in (f"/?level=0&room={room}", f"/?level=0&to=room:{room}", "/?level=0"):
        watched.visit(address)
        for name in ("locate", "share"):
            watched.page.locator(f".control-{name}").click(trial=True)
        watched.page.locator(".control-locate").tap()
        watched.page.locator(".position-card").wait_for()
        watched.take_screenshot(f"phone-position-{address[10:12] or 'home'}")
        watched.page.get_by_role("button", name="Hide my location").tap()
