"""Every parameter of the addresses of ways, asked badly in many manners: a reason that names it, never a failure."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from interactive_maps.routing.http.parameters import MATRIX, NEAREST, REACH, ROUTE, TRAVEL_OPTIONS
from tests.e2e.servers import Server

ADDRESSES = {
    "/api/route/": (ROUTE, {"from": "room:2", "to": "room:3"}),
    "/api/route/matrix/": (MATRIX, {"sources": "room:2", "targets": "room:3"}),
    "/api/nearest/": (NEAREST, {"from": "room:2", "category": "restroom"}),
    "/api/reachable/": (REACH, {"from": "room:2", "seconds": "60"}),
}
_PLACES = [
    *("", "room", "room:", "room:-1", "room:1.5", "room:4294967296", "hall:3", "category:", "1", "1,2,3,4"),
    *("181,0", "0,91", "0,0,1001", "1e1,0", "NaN,0", "inf,inf", "0;0", "room:1\0", "\0", "٣,٤", "{}", "null"),
]
_THINGS: list[Any] = [
    *(
        None,
        True,
        5,
        1.5,
        [],
        [1],
        {},
        "",
        "hall:3",
        {"room": "2"},
        {"room": True},
        {"room": -1},
        {"hall": 3},
    ),
    *({"room": 2**31}, {"room": 10**30}, {"room": 2, "space": 3}, {"lon": 13}, {"lon": 13, "lat": "51"}),
    *({"lon": 181, "lat": 0}, {"lon": 13, "lat": 51, "level": "0"}, {"lon": 13, "lat": 51, "z": 0}),
    *(
        {"category": ""},
        {"category": None},
        {"category": "x" * 101},
        {"category": "a\0b"},
        {"lon": {}, "lat": []},
    ),
]
_NOT_JSON_NUMBERS: list[Any] = ["1", "", None, True, [], {}, 1e300, -1e300, -1]
_NOT_FLAGS: tuple[list[str], list[Any]] = (
    ["", "1", "0", "yes", "True", "null", "true,true"],
    [None, "true", 1, 0, [], {}],
)
# Parameter -> bad values as text in a query, and as JSON in a body.
BAD: dict[str, tuple[list[str], list[Any]]] = {
    "from": (_PLACES, _THINGS),
    "to": (_PLACES, _THINGS),
    "start_room_id": (
        ["", "-1", "1.5", "x", "4294967296", "0x1"],
        ["1", 1.5, True, None, -1, 2**31, 10**30, []],
    ),
    "end_room_id": (
        ["", "-1", "1.5", "x", "4294967296", "0x1"],
        ["1", 1.5, True, None, -1, 2**31, 10**30, {}],
    ),
    "via": (
        ["", ";", "room:2;", ",", "hall:1;room:2", ";".join(["room:2"] * 9)],
        [None, [], {}, "room:2", {"room": 2}, [None], [[]], [{"room": 2}] * 9, ["room:2", {"room": "3"}]],
    ),
    "best_order": _NOT_FLAGS,
    "allow_violations": _NOT_FLAGS,
    "profile": (["", "WALK", "fly", "walk,cart", "walk ", "1"], [None, "", "fly", 1, ["walk"], {}]),
    "speed": (["", "0", "-1", "11", "NaN", "1e0", "fast", "1,5"], [*_NOT_JSON_NUMBERS, 0, 10.01]),
    "min_width": (["", "0", "-1", "11", "inf", "1e0", "wide", "0,9"], [*_NOT_JSON_NUMBERS, 0, 10.01]),
    "max_slope": (["", "-0.1", "2", "8%", "steep", "1:12"], [*_NOT_JSON_NUMBERS, 1.01]),
    "avoid": (
        ["", "doors", "stairs;lift", "stairs,", "walk", "STAIRS", "stairs, lift"],
        [None, "stairs", [1], ["walk"], ["stairs", None], {"stairs": True}, [["stairs"]]],
    ),
    "departure": (
        [
            "",
            "now",
            "2030-01-01",
            "2030-01-01T00:00",
            "9999-01-01T00:00Z",
            "0001-01-01T00:00+14:00",
            "1" * 50,
        ],
        [None, 1, "now", "2030-01-01T00:00", "2030-13-01T00:00Z", [], {}, "1999-12-31T23:59Z"],
    ),
    "alternatives": (["", "-1", "4", "1.5", "many", "1e0"], ["1", 1.5, True, None, -1, 4, []]),
    "simplify_tolerance": (["", "-1", "101", "1e1", "x", "nan"], [*_NOT_JSON_NUMBERS, 100.1]),
    "lang": (
        ["", "x", "de_DE", "deutschland1", "<b>", "de-", "\0"],
        [None, 1, "", "x", [], {}, "de_DE", "d" * 9, ["de"]],
    ),
    "sources": (
        ["", ";", "room:2;", "hall:1", ";".join(["room:2"] * 51), "room:2,room:3"],
        [None, [], {}, "room:2", [None], [{"room": "2"}], [{"room": 2}] * 51],
    ),
    "targets": (
        ["", ";", "room:2;", "hall:1", ";".join(["room:2"] * 51), "room:2,room:3"],
        [None, [], {}, "room:2", [None], [{"room": "2"}], [{"room": 2}] * 51],
    ),
    "category": (
        ["", ",", "restroom,", "\0", "x" * 101, ",".join(f"c{number}" for number in range(51))],
        [None, 1, "restroom", [], [None], [""], [["a"]], ["a\0"], ["x" * 101], ["a"] * 51, {}],
    ),
    "limit": (["", "0", "-1", "51", "1.5", "all"], ["1", None, True, 0, 51, 1.5, []]),
    "seconds": (["", "0", "-1", "3601", "1e1", "NaN", "soon"], [*_NOT_JSON_NUMBERS, 0.5, 3600.5]),
}
CASES = [(address, name) for address, (names, _) in ADDRESSES.items() for name in names]


@pytest.fixture(scope="module")
def client(workers: Server):
    with httpx.Client(base_url=workers.address, timeout=20) as client:
        yield client


def make_question(address: str, name: str) -> dict[str, Any]:
    """Return the good question of the address without what would exclude ``name``."""
    good: dict[str, Any] = dict(ADDRESSES[address][1])
    good.pop({"start_room_id": "from", "end_room_id": "to"}.get(name, name), None)
    return good


def check(answer: httpx.Response, name: str) -> None:
    assert 400 <= answer.status_code < 500, answer.text
    assert answer.headers["content-type"] == "application/json"
    told = answer.json()
    assert told["code"] == "invalid_parameter"
    assert told["parameter"] == name
    assert name in told["detail"]
    assert "accepted" in told["detail"].lower()


def test_every_parameter_has_five_bad_values():
    assert set(BAD) == {*TRAVEL_OPTIONS, *ROUTE, *MATRIX, *NEAREST, *REACH}
    for as_text, as_json in BAD.values():
        assert len(set(as_text)) >= 5
        assert len({json.dumps(value) for value in as_json}) >= 5


@pytest.mark.parametrize(("address", "name"), CASES)
def test_bad_values_in_a_query_are_refused_by_name(client, address, name):
    for value in BAD[name][0]:
        asked = make_question(address, name) | {name: value}
        query = "&".join(f"{key}={quote(word, safe=',:;')}" for key, word in asked.items())
        check(client.get(f"{address}?{query}"), name)


@pytest.mark.parametrize(("address", "name"), CASES)
def test_bad_values_in_a_body_are_refused_by_name(client, address, name):
    asked = make_question(address, name)
    for listed in ("sources", "targets", "category"):
        if listed in asked:
            asked[listed] = [asked[listed]]
    if "seconds" in asked:
        asked["seconds"] = 60
    for value in BAD[name][1]:
        check(client.post(address, json=asked | {name: value}), name)


@pytest.mark.parametrize("address", ADDRESSES)
def test_what_is_missing_twice_or_unknown_is_named(client, address):
    names, good = ADDRESSES[address]
    for name in good:
        rest = {key: value for key, value in good.items() if key != name}
        for answer in (client.get(address, params=rest), client.post(address, json={})):
            told = answer.json()
            assert answer.status_code == 400
            assert told["parameter"] in good
            assert told["parameter"] in told["detail"]
        twice = client.get(address, params=[*good.items(), (name, good[name])])
        assert (twice.status_code, twice.json()["parameter"]) == (400, name)
    for unknown in ("colour", "From", "from ", "profile[]", "ü"):
        for answer in (
            client.get(address, params=good | {unknown: "1"}),
            client.post(address, json={unknown: 1}),
        ):
            told = answer.json()
            assert (answer.status_code, told["parameter"]) == (400, unknown)
            assert all(name in told["detail"] for name in names)
