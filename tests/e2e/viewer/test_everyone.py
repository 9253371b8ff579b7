"""No barrier that a machine can find, in any state, light or dark; and not without scripts either."""

import gzip
import json

import pytest

from tests.databases import ROOT
from tests.e2e.viewer.watching import watch_page

VIEWER = ROOT / "interactive_maps/viewer"
STATES = {
    "home": "/",
    "room": "/?room=12",
    "way": "/?from=room:12",
    "right-to-left": "/?lang=ar&room=12",
    "kiosk": "/?kiosk=1&here=13.4024,52.474,0",
    "embedded": "/embed/",
}


def find_barriers(watched):
    """Return the barriers of a page in light and in dark."""
    found = []
    for scheme in ("light", "dark"):
        watched.page.emulate_media(color_scheme=scheme)
        watched.page.wait_for_selector(f":root[data-theme={scheme}]", state="attached")
        found += [(scheme, barrier) for barrier in watched.find_barriers()]
    return found


@pytest.mark.parametrize("state", STATES)
def test_no_barriers(open_page, state):
    assert find_barriers(open_page(STATES[state])) == []


def test_no_barriers_in_lists_and_dialogs(open_page):
    watched = open_page("/")
    watched.search.fill("room")
    watched.page.locator(".option").first.wait_for()
    watched.page.keyboard.press("ArrowDown")
    assert find_barriers(watched) == []
    watched.page.keyboard.press("Escape")
    watched.search.fill("")
    watched.page.keyboard.press("Escape")
    watched.page.locator(".chip").first.click()
    assert find_barriers(watched) == []
    watched.page.get_by_role("button", name="Share").click()
    watched.page.locator("svg.code").wait_for()
    assert find_barriers(watched) == []


@pytest.mark.parametrize("address", ["/rooms/", "/rooms/?q=room", "/route/", "/route/?from=room:1&to=room:2"])
def test_pages_without_scripts_have_no_barriers(browser, demo, address):
    page = browser.new_page()
    watched = watch_page(page, demo.address)
    page.goto(demo.address + address)
    assert watched.find_barriers() == []
    page.close()


def test_rooms_are_listed_without_javascript(browser, demo, demo_database):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(demo.address)
    page.get_by_role("link", name="list of rooms").click()
    names = [name for (name,) in demo_database.fetch("SELECT text FROM room_points ORDER BY ogc_fid")]
    assert page.locator("tbody th").all_inner_texts() == names
    page.get_by_label("Name or number").fill(names[5])
    page.get_by_role("button", name="Search").click()
    assert page.locator("tbody th").first.inner_text() == names[5]
    context.close()


def test_our_scripts_stay_small():
    scripts = [*VIEWER.glob("static/viewer/*.js"), VIEWER / "templates/viewer/offline.js"]
    assert len(scripts) > 20
    size = sum(len(gzip.compress(script.read_bytes())) for script in scripts)
    assert size < 60_000


def test_every_language_says_everything():
    texts = {
        path.stem: json.loads(path.read_text()) for path in VIEWER.glob("static/viewer/languages/*.json")
    }
    assert set(texts) == {"en", "de", "fr", "es", "ar"}
    for language, said in texts.items():
        assert said.keys() == texts["en"].keys(), language
        assert said["families"].keys() == texts["en"]["families"].keys(), language
