"""What becomes of a link that is shared: its title, its floor, and a picture, made by the server."""

from __future__ import annotations

import json
import re
from io import BytesIO
from urllib.parse import urlsplit

import httpx
import pytest
from PIL import Image

from tests.e2e.viewer.watching import SCREENSHOTS


def read_tags(answer):
    """Return the page's title and its Open Graph tags."""
    found = dict(re.findall(r'<meta property="og:([\w:]+)" content="([^"]*)">', answer.text))
    return re.findall("<title>(.*)</title>", answer.text)[0], found


@pytest.fixture
def room(demo_database):
    """Id, space and name of a room on the first floor."""
    return demo_database.fetch(
        "SELECT ogc_fid, space_id, text FROM room_points WHERE level = 1 ORDER BY ogc_fid LIMIT 1"
    )[0]


def fetch_picture(server, address):
    answer = httpx.get(server.address + address, timeout=30)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "image/png"
    return answer, Image.open(BytesIO(answer.content)).convert("RGB")


def test_a_link_to_a_place_says_its_name_and_floor_and_has_a_picture(demo, room):
    key, space, name = room
    for query in (f"from=room:1&to=space:{space}", f"space={space}&at=13.4024,52.474,18.5", f"room={key}"):
        title, tags = read_tags(httpx.get(f"{demo.address}/?{query}"))
        shown = f"Directions: {name}" if "to=" in query else name
        assert title == f"{shown} · Level 1 · Indoor map", query
        assert tags["title"] == f"{shown} · Level 1"
        assert tags["site_name"] == "Indoor map"
        assert tags["description"].startswith("Level 1 · Castle Hospital")
        assert tags["image"].startswith(f"{demo.address}/api/preview.png?")
    title, _ = read_tags(httpx.get(f"{demo.address}/?space={space}&lang=de"))
    assert title == f"{name} · Level 1 · Gebäudekarte"
    address = tags["image"].replace("&amp;", "&")
    _, picture = fetch_picture(demo, address.removeprefix(demo.address))
    assert picture.size == (int(tags["image:width"]), int(tags["image:height"])) == (1200, 630)
    red, _, blue = picture.getpixel((614, 289))  # the head of the pin
    assert blue > 200
    assert red < 60
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    picture.save(SCREENSHOTS / "preview-place.png")
    _, whole = fetch_picture(demo, "/api/preview.png?level=0")
    whole.save(SCREENSHOTS / "preview-level.png")
    assert len(whole.getcolors(1200 * 630)) > 8, "rooms are tinted"


@pytest.mark.parametrize("query", ["", "space=999999", "space=x&level=high&at=0", "lang=%00&to=&room=-1"])
def test_a_link_to_nothing_is_a_link_to_the_map(demo, query):
    answer = httpx.get(f"{demo.address}/?{query}", headers={"Accept-Language": "fr"})
    assert answer.status_code == 200
    title, tags = read_tags(answer)
    assert title == tags["title"] == "Plan intérieur"
    assert urlsplit(tags["image"]).path == "/api/preview.png"
    assert 'lang="fr"' in answer.text


def test_a_link_says_what_is_there(demo, demo_database):
    """Of a place its kind, of a floor the kinds of places that it has; of the map, what people do with it."""
    ((space,),) = demo_database.fetch(
        "SELECT ogc_fid FROM spaces WHERE category LIKE 'restroom%' AND level = 0 LIMIT 1"
    )
    told = {
        query: read_tags(httpx.get(f"{demo.address}/?{query}"))[1]["description"]
        for query in (f"space={space}&lang=de", "level=2&lang=en", "lang=en")
    }
    ((scanner,),) = demo_database.fetch("SELECT ogc_fid FROM spaces WHERE category = 'imaging' LIMIT 1")
    narrow = read_tags(httpx.get(f"{demo.address}/?space={scanner}&lang=en"))[1]["description"]
    assert narrow.endswith("Medical imaging")
    place, floor, whole = told.values()
    assert place.startswith("Ground Floor · Castle Hospital · ")
    assert "oiletten" in place
    assert floor.startswith("Level 2 · Castle Hospital · Toilets, ")
    assert "Food" not in floor
    assert len(floor.split(", ")) == 6
    assert whole == "Search rooms and places"


def test_names_are_text_in_the_tags(demo, demo_database, room):
    _, space, _ = room
    ((building,),) = demo_database.fetch("SELECT names::text FROM buildings")
    before = demo_database.fetch(f"SELECT names::text FROM spaces WHERE ogc_fid = {space}")[0][0]
    name = json.dumps({"en": '"><script>'})
    demo_database.run(f"UPDATE spaces SET names = '{name}' WHERE ogc_fid = {space}")
    demo_database.run(f"UPDATE buildings SET names = '{name}'")
    try:
        text = httpx.get(f"{demo.address}/?space={space}").text
        assert "<script>" not in text
        assert "&lt;script&gt; · Level 1" in text
        assert 'og:description" content="Level 1 · &quot;&gt;&lt;script&gt;' in text
    finally:
        demo_database.run(f"UPDATE spaces SET names = '{before}' WHERE ogc_fid = {space}")
        demo_database.run(f"UPDATE buildings SET names = '{building}'")


def test_a_picture_is_answered_once_for_each_version(demo, room):
    answer, _ = fetch_picture(demo, f"/api/preview.png?place=room:{room[0]}")
    again = httpx.get(
        f"{demo.address}/api/preview.png?place=room:{room[0]}",
        headers={"If-None-Match": answer.headers["etag"]},
    )
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == answer.headers["etag"]


@pytest.mark.parametrize("query", ["at=2.35,48.85,18", "level=77", "level=77&at=2.35,48.85,18"])
def test_a_picture_of_what_the_map_does_not_have_is_one_of_the_map(demo, query):
    nothing, whole = (httpx.get(f"{demo.address}/api/preview.png?{one}").content for one in (query, ""))
    assert nothing == whole


@pytest.mark.parametrize(
    ("query", "status", "code", "parameter"),
    [
        ("place=room:0", 404, "not_found", None),
        ("place=room", 400, "invalid_parameter", "place"),
        ("size=9000", 400, "invalid_parameter", "size"),
        ("at=0,0", 400, "invalid_parameter", "at"),
    ],
)
def test_what_is_wrong_with_a_picture_is_said_in_a_sentence(demo, query, status, code, parameter):
    answer = httpx.get(f"{demo.address}/api/preview.png?{query}")
    body = answer.json()
    assert (answer.status_code, body["code"], body.get("parameter")) == (status, code, parameter)
    assert body["detail"].endswith(".")


def test_a_browser_at_a_dead_address_is_led_to_the_map_and_a_program_told_in_json(demo):
    browser, program = {"Accept": "text/html,*/*;q=0.8"}, {"Accept": "*/*"}
    page = httpx.get(f"{demo.address}/old/page?a=<b>", headers=browser)
    assert page.status_code == 404
    assert "text/html" in page.headers["content-type"]
    assert '<a href="/">Open the map</a>' in page.text
    for path, headers in (("/api/old/", browser), ("/old/page", program)):
        answer = httpx.get(demo.address + path, headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
