"""What the widest pen draws side by side is cut, as walls are."""

import numpy as np
import pytest

from interactive_maps.importing.drawing.builder import DrawingBuilder
from interactive_maps.importing.drawing.drawing import SOLID
from interactive_maps.importing.recognition.account import Step
from interactive_maps.importing.recognition.layers import Role, assign_roles, pens
from interactive_maps.importing.recognition.layers.pens import find_cut_layers
from interactive_maps.importing.recognition.plan import Plan


def _plan(*layers):
    """Return a plan of layers, each (name, pen, rectangles)."""
    builder = DrawingBuilder()
    for name, pen, boxes in layers:
        builder.layer(name, pen=pen)
        entity = builder.add_entity(name, "PATH", name)
        for x, y, width, height in boxes:
            corners = np.array([(x, y), (x + width, y), (x + width, y + height), (x, y + height)])
            builder.add_line(entity, corners, closed=True)
    return Plan.of(builder.build(), 1.0)


def _draw(*layers):
    """Return the roles of layers."""
    roles = assign_roles(_plan(*layers), lambda name: "other", Step("layers"))
    return {name: found.role for name, found in roles.layers.items()}


WALLS = [(0, 0, 12, 0.2), (0, 8, 12, 0.2), (0, 0.2, 0.2, 7.8), (11.8, 0.2, 0.2, 7.8)]
PAVING = [(0.5 + 0.3 * index, -3, 0.15, 2.5) for index in range(60)]


def test_walls_are_told_from_paving_by_their_pen():
    roles = _draw(("thin", 0.13, PAVING), ("thick", 0.5, WALLS))
    assert roles["thick"] is Role.WALL
    assert roles["thin"] is not Role.WALL


def test_a_name_says_more_than_a_pen():
    layers = ("thin", 0.13, PAVING), ("thick", 0.5, WALLS)
    roles = assign_roles(_plan(*layers), {"thin": "other", "thick": "floor"}.__getitem__, Step("layers"))
    assert roles.layers["thick"].role is Role.FLOOR


def test_filled_walls_are_walls_beside_any_pen():
    roles = _draw(("thin", 0.13, PAVING), ("fill", SOLID, WALLS))
    assert roles["fill"] is Role.WALL


def test_pens_that_are_alike_tell_nothing():
    boxes = [(x, y, 2, 2) for x in range(0, 12, 4) for y in range(0, 12, 4)]
    roles = _draw(("one", 0.25, PAVING), ("other", 0.25, boxes))
    assert roles["other"] is not Role.WALL


def test_the_frame_of_a_sheet_is_no_wall():
    roles = _draw(("thin", 0.13, PAVING), ("thick", 0.5, WALLS), ("frame", 1.0, [(-20, -20, 60, 50)]))
    assert roles["frame"] is not Role.WALL
    assert roles["thick"] is Role.WALL


def test_filled_letters_are_no_walls():
    letters = [(0.3 * x, 0.5 * y, 0.2, 0.3) for x in range(30) for y in range(8)]
    roles = _draw(("thin", 0.13, PAVING), ("thick", 0.5, WALLS), ("fill", SOLID, letters))
    assert roles["fill"] is not Role.WALL


def _cut(*layers, among=None):
    return find_cut_layers(_plan(*layers), among or [name for name, *_ in layers])


@pytest.mark.parametrize(("pen", "is_wider"), [(0.26, False), (0.28, True)])
def test_a_pen_is_wide_beside_what_half_of_a_drawing_is_drawn_with(pen, is_wider):
    assert _cut(("thin", 0.2, PAVING), ("thick", pen, WALLS)) == ["thick"] * is_wider
    assert _cut(("thin", 1.0, PAVING), ("thick", 1.35, WALLS)) == ["thick"]
    # A hair line that draws little is not the usual pen.
    assert _cut(("hair", 0.01, [(0, 0, 9, 9)]), ("thin", 0.2, PAVING), ("thick", pen, WALLS)) == (
        ["thick"] * is_wider
    )


@pytest.mark.parametrize(("pen", "is_cut"), [(0.38, True), (0.375, True), (0.36, False)])
def test_walls_are_drawn_with_pens_almost_as_wide_as_the_widest(pen, is_cut):
    layers = ("thin", 0.13, PAVING), ("thick", 0.5, WALLS), ("other", pen, WALLS)
    assert _cut(*layers) == ["thick", *["other"] * is_cut]
    assert _cut(*layers, ("fill", SOLID, WALLS)) == ["thick", *["other"] * is_cut, "fill"]


@pytest.mark.parametrize(("thickness", "is_cut"), [(0.1, True), (0.19, True), (0.25, False)])
def test_partitions_are_drawn_with_a_pen_between_those_of_walls_and_furniture(thickness, is_cut):
    partitions = [(x, 0.2, thickness, 7.8) for x in (3, 6, 9)]
    layers = ("thin", 0.13, PAVING), ("thick", 0.5, WALLS), ("medium", 0.3, partitions)
    assert _cut(*layers) == ["thick", *["medium"] * is_cut]


@pytest.mark.parametrize(("length", "is_cut"), [(6, False), (7.5, True)])
def test_a_few_wide_lines_are_no_walls(length, is_cut):
    assert _cut(("thin", 0.13, PAVING), ("thick", 0.5, [(0, 0, length, 0.2)])) == ["thick"] * is_cut


@pytest.mark.parametrize(("far", "is_cut"), [(17, False), (15, True)])
def test_most_of_what_is_cut_runs_side_by_side(far, is_cut):
    assert (
        bool(_cut(("thin", 0.13, PAVING), ("thick", 0.5, [(0, 0, 24, 0.2), (100, 100, far - 2, 2)])))
        == is_cut
    )


@pytest.mark.parametrize(("length", "is_cut"), [(0.45, False), (0.5, True), (0.55, True)])
def test_what_is_drawn_in_short_pieces_is_lettering(length, is_cut):
    pieces = [(2.0 * x, 2.0 * y, length, 0.1) for x in range(10) for y in range(8)]
    assert _cut(("thin", 0.13, PAVING), ("thick", 0.5, pieces)) == ["thick"] * is_cut


@pytest.mark.parametrize(("heights", "is_cut"), [((3.0,), False), ((3.0, 3.2), True)])
def test_a_line_alone_is_no_wall_and_two_are(heights, is_cut):
    builder = DrawingBuilder()
    lines = [("thin", 0.13, 0.0), ("thin", 0.13, 9.0), *(("thick", 0.5, height) for height in heights)]
    for name, pen, height in lines:
        builder.layer(name, pen=pen)
        entity = builder.add_entity("1", "PATH", name)
        builder.add_line(entity, np.array([(0.0, height), (50.0, height)]))
    assert find_cut_layers(Plan.of(builder.build(), 1.0), ["thin", "thick"]) == ["thick"] * is_cut


def test_of_too_many_lines_the_longest_tell(monkeypatch):
    monkeypatch.setattr(pens, "_MOST_LINES", 16)
    dots = [(0.5 * index, 20 + index, 0.1, 0.1) for index in range(20)]
    assert _cut(("thin", 0.13, PAVING), ("thick", 0.5, [*dots, *WALLS])) == ["thick"]


@pytest.mark.parametrize(("width", "cut"), [(30, []), (90, ["thick"])])
def test_the_usual_pen_is_that_of_the_middle_of_what_is_drawn(width, cut):
    layers = ("thin", 0.2, [(200.0, 0, width, 20)]), ("other", 0.3, [(200.0, 90, 30, 20)])
    assert _cut(*layers, ("thick", 0.39, WALLS)) == cut


def test_only_the_layers_asked_for_whose_pen_is_known_are_told():
    assert _cut(("thin", 0.13, PAVING), ("thick", 0.5, WALLS), ("other", None, WALLS)) == ["thick"]
    assert _cut(("thin", 0.13, PAVING), ("thick", 0.5, WALLS), among=["thin"]) == []
    assert _cut(("thin", None, PAVING), ("thick", None, WALLS)) == []
    assert _cut(("empty", 0.1, []), ("thick", 0.5, WALLS)) == []
    assert _cut(("fill", SOLID, WALLS)) == ["fill"]
