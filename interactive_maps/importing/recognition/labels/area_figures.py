"""Areas written without a unit: figures that match the size of the region around them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from interactive_maps.importing.recognition.labels.reading import Family, Reading
from interactive_maps.importing.recognition.labels.texts import Label, LabelKind

_FIGURE = re.compile(r"\d{1,5}(?:[.,]\d{1,3})?")
_ALIKE = (
    0.12  # share by which a written area may differ: between faces or axes of walls, with or without niches
)
_LEAST = 3  # of a family's figures that fit
_SHARE = 0.6
_SQUARE_FOOT = 0.3048**2


def mark_area_figures(
    readings: Sequence[Reading], homes: Mapping[int, int], areas: Sequence[float]
) -> list[Reading]:
    """Return readings in which area figures are not room numbers; ``areas`` (square metres) are by region.

    A decimal that matches the size of its region is its area. For whole numbers, most of a family has to match:
    one room number in eight matches by chance.
    """
    fits: dict[Family, list[bool]] = defaultdict(list)
    for one in readings:
        if one.index in homes and _FIGURE.fullmatch(one.label.number) and not one.label.name:
            fits[one.family].append(_fit(one, areas[homes[one.index]]) is not None)
    measured = {family for family, found in fits.items() if sum(found) >= max(_LEAST, _SHARE * len(found))}
    return [_mark(one, homes, areas, measured) for one in readings]


def _mark(one: Reading, homes: Mapping[int, int], areas: Sequence[float], measured: set[Family]) -> Reading:
    figure = one.label.number
    if one.label.name or not _FIGURE.fullmatch(figure):
        return one
    is_decimal = not figure.isdigit()
    size = _fit(one, areas[homes[one.index]]) if one.index in homes else None
    if not (one.family in measured or (is_decimal and size is not None)):
        return one
    label = Label(LabelKind.AREA, trusted=one.label.trusted)
    return replace(one, label=label, area=size, doubtful=False)


def _fit(one: Reading, area: float) -> float | None:
    """Return the square metres that a figure states if its region is about as large, else None."""
    value = float(one.label.number.replace(",", "."))
    for size in (value, value * _SQUARE_FOOT):
        if abs(size - area) <= _ALIKE * area:
            return size
    return None
