"""Hostile plans of any size, as text."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable

from tests.unit.importing.formats.osm.files import OsmFile


def write_dxf(entities: Iterable[str], block: str = "") -> str:
    """Return a DXF of R12 with a wall, ``entities``, and a block B."""
    wall = write_line(0, 0, 10, 0, "A-WALL")
    blocks = (
        f"  0\nSECTION\n  2\nBLOCKS\n  0\nBLOCK\n  2\nB\n 10\n0\n 20\n0\n{block}  0\nENDBLK\n  0\nENDSEC\n"
    )
    header = "  0\nSECTION\n  2\nHEADER\n  9\n$ACADVER\n  1\nAC1009\n  0\nENDSEC\n"
    body = "".join((wall, *entities))
    return f"{header}{blocks}  0\nSECTION\n  2\nENTITIES\n{body}  0\nENDSEC\n  0\nEOF\n"


def write_text(x: float, y: float, text: str, layer: str = "ROOM-NAMES") -> str:
    return f"  0\nTEXT\n  8\n{layer}\n 10\n{x}\n 20\n{y}\n 40\n0.2\n  1\n{text}\n"


def write_line(x: float, y: float, to_x: float, to_y: float, layer: str) -> str:
    return f"  0\nLINE\n  8\n{layer}\n 10\n{x}\n 20\n{y}\n 11\n{to_x}\n 21\n{to_y}\n"


def write_circle(radius: float) -> str:
    return f"  0\nCIRCLE\n  8\n0\n 10\n0\n 20\n0\n 40\n{radius}\n"


def write_grid_insert(rows: int, columns: int, pitch: float = 1.0) -> str:
    grid = f" 70\n{columns}\n 71\n{rows}\n 44\n{pitch}\n 45\n{pitch}\n"
    return f"  0\nINSERT\n  8\n0\n  2\nB\n 10\n0\n 20\n0\n{grid}"


def pile_texts(count: int) -> str:
    """Texts of one length at one place."""
    return write_dxf(write_text(5, 5, f"Office {number:06}") for number in range(count))


def repeat_texts(count: int) -> str:
    """One name, again and again along a line."""
    return write_dxf(write_text(9 * number, 5, "Office") for number in range(count))


def stack_texts(count: int) -> str:
    """Lines of a note that does not end."""
    return write_dxf(write_text(5, -0.3 * number, "LIVING KITCHEN") for number in range(count))


def cross_ways(count: int, **tags: str) -> OsmFile:
    """Long narrow areas, half of them across the other half."""
    file = OsmFile()
    for number in range(count // 2):
        low, high = number, number + 0.4
        for ring in (
            [(-1, low), (count, low), (count, high), (-1, high)],
            [(low, -1), (high, -1), (high, count), (low, count)],
        ):
            nodes = [file.node(x, y) for x, y in ring]
            file.way([*nodes, nodes[0]], **tags)
    return file


def draw_star(count: int) -> OsmFile:
    """A way that crosses itself everywhere."""
    file = OsmFile()
    step = count // 2 - 1 + count % 2
    turns = [2 * math.pi * step * number / count for number in range(count)]
    nodes = [file.node(10 * math.cos(turn), 10 * math.sin(turn)) for turn in turns]
    file.way([*nodes, nodes[0]], indoor="room", level="0", name="Star")
    file.square(50, 50, indoor="room", level="0", name="Hall")
    return file


def stack_drawn_levels(count: int) -> str:
    """Levels that are drawn one on another, and as many rooms beside them."""
    file = OsmFile()
    for number in range(count):
        file.square(0, 0, 5, indoor="level", level="0")
        file.square(10 + 2 * number, 10, indoor="room", level="0")
    return file.text()


def write_geojson(features: Iterable[dict[str, object]]) -> str:
    return json.dumps({"type": "FeatureCollection", "features": list(features)})
