"""Courts, voids and shafts: enclosed areas that no door leads into, on plans whose rooms have doors.

What lines outside a building enclose, such as those of dimensions, has holes, but no doors.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from interactive_maps.importing.recognition.account import Step
from interactive_maps.importing.recognition.doors.threshold import Evidence
from interactive_maps.importing.recognition.floor import Door, Room
from interactive_maps.importing.recognition.geometry.rows import connect
from interactive_maps.importing.recognition.judging import NO_LABEL, NO_OPENING

_LEAST_DOORS = 5  # with fewer, a missing door says nothing
_LEAST_SHARE = 0.6  # of the labelled rooms that have an opening
_DRAWN = frozenset({Evidence.SWING, Evidence.SYMBOL})
_KEPT = frozenset({"stairs", "elevator", "escalator", "ramp"})


def leave_out_closed(
    rooms: Sequence[Room], doors: Sequence[Door], step: Step
) -> tuple[list[Room], list[Door]]:
    """Return the rooms except unnamed ones without a way in, and the doors between those, with their new indices."""
    labelled = [room for room in rooms if NO_LABEL not in room.issues]
    entered = [room for room in labelled if NO_OPENING not in room.issues]
    if len(doors) < _LEAST_DOORS or len(entered) < _LEAST_SHARE * len(labelled):
        return list(rooms), list(doors)
    known = _find_known(rooms, doors) if labelled else set(range(len(rooms)))
    kept = [
        index
        for index, room in enumerate(rooms)
        if (index in known and not {NO_LABEL, NO_OPENING} <= set(room.issues)) or room.kind in _KEPT
    ]
    numbers = {old: new for new, old in enumerate(kept)}
    step.count(left_out=len(rooms) - len(kept))
    return (
        [rooms[index] for index in kept],
        [
            replace(door, rooms=tuple(numbers[room] for room in door.rooms if room in numbers))
            for door in doors
            if any(room in numbers for room in door.rooms)
        ],
    )


def _find_known(rooms: Sequence[Room], doors: Sequence[Door]) -> set[int]:
    """Return the rooms, by index, with a label, a drawn door, or an opening to such a room."""
    pairs = np.array([door.rooms for door in doors if len(door.rooms) == 2], dtype=np.int64).reshape(-1, 2)
    _, groups = connect(pairs[:, 0], pairs[:, 1], len(rooms))
    sure = {index for index, room in enumerate(rooms) if NO_LABEL not in room.issues}
    sure |= {room for door in doors if door.evidence in _DRAWN for room in door.rooms}
    known = {groups[index] for index in sure}
    return {index for index in range(len(rooms)) if groups[index] in known}
