"""Selection of one level of a draft."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from interactive_maps.importing.draft.map_draft import MapDraft
from interactive_maps.importing.input_error import InputError
from interactive_maps.importing.options import ReadOptions
from interactive_maps.importing.rules.placement_rule import PlacementRule


def keep_level(draft: MapDraft, ordinal: float | None, path: Path) -> None:
    """Drop everything that is not on the level ``ordinal``; None keeps everything.

    Venues, buildings and the connectors that serve the level remain. Raises InputError if the map has no such
    level.
    """
    if ordinal is None:
        return
    if not any(level.ordinal == ordinal for level in draft.levels):
        there = ", ".join(f"{number:g}" for number in sorted({level.ordinal for level in draft.levels}))
        raise InputError(path.name, "--level", f"no level {ordinal:g}. Existing levels: {there or 'none'}")
    draft.levels = [level for level in draft.levels if level.ordinal == ordinal]
    draft.spaces = [space for space in draft.spaces if space.ordinal == ordinal]
    draft.openings = [opening for opening in draft.openings if opening.ordinal == ordinal]
    draft.connectors = [connector for connector in draft.connectors if ordinal in connector.ordinals]
    draft.points = [point for point in draft.points if point.ordinal == ordinal]
    kept = {space.key for space in draft.spaces}
    draft.occupants = [occupant for occupant in draft.occupants if occupant.space in kept]
    draft.rooms = [room for room in draft.rooms if room.level == ordinal]
    draft.lines = [line for line in draft.lines if line.level == ordinal]
    draft.walked = [line for line in draft.walked if line.level == ordinal]
    draft.network = [line for line in draft.network if line.level == ordinal]
    draft.unmapped = [feature for feature in draft.unmapped if feature.ordinal in {None, ordinal}]
    draft.report.level = ordinal


def count_features(draft: MapDraft) -> None:
    """Add the number of features of each kind to the draft's report."""
    lists: dict[str, Sequence[object]] = {
        "venue": draft.venues,
        "building": draft.buildings,
        "level": draft.levels,
        "space": draft.spaces,
        "opening": draft.openings,
        "connector": draft.connectors,
        "poi": draft.points,
        "occupant": draft.occupants,
        "room": draft.rooms,
        "line": draft.lines,
        "edge": draft.edges,
    }
    counts = draft.report.counts
    # Of a kind that was counted before, nothing may remain.
    for kind, listed in lists.items():
        if listed or counts[kind]:
            counts[kind] = len(listed)


def refuse_placement(path: Path, options: ReadOptions, reason: str) -> None:
    """Raise InputError if a unit or a georeference is given for a format that contains its own."""
    if options.units is not None:
        raise InputError(path.name, "--units", f"{reason}: leave it out")
    if options.placement not in {None, PlacementRule()}:
        raise InputError(path.name, "the georeference", f"{reason}: leave it out")
