"""Scores of recognised floors against the truth.

A room counts if its outline covers the true one with an intersection over union of at least 0.7 or, if only a
point of it is known, if it contains that point and no other room's. A door counts if it lies within half a metre and
joins the right two rooms, both of which must have been found. Routes between rooms that were found
are compared with those in the true building.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Polygon

from benchmarks.recognising.door_scores import judge_doors
from benchmarks.recognising.reach_scores import find_reached
from benchmarks.recognising.route_scores import RouteScores, score_routes
from benchmarks.recognising.truth import Truth
from interactive_maps.importing.recognition.floor import Floor
from interactive_maps.importing.recognition.plan import Plan

LEAST_IOU = 0.7
_FALSE_IOU = 0.3
_WORD = re.compile(r"[^\W\d_]{3}")


@dataclass(slots=True)
class Scores:
    """The counts of one plan, and a list of what was missed."""

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
    routes: RouteScores = field(default_factory=RouteScores)
    missed: list[str] = field(default_factory=list)


# What is right, or false, of what there is, as fields of scores.
_SHARES = {
    "rooms": ("rooms_right", "rooms"),
    "labels": ("labels_right", "labels"),
    "doors": ("doors_right", "doors"),
    "reachable": ("reachable", "labelled"),
    "false": ("regions_false", "regions"),
}


def find_share(group: Collection[Scores], measure: str) -> float | None:
    """Return a share of all cases of a group together, in per cent; None if there was nothing to find."""
    part, whole = (sum(getattr(one, name) for one in group) for name in _SHARES[measure])
    return round(100 * part / whole, 1) if whole else None


def score_floor(floor: Floor, truth: Truth, *, with_routes: bool = False) -> Scores:
    """Return the scores of a floor; the truth is in drawing units."""
    truth = _to_plan(truth, floor.plan)
    areas = [_clean(room.area) for room in floor.rooms]
    scores = Scores(rooms=len(truth.rooms), regions=len(areas))
    matches = _match_rooms(areas, truth)
    for index, room in enumerate(truth.rooms):
        if index not in matches:
            scores.missed.append(f"room {room.number} {room.name} {room.kind}".strip())
    scores.rooms_right = len(matches)
    homes = _find_homes(areas, truth, matches)
    _score_labels(floor, truth, homes, scores)
    _score_doors(floor, truth, areas, matches, scores)
    scores.regions_false = _count_false(areas, truth)
    _score_reach(floor, truth, homes, scores)
    if with_routes:
        scores.routes = score_routes(floor, truth, matches)
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
        truth,
        rooms=tuple(rooms),
        doors=tuple(shapely.transform(door, move) for door in truth.doors),
        landings=tuple(shapely.transform(door, move) for door in truth.landings),
        columns=tuple(shapely.transform(column, move) for column in truth.columns),
        walls=None if truth.walls is None else shapely.transform(truth.walls, move),
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


def _find_homes(areas: Sequence[Polygon], truth: Truth, matches: dict[int, int]) -> dict[int, int]:
    """Return the region of each true room by index: its match, else the smallest region that contains its point."""
    homes = dict(matches)
    tree = shapely.STRtree(areas)
    for index, room in enumerate(truth.rooms):
        holding = tree.query(room.point, predicate="within").tolist()
        if index not in homes and holding:
            homes[index] = min(holding, key=lambda one: areas[one].area)
    return homes


def _score_labels(floor: Floor, truth: Truth, homes: dict[int, int], scores: Scores) -> None:
    """Count the right labels, with number and name as written, of all labels in the truth."""
    for index, room in enumerate(truth.rooms):
        if not room.number and not room.name:
            continue
        scores.labels += 1
        if index not in homes:
            scores.missed.append(f"label {room.number} {room.name}: no room")
            continue
        found = floor.rooms[homes[index]]
        right = _fold(found.number) == _fold(room.number) and _fold(found.name) == _fold(room.name)
        if not room.number or _WORD.match(room.number):  # "Room 234" may have a number, and "Lift1" is a name
            right |= _sort_words(f"{found.number} {found.name}") == _sort_words(f"{room.number} {room.name}")
        scores.labels_right += right
        if not right:
            scores.missed.append(f"label {room.number} {room.name}: {found.number} {found.name}")


def _sort_words(text: str) -> list[str]:
    return sorted(_fold(text).split())


def _fold(text: str) -> str:
    return " ".join(text.split()).casefold()


def _score_doors(
    floor: Floor, truth: Truth, areas: Sequence[Polygon], matches: dict[int, int], scores: Scores
) -> None:
    for door, wrong in judge_doors(floor, truth, matches, areas):
        scores.doors += 1
        scores.doors_right += not wrong
        if wrong:
            scores.missed.append(f"door at {door.x:.1f},{door.y:.1f} m: {wrong}")


def _count_false(areas: Sequence[Polygon], truth: Truth) -> int:
    """Return how many regions are not even part of a true room."""
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


def _score_reach(floor: Floor, truth: Truth, homes: dict[int, int], scores: Scores) -> None:
    """Count the labelled rooms (all, if none is) that doors and passages connect as in the true building."""
    everything = range(len(truth.rooms))
    wanted = [i for i in everything if truth.rooms[i].number or truth.rooms[i].name] or list(everything)
    reached = find_reached(wanted, truth, homes, [door.rooms for door in floor.doors])
    scores.labelled, scores.reachable = len(wanted), len(reached)
    for index in sorted(set(wanted) - reached):
        scores.missed.append(f"not reached: {truth.rooms[index].number} {truth.rooms[index].name}")
