"""Leaders: lines from a label outside its room to the room that it names."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Polygon
from shapely.geometry.base import BaseGeometry

from interactive_maps.importing.drawing import Text
from interactive_maps.importing.drawing.drawing import Floats, Integers
from interactive_maps.importing.recognition.account import Step
from interactive_maps.importing.recognition.geometry.areas import find_areas, grow
from interactive_maps.importing.recognition.geometry.segments import (
    Lines,
    measure_lengths,
    to_lines,
    to_points,
    turn_left,
)
from interactive_maps.importing.recognition.labels.reading import Reading
from interactive_maps.importing.recognition.layers import Role, Roles
from interactive_maps.importing.recognition.plan import Plan

_BESIDE = 0.7  # heights of letters from a text to where its leader begins
_POINTING = 2.0  # heights, to a leader that points at a text outside all rooms
_POINTING_INSIDE = 1.2
_LEAST = 0.8  # heights: shorter lines are arrow heads
_LANDING = 0.3  # heights: the least length of a line beside the text, from which a leader goes on
_LONGEST = 14.0  # metres from one bend to the next
_MEET = 0.02  # metres
_BENDS = 3
_ROOMY = 0.8  # of the distance to the nearest wall, for the lines of a label led into a room
_INSIDE = 0.12  # metres that a leader ends off the walls of the room
_LINES = 2.6  # heights between the lines of one label
_MOST_LINES = 6  # of a label; where more texts stand, a leader leads from one alone
_THICKET = 100  # lines near a text, of which none can be told to be its leader
_SHELF = 2.0  # heights from a text to the line that it stands on
_ALL = 0.8  # of the width of a text, along which its shelf runs
_PARALLEL = 0.1  # radians between a text and its shelf, or between lines of a label
_NO_LEADERS = (Role.WALL, Role.GLASS, Role.COLUMN, Role.DOOR, Role.STAIR, Role.LIFT, Role.FURNITURE)


def follow_leaders(
    plan: Plan,
    roles: Roles,
    readings: Sequence[Reading],
    areas: Sequence[Polygon],
    drawn: Integers,
    step: Step,
) -> Plan:
    """Return the plan with labels moved to where their leaders end, if that is an unlabelled one of ``areas``.

    ``readings`` are the texts that number or name rooms; ``drawn`` are the entities that draw walls, and no leaders.
    """
    labels = [one.index for one in readings if one.label.is_room]
    if not labels or not areas:
        return plan
    lines = _Lines(plan, roles, drawn)
    texts, layout = list(plan.texts), _Layout.of(plan.texts)
    homes = find_areas(layout.centres, areas)
    labelled = {homes[index] for index in labels if index in homes}
    moved = 0
    outside = np.array([index not in homes for index in labels])
    tips = lines.follow([plan.texts[index] for index in labels], layout.join_boxes(labels), outside)
    for index, tip in zip(labels, tips, strict=True):
        if tip is None:
            continue
        goal = find_areas(np.array([tip]), areas).get(0)
        if goal is None or goal in labelled or goal == homes.get(index):
            continue
        free = areas[goal].boundary.distance(shapely.Point(tip))
        if free < _INSIDE:
            continue
        labelled.add(goal)
        moved += 1
        _move_lines(texts, layout.list_lines(index), plan.texts[index].centre, tip, _ROOMY * free)
    step.count(labels=moved)
    return replace(plan, texts=tuple(texts)) if moved else plan


class _Lines:
    """An index of possible leaders, queried for the ends of those at a text."""

    def __init__(self, plan: Plan, roles: Roles, drawn: Integers) -> None:
        fit = ~roles.chosen(*_NO_LEADERS)[plan.segment_entities]
        fit &= ~np.isin(plan.segment_entities, drawn)
        fit &= measure_lengths(plan.segments) <= _LONGEST
        self._segments = plan.segments[fit]
        self._lengths = measure_lengths(self._segments)
        self._ends = np.concatenate([self._segments[:, :2], self._segments[:, 2:]])
        self._tree = shapely.STRtree(to_points(self._ends))

    def follow(
        self, texts: Sequence[Text], boxes: Sequence[BaseGeometry], outside: NDArray[np.bool_]
    ) -> list[tuple[float, float] | None]:
        """Return the end of each text's leader, or None if it has none, or several.

        In a room, where furniture and tiles are drawn, a leader begins close to its text. Those of texts ``outside``
        all rooms may begin farther off.
        """
        beside = self._find_tips(texts, boxes, np.full(len(texts), _BESIDE), pointing=False)
        shelves = self._find_shelf_tips(texts, boxes)
        further = self._find_tips(texts, boxes, np.where(outside, _POINTING, _POINTING_INSIDE), pointing=True)
        tips = [near or shelf or far for near, shelf, far in zip(beside, shelves, further, strict=True)]
        return [next(iter(found)) if len(found) == 1 else None for found in tips]

    def _find_tips(
        self, texts: Sequence[Text], boxes: Sequence[BaseGeometry], reach: Floats, *, pointing: bool
    ) -> list[set[tuple[float, float]]]:
        """Return the far ends of the lines that begin within ``reach`` letters of each text."""
        tips: list[set[tuple[float, float]]] = [set() for _ in boxes]
        for row, end in _list_pairs(texts, boxes, self._tree, reach):
            if pointing and not self._points_at(end, boxes[row], reach[row] * texts[row].height):
                continue
            if (tip := self._walk(end, boxes[row], texts[row])) is not None:
                tips[row].add(tip)
        return tips

    def _find_shelf_tips(
        self, texts: Sequence[Text], boxes: Sequence[BaseGeometry]
    ) -> list[set[tuple[float, float]]]:
        """Return the far ends of the leaders at the shelves that texts stand on."""
        lines = shapely.STRtree(to_lines(self._segments))
        tips: list[set[tuple[float, float]]] = [set() for _ in boxes]
        for row, shelf in _list_pairs(texts, boxes, lines, np.full(len(texts), _SHELF)):
            if not self._runs_along(shelf, texts[row]):
                continue
            for end in (shelf, shelf + len(self._segments)):
                if (tip := self._walk(end, boxes[row], texts[row])) is not None:
                    tips[row].add(tip)
        return tips

    def _points_at(self, end: int, box: BaseGeometry, reach: float) -> bool:
        """Return whether a line, made longer at an end, meets the text."""
        count = len(self._segments)
        here, there = self._ends[end], self._ends[(end + count) % (2 * count)]
        ahead = here + 1.5 * reach * (here - there) / max(float(self._lengths[end % count]), _MEET)
        return bool(box.intersects(shapely.LineString([here, ahead])))

    def _walk(self, start: int, box: BaseGeometry, text: Text) -> tuple[float, float] | None:
        """Return the far end of the line that begins at an end, following its bends."""
        count, height = len(self._segments), text.height
        end, used = start, {start % count}
        if self._lengths[start % count] < _LANDING * height:
            return None
        for _ in range(_BENDS):
            end = (end + count) % (2 * count)  # the other end of the same line
            onwards = [one for one in self._list_at(end).tolist() if one % count not in used]
            onwards = [one for one in onwards if self._lengths[one % count] >= _LEAST * height]
            if len(onwards) != 1:
                break
            end = onwards[0]
            used.add(end % count)
        else:
            end = (end + count) % (2 * count)
        x, y = self._ends[end].tolist()
        if len(self._list_at(end)) > len(used) + 4 or box.distance(shapely.Point(x, y)) < 1.5 * height:
            return None
        if len(used) == 1 and self._runs_along(start, text):
            return None
        return round(x, 3), round(y, 3)

    def _runs_along(self, end: int, text: Text) -> bool:
        """Return whether a line is the shelf of a text: parallel to it, and beside most of it."""
        x0, y0, x1, y1 = self._segments[end % len(self._segments)].tolist()
        if abs(math.remainder(math.atan2(y1 - y0, x1 - x0) - text.angle, math.pi)) > _PARALLEL:
            return False
        direction = np.array([math.cos(text.angle), math.sin(text.angle)])
        near, far = sorted(float((np.array(one) - text.centre) @ direction) for one in ((x0, y0), (x1, y1)))
        overlap = min(far, text.width / 2) - max(near, -text.width / 2)
        across = abs(float((np.array([x0, y0]) - text.centre) @ turn_left(direction[None])[0]))
        return overlap >= _ALL * text.width and across <= (_SHELF + 0.5) * text.height

    def _list_at(self, end: int) -> Integers:
        found: Integers = self._tree.query(
            shapely.Point(self._ends[end]), predicate="dwithin", distance=_MEET
        )
        return found


def _list_pairs(
    texts: Sequence[Text], boxes: Sequence[BaseGeometry], tree: shapely.STRtree, reach: Floats
) -> Iterator[tuple[int, int]]:
    """Yield the texts with what is within ``reach`` letters of each, but those in a thicket of lines."""
    for row, (text, box) in enumerate(zip(texts, boxes, strict=True)):
        near = tree.query(box, predicate="dwithin", distance=reach[row] * text.height)
        if len(near) <= _THICKET:
            yield from ((row, one) for one in near.tolist())


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where all texts of a plan stand: their centres (n, 2), heights, widths and angles."""

    centres: Floats
    heights: Floats
    widths: Floats
    angles: Floats

    @classmethod
    def of(cls, texts: Sequence[Text]) -> _Layout:
        sizes = np.array([(text.height, text.width, text.angle) for text in texts])
        return cls(np.array([text.centre for text in texts]), *sizes.T)

    def join_boxes(self, labels: Sequence[int]) -> list[BaseGeometry]:
        """Return the area that each label covers, with the lines above and below its text."""
        boxes, tree = self._draw_boxes(), shapely.STRtree(to_points(self.centres))
        joined = []
        for index in labels:
            reach = _LINES * float(self.heights[index])
            near = tree.query(shapely.Point(self.centres[index]), predicate="dwithin", distance=reach)
            mates = near[self._are_turned_alike(index)[near]]
            few = len(mates) <= _MOST_LINES
            joined.append(shapely.union_all(boxes[mates]).convex_hull if few else boxes[index])
        return joined

    def list_lines(self, index: int) -> list[int]:
        """Return a text with those directly above and below it: number, name and area of one label."""
        along = np.array([[math.cos(self.angles[index]), math.sin(self.angles[index])]])
        offsets = self.centres - self.centres[index]
        heights = np.maximum(self.heights, self.heights[index])
        # Lines may be flush left or right.
        aside = np.abs(offsets @ along[0]) - np.abs(self.widths - self.widths[index]) / 2
        near = (np.hypot(*offsets.T) <= _LINES * heights) | (
            (aside <= heights) & (np.abs(offsets @ turn_left(along)[0]) <= _LINES * heights)
        )
        lines: list[int] = np.flatnonzero(near & self._are_turned_alike(index)).tolist()
        return lines

    def _draw_boxes(self) -> Lines:
        """Return the areas that texts cover."""
        half = (self.widths / 2)[:, None] * np.column_stack([np.cos(self.angles), np.sin(self.angles)])
        middles = to_lines(np.hstack([self.centres - half, self.centres + half]))
        boxes: Lines = grow(middles, self.heights / 2, cap="flat")
        return boxes

    def _are_turned_alike(self, index: int) -> NDArray[np.bool_]:
        turned = np.remainder(self.angles - self.angles[index] + math.pi, math.tau) - math.pi
        return np.asarray(np.abs(turned) < _PARALLEL)


def _move_lines(
    texts: list[Text],
    lines: Sequence[int],
    start: tuple[float, float],
    tip: tuple[float, float],
    room: float,
) -> None:
    """Move the lines of a label from ``start`` to ``tip``, closer together where they would not fit into the room."""
    offsets = np.array([texts[line].centre for line in lines]) - start
    offsets *= min(1.0, room / max(float(np.hypot(*offsets.T).max()), _MEET))
    for line, (x, y) in zip(lines, (tip + offsets).tolist(), strict=True):
        texts[line] = replace(texts[line], centre=(x, y))
