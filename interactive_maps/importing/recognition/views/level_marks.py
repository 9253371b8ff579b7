"""Level marks: figures beside an elevation or a section that state heights, and stand at these heights."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from interactive_maps.importing.drawing import Text

# "+3.50", "-0,15", "±0.00", "OK FFB +2,97"; "112'-0"", "+12'-6 1/2""; with a sign, also whole millimetres: "+3500".
_METRIC = re.compile(r"(?<![\d.,])([+\-−±]?)\s?(\d{1,3})[.,](\d{2,3})(?![\d.,])")
_MILLIMETRES = re.compile(r"(?<!\d)([+\-−])\s?(\d{3,6})(?!\d|[.,]\d)")
_FEET = re.compile(
    r"(?<!\d)([+\-−]?)\s?(\d{1,4})\s?['’′]\s?-?\s?(?:(\d{1,2})(?:\s+(\d)/(\d{1,2}))?\s?(?:[\"”″]|''))?"
)
_FOOT = 0.3048
_MOST_CHARACTERS = 40

_LEAST = 3  # marks at different heights
_SPREAD = 2.0  # metres between the lowest and the highest
_OFF = 0.3  # metres by which a mark may stand too high
_SHARE = 0.7


def read_mark(text: str) -> float | None:
    """Return the height in metres that a text states, or None."""
    if len(text) > _MOST_CHARACTERS:
        return None
    if match := _FEET.search(text):
        inches = float(match[3] or 0) + (float(match[4]) / max(float(match[5]), 1.0) if match[4] else 0.0)
        return _sign(match[1]) * (float(match[2]) + inches / 12) * _FOOT
    if match := _METRIC.search(text):
        return _sign(match[1]) * float(f"{match[2]}.{match[3]}")
    if match := _MILLIMETRES.search(text):
        return _sign(match[1]) * float(match[2]) / 1000
    return None


def _sign(said: str) -> float:
    return -1.0 if said in {"-", "−"} else 1.0


def rise_as_they_say(texts: Sequence[Text]) -> bool:
    """Return whether the vertical spacing of marks among ``texts`` matches their figures.

    Heights on a plan are written anywhere; they increase upwards only where gravity points down the sheet.
    """
    read = [(text.centre[1], mark) for text in texts if (mark := read_mark(text.text)) is not None]
    if not read:
        return False
    places, marks = np.array(read).T
    fitting = np.abs(places - marks - np.median(places - marks)) <= _OFF
    heights = {round(mark, 2) for mark in marks[fitting].tolist()}
    return bool(
        fitting.mean() >= _SHARE and len(heights) >= _LEAST and max(heights) - min(heights) >= _SPREAD
    )
