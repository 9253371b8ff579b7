"""Ways over HTTP, from a real server."""

from __future__ import annotations

import httpx
import pytest

from interactive_maps.routing.profiles import PROFILES
from tests.e2e.servers import Server


@pytest.fixture(scope="module")
def client(workers: Server):
    with httpx.Client(base_url=workers.address, timeout=20) as client:
        yield client


def test_smallest_form_is_answered(client):
    answer = client.post("/api/route/", json={"start_room_id": 2, "end_room_id": 7})
    assert answer.status_code == 200, answer.text
    body = answer.json()
    assert body["route"]["type"] == "LineString"
    # From a room's door, along five steps of 7.02 m, to a room's door: 5.005 m each.
    assert body["distance_meters"] == pytest.approx(5 * 7.022 + 2 * 5.006, rel=1e-3)
    assert body["duration_seconds"] == pytest.approx(body["distance_meters"] / 1.33, rel=1e-3)
    assert body["route"]["coordinates"][0] == pytest.approx([13.7002, 51.000045], abs=1e-7)


def test_get_and_post_answer_the_same(client):
    by_get = client.get("/api/route/?from=room:2&to=room:107&profile=step_free&lang=de")
    asked = {"from": {"room": 2}, "to": {"room": 107}, "profile": "step_free", "lang": "de"}
    by_post = client.post("/api/route/", json=asked)
    assert by_get.status_code == 200
    assert by_get.json() == by_post.json()
    assert by_get.json()["profile"] == "step_free"


def test_legs_and_steps_tell_of_the_levels(client):
    body = client.get("/api/route/?from=room:1&to=room:201&lang=de").json()
    levels = [leg["level"] for leg in body["legs"]]
    assert (levels[0], levels[-1]) == (0, 2)
    assert body["legs"][0]["level_name"] == "Erdgeschoss"
    assert sum(leg["distance_meters"] for leg in body["legs"]) == pytest.approx(
        body["distance_meters"], abs=0.01
    )
    assert [step["kind"] for step in body["steps"]].count("stairs") == 1
    assert body["steps"][-1]["kind"] == "arrive"
    assert all(step["text"] for step in body["steps"])


def test_profile_takes_the_lift(client):
    body = client.get("/api/route/?from=room:1&to=room:101&profile=step_free").json()
    assert [step["kind"] for step in body["steps"] if step["kind"] in {"stairs", "lift"}] == ["lift"]
    assert body["distance_meters"] > 100  # to the far end of the corridor and back


def test_nearest_of_a_category_is_chosen(client):
    up = client.get("/api/route/?from=room:205&to=category:restroom").json()
    assert [leg["level"] for leg in up["legs"]] == [2]
    assert up["distance_meters"] < 25


def test_stops_are_put_in_the_best_order(client):
    asked = {"from": "room:0", "to": "room:10", "via": ["room:8", {"room": 2}, {"room": 5}]}
    given = client.post("/api/route/", json=asked).json()
    best = client.post("/api/route/", json=asked | {"best_order": True}).json()
    assert given["stops"] == [0, 1, 2, 3, 4]
    assert best["stops"] == [0, 2, 3, 1, 4]
    assert best["distance_meters"] < given["distance_meters"]


def test_simplified_line_is_shorter_in_points(client):
    full = client.get("/api/route/?from=room:0&to=room:9").json()
    less = client.get("/api/route/?from=room:0&to=room:9&simplify_tolerance=1").json()
    assert len(less["route"]["coordinates"]) < len(full["route"]["coordinates"])
    assert less["distance_meters"] == full["distance_meters"]
    assert less["route"]["coordinates"][0] == pytest.approx(full["route"]["coordinates"][0], abs=1e-7)


def test_snapping_tells_how_far(client):
    body = client.get("/api/route/?from=13.7002,50.9999,0&to=room:7").json()
    assert body["snapped"]["from"] == pytest.approx(11.1, abs=0.1)
    assert body["snapped"]["to"] < 0.1


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("from=room:2&to=room:900", "island"),
        ("from=room:2&to=room:901", "off_network"),
        ("from=13.7002,50.999,0&to=room:2", "off_network"),
        ("from=room:2&to=room:102&avoid=stairs,lift", "profile"),
    ],
)
def test_no_way_says_why(client, query, reason):
    answer = client.get(f"/api/route/?{query}")
    assert answer.status_code == 404
    assert (answer.json()["code"], answer.json()["reason"]) == ("no_route", reason)


def test_violations_are_listed_where_they_are_allowed(client):
    answer = client.get("/api/route/?from=room:2&to=room:102&avoid=stairs,lift&allow_violations=true").json()
    assert {one["reason"] for one in answer["violations"]} <= {"stairs", "lift"}
    assert answer["violations"]


@pytest.mark.parametrize("thing", ["room:77", "space:1", "point:99", "occupant:1", "category:casino"])
def test_what_is_not_there_is_404(client, thing):
    answer = client.get(f"/api/route/?from=room:2&to={thing}")
    assert answer.status_code == 404
    assert answer.json()["code"] == "not_found"


def test_unchanged_map_is_304(client):
    address = "/api/route/?from=room:2&to=room:3"
    tag = client.get(address).headers["ETag"]
    for _ in range(6):  # whichever worker
        assert client.get(address, headers={"If-None-Match": tag}).status_code == 304
    assert client.get(address, headers={"If-None-Match": '"route.0"'}).status_code == 200


def test_head_and_options(client):
    head = client.head("/api/route/?from=room:2&to=room:3")
    assert head.status_code == 200
    assert head.content == b""
    assert client.options("/api/route/").status_code in {200, 405}
    assert client.delete("/api/route/").status_code == 405


def test_matrix(client):
    body = client.get("/api/route/matrix/?sources=room:0;room:5&targets=room:0;room:105;room:900").json()
    durations = body["durations_seconds"]
    assert durations[0][0] == 0
    assert durations[0][1] > durations[1][0] > 0
    assert durations[0][2] is None
    assert client.post("/api/route/matrix/", json={"sources": ["room:0"]}).status_code == 400


def test_nearest_of_categories_come_with_their_distance_by_the_network(client):
    body = client.get("/api/nearest/?from=room:205&category=restroom,casino&lang=en").json()
    upper, lower = body["results"]
    assert [upper["level"], lower["level"]] == [2, 1]
    assert upper["name"] == "Toilet"
    assert upper["is_public"]
    way = client.get(f"/api/route/?from=room:205&to=point:{lower['id']}").json()
    assert lower["distance_meters"] == round(way["distance_meters"], 1)
    assert lower["duration_seconds"] == round(way["duration_seconds"], 1)
    same = client.post(
        "/api/nearest/", json={"from": "room:205", "category": ["restroom"], "limit": 1}
    ).json()
    assert same["results"] == [upper]
    rolling = client.get("/api/nearest/?from=room:205&category=restroom&profile=step_free").json()["results"]
    assert rolling[1]["distance_meters"] > lower["distance_meters"]
    assert client.get("/api/nearest/?from=room:205&category=casino").json()["results"] == []
    assert client.get("/api/nearest/?from=room:900&category=restroom").json()["results"] == []
    off = client.get("/api/nearest/?from=room:901&category=restroom")
    assert (off.status_code, off.json()["reason"]) == (404, "off_network")


def test_nearest_that_are_not_for_everybody_come_last(client, building):
    building.run(
        "INSERT INTO points_of_interest (ogc_fid, names, category, level, wkb_geometry) VALUES"
        """ (70, '{"en": "Staff WC"}', 'restroom.female.wheelchair', 2,"""
        " ST_SetSRID(ST_MakePoint(13.7005, 51.00002), 4326))"
    )
    try:
        near = client.get("/api/nearest/?from=room:205&category=restroom").json()["results"]
        assert [one["is_public"] for one in near] == [True, True, False]
        assert near[2]["distance_meters"] < near[0]["distance_meters"]
        wide = client.get("/api/nearest/?from=room:205&category=restroom.wheelchair").json()["results"]
        assert [one["id"] for one in wide] == [70]
    finally:
        building.run("DELETE FROM points_of_interest WHERE ogc_fid = 70")


def test_reachable_areas_grow_with_time(client):
    def measure(seconds: int) -> int:
        body = client.get(f"/api/reachable/?from=room:0&seconds={seconds}").json()
        assert body["type"] == "FeatureCollection"
        return len(body["features"])

    assert measure(10) == 1
    assert measure(600) == 3
    assert client.get("/api/reachable/?from=room:900&seconds=10").status_code == 200


BAD = [
    "from=room:2",
    "to=room:2",
    *(
        f"from=room:2&to={bad}"
        for bad in ("room:", "room:-1", "room:x", "1,2,3,4", "999,1", "1,99", "%00", "hall:3")
    ),
    *(f"from=room:2&to=room:3&profile={bad}" for bad in ("", "WALK", "fly", "walk,cart", "1")),
    *(f"from=room:2&to=room:3&speed={bad}" for bad in ("0", "-1", "11", "NaN", "fast", "1e0")),
    *(f"from=room:2&to=room:3&avoid={bad}" for bad in ("", "doors", "stairs;lift", "stairs,", "walk")),
    *(f"from=room:2&to=room:3&min_width={bad}" for bad in ("0", "-1", "11", "wide", "inf")),
    *(f"from=room:2&to=room:3&max_slope={bad}" for bad in ("-0.1", "2", "8%25", "steep", "")),
    *(
        f"from=room:2&to=room:3&departure={bad}"
        for bad in ("now", "2030-01-01", "2030-01-01T00:00", "9999-01-01T00:00Z", "")
    ),
    *(f"from=room:2&to=room:3&alternatives={bad}" for bad in ("-1", "4", "1.5", "many", "")),
    *(f"from=room:2&to=room:3&allow_violations={bad}" for bad in ("1", "yes", "True", "", "null")),
    *(f"from=room:2&to=room:3&best_order={bad}" for bad in ("1", "yes", "True", "", "null")),
    *(f"from=room:2&to=room:3&simplify_tolerance={bad}" for bad in ("-1", "101", "x", "", "1e1")),
    *(f"from=room:2&to=room:3&lang={bad}" for bad in ("", "x", "de_DE", "deutschland1", "%3Cb%3E")),
    *(f"from=room:2&to=room:3&via={bad}" for bad in ("", ";", "room:2;", ",", ";".join(["room:2"] * 9))),
    "from=room:2&to=room:3&from=room:4",
    "from=room:2&to=room:3&colour=red",
    "from=room:2&to=room:3&start_room_id=2",
    "from=room:2&to=room:3&via=room:4&alternatives=1",
]


@pytest.mark.parametrize("query", BAD)
def test_bad_queries_are_refused_with_a_reason(client, query):
    answer = client.get(f"/api/route/?{query}")
    assert answer.status_code == 400, answer.text
    assert answer.json()["code"] == "invalid_parameter"
    assert answer.json()["detail"]


BAD_BODIES = [
    b"",
    b"{",
    b"[]",
    b'"x"',
    b"null",
    b"\xff",
    b"{" + b" " * 70_000 + b"}",
    b'{"start_room_id": "2", "end_room_id": 3}',
    b'{"start_room_id": 2.5, "end_room_id": 3}',
    b'{"start_room_id": true, "end_room_id": 3}',
    b'{"start_room_id": null, "end_room_id": 3}',
    b'{"start_room_id": 2, "end_room_id": 99999999999}',
    b'{"start_room_id": 2, "end_room_id": 3, "simplify_tolerance": "1"}',
    b'{"start_room_id": 2, "end_room_id": 3, "avoid": "stairs"}',
    b'{"start_room_id": 2, "end_room_id": 3, "avoid": [1]}',
    b'{"start_room_id": 2, "end_room_id": 3, "speed": true}',
    b'{"start_room_id": 2, "end_room_id": 3, "colour": "red"}',
    b'{"from": {"room": 2, "space": 3}, "to": {"room": 3}}',
    b'{"from": {"lon": 1}, "to": {"room": 3}}',
    b'{"from": {"lon": 1, "lat": 2, "level": "0"}, "to": {"room": 3}}',
    b'{"from": 2, "to": {"room": 3}}',
    b'{"from": {"category": 3}, "to": {"room": 3}}',
    b'{"from": {"room": 2}, "to": {"room": 3}, "via": {"room": 4}}',
    b'{"from": {"room": 2}, "to": {"room": 3}, "via": []}',
]


@pytest.mark.parametrize("body", BAD_BODIES, ids=range(len(BAD_BODIES)))
def test_bad_bodies_are_refused_with_a_reason(client, body):
    answer = client.post("/api/route/", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 400, answer.text
    assert answer.json()["code"] in {"invalid_parameter", "invalid_body"}
    assert answer.json()["detail"]


def test_other_bodies_than_json_are_415(client):
    assert client.post("/api/route/", data={"start_room_id": 2}).status_code == 415


def test_every_profile_is_listed_with_what_it_avoids(client):
    profiles = {profile["name"]: profile for profile in client.get("/api/profiles/").json()}
    assert next(iter(profiles)) == "walk"
    assert set(profiles) == set(PROFILES)
    assert profiles["step_free"] == {
        "name": "step_free",
        "speed": 1.33,
        "avoid": ["stairs", "escalator"],
        "min_width": 0.815,
        "max_slope": 1 / 12,
    }
    refused = client.get("/api/profiles/?lang=de")
    assert (refused.status_code, refused.json()["code"]) == (400, "invalid_parameter")
