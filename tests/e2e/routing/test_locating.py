"""Where a position may be, asked over HTTP: candidates, anchors, and what is refused."""

from __future__ import annotations

import httpx
import pytest

from interactive_maps.routing.http.parameters import LOCATE
from tests.e2e.routing.test_bad_parameters import BAD, check
from tests.e2e.servers import Server

HERE = {"lon": "13.7003", "lat": "51.00004", "accuracy": "5"}
_NUMBERS = ["", "x", "1e1", "NaN", "1,5"]
BAD_VALUES = {
    "lon": [*_NUMBERS, "181", "-180.1"],
    "lat": [*_NUMBERS, "91"],
    "accuracy": [*_NUMBERS, "-1", "100001"],
    "heading": [*_NUMBERS, "-1", "361"],
    "level": [*_NUMBERS, "1001"],
    "anchor": ["", "room", "room:-1", "hall:3", "category:restroom", "13.7,51.0", "1,2,3,4", "\0"],
    "previous": ["", "1,2,3", "1,2,3,4,5,6", "181,0,0,1", "0,0,0,-1", "0,0,0,3601", "0,0,0,1,1.1", "a,b,c,d"],
    "lang": BAD["lang"][0],
}


@pytest.fixture(scope="module")
def client(workers: Server):
    with httpx.Client(base_url=workers.address, timeout=20) as client:
        yield client


def locate(client: httpx.Client, **parameters: str) -> dict:
    return client.get("/api/locate/", params=parameters).raise_for_status().json()


def test_each_floor_is_a_candidate_where_none_is_told(client):
    candidates = locate(client, **HERE)["candidates"]
    assert {one["space"]["name"] for one in candidates[:3]} == {"Room 0.3", "Room 1.3", "Room 2.3"}
    assert all(one["confidence"] < 0.5 and one["reason"] == "position" for one in candidates)


def test_a_floor_that_is_told_makes_its_room_the_first(client):
    answer = locate(client, **HERE, level="1", lang="de")
    first = answer["candidates"][0]
    assert first["space"] == {"kind": "room", "id": 103, "name": "Room 1.3"}
    assert (first["level"], first["reason"]) == (1, "level")
    assert first["confidence"] > 0.7
    assert answer["levels"][0]["confidence"] > 0.95
    assert first["distance_meters"] < 5
    assert answer["nearest"]["distance_meters"] < 5
    assert locate(client, **HERE, level="0", lang="de")["candidates"][0]["level_name"] == "Erdgeschoss"


def test_an_anchor_is_exact_with_and_without_a_position(client):
    for position in ({}, HERE):
        first = locate(client, anchor="room:203", **position)["candidates"][0]
        assert (first["space"]["id"], first["level"], first["reason"]) == (203, 2, "anchor")
        assert first["confidence"] == 0.99
        assert first["location"] == pytest.approx([13.7003, 51.000045], abs=1e-5)


def test_an_anchor_that_was_left_behind_is_no_evidence(client):
    candidates = locate(client, anchor="room:210", **HERE)["candidates"]
    assert "anchor" not in {one["reason"] for one in candidates}


def test_an_anchor_that_is_gone_is_not_found(client):
    answer = client.get("/api/locate/", params={"anchor": "room:4321"})
    assert answer.status_code == 404
    assert "room:4321" in answer.json()["detail"]


def test_seven_kilometres_away_only_the_distance_is_known(client):
    answer = locate(client, lon="13.8", lat="51.0", accuracy="20")
    assert answer["candidates"] == []
    assert 5_000 < answer["nearest"]["distance_meters"] < 8_000


@pytest.mark.parametrize("name", LOCATE)
def test_what_is_not_understood_is_refused(client, name):
    for value in BAD_VALUES[name]:
        check(client.get("/api/locate/", params={**HERE, name: value}), name)


def test_a_position_needs_both_coordinates(client):
    for given, missing in (("lon", "lat"), ("lat", "lon")):
        check(client.get("/api/locate/", params={given: "13"}), missing)
        check(client.get("/api/locate/", params={given: "13", "anchor": "room:1"}), missing)
    check(client.get("/api/locate/"), "lon")
    check(client.get("/api/locate/", params={**HERE, "floor": "1"}), "floor")
    assert client.post("/api/locate/", json={}).status_code == 405
