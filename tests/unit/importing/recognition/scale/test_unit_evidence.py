"""Lengths that say how large a drawing is, measured in its own units."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from interactive_maps.importing.drawing import Header, Text
from interactive_maps.importing.drawing.builder import DrawingBuilder
from interactive_maps.importing.recognition.scale import gather_evidence
from interactive_maps.importing.recognition.scale.unit_evidence import find_mode


class Sheet:
    """A drawing of one entity, in units of which a metre has a thousand."""

    def __init__(self) -> None:
        self.builder = DrawingBuilder()
        self.entity = self.builder.add_entity("1", "LINE", "0")

    def line(self, x0, y0, x1, y1):
        self.builder.add_line(self.entity, np.array([(x0, y0), (x1, y1)], dtype=float))
        return self

    def door(self, x, y, radius, degrees=90.0, *, leaf=True):
        self.builder.add_arc(self.entity, x, y, radius, 0.0, math.radians(degrees))
        return self.line(x, y, x + radius, y) if leaf else self

    def frame(self):
        """Draw the outline of a floor of 40 by 30 m."""
        for x0, y0, x1, y1 in ((0, 0, 40, 0), (40, 0, 40, 30), (40, 30, 0, 30), (0, 30, 0, 0)):
            self.line(1000 * x0, 1000 * y0, 1000 * x1, 1000 * y1)
        return self

    def gather(self):
        return gather_evidence(self.builder.build(Header(insunits=4)))


def test_an_empty_drawing_says_nothing_but_its_header():
    evidence = Sheet().gather()
    lengths = (evidence.swing, evidence.letter, evidence.tread, evidence.wall, evidence.extent)
    assert lengths == (None,) * 5
    assert (evidence.swings, evidence.header.insunits) == (0, 4)


def test_doors_are_arcs_with_a_leaf():
    sheet = Sheet()
    for index in range(4):
        sheet.door(5000 * index, 0, 900)
    sheet.door(0, 9000, 2000, leaf=False).door(9000, 9000, 2000, leaf=False)
    evidence = sheet.gather()
    assert (evidence.swing, evidence.swings) == (pytest.approx(900), 4)


@pytest.mark.parametrize(("off", "count"), [(0.1, 3), (0.14, 2)])
@pytest.mark.parametrize("size", [0.001, 1.0])
def test_a_leaf_starts_at_its_hinge_or_near_it(off, count, size):
    sheet = Sheet()
    for index in range(2):
        sheet.door(5000 * size * index, 0, 900 * size)
    sheet.door(0, 9000 * size, 900 * size, leaf=False)
    sheet.line(0, (9000 - 900 * off) * size, 0, 2000 * size)
    assert sheet.gather().swings == count


def test_arcs_are_doors_where_no_line_ends_near_any():
    sheet = Sheet().frame()
    for x in (10_000, 20_000):
        sheet.door(x, 15_000, 900, leaf=False)
    assert sheet.gather().swings == 2
    assert Sheet().door(0, 0, 900, leaf=False).gather().swing == pytest.approx(900)


@pytest.mark.parametrize(
    ("degrees", "is_door"), [(49, False), (51, True), (90, True), (114, True), (116, False)]
)
def test_a_door_opens_by_a_quarter_or_about_that(degrees, is_door):
    assert (Sheet().door(0, 0, 900, degrees).gather().swing is not None) == is_door


def test_only_doors_alike_are_counted():
    sheet = Sheet()
    for index, radius in enumerate((900, 910, 890, 1100, 1300)):
        sheet.door(5000 * index, 0, radius)
    evidence = sheet.gather()
    assert evidence.swing == pytest.approx(900, rel=0.02)
    assert evidence.swings == 4  # 1,300 is half as wide again


def test_letters_are_as_high_as_half_of_them():
    sheet = Sheet()
    for height in (0.0, 150.0, 200.0, 900.0):
        sheet.builder.texts.append(Text("x", (0, 0), (0, 0), height, 1.0, 0.0, sheet.entity))
    assert sheet.gather().letter == 200


def test_the_extent_leaves_outliers_out():
    sheet = Sheet()
    for x in range(101):
        sheet.line(400 * x, 0, 400 * x, 30_000)
    assert sheet.gather().extent == pytest.approx(math.hypot(0.96 * 40_000, 30_000), rel=0.01)
    sheet.line(1e9, 1e9, 1e9, 2e9)
    assert sheet.gather().extent < 60_000


def test_an_extent_needs_three_lines_and_a_size():
    assert Sheet().line(0, 0, 1, 0).line(0, 0, 0, 1).gather().extent is None
    assert Sheet().line(0, 0, 1, 0).line(0, 0, 0, 1).line(1, 1, 0, 0).gather().extent is not None
    assert Sheet().line(0, 0, 0, 0).line(0, 0, 0, 0).line(0, 0, 0, 0).gather().extent is None


def draw_stairs(steps: int, tread: float = 280.0, width: float = 2000.0) -> Sheet:
    sheet = Sheet().frame()
    for step in range(steps):
        sheet.line(10_000 + tread * step, 5000, 10_000 + tread * step, 5000 + width)
    return sheet


def test_treads_are_lines_in_a_row():
    assert draw_stairs(10).gather().tread == pytest.approx(280, rel=0.01)
    assert draw_stairs(6).gather().tread == pytest.approx(280, rel=0.01)
    assert draw_stairs(5).gather().tread is None
    assert draw_stairs(4).gather().tread is None  # two flights of four could be anything
    assert draw_stairs(10, tread=100).gather().tread is None  # a grating
    assert draw_stairs(10, tread=800).gather().tread is None  # benches
    assert draw_stairs(10, width=600).gather().tread is None  # nobody climbs stairs this narrow


@pytest.mark.parametrize("width", [800, 900, 1200, 1800])
def test_stairs_are_as_narrow_as_in_a_dwelling(width):
    sheet = draw_stairs(10, width=width)
    assert sheet.gather().tread == pytest.approx(280, rel=0.01)


def test_benches_are_no_treads_beside_stairs():
    sheet = draw_stairs(10)
    for row in range(20):
        sheet.line(20_000 + 600 * row, 15_000, 20_000 + 600 * row, 17_000)
    assert sheet.gather().tread == pytest.approx(280, rel=0.01)


def test_stairs_in_a_small_house_are_measured():
    sheet = Sheet()
    for x0, y0, x1, y1 in ((0, 0, 12, 0), (12, 0, 12, 9), (12, 9, 0, 9), (0, 9, 0, 0)):
        sheet.line(*(1000 * number for number in (x0, y0, x1, y1)))
    for step in range(10):
        sheet.line(3000 + 280 * step, 4000, 3000 + 280 * step, 4900)
    assert sheet.gather().tread == pytest.approx(280, rel=0.01)


def test_treads_are_equally_long():
    sheet = Sheet().frame()
    for step in range(10):
        sheet.line(10_000 + 280 * step, 5000, 10_000 + 280 * step, 7000 + 100 * (step % 3))
    assert sheet.gather().tread is None


@pytest.mark.parametrize("apart", [2000, 1200])
def test_lines_that_stand_in_pairs_are_no_stairs(apart):
    sheet = Sheet().frame()
    for pair in range(8):
        for x in (0, 300):
            sheet.line(apart * pair + x, 5000, apart * pair + x, 7000)
    assert sheet.gather().tread is None


@pytest.mark.parametrize(("off", "is_stairs"), [(5, True), (30, False)])
@pytest.mark.parametrize("unit", [1.0, 0.001])
def test_treads_may_be_a_little_unequally_deep(unit, off, is_stairs):
    sheet = Sheet()
    for step in range(10):
        x = 10_000 + 280 * step + off * (step % 2)
        sheet.line(unit * x, unit * 5000, unit * x, unit * 7000)
    for x0, y0, x1, y1 in ((0, 0, 40, 0), (40, 0, 40, 30), (40, 30, 0, 30), (0, 30, 0, 0)):
        sheet.line(*(1000 * unit * number for number in (x0, y0, x1, y1)))
    tread = sheet.gather().tread
    assert tread == pytest.approx(280 * unit, rel=0.03) if is_stairs else tread is None


def test_treads_may_differ_a_little_in_length():
    sheet = Sheet().frame()
    for step in range(10):
        sheet.line(10_000 + 280 * step, 5000, 10_000 + 280 * step, 7000 + 10 * (step % 2))
    assert sheet.gather().tread == pytest.approx(280, rel=0.01)


def test_lengths_of_things_of_a_usual_size():
    evidence = gather_evidence(DrawingBuilder().build())
    assert set(replace(evidence, swing=1.0, tread=2.0, wall=3.0, letter=4.0, extent=9.0).list_lengths()) == {
        1,
        2,
        3,
        4,
    }


def test_walls_are_long_lines_side_by_side():
    sheet = Sheet().frame()
    for wall in range(4):
        sheet.line(0, 6000 * wall + 3000, 30_000, 6000 * wall + 3000)
        sheet.line(0, 6000 * wall + 3150, 30_000, 6000 * wall + 3150)
    assert sheet.gather().wall == pytest.approx(150, rel=0.01)


@pytest.mark.parametrize(("length", "counts"), [(900, True), (600, False)])
@pytest.mark.parametrize("size", [0.001, 1.0])
def test_short_lines_side_by_side_are_no_walls(length, counts, size):
    sheet = Sheet()
    for x0, y0, x1, y1 in ((0, 0, 40, 0), (40, 0, 40, 30), (40, 30, 0, 30), (0, 30, 0, 0)):
        sheet.line(*(1000 * size * number for number in (x0, y0, x1, y1)))
    for row in range(6):
        for off in (0, 150):
            y = (4000 * row + 3000 + off) * size
            sheet.line(9000 * size, y, (9000 + length) * size, y)
    wall = sheet.gather().wall
    assert wall == (pytest.approx(150 * size, rel=0.01) if counts else None)


def test_one_wall_says_nothing():
    sheet = Sheet().frame().line(0, 3000, 30_000, 3000).line(0, 3150, 30_000, 3150)
    assert sheet.gather().wall is None
    assert sheet.line(0, 9000, 30_000, 9000).line(0, 9150, 30_000, 9150).gather().wall == pytest.approx(150)


def test_the_most_frequent_value_counts_its_neighbours():
    assert find_mode(np.array([])) is None
    assert find_mode(np.array([0.0, 1e-7])) is None
    for low, high in ((96.0, 104.0), (104.0, 96.0)):  # neither of both alone is the most frequent
        assert find_mode(np.array([*[low] * 3, *[high] * 2, *[500.0] * 4])) == pytest.approx(100, rel=0.015)
    assert find_mode(np.array([5.0])) == pytest.approx(5)
    assert find_mode(np.array([1.0, 100.0, 101.0, 99.0])) == pytest.approx(100, rel=0.01)
    assert find_mode(np.array([0.0, 7.0, 7.0, 50.0])) == pytest.approx(7)
    assert find_mode(np.array([1.0, 100.0]), np.array([1.0, 3.0])) == pytest.approx(100)
    assert find_mode(np.array([1.0, 1.0, 100.0]), np.array([1.0, 1.0, 3.0])) == pytest.approx(100)
