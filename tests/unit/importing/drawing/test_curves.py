"""Bézier curves as arcs and lines of a drawing."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interactive_maps.importing.drawing.builder import DrawingBuilder
from interactive_maps.importing.drawing.curves import (
    add_runs,
    drop_doubles,
    evaluate_curve,
    is_curved,
    join_runs,
)

KAPPA = 4 / 3 * (math.sqrt(2) - 1)  # of a curve that is nearly a quarter of a circle


def points(*places):
    return np.array(places, dtype=float)


def quarter(turn=0.0, radius=10.0):
    """Return the points of a quarter of a circle around (0, 0), as plotters write it, from an angle on."""
    curve = points((1, 0), (1, KAPPA), (KAPPA, 1), (0, 1)) * radius
    cosine, sine = math.cos(turn), math.sin(turn)
    start, *rest = curve @ points((cosine, sine), (-sine, cosine))
    return np.vstack([start, evaluate_curve(start, *rest)])


numbers = st.tuples(st.floats(-100, 100), st.floats(-100, 100))


@given(numbers, numbers, numbers, numbers)
@settings(max_examples=25)
def test_a_curve_ends_at_its_end_and_stays_in_its_frame(start, first, second, end):
    corners = points(start, first, second, end)
    curve = evaluate_curve(*corners)
    assert curve[-1] == pytest.approx(corners[-1])
    assert (curve >= corners.min(axis=0) - 1e-9).all()
    assert (curve <= corners.max(axis=0) + 1e-9).all()
    backwards = evaluate_curve(*corners[::-1])
    assert backwards[-2::-1] == pytest.approx(curve[:-1])


def test_the_middle_of_a_curve_is_where_it_should_be():
    curve = evaluate_curve(*points((0, 0), (0, 8), (8, 8), (8, 0)))
    assert curve[len(curve) // 2 - 1] == pytest.approx([4, 6])
    even = evaluate_curve(*points((0, 0), (1, 0), (2, 0), (3, 0)))
    assert np.diff(even[:, 0]) == pytest.approx(3 / len(even))


def test_a_curve_that_is_straight_is_none():
    assert not is_curved(points((0, 0), (1, 1), (2, 2)))
    assert not is_curved(points((0, 0), (500, 0.4), (1000, 0)))
    assert is_curved(points((0, 0), (500, 2), (1000, 0)))
    assert is_curved(points((0, 0), (5, 5), (0, 0)))
    assert is_curved(points((3, 3), (3, 4), (6, 3)))
    assert not is_curved(points((0, 0), (300, 0.8), (600, -0.8), (1000, 0)))  # a thousandth to either side
    assert is_curved(points((0, 0), (300, 0.8), (600, -1.2), (1000, 0)))


def draw(*runs):
    """Return the segments and arcs that runs become."""
    builder = DrawingBuilder()
    add_runs(builder, builder.add_entity("1", "PATH", "0"), runs)
    drawing = builder.build()
    return drawing.segments.tolist(), drawing.arcs.tolist()


def test_quarters_of_a_circle_are_one_arc():
    segments, ((x, y, radius, start, sweep),) = draw((quarter(), True), (quarter(math.pi / 2), True))
    assert segments == []
    assert (x, y, radius) == pytest.approx((0, 0, 10), abs=0.05)
    assert (start, sweep) == pytest.approx((0, math.pi), abs=0.02)


def test_a_line_between_arcs_parts_them():
    line = points((0, 10), (-5, 10))
    segments, arcs = draw((quarter(), True), (line, False), (np.add(quarter(math.pi / 2), (-5, 0)), True))
    assert segments == [pytest.approx([0, 10, -5, 10])]
    assert len(arcs) == 2


def test_curves_that_turn_the_other_way_or_have_a_corner_are_not_one():
    wave = np.add(quarter() * (1, -1), (0, 20))  # turns right where the first turned left
    assert len(join_runs([(quarter(), True), (wave[::-1], True)])) == 2
    bend = np.add(quarter() * (-1, -1), (0, 20))[::-1]  # goes on to the west, and turns north
    assert len(join_runs([(quarter(), True), (bend, True)])) == 2
    corner = np.add(quarter(), (0, 10))
    assert len(join_runs([(quarter(), True), (corner - corner[0] + quarter()[-1], True)])) == 2
    assert len(join_runs([(quarter(), True), (quarter(math.pi / 2), True)])) == 1
    short = points((0, 10), (-1, 10))
    assert len(join_runs([(quarter(), True), (short, True)])) == 2


@pytest.mark.parametrize(("degrees", "is_one"), [(-60, False), (-45, True), (15, True), (30, False)])
def test_curves_may_meet_at_a_slight_angle(degrees, is_one):
    turn = math.radians(degrees)
    cosine, sine = math.cos(turn), math.sin(turn)
    after = (quarter(math.pi / 2) - quarter()[-1]) @ points((cosine, sine), (-sine, cosine)) + quarter()[-1]
    assert (len(join_runs([(quarter(), True), (after, True)])) == 1) == is_one


@pytest.mark.parametrize("place", [(0, 0), (500, -300), (-40, -7)])
def test_where_curves_lie_does_not_matter(place):
    wave = (np.add(quarter() * (1, -1), (0, 20)))[::-1]
    for after, is_one in ((quarter(math.pi / 2), True), (wave, False)):
        runs = [(curve + place, True) for curve in (quarter(), after)]
        back = [(curve[::-1], True) for curve, _ in runs[::-1]]
        assert (len(join_runs(runs)) == 1) == (len(join_runs(back)) == 1) == is_one


def test_pieces_of_a_curve_are_close_to_it():
    curve = quarter()
    middles = (curve[:-1] + curve[1:]) / 2
    assert np.hypot(*middles.T) == pytest.approx(10, rel=0.01)


def test_curved_points_may_turn_more_from_piece_to_piece_than_those_of_lines():
    angles = np.linspace(0, math.pi, 7)
    half = 10 * np.column_stack([np.cos(angles), np.sin(angles)])
    segments, arcs = draw((half, True))
    assert segments == []
    assert arcs == [pytest.approx([0, 0, 10, 0, math.pi], abs=1e-6)]
    segments, arcs = draw((half, False))
    assert (len(segments), arcs) == (6, [])


def test_a_curve_whose_end_is_straight_goes_on_either_way():
    straight = points((0, 10), (-1, 10), (-2, 10))
    for side in (1, -1):
        bent = points((-2, 10), (-3, 10), (-4, 10 + 0.3 * side))
        assert len(join_runs([(straight, True), (bent, True)])) == 1
        assert len(join_runs([(bent[::-1], True), (straight[::-1], True)])) == 1


def test_lines_that_follow_each_other_are_one():
    (joined,) = join_runs([(points((0, 0), (1, 0)), False), (points((1, 0), (1, 1)), False)])
    assert joined[0].tolist() == [[0, 0], [1, 0], [1, 1]]
    assert draw((points((0, 0), (1, 0), (1, 0)), False)) == ([[0, 0, 1, 0]], [])


def test_a_curve_that_is_no_arc_is_drawn_piece_by_piece():
    start, *rest = points((0, 0), (0, 8), (20, 0), (30, 9))
    curve = np.vstack([start, evaluate_curve(start, *rest)])
    segments, arcs = draw((curve, True))
    assert (len(segments), arcs) == (len(curve) - 1, [])


def test_points_without_doubles():
    assert drop_doubles(points((0, 0), (0, 0), (1, 0), (1, 0), (0, 0))).tolist() == [[0, 0], [1, 0], [0, 0]]
    assert drop_doubles(points((0, 0))).tolist() == [[0, 0]]
    assert drop_doubles(points((1, 1), (1, 1))).tolist() == [[1, 1]]
    assert drop_doubles(points((0, 0), (0, 1))).tolist() == [[0, 0], [0, 1]]
