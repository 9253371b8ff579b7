"""Ways along single edges: between many candidates exactly those that a comparison of all pairs finds."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interactive_maps.routing.profiles import INFINITE
from interactive_maps.routing.search import direct_paths
from interactive_maps.routing.search.access_links import (
    AccessLink,
    Network,
    SnappedWaypoint,
    fraction_along,
    time_off_network,
)
from interactive_maps.routing.search.direct_paths import find_direct_path, measure_direct_paths
from interactive_maps.routing.search.snapping import SnapCandidate

EDGES = 4
ARCS = np.arange(2 * EDGES, dtype=np.int32)


def make_network(weights: list[int]) -> Network:
    return Network(ARCS, ARCS, np.array(weights, dtype=np.int32), 1.33)


def compare_all(network: Network, start: SnappedWaypoint, end: SnappedWaypoint) -> int:
    """Return the least cost of all pairs of candidates on one edge, each way along it."""
    costs = [INFINITE]
    for _, source in start.snaps:
        for _, target in end.snaps:
            for arc in (2 * source.edge, 2 * source.edge + 1):
                first, last = fraction_along(arc, source.fraction), fraction_along(arc, target.fraction)
                weight = int(network.weights[arc])
                if source.edge == target.edge and first <= last and weight < INFINITE:
                    off = time_off_network(network, source) + time_off_network(network, target)
                    costs.append(off + round((last - first) * weight))
    return min(costs)


snaps = st.builds(
    SnapCandidate,
    edge=st.integers(0, EDGES - 1),
    fraction=st.one_of(st.sampled_from([0.0, 1.0]), st.floats(0, 1)),
    metres=st.one_of(st.just(0.0), st.floats(0, 20)),
    longitude=st.just(13.0),
    latitude=st.just(51.0),
    level=st.none(),
)
places = st.lists(st.lists(snaps, min_size=1, max_size=3), max_size=12).map(
    lambda spots: SnappedWaypoint(tuple(tuple(spot) for spot in spots))
)
weights = st.lists(
    st.one_of(st.just(INFINITE), st.integers(1, 100_000)), min_size=2 * EDGES, max_size=2 * EDGES
)


@settings(max_examples=100)
@given(st.lists(places, min_size=1, max_size=3), st.lists(places, min_size=1, max_size=3), weights)
def test_the_cheapest_of_all_pairs_is_found(starts, ends, weights):
    network = make_network(weights)
    expected = [[compare_all(network, start, end) for end in ends] for start in starts]
    assert measure_direct_paths(network, starts, ends).tolist() == expected
    for start, row in zip(starts, expected, strict=True):
        for end, cost in zip(ends, row, strict=True):
            found = find_direct_path(network, start, end)
            if found is None:
                assert cost == INFINITE
                continue
            check(network, start, end, found)
            assert found.cost == cost


def check(
    network: Network, start: SnappedWaypoint, end: SnappedWaypoint, found: direct_paths.DirectPath
) -> None:
    """Check that what was found can be walked, and costs what it says."""
    source, target = found.start, found.end
    assert (source.choice, source.snap) in start.snaps
    assert (target.choice, target.snap) in end.snaps
    assert source.arc == target.arc is not None
    assert source.snap.edge == target.snap.edge == source.arc // 2
    assert source.fraction == fraction_along(source.arc, source.snap.fraction) <= target.fraction
    assert target.fraction == fraction_along(target.arc, target.snap.fraction)
    walked = round((target.fraction - source.fraction) * int(network.weights[source.arc]))
    assert found.cost == source.off + target.off + walked


def test_an_edge_that_is_open_one_way_is_walked_that_way_alone():
    here, there = (
        SnappedWaypoint(((SnapCandidate(0, fraction, 0.0, 13, 51, None),),)) for fraction in (0.25, 0.75)
    )
    network = make_network([1000, INFINITE] + [INFINITE] * 6)
    assert measure_direct_paths(network, [here, there], [here, there]).tolist() == [[0, 500], [INFINITE, 0]]
    assert find_direct_path(network, there, here) is None


@pytest.mark.parametrize("best", range(4))
def test_the_cheapest_of_several_starts_on_an_edge_is_found(best):
    """Each of four is the nearest to the network in turn; 500 ms of the edge lie between the last and the end."""
    spots = [(0.1 * (1 + index), 0.0 if index == best else 13.3) for index in range(4)]
    starts = SnappedWaypoint(
        tuple((SnapCandidate(0, fraction, metres, 13, 51, None),) for fraction, metres in spots)
    )
    end = SnappedWaypoint(((SnapCandidate(0, 0.9, 0.0, 13, 51, None),),))
    network = make_network([1000, INFINITE] + [INFINITE] * 6)
    found = find_direct_path(network, starts, end)
    assert (found.cost, found.start.choice) == (800 - 100 * best, best)
    assert measure_direct_paths(network, [starts], [end]).tolist() == [[800 - 100 * best]]


def test_a_start_further_along_is_the_cheaper_one_if_the_walk_to_it_saves_more():
    spots = [(0.1, 0.0), (0.4, 0.266)]  # metres to the network that take 200 ms
    starts = SnappedWaypoint(
        tuple((SnapCandidate(0, fraction, metres, 13, 51, None),) for fraction, metres in spots)
    )
    end = SnappedWaypoint(((SnapCandidate(0, 0.9, 0.0, 13, 51, None),),))
    found = find_direct_path(make_network([1000, INFINITE] + [INFINITE] * 6), starts, end)
    assert (found.cost, found.start.choice) == (700, 1)


@pytest.mark.parametrize("count", [200, 2000])
def test_a_crowd_on_one_edge_is_laid_out_once(monkeypatch, count):
    made = 0

    def make_access(*values):
        nonlocal made
        made += 1
        return AccessLink(*values)

    monkeypatch.setattr(direct_paths, "AccessLink", make_access)
    rng = np.random.default_rng(0)
    crowd = SnappedWaypoint(
        tuple((SnapCandidate(0, *rng.uniform((0, 0), (1, 9)).tolist(), 13, 51, None),) for _ in range(count))
    )
    found = find_direct_path(make_network([60_000] * 8), crowd, crowd)
    assert found is not None
    nearest = min(time_off_network(make_network([60_000] * 8), snap) for _, snap in crowd.snaps)
    assert found.cost == 2 * nearest  # who is already there
    assert made == 4 * count  # both ends on both arcs, not each with each
