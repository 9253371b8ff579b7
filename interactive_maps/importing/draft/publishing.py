"""Conversion of drafts to the rows that ``mapdata`` publishes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from interactive_maps.importing.draft.building_selection import find_parts
from interactive_maps.importing.draft.map_draft import MapDraft
from interactive_maps.mapdata.edits.rows import Mode, SourceRows


def to_rows(draft: MapDraft, mode: Mode, part: str | None = None) -> SourceRows:
    """Return the rows of ``draft`` by layer; with Mode.PART, ``part`` is the building whose rows are replaced."""
    features: dict[str, Sequence[Any]] = {
        "venues": draft.venues,
        "buildings": draft.buildings,
        "levels": draft.levels,
        "spaces": draft.spaces,
        "openings": draft.openings,
        "connectors": draft.connectors,
        "points": draft.points,
        "occupants": draft.occupants,
        "source-features": draft.unmapped,
        "rooms": draft.rooms,
        "base-floor": draft.lines,
        "nav-nodes": draft.nodes,
        "nav-edges": draft.edges,
    }
    return SourceRows(draft.source, features, find_parts(draft), mode, part)
