"""What readers add is what the drawing has: pieces by entity, entities by layer, closed lines as a whole."""

from __future__ import annotations

import math

import numpy as np
import pytest

from interactive_maps.importing.drawing import Header, Text
from interactive_maps.importing.drawing.arcs import flatten_arc
from interactive_maps.importing.drawing.builder import DrawingBuilder
from interactive_maps.importing.drawing.drawing import Dimension

TRIANGLE = np.array([(0, 0), (4, 0), (4, 3)], dtype=float)


def test_layers_are_numbered_by_their_first_mention_and_keep_what_it_said():
    builder = DrawingBuilder()
    assert [builder.layer("A"), builder.layer("B", visible=False), builder.layer("A", visible=False)] == [
        0,
        1,
        0,
    ]
    assert builder.add_entity("1", "LINE", "B", ["outer", "inner"], "DASHED") == 0
    assert builder.add_entity("2", "ARC", "C") == 1
    drawing = builder.build()
    assert [(layer.name, layer.visible) for layer in drawing.layers] == [
        ("A", True),
        ("B", False),
        ("C", True),
    ]
    one, other = drawing.entities
    assert (one.key, one.kind, one.layer, one.blocks, one.linetype) == (
        "1",
        "LINE",
        1,
        ("outer", "inner"),
        "DASHED",
    )
    assert (other.layer, other.blocks, other.linetype) == (2, (), "")
    assert drawing.entity_layers.tolist() == [1, 2]


def test_a_layer_has_the_pen_of_its_first_mention():
    builder = DrawingBuilder()
    for pen in (0.5, 0.7):
        builder.layer("A", pen=pen)
    builder.add_entity("1", "LINE", "B")
    assert [(layer.name, layer.pen) for layer in builder.build().layers] == [("A", 0.5), ("B", None)]


def test_a_closed_line_that_only_comes_back_is_no_ring():
    builder = DrawingBuilder()
    entity = builder.add_entity("1", "LWPOLYLINE", "0")
    builder.add_line(entity, TRIANGLE[[0, 1, 0]], closed=True)
    builder.add_line(entity, TRIANGLE[:1], closed=True)
    drawing = builder.build()
    assert drawing.segments.tolist() == [[0, 0, 4, 0], [4, 0, 0, 0]]
    assert drawing.rings == ()


def test_an_empty_drawing_has_arrays_of_the_right_shape():
    drawing = DrawingBuilder().build()
    assert (drawing.segments.shape, drawing.arcs.shape) == ((0, 4), (0, 5))
    assert (len(drawing.segment_entities), len(drawing.arc_entities)) == (0, 0)
    assert drawing.header == Header()


def test_pieces_know_their_entities():
    builder = DrawingBuilder()
    first, second = (builder.add_entity(key, "LWPOLYLINE", "0") for key in "ab")
    builder.add_line(second, TRIANGLE)
    builder.add_line(first, TRIANGLE[:2])
    builder.add_line(first, TRIANGLE[:1])  # no piece at all
    builder.add_arc(second, 1.0, 2.0, 3.0, 0.5, 1.5)
    drawing = builder.build()
    assert drawing.segments.tolist() == [[0, 0, 4, 0], [4, 0, 4, 3], [0, 0, 4, 0]]
    assert drawing.segment_entities.tolist() == [second, second, first]
    assert (drawing.arcs.tolist(), drawing.arc_entities.tolist()) == ([[1, 2, 3, 0.5, 1.5]], [second])
    assert drawing.rings == ()


@pytest.mark.parametrize("points", [TRIANGLE, np.vstack([TRIANGLE, TRIANGLE[:1]])])
def test_a_closed_line_comes_back_to_its_start(points):
    builder = DrawingBuilder()
    builder.add_line(builder.add_entity("1", "LWPOLYLINE", "0"), points, closed=True)
    drawing = builder.build()
    assert drawing.segments.tolist() == [[0, 0, 4, 0], [4, 0, 4, 3], [4, 3, 0, 0]]
    assert [ring.points.tolist() for ring in drawing.rings] == [TRIANGLE.tolist()]


def test_a_closed_line_of_two_points_goes_there_and_back_and_is_no_ring():
    builder = DrawingBuilder()
    entity = builder.add_entity("1", "LWPOLYLINE", "0")
    builder.add_line(entity, TRIANGLE[:2], closed=True)
    builder.add_ring(entity, TRIANGLE[:2])
    builder.add_fill(entity, TRIANGLE[:2])
    drawing = builder.build()
    assert drawing.segments.tolist() == [[0, 0, 4, 0], [4, 0, 0, 0]]
    assert (drawing.rings, drawing.fills) == ((), ())


def test_entities_are_left_out_with_all_that_is_theirs():
    builder = DrawingBuilder()
    entities = [builder.add_entity(layer, "LINE", layer) for layer in ("wall", "door")]
    for entity in entities:
        builder.add_line(entity, TRIANGLE)
        builder.add_arc(entity, entity, 0, 1, 0, 1)
        builder.add_ring(entity, TRIANGLE)
        builder.add_fill(entity, TRIANGLE)
        builder.texts.append(Text(str(entity), (0, 0), (0, 0), 0.2, 0.5, 0.0, entity))
    builder.dimensions.append(Dimension(4.0, "4.00"))
    header = Header(insunits=4)
    drawing = builder.build(header, [Dimension(3.0, "3.00")])
    assert [one.text for one in drawing.dimensions] == ["4.00", "3.00"]
    left = drawing.without_layers(["wall"])
    assert (left.entities, left.layers, left.header) == (drawing.entities, drawing.layers, header)
    assert (len(left.segments), left.segment_entities.tolist()) == (2, [1, 1])
    assert (left.arcs[:, 0].tolist(), left.arc_entities.tolist()) == ([1], [1])
    for kept in (left.rings, left.fills, left.texts):
        assert [one.entity for one in kept] == [1]
    assert len(drawing.without_layers([]).segments) == 4


def draw_bow(chords: int, sweep: float) -> np.ndarray:
    angles = np.linspace(0.3, 0.3 + sweep, chords + 1)
    return 5 * np.column_stack([np.cos(angles), np.sin(angles)])


@pytest.mark.parametrize(
    ("points", "is_arc"),
    [
        (draw_bow(4, 1.5), True),
        (draw_bow(3, 1.0), False),  # too few pieces to tell
        (draw_bow(6, 6 * 0.44), True),
        (draw_bow(6, 6 * 0.47), False),  # a polygon that somebody means
        (draw_bow(12, 3.0)[::-1], True),
        (draw_bow(12, 3.0)[[0, 1, 2, 3, 8, 9, 10, 11]], False),  # one piece is much longer
        (draw_bow(40, 1.0)[[0, 1, 2, 3, 4, 9, 10, 11, 12, 13]], False),
        (draw_bow(40, 1.0)[[0, 1, 2, 3, 4, 6, 7, 8, 9, 10]], True),
    ],
)
@pytest.mark.parametrize("size", [0.001, 1, 1000])
def test_short_pieces_on_a_circle_are_an_arc(points, is_arc, size):
    builder = DrawingBuilder()
    builder.add_line(builder.add_entity("1", "LWPOLYLINE", "0"), points * size)
    drawing = builder.build()
    assert (len(drawing.arcs), len(drawing.segments)) == ((1, 0) if is_arc else (0, len(points) - 1))


def test_a_closed_circle_of_pieces_stays_a_ring():
    builder = DrawingBuilder()
    builder.add_line(
        builder.add_entity("1", "LWPOLYLINE", "0"),
        flatten_arc((0.0, 0.0, 5.0, 0.0, math.tau), 0.1),
        closed=True,
    )
    drawing = builder.build()
    assert (len(drawing.arcs), len(drawing.rings)) == (0, 1)
