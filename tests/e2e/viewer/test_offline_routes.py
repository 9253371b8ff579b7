"""Routes without a server: the router in the browser leads as the server does, and avoids what it knows as closed."""

from __future__ import annotations

import random

import httpx
import pytest

PAIRS = 60
PROFILES = ("walk", "step_free", "cart", "evacuation")
# The worker asks nobody: it finds what is kept, here by the test instead of by a visit.
FIND = """
async requests => {
  const kept = await caches.open("network-4");
  for (const path of ["/api/network/", "/api/closures/"]) await kept.put(path, await fetch(path));
  const worker = new Worker("/static/viewer/bundle/routeworker.js", { type: "module" });
  const ask = request => new Promise((resolve, reject) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => resolve(data);
    worker.onerror = reject;
    worker.postMessage({ language: "de", ...request }, [port2]);
  });
  const answers = [];
  for (const request of requests) answers.push(await ask(request));
  worker.terminate();
  await caches.delete("network-4");
  return answers;
}
"""


@pytest.fixture(scope="module")
def client(demo):
    with httpx.Client(base_url=demo.address, timeout=30) as client:
        yield client


def list_requests(client):
    """Routes between rooms, spaces and positions, to kinds and to the building, for each profile."""
    chance = random.Random(17)
    rooms = [{"room": one["id"]} for one in client.get("/api/rooms/?limit=1000").json()]
    spaces = client.get("/api/spaces/?limit=1000").json()
    corridors = [one for one in spaces if one["category"] == "walkway"]
    assert corridors
    positions = [
        dict(zip(("lon", "lat"), one["display_point"]["coordinates"], strict=True), level=one["level"])
        for one in corridors
    ]
    ends = [*rooms, *({"space": one["id"]} for one in spaces), *positions * 3]
    pairs = [chance.sample(ends, 2) for _ in range(PAIRS)]
    (house,) = client.get("/api/buildings/?limit=2").json()
    wide = [{"building": house["id"]}, *({"category": one} for one in ("restroom", "elevator", "pharmacy"))]
    pairs += [[room, end] for room in chance.sample(rooms, 2) for end in wide]
    return [{"from": a, "to": b, "profile": profile} for profile in PROFILES for a, b in pairs]


def list_levels(route):
    return [leg["level"] for leg in route["legs"]]


def list_changes(route):
    kinds = {"stairs", "lift", "escalator", "ramp", "leave", "enter"}
    return [
        (step["kind"], step["level"], step["to_level"]) for step in route["steps"] if step["kind"] in kinds
    ]


def test_the_router_leads_as_the_server_does(modules, client):
    requests = list_requests(client)
    found = modules.evaluate(FIND, requests)
    told = [client.post("/api/route/", json=request) for request in requests]
    assert sum(answer.status_code == 200 for answer in told) > 0.8 * len(requests)
    changed = 0
    for request, mine, theirs in zip(requests, found, told, strict=True):
        route = theirs.json()
        if theirs.status_code != 200:
            assert mine.get("reason") == route["reason"], request
            continue
        assert "reason" not in mine, (request, mine)
        assert list_levels(mine) == list_levels(route), request
        assert list_changes(mine) == list_changes(route), request
        assert mine["distance_meters"] == pytest.approx(route["distance_meters"], rel=0.02, abs=0.1), request
        assert mine["duration_seconds"] == pytest.approx(route["duration_seconds"], rel=0.02, abs=0.2), (
            request
        )
        for at in (0, -1):
            ends = mine["route"]["coordinates"][at], route["route"]["coordinates"][at]
            assert ends[0] == pytest.approx(ends[1], abs=2e-6), request
        steps = sum(step["distance_meters"] for step in mine["steps"])
        assert steps == pytest.approx(mine["distance_meters"], abs=0.01)
        changed += len(list_changes(mine))
    assert changed > PAIRS


def test_the_router_avoids_what_is_closed_and_says_what_is_in_the_way(modules, client, demo_database):
    """Closures of each kind: by their features, for some profiles, and at their times."""
    rooms = client.get("/api/rooms/?limit=1000").json()
    start, end = next(one for one in rooms if one["level"] == 0), rooms[-1]
    request = {"from": {"room": start["id"]}, "to": {"room": end["id"]}}
    ask = {**request, "profile": "walk"}
    edge, space, opening, connector, node = demo_database.fetch(
        "SELECT e.ogc_fid, e.space_id, "
        "(SELECT opening_id FROM nav_edges_final WHERE opening_id IS NOT NULL LIMIT 1), "
        "(SELECT ogc_fid FROM connectors WHERE kind = 'stairs' LIMIT 1), e.source "
        f"FROM nav_edges_final e WHERE e.space_id = {start['space_id']} LIMIT 1"
    )[0]
    closures = [
        ("edge", edge, None, "NULL, NULL, NULL"),
        ("space", space, None, "NULL, NULL, NULL"),
        ("opening", opening, None, "NULL, NULL, NULL"),
        ("connector", connector, None, "NULL, NULL, NULL"),
        ("node", node, None, "NULL, NULL, NULL"),
        ("level", None, 1, "NULL, NULL, NULL"),
        ("level", None, end["level"], "NULL, NULL, NULL"),
        ("level", None, end["level"], "now() + interval '1 day', NULL, NULL"),
        ("level", None, end["level"], "now() - interval '1 day', now() + interval '1 day', '{step_free}'"),
    ]
    reasons = []
    try:
        for kind, target, level, more in closures:
            values = f"'{kind}', {target or 'NULL'}, {'NULL' if level is None else level}, {more}"
            demo_database.run(
                f"INSERT INTO closures (kind, target_id, level, starts_at, ends_at, profiles) VALUES ({values})"
            )
            told = client.post("/api/route/", json=ask).json()
            (found,) = modules.evaluate(FIND, [ask])
            assert found.get("reason") == told.get("reason"), values
            if "reason" not in told:
                assert found["distance_meters"] == pytest.approx(told["distance_meters"], abs=0.1), values
                assert list_levels(found) == list_levels(told), values
            reasons.append(told.get("reason"))
            demo_database.run("DELETE FROM closures")
    finally:
        demo_database.run("DELETE FROM closures")
    assert "closed" in reasons
    assert reasons[-2:] == [None, None]


def test_stops_and_closest_routes_are_those_of_the_server(modules, client, demo_database):
    rooms = client.get("/api/rooms/?limit=1000").json()
    ids = [room["id"] for room in (rooms[0], rooms[len(rooms) // 2], rooms[-1])]
    demo_database.run("UPDATE nav_edges_final SET width = 0.5 WHERE kind = 'door'")
    try:
        request = {
            "from": {"room": ids[0]},
            "via": [{"room": ids[1]}],
            "to": {"room": ids[2]},
            "profile": "step_free",
        }
        refused, closest = modules.evaluate(FIND, [request, {**request, "allowViolations": True}])
        told = client.post("/api/route/", json={**request, "allow_violations": True}).json()
    finally:
        demo_database.run("UPDATE nav_edges_final SET width = NULL WHERE kind = 'door'")
    assert refused["reason"] == "profile"
    assert (
        {one["reason"] for one in closest["violations"]}
        == {one["reason"] for one in told["violations"]}
        == {"narrow"}
    )
    assert closest["distance_meters"] == pytest.approx(told["distance_meters"], rel=0.01)
    assert [step["kind"] for step in closest["steps"]].count("arrive") == 2


# A place of which the nearest edge leads nowhere, and one that has no other edge.
ASK_FROM_ISLAND = """
async () => {
  const { Router } = await import("/static/viewer/ondemand/routing/router.js");
  const network = await (await fetch("/api/network/")).json();
  const { nodes, edges, places } = network;
  for (const [name, values] of Object.entries(nodes)) values.push(...(name === "level" ? [0, 0] : [1000, 1000]));
  const island = edges.kind.length;
  const last = edges.tail.reduce((sum, step) => sum + step, 0);
  const more = { id: null, tail: nodes.level.length - 2 - last, head: 1, kind: 0, centimetres: 700 };
  for (const name of ["space", "opening", "connector", "building"]) more[name] = null;
  for (const [name, value] of Object.entries(more)) edges[name].push(value);
  places.point.beside = [[1, [island, 0.5, 1], [0, 0.5, 4]], [2, [island, 0.5, 1]]];
  const router = new Router(network);
  const to = { room: places.room.ids[0] };
  return [1, 2].map(point => router.find({ from: { point }, to, profile: null }, []));
}
"""


def test_where_the_nearest_edge_leads_nowhere_another_one_is_taken(modules):
    found, lost = modules.evaluate(ASK_FROM_ISLAND)
    assert found["distance_meters"] > 0
    assert lost == {"reason": "island"}
