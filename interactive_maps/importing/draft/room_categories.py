"""Categories of named points: those of their spaces, else what their names mean."""

from __future__ import annotations

from dataclasses import replace

from interactive_maps.importing.draft.map_draft import MapDraft
from interactive_maps.mapdata.categories.room_names import find_category
from interactive_maps.mapdata.edits.rows import RoomRow

# What a source says of a space of which it knows no more than that it is one.
_VAGUE = frozenset({"unspecified", "room", ""})


def categorise_rooms(draft: MapDraft) -> None:
    """Give each room of a draft its category; one whose space and name do not tell stays without."""
    told = {space.key: space.category for space in draft.spaces if space.category not in _VAGUE}
    draft.rooms = [_categorise(room, told.get(room.home)) for room in draft.rooms]


def _categorise(room: RoomRow, told: str | None) -> RoomRow:
    category = told or find_category(room.name)
    return room if category == room.category else replace(room, category=category)
