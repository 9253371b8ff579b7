"""No barrier that a machine can find, in any state, light or dark; and none without scripts either."""

import gzip
import io
import json
import re
from typing import get_args

import httpx
import pytest
from PIL import Image

from benchmarks.viewer import BYTES, BYTES_OF_WORKER, BYTES_ON_DEMAND, ROUTER, list_scripts
from interactive_maps.mapdata.schema.layers import LAYERS
from interactive_maps.routing.http.parameters import AVOIDABLE
from interactive_maps.routing.profiles import PROFILES
from interactive_maps.routing.search.no_route import ReasonCode
from tests.databases import ROOT
from tests.e2e.viewer.conftest import SMALL
from tests.e2e.viewer.watching import watch_page

VIEWER = ROOT / "interactive_maps/viewer"
STATES = {"kiosk": "/?kiosk=1&here=13.4024,52.474,0", "embedded": "/embed/"}


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
    watched = open_page(STATES[state], viewport=SMALL)
    assert find_barriers(watched) == []
    assert watched.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "it scrolls sideways"
    watched.page.emulate_media(color_scheme="light")
    watched.take_screenshot(state)


def test_whoever_chooses_a_language_by_keyboard_stays_at_the_field(home):
    page = home.page
    for language in ("de", "en"):
        page.locator(".languages select").focus()
        page.locator(".languages select").select_option(language)
        page.locator(f"html[lang={language}]").wait_for(state="attached")
        home.wait_until_ready()
        assert page.evaluate("document.activeElement.matches('.languages select')")


@pytest.mark.nightly
def test_selected_text_is_read_in_the_dark(phone):
    page = phone.page
    page.emulate_media(color_scheme="dark")
    page.wait_for_selector(":root[data-theme=dark]", state="attached")
    phone.search.fill("Selected")
    phone.search.select_text()
    colours = Image.open(io.BytesIO(phone.search.screenshot())).convert("RGB").getcolors(100_000)
    page.emulate_media(color_scheme="light")
    (_, behind), *_ = sorted(colours, reverse=True)[1:]  # the field itself comes first
    assert behind == (122, 168, 255)


def test_whatever_a_page_should_not_do_fails_its_test(home):
    page = home.page
    page.evaluate("fetch('http://127.0.0.1:9/').catch(() => {})")
    page.wait_for_timeout(100)
    assert any("violates" in problem for problem in home.problems), "its policy lets it ask another origin"
    home.problems.clear()
    page.evaluate("console.error('wrong')")
    page.evaluate("setTimeout(() => { throw new Error('thrown'); })")
    page.wait_for_timeout(100)
    assert [problem[:6] for problem in home.problems] == ["wrong ", "thrown"]
    home.problems.clear()
    policy = httpx.get(f"{home.origin}/").headers["content-security-policy"]
    sources = {word for part in policy.split(";")[:-1] for word in part.split()[1:]}
    assert sources <= {"'none'", "'self'", "data:", "blob:"}


def test_pages_without_scripts_have_no_barriers(browser, demo):
    page = browser.new_page()
    watched = watch_page(page, demo.address)
    for address in ("/rooms/", "/rooms/?q=room", "/route/", "/route/?from=room:1&to=room:100"):
        page.goto(demo.address + address)
        assert watched.find_barriers() == [], address
    assert watched.problems == []
    page.close()


def test_rooms_are_listed_by_building_and_level_without_javascript(browser, demo, demo_database):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(demo.address)
    page.get_by_role("link", name="list of rooms").click()
    captions = ["Castle Hospital · Ground Floor", "Castle Hospital · Level 1", "Castle Hospital · Level 2"]
    assert page.locator("caption").all_inner_texts() == captions
    for level in range(3):
        names = demo_database.fetch(f"SELECT text FROM room_points WHERE level = {level} ORDER BY ogc_fid")
        assert page.locator("table").nth(level).locator("tbody th").all_inner_texts() == [n for (n,) in names]
    page.get_by_label("Name or number").fill("0.006")
    page.get_by_role("button", name="Search").click()
    assert page.locator("tbody th").first.inner_text().startswith("0.006 ")
    context.close()


def test_a_way_is_told_in_words_without_javascript(browser, demo, demo_database):
    ((start,), (end,)) = demo_database.fetch(
        "(SELECT ogc_fid FROM room_points WHERE level = 0 ORDER BY 1 LIMIT 1) UNION ALL "
        "(SELECT ogc_fid FROM room_points WHERE level = 2 ORDER BY 1 LIMIT 1)"
    )
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{demo.address}/rooms/")
    page.locator(f"a[href$='to=room:{end}']").click()
    page.get_by_label("From", exact=True).fill(f"room:{start}")
    page.get_by_role("button", name="Show the route").click()
    asked = httpx.get(f"{demo.address}/api/route/", params={"from": f"room:{start}", "to": f"room:{end}"})
    told = [step["text"] for step in asked.json()["steps"]]
    assert len(told) >= 3
    assert [text.split("\n")[0] for text in page.locator("main ol li").all_inner_texts()] == told
    assert page.get_by_text("metres").or_(page.get_by_text(" m")).first.is_visible()
    context.close()


def test_our_scripts_stay_small(capsys):
    scripts, on_demand = list_scripts()
    assert len(scripts) == 3
    assert len(on_demand) + 1 == len(list(VIEWER.glob("static/viewer/ondemand/*.js")))
    size, more = (sum(len(gzip.compress(one.read_bytes())) for one in some) for some in (scripts, on_demand))
    with capsys.disabled():
        print(f"\n    {len(scripts)} scripts of the viewer, gzipped: {size:,} bytes; on demand {more:,}")
    assert size < BYTES
    assert more < BYTES_ON_DEMAND
    assert len(gzip.compress(ROUTER.read_bytes())) < BYTES_OF_WORKER
    page = (VIEWER / "templates/viewer/map.html").read_text()
    assert set(re.findall(r"viewer/(bundle/\w+\.js)", page)) == {
        "bundle/app.js",
        "bundle/chunk.js",
        "bundle/routeworker.js",
    }


TEXTS = {path.stem: json.loads(path.read_text()) for path in VIEWER.glob("static/viewer/languages/*.json")}
TABLES = ("profiles", "access", "toilets", "edgeKinds")


@pytest.mark.parametrize("language", ["en", "de", "fr", "es", "ar"])
def test_every_language_says_everything(language):
    texts = TEXTS[language]
    assert texts.keys() == TEXTS["en"].keys()
    for table in TABLES:
        assert texts[table].keys() == TEXTS["en"][table].keys()
    for key in texts.keys() - set(TABLES):
        assert find_placeholders(texts[key]) == find_placeholders(TEXTS["en"][key]), key
    assert {f"why_{reason}" for reason in ("no_network", *get_args(ReasonCode))} <= texts.keys()
    assert texts["profiles"].keys() == PROFILES.keys()
    assert texts["edgeKinds"].keys() == set(AVOIDABLE)


def test_fields_of_places_have_a_label_in_every_language():
    script = (VIEWER / "static/viewer/placefields.js").read_text()
    labels = {
        name: re.findall(r'^    (\w+): ".+",$', body, re.MULTILINE)
        for name, body in re.findall(r"^  (\w+): \{\n(.*?)^  \},$", script, re.MULTILINE | re.DOTALL)
    }
    assert labels
    assert {tuple(languages) for languages in labels.values()} == {("en", "de", "fr", "es", "ar")}
    members = {member.name for layer in LAYERS.values() for member in layer.members}
    assert labels.keys() <= members


def find_placeholders(text):
    return sorted(re.findall(r"\{\w+\}", text))


def test_every_text_is_used_and_every_text_that_is_used_exists():
    folder = VIEWER / "static/viewer"
    script = "".join(path.read_text() for path in [*folder.glob("*.js"), *folder.glob("ondemand/*.js")])
    used = set(re.findall(r'\bt\(\s*"(\w+)"', script))
    assert len(used) > 30
    assert used <= TEXTS["en"].keys()
    keys = {key for key in TEXTS["en"].keys() - set(TABLES) if not key.startswith("why_")}
    assert {key for key in keys if not re.search(rf'"{key}"|\b{key}:', script)} == set()
