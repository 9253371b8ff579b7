"""Glass fronts that doors hang in, on a layer of doors or of no kind: lines from a jamb on to a wall."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from interactive_maps.importing.drawing.drawing import Floats
from interactive_maps.importing.recognition.doors.threshold import Evidence, Threshold
from interactive_maps.importing.recognition.geometry.segments import (
    are_near,
    list_ends,
    measure_lengths,
    to_lines,
)
from interactive_maps.importing.recognition.layers import Role, Roles
from interactive_maps.importing.recognition.layers.linetypes import find_broken
from interactive_maps.importing.recognition.plan import Plan
from interactive_maps.importing.recognition.walls import Barriers

_LEAST = 0.15  # metres
_AT_JAMB = 0.12  # metres from a door's end to where the front begins, along and beside its line
_IN_LINE = 0.995  # cosine between the front and the door's threshold
_AT_WALL = 0.06
_JOINT = 0.05  # metres between panes
_ON = 0.5  # least cosine between a pane and the next
_MOST_PANES = 200
_THICK = 0.35  # metres: a closed line this thin draws a pane or a post
_TELLING = frozenset({Evidence.SWING, Evidence.SYMBOL})
_MAY_BE = (Role.DOOR, Role.UNKNOWN)  # of mixed layers, each line is judged before


def find_fronts(
    plan: Plan, roles: Roles, thresholds: Sequence[Threshold], walls: Barriers, leaves: NDArray[np.bool_]
) -> Floats:
    """Return the lines, (n, 4), that run from doors on in the doors' line, pane by pane, until they meet a wall.

    ``leaves`` marks the segments that are leaves of doors. A line that ends in a room is a handrail or a counter, and
    one that closes round a room is its outline, drawn on across doors and open passages alike.
    """
    fit = roles.chosen(*_MAY_BE) & ~find_broken(plan) & ~_find_outlines(plan)
    fit[walls.entities[walls.entities >= 0]] = False
    chosen = fit[plan.segment_entities] & ~leaves & (measure_lengths(plan.segments) >= _LEAST)
    panes = _Panes.of(plan.segments[chosen], walls.segments, thresholds)
    found: set[int] = set()
    for end in panes.begin(thresholds):
        found.update(panes.follow(end, found))
    return panes.segments[sorted(found)]


def _find_outlines(plan: Plan) -> NDArray[np.bool_]:
    """Return which entities close round more than a pane or a post."""
    outlines = np.zeros(len(plan.drawing.entities), dtype=bool)
    areas = np.array([shapely.Polygon(ring.points) for ring in plan.rings], dtype=object)
    entities = np.array([ring.entity for ring in plan.rings], dtype=np.int64)
    outlines[entities[2 * shapely.area(areas) > _THICK * shapely.length(areas)]] = True
    return outlines


@dataclass(frozen=True, slots=True)
class _Panes:
    """Lines that may be glass: both ends of each, the direction out of it there, and whether it meets something."""

    segments: Floats
    places: Floats
    out: Floats
    met: NDArray[np.bool_]
    tree: cKDTree

    @classmethod
    def of(cls, segments: Floats, walls: Floats, thresholds: Sequence[Threshold]) -> _Panes:
        places, out = list_ends(segments)
        met = are_near(places, shapely.STRtree(to_lines(walls)), _AT_WALL)
        jambs = np.array([end for one in thresholds for end in (one.start, one.end)]).reshape(-1, 2)
        if len(jambs) and len(places):
            met |= cKDTree(jambs).query(places)[0] <= _AT_JAMB
        return cls(segments, places, out, met, cKDTree(places.reshape(-1, 2)))

    def begin(self, thresholds: Sequence[Threshold]) -> list[int]:
        """Return the ends at the jambs of doors from which lines run on, away from the opening."""
        found = []
        for one in thresholds:
            if one.evidence not in _TELLING:
                continue
            for jamb, away in ((one.start, -one.direction), (one.end, one.direction)):
                near = self.tree.query_ball_point(jamb, 1.5 * _AT_JAMB)
                found += [end for end in sorted(near) if -self.out[end] @ away >= _IN_LINE]
        return found

    def follow(self, end: int, known: set[int]) -> list[int]:
        """Return the panes from one that begins at ``end`` to a wall or to another door, empty if there is none."""
        count = len(self.segments)
        run: list[int] = []
        while len(run) < _MOST_PANES:
            pane = end % count
            if pane in known:
                return run
            if pane in run:
                return []
            run.append(pane)
            far = (end + count) % (2 * count)
            if self.met[far]:
                return run
            near = [
                (float(-self.out[other] @ self.out[far]), other)
                for other in self.tree.query_ball_point(self.places[far], _JOINT)
                if other % count != pane
            ]
            cosine, end = max(near, default=(0.0, -1))
            if cosine < _ON:
                return []
        return []
