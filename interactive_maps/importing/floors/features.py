"""A recognised floor as features of a map draft: spaces, openings, the level's outline, named points."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

import shapely
from shapely import Point
from shapely.geometry.base import BaseGeometry

from interactive_maps.geo.georeference import Georeference
from interactive_maps.importing.draft.map_draft import MapDraft
from interactive_maps.importing.drawing.drawing import Floats
from interactive_maps.importing.recognition.doors.threshold import Evidence
from interactive_maps.importing.recognition.floor import Door, Floor, Room
from interactive_maps.importing.recognition.judging import GUESSED_EDGE, NO_OPENING
from interactive_maps.importing.reporting.issue_collector import IssueCollector, IssueRule, Severity
from interactive_maps.mapdata.edits.features import Level, Opening, Space
from interactive_maps.mapdata.edits.rows import RoomRow
from interactive_maps.mapdata.schema.labels import compose_label
from interactive_maps.texts.cleaning import clean_text

Place = Callable[[Floats], Floats]
Geometry = TypeVar("Geometry", bound=BaseGeometry)

_SHAFTS = frozenset({"stairs", "elevator", "escalator", "ramp", "opentobelow"})
DOOR_KINDS = {Evidence.SWING: "door", Evidence.SYMBOL: "door", Evidence.FILLED: "door", Evidence.GAP: "door"}
_NO_STEPS = frozenset({"stairs", "escalator"})

_CUT = IssueRule(Severity.GUESSED, "one edge is guessed: nothing is drawn between it and the next room")
_CLOSED = IssueRule(Severity.GUESSED, "no door or opening was found")


def add_floor(draft: MapDraft, floor: Floor, georeference: Georeference, level: float) -> None:
    """Add a recognised floor to a draft, and count its features in the report.

    A named point of the draft that names a recognised room, or lies in one, becomes the point of that room. It keeps
    its key, so that links to it keep working.
    """

    def place(points: Floats) -> Floats:
        return georeference.place(floor.plan.to_drawing(points))

    spaces = [_to_space(room, level, place) for room in floor.rooms]
    draft.spaces += spaces
    keys = [space.key for space in spaces]
    draft.openings += [_to_opening(door, level, keys, place) for door in floor.doors]
    if not floor.outline.is_empty:
        draft.levels = [Level("level", level, {}, geometry=_place(floor.outline, place))]
    draft.report.outlined = tuple(sorted({*draft.report.outlined, *floor.outlined}))
    draft.rooms = list(_link_rooms(draft.rooms, floor, spaces, level))
    counts = draft.report.counts
    counts["space"], counts["opening"], counts["room"] = len(spaces), len(draft.openings), len(draft.rooms)
    issues = IssueCollector()
    for room, space in zip(floor.rooms, spaces, strict=True):
        for code, rule in ((GUESSED_EDGE, _CUT), (NO_OPENING, _CLOSED)):
            if code in room.issues:
                issues.note(rule, "space", tell_room(room) or space.key)
    issues.flush_to(draft.report)


def _to_space(room: Room, level: float, place: Place) -> Space:
    inside = room.place if room.place and room.area.contains(Point(room.place)) else None
    point = Point(inside) if inside else _find_middle(room)
    properties: dict[str, object] = {"confidence": room.confidence}
    if room.issues:
        properties["issues"] = list(room.issues)
    return Space(
        key=room.key,
        category=room.kind,
        names={"": room.name} if room.name else {},
        ordinal=level,
        geometry=_place(room.area, place),
        display_point=_place(point, place),
        ref=room.number or None,
        step_free=False if room.kind in _NO_STEPS else None,
        properties=properties,
    )


def _find_middle(room: Room) -> Point:
    (x, y), _ = shapely.get_coordinates(shapely.maximum_inscribed_circle(room.area, 0.1)).tolist()
    return Point(x, y)


def _to_opening(door: Door, level: float, keys: Sequence[str], place: Place) -> Opening:
    return Opening(
        key=door.key,
        ordinal=level,
        geometry=_place(shapely.LineString([door.start, door.end]), place),
        spaces=tuple(keys[room] for room in door.rooms),
        kind=DOOR_KINDS.get(door.evidence, "open"),
        width=round(door.width, 2),
        category="pedestrian",
        properties={"confidence": door.confidence, "evidence": door.evidence.value},
    )


def _link_rooms(
    named: Sequence[RoomRow], floor: Floor, spaces: Sequence[Space], level: float
) -> Iterator[RoomRow]:
    """Yield those of ``named`` outside of labelled rooms, then a named point for each labelled room."""
    labelled = [(room, space) for room, space in zip(floor.rooms, spaces, strict=True) if tell_room(room)]
    tree = shapely.STRtree([space.geometry for _, space in labelled])
    entities = floor.plan.drawing.entities
    told = {entities[text].key: home for home, (room, _) in enumerate(labelled) for text in room.texts}
    naming: dict[int, str] = {}
    standing: dict[int, str] = {}
    for point in named:
        if point.key in told:
            naming.setdefault(told[point.key], point.key)
            continue
        homes = tree.query(Point(point.longitude, point.latitude), predicate="within")
        if homes.size:
            standing.setdefault(int(homes.min()), point.key)
        else:
            yield point
    for home, (room, space) in enumerate(labelled):
        if space.category in _SHAFTS and home not in naming:
            continue  # people pass through them, and seldom go to them
        key = naming.get(home) or standing.get(home) or space.key
        place = space.display_point
        yield RoomRow(key, tell_room(room), level, place.x, place.y, space=space.key)


def tell_room(room: Room) -> str:
    """Return the number and the name of a room."""
    return clean_text(compose_label(room.number, room.name) or "")


def _place(geometry: Geometry, place: Place) -> Geometry:
    return shapely.transform(geometry, place)
