"""Numbers of doors: they stand at the doors, while those of rooms stand in the middle of rooms."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import shapely

from interactive_maps.importing.drawing.drawing import Floats
from interactive_maps.importing.recognition.geometry.segments import to_lines, to_points
from interactive_maps.importing.recognition.labels.reading import Reading, is_column
from interactive_maps.importing.recognition.labels.texts import LabelKind
from interactive_maps.importing.recognition.plan import Plan

_AT_DOOR = 1.0  # metres from the opening to its tag, which stands in the swing


def mark_door_tags(plan: Plan, readings: Sequence[Reading], openings: Floats) -> list[Reading]:
    """Return readings in which numbers beside ``openings`` (n, 4; from end to end) are ``at_door``.

    In a small room, everything is beside its door; so a number in one column with a name is that of the room.
    """
    named = defaultdict(list)
    for one in readings:
        if one.label.kind is LabelKind.NAME and not one.label.number:
            named[one.family].append(plan.texts[one.index])
    numbers = [
        row
        for row, one in enumerate(readings)
        if one.label.number and not any(is_column(plan.texts[one.index], name) for name in named[one.family])
    ]
    if not numbers or not len(openings):
        return list(readings)
    tree = shapely.STRtree(to_lines(openings))
    places = to_points(np.array([plan.texts[readings[row].index].centre for row in numbers]))
    near, _ = tree.query(places, predicate="dwithin", distance=_AT_DOOR)
    marked = {numbers[row] for row in np.unique(near).tolist()}
    return [replace(one, at_door=True) if row in marked else one for row, one in enumerate(readings)]
