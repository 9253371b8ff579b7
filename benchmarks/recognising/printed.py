"""Round trips through paper: a real floor in several styles, printed to PDF in several manners, and read again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import shapely

from benchmarks.drafting import NOISES, STYLES, Style, draw_building
from benchmarks.drafting.printing import HANDS, POINT, Hand, Placement, print_drawing
from benchmarks.recognising.roundtrips import find_building
from benchmarks.recognising.truth import Truth
from interactive_maps.importing.drawing import Drawing
from interactive_maps.importing.formats import pdf
from interactive_maps.importing.options import ReadOptions

_METRES = {"mm": 0.001, "cm": 0.01, "m": 1.0, "in": 0.0254, "ft": 0.3048}
_STYLES = ("plain", "filled walls", "all on 0")


def list_printed() -> Iterator[tuple[str, partial[tuple[Drawing, Truth]]]]:
    """Yield (name, function that draws and prints it) for every style and manner of printing."""
    for style in STYLES:
        for hand in HANDS if style.name in _STYLES else ():
            yield f"PDF: institute, {style.name}, {hand.name}", partial(_print, "institute", style, hand)


def _print(name: str, style: Style, hand: Hand) -> tuple[Drawing, Truth]:
    drawing, truth = draw_building(find_building(name), style, NOISES[0])
    data, placement = print_drawing(drawing, _METRES[style.unit], style.names, hand)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "plan.pdf"
        path.write_bytes(data)
        return pdf.read_linework(path, ReadOptions()), _move(truth, placement, hand.scale * POINT)


def _move(truth: Truth, placement: Placement, metres_per_unit: float) -> Truth:
    """Return the truth in points of the page."""
    place = placement.place
    rooms = [
        replace(
            room,
            point=shapely.transform(room.point, place),
            area=None if room.area is None else shapely.transform(room.area, place),
        )
        for room in truth.rooms
    ]
    return replace(
        truth,
        rooms=tuple(rooms),
        doors=tuple(shapely.transform(door, place) for door in truth.doors),
        metres_per_unit=metres_per_unit,
        walls=None if truth.walls is None else shapely.transform(truth.walls, place),
    )
