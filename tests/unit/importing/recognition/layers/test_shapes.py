"""A layer in a few numbers: how long, how much of it side by side or in rows, and how many doors."""

import math

import numpy as np
import pytest

from interactive_maps.importing.drawing.builder import DrawingBuilder
from interactive_maps.importing.recognition.layers import shapes
from interactive_maps.importing.recognition.layers.shapes import LayerShape, describe_layers
from interactive_maps.importing.recognition.plan import Plan

WALLS = [(0.0, y, 10.0, y) for y in (0.0, 0.2, 5.0, 5.2)]
TILES = [(20.0, 0.3 * row, 22.0, 0.3 * row) for row in range(10)]
ALONE = [(0.0, 9.0, 5.0, 9.0), (0.0, 12.0, 5.0, 12.0)]


def describe(lines, arcs=(), *, unnamed=True) -> LayerShape:
    """Return the shape of a layer beside another; arcs are radius and sweep in degrees."""
    builder = DrawingBuilder()
    for layer, segments in (("other", WALLS), ("layer", lines)):
        entity = builder.add_entity(layer, "LINE", layer)
        for segment in segments:
            builder.add_line(entity, np.reshape(segment, (2, 2)))
    for radius, degrees in arcs:
        builder.add_arc(entity, 0.0, 0.0, radius, 0.0, math.radians(degrees))
    plan = Plan.of(builder.build(), 1.0)
    return describe_layers(plan, frozenset({"other", *["layer"] * unnamed}))["layer"]


def test_what_runs_side_by_side_or_in_rows_is_a_share_of_the_length():
    shape = describe([*WALLS, *TILES, *ALONE])
    assert shape.length == pytest.approx(40 + 20 + 10)
    assert shape.paired == pytest.approx(60 / 70)  # tiles do as well
    assert shape.in_rows == pytest.approx(20 / 70)
    assert shape.median == pytest.approx(2)
    assert (shape.swings, shape.pieces) == (0, 16)


def test_short_rows_are_a_pattern_where_they_cross():
    """The tiles of small rooms: four lines one way are no row on their own."""
    down = [(20 + 0.3 * row, 0.0, 20 + 0.3 * row, 2.0) for row in range(1, 5)]
    across = [(20.0, 0.3 * row, 21.5, 0.3 * row) for row in range(1, 7)]
    assert describe([*down, *across]).in_rows == pytest.approx(1.0)
    assert describe([*down]).in_rows == 0
    assert describe([*WALLS, *ALONE]).in_rows == 0


def test_layers_whose_names_tell_are_not_searched():
    shape = describe([*WALLS, *TILES], unnamed=False)
    assert (shape.length, shape.paired, shape.in_rows, shape.pieces) == (pytest.approx(60), 0, 0, 14)


@pytest.mark.parametrize(
    ("radius", "degrees", "is_swing"),
    [
        *[(0.9, 90, True), (0.46, 52, True), (1.39, 114, True), (0.44, 90, False), (1.41, 90, False)],
        *[(0.9, 48, False), (0.9, 117, False), (0.9, 360, False)],
        *[(0.45, 90, True), (1.4, 90, True), (0.9, 50, True), (0.9, 115, True)],
    ],
)
def test_door_swings_are_counted_with_and_without_lines(radius, degrees, is_swing):
    for lines in ([], ALONE):
        shape = describe(lines, [(radius, degrees), (3.0, 90)])
        assert (shape.swings, shape.pieces) == (int(is_swing), len(lines) + 2)


def test_a_layer_without_anything_has_no_shape():
    assert describe([]) == LayerShape()
    assert describe([(0.0, 0.0, 0.0, 0.0)]) == LayerShape(pieces=1)


def test_of_a_large_layer_the_longest_lines_are_looked_at(monkeypatch):
    monkeypatch.setattr(shapes, "_MOST_SEGMENTS", 4)
    dots = [(30.0 + row, row, 30.1 + row, row) for row in range(4)]
    shape = describe([*dots, *WALLS])
    assert (shape.paired, shape.pieces) == (1.0, 8)
    assert shape.length == pytest.approx(40.4)
    assert describe([*dots[:3], *WALLS]).paired == pytest.approx(40 / 40.3)
