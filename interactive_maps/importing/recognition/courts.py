"""Courts, voids and shafts: enclosed areas that no door leads into, on plans whose rooms have doors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from interactive_maps.importing.recognition.account import Step
from interactive_maps.importing.recognition.floor import Door, Room
from interactive_maps.importing.recognition.judging import NO_LABEL, NO_OPENING

_LEAST_DOORS = 5  # with fewer, a missing door says nothing
_LEAST_SHARE = 0.6  # of the labelled rooms that have an opening
_KEPT = frozenset({"stairs", "elevator", "escalator", "ramp"})


def leave_out_closed(
    rooms: Sequence[Room], doors: Sequence[Door], step: Step
) -> tuple[list[Room], list[Door]]:
    """Return the rooms except unnamed ones without an opening, and the doors with their new indices."""
    labelled = [room for room in rooms if NO_LABEL not in room.issues]
    entered = [room for room in labelled if NO_OPENING not in room.issues]
    if len(doors) < _LEAST_DOORS or len(entered) < _LEAST_SHARE * len(labelled):
        return list(rooms), list(doors)
    kept = [
        index
        for index, room in enumerate(rooms)
        if not {NO_LABEL, NO_OPENING} <= set(room.issues) or room.kind in _KEPT
    ]
    numbers = {old: new for new, old in enumerate(kept)}
    step.count(left_out=len(rooms) - len(kept))
    return (
        [rooms[index] for index in kept],
        [replace(door, rooms=tuple(numbers[room] for room in door.rooms)) for door in doors],
    )
