"""Texts with the boxes that they cover: the point of a room is the middle of its name, not the start."""

from __future__ import annotations

import math
from typing import Any

from interactive_maps.importing.formats.dxf.entities.drawing_entities import Origin, TextEntity
from interactive_maps.importing.formats.dxf.entities.texts import read_text

# The approximate width of a letter and spacing of lines in CAD fonts, in heights of a capital.
_LETTER_WIDTH = 0.8
_WIDE_LETTER_WIDTH = 1.2
_LINE_SPACING = 5.0 / 3.0
_FARTHEST = 1e12


def read_text_entities(entity: Any, origin: Origin, codepage: str) -> TextEntity | None:
    """Return a TEXT, ATTRIB or MTEXT as a text entity, or None if it is empty.

    Raises ValueError for coordinates that are not numbers.
    """
    text = read_text(entity, codepage)
    if not text:
        return None
    locate = _locate_mtext if origin.dxftype == "MTEXT" else _locate_text
    x, y, height, angle, right, up = locate(entity)
    if not all(abs(number) < _FARTHEST for number in (x, y, height, angle)):
        raise ValueError("a coordinate of the text is not a number")
    lines = text.split("\n")
    width = height * max(_measure_line(line) for line in lines) * float(entity.dxf.get("width", 1.0) or 1.0)
    if origin.dxftype == "MTEXT":
        width = height * max(_measure_line(line) for line in lines)
    tall = height * (1 + (len(lines) - 1) * _LINE_SPACING)
    shift_x, shift_y = right * width, up * tall
    cosine, sine = math.cos(angle), math.sin(angle)
    centre = (x + shift_x * cosine - shift_y * sine, y + shift_x * sine + shift_y * cosine)
    tag = str(entity.dxf.get("tag", "")) if origin.dxftype == "ATTRIB" else ""
    return TextEntity(origin, text, (x, y), centre, height, width, angle, tag)


# From the insertion point to the middle, in widths and heights of the text: (right, up).
_FROM_COLUMN = {0: 0.5, 1: 0.0, 2: -0.5}
_FROM_ROW = {0: 0.5, 1: 0.0, 2: -0.5}


def _locate_text(entity: Any) -> tuple[float, float, float, float, float, float]:
    from ezdxf.enums import TextEntityAlignment as Align

    align, first, second = entity.get_placement()
    angle = math.radians(entity.dxf.get("rotation", 0.0))
    if second is not None:
        first, angle = (first + second) / 2, (second - first).angle
        right, up = 0.0, 0.5
    else:
        name = align.name
        right = 0.5 if name.endswith("LEFT") else -0.5 if name.endswith("RIGHT") else 0.0
        up = -0.5 if name.startswith("TOP") else 0.0 if name.startswith("MIDDLE") else 0.5
        if align is Align.MIDDLE:
            right, up = 0.0, 0.0
    place = entity.ocs().to_wcs(first)
    height = abs(float(entity.dxf.get("height", 0.0) or 0.0))
    if entity.dxf.get("extrusion", (0, 0, 1))[2] < 0:  # seen from behind: mirrored
        right = -right
    return place.x, place.y, height, angle, right, up


def _locate_mtext(entity: Any) -> tuple[float, float, float, float, float, float]:
    place = entity.dxf.insert
    point = int(entity.dxf.get("attachment_point", 1)) - 1
    row, column = divmod(point if 0 <= point < 9 else 0, 3)
    angle = math.radians(entity.get_rotation())
    height = abs(float(entity.dxf.get("char_height", 0.0) or 0.0))
    return place.x, place.y, height, angle, _FROM_COLUMN[column], -_FROM_ROW[row]


def _measure_line(line: str) -> float:
    return sum(_WIDE_LETTER_WIDTH if ord(letter) > 0x2E80 else _LETTER_WIDTH for letter in line)
