"""Links between places and the network, in milliseconds that engines take."""

from __future__ import annotations

import numpy as np
import pytest

from interactive_maps.routing.engines.choice import choose_shape
from interactive_maps.routing.engines.engine import INFINITE
from interactive_maps.routing.search.access_links import (
    Network,
    SnappedWaypoint,
    are_apart,
    are_disconnected,
    list_arrivals,
    list_departures,
    time_off_network,
    to_ends,
)
from interactive_maps.routing.search.direct_paths import find_direct_path, measure_direct_paths
from interactive_maps.routing.search.snapping import SnapCandidate
from tests.unit.routing.networks import network, row

GRAPH = network(
    row(1, (0, 0), (20, 0), level=0, source=1, target=2),
    row(2, (50, 0), (70, 0), level=0, source=3, target=4),
)


def stand(fraction: float, metres: float = 0.0, edge: int = 0) -> SnappedWaypoint:
    return SnappedWaypoint(((SnapCandidate(edge, fraction, metres, 13.0, 51.0, 0.0),),))


def describe(there: int, back: int, speed: float = 1.0) -> Network:
    weights = np.array([there, back, 7, 7], dtype=np.int32)
    return Network(GRAPH.arc_tail, GRAPH.arc_head, weights, speed)


def tell(links) -> list[tuple[int, int, int, float]]:
    return [(link.node, link.time, link.arc, link.fraction) for link in links]


def test_a_place_on_an_edge_is_left_and_reached_at_both_its_ends():
    links = describe(1000, 3000), stand(0.25, 2.0)
    assert tell(list_departures(*links)) == [(1, 2750, 0, 0.25), (0, 2750, 1, 0.75)]
    assert tell(list_arrivals(*links)) == [(0, 2250, 0, 0.25), (1, 4250, 1, 0.75)]
    assert {link.off for link in list_departures(*links)} == {2000}


def test_a_closed_direction_has_no_link():
    links = describe(1000, INFINITE), stand(0.25)
    assert tell(list_departures(*links)) == [(1, 750, 0, 0.25)]
    assert tell(list_arrivals(*links)) == [(0, 250, 0, 0.25)]


def test_nodes_are_numbered_behind_the_sets_of_candidates():
    place = SnappedWaypoint((*stand(0.5).candidate_sets, *stand(0.5, 1.0).candidate_sets), (3, 2))
    links = list_departures(describe(10, 10), place)
    assert sorted({(link.choice, link.arc is None) for link in links}) == [
        (0, False),
        (1, False),
        (2, True),
        (3, True),
    ]
    assert [(link.choice, link.node, link.time) for link in links[:2]] == [(2, 3, 0), (3, 2, 0)]
    assert place.size == 4


@pytest.mark.parametrize(
    ("weight", "metres", "speed"), [(INFINITE - 1, 0.0, 1.0), (1000, 20.0, 1e-9), (INFINITE - 1, 20.0, 1e-9)]
)
def test_the_longest_link_is_the_longest_that_engines_take(weight, metres, speed):
    links, place = describe(weight, weight, speed), stand(0.0, metres)
    with choose_shape(GRAPH).weigh(links.weights).open() as search:
        for found in (list_departures(links, place)[0], list_arrivals(links, place)[1]):
            assert search.query(to_ends([found]), [(found.node, 0)]).cost == found.time
            with pytest.raises(ValueError, match="no offset"):
                search.query([(found.node, found.time + 1)], [(found.node, 0)])
    assert (time_off_network(links, place.candidate_sets[0][0]) > 2**29) == (metres > 0)


def test_a_walk_of_weeks_to_the_network_costs_as_much_in_a_table():
    links, place = describe(1000, 1000, 1e-9), stand(0.0, 20.0)
    path = find_direct_path(links, place, stand(0.5))
    assert measure_direct_paths(links, [place], [stand(0.5)]).tolist() == [[path.cost]]


def test_places_are_apart_where_no_component_is_shared():
    one, other = stand(0.5), stand(0.5, edge=1)
    both = SnappedWaypoint((*one.candidate_sets, *other.candidate_sets))
    assert are_disconnected(GRAPH, one, other)
    assert not are_disconnected(GRAPH, one, both)
    assert are_apart(GRAPH, one, other)
    widened = SnappedWaypoint(one.candidate_sets, widen=lambda: both)
    assert widened.widest is both
    assert not are_apart(GRAPH, widened, other)
    surveyed = SnappedWaypoint(one.candidate_sets, widen=lambda: both, survey=lambda: frozenset({1}))
    assert are_apart(GRAPH, surveyed, SnappedWaypoint(other.candidate_sets, survey=lambda: frozenset({2})))
    assert not are_apart(
        GRAPH, surveyed, SnappedWaypoint(other.candidate_sets, survey=lambda: frozenset({1}))
    )
