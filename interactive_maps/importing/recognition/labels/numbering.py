"""Numbers of rooms known by the whole plan: before every name on one line, or marks with a name each."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from interactive_maps.importing.recognition.labels.reading import (
    Family,
    Reading,
    is_column,
    is_mark,
    number_by_mark,
    shape_number,
)
from interactive_maps.importing.recognition.labels.texts import LabelKind
from interactive_maps.importing.recognition.plan import Plan

_NUMBERED = re.compile(r"((?=.*?\d)[^\W_]+(?:[-./][^\W_]+){0,4})\s+([^\W\d_].*[^\W\d_].*)")
_LEAST = 3
_LEAST_LONG = 3  # figures and signs
_SHARE = 0.6  # of a family's texts
_MOST_NAMES = 20  # that are looked at in one region
_DISTINCT = 0.9  # of the numbers: "2 person office" occurs many times


def split_numbers(readings: Sequence[Reading], regions: Mapping[int, int]) -> list[Reading]:
    """Return readings where names that begin with a number of their own are number and name: "104 Bureau".

    Most names of their family do, or the numbers of other rooms look like theirs: "2.36 Corridor" among ``2.01``.
    """
    usual = _count_shapes(readings, regions)
    given = {one.label.number for one in readings if one.index in regions}
    named: dict[Family, list[Reading]] = defaultdict(list)
    for one in readings:
        if one.label.kind is LabelKind.NAME and not one.label.number and one.index in regions:
            named[one.family].append(one)
    split: dict[int, Reading] = {}
    for found in named.values():
        parts = {one.index: match for one in found if (match := _NUMBERED.fullmatch(one.label.name))}
        numbers = {match[1] for match in parts.values()}
        if len(parts) < max(_LEAST, _SHARE * len(found)) or len(numbers) < _DISTINCT * len(parts):
            times = Counter(match[1] for match in parts.values())
            parts = {
                index: match
                for index, match in parts.items()
                if usual[shape_number(match[1])] >= _LEAST and times[match[1]] == 1 and match[1] not in given
            }
        for one in found:
            if one.index in parts:
                number, name = parts[one.index].groups()
                split[one.index] = replace(one, label=replace(one.label, number=number, name=name))
    return [split.get(one.index, one) for one in readings]


def _count_shapes(readings: Sequence[Reading], regions: Mapping[int, int]) -> Counter[str]:
    """Return how many rooms have a number of each shape; a single figure counts things as well: "2 beds"."""
    shapes = {
        (regions[one.index], shape_number(one.label.number))
        for one in readings
        if one.index in regions and len(one.label.number) >= _LEAST_LONG
    }
    return Counter(shape for _, shape in shapes)


def number_marks(plan: Plan, readings: Sequence[Reading], regions: Mapping[int, int]) -> list[Reading]:
    """Return readings where marks are numbers that mostly stand in one column with a name, one a room: ``L01``.

    Marks of doors and fittings stand elsewhere, repeat, or share rooms that have a number. In letters of another
    size, a few are enough, since small rooms are few.
    """
    names: dict[int, list[int]] = defaultdict(list)
    numbered: set[int] = set()
    marks: dict[Family, list[Reading]] = defaultdict(list)
    for one in readings:
        region = regions.get(one.index)
        if region is None:
            continue
        if one.label.kind is LabelKind.NAME:
            names[region].append(one.index)
        if one.label.number:
            numbered.add(region)
        if one.label.kind is LabelKind.CODE and is_mark(plan.texts[one.index]):
            marks[one.family].append(one)
    chosen: set[int] = set()
    numbering: set[tuple[int, str]] = set()
    smaller: list[tuple[Family, list[Reading]]] = []
    for family, found in marks.items():
        free = [one for one in found if regions[one.index] not in numbered]
        stacked = [one for one in free if _has_name(plan, one, names[regions[one.index]])]
        said = {plan.texts[one.index].text.strip() for one in found}
        rooms = {regions[one.index] for one in stacked}
        usual = len(stacked) >= max(_LEAST, _SHARE * len(found))
        if usual and len(said) >= _DISTINCT * len(found) and len(rooms) >= _DISTINCT * len(stacked):
            chosen |= {one.index for one in free}
            numbering.add(family[:2])
            numbered |= rooms
        elif len(stacked) == len(found) == len(rooms):
            smaller.append((family, found))
    chosen |= {
        one.index
        for family, found in smaller
        if family[:2] in numbering and not any(regions[one.index] in numbered for one in found)
        for one in found
    }
    return [number_by_mark(plan, one) if one.index in chosen else one for one in readings]


def _has_name(plan: Plan, mark: Reading, names: Sequence[int]) -> bool:
    """Return whether one of the first names in a mark's region is in one column with it."""
    return any(is_column(plan.texts[mark.index], plan.texts[name]) for name in names[:_MOST_NAMES])
