"""An arc that arrives as single lines, one after the other, is an arc; a curved wall and a zigzag are not."""

import math
from itertools import pairwise

import numpy as np
import pytest

from interactive_maps.importing.drawing.builder import DrawingBuilder


def _draw(points, layers=("DOOR",), *, plotted=True):
    builder = DrawingBuilder()
    for index, (start, end) in enumerate(pairwise(points)):
        builder.add_line(
            builder.add_entity(str(index), "LINE", layers[index % len(layers)]), np.array([start, end])
        )
    return builder.build(plotted=plotted)


def _swing(sweep, count, radius=0.9):
    angles = np.linspace(0, sweep, count + 1)
    return np.column_stack([radius * np.cos(angles), radius * np.sin(angles)])


@pytest.mark.parametrize("count", [5, 8, 18])
@pytest.mark.parametrize("way", [1, -1])
def test_a_swing_of_single_lines_is_an_arc(count, way):
    drawing = _draw(_swing(math.pi / 2, count)[::way])
    assert len(drawing.segments) == 0
    assert drawing.arcs[:, 2] == pytest.approx(0.9)
    assert drawing.arcs[:, 4] == pytest.approx(math.pi / 2)
    assert drawing.arc_entities.tolist() == [0]


@pytest.mark.parametrize(
    ("points", "layers"),
    [
        (_swing(math.pi / 2, 60, 30.0), ("WALL",)),
        (_swing(math.pi / 2, 8), ("DOOR", "WALL")),
        (np.array([(0, 0), (1, 0.2), (2, 0), (3, 0.2), (4, 0), (5, 0.2)]), ("FOLD",)),
        (_swing(math.pi / 2, 3), ("DOOR",)),
    ],
)
def test_other_lines_stay(points, layers):
    drawing = _draw(points, layers)
    assert len(drawing.segments) == len(points) - 1
    assert not len(drawing.arcs)


def test_a_leaf_before_the_swing_stays_a_line():
    drawing = _draw(np.vstack([[(0.0, 0.0)], _swing(math.pi / 2, 9)]))
    assert drawing.segments.tolist() == [[0, 0, 0.9, 0]]
    assert len(drawing.arcs) == 1


def test_only_a_plotter_takes_arcs_apart():
    assert len(_draw(_swing(math.pi / 2, 9), plotted=False).segments) == 9
