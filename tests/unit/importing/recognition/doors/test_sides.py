"""The sides of an opening: the nearest areas on its left and right that differ."""

from dataclasses import replace

import numpy as np
import pytest
from shapely import Point, affinity, box

from interactive_maps.importing.recognition.doors.open_passages import find_passages
from interactive_maps.importing.recognition.doors.sides import choose_entrances, find_sides, lead_out
from interactive_maps.importing.recognition.doors.threshold import Evidence, Threshold


def opening(start, end) -> Threshold:
    return Threshold(start, end, Evidence.GAP, np.array([[*start, *end]]))


NORTH, SOUTH = box(0, 0.1, 10, 5), box(0, -5, 10, -0.1)
DOOR = opening((4.0, 0.0), (5.0, 0.0))


def find(*areas) -> tuple[int, int]:
    """Return the areas on the left and right of the door, which depend on nothing but where they lie."""
    ((left, right),) = find_sides([DOOR], areas).tolist()
    back = opening(DOOR.end, DOOR.start)
    assert find_sides([back], areas).tolist() == [[right, left]]
    mirrored = [affinity.scale(area, 1, -1, origin=(0, 0)) for area in areas]
    assert find_sides([DOOR], mirrored).tolist() == [[right, left]]
    turned = [affinity.rotate(area, 30, origin=DOOR.start) for area in areas]
    end = affinity.rotate(Point(DOOR.end), 30, origin=DOOR.start)
    assert find_sides([opening(DOOR.start, (end.x, end.y))], turned).tolist() == [[left, right]]
    last = len(areas) - 1
    numbered = [last - side if side >= 0 else -1 for side in (left, right)]
    assert find_sides([DOOR], areas[::-1]).tolist() == [numbered]
    return left, right


def test_left_and_right_as_one_looks_from_start_to_end():
    assert find(NORTH, SOUTH) == (0, 1)


def test_where_nothing_is():
    assert find(NORTH) == (0, -1)
    assert find(box(0, 1, 10, 5)) == (-1, -1)
    assert find_sides([DOOR], []).tolist() == [[-1, -1]]
    assert find_sides([], [NORTH]).shape == (0, 2)


def test_behind_thick_walls_within_a_metre():
    assert find(box(0, 0.9, 10, 5), SOUTH) == (0, 1)
    assert find(box(0, 1.1, 10, 5), SOUTH) == (-1, 1)


def test_an_outline_that_runs_on_beyond_the_wall_is_not_on_both_sides():
    assert find(box(0, -0.15, 10, 5), SOUTH) == (0, 1)


@pytest.mark.parametrize(("thickness", "outline"), [(0.3, -0.15), (0.3, -0.25), (0.0, -0.1)])
def test_an_outer_door_inside_an_outline_leads_out_where_that_ends(thickness, outline):
    door, room = replace(DOOR, thickness=thickness), box(0, outline, 10, 5)
    sides = find_sides([door], [room])
    assert sides.tolist() == [[0, 0]]
    assert lead_out([door], sides, [room]).tolist() == [[0, -1]]
    back = replace(door, start=DOOR.end, end=DOOR.start)
    assert lead_out([back], sides, [room]).tolist() == [[-1, 0]]


def test_a_door_amid_a_room_or_between_two_leads_nowhere_else():
    door = replace(DOOR, thickness=0.3)
    amid = [box(0, -0.35, 10, 5)]
    assert lead_out([door], find_sides([door], amid), amid).tolist() == [[0, 0]]
    sliver = [box(0, -0.1, 10, 0.1)]
    assert lead_out([door], find_sides([door], sliver), sliver).tolist() == [[0, 0]]
    assert lead_out([door], find_sides([door], [NORTH, SOUTH]), [NORTH, SOUTH]).tolist() == [[0, 1]]
    assert lead_out([door], find_sides([door], []), []).tolist() == [[-1, -1]]


def test_of_areas_behind_each_other_the_nearest():
    assert find(box(0, 0.3, 10, 5), box(0, 0.1, 10, 0.3), SOUTH) == (1, 2)
    assert find(NORTH, box(0, -0.3, 10, -0.1), box(0, -0.6, 10, -0.3), box(0, -5, 10, -0.6)) == (0, 1)


def test_of_areas_inside_each_other_the_smaller():
    assert find(NORTH, box(3, 0.1, 6, 3), SOUTH) == (1, 2)


@pytest.mark.parametrize(("west", "east"), [(4.25, 4.4), (4.45, 4.55), (4.6, 4.8)])
def test_a_part_of_its_width_is_enough(west, east):
    part = box(west, 0.1, east, 5)
    assert find(part, SOUTH) == (0, 1)
    assert find(part, affinity.scale(part, 1, -1, origin=(0, 0))) == (0, 1)


def test_what_lies_beside_an_opening_is_on_neither_side():
    assert find(box(3, 0.1, 3.9, 5), box(5.1, 0.1, 7, 5), SOUTH) == (-1, 2)


def test_what_is_before_its_middle_counts_more_than_what_is_before_its_ends():
    middle, end = box(4.45, 0.1, 4.55, 5), box(4.2, 0.1, 4.4, 5)
    assert find(middle, end, box(4.2, -5, 4.4, -0.1)) == (0, 2)


def test_each_door_has_its_own_sides():
    far = opening((4.0, 20.0), (5.0, 20.0))
    half = opening((6.0, 0.0), (7.0, 0.0))
    rooms = [box(0, 0.1, 10, 5), box(4.2, -5, 4.4, -0.1), box(6.6, -5, 6.8, -0.1)]
    assert find_sides([far, DOOR, half], rooms).tolist() == [[-1, -1], [0, 1], [0, 2]]


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


def test_a_border_with_a_jog_has_two_passages():
    parts = [box(0, 0, 5, 8).union(box(5, 4, 5.5, 8)), box(5, 0, 9, 8).difference(box(5, 4, 5.5, 8))]
    passages = [one for one, *_ in find_passages(parts, [True, True], np.empty((0, 4)))]
    assert sorted(round(one.start[0], 1) for one in passages) == [5.0, 5.5]
    assert [one.width for one in passages] == pytest.approx([4, 4], abs=0.05)


def test_only_edges_that_may_be_open_are():
    parts = [box(0, 0, 5, 8), box(5, 0, 9, 8), box(9, 0, 12, 8)]
    nothing = np.empty((0, 4))
    assert [found[1:] for found in find_passages(parts, [False, True, True], nothing)] == [(1, 2)]
    assert list(find_passages(parts, [True, False, True], nothing)) == []
    assert list(find_passages(parts, [False] * 3, nothing)) == []
    assert list(find_passages([], [], nothing)) == []
    assert [found[1:] for found in find_passages(parts, [True] * 3, nothing)] == [(0, 1), (1, 2)]


def test_nothing_passes_between_the_two_walls_of_neighbours():
    parts = [box(0, 0, 5, 8), box(5.2, 0, 9, 8)]
    walls = np.array([[4.7, 0, 4.7, 8], [5.5, 0, 5.5, 8]])
    assert list(find_passages(parts, [True, True], walls)) == []
    assert len(list(find_passages(parts, [True, True], walls + 1))) == 1
    ((passage, *_),) = find_passages(parts, [True, True], np.array([[4.7, 0, 4.7, 5]]))
    assert passage.width == pytest.approx(3)


def test_entrances_are_doors_and_windows_only_where_there_is_no_door():
    swing, gap = opening((0, 0), (1, 0)), replace(opening((0, 0), (1, 0)), evidence=Evidence.GAP)
    slide = replace(swing, evidence=Evidence.SYMBOL)
    window = replace(slide, panes=True)
    outdoors, indoors = np.array([[0, -1]]), np.array([[0, 1]])

    def choose(*thresholds, sides=outdoors):
        return choose_entrances(thresholds, np.repeat(sides, len(thresholds), axis=0))

    swing = replace(swing, evidence=Evidence.SWING)
    doors = {(Evidence.SWING, False), (Evidence.SYMBOL, False)}
    assert choose(swing, slide, window, gap) == doors
    assert choose(window, gap) == {(Evidence.SYMBOL, True)}
    assert choose(gap) == {(Evidence.GAP, False)}
    assert choose(swing, sides=indoors) == set()
