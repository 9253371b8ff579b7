"""Lengths as mappers write them, in metres: ``1.5``, ``1,5 m``, ``90 cm``, ``3'6"``, ``36 in``."""

from __future__ import annotations

import re

_METRES_PER_UNIT = {
    "": 1.0,
    "m": 1.0,
    "metre": 1.0,
    "metres": 1.0,
    "meter": 1.0,
    "meters": 1.0,
    "cm": 0.01,
    "mm": 0.001,
    "ft": 0.3048,
    "feet": 0.3048,
    "foot": 0.3048,
    "in": 0.0254,
    "inch": 0.0254,
    "inches": 0.0254,
}
_METRIC = re.compile(r"([0-9]{1,6}(?:[.,][0-9]{1,6})?)\s*([a-z]*)\.?")
_IMPERIAL = re.compile(r"(?:([0-9]{1,4}(?:\.[0-9]{1,3})?)')?\s*(?:([0-9]{1,4}(?:\.[0-9]{1,3})?)\")?")
_QUOTES = str.maketrans({"′": "'", "’": "'", "″": '"', "”": '"'})
_MOST = 1000.0


def parse_length(text: str) -> float | None:
    """Return the length in metres, or None where the text is none, or none between 0 and 1000 metres."""
    bare = text.strip().casefold().translate(_QUOTES).replace("''", '"')
    metres: float | None = None
    if match := _METRIC.fullmatch(bare):
        factor = _METRES_PER_UNIT.get(match[2])
        metres = None if factor is None else float(match[1].replace(",", ".")) * factor
    elif bare and (match := _IMPERIAL.fullmatch(bare)):
        metres = float(match[1] or 0) * 0.3048 + float(match[2] or 0) * 0.0254
    return round(metres, 4) if metres is not None and 0 < metres <= _MOST else None
