"""One level as a DXF drawing, with the entities and layers of an architect's file."""

from __future__ import annotations

from typing import TextIO

from ezdxf.document import Drawing
from ezdxf.layouts.layout import Modelspace

from interactive_maps.demo.design.building import EXTERIOR_WALL, Level, Lift, PathKind, Stair, Window
from interactive_maps.demo.design.frame import Placement
from interactive_maps.demo.design.names import name_level
from interactive_maps.demo.design.walls import outline_walls
from interactive_maps.demo.drafting.annotation import add_dimensions, add_grid, measure_extent
from interactive_maps.demo.drafting.blocks import define_blocks
from interactive_maps.demo.drafting.labels import add_door_tag, add_note, label_rooms
from interactive_maps.demo.drafting.sheet import NETWORK, add_title_block, fix_metadata, new_sheet

_TREAD = 280
_LANDING = 1500
_WELL = 100  # half the gap between two flights
_NETWORK_LAYERS: dict[PathKind, str] = {"stair": f"{NETWORK}-STRS", "lift": f"{NETWORK}-EVTR"}


def draw_level(level: Level, building: str, *, has_ways: bool = False) -> Drawing:
    """Return the drawing of a level in mm, with the south-west corner of the building near 0,0.

    ``has_ways`` also draws the lines that people walk along, as offices do that specify them.
    """
    document = new_sheet()
    define_blocks(document)
    space = document.modelspace()
    add_grid(space, level)
    for ring in outline_walls(level):
        space.add_lwpolyline(ring, close=True, dxfattribs={"layer": "A-WALL"})
    for door in level.doors:
        _insert(space, door.style.value, door.placement, "A-DOOR")
        add_door_tag(space, door)
    for window in level.windows:
        _draw_window(space, window)
    for stair in level.stairs:
        _draw_stair(space, stair)
    for lift in level.lifts:
        _draw_lift(space, lift)
    for piece in level.furniture:
        _insert(space, piece.block, piece.placement, "A-FLOR-PFIX" if piece.fixed else "I-FURN")
    label_rooms(space, level)
    add_dimensions(space, level)
    for path in level.paths if has_ways else ():
        space.add_lwpolyline(path.points, dxfattribs={"layer": _NETWORK_LAYERS.get(path.kind, NETWORK)})
    lines = {"Project": building, "Plan": name_level(level.ordinal), "Units": "mm"}
    add_title_block(document, lines, measure_extent(level))
    return document


def write_drawing(document: Drawing, stream: TextIO) -> None:
    """Write a drawing as text. The same drawing always gives the same bytes: no dates, no random ids."""
    # The library registers classes in the order of a set, which differs between processes.
    for entity_type in sorted(document.entitydb.dxf_types_in_use()):
        document.classes.add_class(entity_type)
    with fix_metadata():
        document.write(stream)


def _insert(space: Modelspace, block: str, placement: Placement, layer: str) -> None:
    attributes: dict[str, object] = {"layer": layer}
    if placement.angle:
        attributes["rotation"] = placement.angle
    if placement.mirrored:
        attributes["yscale"] = -1
    space.add_blockref(block, placement.point, dxfattribs=attributes)


def _draw_window(space: Modelspace, window: Window) -> None:
    """Draw the two faces and the pane between the ends of the wall."""
    (x0, y0), (x1, y1) = window.start, window.end
    for offset in (-EXTERIOR_WALL // 2, 0, EXTERIOR_WALL // 2):
        dx, dy = (0, offset) if y0 == y1 else (offset, 0)
        space.add_line((x0 + dx, y0 + dy), (x1 + dx, y1 + dy), dxfattribs={"layer": "A-GLAZ"})


def _draw_stair(space: Modelspace, stair: Stair) -> None:
    """Draw two flights beside a well, their treads, and an arrow up one and down the other."""
    layer = {"layer": "A-FLOR-STRS"}
    at, width, middle = stair.frame.at, stair.width, stair.width // 2
    top = stair.depth - _LANDING
    for v in range(_LANDING, top + 1, _TREAD):
        for u0, u1 in ((75, middle - _WELL), (middle + _WELL, width - 75)):
            space.add_line(at(u0, v), at(u1, v), dxfattribs=layer)
    well = [
        (middle - _WELL, _LANDING),
        (middle + _WELL, _LANDING),
        (middle + _WELL, top),
        (middle - _WELL, top),
    ]
    space.add_lwpolyline([at(u, v) for u, v in well], close=True, dxfattribs=layer)
    turn, left, right = stair.depth - _LANDING // 2, width // 4, width * 3 // 4
    climb = [(right, _LANDING - 200), (right, turn), (left, turn), (left, _LANDING)]
    space.add_lwpolyline([at(u, v) for u, v in climb], dxfattribs=layer)
    head = [(left - 120, _LANDING + 300), (left, _LANDING), (left + 120, _LANDING + 300)]
    space.add_lwpolyline([at(u, v) for u, v in head], dxfattribs=layer)
    add_note(space, "UP", at(right, _LANDING - 400))
    add_note(space, stair.name.upper(), at(middle, stair.depth - 350))


def _draw_lift(space: Modelspace, lift: Lift) -> None:
    """Draw the car with its cross and the closed leaves of its door."""
    layer = {"layer": "A-FLOR-EVTR"}
    at = lift.frame.at
    u0, u1, v0, v1 = 250, lift.width - 250, 250, lift.depth - 350
    car = [at(u0, v0), at(u1, v0), at(u1, v1), at(u0, v1)]
    space.add_lwpolyline(car, close=True, dxfattribs=layer)
    space.add_line(car[0], car[2], dxfattribs=layer)
    space.add_line(car[1], car[3], dxfattribs=layer)
    middle = lift.width // 2
    for v in (-20, 20):
        space.add_line(at(middle - 550, v), at(middle + 550, v), dxfattribs=layer)
    add_note(space, lift.name.upper(), at(middle, lift.depth - 220), height=120)
