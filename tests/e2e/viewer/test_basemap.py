"""Streets around the building: from a style, from an archive, and from a host that is away."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable

import httpx
import pytest
from PIL import Image

from tests.e2e.servers import find_free_port, run_server
from tests.e2e.viewer.basemaps import TILE, BasemapHost, make_archive, make_picture, run_host
from tests.e2e.viewer.watching import PHONE, Watched

AROUND = "/?at=13.4024,52.474,15.5"  # the building is small, in the middle of what is seen
CORNER = (1150, 300)  # far from the building and from all panels
WATER, DARK_WATER = (0xBF, 0xD5, 0xE8), (0x18, 0x2A, 0x3A)
SEA = (0, 0x80, 0xFF)  # of the style below
ATTRIBUTION = (
    '<a href="https://www.example.org/" onclick="alert(1)">Example</a> <img src="x">&amp; '
    '<a href="javascript:1">more</a>'
)
Colour = tuple[int, int, int]


def read_colour(watched: Watched, point: tuple[int, int] = CORNER) -> Colour:
    """Return the colour of a point on the screen."""
    picture = Image.open(io.BytesIO(watched.page.screenshot())).convert("RGB")
    pixel = picture.getpixel(point)
    assert isinstance(pixel, tuple)
    return (int(pixel[0]), int(pixel[1]), int(pixel[2]))


def wait_for_colour(watched: Watched, is_it: Callable[[Colour], bool], tries: int = 100) -> Colour:
    """Return the colour of the corner once it is the one that is waited for."""
    for _ in range(tries):
        if is_it(seen := read_colour(watched)):
            return seen
        watched.page.wait_for_timeout(100)
    raise AssertionError(f"the corner is {seen}")


def make_style(host: BasemapHost, other: str = "http://127.0.0.1:9") -> dict[str, object]:
    sources = {
        "land": {"type": "vector", "url": "tiles.json"},
        "elsewhere": {"type": "raster", "tiles": [f"{other}/picture/{{z}}/{{x}}/{{y}}"]},
        "never used": {"type": "vector", "url": "https://unused.example.org/tiles.json"},
    }
    water = {
        "id": "areas",
        "type": "fill",
        "source": "land",
        "source-layer": "water",
    }  # an id that is ours, too
    names = {"id": "names", "type": "symbol", "source": "land", "source-layer": "roads"}
    return {
        "version": 8,
        "sources": sources,
        "sprite": f"{host.origin}/sprite",
        "glyphs": f"{host.origin}/fonts/{{fontstack}}/{{range}}.pbf",
        "layers": [
            {"id": "background", "type": "background", "paint": {"background-color": "#fff"}},
            {**water, "paint": {"fill-color": "#0080ff"}},
            {
                **names,
                "layout": {"text-field": ["get", "name"], "text-font": ["Some Serif"], "icon-image": "dot"},
            },
            {"id": "pictures", "type": "raster", "source": "elsewhere"},
            {**water, "id": "high", "type": "fill-extrusion", "paint": {"fill-extrusion-height": 500}},
        ],
    }


def fill_host(host: BasemapHost) -> None:
    tiles = {"tiles": ["/v1/{z}/{x}/{y}"], "minzoom": 14, "maxzoom": 14, "attribution": ATTRIBUTION}
    sprite = {"dot": {"x": 0, "y": 0, "width": 8, "height": 8, "pixelRatio": 1}}
    host.files |= {
        "/style.json": json.dumps(make_style(host)).encode(),
        "/tiles.json": json.dumps(tiles).encode(),
        "/v1/tile": TILE,
        "/sprite.json": json.dumps(sprite).encode(),
        "/sprite.png": make_picture(8, "red"),
        "/archive.pmtiles": make_archive(),
    }


@pytest.fixture(scope="module")
def host():
    """A host with a style, its tiles and its sprite, and an archive."""
    with run_host() as host:
        fill_host(host)
        yield host


@pytest.fixture(scope="module")
def styled(demo_database, host):
    """A server of the demo building in the midst of that style."""
    with run_server(demo_database, settings={"BASEMAP_STYLE_URL": f"{host.origin}/style.json"}) as server:
        yield server


def test_without_a_base_map_nothing_is_loaded_or_allowed(home, demo):
    page = httpx.get(f"{demo.address}/")
    assert "connect-src 'self';" in page.headers["content-security-policy"]
    assert not re.search("basemap|pmtiles", page.text)
    assert not re.search("basemap|pmtiles", httpx.get(f"{demo.address}/offline.js").text)
    assert [url for url in home.asked if "basemap" in url or "pmtiles" in url] == []
    assert home.page.locator(".attribution").count() == 0
    assert httpx.get(f"{demo.address}/basemap.pmtiles").status_code == 404


def test_the_policy_of_pages_grows_by_the_host_and_no_other(styled, host):
    for path in ("/", "/embed/"):
        policy = httpx.get(styled.address + path).headers["content-security-policy"]
        assert f"connect-src 'self' {host.origin};" in policy
        assert policy.count("127.0.0.1") == 1
    for path in ("/rooms/", "/offline.js", "/api/docs/", "/static/viewer/app.js"):
        assert "127.0.0.1" not in httpx.get(styled.address + path).headers["content-security-policy"]


def test_a_style_is_drawn_below_the_building_and_hosts_that_are_not_listed_are_not_asked(
    open_page, styled, host
):
    warnings: list[str] = []
    watched = open_page("/rooms/", server=styled, hosts=(host.origin,), is_ready=False)
    watched.page.on("console", lambda one: warnings.append(one.text) if one.type == "warning" else None)
    watched.open(AROUND)
    wait_for_colour(watched, lambda seen: seen == SEA)
    watched.take_screenshot("basemap-style")
    attribution = watched.page.locator(".attribution")
    assert attribution.inner_text().split() == ["Example", "&", "more"]
    assert attribution.locator("a").evaluate_all("all => all.map(({ href }) => href)") == [
        "https://www.example.org/"
    ]
    assert attribution.locator("img, [onclick]").count() == 0
    named = [text for text in warnings if "BASEMAP_HOSTS" in text]
    assert named == ["The base map's style names http://127.0.0.1:9, which BASEMAP_HOSTS does not list."]
    assert [path for path in host.asked if "fonts" in path] == [], (
        "names are drawn with the fonts of the device"
    )
    assert any(path.startswith("/sprite") and path.endswith(".png") for path in host.asked)
    assert watched.find_barriers() == []
    watched.open("/?at=13.40237,52.4738,20")  # in a corridor
    attribution.wait_for()
    watched.read_view()  # once it is drawn
    assert read_colour(watched, (640, 400)) != SEA, "the building is above the water"


@pytest.mark.nightly
def test_a_light_style_is_darkened_in_the_dark_theme_and_taps_still_select_rooms(open_page, styled, host):
    watched = open_page("/?at=13.4024,52.474,15.5&theme=dark", server=styled, hosts=(host.origin,))
    seen = wait_for_colour(watched, lambda seen: seen[2] > 80)
    assert seen[2] < 0.6 * SEA[2]
    watched.page.evaluate("document.documentElement.dataset.theme = 'light'")
    watched.page.get_by_role("button", name="Show the whole map").click()
    watched.find("0.0")
    watched.page.locator("#place-name").wait_for()


@pytest.mark.nightly
def test_a_style_of_its_own_for_the_dark_theme_follows_the_device(open_page, demo_database, host):
    host.files["/dark.json"] = host.files["/style.json"].replace(b"#0080ff", b"#102040")
    settings = {
        "BASEMAP_STYLE_URL": f"{host.origin}/style.json",
        "BASEMAP_DARK_STYLE_URL": f"{host.origin}/dark.json",
    }
    with run_server(demo_database, settings=settings) as server:
        watched = open_page(AROUND, server=server, hosts=(host.origin,))
        wait_for_colour(watched, lambda seen: seen == SEA)
        watched.page.emulate_media(color_scheme="dark")
        wait_for_colour(watched, lambda seen: seen == (0x10, 0x20, 0x40))
        watched.page.emulate_media(color_scheme="light")
        wait_for_colour(watched, lambda seen: seen == SEA)


def test_an_archive_of_another_host_is_read_in_ranges(open_page, demo_database, host):
    with run_server(demo_database, settings={"BASEMAP_PMTILES": f"{host.origin}/archive.pmtiles"}) as server:
        watched = open_page(AROUND, server=server, hosts=(host.origin,))
        wait_for_colour(watched, lambda seen: seen == WATER)
        assert watched.page.locator(".attribution a").inner_text() == "© OpenStreetMap"


@pytest.fixture(scope="module")
def archived(demo_database, tmp_path_factory):
    """A server of the demo building with an archive of its own."""
    path = tmp_path_factory.mktemp("tiles") / "berlin.pmtiles"
    path.write_bytes(make_archive())
    with run_server(demo_database, settings={"BASEMAP_PMTILES": str(path)}) as server:
        yield server


@pytest.mark.nightly
def test_the_attribution_is_clear_of_the_controls_on_a_phone_on_its_side(open_page, archived):
    turned = {**PHONE, "viewport": {"width": 844, "height": 390}}
    watched = open_page(AROUND, server=archived, **turned)
    watched.page.locator(".attribution a").wait_for()
    for is_tilted in (False, True):
        if is_tilted:  # one more column of buttons
            watched.page.locator(".control-tilt").click()
            watched.page.locator(".control-compass").wait_for()
        note, buttons = (watched.page.locator(part).bounding_box() for part in (".attribution", ".controls"))
        assert note["x"] + note["width"] <= buttons["x"]


@pytest.mark.nightly
def test_an_archive_on_the_server_needs_no_other_host(open_page, archived):
    watched = open_page(AROUND, server=archived)
    for theme, colour in (("light", WATER), ("dark", DARK_WATER)):
        watched.page.emulate_media(color_scheme=theme)
        wait_for_colour(watched, lambda seen, wanted=colour: seen == wanted)
        watched.take_screenshot(f"basemap-{theme}")
    policy = httpx.get(archived.address).headers["content-security-policy"]
    assert "connect-src 'self';" in policy
    check_attribution_of_phone(watched)


def check_attribution_of_phone(watched):
    """See it above the sheet."""
    watched.page.set_viewport_size(PHONE["viewport"])
    attribution = watched.page.locator(".attribution")
    attribution.get_by_role("link").click(trial=True)
    watched.take_screenshot("basemap-phone")
    assert watched.find_barriers() == []


def test_the_archive_is_sent_in_ranges_and_nothing_beside_it(archived):
    address = f"{archived.address}/basemap.pmtiles"
    whole = make_archive()
    answer = httpx.get(address)
    assert (answer.status_code, answer.content) == (200, whole)
    assert answer.headers["content-type"] == "application/vnd.pmtiles"
    part = httpx.get(address, headers={"Range": "bytes=7-99"})
    assert (part.status_code, part.content) == (206, whole[7:100])
    assert part.headers["content-range"] == f"bytes 7-99/{len(whole)}"
    assert part.headers["etag"] == answer.headers["etag"]
    assert "content-encoding" not in part.headers
    end = httpx.get(address, headers={"Range": "bytes=0-16383"})
    assert (end.status_code, end.content) == (206, whole)
    assert httpx.get(address, headers={"Range": "bytes=999999-"}).status_code == 416
    assert httpx.get(address, headers={"If-None-Match": answer.headers["etag"]}).status_code == 304
    assert httpx.head(address).content == b""
    assert httpx.post(address).status_code == 405
    for path in ("/basemap.pmtiles/", "/basemap.pmtiles/..%2fberlin.pmtiles", "/berlin.pmtiles"):
        assert httpx.get(archived.address + path).status_code == 404


@pytest.mark.nightly
def test_a_host_that_is_away_is_left_alone_and_found_again(open_page, demo_database):
    port = find_free_port()
    origin = f"http://127.0.0.1:{port}"
    with run_server(demo_database, settings={"BASEMAP_STYLE_URL": f"{origin}/style.json"}) as server:
        watched = open_page("/", server=server, hosts=(origin,))
        watched.page.locator(".level", has_text="1").click()
        watched.wait_until_ready()
        watched.page.wait_for_timeout(1000)
        assert len([url for url in watched.asked if url.startswith(origin)]) == 1
        assert all("ERR_CONNECTION_REFUSED" in problem for problem in watched.problems), watched.problems
        watched.problems.clear()
        with run_host(port) as host:
            fill_host(host)
            watched.page.evaluate("dispatchEvent(new Event('online'))")
            watched.page.locator(".attribution").wait_for()
        # It goes away again, while tiles are still to be read.
        asked = len(watched.asked)
        for _ in range(8):
            watched.page.mouse.move(900, 400)
            watched.page.mouse.wheel(0, 600)
            watched.page.wait_for_timeout(200)
        failed = [url for url in watched.asked[asked:] if url.startswith(origin)]
        assert len(failed) < 30
        # Chromium has several names for a host that went away: refused, reset, not connected, empty.
        assert all("net::ERR_" in problem and origin in problem for problem in watched.problems), (
            watched.problems
        )
        assert watched.page.locator(".notice").is_visible() is False
        watched.problems.clear()


@pytest.mark.parametrize(
    "silent",
    ["/style.json", pytest.param("/v1/", marks=pytest.mark.nightly)],  # tiles come after the map in any case
)
def test_a_host_that_never_answers_keeps_nobody_waiting(open_page, demo_database, silent):
    with run_host() as host:
        fill_host(host)
        host.silent = silent
        with run_server(demo_database, settings={"BASEMAP_STYLE_URL": f"{host.origin}/style.json"}) as server:
            watched = open_page("/", server=server, hosts=(host.origin,))
            watched.page.locator(".level", has_text="2").click()
            watched.wait_for_address("level=2")
            watched.wait_until_ready()
            watched.page.goto("about:blank")
        assert host.asked[-1].startswith(silent)
