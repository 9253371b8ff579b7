"""Named points get the category of their space, or else of their name."""

from __future__ import annotations

from shapely.geometry import Point, box

from interactive_maps.importing.draft.map_draft import MapDraft
from interactive_maps.importing.draft.room_categories import categorise_rooms
from interactive_maps.mapdata.edits.features import Space
from interactive_maps.mapdata.edits.rows import RoomRow


def test_a_space_that_tells_goes_first():
    def make_space(key, category):
        return Space(key, category, {}, 0.0, box(0, 0, 1, 1), Point(0.5, 0.5))

    names = {"a": "WC Men", "b": "WC Men", "c": "WC Men", "d": "Room 12"}
    draft = MapDraft(
        "plan",
        rooms=[
            *(RoomRow(key, name, 0.0, 0.5, 0.5) for key, name in names.items()),
            RoomRow("text", "12", 0.0, 0.5, 0.5, space="a"),
        ],
        spaces=[make_space("a", "restroom"), make_space("b", "unspecified"), make_space("d", "room")],
    )
    categorise_rooms(draft)
    told = [room.category for room in draft.rooms]
    assert told == ["restroom", "restroom.male", "restroom.male", None, "restroom"]


def test_a_space_of_a_drawing_has_the_category_that_its_name_tells():
    def make(scale):
        spaces = [
            Space(key, category, {}, 0.0, box(0, 0, 1, 1), Point(0.5, 0.5))
            for key, category in (("a", "room"), ("b", "restroom"), ("c", "room"))
        ]
        named = {"a": "PHARMACY", "b": "PHARMACY", "c": "C.12"}
        rooms = [RoomRow(f"text-{key}", name, 0.0, 0.5, 0.5, space=key) for key, name in named.items()]
        draft = MapDraft("plan", rooms=rooms, spaces=spaces)
        draft.report.metres_per_unit = scale
        categorise_rooms(draft)
        return [space.category for space in draft.spaces], [room.category for room in draft.rooms]

    assert make(0.001) == (["pharmacy", "restroom", "room"], ["pharmacy", "restroom", None])
    assert make(None)[0] == ["room", "restroom", "room"]
