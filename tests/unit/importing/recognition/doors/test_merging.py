"""Several signs of one opening are one door: the stronger sign stays, with the lines of both."""

from dataclasses import replace

import numpy as np
import pytest
from shapely import LineString, affinity

from interactive_maps.importing.recognition.doors.merging import merge_thresholds
from interactive_maps.importing.recognition.doors.threshold import Evidence, Threshold


def make(evidence: Evidence, start: float, end: float, off: float = 0.0, thickness: float = 0.0) -> Threshold:
    """Return an opening along x, ``off`` metres beside the axis."""
    line = np.array([[start, off, end, off]])
    return Threshold((start, off), (end, off), evidence, line, thickness)


SWING = make(Evidence.SWING, 0.05, 0.95, 0.0, 0.1)


def test_a_swing_in_a_gap_is_one_door_as_wide_as_the_gap():
    (door,) = merge_thresholds([make(Evidence.GAP, 0, 1, 0.05, 0.24), SWING])
    assert door.evidence is Evidence.SWING
    assert (door.start, door.end) == ((0, 0.05), (1, 0.05))
    assert door.thickness == 0.24
    assert door.lines.tolist() == [[0.05, 0, 0.95, 0], [0, 0.05, 1, 0.05]]


@pytest.mark.parametrize(
    ("width", "follows"), [(0.6, False), (0.64, True), (1.34, True), (1.4, False)], ids=str
)
def test_a_gap_of_quite_another_width_is_not_the_leafs(width, follows):
    gap = make(Evidence.GAP, 0.5 - width / 2, 0.5 + width / 2)
    (door,) = merge_thresholds([gap, SWING])
    assert door.width == pytest.approx(width if follows else 0.9)
    assert door.evidence is Evidence.SWING


@pytest.mark.parametrize(
    ("width", "follows"), [(0.6875, False), (0.7, True), (1.5, True), (1.5625, False)], ids=str
)
def test_a_leaf_is_measured_by_a_gap_up_to_half_as_wide_again(width, follows):
    (door,) = merge_thresholds([make(Evidence.SWING, 0, 1), make(Evidence.FILLED, 0, width)])
    assert door.width == (width if follows else 1)


def test_glass_says_nothing_of_a_swings_width_but_of_its_wall():
    (door,) = merge_thresholds([SWING, make(Evidence.GLAZED, 0, 1, 0.0, 0.3)])
    assert door.width == pytest.approx(0.9)
    assert door.thickness == 0.3


@pytest.mark.parametrize(
    ("weaker", "stronger"),
    [
        (Evidence.OPEN, Evidence.GAP),
        (Evidence.GAP, Evidence.FILLED),
        (Evidence.FILLED, Evidence.GLAZED),
        (Evidence.GLAZED, Evidence.SYMBOL),
        (Evidence.SYMBOL, Evidence.SWING),
    ],
)
def test_the_stronger_sign_stays(weaker, stronger):
    (door,) = merge_thresholds([make(weaker, 0, 0.8, 0.0, 0.2), make(stronger, 0, 1)])
    assert door.evidence is stronger
    assert door.thickness == 0.2
    assert len(door.lines) == 2


def test_both_faces_of_a_wall_have_one_gap_and_the_other_side_of_a_corridor_has_its_own():
    gap = make(Evidence.GAP, 0, 1)
    assert len(merge_thresholds([gap, make(Evidence.GAP, 0, 1, 0.65)])) == 1
    assert len(merge_thresholds([gap, make(Evidence.GAP, 0, 1, 0.7)])) == 2


def test_openings_side_by_side_are_two_unless_they_overlap_for_the_most_part():
    gap = make(Evidence.GAP, 0, 1)
    assert len(merge_thresholds([gap, make(Evidence.GAP, 0.55, 1.55)])) == 2
    assert len(merge_thresholds([gap, make(Evidence.GAP, 0.5, 1.5)])) == 2
    assert len(merge_thresholds([gap, make(Evidence.GAP, 0.45, 1.45)])) == 1
    assert len(merge_thresholds([make(Evidence.GAP, 0, 4), make(Evidence.GAP, 3.4, 4.4)])) == 1


def test_an_opening_across_another_is_another():
    across = Threshold((0.5, -0.5), (0.5, 0.5), Evidence.GAP, np.array([[0.5, -0.5, 0.5, 0.5]]))
    assert len(merge_thresholds([make(Evidence.GAP, 0, 1), across])) == 2


def test_three_signs_are_one_and_nothing_is_nothing():
    three = [make(Evidence.OPEN, 0, 1), make(Evidence.GAP, 0, 1), make(Evidence.SYMBOL, 0, 1)]
    (door,) = merge_thresholds(three)
    assert len(door.lines) == 3
    assert merge_thresholds([]) == []


def hang(x: float, start: float, end: float) -> Threshold:
    """Return a swing along y."""
    return Threshold((x, start), (x, end), Evidence.SWING, np.array([[x, start, x, end]]))


VESTIBULE = [hang(x, *ends) for x in (0.0, 2.0) for ends in ((-1.2, -0.3), (0.3, 1.2))]
ACROSS = make(Evidence.FILLED, 0.05, 1.95)


def turn(one: Threshold, degrees: float) -> Threshold:
    """Return an opening that is turned around a place far off."""
    line = affinity.rotate(LineString([one.start, one.end]), degrees, origin=(30, -50))
    start, end = line.coords
    return replace(one, start=start, end=end, lines=np.array([[*start, *end]]))


@pytest.mark.parametrize("degrees", [0, 45, 90, 200, 310])
def test_two_posts_of_double_doors_leave_no_gap_across_a_vestibule(degrees):
    def has_gap(*doors) -> bool:
        across = turn(ACROSS, degrees)
        return across in merge_thresholds([*(turn(door, degrees) for door in doors), across])

    assert not has_gap(*VESTIBULE)
    elsewhere = make(Evidence.SWING, 5, 6)
    assert has_gap(*VESTIBULE[:3], elsewhere)  # a wall may end there
    beside = [hang(x, *ends) for x in (0.0, 2.0) for ends in ((0.3, 1.2), (1.3, 2.2))]
    assert has_gap(*beside)  # all on one side
    assert has_gap(
        *(hang(x, *ends) for x in (0.0, 2.0) for ends in ((-1.5, -0.6), (0.6, 1.5)))
    )  # too far off


def test_doors_in_line_with_a_gap_are_no_posts():
    doors = [make(Evidence.SWING, start, start + 1, off) for start in (-1, 2) for off in (-0.4, 0.4)]
    assert ACROSS in merge_thresholds([*doors, ACROSS])


@pytest.mark.parametrize("degrees", [0, 45, 90, 200, 310])
def test_how_a_plan_is_turned_says_nothing_of_its_doors(degrees):
    two = [turn(make(Evidence.GAP, 0, 1, off), degrees) for off in (0, 0.7)]
    assert merge_thresholds(two) == two
    assert len(merge_thresholds([*two, turn(make(Evidence.SWING, 0, 0.9, 0.7), degrees)])) == 2
