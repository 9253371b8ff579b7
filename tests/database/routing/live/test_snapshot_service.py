"""What a worker knows follows the tables, piece by piece."""

from __future__ import annotations

import json

import pytest

from interactive_maps.ops.errors import NotFound
from interactive_maps.routing.http.nearest_service import find_nearest
from interactive_maps.routing.http.route_requests import NearestRequest, RouteRequest, TravelOptions
from interactive_maps.routing.http.route_service import NoRoute, find_routes
from interactive_maps.routing.live.snapshot_service import SnapshotService
from interactive_maps.routing.waypoints.waypoint_resolver import Category, FeatureRef, Point


def find(service, start, end):
    asked = RouteRequest((start, end), TravelOptions())
    return find_routes(service.get_snapshot(), asked)


def test_space_is_reached_at_its_node(house):
    ways = find(SnapshotService(), Point(13.0, 51.0, 0.0), FeatureRef("space", 2))
    assert ways.route.snapped == pytest.approx((0, 0), abs=0.01)
    assert ways.route.coordinates[-1] == pytest.approx([13.0002, 51.0001])


def test_point_is_not_snapped_through_a_wall(house):
    service = SnapshotService()
    # Two metres north of the corridor's wall, in the office: its own line is further, but the wall is between.
    inside = Point(13.00005, 51.00007, 0.0)
    ways = find(service, inside, FeatureRef("space", 1))
    assert ways.route.coordinates[0][1] > 51.00005
    house.execute("DELETE FROM spaces; DELETE FROM openings")
    ways = find(service, inside, Point(13.0004, 51.0, 0.0))
    assert ways.route.coordinates[0][1] == pytest.approx(51.0, abs=1e-6)


@pytest.fixture
def islanded(house):
    """The same house with a room on a line that meets no other, two metres beside the corridor."""
    house.execute(
        "INSERT INTO nav_edges_final (ogc_fid, level, kind, wkb_geometry) VALUES"
        " (9, 0, 'walk', 'SRID=4326;LINESTRING(13.0003 50.99998,13.0004 50.99998)');"
        " INSERT INTO room_points (ogc_fid, text, level, wkb_geometry) VALUES"
        " (1, 'Kiosk', 0, 'SRID=4326;POINT(13.0003 50.99998)')"
    )
    return house


def test_whoever_is_on_an_island_takes_an_edge_beside_it(islanded):
    service = SnapshotService()
    way = find(service, FeatureRef("room", 1), FeatureRef("space", 2)).route
    assert way.snapped[0] > 2
    assert find(service, FeatureRef("room", 1), Point(13.0004, 50.99998, 0.0)).route.snapped[0] == 0.0


def test_what_is_nearest_is_found_from_islands_and_on_them_as_routes_are(islanded):
    islanded.execute(
        "INSERT INTO points_of_interest (ogc_fid, category, level, wkb_geometry) VALUES"
        " (1, 'food', 0, 'SRID=4326;POINT(13.0004 50.99998)'), (2, 'restroom', 0, 'SRID=4326;POINT(13.0001 51)')"
    )
    service = SnapshotService()
    ways = {"food": (Point(13.0, 51.0, 0.0), 1), "restroom": (FeatureRef("room", 1), 2)}
    for category, (start, key) in ways.items():
        asked = NearestRequest(start, (category,), 5, TravelOptions())
        (found,) = find_nearest(service.get_snapshot(), asked)
        assert found.feature == FeatureRef("point", key)
        assert found.route.cost == find(service, start, found.feature).route.cost


def test_category_means_the_nearest(house):
    house.execute(
        "INSERT INTO points_of_interest (ogc_fid, category, level, wkb_geometry) VALUES"
        " (1, 'restroom', 0, 'SRID=4326;POINT(13.0004 51)'), (2, 'restroom', 0, 'SRID=4326;POINT(13.00015 51)')"
    )
    service = SnapshotService()
    ways = find(service, Point(13.0, 51.0, 0.0), Category("restroom"))
    assert ways.stops[1] == FeatureRef("point", 2)
    house.execute("DELETE FROM points_of_interest WHERE ogc_fid = 2")
    assert find(service, Point(13.0, 51.0, 0.0), Category("restroom")).stops[1] == FeatureRef("point", 1)
    house.execute("DELETE FROM points_of_interest")
    with pytest.raises(NotFound):
        find(service, Point(13.0, 51.0, 0.0), Category("restroom"))


def test_only_what_has_changed_is_made_anew(house):
    service = SnapshotService()
    before = service.get_snapshot()
    assert service.get_snapshot() is before
    house.execute("INSERT INTO closures (kind, target_id) VALUES ('opening', 7)")
    closed = service.get_snapshot()
    assert closed.network.graph is before.network.graph
    assert closed.resolver is before.resolver
    with pytest.raises(NoRoute) as refusal:
        find(service, FeatureRef("space", 1), FeatureRef("space", 2))
    assert refusal.value.more["reason"] == "closed"
    house.execute("DELETE FROM closures; UPDATE nav_edges_final SET width = 2")
    opened = service.get_snapshot()
    assert opened.network.graph is not before.network.graph
    assert find(service, FeatureRef("space", 1), FeatureRef("space", 2)).route.length == pytest.approx(
        11.1, abs=0.1
    )


def test_opening_hours_close_spaces(house):
    service = SnapshotService()
    tag = service.get_snapshot().make_tag
    house.execute("UPDATE spaces SET opening_hours = 'off' WHERE ogc_fid = 2")
    with pytest.raises(NoRoute) as refusal:
        find(service, FeatureRef("space", 1), FeatureRef("space", 2))
    assert refusal.value.more["closures"][0]["reason"] == "opening_hours"
    house.execute("UPDATE spaces SET opening_hours = '24/7' WHERE ogc_fid = 2")
    assert find(service, FeatureRef("space", 1), FeatureRef("space", 2)).route.length > 0
    house.execute("UPDATE spaces SET opening_hours = 'when it suits' WHERE ogc_fid = 2")
    state = service.get_snapshot()
    assert find(service, FeatureRef("space", 1), FeatureRef("space", 2)).route.length > 0
    assert state.make_tag != tag


def test_departure_far_ahead_has_its_opening_hours(house):
    from datetime import UTC, datetime

    house.execute("UPDATE openings SET properties = %s", [json.dumps({"opening_hours": "Mo-Fr 08:00-18:00"})])
    state = SnapshotService().get_snapshot()
    stops = (FeatureRef("space", 1), FeatureRef("space", 2))
    monday = datetime(2050, 1, 3, 11, tzinfo=UTC)
    assert find_routes(state, RouteRequest(stops, TravelOptions(departure=monday))).route.length > 0
    with pytest.raises(NoRoute):
        find_routes(state, RouteRequest(stops, TravelOptions(departure=monday.replace(day=2))))


def test_map_without_a_network_says_so(map_tables):
    with pytest.raises(NoRoute) as refusal:
        find(SnapshotService(), Point(13.0, 51.0, 0.0), FeatureRef("space", 2))
    assert refusal.value.more["reason"] == "no_network"


def test_check_graph_finds_what_was_done_to_it(house, capsys):
    from django.core.management import call_command

    house.execute(
        "INSERT INTO nav_edges_final (ogc_fid, level, kind, wkb_geometry) VALUES"
        " (10, 0, 'walk', 'SRID=4326;LINESTRING(13.0001 51,13.0001 51.00015)'),"  # an island, through the wall
        " (11, 0, 'walk', NULL), (12, 0, 'stairs', 'SRID=4326;LINESTRING(13.0004 51,13.0006 51)'),"
        " (13, 0, 'walk', 'SRID=4326;LINESTRING(13.0006 51,13.0008 51)');"
        " INSERT INTO room_points (ogc_fid, text, level, wkb_geometry) VALUES"
        " (1, 'Behind the stairs', 0, 'SRID=4326;POINT(13.0008 51)'), (2, 'Moon', 0, 'SRID=4326;POINT(14 51)')"
    )
    from interactive_maps.routing.live.snapshot_service import service

    service.forget()
    with pytest.raises(SystemExit) as ending:
        call_command("check_graph", "--json")
    assert ending.value.code == 1
    report = json.loads(capsys.readouterr().out)
    found = {one["what"]: one for one in report["findings"]}
    assert found["edges left out: no geometry"]["examples"] == [{"edge": 11}]
    assert found["edges that cross a wall"]["examples"][0]["edge"] == 10
    assert found["islands besides the largest part"]["count"] == 1
    assert "Moon" in found["places off the network"]["examples"][0]["place"]
    lost = found["places that step_free cannot reach, though walk can"]["examples"]
    assert [one["place"] for one in lost] == ["room 1 (Behind the stairs)"]
    service.forget()
