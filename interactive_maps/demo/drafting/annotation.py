"""Annotation: the column grid with its bubbles, and dimensions."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from ezdxf.enums import TextEntityAlignment
from ezdxf.layouts.layout import Modelspace

from interactive_maps.demo.design.building import CORRIDOR_CLEAR, Level
from interactive_maps.demo.design.frame import Point
from interactive_maps.demo.drafting.sheet import DIMENSION_STYLE, TEXT_STYLE

BAY = 7200  # mm between two axes
_MOST_AXES = 40  # a long building gets wider bays, because every dimension needs its own block
_BUBBLE = 500
_CHAIN, _OVERALL, _AXIS_END = 1500, 2500, 4000  # mm from the building


def measure_extent(level: Level) -> tuple[int, int, int, int]:
    """Return x0, y0, x1, y1 of a level, at the axes of its outer walls."""
    x0s, y0s, x1s, y1s = zip(*level.bars, strict=True)
    return min(x0s), min(y0s), max(x1s), max(y1s)


def add_grid(space: Modelspace, level: Level) -> None:
    """Draw axes 1, 2, 3, ... across the building and A, B, C, ... up along it."""
    x0, y0, x1, y1 = measure_extent(level)
    for number, x in enumerate(_find_axes(x0, x1)):
        _draw_axis(space, (x, y0 - _AXIS_END), (x, y1 + _AXIS_END), str(number + 1))
    for number, y in enumerate(_find_axes(y0, y1)):
        letter = chr(ord("A") + number % 26) * (1 + number // 26)
        _draw_axis(space, (x0 - _AXIS_END, y), (x1 + _AXIS_END, y), letter)


def add_dimensions(space: Modelspace, level: Level) -> None:
    """Dimension bays and overall size below and left of the building, and the width of every corridor."""
    x0, y0, x1, y1 = measure_extent(level)
    below: Sequence[Point] = [(x, y0) for x in _find_axes(x0, x1)]
    left: Sequence[Point] = [(x0, y) for y in _find_axes(y0, y1)]
    for points, angle in ((below, 0), (left, 90)):
        for start, end in pairwise(points):
            _add_dimension(space, start, end, _CHAIN, angle)
        _add_dimension(space, points[0], points[-1], _OVERALL, angle)
    for corridor in level.corridors:
        x, y = ((a + 2 * b) // 3 for a, b in zip(corridor.start, corridor.end, strict=True))
        half = CORRIDOR_CLEAR // 2
        if corridor.runs_along_x:
            _add_dimension(space, (x, y - half), (x, y + half), 0, 90)
        else:
            _add_dimension(space, (x - half, y), (x + half, y), 0, 0)


def _find_axes(low: int, high: int) -> list[int]:
    """Return the positions of all bays from ``low``, and ``high`` itself."""
    bay = BAY * (1 + (high - low) // (BAY * _MOST_AXES))
    return [*range(low, high - bay // 3, bay), high]


def _draw_axis(space: Modelspace, start: Point, end: Point, name: str) -> None:
    space.add_line(start, end, dxfattribs={"layer": "S-GRID"})
    step = (_BUBBLE if start[1] == end[1] else 0, _BUBBLE if start[0] == end[0] else 0)
    for (x, y), sign in ((start, -1), (end, 1)):
        center = (x + sign * step[0], y + sign * step[1])
        space.add_circle(center, _BUBBLE, dxfattribs={"layer": "S-GRID", "linetype": "CONTINUOUS"})
        text = space.add_text(name, height=400, dxfattribs={"layer": "S-GRID", "style": TEXT_STYLE})
        text.set_placement(center, align=TextEntityAlignment.MIDDLE_CENTER)


def _add_dimension(space: Modelspace, start: Point, end: Point, offset: int, angle: int) -> None:
    base = (start[0], start[1] - offset) if angle == 0 else (start[0] - offset, start[1])
    space.add_linear_dim(
        base, start, end, dimstyle=DIMENSION_STYLE, angle=angle, dxfattribs={"layer": "A-ANNO-DIMS"}
    ).render()
