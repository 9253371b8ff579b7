"""Floors of random buildings are joined by what joins them, where it stops and in the direction in which it leads."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interactive_maps.routing.engines.choice import choose_shape
from interactive_maps.routing.network.edge_kinds import Kind
from interactive_maps.routing.network.edges import read_rows
from interactive_maps.routing.network.graph import Graph, build_graph
from interactive_maps.routing.profiles import EVACUATION, INFINITE, STEP_FREE, WALK, weigh
from interactive_maps.routing.search.access_links import SnappedWaypoint
from interactive_maps.routing.search.network_snapshots import NetworkSnapshot
from interactive_maps.routing.search.wayfinding import RouteQuery, Wayfinder
from tests.unit.routing.networks import place, row

PLACES, FLOORS = 4, 4
STEP = 10.0  # metres along the corridor, which lies at the same x and y on every floor
Spot = tuple[int, int]  # floor, place


@dataclass(frozen=True)
class Riser:
    """What joins ``floors`` at a place: all with each other, an escalator only one with the next, upwards or not."""

    kind: str
    place: int
    floors: tuple[int, ...]
    up: bool = True

    def list_moves(self) -> set[tuple[Spot, Spot]]:
        if self.kind == "escalator":
            ends = self.floors if self.up else self.floors[::-1]
            return {((ends[0], self.place), (ends[1], self.place))}
        pairs = combinations(self.floors, 2)
        return {
            ((one, self.place), (other, self.place)) for pair in pairs for one, other in (pair, pair[::-1])
        }


@st.composite
def risers(draw: Any) -> Riser:
    kind = draw(st.sampled_from(["lift", "escalator", "stairs"]))
    most = FLOORS if kind == "lift" else 2
    floors = draw(st.sets(st.integers(0, FLOORS - 1), min_size=2, max_size=most))
    return Riser(kind, draw(st.integers(0, PLACES - 1)), tuple(sorted(floors)), draw(st.booleans()))


corridors = st.sets(st.tuples(st.integers(0, FLOORS - 1), st.integers(0, PLACES - 2)), min_size=1)
numberings = st.sampled_from(["by floor", "alike on all floors", "none"])


def draw_rows(walks: set[Spot], risers: list[Riser], numbering: str) -> list[dict[str, Any]]:
    """Return the rows; a lift is drawn from each floor where it stops to the next."""
    rows: list[dict[str, Any]] = []

    def add(start: Spot, end: Spot, **columns: Any) -> None:
        if numbering != "none":
            factor = 100 if numbering == "by floor" else 0
            columns |= {"source": factor * start[0] + start[1], "target": factor * end[0] + end[1]}
        levels = {"level": float(start[0]), "target_level": float(end[0])}
        line = ((STEP * start[1], 0.0), (STEP * end[1], 0.0))
        rows.append(row(len(rows) + 1, *line, **levels, **columns))

    for floor, step in sorted(walks):
        add((floor, step), (floor, step + 1), kind="walk")
    for key, riser in enumerate(risers, start=1):
        ends = riser.floors if riser.up else riser.floors[::-1]
        for one, other in pairwise(ends):
            moving = {"kind": riser.kind, "one_way": riser.kind == "escalator", "connector_id": key}
            add((one, riser.place), (other, riser.place), **moving)
    return rows


def find_node(graph: Graph, spot: Spot) -> int | None:
    """Return the node that is there; the cabins of lifts come after all others."""
    apart = np.abs(graph.node_coordinates - place(STEP * spot[1], 0.0)).max(axis=1)
    found = np.flatnonzero((apart < 1e-7) & (graph.node_level == spot[0]))
    return int(found[0]) if len(found) else None


def reach_all(moves: set[tuple[Spot, Spot]], start: Spot) -> set[Spot]:
    reached, waiting = {start}, [start]
    while waiting:
        here = waiting.pop()
        following = {end for begin, end in moves if begin == here} - reached
        reached |= following
        waiting += following
    return reached


def list_moves(
    walks: set[Spot], risers: list[Riser], without: tuple[str, ...] = ()
) -> set[tuple[Spot, Spot]]:
    """Return every step that somebody can take, from where to where."""
    moves = {move for riser in risers if riser.kind not in without for move in riser.list_moves()}
    for floor, step in walks:
        moves |= {((floor, step), (floor, step + 1)), ((floor, step + 1), (floor, step))}
    return moves


@pytest.mark.parametrize(
    ("profile", "without"), [(WALK, ()), (STEP_FREE, ("stairs", "escalator")), (EVACUATION, ("lift",))]
)
@settings(max_examples=60)
@given(walks=corridors, listed=st.lists(risers(), max_size=4), numbering=numberings)
def test_exactly_what_somebody_can_walk_is_reached(profile, without, walks, listed, numbering):
    graph = build_graph(read_rows(draw_rows(walks, listed, numbering)))
    moves = list_moves(walks, listed, without)
    spots = {spot for floor, step in walks for spot in ((floor, step), (floor, step + 1))}
    spots |= {(floor, riser.place) for riser in listed for floor in riser.floors}
    nodes = {spot: find_node(graph, spot) for spot in spots}
    assert None not in nodes.values()
    with choose_shape(graph).weigh(weigh(graph, profile)).open() as search:
        for spot, node in nodes.items():
            costs = search.reach([(node, 0)], 10**8)
            assert {other for other in spots if costs[nodes[other]] < INFINITE} == reach_all(moves, spot)


@settings(max_examples=80)
@given(
    walks=corridors,
    listed=st.lists(risers(), min_size=1, max_size=4),
    numbering=numberings,
    ends=st.tuples(*[st.tuples(st.integers(0, FLOORS - 1), st.integers(0, PLACES - 1))] * 2),
)
def test_ways_change_floors_only_where_something_stops(walks, listed, numbering, ends):
    graph = build_graph(read_rows(draw_rows(walks, listed, numbering)))
    nodes = [find_node(graph, spot) for spot in ends]
    if None in nodes:
        return
    question = RouteQuery(tuple(SnappedWaypoint(nodes=(node,)) for node in nodes))
    route = Wayfinder(NetworkSnapshot(graph, choose_shape(graph), 1, ()), question).find_route()
    assert (route is not None) == (ends[1] in reach_all(list_moves(walks, listed), ends[0]))
    for stretch in route.segments if route is not None else ():
        tail, head = int(graph.arc_tail[stretch.arc]), int(graph.arc_head[stretch.arc])
        levels = (int(graph.node_level[tail]), int(graph.node_level[head]))
        kind = Kind(int(graph.kind[stretch.arc // 2]))
        if levels[0] == levels[1] and kind is not Kind.BOARDING:
            continue
        riser = listed[int(graph.connector[stretch.arc // 2]) - 1]
        assert set(levels) <= set(riser.floors)
        assert kind is Kind.BOARDING or riser.kind == kind.name.lower()
        if riser.kind == "escalator":
            assert (levels[1] > levels[0]) == riser.up
