"""Sheets with lines on one layer, beside a wall that makes it a drawing of a building."""

import numpy as np

from interactive_maps.importing.drawing.builder import DrawingBuilder
from tests.unit.importing.recognition.plans import frame


def draw_on(layer, lines):
    """Return a builder with lines (x, y, x, y) on a layer, each an entity, and the walls of a room far off."""
    builder = DrawingBuilder()
    for number, line in enumerate(lines):
        add(builder, number, line, layer)
    for number, line in enumerate(frame(20, 0, 24, 4)):
        add(builder, f"wall {number}", line, "A-WALL")
    return builder


def add(builder, handle, line, layer):
    points = np.array(line, dtype=float).reshape(2, 2)
    builder.add_line(builder.add_entity(str(handle), "LINE", layer), points)
