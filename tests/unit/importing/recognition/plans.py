"""Plans of a few lines, to try single steps on."""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np

from interactive_maps.importing.drawing import Text
from interactive_maps.importing.drawing.builder import DrawingBuilder
from interactive_maps.importing.recognition.plan import Plan


def write(said: str, x: float, y: float, height: float = 0.2, degrees: float = 0.0) -> Text:
    """Return a text whose middle is at (x, y) metres."""
    width = 0.7 * height * len(said)
    return Text(said, (x - width / 2, y), (x, y), height, width, math.radians(degrees), 0)


def frame(west: float, south: float, east: float, north: float) -> list[tuple[float, ...]]:
    """Return the four sides of a rectangle."""
    corners = [(west, south), (east, south), (east, north), (west, north)]
    return [(*one, *other) for one, other in zip(corners, [*corners[1:], corners[0]], strict=True)]


def draw(
    lines: Iterable[tuple[float, ...]], texts: Iterable[Text] = (), arcs: Iterable[tuple[float, ...]] = ()
):
    """Return a builder that has lines (x, y, x, y), arcs and texts, all in one entity."""
    builder = DrawingBuilder()
    entity = builder.add_entity("1", "LINE", "0")
    for line in lines:
        builder.add_line(entity, np.array(line, dtype=float).reshape(2, 2))
    for arc in arcs:
        builder.add_arc(entity, *arc)
    builder.texts.extend(texts)
    return builder


def plan(
    lines: Iterable[tuple[float, ...]], texts: Iterable[Text] = (), arcs: Iterable[tuple[float, ...]] = ()
):
    """Return the plan of lines, texts and arcs in metres; its origin is near the lowest of them."""
    return Plan.of(draw(lines, texts, arcs).build(), 1.0)
