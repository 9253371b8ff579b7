"""A draft cut down to one of its levels."""

from __future__ import annotations

from interactive_maps.importing.draft.map_draft import MapDraft


def list_ordinals(draft: MapDraft) -> list[float]:
    """Return the levels that the draft has anything on, sorted."""
    found: set[float | None] = {line.level for line in draft.lines}
    found.update(space.ordinal for space in draft.spaces)
    found.update(opening.ordinal for opening in draft.openings)
    found.update(point.ordinal for point in draft.points)
    return sorted(ordinal for ordinal in found if ordinal is not None)


def keep_level(draft: MapDraft, level: float) -> None:
    """Leave in the draft only what is on ``level``, the connectors that serve it, and the buildings around it."""
    draft.rooms = [room for room in draft.rooms if room.level == level]
    draft.walked = [line for line in draft.walked if line.level == level]
    draft.lines = [line for line in draft.lines if line.level == level]
    draft.levels = [one for one in draft.levels if one.ordinal == level]
    draft.spaces = [space for space in draft.spaces if space.ordinal == level]
    draft.openings = [opening for opening in draft.openings if opening.ordinal == level]
    draft.points = [point for point in draft.points if point.ordinal == level]
    draft.connectors = [connector for connector in draft.connectors if level in connector.ordinals]
    kept = {space.key for space in draft.spaces}
    draft.occupants = [occupant for occupant in draft.occupants if occupant.space in kept]
    inside = {building for one in draft.levels for building in one.buildings}
    draft.buildings = [building for building in draft.buildings if building.key in inside]
