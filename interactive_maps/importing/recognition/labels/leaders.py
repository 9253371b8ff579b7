"""Leaders: lines from a label outside its room to the room that it names."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Polygon

from interactive_maps.importing.drawing import Text
from interactive_maps.importing.drawing.drawing import Floats, Integers
from interactive_maps.importing.recognition.account import Step
from interactive_maps.importing.recognition.geometry.areas import find_areas, grow
from interactive_maps.importing.recognition.geometry.segments import (
    Lines,
    find_directions,
    measure_lengths,
    to_lines,
    to_points,
)
from interactive_maps.importing.recognition.labels.reading import Reading
from interactive_maps.importing.recognition.layers import Role, Roles
from interactive_maps.importing.recognition.plan import Plan

_BESIDE = 0.7  # heights of letters from a text to where its leader begins
_BELOW = 2.0  # heights from a text to a line below all of it, with which its leader begins
_ALL, _ALONG = 0.8, 0.996  # share of the text's width, and cosine of the angle between both
_AWAY, _FAR = 1.5, 3.0  # heights from a text to where its leader ends, and from one with a line below it
_LEAST = 0.8  # heights: shorter lines are arrow heads
_LONGEST = 14.0  # metres from one bend to the next
_MEET = 0.02  # metres
_BENDS = 3
_INSIDE = 0.12  # metres that a leader ends off the walls of the room
_LINES = 2.6  # heights between the lines of one label
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
    labels = [one.index for one in readings]
    if not labels or not areas:
        return plan
    lines = _Lines(plan, roles, drawn)
    texts = list(plan.texts)
    homes = find_areas(np.array([text.centre for text in texts]), areas)
    labelled = {homes[index] for index in labels if index in homes}
    moved = 0
    tips = lines.follow([plan.texts[index] for index in labels])
    for index, tip in zip(labels, tips, strict=True):
        if tip is None:
            continue
        goal = find_areas(np.array([tip]), areas).get(0)
        if goal is None or goal in labelled or goal == homes.get(index):
            continue
        if areas[goal].boundary.distance(shapely.Point(tip)) < _INSIDE:
            continue
        labelled.add(goal)
        moved += 1
        for mate in _list_lines(plan.texts, index):
            texts[mate] = _move(plan.texts[mate], np.subtract(tip, plan.texts[index].centre))
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

    def follow(self, texts: Sequence[Text]) -> list[tuple[float, float] | None]:
        """Return the end of each text's leader, or None if it has none, or several."""
        boxes, heights = _draw_boxes(texts), np.array([text.height for text in texts])
        rows, ends = self._tree.query(boxes, predicate="dwithin", distance=_BESIDE * heights)
        tips = self._find_tips(texts, boxes, rows, ends, _AWAY)
        rows, ends = self._tree.query(boxes, predicate="dwithin", distance=_BELOW * heights)
        below = self._underline(texts, rows, ends)
        lower = self._find_tips(texts, boxes, np.tile(rows[below], 2), self._list_both(ends[below]), _FAR)
        both = [close or far for close, far in zip(tips, lower, strict=True)]
        return [next(iter(found)) if len(found) == 1 else None for found in both]

    def _find_tips(
        self, texts: Sequence[Text], boxes: Lines, rows: Integers, ends: Integers, away: float
    ) -> list[set[tuple[float, float]]]:
        """Return for each text where the lines lead that begin at ``ends``, ``away`` heights from it or farther."""
        tips: list[set[tuple[float, float]]] = [set() for _ in texts]
        for row, end in zip(rows.tolist(), ends.tolist(), strict=True):
            tip = self._walk(end, texts[row].height)
            if tip is not None and boxes[row].distance(shapely.Point(tip)) >= away * texts[row].height:
                tips[row].add(tip)
        return tips

    def _underline(self, texts: Sequence[Text], rows: Integers, ends: Integers) -> NDArray[np.bool_]:
        """Return which of the lines with ``ends`` run along the texts ``rows``, almost as long as these."""
        lines = ends % max(len(self._segments), 1)
        angles, widths = np.array([(text.angle, text.width) for text in texts]).reshape(-1, 2)[rows].T
        directions = find_directions(self._segments[lines])
        along = np.abs(np.cos(angles) * directions[:, 0] + np.sin(angles) * directions[:, 1])
        return np.asarray((along >= _ALONG) & (self._lengths[lines] >= _ALL * widths))

    def _list_both(self, ends: Integers) -> Integers:
        """Return the ends, then the other ends of the same lines."""
        count = len(self._segments)
        return np.concatenate([ends, (ends + count) % max(2 * count, 1)])

    def _walk(self, start: int, height: float) -> tuple[float, float] | None:
        """Return the far end of the line that begins at an end, following its bends."""
        count = len(self._segments)
        end, used = start, {start % count}
        if self._lengths[start % count] < _LEAST * height:
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
        if len(self._list_at(end)) > len(used) + 4:
            return None
        return round(x, 3), round(y, 3)

    def _list_at(self, end: int) -> Integers:
        found: Integers = self._tree.query(
            shapely.Point(self._ends[end]), predicate="dwithin", distance=_MEET
        )
        return found


def _draw_boxes(texts: Sequence[Text]) -> Lines:
    """Return the areas that texts cover."""
    centres = np.array([text.centre for text in texts])
    angles, widths, heights = np.array([(text.angle, text.width, text.height) for text in texts]).T
    half = (widths / 2)[:, None] * np.column_stack([np.cos(angles), np.sin(angles)])
    boxes: Lines = grow(to_lines(np.hstack([centres - half, centres + half])), heights / 2, cap="flat")
    return boxes


def _list_lines(texts: Sequence[Text], index: int) -> list[int]:
    """Return a text with those directly above and below it: number, name and area of one label."""
    one = texts[index]
    return [
        other
        for other, text in enumerate(texts)
        if math.dist(text.centre, one.centre) <= _LINES * max(one.height, text.height)
        and abs(math.remainder(text.angle - one.angle, math.tau)) < 0.1
    ]


def _move(text: Text, step: Floats) -> Text:
    x, y = text.centre
    return replace(text, centre=(x + float(step[0]), y + float(step[1])))
