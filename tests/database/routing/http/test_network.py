"""The network for routers without a server: whole, read again only when it has changed, with its opening hours."""

from __future__ import annotations

from itertools import accumulate

import pytest
from django.test import Client

from interactive_maps.routing.live.snapshot_service import service
from interactive_maps.routing.offline import offline_network


@pytest.fixture
def client(house):
    service.forget()
    yield Client(headers={"host": "localhost"})
    service.forget()


def test_the_network_holds_what_a_router_needs(client, house):
    house.execute("UPDATE nav_edges_final SET one_way = true WHERE ogc_fid = 1")
    house.execute("UPDATE nav_edges_final SET width = 0.5 WHERE ogc_fid = 3")
    network = client.get("/api/network/").json()
    edges, nodes = network["edges"], network["nodes"]
    assert list(accumulate(edges["id"])) == [1, 2, 3]
    tails = list(accumulate(edges["tail"]))
    heads = [tail + step for tail, step in zip(tails, edges["head"], strict=True)]
    west = [round(units / 1e7, 7) for units in accumulate(nodes["longitude"])]
    assert [(west[tail], west[head]) for tail, head in zip(tails, heads, strict=True)] == [
        (13.0, 13.0002),
        (13.0002, 13.0004),
        (13.0002, 13.0002),
    ]
    assert edges["centimetres"] == pytest.approx([1404, 1404, 1113], abs=2)
    assert [network["kinds"][kind] for kind in edges["kind"]] == ["walk", "walk", "room"]
    assert (edges["opening"], edges["one_way"]) == ([None, None, 7], [1])
    profiles = {profile["name"]: profile["forbidden"] for profile in network["profiles"]}
    assert profiles["walk"] == {}
    assert profiles["step_free"] == profiles["cart"] == {"narrow": [2]}
    spaces = network["places"]["space"]
    numbers = list(accumulate(nodes["number"]))
    assert list(accumulate(spaces["ids"])) == [1, 2]
    assert [numbers[node] for node in spaces["nodes"]] == [2, 4]
    assert network["sentences"]["de"]["take the stairs"] != network["sentences"]["en"]["take the stairs"]


def test_closures_do_not_make_browsers_read_the_network_again(client, house):
    first = client.get("/api/network/")
    house.execute("INSERT INTO closures (kind, target_id) VALUES ('opening', 7)")
    again = client.get("/api/network/", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    house.execute("UPDATE nav_edges_final SET one_way = true WHERE ogc_fid = 2")
    changed = client.get("/api/network/", headers={"If-None-Match": first["ETag"]})
    assert changed.status_code == 200
    assert changed["ETag"] != first["ETag"]
    assert changed.json()["edges"]["one_way"] == [3]
    refused = client.get("/api/network/?building=1")
    assert refused.status_code == 400


def test_opening_hours_are_told_as_closures(client, house):
    house.execute("UPDATE spaces SET opening_hours = 'Mo-Su 08:00-18:00' WHERE ogc_fid = 2")
    hours = client.get("/api/network/").json()["hours"]
    assert len(hours) >= 8
    assert {(one["kind"], one["target_id"]) for one in hours} == {("space", 2)}
    assert all(one["from"] < one["until"] for one in hours)


def test_a_place_beside_an_island_is_told_to_be_near_other_paths_too(client, house):
    house.execute(
        "INSERT INTO nav_edges_final (ogc_fid, level, kind, wkb_geometry) VALUES"
        " (4, 0, 'walk', 'SRID=4326;LINESTRING(13.00002 50.99995,13.00008 50.99995)');"
        " INSERT INTO points_of_interest (ogc_fid, level, wkb_geometry) VALUES"
        " (1, 0, 'SRID=4326;POINT(13.00005 50.99996)'), (2, 0, 'SRID=4326;POINT(13.00005 50.99999)')"
    )
    (island, path) = client.get("/api/network/").json()["places"]["point"]["beside"]
    assert [snap[0] for snap in island[1:]] == [3, 0, 1, 2]
    assert island[1][2] == pytest.approx(1.11, abs=0.02)
    assert [snap[0] for snap in path[1:]] == [0, 3]


@pytest.mark.parametrize(("bound", "most"), [("_MOST_EDGES", 2), ("_MOST_PLACES", 1)])
def test_a_network_that_no_browser_could_keep_is_refused(client, monkeypatch, bound, most):
    monkeypatch.setattr(offline_network, bound, most)
    refused = client.get("/api/network/")
    assert refused.status_code == 404
    assert refused.json()["code"] == "not_found"
    assert "3 edges and 2 places" in refused.json()["detail"]
    monkeypatch.setattr(offline_network, bound, most + 1)
    assert client.get("/api/network/").status_code == 200
