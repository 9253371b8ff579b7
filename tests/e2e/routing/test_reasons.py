"""Who cannot get somewhere is told why: what is closed, since when and until when, or what else is in the way."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import httpx
import pytest

from tests.databases import Database
from tests.e2e.routing.conftest import fill_building
from tests.e2e.servers import Server

YESTERDAY = datetime.now(UTC).replace(microsecond=0) - timedelta(days=1)
TOMORROW = YESTERDAY + timedelta(days=2)


@pytest.fixture(scope="module")
def client(workers: Server):
    with httpx.Client(base_url=workers.address, timeout=20) as client:
        yield client


@pytest.fixture
def changed(building: Database):
    """The building, which is made anew when the test has done with it."""
    yield building
    fill_building(building)


def refuse(client: httpx.Client, query: str, reason: str) -> dict:
    answer = client.get(f"/api/route/?{query}")
    told = answer.json()
    assert (answer.status_code, told["code"], told["reason"]) == (404, "no_route", reason), told
    assert told["detail"].endswith(".")
    return told


@pytest.mark.parametrize(
    ("kind", "target", "query", "since", "until"),
    [
        ("opening", "7", "from=room:2&to=room:7", YESTERDAY, TOMORROW),
        (
            "edge",
            "(SELECT ogc_fid FROM nav_edges_final WHERE target = 57)",
            "from=room:2&to=room:7",
            None,
            None,
        ),
        ("node", "7", "from=room:2&to=room:7", YESTERDAY, None),
        ("space", "77", "from=room:2&to=room:7", None, TOMORROW),
        ("level", "2", "from=room:2&to=room:207", YESTERDAY, TOMORROW),
    ],
)
def test_what_is_closed_is_told_with_its_times(changed, client, kind, target, query, since, until):
    changed.run("UPDATE nav_edges_final SET space_id = 77 WHERE target = 57")
    column = "level" if kind == "level" else "target_id"
    with changed.connect() as connection:
        (key, number) = connection.execute(
            f"INSERT INTO closures (kind, {column}, reason, starts_at, ends_at) VALUES (%s, {target}, %s, %s, %s)"
            f" RETURNING ogc_fid, {column}",
            [kind, "wet paint", since, until],
        ).fetchone()
    assert refuse(client, query, "closed")["closures"] == [
        {
            "id": key,
            "kind": kind,
            "target_id": None if kind == "level" else number,
            "level": number if kind == "level" else None,
            "reason": "wet paint",
            "from": since and since.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "until": until and until.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "profiles": [],
        }
    ]


def test_every_closure_on_the_way_is_told_and_none_besides(changed, client):
    changed.run(
        "INSERT INTO closures (kind, target_id, reason, profiles) VALUES ('opening', 2, 'one', NULL),"
        " ('opening', 7, 'two', '{walk,cart}'), ('opening', 9, 'elsewhere', NULL), ('opening', 7, 'x', '{cart}')"
    )
    told = refuse(client, "from=room:2&to=room:7", "closed")["closures"]
    assert [(one["reason"], one["profiles"]) for one in told] == [("one", []), ("two", ["cart", "walk"])]


def test_a_closure_for_others_is_not_why(changed, client):
    changed.run("INSERT INTO closures (kind, target_id, profiles) VALUES ('connector', 2, '{step_free}')")
    assert client.get("/api/route/?from=room:2&to=room:107").status_code == 200
    told = refuse(client, "from=room:2&to=room:107&profile=step_free", "closed")
    assert [one["profiles"] for one in told["closures"]] == [["step_free"]]


def test_opening_hours_are_why(changed, client):
    changed.run(
        "UPDATE nav_edges_final SET space_id = 5 WHERE target = 57; INSERT INTO spaces (ogc_fid, level,"
        " opening_hours, display_point, wkb_geometry) VALUES (5, 0, 'off', 'SRID=4326;POINT(13.7007 51.0001)',"
        " 'SRID=4326;POLYGON((13.7006 51.00003,13.7008 51.00003,13.7008 51.0002,13.7006 51.0002,13.7006 51.00003))')"
    )
    (closure,) = refuse(client, "from=room:2&to=room:7", "closed")["closures"]
    assert (closure["id"], closure["kind"], closure["target_id"]) == (None, "space", 5)
    assert closure["reason"] == "opening_hours"


def test_islands_directions_and_profiles_are_why(changed, client):
    assert refuse(client, "from=room:2&to=room:900", "island")["stop"] == 1
    assert refuse(client, "from=room:901&to=room:2", "off_network")["stop"] == 0
    told = refuse(client, "from=room:2&to=room:102&avoid=stairs,lift", "profile")
    assert {one["reason"] for one in told["violations"]} <= {"stairs", "lift"}
    assert all(one["edge"] and len(one["location"]) == 2 for one in told["violations"])
    changed.run("UPDATE nav_edges_final SET one_way = true WHERE target = 52")
    assert refuse(client, "from=room:2&to=room:3", "one_way")["stop"] == 1
    assert client.get("/api/route/?from=room:3&to=room:2").status_code == 200
    changed.run("TRUNCATE nav_edges_final")
    refuse(client, "from=room:2&to=room:3", "no_network")


def test_what_is_in_the_way_is_named_with_its_levels(changed, client):
    changed.run(
        """UPDATE connectors SET names = '{"en": "Main stairs", "de": "Haupttreppe"}' WHERE ogc_fid = 1"""
    )
    query = "from=room:2&to=room:202&avoid=stairs,lift"
    (first, second) = refuse(client, query, "profile")["violations"]
    assert (first["reason"], first["connector_id"], first["name"]) == ("stairs", 1, "Main stairs")
    assert (first["level"], first["to_level"], first["level_name"], first["to_level_name"]) == (
        *(0, 1),
        *("Ground", None),
    )
    assert (second["connector_id"], second["level"], second["to_level"]) == (1, 1, 2)
    (first, _) = refuse(client, f"{query}&lang=de", "profile")["violations"]
    assert (first["name"], first["level_name"]) == ("Haupttreppe", "Erdgeschoss")
    told = client.get(f"/api/route/?{query}&allow_violations=true").json()
    assert [one["name"] for one in told["violations"]] == ["Main stairs", "Main stairs"]
