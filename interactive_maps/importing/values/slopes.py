"""Written slopes, as rise over run: ``8%``, ``-5°``."""

from __future__ import annotations

import math

from interactive_maps.importing.values.numbers import parse_number

_MOST = 1000.0  # per cent, or degrees
_STEEPEST = 10.0


def parse_slope(incline: str | None) -> float | None:
    """Return the steepness of an incline, up or down; None if it is not a number, or too steep to walk on."""
    text = (incline or "").strip().lstrip("+-")
    number = parse_number(text[:-1], _MOST)
    if number is None or text[-1] not in "%°":
        return None
    value = number / 100 if text[-1] == "%" else math.tan(math.radians(number))
    return round(value, 4) if 0 < value < _STEEPEST else None
