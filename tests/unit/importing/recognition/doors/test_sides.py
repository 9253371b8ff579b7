"""The sides of an opening: the nearest areas on its left and right that differ."""

import numpy as np
import pytest
from shapely import box

from interactive_maps.importing.recognition.doors.open_passages import find_passages
from interactive_maps.importing.recognition.doors.sides import find_sides
from interactive_maps.importing.recognition.doors.threshold import Evidence, Threshold


def opening(start, end) -> Threshold:
    return Threshold(start, end, Evidence.GAP, np.array([[*start, *end]]))


NORTH, SOUTH = box(0, 0.1, 10, 5), box(0, -5, 10, -0.1)
DOOR = opening((4.0, 0.0), (5.0, 0.0))


def test_left_and_right_as_one_looks_from_start_to_end():
    assert find_sides([DOOR], [NORTH, SOUTH]).tolist() == [[0, 1]]
    assert find_sides([opening(DOOR.end, DOOR.start)], [NORTH, SOUTH]).tolist() == [[1, 0]]


def test_where_nothing_is():
    assert find_sides([DOOR], [NORTH]).tolist() == [[0, -1]]
    assert find_sides([DOOR], [box(0, 1, 10, 5)]).tolist() == [[-1, -1]]
    assert find_sides([DOOR], []).tolist() == [[-1, -1]]
    assert find_sides([], [NORTH]).shape == (0, 2)


def test_behind_thick_walls_within_a_metre():
    assert find_sides([DOOR], [box(0, 0.9, 10, 5), SOUTH]).tolist() == [[0, 1]]


def test_an_outline_that_runs_on_beyond_the_wall_is_not_on_both_sides():
    assert find_sides([DOOR], [box(0, -0.15, 10, 5), SOUTH]).tolist() == [[0, 1]]


def test_of_areas_inside_each_other_the_smaller():
    assert find_sides([DOOR], [NORTH, box(3, 0.1, 6, 3), SOUTH]).tolist() == [[1, 2]]


@pytest.mark.parametrize(("west", "east"), [(4.25, 4.4), (4.6, 4.8)])
def test_a_part_of_its_width_is_enough(west, east):
    assert find_sides([DOOR], [box(west, 0.1, east, 5), SOUTH]).tolist() == [[0, 1]]
    assert find_sides([DOOR], [SOUTH, box(west, 0.1, east, 5)]).tolist() == [[1, 0]]


def test_regions_cut_from_one_are_open_to_each_other_where_no_wall_is():
    wall = np.array([[5.0, 0, 5, 3]])
    ((passage, one, other),) = find_passages([box(0, 0, 5, 8), box(5, 0, 9, 8)], [True, True], wall)
    assert (one, other) == (0, 1)
    assert passage.evidence is Evidence.OPEN
    assert sorted([passage.start[1], passage.end[1]]) == pytest.approx([3.12, 8], abs=0.03)
    assert {round(passage.start[0], 1), round(passage.end[0], 1)} == {5.0}
    assert passage.lines.tolist() == [[*passage.start, *passage.end]]


def test_no_passage_is_narrower_than_a_person():
    parts = [box(0, 0, 5, 8), box(5, 0, 9, 8)]
    for top, count in ((7.2, 1), (7.4, 0)):
        assert len(list(find_passages(parts, [True, True], np.array([[5.0, 0, 5, top]])))) == count


def test_outlines_may_lie_a_walls_thickness_apart_and_no_more():
    nothing = np.empty((0, 4))
    for apart, count in ((0.0, 1), (0.25, 1), (0.35, 0)):
        parts = [box(0, 0, 5, 8), box(5 + apart, 2, 9, 6)]
        assert len(list(find_passages(parts, [True, True], nothing))) == count


def test_only_edges_that_may_be_open_are():
    parts = [box(0, 0, 5, 8), box(5, 0, 9, 8), box(9, 0, 12, 8)]
    nothing = np.empty((0, 4))
    assert [found[1:] for found in find_passages(parts, [False, True, True], nothing)] == [(1, 2)]
    assert list(find_passages(parts, [True, False, True], nothing)) == []
    assert [found[1:] for found in find_passages(parts, [True] * 3, nothing)] == [(0, 1), (1, 2)]
