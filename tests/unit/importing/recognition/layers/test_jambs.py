"""Doors tell which layers are walls, and walls which are glass, whatever the layers are called."""

import math

import numpy as np
import pytest

from interactive_maps.importing.drawing.builder import DrawingBuilder
from interactive_maps.importing.recognition.account import Step
from interactive_maps.importing.recognition.layers import Role, assign_roles
from interactive_maps.importing.recognition.plan import Plan

FRAME = [(-5, -5, 60, -5), (60, -5, 60, 40), (60, 40, -5, 40), (-5, 40, -5, -5)]


def judge(layers, doors=()):
    """Return the roles of layers, name to lines; ``doors`` are the hinges of swings to the east and north."""
    builder = DrawingBuilder()
    for name, lines in layers.items():
        builder.layer(name)
        for line in lines:
            builder.add_line(builder.add_entity("1", "LINE", name), np.array(line, dtype=float).reshape(2, 2))
    builder.layer("swings")
    for x, y in doors:
        builder.add_arc(builder.add_entity("2", "ARC", "swings"), x, y, 0.9, 0.0, math.pi / 2)
        leaf = np.array([(x, y), (x, y + 0.9)], dtype=float)
        builder.add_line(builder.add_entity("3", "LINE", "swings"), leaf)
    roles = assign_roles(
        Plan.of(builder.build(), 1.0), lambda name: name if name == "wall" else "other", Step("layers")
    )
    return {name: roles.layers[name].role for name in layers}


def wall_with_doors(count, thickness=0.12):
    """Return a wall along y = 0 with openings of 0.9 m every 3 m, from x = 1, and the hinges of their doors."""
    ends = [0.0, *(x for door in range(count) for x in (3 * door + 1.0, 3 * door + 1.9)), 3.0 * count]
    lines = []
    for west, east in zip(ends[::2], ends[1::2], strict=True):
        lines += [(west, y, east, y) for y in (0.0, -thickness)]
        lines += [(x, 0.0, x, -thickness) for x in (west, east)]
    return lines, [(3 * door + 1.0, 0.0) for door in range(count)]


@pytest.mark.parametrize(("count", "expected"), [(3, Role.WALL), (2, Role.UNKNOWN)])
def test_doors_hang_in_walls(count, expected):
    lines, doors = wall_with_doors(count)
    assert judge({"43CB": lines, "frame": FRAME}, doors)["43CB"] is expected


def test_doors_hang_in_single_lines_of_glass_beside_walls():
    front = [(0, 0, 1, 0), *((3 * n + 1.9, 0, 3 * n + 4, 0) for n in range(4))]
    walls = [(0, 5, 12, 5), (0, 5.2, 12, 5.2), (0, 5, 0, 5.2), (12, 5, 12, 5.2)]
    assert judge({"wall": walls, "43CC": front}, [(3 * n + 1.0, 0.0) for n in range(4)])["43CC"] is Role.WALL


def test_lines_through_openings_bear_no_doors():
    lines, doors = wall_with_doors(4)
    roles = judge({"43CB": lines, "axes": [(-3, -0.06, 20, -0.06)], "frame": FRAME}, doors)
    assert roles["43CB"] is Role.WALL
    assert roles["axes"] is not Role.WALL


def test_a_layer_that_doors_hang_in_and_holds_much_else_is_mixed():
    lines, doors = wall_with_doors(4)
    assert judge({"pen": [*lines, *FRAME]}, doors)["pen"] is Role.MIXED


def partitions(count):
    """Return walls that run north up to y = 4, one every 3 m."""
    lines = []
    for x in np.arange(count) * 3.0:
        lines += [(x, 0, x, 4), (x + 0.1, 0, x + 0.1, 4), (x, 4, x + 0.1, 4), (x, 0, x + 0.1, 0)]
    return lines


@pytest.mark.parametrize(("count", "expected"), [(3, Role.GLASS), (2, Role.UNKNOWN)])
def test_walls_end_at_glass_fronts(count, expected):
    assert judge({"wall": partitions(count), "77": [(-1, 4.03, 12, 4.03)]})["77"] is expected


def test_walls_without_drawn_ends_end_at_glass_fronts_as_well():
    open_walls = [line for line in partitions(3) if line[0] == line[2]]
    assert judge({"wall": open_walls, "77": [(-1, 4.0, 12, 4.0)]})["77"] is Role.GLASS


def test_steps_that_begin_at_the_jambs_of_an_entrance_are_no_glass():
    piers = [(8.0 * n, 8.0 * n + 4.0) for n in range(3)]
    wall = [line for west, east in piers for line in [(west, y, east, y) for y in (0.0, 0.15)]]
    wall += [(x, 0, x, 0.15) for pier in piers for x in pier]
    steps = [
        line
        for west, east in ((4, 8), (12, 16))
        for line in ((west, 0, west, -3), (west, -3, east, -3), (east, -3, east, 0))
    ]
    assert judge({"wall": wall, "77": steps})["77"] is Role.UNKNOWN
    fronts = [(x, -3, x, 0.25) for x in (4, 8, 12, 16)]
    assert judge({"wall": wall, "77": fronts})["77"] is Role.GLASS


def test_furniture_along_walls_with_holes_is_no_glass():
    holes = [
        line
        for x in (0.0, 3.0, 6.0, 9.0)
        for line in [(x, 4.2, x + 1.4, 4.2), (x + 1.5, 4.2, x + 3.0, 4.2), (x, 4.4, x + 3.0, 4.4)]
    ]
    desks = [
        line
        for x in (1.42, 4.42, 7.42, 10.42)
        for line in [(x, 4.19, x, 3.4), (x, 3.4, x + 1.2, 3.4), (x + 1.2, 3.4, x + 1.2, 4.19)]
    ]
    assert judge({"wall": holes, "77": desks})["77"] is Role.UNKNOWN
    assert judge({"wall": holes, "77": [*desks, (1.42, 3.4, 10.42, 3.4)]})["77"] is Role.GLASS


def test_lines_along_walls_are_no_glass():
    along = [(x + 0.05, -1, x + 0.05, 6) for x in (0.0, 3.0, 6.0, 9.0)]
    assert judge({"wall": partitions(4), "axes": along})["axes"] is Role.UNKNOWN


def test_outlines_of_rooms_that_run_through_doors_are_no_glass():
    lines, doors = wall_with_doors(4)
    outline = [(0.0, 0.01, 12.0, 0.01), (12.05, -3, 12.05, 3), (-0.05, -3, -0.05, 3)]
    ends = [(0.02 + 3 * n, -3, 0.02 + 3 * n, -0.2) for n in range(4)]
    roles = judge({"wall": [*lines, *partitions(4)], "zones": [*outline, *ends, (0, 4, 12, 4)]}, doors)
    assert roles["zones"] is Role.UNKNOWN


def test_a_pen_draws_more_than_glass():
    lines = {"wall": partitions(4), "77": [(-1, 4.03, 12, 4.03)]}
    builder = DrawingBuilder()
    for name, pen in (("wall", None), ("77", 0.13)):
        builder.layer(name, pen=pen)
        for line in lines[name]:
            builder.add_line(builder.add_entity("1", "LINE", name), np.array(line, dtype=float).reshape(2, 2))
    kinds = {"wall": "wall", "77": "other"}
    roles = assign_roles(Plan.of(builder.build(), 1.0), kinds.__getitem__, Step("layers"))
    assert roles.layers["77"].role is Role.UNKNOWN


def _judge_pen(singles, doubles, others):
    """Return the role of a pen that bears doors, of one leaf and of two, beside ``others`` that hang elsewhere."""
    builder = DrawingBuilder()
    builder.layer("pen", pen=0.18)
    builder.layer("wall")
    builder.layer("swings")

    def draw(layer, y, xs):
        ends = [0.0, *xs, 100.0]
        for west, east in zip(ends[::2], ends[1::2], strict=True):
            builder.add_line(builder.add_entity("1", "LINE", layer), np.array([(west, y), (east, y)]))

    def hang(x, y, start):
        builder.add_arc(builder.add_entity("2", "ARC", "swings"), x, y, 0.9, start, math.pi / 2)

    west = [3.0 * n + 1 for n in range(singles)]
    wide = [3.0 * n + 1 for n in range(singles, singles + doubles)]
    draw(
        "pen",
        0.0,
        [x for left in west for x in (left, left + 0.9)] + [x for left in wide for x in (left, left + 1.8)],
    )
    draw("wall", 9.0, [x for n in range(others) for x in (3.0 * n + 1, 3.0 * n + 1.9)])
    for left in [*west, *wide]:
        hang(left, 0.0, 0.0)
    for left in wide:
        hang(left + 1.8, 0.0, math.pi / 2)
    for n in range(others):
        hang(3.0 * n + 1, 9.0, 0.0)
    kinds = {"wall": "wall", "pen": "other", "swings": "other"}
    roles = assign_roles(Plan.of(builder.build(), 1.0), kinds.__getitem__, Step("layers"))
    return roles.layers["pen"].role


def test_a_layer_bears_both_leaves_of_double_doors():
    assert _judge_pen(singles=0, doubles=3, others=0) in {Role.WALL, Role.MIXED}
    assert _judge_pen(singles=2, doubles=1, others=9) in {Role.WALL, Role.MIXED}


@pytest.mark.parametrize(("others", "is_wall"), [(16, True), (18, False)])
def test_a_pen_that_bears_few_doors_draws_no_walls(others, is_wall):
    # Toilet partitions, and with the same pen much else.
    assert (_judge_pen(singles=3, doubles=0, others=others) in {Role.WALL, Role.MIXED}) == is_wall


def test_the_pen_of_frames_hides_no_other_that_doors_hang_in():
    builder = DrawingBuilder()
    for name in ("walls", "pods", "frames", "swings"):
        builder.layer(name, pen=0.18)

    def draw(layer, *corners, closed=False):
        builder.add_line(
            builder.add_entity("1", "PATH", layer), np.array(corners, dtype=float), closed=closed
        )

    for layer, y, count in (("walls", 0.0, 9), ("pods", 9.0, 3)):
        for n in range(count):
            west, east = 3.0 * n + 1, 3.0 * n + 1.9
            draw(layer, (east + 0.05, y), (east + 2.05, y))
            for left in (west - 0.05, east):
                draw(
                    "frames",
                    (left, y),
                    (left + 0.05, y),
                    (left + 0.05, y - 0.1),
                    (left, y - 0.1),
                    closed=True,
                )
            draw("frames", (west, y), (west, y + 0.9))
            builder.add_arc(builder.add_entity("2", "ARC", "swings"), west, y, 0.9, 0.0, math.pi / 2)
        draw(layer, (0, y), (0.95, y))
    plan = Plan.of(builder.build(), 1.0)
    roles = assign_roles(plan, lambda name: "other", Step("layers")).layers
    assert {name for name in roles if roles[name].role in {Role.WALL, Role.MIXED}} == {"walls", "pods"}
