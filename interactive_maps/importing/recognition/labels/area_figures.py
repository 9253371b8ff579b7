"""Areas written without a unit: figures that match the size of the region around them, and others like them."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import pvariance

from interactive_maps.importing.recognition.labels.reading import Family, Reading
from interactive_maps.importing.recognition.labels.texts import Label, LabelKind

_FIGURE = re.compile(r"\d{1,5}(?:[.,]\d{1,3})?")
_ALIKE = (
    0.12  # share by which a written area may differ: between faces or axes of walls, with or without niches
)
_LEAST, _SHARE = 3, 0.6  # of a family's figures that fit
_LEAST_DECIMALS, _SHARE_DECIMALS = 2, 0.25  # the same of decimals, which rarely fit by chance
_LEAST_SPREAD, _SPREAD = 4, 0.75  # of a family's decimals, and the share of different integer parts
_DIFFERENT = 0.9  # share of numbers that differ: few rooms are labelled twice
_STEP, _STEPS = 2, 0.75  # from one number to the next, and the share of such steps: numbers are left out
_FOLLOWED = 0.5  # share of the variance of sizes that areas explain
_SQUARE_FOOT = 0.3048**2


def mark_area_figures(
    readings: Sequence[Reading], homes: Mapping[int, int], areas: Sequence[float]
) -> list[Reading]:
    """Return readings in which area figures are not room numbers; ``areas`` (square metres) are by region.

    A decimal that matches the size of its region is its area; so are decimals that add up to it, in open plan. Then
    other decimals of their family are areas as well, whatever became of their rooms. For whole numbers, most of a
    family has to match: one room number in eight matches by chance. Those that count rooms of one size, though all
    match, are room numbers: 201 to 224 in a hotel whose rooms have 210 square feet.
    """
    figures = [one for one in readings if _FIGURE.fullmatch(one.label.number) and not one.label.name]
    sizes = _measure(figures, homes, areas)
    families: dict[Family, list[Reading]] = defaultdict(list)
    for one in figures:
        families[one.family].append(one)
    marked = set()
    for found in families.values():
        decimals = [one for one in found if _is_decimal(one)]
        held = [one for one in found if one.index in homes]
        if _fit_mostly(held, sizes) and not _count_rooms(held, homes, areas, sizes):
            marked |= {one.index for one in found}
        elif _are_areas(decimals, homes, sizes):
            marked |= {one.index for one in decimals}
        else:
            marked |= {one.index for one in decimals if one.index in sizes}
    return [_mark(one, sizes.get(one.index)) if one.index in marked else one for one in readings]


def _measure(
    figures: Sequence[Reading], homes: Mapping[int, int], areas: Sequence[float]
) -> dict[int, float]:
    """Return the square metres that figures state, by index, where these fit a region alone or together."""
    sizes: dict[int, float] = {}
    together: dict[tuple[int, Family], list[Reading]] = defaultdict(list)
    for one in figures:
        if one.index not in homes:
            continue
        home = homes[one.index]
        size = _fit(_value(one), areas[home])
        if size is not None:
            sizes[one.index] = size
        if _is_decimal(one):
            together[home, one.family].append(one)
    for (home, _), found in together.items():
        total = sum(map(_value, found))
        size = _fit(total, areas[home])
        if len(found) > 1 and size is not None:
            sizes |= {one.index: _value(one) * size / total for one in found}
    return sizes


def _fit_mostly(found: Sequence[Reading], sizes: Mapping[int, float]) -> bool:
    return sum(one.index in sizes for one in found) >= max(_LEAST, _SHARE * len(found))


def _count_rooms(
    held: Sequence[Reading], homes: Mapping[int, int], areas: Sequence[float], sizes: Mapping[int, float]
) -> bool:
    """Return whether whole numbers run on and do not follow the sizes of their rooms: ``18, 19, 20`` of one size."""
    whole = [one for one in held if one.index in sizes and not _is_decimal(one)]
    values = sorted({int(one.label.number) for one in whole})
    if len(values) < max(_LEAST, _DIFFERENT * len(whole)):
        return False
    steps = sum(after - before <= _STEP for before, after in pairwise(values))
    if steps < _STEPS * (len(values) - 1):
        return False
    room = [math.log(areas[homes[one.index]]) for one in whole]
    rest = [log - math.log(sizes[one.index]) for one, log in zip(whole, room, strict=True)]
    return pvariance(rest) > (1 - _FOLLOWED) * pvariance(room)


def _are_areas(decimals: Sequence[Reading], homes: Mapping[int, int], sizes: Mapping[int, float]) -> bool:
    """Return whether decimals of one family are areas: some fit, or they count nothing, unlike ``1.01, 1.02``."""
    held = [one for one in decimals if one.index in homes]
    fitting = sum(one.index in sizes for one in held)
    if fitting >= max(_LEAST_DECIMALS, _SHARE_DECIMALS * len(held)):
        return True
    whole = {int(_value(one)) for one in held}
    return len(held) >= _LEAST_SPREAD and len(whole) >= _SPREAD * len(held)


def _mark(one: Reading, size: float | None) -> Reading:
    return replace(one, label=Label(LabelKind.AREA, trusted=one.label.trusted), area=size, doubtful=False)


def _is_decimal(one: Reading) -> bool:
    return not one.label.number.isdigit()


def _value(one: Reading) -> float:
    return float(one.label.number.replace(",", "."))


def _fit(value: float, area: float) -> float | None:
    """Return the square metres that a figure states if its region is about as large, else None."""
    for size in (value, value * _SQUARE_FOOT):
        if abs(size - area) < _ALIKE * area:
            return size
    return None
