"""Closures are in force in every worker's next answer after their commit."""

from __future__ import annotations

import json

import httpx
import pytest

from tests.databases import Database
from tests.e2e.servers import Server

TRIES = 150
_ASKED = {"start_room_id": 1, "end_room_id": 101}


@pytest.fixture
def clients(workers: Server):
    """Connections that are spread over both workers; each keeps the worker that took it."""
    listed = [httpx.Client(base_url=workers.address, timeout=20) for _ in range(8)]
    yield listed
    for client in listed:
        client.close()


def ask_kind(client: httpx.Client) -> str:
    """Return by what the way changes floors."""
    answer = client.post("/api/route/", json=_ASKED)
    assert answer.status_code == 200, answer.text
    return next(step["kind"] for step in answer.json()["steps"] if step["kind"] in {"stairs", "lift"})


def test_no_answer_is_older_than_the_last_commit(building: Database, clients):
    stale = 0
    with building.connect() as connection:
        for turn in range(TRIES):
            if turn % 2 == 0:
                connection.execute("INSERT INTO closures (kind, target_id) VALUES ('connector', 1)")
            else:
                connection.execute("DELETE FROM closures")
            for client in (clients[turn % 8], clients[(turn + 3) % 8]):
                stale += ask_kind(client) != ("lift" if turn % 2 == 0 else "stairs")
        connection.execute("DELETE FROM closures")
    assert stale == 0


def test_commands_close_list_and_open(building: Database, clients):
    said = building.manage("close", "stairs", "1", "--reason", "wet paint", "--profiles", "walk")
    key = int(said.split("id ")[1].split(".")[0])
    (listed,) = clients[0].get("/api/closures/").json()
    assert {name: listed[name] for name in ("id", "kind", "target_id", "reason", "profiles")} == {
        "id": key,
        "kind": "connector",
        "target_id": 1,
        "reason": "wet paint",
        "profiles": ["walk"],
    }
    assert json.loads(building.manage("closures", "--json")) == [listed]
    assert {ask_kind(client) for client in clients} == {"lift"}
    building.manage("open", str(key))
    assert {ask_kind(client) for client in clients} == {"stairs"}
    assert clients[0].get("/api/closures/").json() == []


@pytest.mark.parametrize(
    "words",
    [
        ("close", "door", "4711"),
        *(
            pytest.param(("close", *place), marks=pytest.mark.nightly)  # looked for by the same table
            for place in (("level", "99"), ("space", "1"))
        ),
        ("open", "4711"),
    ],
)
def test_unknown_targets_are_exit_code_2(building: Database, words):
    with pytest.raises(AssertionError, match="Nothing was"):
        building.manage(*words)


def test_closed_door_is_the_reason_and_changes_the_tag(building: Database, clients):
    address = "/api/route/?from=room:1&to=room:2"
    tag = clients[0].get(address).headers["ETag"]
    with building.connect() as connection:
        connection.execute("INSERT INTO closures (kind, target_id, reason) VALUES ('opening', 2, 'locked')")
        for client in clients:
            answer = client.get(address, headers={"If-None-Match": tag})
            assert answer.status_code == 404
            assert answer.json()["reason"] == "closed"
            assert answer.json()["closures"][0]["reason"] == "locked"
        connection.execute("DELETE FROM closures")
    assert clients[1].get(address).status_code == 200


def test_closures_of_other_times_are_not_in_force(building: Database, clients):
    with building.connect() as connection:
        connection.execute(
            "INSERT INTO closures (kind, target_id, starts_at, ends_at) VALUES"
            " ('connector', 1, '2040-01-01T00:00Z', '2040-01-02T00:00Z'), ('connector', 1, NULL, '2020-01-01Z'),"
            " ('connector', 1, 'infinity', NULL), ('connector', 1, NULL, '-infinity'),"
            " ('nonsense', 1, NULL, NULL), (NULL, NULL, NULL, NULL)"
        )
        assert ask_kind(clients[0]) == "stairs"
        later = clients[0].post("/api/route/", json=_ASKED | {"departure": "2040-01-01T12:00:00+00:00"})
        assert any(step["kind"] == "lift" for step in later.json()["steps"])
        assert len(clients[0].get("/api/closures/").json()) == 1  # the one to come
        connection.execute("DELETE FROM closures")


def test_changed_network_is_answered_from_at_once(building: Database, clients):
    with building.connect() as connection:
        before = clients[0].post("/api/route/", json=_ASKED).json()["version"]
        connection.execute("UPDATE nav_edges_final SET kind = 'ramp' WHERE kind = 'stairs'")
        for client in clients[:4]:
            answer = client.post("/api/route/", json=_ASKED).json()
            assert answer["version"] > before
            assert any(step["kind"] == "ramp" for step in answer["steps"])
        connection.execute("UPDATE nav_edges_final SET kind = 'stairs' WHERE kind = 'ramp'")
        assert ask_kind(clients[5]) == "stairs"
