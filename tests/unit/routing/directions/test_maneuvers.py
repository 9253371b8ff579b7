"""Turns as somebody feels them who walks a line: drawn by its pieces, each some metres after a turn."""

from __future__ import annotations

import math

import pytest

from interactive_maps.routing.directions.maneuvers import (
    Place,
    list_headings,
    read_shape,
    simplify,
    turn_between,
    wrap,
)


def draw(*pieces: tuple[float, float]) -> list[Place]:
    """Return a line from (0, 0) to the east: ``pieces`` are degrees to turn left first, then metres."""
    x = y = heading = 0.0
    line = [(x, y)]
    for degrees, metres in pieces:
        heading += degrees
        x += metres * math.cos(math.radians(heading))
        y += metres * math.sin(math.radians(heading))
        line.append((x, y))
    return line


def bends(*pieces: tuple[float, float]) -> list[tuple[float, float, float, bool]]:
    """Return where the turns of a line begin and end, by how much they turn, and whether they are curves."""
    shape = read_shape(draw(*pieces))
    return [(round(one.at, 3), round(one.angle, 3), round(one.until, 3), one.curve) for one in shape.bends]


@pytest.mark.parametrize("degrees", [90, -90, 26, -26, 150])
def test_a_corner_is_a_turn_to_its_side(degrees):
    assert bends((0, 20), (degrees, 20)) == [(20, degrees, 20, False)]


@pytest.mark.parametrize("degrees", [24, -24, 11, 0])
def test_a_slight_corner_is_straight_on(degrees):
    assert bends((0, 20), (degrees, 20)) == []


def test_slight_corners_to_one_side_are_a_curve():
    assert bends((0, 20), (12, 9), (12, 9), (12, 20)) == [(20, 36, 38, True)]
    assert bends((0, 20), (-40, 9), (-40, 20)) == [(20, -80, 29, True)]


def test_what_turns_less_than_ten_degrees_is_no_part_of_a_curve():
    assert bends((0, 20), (9, 9), (9, 9), (9, 9), (9, 20)) == []
    assert bends((0, 20), (12, 5), (9, 5), (15, 20)) == [(20, 27, 30, True)]


@pytest.mark.parametrize("side", [1, -1])
def test_what_turns_less_than_ten_degrees_is_no_part_of_a_corner(side):
    assert bends((0, 20), (9 * side, 2.9), (90 * side, 20)) == [(22.9, 90 * side, 22.9, False)]
    assert bends((0, 20), (90 * side, 2.9), (9 * side, 20)) == [(20, 90 * side, 20, False)]
    assert bends((0, 20), (11 * side, 2.9), (90 * side, 20)) == [(22.9, 101 * side, 22.9, False)]


@pytest.mark.parametrize(
    "pieces",
    [
        ((0, 20), (30, 11), (30, 20)),  # too far apart
        ((0, 20), (30, 9), (-30, 20)),  # to both sides
        ((0, 20), (30, 9), (50, 20)),  # a corner, not a slight one
        ((0, 20), (50, 9), (30, 20)),
    ],
)
def test_other_turns_are_told_apart(pieces):
    at, degrees = pieces[0][1], [piece[0] for piece in pieces[1:]]
    assert bends(*pieces) == [
        (at, degrees[0], at, False),
        (at + pieces[1][1], degrees[1], at + pieces[1][1], False),
    ]


def test_corners_side_by_side_are_one_turn_at_the_largest():
    assert bends((0, 20), (30, 2), (40, 20)) == [(22, 70, 22, False)]
    assert bends((0, 20), (40, 2), (30, 20)) == [(20, 70, 20, False)]
    assert bends((0, 20), (60, 2), (60, 20)) == [(20, 120, 20, False)]


def test_a_jog_is_no_turn_and_a_zigzag_is_two():
    assert bends((0, 20), (90, 0.8), (-90, 20)) == []
    assert bends((0, 20), (40, 2), (-40, 20)) == []
    assert [turn[1] for turn in bends((0, 20), (90, 2), (-90, 20))] == [90, -90]
    assert [turn[1] for turn in bends((0, 20), (50, 2), (-50, 20))] == [50, -50]


def test_turning_round_is_two_turns_unless_it_is_done_on_the_spot():
    assert [turn[1] for turn in bends((0, 20), (90, 2), (90, 20))] == [90, 90]
    assert [turn[1] for turn in bends((0, 20), (-90, 2), (-90, 20))] == [-90, -90]
    assert bends((0, 20), (90, 0.8), (90, 20)) == [(20, 179, 20, False)]
    assert bends((0, 20), (-90, 0.8), (-90, 20)) == [(20, -179, 20, False)]
    assert bends((0, 20), (100, 0.8), (100, 20)) == [(20, 179, 20, False)]
    assert bends((0, 20), (90, 0.8), (90, 0.8), (90, 20))[0][1] == -90  # three times to the left


def test_a_shape_leads_on_from_the_heading_before_it_and_into_the_one_after():
    shape = read_shape(draw((0, 20)), before=90, after=30)
    assert (shape.start, shape.bends, shape.end) == (-90, (), 30)
    assert read_shape(draw((0, 20)), before=10).end is None
    assert read_shape(draw((0, 20)), after=10).start is None


def test_corners_near_the_ends_belong_to_them():
    shape = read_shape(draw((0, 2), (30, 20), (40, 2)), before=-10, after=80)
    assert shape.bends == ()
    assert (shape.start, shape.end) == pytest.approx((40, 50))
    far = read_shape(draw((0, 4), (30, 20), (40, 4)), before=-10, after=80)
    assert [round(one.angle) for one in far.bends] == [30, 40]
    assert (far.start, far.end) == pytest.approx((10, 10))


def test_the_next_corner_is_measured_from_the_last_that_belongs_to_an_end():
    both = read_shape(draw((0, 2), (30, 4), (30, 20), (30, 4), (30, 2)), before=0, after=120)
    assert (both.start, both.end) == pytest.approx((30, 30))
    assert sum(one.angle for one in both.bends) == pytest.approx(60)


def test_a_corner_at_the_door_to_the_other_side_is_a_turn_of_its_own():
    shape = read_shape(draw((0, 2), (-90, 20)), before=-90)
    assert shape.start == pytest.approx(90)
    assert [round(one.angle) for one in shape.bends] == [-90]


@pytest.mark.parametrize(
    ("before", "after", "start", "end"),
    [(None, None, None, None), (10, None, 0, None), (None, 10, None, None), (10, 60, 0, 50)],
)
def test_a_line_of_no_length_has_the_turn_between_its_headings(before, after, start, end):
    shape = read_shape([(1, 1), (1, 1)], before, after)
    assert (shape.start, shape.bends, shape.end) == (start, (), end)


def test_corners_that_matter_are_kept_with_the_metres_walked_to_them():
    assert simplify([]) == ([], [])
    assert simplify([(1, 2)]) == ([(1, 2)], [0])
    assert simplify([(0, 0), (0, 0), (3, 4), (3, 4)]) == ([(0, 0), (3, 4)], [0, 5])
    places, at = simplify([(0, 0), (5, 0.2), (10, 0), (10, 5)])
    assert places == [(0, 0), (10, 0), (10, 5)]
    assert at == pytest.approx([0, 2 * math.hypot(5, 0.2), 2 * math.hypot(5, 0.2) + 5])
    assert len(simplify([(0, 0), (5, 0.4), (10, 0)])[0]) == 3
    assert simplify([(0, 0), (5, 0.2), (10, 0)]) == (
        [(0, 0), (10, 0)],
        pytest.approx([0, 2 * math.hypot(5, 0.2)]),
    )
    assert simplify([(0, 0), (0, 0), (5, 0)]) == ([(0, 0), (5, 0)], [0, 5])
    loop = [(0, 0), (9, 0), (9, 9), (0, 9), (0, 0), (-9, 0)]
    assert simplify(loop) == (loop, [0, 9, 18, 27, 36, 45])


def test_headings_are_counter_clockwise_from_east():
    assert list_headings([(0, 0), (1, 0), (1, 1), (0, 1), (0, 0)]) == pytest.approx([0, 90, 180, -90])


@pytest.mark.parametrize(
    ("before", "after", "turn"), [(0, 90, 90), (90, 0, -90), (170, -170, 20), (-170, 170, -20), (350, 10, 20)]
)
def test_turns_are_the_short_way_round(before, after, turn):
    assert turn_between(before, after) == turn


def test_angles_are_wrapped():
    assert [wrap(degrees) for degrees in (190, -190, 720, 90)] == [-170, 170, 0, 90]


@pytest.mark.parametrize(("metres", "is_one"), [(2.5, True), (3.0, False), (3.5, False)])
def test_a_corner_within_three_metres_of_an_end_belongs_to_the_turn_there(metres, is_one):
    line = [(0, 0), (metres, 0), (metres, 10)]
    shape = read_shape(line, before=0.0, after=90.0)
    assert (shape.start, shape.end) == ((90, 0) if is_one else (0, 0))
    assert [(bend.at, bend.angle) for bend in shape.bends] == ([] if is_one else [(metres, 90)])
    back = read_shape(line[::-1], before=-90.0, after=180.0)
    assert (back.start, back.end) == ((0, -90) if is_one else (0, 0))
    assert [(bend.at, bend.angle) for bend in back.bends] == ([] if is_one else [(10, -90)])
