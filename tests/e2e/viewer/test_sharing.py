"""What one person sees, another sees by its address: as a link, a QR code, a frame, on paper, on a kiosk."""

import re

import pytest

from tests.databases import ROOT
from tests.e2e.pages import serve_page
from tests.e2e.viewer.conftest import SMALL
from tests.e2e.viewer.watching import VENDOR


def select_room(watched, database):
    key, name = database.fetch("SELECT space_id, text FROM room_points WHERE level = 1 ORDER BY 1 LIMIT 1")[0]
    watched.find(name)
    watched.wait_for_address(f"space={key}")
    watched.read_view()  # once it has flown there
    return watched.wait_for_address(f"space={key}"), name


def test_a_shared_link_shows_the_same_again(home, demo_database):
    query, name = select_room(home, demo_database)
    home.open(f"/{query}")
    assert home.page.locator("#place-name").inner_text() == name
    assert home.page.get_by_role("radio", name="Level 1").is_checked()
    home.page.wait_for_timeout(400)
    assert home.page.evaluate("location.search") == query


def test_a_link_to_a_room_shows_its_space(home, demo_database):
    ((room, space, name),) = demo_database.fetch(
        "SELECT ogc_fid, space_id, text FROM room_points WHERE level = 1 ORDER BY 1 LIMIT 1"
    )
    home.open(f"/?room={room}")
    assert home.page.locator("#place-name").inner_text() == name
    assert f"space={space}" in home.wait_for_address("space=")


def test_the_dialog_copies_the_link_and_its_code_can_be_read(home, demo_database):
    watched = home
    select_room(watched, demo_database)
    page = watched.page
    page.get_by_role("button", name="Share").click()
    page.get_by_role("button", name="Copy link").click()
    page.get_by_role("button", name="Copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == page.url
    page.evaluate((VENDOR / "jsQR.js").read_text())
    assert page.evaluate(READ_CODE) == page.url
    watched.take_screenshot("share")
    page.keyboard.press("Escape")
    assert page.get_by_role("button", name="Share").evaluate("button => button === document.activeElement")


READ_CODE = """
async () => {
  const picture = new Image();
  const svg = document.querySelector("svg.code").cloneNode(true);
  svg.setAttribute("width", 400);
  svg.setAttribute("height", 400);
  picture.src = "data:image/svg+xml," + encodeURIComponent(new XMLSerializer().serializeToString(svg));
  await picture.decode();
  const context = Object.assign(document.createElement("canvas"), {width: 400, height: 400}).getContext("2d");
  context.drawImage(picture, 0, 0);
  return jsQR(context.getImageData(0, 0, 400, 400).data, 400, 400)?.data;
}
"""


def test_a_page_of_somebody_else_may_frame_the_embedded_map(demo, browser):
    query = "level=1&controls=0&search=0&theme=dark&lang=fr"
    sources = (f"{demo.address}/embed/?{query}", f"{demo.address}/")
    body = "".join(f"<iframe src='{source}' width=800 height=600></iframe>" for source in sources)
    with serve_page(body) as address:
        outer = browser.new_page()
        outer.goto(address)
        embedded, whole = outer.frames[1:]
        embedded.wait_for_selector("body[data-state=ready]", state="attached")
        assert not embedded.locator(".levels").is_visible()
        assert not embedded.locator(".controls").is_visible()
        assert not embedded.locator(".sidebar").is_visible()
        shown = embedded.evaluate("[document.documentElement.lang, document.documentElement.dataset.theme]")
        assert shown == ["fr", "dark"]
        assert "level=1" in embedded.url
        assert whole.locator(".map").count() == 0, "the whole page may not be framed"
        outer.close()


def test_paper_gets_the_map_as_a_picture(home):
    watched = home
    watched.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    watched.page.emulate_media(media="print")
    picture = watched.page.locator("img.printed")
    assert picture.is_visible()
    assert not watched.page.locator(".controls").is_visible()
    width = picture.evaluate("picture => picture.decode().then(() => picture.naturalWidth)")
    assert width >= 1280
    watched.page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert picture.count() == 0
    watched.page.emulate_media(media="screen")


@pytest.mark.nightly
def test_a_kiosk_forgets_whoever_has_left(open_page, demo_database):
    watched = open_page(
        "/rooms/", is_ready=False, timezone_id="UTC", viewport=SMALL
    )  # a page without a map: it is soon there
    page = watched.page
    page.clock.install()
    watched.open("/?kiosk=1&here=13.40237,52.4738,0&idle=60")
    first = watched.wait_for_address("kiosk=1")
    page.evaluate("addEventListener('keydown', () => { window.touched = Date.now(); }, true)")
    _, name = select_room(watched, demo_database)
    # The clock stands still while the bar is looked at: on a busy machine, the last seconds would be over.
    page.clock.pause_at((page.evaluate("touched") + 52_000) / 1000)
    page.clock.run_for(300)
    bar = page.locator(".idle-bar")
    assert re.fullmatch(r"Starting over in ([1-9]|10) seconds", bar.locator("span").inner_text())
    # By key: a click waits for frames, which are slow in coming while the clock of the map is held.
    page.get_by_role("button", name="Continue").press("Enter")
    assert not bar.is_visible()
    page.clock.resume()
    assert page.locator("#place-name").inner_text() == name
    page.get_by_role("button", name="Directions").last.press("Enter")
    assert page.locator("[data-end=from]").input_value() == "Point on the map"  # where the kiosk stands
    page.locator(".step").first.wait_for()
    page.clock.fast_forward(61_000)
    page.clock.run_for(300)
    assert page.locator("#place-name, .step").count() == 0
    assert page.get_by_role("radio", name="Ground Floor").is_checked()
    assert page.evaluate("localStorage.length") == 0
    assert "kiosk=1" in first
    assert page.get_by_role("button", name="Share").count() == 0


def test_the_example_of_the_client_runs_as_it_is_printed(browser, demo, demo_database):
    text = (ROOT / "docs/how-to/embed-the-viewer.md").read_text()
    example = next(part for part in re.findall(r"```html\n(.*?)```", text, re.DOTALL) if "IndoorMap" in part)
    page = browser.new_page()
    page.route("**/example", lambda route: route.fulfill(content_type="text/html", body=example))
    page.goto(f"{demo.address}/example")
    page.wait_for_function("() => document.getElementById('found').textContent")
    names = demo_database.fetch("SELECT text FROM room_points WHERE level = 0 ORDER BY ogc_fid")
    assert page.locator("li").all_inner_texts() == [name for (name,) in names]
    page.close()
