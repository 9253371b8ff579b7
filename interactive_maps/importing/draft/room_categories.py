"""Categories of named points and of recognised spaces, from the spaces or else from the names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from interactive_maps.importing.draft.map_draft import MapDraft
from interactive_maps.mapdata.categories.room_names import find_category
from interactive_maps.mapdata.edits.features import Space
from interactive_maps.mapdata.edits.rows import RoomRow

# Categories that say no more than that it is a space.
_VAGUE = frozenset({"unspecified", "room", ""})


def categorise_rooms(draft: MapDraft) -> None:
    """Set the category of each room of a draft, if its space or its name tells one.

    In a drawing only names tell categories, so the spaces get them, too.
    """
    told = {space.key: space.category for space in draft.spaces if space.category not in _VAGUE}
    draft.rooms = [_categorise(room, told.get(room.home)) for room in draft.rooms]
    if draft.report.metres_per_unit is not None:
        named = {room.home: room.category for room in draft.rooms if room.category}
        draft.spaces = [_categorise_space(space, told, named) for space in draft.spaces]


def _categorise(room: RoomRow, told: str | None) -> RoomRow:
    category = told or find_category(room.name)
    return room if category == room.category else replace(room, category=category)


def _categorise_space(space: Space, told: Mapping[str, str], named: Mapping[str, str]) -> Space:
    category = told.get(space.key) or named.get(space.key)
    return space if category is None or category == space.category else replace(space, category=category)
