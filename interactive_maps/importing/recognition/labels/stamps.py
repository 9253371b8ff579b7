"""Stamps: the number and the name of a room, which in most plans stand alike beside each other in all rooms."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

import numpy as np
from scipy.spatial import cKDTree

from interactive_maps.importing.drawing import Text
from interactive_maps.importing.recognition.labels.families import Families
from interactive_maps.importing.recognition.labels.name_lines import join_lines
from interactive_maps.importing.recognition.labels.reading import Reading
from interactive_maps.importing.recognition.labels.texts import LabelKind
from interactive_maps.importing.recognition.plan import Plan

_MOST = 20  # numbers and names in one region that are looked at: with all, many texts take hours
_LEAST, _SHARE = 3, 0.9  # of the rooms with a number and a name: those whose names stand alike
_ALIKE = 0.4  # heights of the number by which the place of a name may differ
_ALIGNED = (0.0, -0.5, 0.5)  # widths from the middle of a text to where it is aligned
_DIGITS = 3  # of metres, to which texts at one place are one


def join_stamps(
    plan: Plan, readings: Sequence[Reading], families: Families, regions: Mapping[int, int]
) -> dict[int, int]:
    """Return the region of each text, by index, where stamps that stand across a wall are in one region.

    A stamp may be larger than its room. If all names of a plan stand alike beside their numbers, a number without a
    name in its region has the one that stands there, unless a number in the region of that name lacks its own.
    """
    numbers = [one for one in readings if one.label.number and one.family in families.numbers]
    # Places are measured in heights of the number: one without is beside nothing.
    numbers = [one for one in numbers if not one.label.name and plan.texts[one.index].height > 0]
    names = [one for one in readings if _is_name(one) and one.family in families.names]
    numbered, named = _group(numbers, regions), _group(names, regions)
    offset = _find_offset(plan, numbered, named)
    if offset is None:
        return dict(regions)
    pairs = _pair(plan, numbers, names, offset)
    unsure = {regions[one.index] for one in numbers if one.index in regions and one.index not in pairs}
    across = [
        (number, name.index, home, other)
        for number, name in pairs.items()
        if (home := regions.get(number, -1)) != (other := regions.get(name.index, -1))
    ]
    groups = {
        region: _join_lines(plan, named.get(region, ()))
        for region in {region for *_, home, other in across for region in (home, other)}
    }
    lines = {one: group for found in groups.values() for group in found for one in group}
    taken = {name.index for name in pairs.values()}
    named_else = {region for region, found in groups.items() if not all(map(taken.intersection, found))}
    joined = dict(regions)
    for number, name, home, other in across:
        if home < 0 and other not in numbered:
            joined[number] = other
        elif home >= 0 and home not in named_else and other not in unsure:
            joined |= dict.fromkeys(lines.get(name, [name]), home)
    return joined


@dataclass(frozen=True, slots=True)
class _Offset:
    """How far a name is along its number and below it, in heights of the number, both measured where ``aligned``."""

    aligned: float
    along: float
    down: float

    def place(self, number: Text) -> tuple[float, float]:
        """Return where the name of a number is."""
        x, y = _align(number, self.aligned)
        cosine, sine = math.cos(number.angle), math.sin(number.angle)
        along, down = self.along * number.height, self.down * number.height
        return x + along * cosine + down * sine, y + along * sine - down * cosine


def _is_name(one: Reading) -> bool:
    return one.label.kind is LabelKind.NAME and not one.label.number


def _group(found: Sequence[Reading], regions: Mapping[int, int]) -> dict[int, list[Reading]]:
    grouped: dict[int, list[Reading]] = defaultdict(list)
    for one in found:
        if one.index in regions:
            grouped[regions[one.index]].append(one)
    return dict(grouped)


def _find_offset(
    plan: Plan, numbered: Mapping[int, Sequence[Reading]], named: Mapping[int, Sequence[Reading]]
) -> _Offset | None:
    """Return where names stand beside their numbers if nearly all stand alike, else None."""
    pairs = [
        pair
        for region, numbers in numbered.items()
        for pair in _match_nearest(
            [plan.texts[one.index] for one in numbers[:_MOST]],
            [plan.texts[one.index] for one in named.get(region, ())[:_MOST]],
        )
    ]
    for aligned in _ALIGNED:
        steps = [_measure(number, name, aligned) for number, name in pairs]
        if len(steps) < _LEAST:
            return None
        middle = median(along for along, _ in steps), median(down for _, down in steps)
        if sum(math.dist(step, middle) <= _ALIKE for step in steps) >= max(_LEAST, _SHARE * len(steps)):
            return _Offset(aligned, *middle)
    return None


def _match_nearest(numbers: Sequence[Text], names: Sequence[Text]) -> list[tuple[Text, Text]]:
    """Return the numbers and names that are nearest to each other."""
    pairs = []
    for number in numbers:
        name = min(names, key=lambda name: math.dist(name.centre, number.centre), default=None)
        if name is not None and number is min(numbers, key=lambda one: math.dist(name.centre, one.centre)):
            pairs.append((number, name))
    return pairs


def _measure(number: Text, name: Text, aligned: float) -> tuple[float, float]:
    """Return how far a name is along a number and below it, in heights of the number."""
    (x, y), (other_x, other_y) = _align(number, aligned), _align(name, aligned)
    cosine, sine = math.cos(number.angle), math.sin(number.angle)
    dx, dy = (other_x - x) / number.height, (other_y - y) / number.height
    return dx * cosine + dy * sine, dx * sine - dy * cosine


def _align(text: Text, aligned: float) -> tuple[float, float]:
    x, y = text.centre
    shift = aligned * text.width
    return x + shift * math.cos(text.angle), y + shift * math.sin(text.angle)


def _pair(
    plan: Plan, numbers: Sequence[Reading], names: Sequence[Reading], offset: _Offset
) -> dict[int, Reading]:
    """Return the name at the usual place beside each number, by the index of the number."""
    at = np.array([_align(plan.texts[one.index], offset.aligned) for one in names])
    at, firsts = np.unique(at.round(_DIGITS), axis=0, return_index=True)  # a tree of equal places is a list
    sought = np.array([offset.place(plan.texts[one.index]) for one in numbers])
    away, nearest = (np.asarray(found) for found in cKDTree(at).query(sought))
    return {
        one.index: names[firsts[row]]
        for one, distance, row in zip(numbers, away.tolist(), nearest.tolist(), strict=True)
        if distance <= _ALIKE * plan.texts[one.index].height
    }


def _join_lines(plan: Plan, names: Sequence[Reading]) -> list[list[int]]:
    """Return the names of a region as the indices of their lines; of many, each is one line."""
    groups = join_lines(plan, names) if len(names) <= _MOST else [[one] for one in names]
    return [[one.index for one in group] for group in groups]
