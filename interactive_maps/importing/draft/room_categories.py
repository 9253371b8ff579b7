"""Categories of named points, from their spaces or else from their names."""

from __future__ import annotations

from dataclasses import replace

from interactive_maps.importing.draft.map_draft import MapDraft
from interactive_maps.mapdata.categories.room_names import find_category
from interactive_maps.mapdata.edits.rows import RoomRow

# Categories that say no more than that it is a space.
_VAGUE = frozenset({"unspecified", "room", ""})


def categorise_rooms(draft: MapDraft) -> None:
    """Set the category of each room of a draft, if its space or its name tells one."""
    told = {space.key: space.category for space in draft.spaces if space.category not in _VAGUE}
    draft.rooms = [_categorise(room, told.get(room.home)) for room in draft.rooms]


def _categorise(room: RoomRow, told: str | None) -> RoomRow:
    category = told or find_category(room.name)
    return room if category == room.category else replace(room, category=category)
