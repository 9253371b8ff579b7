"""Lettering of rooms and doors.

Levels alternate between texts, blocks with attributes and paragraphs with formatting codes, as drawings of
different offices do. An importer must read them all.
"""

from __future__ import annotations

from ezdxf.enums import TextEntityAlignment
from ezdxf.layouts.layout import Modelspace

from interactive_maps.demo.design.building import Door, Level, Room
from interactive_maps.demo.design.frame import Point
from interactive_maps.demo.drafting.blocks import LINE_PITCH, NAME_HEIGHT, NUMBER_HEIGHT, ROOM_TAG
from interactive_maps.demo.drafting.sheet import TEXT_STYLE

_LABEL_LAYER = "A-AREA-IDEN"
_AREA_HEIGHT = 140
_AREA_FROM = 12.0  # m²; smaller rooms have no space for a third line


def label_rooms(space: Modelspace, level: Level) -> None:
    """Letter every room with its number and name, and its area if there is space."""
    label = (_label_by_texts, _label_by_tag, _label_by_paragraph)[level.ordinal % 3]
    for room in level.rooms:
        label(space, room)
        if room.area >= _AREA_FROM:
            x, y = room.label
            _add_text(space, f"{room.area:.1f} m2", (x, y - LINE_PITCH * 3 // 2), _AREA_HEIGHT, _LABEL_LAYER)


def add_door_tag(space: Modelspace, door: Door) -> None:
    """Write the clear width and height beside the door of a room, as door schedules require."""
    if door.number.startswith("D"):
        x, y = door.middle
        _add_text(space, f"{door.style.width}x2100", (x, y - 30), 60, "A-DOOR-IDEN")


def add_note(space: Modelspace, text: str, place: Point, height: int = 150) -> None:
    """Write a note that is not the name of a room."""
    _add_text(space, text, place, height, "A-ANNO-TEXT")


def _label_by_texts(space: Modelspace, room: Room) -> None:
    x, y = room.label
    _add_text(space, room.number, (x, y + LINE_PITCH // 2), NUMBER_HEIGHT, _LABEL_LAYER)
    _add_text(space, room.name, (x, y - LINE_PITCH // 2), NAME_HEIGHT, _LABEL_LAYER)


def _label_by_tag(space: Modelspace, room: Room) -> None:
    tag = space.add_blockref(ROOM_TAG, room.label, dxfattribs={"layer": _LABEL_LAYER})
    tag.add_auto_attribs({"NUMBER": room.number, "NAME": room.name})


def _label_by_paragraph(space: Modelspace, room: Room) -> None:
    text = rf"{{\fArial|b1|i0;\H{NUMBER_HEIGHT};{room.number}}}\P{room.name}"
    attributes = {
        "layer": _LABEL_LAYER, "style": TEXT_STYLE, "insert": room.label, "char_height": NAME_HEIGHT,
        "attachment_point": 5,
    }  # fmt: skip
    space.add_mtext(text, dxfattribs=attributes)


def _add_text(space: Modelspace, text: str, place: Point, height: int, layer: str) -> None:
    entity = space.add_text(text, height=height, dxfattribs={"layer": layer, "style": TEXT_STYLE})
    entity.set_placement(place, align=TextEntityAlignment.MIDDLE_CENTER)
