"""Numbers from untrusted files: finite, not booleans, and within plausible bounds."""

from __future__ import annotations

from typing import Any


def read_number(value: Any, most: float) -> float | None:
    """Return the number of a JSON value, or None unless it is between ``-most`` and ``most``."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    # Compared before it is converted: an integer may have thousands of digits. False for NaN as well.
    return (
        float(value) + 0.0 if abs(value) <= most else None
    )  # no minus zero: it would be a second ground floor


def parse_number(text: str, most: float) -> float | None:
    """Return the number that a text states in ASCII, or None unless it is between ``-most`` and ``most``."""
    if len(text) > _MOST_CHARACTERS or not text.isascii() or "_" in text:
        return None
    try:
        return read_number(float(text), most)
    except ValueError:
        return None


def read_count(value: Any, most: int) -> int | None:
    """Return the integer of a JSON value or a text, or None unless it is from 0 to ``most``."""
    number = parse_number(value, most) if isinstance(value, str) else read_number(value, most)
    return int(number) if number is not None and number >= 0 and number.is_integer() else None


_MOST_CHARACTERS = 100
