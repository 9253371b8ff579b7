"""What texts mean where they stand: figures that are areas, numbers before names, marks that number a room."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from interactive_maps.importing.recognition.labels.area_figures import mark_area_figures
from interactive_maps.importing.recognition.labels.fractions import mark_numerators
from interactive_maps.importing.recognition.labels.numbering import number_marks, split_numbers
from interactive_maps.importing.recognition.labels.reading import Family, Reading, is_mark, number_by_mark
from interactive_maps.importing.recognition.labels.texts import LabelKind
from interactive_maps.importing.recognition.plan import Plan

_LEAST_NUMBERS = 10
_MOST_MARKS = 0.1  # of a family's numbers: marks of doors and windows are many


def settle_readings(
    plan: Plan, readings: Sequence[Reading], regions: Mapping[int, int], sizes: Sequence[float]
) -> list[Reading]:
    """Return the readings of texts in the regions where they stand; ``sizes`` are those of regions, square metres."""
    found = mark_numerators(plan, mark_area_figures(readings, regions, sizes))
    found = number_marks(plan, split_numbers(found, regions), regions)
    return read_lone_marks(plan, found, regions)


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
