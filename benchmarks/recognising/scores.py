"""Scores: what was recognised beside what is true.

A room counts when its outline covers the true one with an intersection over union of at least 0.7, or, where only a
point of it is known, when it holds that point and no other room's. A door counts when it lies within half a metre and
joins the right two rooms.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import LineString, Polygon

from benchmarks.recognising.truth import Truth
from interactive_maps.importing.recognition.floor import Floor
from interactive_maps.importing.recognition.plan import Plan

LEAST_IOU = 0.7
_NEAR_DOOR = 0.5  # metres
_BESIDE_DOOR = 0.9
_FALSE_IOU = 0.3


@dataclass(slots=True)
class Scores:
    """Counts of one plan, and what was missed, in words."""

    rooms: int = 0
    rooms_right: int = 0
    labels: int = 0
    labels_right: int = 0
    doors: int = 0
    doors_right: int = 0
    regions: int = 0
    regions_false: int = 0
    labelled: int = 0
    reachable: int = 0
    seconds: float = 0.0
    megabytes: float = 0.0
    scale_right: bool | None = None
    missed: list[str] = field(default_factory=list)


def score_floor(floor: Floor, truth: Truth) -> Scores:
    """Return the scores of a floor; the truth is in drawing units."""
    truth = _to_plan(truth, floor.plan)
    areas = [_clean(room.area) for room in floor.rooms]
    scores = Scores(rooms=len(truth.rooms), regions=len(areas))
    matches = _match_rooms(areas, truth)
    for index, room in enumerate(truth.rooms):
        if index not in matches:
            scores.missed.append(f"room {room.number} {room.name} {room.kind}".strip())
    scores.rooms_right = len(matches)
    _score_labels(floor, truth, matches, scores)
    _score_doors(floor, truth, matches, scores)
    scores.regions_false = _count_false(areas, truth)
    _score_reach(floor, matches, scores)
    return scores


def _to_plan(truth: Truth, plan: Plan) -> Truth:
    """Return the truth in the plan's metres."""

    def move(points: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.asarray((points - np.array(plan.origin)) * plan.metres_per_unit)

    rooms = [
        replace(
            room,
            point=shapely.transform(room.point, move),
            area=None if room.area is None else _clean(shapely.transform(room.area, move)),
        )
        for room in truth.rooms
    ]
    return replace(
        truth, rooms=tuple(rooms), doors=tuple(shapely.transform(door, move) for door in truth.doors)
    )


def _clean(area: Polygon) -> Polygon:
    valid = shapely.set_precision(shapely.make_valid(area), 0.001)
    parts = [part for part in shapely.get_parts(shapely.get_parts(valid)) if isinstance(part, Polygon)]
    return max(parts, key=lambda part: part.area, default=Polygon())


def _match_rooms(areas: Sequence[Polygon], truth: Truth) -> dict[int, int]:
    """Return the region of each true room that was found, by index."""
    if not areas:
        return {}
    tree = shapely.STRtree(areas)
    matches = {}
    for index, room in enumerate(truth.rooms):
        if room.area is not None:
            near = tree.query(room.area).tolist()
            best = max(((_rate(areas[one], room.area), one) for one in near), default=(0.0, -1))
            if best[0] >= LEAST_IOU:
                matches[index] = best[1]
            continue
        holding = tree.query(room.point, predicate="within")
        if len(holding) == 1 and sum(areas[holding[0]].contains(other.point) for other in truth.rooms) == 1:
            matches[index] = int(holding[0])
    return matches


def _score_labels(floor: Floor, truth: Truth, matches: dict[int, int], scores: Scores) -> None:
    """Count labels among the rooms that were found: number and name as written."""
    for index, region in matches.items():
        room, found = truth.rooms[index], floor.rooms[region]
        if not room.number and not room.name:
            continue
        scores.labels += 1
        right = _fold(found.number) == _fold(room.number) and _fold(found.name) == _fold(room.name)
        scores.labels_right += right
        if not right:
            scores.missed.append(f"label {room.number} {room.name}: {found.number} {found.name}")


def _fold(text: str) -> str:
    return " ".join(text.split()).casefold()


def _score_doors(floor: Floor, truth: Truth, matches: dict[int, int], scores: Scores) -> None:
    """Count the true doors that were found at their place between the right rooms, where the truth tells them."""
    lines = [LineString([door.start, door.end]) for door in floor.doors]
    tree = shapely.STRtree(lines)
    outlines = [room.area for room in truth.rooms if room.area is not None]
    room_of = {region: index for index, region in matches.items()}
    parted = [door for door in truth.doors if not _is_within_room(door, truth)]
    scores.doors = len(parted)
    for door in parted:
        near = tree.query(door, predicate="dwithin", distance=_NEAR_DOOR).tolist()
        wanted = _find_beside(door, truth) if outlines else None
        found = [{room_of.get(room, -1 - room) for room in floor.doors[n].rooms} for n in near]
        right = any(_joins(joined, wanted) for joined in found)
        scores.doors_right += right
        if not right:
            scores.missed.append(f"door at {door.x:.1f},{door.y:.1f} m: {'other rooms' if near else 'none'}")


def _is_within_room(door: shapely.Point, truth: Truth) -> bool:
    """Return whether a door lies well inside one true room, as those of toilet cabins do: it parts no rooms."""
    around = door.buffer(_NEAR_DOOR)
    return any(room.area is not None and room.area.contains(around) for room in truth.rooms)


def _find_beside(door: shapely.Point, truth: Truth) -> set[int]:
    beside = [
        (room.area.distance(door), room.area.area, index)
        for index, room in enumerate(truth.rooms)
        if room.area is not None and room.area.distance(door) <= _BESIDE_DOOR
    ]
    return {index for _, _, index in sorted(beside)}


def _joins(joined: set[int], wanted: set[int] | None) -> bool:
    """Return whether a door joins true rooms that stand at it; rooms that were not found count as any."""
    if wanted is None:
        return len(joined) == 2
    known = {room for room in joined if room >= 0}
    unknown = len(joined) - len(known)
    return known <= wanted and (bool(known) or unknown > 0)


def _count_false(areas: Sequence[Polygon], truth: Truth) -> int:
    """Return how many regions are no room of the truth, even in part."""
    outlines = [room.area for room in truth.rooms if room.area is not None]
    tree = shapely.STRtree(outlines)
    return sum(
        not any(area.contains(room.point) for room in truth.rooms)
        and not any(_rate(outlines[near], area) > _FALSE_IOU for near in tree.query(area).tolist())
        for area in areas
    )


def _rate(one: Polygon, other: Polygon) -> float:
    """Return intersection over union."""
    shared = one.intersection(other).area
    return float(shared / (one.area + other.area - shared))


def _score_reach(floor: Floor, matches: dict[int, int], scores: Scores) -> None:
    """Count the rooms of the truth that were found and hang together with most others by doors and passages."""
    links: dict[int, set[int]] = defaultdict(set)
    for door in floor.doors:
        if len(door.rooms) == 2:
            one, other = door.rooms
            links[one].add(other)
            links[other].add(one)
    wanted = set(matches.values())
    best: set[int] = set()
    rest = set(range(len(floor.rooms)))
    while rest:
        island = _spread(min(rest), links)
        rest -= island
        best = max(best, island & wanted, key=len)
    scores.labelled, scores.reachable = len(wanted), len(best)


def _spread(start: int, links: dict[int, set[int]]) -> set[int]:
    found, edge = {start}, [start]
    while edge:
        for other in links[edge.pop()] - found:
            found.add(other)
            edge.append(other)
    return found
