"""Written dimensions measured along the lines beside them, if the drawing only has lines and texts."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from interactive_maps.importing.drawing import Drawing, Text
from interactive_maps.importing.drawing.drawing import Floats
from interactive_maps.importing.recognition.geometry.segments import find_directions

_MOST_TEXTS = 400
_MOST_SEGMENTS = 150_000
_BESIDE = 1.7  # heights of letters from a text to its line
_PARALLEL, _CROSSING = 0.02, 0.35  # sines
_MARKS = 5  # on either side of a text
_CENTRED = 0.12  # share of a span by which its text may be off the middle
_BIN = 0.01  # of a logarithm
_LEAST_VOTES = 3
_LEAST_SHARE = 0.25
_SCALES = (5.0, 2500.0)  # of sheets: metres for each metre of paper

_FEET = re.compile(
    r"""(?:(?P<feet>\d+(?:\.\d+)?)\s*['’′]\s*-?\s*)?
        (?:(?P<inches>\d+(?:\.\d+)?)?(?:[\s-]*(?P<over>\d+)/(?P<under>\d+))?\s*(?:["”″]|''))?""",
    re.VERBOSE,
)
_METRIC = re.compile(r"(?P<number>\d{1,5}(?:[.,]\d{1,3})?)\s*(?P<unit>mm|cm|m)?", re.IGNORECASE)
_METRES = {"mm": 0.001, "cm": 0.01, "m": 1.0}


@dataclass(frozen=True, slots=True)
class Measured:
    """Metres per unit by written dimensions: the number that agree, and the number that could be measured."""

    metres_per_unit: float
    votes: int
    of: int


def measure_dimensions(drawing: Drawing, *, tenths: bool = False) -> list[Measured]:
    """Return the unit lengths that written dimensions imply, the most frequent first.

    Numbers without a unit may be millimetres, centimetres or metres, and count equally for each. With ``tenths``,
    those with one decimal are metres.
    """
    texts = [(text, said) for text in drawing.texts if (said := read_dimension(text.text, tenths=tenths))][
        :_MOST_TEXTS
    ]
    segments = drawing.segments
    if len(segments) > _MOST_SEGMENTS:
        segments = segments[:: math.ceil(len(segments) / _MOST_SEGMENTS)]
    directions = find_directions(segments)
    paper = drawing.header.paper_unit
    votes: dict[int, set[int]] = {}
    ratios: dict[int, list[float]] = {}
    measured: set[int] = set()
    for number, (text, said) in enumerate(texts):
        for span in _find_spans(text, segments, directions):
            for metres in said:
                ratio = metres / span
                if paper is not None and not _SCALES[0] <= ratio / paper <= _SCALES[1]:
                    continue  # an area, or the number of a room
                measured.add(number)
                key = round(math.log(ratio) / _BIN)
                for near in (key - 1, key, key + 1):
                    votes.setdefault(near, set()).add(number)
                ratios.setdefault(key, []).append(ratio)
    found = [
        Measured(float(np.median(ratios[key])), len(voters), len(measured))
        for key, voters in votes.items()
        if key in ratios and len(voters) >= max(_LEAST_VOTES, _LEAST_SHARE * len(measured))
    ]
    return _drop_neighbours(sorted(found, key=lambda one: -one.votes))


def read_dimension(text: str, *, tenths: bool = False) -> tuple[float, ...]:
    """Return the possible metres of a dimension: one value if it names its unit, otherwise several.

    With one decimal, a number may be an area; only for ``tenths`` is it metres.
    """
    bare = text.strip()
    if (match := _METRIC.fullmatch(bare)) is not None:
        number = float(match["number"].replace(",", "."))
        if number <= 0:
            return ()
        if match["unit"]:
            return (number * _METRES[match["unit"].lower()],)
        if re.search(r"[.,]\d{2,3}$", bare) or (tenths and re.search(r"[.,]\d$", bare)):
            return (number,)
        return (number * 0.001, number * 0.01) if number >= 10 else ()
    match = _FEET.fullmatch(bare)
    if match is None or not any(match.group("feet", "inches", "over")):
        return ()
    under = float(match["under"] or 1)
    inches = float(match["inches"] or 0) + (float(match["over"] or 0) / under if under else 0.0)
    metres = float(match["feet"] or 0) * 0.3048 + inches * 0.0254
    return (metres,) if metres > 0 else ()


def _find_spans(text: Text, segments: Floats, directions: Floats) -> Iterator[float]:
    """Yield the lengths between two marks with a text in the middle, along the line beside it."""
    cosine, sine = math.cos(text.angle), math.sin(text.angle)
    x, y = text.centre
    along = (segments[:, 0::2] - x) * cosine + (segments[:, 1::2] - y) * sine
    off = (segments[:, 1::2] - y) * cosine - (segments[:, 0::2] - x) * sine
    turn = directions[:, 1] * cosine - directions[:, 0] * sine
    reach = 0.5 * text.width + 2.5 * text.height
    beside = (np.abs(turn) < _PARALLEL) & (np.abs(off).max(axis=1) < _BESIDE * text.height)
    beside &= (along.min(axis=1) < reach) & (along.max(axis=1) > -reach)
    if not beside.any():
        return
    level = float(off[beside].mean(axis=1)[np.argmin(np.abs(off[beside]).max(axis=1))])
    tolerance = 0.15 * text.height
    low, high = off.min(axis=1) - level, off.max(axis=1) - level
    # A mark crosses the line, or a line of the building ends there; letters drawn as lines are shorter.
    marks = (
        (np.abs(turn) > _CROSSING)
        & (low < tolerance)
        & (high > -tolerance)
        & (high - low > 0.3 * text.height)
    )
    rise = off[marks, 1] - off[marks, 0]
    share = np.clip((level - off[marks, 0]) / rise, 0.0, 1.0)
    places = np.unique(np.round(along[marks, 0] + share * (along[marks, 1] - along[marks, 0]), 2))
    left, right = (
        places[places < -0.1 * text.height][::-1][:_MARKS],
        places[places > 0.1 * text.height][:_MARKS],
    )
    for start in left.tolist():
        for end in right.tolist():
            span = end - start
            if abs(start + end) / 2 <= _CENTRED * span and span > 0.5 * text.height:
                yield span


def _drop_neighbours(found: list[Measured]) -> list[Measured]:
    kept: list[Measured] = []
    for one in found:
        if all(abs(math.log(one.metres_per_unit / other.metres_per_unit)) > 4 * _BIN for other in kept):
            kept.append(one)
    return kept[:6]
