"""Categories of the demo building, which is drawn: what its rooms are called makes them, and routes lead to them."""

from __future__ import annotations

import html
import json
import re

import httpx
import pytest
from shapely import Point
from shapely.geometry import shape

from tests.databases import ROOT

TEXTS = ROOT / "interactive_maps/viewer/static/viewer/languages"
_REACH = 1e-5  # degrees, about a metre: a route ends in the door or behind it


@pytest.fixture(scope="module")
def client(demo):
    with httpx.Client(base_url=demo.address, timeout=30) as client:
        yield client


@pytest.fixture(scope="module")
def floors(client):
    """Rooms and spaces."""
    return [client.get(f"/api/{layer}/?limit=1000").json() for layer in ("rooms", "spaces")]


def test_a_space_and_its_room_are_of_one_category(floors):
    rooms, spaces = floors
    categories = {space["id"]: space["category"] for space in spaces}
    told = [(room["name"], room["category"], categories[room["space_id"]])
            for room in rooms if room["space_id"] and room["category"]]  # fmt: skip
    assert len(told) > 60
    assert [one for one in told if one[1] != one[2]] == []


def test_a_route_leads_to_the_nearest_restroom_from_everywhere(client, floors):
    rooms, spaces = floors
    goals = [shape(space["geometry"]) for space in spaces if space["category"].startswith("restroom")]
    assert goals
    for room in rooms[:: len(rooms) // 5]:
        answer = client.get(f"/api/route/?from=room:{room['id']}&to=category:restroom")
        assert answer.status_code == 200, (room["name"], answer.text)
        end = Point(answer.json()["route"]["coordinates"][-1])
        assert min(goal.distance(end) for goal in goals) < _REACH, room["name"]


def test_languages_are_those_of_the_page(client):
    listed = client.get("/api/languages/").json()
    page = client.get("/", headers={"Accept-Language": "ar"}).text
    of_page = json.loads(html.unescape(re.search(r'data-languages="([^"]*)"', page)[1]))
    assert [(code, one["name"], one["direction"]) for code, one in of_page.items()] == [
        (one["code"], one["name"], one["direction"]) for one in listed
    ]
    assert {one["code"] for one in listed} == {path.stem for path in TEXTS.glob("*.json")}
    assert '<html lang="ar" dir="rtl"' in page
    assert client.get("/api/languages/?lang=de").status_code == 400
