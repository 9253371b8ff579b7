"""Walls block what crosses them, all along and on their own level; at its ends a line may touch them."""

from __future__ import annotations

import math

import numpy as np
import pytest
import shapely

from interactive_maps.routing.network.walls import Walls
from tests.unit.routing.networks import HERE, network, place, row

NAN = math.nan


def build(**lines: list[list[tuple[float, float]]]) -> Walls:
    """Return walls in metres: ``ground``, ``upper`` and of an unknown level."""
    levels = {"ground": 0.0, "upper": 1.0, "unknown": None}
    return Walls(
        HERE,
        {
            levels[name]: [shapely.LineString([place(*one) for one in line]) for line in some]
            for name, some in lines.items()
        },
    )


def block(
    walls: Walls, *pairs: tuple[tuple[float, float], tuple[float, float]], level: float = 0.0
) -> list[bool]:
    starts, ends = (np.array([pair[side] for pair in pairs], dtype=float) for side in (0, 1))
    return walls.block(np.full(len(pairs), level), starts, ends).tolist()


@pytest.mark.parametrize("corners", [2, 3, 16, 17, 18, 19, 32, 33, 34, 35, 50])
@pytest.mark.parametrize("others", [0, 1, 40])
def test_a_long_wall_blocks_everywhere(corners, others):
    """Beside ``others`` corners of another long wall, far to the north."""
    zigzag = [(2.0 * step, step % 2) for step in range(corners)]
    far = [[(2.0 * step, 90.0) for step in range(others)]] if others > 1 else []
    walls = build(ground=[*far, zigzag, *far])
    across = [((2 * step + 1, -3), (2 * step + 1, 4)) for step in range(corners - 1)]
    assert block(walls, *across) == [True] * (corners - 1)
    end = 2 * corners - 2
    assert (
        block(walls, ((end + 0.2, -3), (end + 0.2, 4)), ((-0.2, -3), (-0.2, 4)), ((0, 2), (end, 2)))
        == [False] * 3
    )
    if others > 1:
        assert block(walls, *(((2 * step + 1, 80), (2 * step + 1, 99)) for step in range(others - 1))) == [
            True
        ] * (others - 1)


def test_points_and_areas_are_walls_too():
    areas = [shapely.Point(place(5, 0)), shapely.box(*place(10, -1), *place(12, 1))]
    walls = Walls(HERE, {0.0: areas})
    assert block(walls, ((10.5, -5), (10.5, 5)), ((13, -5), (13, 5))) == [True, False]
    # Of the ten centimetres within an area, both ends are at a wall, and nothing is between them.
    assert block(walls, ((11, -0.05), (11, 0.05)), ((11, -0.051), (11, 0.051))) == [False, True]


@pytest.mark.parametrize(
    ("start", "end", "is_blocked"),
    [
        ((-3, 0.02), (-3, 2), False),  # it begins at the wall
        ((-3, 2), (-3, -0.02), False),
        ((-3, -0.1), (-3, 2), True),
        ((-3, 2), (-3, -0.1), True),
        ((-3, -0.04), (-3, 0.04), False),  # so short that both ends are at it
        ((-3, -0.2), (-3, 0.2), True),
        ((-3, 1), (-3, 1), False),
    ],
)
def test_a_line_may_touch_a_wall_at_its_ends(start, end, is_blocked):
    assert block(build(ground=[[(-9, 0), (9, 0)]]), (start, end)) == [is_blocked]


def test_a_wall_is_one_of_its_own_level():
    walls = build(ground=[[(0, -5), (0, 5)]], unknown=[[(10, -5), (10, 5)]])
    pairs = ((-1, 0), (1, 0)), ((9, 0), (11, 0))
    assert block(walls, *pairs, level=0.0) == [True, False]
    assert block(walls, *pairs, level=NAN) == [False, True]
    assert block(walls, *pairs, level=1.0) == [False, False]
    starts, ends = np.array([(-1.0, 0)] * 3), np.array([(1.0, 0)] * 3)
    assert walls.block(np.array([1.0, 0.0, NAN]), starts, ends).tolist() == [False, True, False]


GRAPH = network(
    row(1, (-5, 0), (5, 0), level=0),
    row(2, (-5, 1), (-2, 1), level=0),
    row(3, (-5, 2), (5, 2), level=1),
    row(4, (-5, 3), (5, 3)),
    row(5, (-5, 4), (0.02, 4), level=0),  # it ends at the wall
    row(6, (-0.02, 6), (5, 6), level=0),
    row(7, (-5, 7), (0.2, 7), level=0),
    row(8, (-0.04, 8), (0.04, 8), level=0),
    row(9, (-5, 9), (5, 9), (5, 10), level=0),
)


@pytest.mark.parametrize(("name", "crossing"), [("ground", [1, 7, 9]), ("upper", [3]), ("unknown", [4])])
def test_edges_that_cross_a_wall_of_their_level_are_found(name, crossing):
    walls = build(**{name: [[(0, -5), (0, 15)], [(0, -5), (0, 15)]]})
    every = np.arange(GRAPH.edge_count)
    assert GRAPH.edge_id[walls.find_crossings(GRAPH, every)].tolist() == crossing
    assert walls.find_crossings(GRAPH, every[1:2]).tolist() == []


def test_crossings_of_several_levels_are_in_the_order_of_the_edges():
    line = [(0, -5), (0, 15)]
    walls = build(unknown=[line], upper=[line], ground=[line])
    assert GRAPH.edge_id[walls.find_crossings(GRAPH, np.arange(9))].tolist() == [1, 3, 4, 7, 9]
