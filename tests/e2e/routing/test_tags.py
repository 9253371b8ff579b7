"""The same question is answered 304 as long as nothing has changed, and anew after any change, by every worker."""

from __future__ import annotations

import time
from collections.abc import Iterator

import httpx
import pytest

from tests.databases import Database
from tests.e2e.routing.conftest import fill_building
from tests.e2e.servers import Server

QUESTIONS = [
    "/api/route/?from=room:1&to=room:101",
    "/api/route/matrix/?sources=room:1&targets=room:101;room:2",
    "/api/reachable/?from=room:1&seconds=60",
    "/api/nearest/?from=room:1&category=restroom",
    "/api/closures/",
    "/api/profiles/",
]
_POINT = "'SRID=4326;POINT(13.7001 51.00001)'"
_AREA = "'SRID=4326;POLYGON((13.8 51,13.81 51,13.81 51.01,13.8 51))'"
CHANGES = {
    "edge added": "INSERT INTO nav_edges_final (source, target, level, wkb_geometry)"
    " VALUES (3, 8, 0, 'SRID=4326;LINESTRING(13.7003 51,13.7008 51)')",
    "edge changed": "UPDATE nav_edges_final SET width = 3 WHERE source = 1",
    "edge removed": "DELETE FROM nav_edges_final WHERE source = 900",
    "node": f"INSERT INTO nav_nodes (level, wkb_geometry) VALUES (0, {_POINT})",
    "room added": f"INSERT INTO room_points (ogc_fid, text, level, wkb_geometry) VALUES (5000, 'New', 0, {_POINT})",
    "room moved": f"UPDATE room_points SET wkb_geometry = {_POINT} WHERE ogc_fid = 1",
    "space": f"INSERT INTO spaces (ogc_fid, level, wkb_geometry) VALUES (1, 0, {_AREA})",
    "opening hours": "UPDATE spaces SET opening_hours = 'Mo-Fr 08:00-18:00' WHERE ogc_fid = 9",
    "opening": f"INSERT INTO openings (level, kind, wkb_geometry) VALUES (0, 'door', {_POINT})",
    "connector": 'UPDATE connectors SET names = \'{"en": "North stairs"}\' WHERE ogc_fid = 1',
    "point": "UPDATE points_of_interest SET category = 'shop'",
    "occupant": f"INSERT INTO occupants (category, wkb_geometry) VALUES ('shop', {_POINT})",
    "wall": "INSERT INTO base_floor (ogc_fid, layer, level, wkb_geometry)"
    " VALUES (5000, 'A-WALL', 0, 'SRID=4326;LINESTRING(13.8 51,13.8 51.1)')",
    "level name": 'UPDATE levels SET names = \'{"en": "Entrance"}\'',
    "closure": "INSERT INTO closures (kind, target_id) VALUES ('opening', 9)",
    "closure changed": "UPDATE closures SET reason = 'paint' WHERE ogc_fid = 1000",
    "closure ended": "DELETE FROM closures WHERE ogc_fid = 1000",
    "everything": "TRUNCATE room_points; INSERT INTO room_points (ogc_fid, text, level, wkb_geometry)"
    f" VALUES (1, 'One', 0, {_POINT}), (101, 'Another', 1, {_POINT}), (2, 'Two', 0, {_POINT})",
}


@pytest.fixture(scope="module")
def clients(workers: Server) -> Iterator[list[httpx.Client]]:
    """Connections that are spread over both workers; each keeps the worker that took it."""
    listed = [httpx.Client(base_url=workers.address, timeout=20) for _ in range(4)]
    yield listed
    for client in listed:
        client.close()


@pytest.fixture
def changed(building: Database) -> Iterator[Database]:
    """The building with something that is closed and a space, made anew when the test has done with it."""
    building.run(
        f"INSERT INTO spaces (ogc_fid, level, wkb_geometry) VALUES (9, 0, {_AREA});"
        " INSERT INTO closures (ogc_fid, kind, target_id) VALUES (1000, 'opening', 7)"
    )
    yield building
    fill_building(building)


def ask(client: httpx.Client, address: str, tag: str | None = None, **headers: str) -> httpx.Response:
    if tag is not None:
        headers["If-None-Match"] = tag
    answer = client.get(address, headers=headers)
    assert answer.status_code in {200, 304}, answer.text
    assert (answer.status_code == 304) == (answer.headers["ETag"] == tag)
    assert (answer.content == b"") == (answer.status_code == 304)
    return answer


def test_any_change_is_answered_anew_and_then_no_more(changed, clients):
    tags = {address: ask(clients[0], address).headers["ETag"] for address in QUESTIONS}
    with changed.connect() as connection:
        for name, change in CHANGES.items():
            assert all(ask(client, QUESTIONS[0], tags[QUESTIONS[0]]).status_code == 304 for client in clients)
            connection.execute(change)
            for address, askers in zip(QUESTIONS, (clients, *([client] for client in clients)), strict=False):
                after = {ask(client, address, tags[address]).headers["ETag"] for client in askers}
                assert len(after) == 1, f"{name}: workers disagree"
                assert after != {tags[address]}, name
                tags[address] = after.pop()


def test_what_no_way_hangs_on_changes_nothing(changed, clients):
    tag = ask(clients[0], QUESTIONS[0]).headers["ETag"]
    changed.run("INSERT INTO venues (category) VALUES ('x'); DELETE FROM venues WHERE category = 'x'")
    changed.run(
        "INSERT INTO source_features (kind) VALUES ('x'); DELETE FROM source_features WHERE kind = 'x'"
    )
    assert all(ask(client, QUESTIONS[0], tag).status_code == 304 for client in clients)


@pytest.mark.parametrize("column", ["starts_at", "ends_at"])
def test_closures_begin_and_end_by_themselves(changed, clients, column):
    changed.run(
        f"INSERT INTO closures (kind, target_id, {column}) VALUES ('connector', 1, now() + interval '0.8 s')"
    )
    known = [ask(client, QUESTIONS[0]) for client in clients]
    wanted = "lift" if column == "starts_at" else "stairs"
    waiting = {client: answer.headers["ETag"] for client, answer in zip(clients, known, strict=True)}
    for client, answer in zip(clients, known, strict=True):  # a slow machine may have missed the beginning
        if wanted in {step["kind"] for step in answer.json()["steps"]}:
            del waiting[client]
    deadline = time.monotonic() + 15
    while waiting:
        assert time.monotonic() < deadline
        for client, tag in list(waiting.items()):
            if (answer := ask(client, QUESTIONS[0], tag)).status_code == 200:
                assert wanted in {step["kind"] for step in answer.json()["steps"]}
                assert ask(client, QUESTIONS[0], answer.headers["ETag"]).status_code == 304
                del waiting[client]
        time.sleep(0.02)


def test_languages_have_tags_of_their_own(changed, clients):
    address = QUESTIONS[0]
    tags = {
        ask(clients[0], f"{address}&lang={lang}").headers["ETag"] for lang in ("en", "de", "fr", "es", "ar")
    }
    assert len(tags) == 5
    german = ask(clients[0], address, **{"Accept-Language": "de"})
    assert german.headers["Vary"] == "Accept-Language"
    assert german.json()["legs"][0]["level_name"] == "Erdgeschoss"
    for client in clients:
        assert ask(client, address, german.headers["ETag"], **{"Accept-Language": "de"}).status_code == 304
        assert ask(client, address, german.headers["ETag"], **{"Accept-Language": "fr"}).status_code == 200
