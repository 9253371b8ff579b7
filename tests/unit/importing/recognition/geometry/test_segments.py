"""Lines taken apart: nothing joins what was not joined."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from shapely import Polygon, STRtree, box

from interactive_maps.importing.recognition.geometry.segments import (
    are_near,
    cast_rays,
    drop_doubles,
    explode,
    find_directions,
    measure_lengths,
    measure_sines,
    to_lines,
    turn_left,
)


def test_the_rings_of_one_boundary_stay_apart():
    area = Polygon(box(0, 0, 10, 10).exterior, [box(4, 4, 5, 5).exterior])
    pieces = explode(np.array([area.boundary]))
    assert len(pieces) == 8
    assert measure_lengths(pieces).sum() == 44


def test_a_ray_stops_at_the_first_line():
    import shapely

    tree = shapely.STRtree(to_lines(np.array([[2, -1, 2, 1], [5, -1, 5, 1]], dtype=float)))
    distance, hit = cast_rays(np.array([[0.0, 0.0], [0.0, 3.0]]), np.array([[1.0, 0.0]] * 2), 9.0, tree)
    assert (distance.tolist(), hit.tolist()) == ([2.0, np.inf], [0, -1])


def test_lengths_and_directions():
    segments = np.array([[1, 1, 4, 5], [2, 2, 2, 0], [3, 3, 3, 3]], dtype=float)
    assert measure_lengths(segments).tolist() == [5, 2, 0]
    assert find_directions(segments).tolist() == [[0.6, 0.8], [0, -1], [1, 0]]
    assert turn_left(find_directions(segments)).tolist() == [[-0.8, 0.6], [1, 0], [0, 1]]


def test_a_line_drawn_twice_counts_once_whichever_way_round():
    segments = np.array(
        [[0, 0, 2, 0], [2, 0, 0, 0.0004], [0, 0, 2, 0.002], [5, 1, 5, 3], [5, 3, 5, 1], [0, 0, 0, 2]]
    )
    assert drop_doubles(segments).tolist() == [0, 2, 3, 5]
    assert drop_doubles(segments, grid=0.01).tolist() == [0, 3, 5]


def test_rays_meet_the_nearest_of_several_lines_and_of_equally_near_ones_the_first():
    import shapely

    lines = np.array([[5, -1, 5, 1], [2, -1, 2, 1], [2, -1, 2, 1], [-3, -1, -3, 1]], dtype=float)
    tree = shapely.STRtree(to_lines(lines))
    origins, directions = np.zeros((3, 2)), np.array([[1.0, 0.0], [-1.0, 0.0], [0.0, 1.0]])
    distances, hits = cast_rays(origins, directions, 9.0, tree)
    assert (distances.tolist(), hits.tolist()) == ([2, 3, np.inf], [1, 3, -1])
    assert cast_rays(origins[:1], directions[:1], 1.9, tree)[1].tolist() == [-1]


def test_without_rays_or_lines_nothing_is_met():
    import shapely

    none, one = np.empty((0, 2)), np.array([[1.0, 0.0]])
    tree = shapely.STRtree(to_lines(np.array([[2.0, -1.0, 2.0, 1.0]])))
    assert [len(column) for column in cast_rays(none, none, 9.0, tree)] == [0, 0]
    distances, hits = cast_rays(one, one, 9.0, shapely.STRtree([]))
    assert (distances.tolist(), hits.tolist()) == ([np.inf], [-1])


def test_directions_are_of_unit_length_however_short_a_segment_is():
    segments = np.array([[0, 0, 0, 1e-300], [1, 1, 1.5, 1], [2, 2, 2, 2]])
    assert find_directions(segments).tolist() == [[0, 1], [1, 0], [1, 0]]
    assert find_directions(segments[:0]).shape == (0, 2)


@given(st.lists(st.tuples(*[st.integers(-2, 2)] * 4), max_size=12))
def test_of_lines_drawn_twice_the_first_is_kept(lines):
    kept: dict[frozenset[tuple[int, int]], int] = {}
    for index, (x0, y0, x1, y1) in enumerate(lines):
        kept.setdefault(frozenset(((x0, y0), (x1, y1))), index)
    segments = np.array(lines, dtype=float).reshape(-1, 4) * 0.5
    assert drop_doubles(segments, grid=0.5).tolist() == list(kept.values())


@given(st.lists(st.tuples(*[st.integers(-4, 4)] * 3), min_size=1, max_size=6), st.integers(1, 4))
def test_a_ray_meets_what_a_look_at_each_line_finds(walls, reach):
    """Walls stand across the rays, which go east: x, y of the south end, metres beyond one."""
    lines = np.array([(x, y, x, y + 1 + abs(length)) for x, y, length in walls], dtype=float)
    origins = np.array([(-2.0, 0.0), (0.0, 1.0), (1.0, -3.0)])
    distances, hits = cast_rays(origins, np.tile([1.0, 0.0], (3, 1)), reach, STRtree(to_lines(lines)))
    for (x, y), distance, hit in zip(origins.tolist(), distances, hits, strict=True):
        met = [(east - x, row) for row, (east, low, _, high) in enumerate(lines.tolist()) if low <= y <= high]
        expected = min([one for one in met if 0 <= one[0] <= reach], default=(np.inf, -1))
        assert (distance, hit) == expected


@given(st.integers(0, 359), st.integers(0, 359))
def test_the_sine_between_directions(one, other):
    angles = np.radians([one, 17, other])
    directions = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    (sine,) = measure_sines(directions, np.array([0]), np.array([2]))
    assert abs(sine - abs(np.sin(angles[0] - angles[2]))) < 1e-9


def test_a_place_is_near_one_line_or_many_but_not_beyond_reach():
    tree = STRtree(to_lines(np.tile([0.0, 0.0, 1.0, 0.0], (3, 1))))
    places = np.array([[0.5, 0.1], [0.5, 0.11], [1.05, 0.0]])
    assert are_near(places, tree, 0.1).tolist() == [True, False, True]
    assert not are_near(places, STRtree([]), 0.1).any()
    assert not len(are_near(np.empty((0, 2)), tree, 0.1))
