"""Derived networks: floors of one plan are joined by their connectors alone, at the levels that these serve."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import networkx as nx
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString, Point

from interactive_maps.mapdata.edits.features import Connector
from tests.unit.importing.network.maps import build, connect, door, earth, room

FLOORS = 4


@st.composite
def connectors(draw: Any) -> list[Connector]:
    """Return lifts, stairs and escalators beside each other in the halls, each at levels of its own."""
    listed = []
    for place in range(draw(st.integers(0, 4))):
        kind = draw(st.sampled_from(["elevator", "stairs", "escalator"]))
        most = FLOORS if kind == "elevator" else 2
        levels = draw(st.sets(st.integers(0, FLOORS - 1), min_size=1, max_size=most))
        line = earth(LineString([(3 * place + 1, 1), (3 * place + 1, 4)]))
        more = {"geometry": earth(Point(3 * place + 1, 1)) if kind == "elevator" else line}
        if kind == "escalator":
            more["direction"] = draw(st.sampled_from(["forward", "backward"]))
        if kind != "elevator":
            more["incline"] = draw(st.sampled_from(["up", "down"]))
        ordinals = tuple(float(level) for level in sorted(levels))
        listed.append(Connector(f"c{place}", kind, ordinals, **more))
    return listed


def list_moves(connector: Connector) -> set[tuple[float, float]]:
    """Return the levels from and to which it takes somebody, one stop at a time."""
    upwards = set(pairwise(connector.ordinals))
    downwards = {(upper, lower) for lower, upper in upwards}
    if connector.kind != "escalator":
        return upwards | downwards
    rises = (connector.direction == "forward") == (connector.incline == "up")
    return upwards if rises else downwards


@settings(max_examples=40)
@given(connectors())
def test_floors_are_joined_by_their_connectors_alone(listed: list[Connector]) -> None:
    floors = [float(floor) for floor in range(FLOORS)]
    halls = [room(f"hall@{floor:g}", 0, 0, 14, 5, level=floor, category="walkway") for floor in floors]
    rooms = [room(f"room@{floor:g}", 0, 5, 14, 9, level=floor) for floor in floors]
    doors = [door(f"door@{floor:g}", 7, 5, level=floor) for floor in floors]
    draft = build([*halls, *rooms], doors, listed)
    levels = {node.key: node.level for node in draft.nodes}
    moves = {connector.key: list_moves(connector) for connector in listed}
    for edge in draft.edges:
        step = (levels[edge.source], levels[edge.target])
        assert step == (edge.level, edge.level if edge.target_level is None else edge.target_level)
        if edge.connector is None:
            assert step[0] == step[1]
        else:
            assert step in moves[edge.connector]
            assert edge.one_way == (step[::-1] not in moves[edge.connector])
    every = nx.DiGraph(move for listed_moves in moves.values() for move in listed_moves)
    every.add_nodes_from(floors)
    graph = connect(draft.edges, directed=True)
    for floor in floors:
        reached = nx.descendants(graph, f"space:room@{floor:g}")
        found = {other for other in floors if f"space:room@{other:g}" in reached}
        assert found | {floor} == nx.descendants(every, floor) | {floor}
