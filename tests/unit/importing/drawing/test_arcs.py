"""Arcs are found in points however they are drawn, and straight or crooked lines are none."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from interactive_maps.importing.drawing.arcs import fit_arc, flatten_arc
from interactive_maps.importing.drawing.builder import DrawingBuilder


@given(
    x=st.floats(-1e6, 1e6),
    y=st.floats(-1e6, 1e6),
    radius=st.floats(0.5, 1e3),
    start=st.floats(-math.pi, math.pi),
    sweep=st.floats(0.2, 6.0),
    backwards=st.booleans(),
)
def test_an_arc_comes_back_from_its_points(x, y, radius, start, sweep, backwards):
    angles = start + np.linspace(0, sweep, 12)
    points = np.column_stack([x + radius * np.cos(angles), y + radius * np.sin(angles)])
    arc = fit_arc(points[::-1] if backwards else points)
    assert arc is not None
    assert arc[:3] == pytest.approx((x, y, radius), rel=1e-3, abs=1e-3)
    assert arc[4] == pytest.approx(sweep, rel=1e-3)
    assert math.remainder(arc[3] - start, math.tau) == pytest.approx(0, abs=1e-3)


@pytest.mark.parametrize(
    "points",
    [
        [(0, 0), (1, 0), (2, 0), (3, 0)],
        [(0, 0), (1, 0), (1, 1), (2, 1), (2, 2)],
        [(0, 0), (1, 1)],
        [(0, 0), (1, 0.5), (2, 0), (3, 0.5), (4, 0)],
        [(1, 0), (0, 1), (-1, 0)],
        [(1, 0), (0, 1), (1, 0), (0, -1)],
        [(1, 0), (0, 1), (-1, 0), (0, -1.05), (0.7, -0.7)],
        [(math.cos(angle), math.sin(angle)) for angle in (0, 0.4, 0.2, 0.6, 0.8, 1.2)],
        [(math.cos(angle), math.sin(angle)) for angle in (0, 0.4, 0.4, 0.8, 1.2)],
    ],
)
def test_what_is_no_arc(points):
    assert fit_arc(np.array(points, dtype=float)) is None
    assert fit_arc(np.array(points, dtype=float)[::-1]) is None


SIZES = pytest.mark.parametrize("size", [1e-5, 1.0, 1e6])


@SIZES
@pytest.mark.parametrize("sweep", [0.3, 1.5, 3.0, 6.0, math.tau])
def test_an_arc_may_be_drawn_in_any_unit(size, sweep):
    angles = 0.7 + np.linspace(0, sweep, 10)
    arc = fit_arc(size * np.column_stack([2 + np.cos(angles), np.sin(angles)]))
    assert arc is not None
    assert arc == pytest.approx((2 * size, 0, size, 0.7, sweep), rel=1e-6, abs=1e-6 * size)


@SIZES
@pytest.mark.parametrize("degrees", [0, 30, 90])
def test_a_line_that_is_straight_but_for_rounding_is_no_arc(size, degrees):
    along = np.arange(8.0)
    bow = 1e-8 * along * (7 - along)
    turn = math.radians(degrees)
    points = np.outer(along, (math.cos(turn), math.sin(turn))) + np.outer(
        bow, (-math.sin(turn), math.cos(turn))
    )
    assert fit_arc(size * points) is None


@given(st.floats(0.6, 6.0), st.integers(12, 40), st.floats(-3, 3))
def test_rounded_points_are_on_the_same_arc(sweep, count, start):
    angles = start + np.linspace(0, sweep, count)
    arc = fit_arc(np.round(1000 * np.column_stack([np.cos(angles), np.sin(angles)])))
    assert arc is not None
    assert arc[2:3] + arc[4:] == pytest.approx((1000, sweep), rel=0.025)


def test_a_circle_that_is_closed_sweeps_once_around_and_no_further():
    angles = np.linspace(0.5, 0.5 + math.tau, 13)
    arc = fit_arc(3 * np.column_stack([np.cos(angles), np.sin(angles)]) + (7, 8))
    assert arc is not None
    assert arc == pytest.approx((7, 8, 3, 0.5, math.tau))
    angles = np.linspace(0.5, 0.5 + 1.1 * math.tau, 13)
    assert fit_arc(np.column_stack([np.cos(angles), np.sin(angles)])) is None


def test_four_points_are_enough():
    angles = np.linspace(0, 1, 4)
    arc = fit_arc(np.column_stack([np.cos(angles), np.sin(angles)]))
    assert arc == pytest.approx((0, 0, 1, 0, 1), abs=1e-9)


def test_points_may_leave_an_arc_by_a_fiftieth_of_its_radius():
    angles = np.linspace(0, 2, 10)
    for off, fits in ((0.015, True), (0.03, False)):
        radii = np.ones(10)
        radii[4] += off
        assert (fit_arc((radii * [np.cos(angles), np.sin(angles)]).T) is not None) == fits


def test_a_small_arc_has_two_chords_and_a_large_one_at_most_256():
    assert len(flatten_arc((0.0, 0.0, 10.0, 0.0, 0.01), 0.1)) == 3
    assert len(flatten_arc((0.0, 0.0, 1e9, 0.0, math.tau), 1e-9)) == 257
    assert len(flatten_arc((0.0, 0.0, 0.1, 0.0, math.tau), 0.5)) == 5  # smaller than what nobody sees


def test_points_run_from_the_start_along_the_sweep():
    points = flatten_arc((1.0, 2.0, 10.0, math.pi / 2, math.pi / 2), 0.01)
    assert points[[0, -1]] == pytest.approx(np.array([(1, 12), (-9, 2)]))
    assert np.hypot(*(points - (1, 2)).T) == pytest.approx(10)


def test_no_chord_leaves_the_arc_by_more_than_is_allowed():
    points = flatten_arc((0.0, 0.0, 10.0, 0.0, math.pi), 0.01)
    middles = (points[:-1] + points[1:]) / 2
    assert np.all(10.0 - np.hypot(*middles.T) <= 0.01 + 1e-9)


def test_a_polyline_of_short_chords_is_taken_for_the_arc_that_it_draws():
    builder = DrawingBuilder()
    entity = builder.add_entity("1", "POLYLINE", "door")
    builder.add_line(entity, flatten_arc((5.0, 5.0, 0.9, 0.0, math.pi / 2), 0.001))
    builder.add_line(entity, np.array([(0.0, 0.0), (4.0, 0.0), (4.0, 3.0)]))
    drawing = builder.build()
    assert len(drawing.arcs) == 1
    assert drawing.arcs[0, 2] == pytest.approx(0.9, rel=1e-3)
    assert len(drawing.segments) == 2


def test_a_closed_line_is_a_ring_and_its_sides():
    builder = DrawingBuilder()
    entity = builder.add_entity("1", "LWPOLYLINE", "room")
    builder.add_line(entity, np.array([(0, 0), (4, 0), (4, 3), (0, 3), (0, 0)], dtype=float), closed=True)
    drawing = builder.build()
    assert [len(ring.points) for ring in drawing.rings] == [4]
    assert len(drawing.segments) == 4
    assert not len(drawing.without_layers({"room"}).segments)
    assert not drawing.without_layers({"room"}).rings
