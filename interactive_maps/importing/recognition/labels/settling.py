"""What texts mean where they stand: figures that are areas, numbers before names, marks that number a room."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from interactive_maps.importing.recognition.labels.area_figures import mark_area_figures
from interactive_maps.importing.recognition.labels.fractions import mark_numerators
from interactive_maps.importing.recognition.labels.name_lines import is_below
from interactive_maps.importing.recognition.labels.numbering import number_marks, split_numbers
from interactive_maps.importing.recognition.labels.reading import Family, Reading, is_mark, number_by_mark
from interactive_maps.importing.recognition.labels.texts import Label, LabelKind
from interactive_maps.importing.recognition.plan import Plan

_ABBREVIATION = re.compile(r"[^\W\d_]{2,4}")
_DIRECTIONS = frozenset(
    ["up", "dn", "down", "auf", "ab", "haut", "bas", "sube", "baja", "opp", "ned", "su", "giu"]
)
_LEAST_KNOWN = 5  # names of the layer that are words for rooms
_MOST_LINES = 20  # of the labels in a room
_LEAST_NUMBERS = 10
_MOST_MARKS = 0.1  # of a family's numbers, of marks or words: marks of doors and windows are many


def settle_readings(
    plan: Plan, readings: Sequence[Reading], regions: Mapping[int, int], sizes: Sequence[float]
) -> list[Reading]:
    """Return the readings of texts in the regions where they stand; ``sizes`` are those of regions, square metres."""
    found = mark_numerators(plan, mark_area_figures(readings, regions, sizes))
    found = leave_out_finishes(plan, found, regions)
    found = number_marks(plan, split_numbers(found, regions), regions)
    found = read_lone_words(read_lone_marks(plan, found, regions), regions)
    return read_abbreviations(plan, found, regions)


def leave_out_finishes(plan: Plan, readings: Sequence[Reading], regions: Mapping[int, int]) -> list[Reading]:
    """Return readings where words below the area of a named room are notes: they tell what its floor is made of."""
    rooms: dict[int, list[Reading]] = defaultdict(list)
    for one in readings:
        if one.index in regions and one.label.kind in {LabelKind.NAME, LabelKind.AREA}:
            rooms[regions[one.index]].append(one)
    notes: set[int] = set()
    for found in rooms.values():
        lines = found[:_MOST_LINES]
        areas = [one for one in lines if one.label.kind is LabelKind.AREA]
        names = [one for one in lines if one.label.kind is LabelKind.NAME]
        for name in names if areas else ():
            over = [area for area in areas if is_below(plan.texts[area.index], plan.texts[name.index])]
            own = any(is_below(plan.texts[name.index], plan.texts[area.index]) for area in areas)
            if not own and any(
                is_below(plan.texts[other.index], plan.texts[area.index]) for area in over for other in names
            ):
                notes.add(name.index)
    return [
        replace(one, label=Label(LabelKind.NOTE, trusted=one.label.trusted)) if one.index in notes else one
        for one in readings
    ]


def read_lone_marks(plan: Plan, readings: Sequence[Reading], regions: Mapping[int, int]) -> list[Reading]:
    """Return readings where a mark alone in its region is its number, as others of its family are: corridor ``F09``.

    A mark of a door, or of fire protection, occurs often, and stands in rooms that have a number.
    """
    numbers = Counter(one.family for one in readings if one.label.kind is LabelKind.NUMBER)
    numbered = {regions.get(one.index) for one in readings if one.label.kind is LabelKind.NUMBER}
    marks: dict[Family, list[Reading]] = defaultdict(list)
    for one in readings:
        if one.label.kind is LabelKind.CODE and is_mark(plan.texts[one.index]):
            marks[one.family].append(one)
    rooms = Counter(regions.get(one.index) for found in marks.values() for one in found)
    alone = set()
    for family, found in marks.items():
        if numbers[family] < _LEAST_NUMBERS or len(found) > _MOST_MARKS * numbers[family]:
            continue
        written = Counter(plan.texts[one.index].text.strip() for one in found)
        for one in found:
            room = regions.get(one.index)
            once = written[plan.texts[one.index].text.strip()] == 1
            if once and room is not None and room not in numbered and rooms[room] == 1:
                alone.add(one.index)
    return [number_by_mark(plan, one) if one.index in alone else one for one in readings]


def read_lone_words(readings: Sequence[Reading], regions: Mapping[int, int]) -> list[Reading]:
    """Return readings where a word stands for the number of its room: "Balcony", where others have ``2014``.

    Texts of its family number rooms, none of them this one, which has a name of another family as well.
    """
    numbers = Counter(one.family for one in readings if one.label.kind is LabelKind.NUMBER)
    numbered = {regions.get(one.index) for one in readings if one.label.kind is LabelKind.NUMBER}
    words: dict[Family, list[Reading]] = defaultdict(list)
    named: dict[int | None, list[Family]] = defaultdict(list)
    for one in readings:
        if one.label.kind is LabelKind.NAME:
            words[one.family].append(one)
            named[regions.get(one.index)].append(one.family)
    chosen = {
        one.index
        for family, found in words.items()
        if numbers[family] >= max(_LEAST_NUMBERS, len(found) / _MOST_MARKS)
        for one in found
        if (room := regions.get(one.index)) is not None
        and room not in numbered
        and named[room].count(family) == 1 < len(named[room])
    }
    return [
        replace(one, label=replace(one.label, kind=LabelKind.NUMBER, number=one.label.name, name=""))
        if one.index in chosen
        else one
        for one in readings
    ]


def read_abbreviations(plan: Plan, readings: Sequence[Reading], regions: Mapping[int, int]) -> list[Reading]:
    """Return readings where a few letters are the name of a room that has no other: ``AR``, ``GT``.

    Texts of their layer name rooms. The letters of a stair's direction name none.
    """
    known = Counter(
        one.family[:2] for one in readings if one.label.kind is LabelKind.NAME and one.label.known
    )
    told = Counter(regions.get(one.index) for one in readings if one.label.is_room)
    letters = [
        one
        for one in readings
        if one.label.kind is LabelKind.CODE
        and one.index in regions
        and not told[regions[one.index]]
        and known[one.family[:2]] >= _LEAST_KNOWN
        and _ABBREVIATION.fullmatch(plan.texts[one.index].text.strip())
        and plan.texts[one.index].text.strip().casefold() not in _DIRECTIONS
    ]
    alone = Counter(regions[one.index] for one in letters)
    chosen = {one.index for one in letters if alone[regions[one.index]] == 1}
    return [
        replace(one, label=Label(LabelKind.NAME, name=plan.texts[one.index].text.strip(), known=True))
        if one.index in chosen
        else one
        for one in readings
    ]
