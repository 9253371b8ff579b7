"""What shuts an edge, asked from the edge, is what finds it when it is shut."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import numpy as np
import pytest

from interactive_maps.routing.network.closures import (
    KINDS,
    Closure,
    closed_arcs,
    find_edges,
    find_next_change,
    format_time,
    list_targets,
)
from interactive_maps.routing.network.edges import NO_NUMBER
from tests.unit.routing.networks import network, row

GRAPH = network(
    row(1, (0, 0), (20, 0), level=0, source=1, target=2, space_id=5),
    row(2, (20, 0), (40, 0), level=0, source=2, target=3, opening_id=6),
    row(3, (40, 0), (44, 0), level=0, target_level=1, source=3, target=4, kind="stairs", connector_id=7),
    row(4, (0, 0), (0, 0), level=0, target_level=1, source=1, target=5, kind="lift", connector_id=8),
    row(5, (0, 0), (0, 0), level=1, target_level=2, source=5, target=9, kind="lift", connector_id=8),
    row(6, (0, 30), (10, 30)),
)


@pytest.mark.parametrize("kind", KINDS)
def test_an_edge_is_shut_by_its_targets_and_no_others(kind):
    for edge in range(GRAPH.edge_count):
        targets = list_targets(GRAPH, np.array([edge]))[kind]
        for target in range(-2, 12):
            assert (target in targets) == bool(find_edges(GRAPH, kind, [target])[edge])


def test_nodes_without_a_number_are_not_shut_by_one():
    assert (GRAPH.node_number == NO_NUMBER).any()
    assert not find_edges(GRAPH, "node", [NO_NUMBER]).any()


NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("start", "end", "is_on"),
    [
        (None, None, True),
        (NOON, None, True),
        (None, NOON, False),
        (NOON, NOON + HOUR, True),
        (NOON - HOUR, NOON, False),
        (NOON + HOUR, None, False),
        (None, NOON + HOUR, True),
    ],
)
def test_a_closure_begins_with_its_start_and_is_over_at_its_end(start, end, is_on):
    closure = Closure("edge", 1, start, end)
    assert closure.is_on(NOON) == is_on
    assert closure.holds(NOON, "walk") == is_on


def test_both_arcs_of_each_shut_edge_are_shut_in_order():
    closures = [
        Closure("space", 5, NOON, NOON + HOUR),
        Closure("opening", 6, profiles=frozenset({"cart"})),
        Closure("edge", 4),
        Closure("edge", 1),  # the same edge as the space's
        Closure("edge", 6, NOON + HOUR),
    ]
    assert closed_arcs(GRAPH, closures, NOON, "walk").tolist() == [0, 1, 6, 7]
    assert closed_arcs(GRAPH, closures, NOON, "cart").tolist() == [0, 1, 2, 3, 6, 7]
    assert closed_arcs(GRAPH, closures[:1], NOON - HOUR, "walk").tolist() == []
    assert closed_arcs(GRAPH, closures[4:], NOON + HOUR, "walk").tolist() == [10, 11]
    assert closed_arcs(GRAPH, [], NOON, "walk").tolist() == []


@pytest.mark.parametrize(
    ("kind", "targets", "edges"),
    [
        ("level", [0], [1, 2, 3, 7]),  # the boarding on that floor, and the stairs; the lift still passes
        ("level", [1], [3, 8]),
        ("level", [0.5], []),
        ("node", [2], [1, 2]),
        ("node", [2, 3], [1, 2, 3]),
        ("node", [77], []),
        ("connector", [8], [4, 5, 7, 8, 9]),
        ("edge", [-1], []),  # boardings have no id
        ("space", [-1, 5], [1]),
    ],
)
def test_what_a_closure_shuts_in_a_house_with_stairs_and_a_lift(kind, targets, edges):
    assert (np.flatnonzero(find_edges(GRAPH, kind, targets)) + 1).tolist() == edges


def test_the_next_change_is_later_than_now():
    closures = [
        Closure("edge", 1, NOON, NOON + 3 * HOUR),
        Closure("edge", 2, end=NOON + HOUR),
        Closure("edge", 3),
    ]
    assert find_next_change(closures, NOON - HOUR) == NOON
    assert find_next_change(closures, NOON) == NOON + HOUR
    assert find_next_change(closures, NOON + HOUR) == NOON + 3 * HOUR
    assert find_next_change(closures, NOON + 3 * HOUR) is None


def test_times_are_written_in_utc():
    assert format_time(None) is None
    assert format_time(NOON.astimezone(timezone(2 * HOUR))) == "2026-06-01T12:00:00Z"
