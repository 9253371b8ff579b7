"""A university's network lines of three floors, from their files through importer and database to the answer."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import networkx as nx
import numpy as np
import pytest
from django.core.management import call_command
from pyproj import Geod

from interactive_maps.routing.http.responses import make_route
from interactive_maps.routing.http.route_requests import RouteRequest, TravelOptions
from interactive_maps.routing.http.route_service import find_routes
from interactive_maps.routing.live.routing_snapshot import RoutingSnapshot
from interactive_maps.routing.live.snapshot_service import SnapshotService
from interactive_maps.routing.waypoints.waypoint_resolver import Point
from tests.database.conftest import empty_tables
from tests.unit.importing.network.test_klagenfurt import FLOORS, FOLDER, RULES, export

pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="shared/data/navgraph is not here")

GLOBE = Geod(ellps="WGS84")
WAYS = 40
_EDGES = (
    "SELECT level, ST_X(ST_StartPoint(line)), ST_Y(ST_StartPoint(line)), coalesce(target_level, level),"
    " ST_X(ST_EndPoint(line)), ST_Y(ST_EndPoint(line)), ST_Length(line::geography)"
    " FROM (SELECT level, target_level, wkb_geometry AS line FROM nav_edges_final) AS edges"
)
Node = tuple[float, float, float]  # level, longitude, latitude


@pytest.fixture(scope="module")
def imported_once(
    django_db_setup, django_db_blocker, tmp_path_factory
) -> Iterator[tuple[RoutingSnapshot, nx.Graph]]:
    """The state after the import, and the network that the table's own lines make."""
    from interactive_maps.mapdata.database.connections import close_pool

    folder = tmp_path_factory.mktemp("book")
    (folder / "rules.toml").write_text(RULES)
    plans = [str(export(name, folder)) for name in FLOORS]
    levels = [word for level in range(len(FLOORS)) for word in ("--level", str(level))]
    with django_db_blocker.unblock():
        with empty_tables() as cursor:
            call_command("import_map", *plans, *levels, "--rules", str(folder / "rules.toml"))
            cursor.execute(_EDGES)
            yield SnapshotService().get_snapshot(), connect(cursor.fetchall())
        with empty_tables():
            close_pool()


def connect(rows: list[tuple[float, ...]]) -> nx.Graph:
    """Return the edges as a graph of places on levels."""
    network = nx.Graph()
    for level, x, y, target_level, target_x, target_y, length in rows:
        ends = (level, round(x, 8), round(y, 8)), (target_level, round(target_x, 8), round(target_y, 8))
        known = network.get_edge_data(*ends, {"length": np.inf})["length"]
        network.add_edge(*ends, length=min(length, known))
    return network


@pytest.fixture
def book(transactional_db, imported_once):
    """The same, for one test."""
    return imported_once


def ask(state: RoutingSnapshot, start: Node, end: Node) -> dict[str, Any]:
    """Return the answer for a way between two nodes."""
    stops = tuple(Point(x, y, level) for level, x, y in (start, end))
    asked = RouteRequest(stops, TravelOptions())
    return make_route(state, asked, find_routes(state, asked))


def measure(line: dict[str, Any]) -> float:
    """Return the geodesic metres of a GeoJSON line."""
    longitudes, latitudes = zip(*line["coordinates"], strict=True)
    return float(GLOBE.line_length(longitudes, latitudes))


def choose_pairs(network: nx.Graph, one: float, other: float) -> Iterator[tuple[Node, Node]]:
    """Yield random pairs of nodes of two levels, in the largest connected part and beside no stairs."""
    main = [
        node
        for node in sorted(max(nx.connected_components(network), key=len))
        if all(other[0] == node[0] for other in network[node])
    ]
    starts, ends = ([node for node in main if node[0] == level] for level in (one, other))
    dice = np.random.default_rng(11)
    for _ in range(WAYS):
        yield starts[dice.integers(len(starts))], ends[dice.integers(len(ends))]


@pytest.mark.parametrize(("one", "other"), [(0.0, 2.0), (2.0, 0.0), (1.0, 1.0)])
def test_ways_are_as_long_as_their_lines(book, one, other):
    state, network = book
    compared = 0
    for start, end in choose_pairs(network, one, other):
        answer = ask(state, start, end)
        legs = answer["legs"]
        assert (legs[0]["level"], legs[-1]["level"]) == (one, other)
        if one != other:
            assert {leg["level"] for leg in legs} == {0.0, 1.0, 2.0}
        drawn = measure(answer["route"])
        assert answer["distance_meters"] == pytest.approx(drawn, rel=0.01, abs=0.01)
        assert sum(measure(leg["geometry"]) for leg in legs) == pytest.approx(drawn, rel=0.01, abs=0.01)
        for leg in legs:
            assert leg["distance_meters"] == pytest.approx(measure(leg["geometry"]), rel=0.01, abs=0.01)
        for leg, following in pairwise(legs):
            assert leg["geometry"]["coordinates"][-1] == pytest.approx(
                following["geometry"]["coordinates"][0], abs=1e-7
            )
        if answer["snapped"] == {"from": 0.0, "to": 0.0}:  # else a line beside the node was the better start
            shortest = nx.shortest_path_length(network, start, end, weight="length")
            assert answer["distance_meters"] >= shortest * 0.999 - 0.01
            compared += 1
    assert compared > WAYS / 2


def test_floors_change_on_stairs_and_ramps_alone(book):
    state, network = book
    kinds = set()
    for start, end in choose_pairs(network, 0.0, 2.0):
        climbs = [step for step in ask(state, start, end)["steps"] if step["to_level"] is not None]
        assert (climbs[0]["level"], climbs[-1]["to_level"]) == (0.0, 2.0)
        kinds |= {str(step["kind"]) for step in climbs}
    assert "stairs" in kinds
    assert kinds <= {"stairs", "ramp"}
