"""Written lengths, in metres: ``1,5 m``, ``90 cm``, ``36 in``, ``3'6"``, ``6'-10 1/2"``."""

from __future__ import annotations

import re

METRES_PER_UNIT = {"mm": 0.001, "cm": 0.01, "m": 1.0, "in": 0.0254, "ft": 0.3048}
_SPELLINGS = {
    "metre": "m",
    "metres": "m",
    "meter": "m",
    "meters": "m",
    "feet": "ft",
    "foot": "ft",
    "inch": "in",
    "inches": "in",
}
_ONE_UNIT = re.compile(r"([0-9]{1,7}(?:[.,][0-9]{1,6})?)\s*([a-z]*)\.?")
_FEET_AND_INCHES = re.compile(
    r"""(?:(?P<feet>[0-9]{1,4}(?:\.[0-9]{1,3})?)\s*'\s*-?\s*)?
        (?:(?P<inches>[0-9]{1,5}(?:\.[0-9]{1,3})?)?(?:\s*(?P<over>[0-9]{1,3})/(?P<under>[1-9][0-9]{0,2}))?\s*")?""",
    re.VERBOSE,
)
_QUOTES = str.maketrans({"′": "'", "’": "'", "″": '"', "”": '"'})
_MOST = 1000.0


def parse_length(text: str, bare_unit: str | None = None) -> float | None:
    """Return the length in metres, or None if the text is not a length between 0 and 1000 metres.

    A number without a unit is in ``bare_unit``, one of METRES_PER_UNIT; without one, it is not a length.
    """
    bare = text.strip().casefold().translate(_QUOTES).replace("''", '"')
    metres: float | None = None
    if match := _ONE_UNIT.fullmatch(bare):
        unit = _SPELLINGS.get(match[2], match[2]) or bare_unit
        factor = METRES_PER_UNIT.get(unit or "")
        metres = None if factor is None else float(match[1].replace(",", ".")) * factor
    elif bare and (match := _FEET_AND_INCHES.fullmatch(bare)):
        fraction = float(match["over"]) / float(match["under"]) if match["over"] else 0.0
        inches = float(match["inches"] or 0) + fraction
        metres = float(match["feet"] or 0) * METRES_PER_UNIT["ft"] + inches * METRES_PER_UNIT["in"]
    return round(metres, 4) if metres is not None and 0 < metres <= _MOST else None
