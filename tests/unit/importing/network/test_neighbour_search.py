"""Geometries near each other are found in order, and not at all where all overlap."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import LineString, Point, box

from interactive_maps.importing.network import neighbour_search
from interactive_maps.importing.network.neighbour_search import Crowded, find_neighbours

points = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)).map(Point), max_size=8)


@given(points, points, st.sampled_from([0.0, 1.0, 2.5]), st.sampled_from([1, 7, 500_000]))
def test_all_pairs_within_a_distance_are_found_however_many_at_once(ones, others, distance, at_once):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(neighbour_search, "_PAIRS_AT_ONCE", at_once)
        found = list(find_neighbours(ones, others, distance))
    assert found == [
        (index, number)
        for index, one in enumerate(ones)
        for number, other in enumerate(others)
        if one.distance(other) <= distance
    ]


def test_what_touches_is_near():
    assert list(find_neighbours([box(0, 0, 1, 1)], [box(1, 0, 2, 1), box(1.1, 0, 2, 1)], 0.0)) == [(0, 0)]


def test_where_all_overlap_nothing_is_found(monkeypatch):
    monkeypatch.setattr(neighbour_search, "bound_pairs", lambda count: 5 * count)
    same = [box(0, 0, 1, 1)] * 10
    assert len(list(find_neighbours(same, same, 0.0))) == 100
    with pytest.raises(Crowded):
        next(find_neighbours([*same, same[0]], same, 0.0))


@pytest.mark.parametrize(("most", "fits"), [(20, True), (19, False)])
def test_the_corners_of_all_pairs_are_bounded(monkeypatch, most, fits):
    monkeypatch.setattr(neighbour_search, "_MOST_VERTICES", most)
    lines = [LineString([(0, 0), (1, 1), (2, 0)]), LineString([(0, 1), (2, 1)])]
    pairs = find_neighbours(lines, lines, 0.0)  # (3 + 3) + 2 (3 + 2) + (2 + 2) corners
    if fits:
        assert list(pairs) == [(0, 0), (0, 1), (1, 0), (1, 1)]
    else:
        with pytest.raises(Crowded):
            list(pairs)
