"""Numbers of doors: they stand at the doors, while those of rooms stand in the middle of rooms."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import shapely
from scipy.spatial import cKDTree

from interactive_maps.importing.drawing import Text
from interactive_maps.importing.drawing.drawing import Floats
from interactive_maps.importing.recognition.geometry.segments import are_near, to_lines
from interactive_maps.importing.recognition.labels.reading import Family, Reading, is_column
from interactive_maps.importing.recognition.labels.texts import LabelKind
from interactive_maps.importing.recognition.plan import Plan

_NEAREST = 8  # names that are looked at: with all, a sheet of many texts takes hours
_AT_DOOR = 1.0  # metres from the opening to its tag, which stands in the swing


def mark_door_tags(plan: Plan, readings: Sequence[Reading], openings: Floats) -> list[Reading]:
    """Return readings in which numbers beside ``openings`` (n, 4; from end to end) are ``at_door``.

    In a small room, everything is beside its door; so a number in one column with a name is that of the room.
    """
    numbers = [one for one in readings if one.label.number]
    if not numbers or not len(openings):
        return list(readings)
    places = np.array([plan.texts[one.index].centre for one in numbers])
    near = are_near(places, shapely.STRtree(to_lines(openings)), _AT_DOOR)
    columns = _Columns(plan, readings)
    marked = {numbers[row].index for row in np.flatnonzero(near) if not columns.has(numbers[row])}
    return [replace(one, at_door=True) if one.index in marked else one for one in readings]


class _Columns:
    """The names without a number, by family, to find those in one column with a number."""

    def __init__(self, plan: Plan, readings: Sequence[Reading]) -> None:
        self._texts = plan.texts
        self._names: dict[Family, list[Text]] = defaultdict(list)
        for one in readings:
            if one.label.kind is LabelKind.NAME and not one.label.number:
                self._names[one.family].append(plan.texts[one.index])
        self._trees = {
            family: cKDTree([name.centre for name in names]) for family, names in self._names.items()
        }

    def has(self, number: Reading) -> bool:
        """Return whether one of the nearest names of its family is in one column with a number."""
        names, text = self._names.get(number.family), self._texts[number.index]
        if not names:
            return False
        _, nearest = self._trees[number.family].query(text.centre, k=min(_NEAREST, len(names)))
        return any(is_column(text, names[index]) for index in np.atleast_1d(nearest).tolist())
