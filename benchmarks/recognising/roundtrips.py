"""Round trips: real floors and an invented one, drawn in every style with every grade of noise.

The floors are from OpenStreetMap, an IMDF archive and two building models: four sources independent of CAD.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory

from shapely import Point, Polygon

from benchmarks.drafting import HARD_STYLES, NOISES, STYLES, Building, Noise, Style, draw_building
from benchmarks.drafting.building import read_floor, repeat
from benchmarks.drafting.model import read_model
from benchmarks.recognising.plans import PLANS, SHARED
from benchmarks.recognising.truth import TrueRoom, Truth
from interactive_maps.demo.brief import Brief
from interactive_maps.demo.design.layout import lay_out
from interactive_maps.demo.drafting.drawing import draw_level
from interactive_maps.demo.drafting.sheet import NETWORK
from interactive_maps.importing.draft.map_draft import MapDraft
from interactive_maps.importing.drawing import Drawing
from interactive_maps.importing.formats import dxf, read_plan
from interactive_maps.importing.options import ReadOptions

# Name, file, level, building: an institute with every room and door, and a campus by another author.
_REAL: dict[str, tuple[str, float, str | None]] = {
    "institute": ("osm/tu-dresden-apb/APBorig.osm", 2.0, None),
    "campus": ("imdf/spbstu-polytech/IMDFData.zip", 1.0, "5f4874a1-38e7-43ad-b8b0-23e375d9208e"),
}


# A thousand rooms: nine copies of a floor, in a usual style and in the one that takes longest.
_LARGE, _TIMES = "campus", 3
_LARGE_STYLES = ("plain", "all on 0, full sheet")

_MODELS = {"flats": ("ifc-duplex-a", "Level 1"), "block": ("ifc-bimwhale-large", "Level 1")}
_USUAL = ("clean", "5 cm")


def list_round_trips(*, thorough: bool = False) -> Iterator[tuple[str, partial[tuple[Drawing, Truth]]]]:
    """Yield (name, function that draws it) for every floor, style and noise; ``thorough`` for all grades of noise."""
    yield "demo, 100 rooms", partial(_draw_demo, 100)
    noises = NOISES if thorough else tuple(noise for noise in NOISES if noise.name in _USUAL)
    for name in (*_REAL, *_MODELS):
        find_building(name)  # once for all processes forked from here
        for style in (*STYLES, *HARD_STYLES):
            if name in _MODELS and (style not in HARD_STYLES or style.walls == "single"):
                continue
            for noise in noises if name in _REAL else NOISES[:1]:
                yield f"{name}, {style.name}, {noise.name}", partial(_draw, name, style, noise)
    for style in (one for one in (*STYLES, *HARD_STYLES) if one.name in _LARGE_STYLES):
        yield f"{_LARGE} nine times, {style.name}, clean", partial(_draw, _LARGE, style, NOISES[0], _TIMES)


def _draw(name: str, style: Style, noise: Noise, times: int = 1) -> tuple[Drawing, Truth]:
    building = find_building(name)
    return draw_building(repeat(building, times) if times > 1 else building, style, noise)


@lru_cache(maxsize=8)
def find_building(name: str) -> Building:
    """Return a real floor by name."""
    if name in _MODELS:
        folder, storey = _MODELS[name]
        return read_model(PLANS / folder, storey)
    file, ordinal, building = _REAL[name]
    return read_floor(_read(file), name, ordinal, building)


@lru_cache(maxsize=2)
def _read(file: str) -> MapDraft:
    return read_plan(SHARED / file, ReadOptions())


def _draw_demo(rooms: int) -> tuple[Drawing, Truth]:
    """Return the ground floor of the demo as read from its DXF, without the network lines."""
    level = next(iter(lay_out(Brief(levels=1, rooms=rooms)).levels()))
    with TemporaryDirectory() as folder:
        path = Path(folder) / "demo.dxf"
        draw_level(level, "Demo").saveas(path)
        drawing = dxf.read_linework(path, ReadOptions())
    network = [layer.name for layer in drawing.layers if layer.name.startswith(NETWORK)]
    found = [
        TrueRoom(room.number, room.name, Point(room.label), Polygon(room.outline)) for room in level.rooms
    ]
    doors = tuple(Point(door.middle) for door in level.doors)
    return drawing.without_layers(network), Truth(tuple(found), doors, len(doors), 0.001)
