"""Doors without a leaf and its swing, drawn in the openings of walls: folding, sliding, closed ones, and bare arcs.

Folding doors are equal lines back and forth, one after another.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from interactive_maps.importing.drawing.arcs import list_arc_ends
from interactive_maps.importing.drawing.drawing import Floats
from interactive_maps.importing.recognition.doors.threshold import Evidence, Threshold
from interactive_maps.importing.recognition.geometry.segments import (
    Lines,
    find_directions,
    measure_lengths,
    to_lines,
    to_points,
    turn_left,
)
from interactive_maps.importing.recognition.layers import Role, Roles
from interactive_maps.importing.recognition.layers.shapes import choose_swings
from interactive_maps.importing.recognition.plan import Plan
from interactive_maps.importing.recognition.walls.small_rings import are_leaves

_PANEL = (0.08, 0.7)  # metres
_LEAST_PANELS = 3
_SAME_PLACE = 0.005  # metres
_ALIKE = 0.05  # share by which panels differ
_FOLDED = (np.cos(np.radians(170)), np.cos(np.radians(15)))  # cosines between a panel and the next
_SQUARE = np.cos(np.radians(80))  # walls step back at right angles
_BACK = np.cos(np.radians(4))  # cosine between a panel and the next but one

_BARE = frozenset({Evidence.GAP, Evidence.FILLED})
_VAGUE = (Role.MIXED, Role.UNKNOWN)
_WIDTH = (0.55, 2.8)  # metres, of two leaves
_AT_JAMB = 0.12  # metres from a jamb to what hangs on it
_TIP = 0.2  # metres from an open leaf's tip to the face of its wall, and more
_OUT = 0.7  # metres by which a folding door stands out of its wall
_AS_WIDE = 0.12  # share by which the radius of a swing and the width of its opening differ
_CLOSED = 0.9  # share of an opening's width that leaves close
_OFF_FACE = 0.02  # metres between a leaf and the faces of its wall
_SILL = 0.3  # share of an opening's width along which a line across it runs
_LEVEL = 0.995  # cosine between that line and the opening
_POST = 0.3  # metres between the panes of a glass front


def find_zigzags(segments: Floats) -> NDArray[np.bool_]:
    """Return which of ``segments`` (n, 4), in the order in which they are drawn, are panels of folding doors."""
    found = np.zeros(len(segments), dtype=bool)
    if len(segments) < _LEAST_PANELS:
        return found
    lengths = measure_lengths(segments)
    along = (segments[:, 2:] - segments[:, :2]) / np.maximum(lengths, 1e-9)[:, None]
    is_panel = (lengths >= _PANEL[0]) & (lengths <= _PANEL[1])
    follows = np.hypot(*(segments[1:, :2] - segments[:-1, 2:]).T) <= _SAME_PLACE
    alike = np.abs(lengths[1:] - lengths[:-1]) <= _ALIKE * lengths[1:]
    turn = np.einsum("ij,ij->i", along[1:], along[:-1])
    folded = follows & alike & is_panel[1:] & is_panel[:-1]
    folded &= (turn > _FOLDED[0]) & (turn < _FOLDED[1]) & (np.abs(turn) > _SQUARE)
    again = folded[1:] & folded[:-1] & (np.einsum("ij,ij->i", along[2:], along[:-2]) > _BACK)
    for index in np.flatnonzero(again).tolist():
        found[index : index + _LEAST_PANELS] = True
    return found


def find_doors_in_gaps(plan: Plan, roles: Roles, thresholds: Sequence[Threshold]) -> list[Threshold]:
    """Return the thresholds; gaps in which a door is drawn are known by this symbol.

    A window also has lines along the faces of its wall, where the parapet ends.
    """
    symbols = _Symbols.of(plan, roles)
    bare = [
        index
        for index, one in enumerate(thresholds)
        if one.evidence in _BARE and _WIDTH[0] <= one.width <= _WIDTH[1]
    ]
    drawn = {index for index in bare if symbols.stand_open(thresholds[index])}
    closed = [index for index in bare if symbols.close(thresholds[index])]
    drawn |= {closed[row] for row in _find_apart([thresholds[index] for index in closed])}
    return [
        replace(one, evidence=Evidence.SYMBOL) if index in drawn else one
        for index, one in enumerate(thresholds)
    ]


def _find_apart(thresholds: Sequence[Threshold]) -> list[int]:
    """Return the indices of thresholds that share no post with the next one, as the panes of a glass front do."""
    ends = np.array([end for one in thresholds for end in (one.start, one.end)]).reshape(-1, 2)
    one, other = shapely.STRtree(to_points(ends)).query(to_points(ends), predicate="dwithin", distance=_POST)
    one, other = one // 2, other // 2
    along = np.array([threshold.direction for threshold in thresholds]).reshape(-1, 2)
    in_line = np.abs(np.einsum("ij,ij->i", along[one], along[other])) > _LEVEL
    fronts = set(one[(one != other) & in_line].tolist())
    return [row for row in range(len(thresholds)) if row not in fronts]


@dataclass(frozen=True, slots=True)
class _Symbols:
    """What may draw a door: panels of folding doors, swings without a leaf, closed leaves, and all other lines."""

    folds: shapely.STRtree
    arcs: Floats
    hinges: shapely.STRtree
    leaves: shapely.STRtree
    others: shapely.STRtree

    @classmethod
    def of(cls, plan: Plan, roles: Roles) -> _Symbols:
        """Return the symbols on layers of doors, and on those that may hold anything."""
        vague = roles.chosen(*_VAGUE)
        lines = np.flatnonzero(roles.chosen(*_VAGUE, Role.DOOR)[plan.segment_entities])
        folds = plan.segments[lines[find_zigzags(plan.segments[lines])]]
        arcs = plan.arcs[vague[plan.arc_entities] & choose_swings(plan.arcs)]
        rings = [ring for ring in plan.rings if vague[ring.entity] and len(ring.points) > 3]
        areas = np.array([shapely.Polygon(ring.points) for ring in rings], dtype=object)
        fit = np.flatnonzero(are_leaves(areas) & shapely.is_valid(areas))
        own = np.isin(plan.segment_entities, [rings[row].entity for row in fit.tolist()])
        own |= roles.chosen(Role.ANNOTATION)[plan.segment_entities]
        return cls(
            shapely.STRtree(to_lines(folds)),
            arcs,
            shapely.STRtree(to_points(arcs[:, :2])),
            shapely.STRtree(areas[fit]),
            shapely.STRtree(to_lines(plan.segments[~own])),
        )

    def stand_open(self, gap: Threshold) -> bool:
        """Return whether a folding door, a swing, or a leaf hangs on a jamb."""
        return self.fold(gap) or self.swing(gap) or self.hang(gap)

    def hang(self, gap: Threshold) -> bool:
        """Return whether a leaf as long as the opening is wide hangs on a jamb, and stands out of the wall."""
        reach = gap.thickness / 2 + _AT_JAMB
        jambs = to_points(np.array([gap.start, gap.end]))
        near = np.unique(self.leaves.query(jambs, predicate="dwithin", distance=reach)[1])
        across = turn_left(gap.direction)
        for leaf in self.leaves.geometries[near].tolist():
            tip = float(np.abs((shapely.get_coordinates(leaf) - gap.start) @ across).max())
            alike = abs(leaf.length / 2 - gap.width) <= _AS_WIDE * gap.width
            if alike and tip >= gap.thickness / 2 + _TIP:
                return True
        return False

    def fold(self, gap: Threshold) -> bool:
        """Return whether the panels of a folding door hang on a jamb, and stand before the opening."""
        lines = _take(self.folds, _surround(gap, gap.thickness / 2 + _OUT), "covers")
        jambs = to_points(np.array([gap.start, gap.end]))
        reach = gap.thickness / 2 + _AT_JAMB
        return len(lines) >= _LEAST_PANELS and bool(
            (shapely.distance(jambs, shapely.union_all(lines)) <= reach).any()
        )

    def swing(self, gap: Threshold) -> bool:
        """Return whether an arc around one jamb ends at the other, or those around both end where leaves meet."""
        reach = gap.thickness / 2 + _AT_JAMB
        sides = []
        for jamb, along in ((gap.start, gap.direction), (gap.end, -gap.direction)):
            near = self.arcs[self.hinges.query(shapely.Point(jamb), predicate="dwithin", distance=reach)]
            toward = (list_arc_ends(near) - near[:, None, :2]) / near[:, 2, None, None]
            radii = near[(toward @ along > _LEVEL).any(axis=1), 2]
            sides.append(np.unique(np.round(radii, 2)))
        widths = np.concatenate([*sides, np.add.outer(*sides).ravel()])
        return bool((np.abs(widths - gap.width) <= _AS_WIDE * gap.width).any())

    def close(self, gap: Threshold) -> bool:
        """Return whether thin leaves stand from jamb to jamb, and no line runs along the faces of the wall."""
        half = gap.thickness / 2
        if half <= _OFF_FACE:
            return False
        leaves = _take(self.leaves, _surround(gap, half - _OFF_FACE, _AT_JAMB), "covers")
        closed = _project([shapely.get_coordinates(leaf) for leaf in leaves], gap)
        if shapely.union_all(closed).length < _CLOSED * gap.width:
            return False
        lines = shapely.get_coordinates(_take(self.others, _surround(gap, half + _OFF_FACE), "intersects"))
        lines = lines.reshape(-1, 4)
        level = np.abs(find_directions(lines) @ gap.direction) > _LEVEL
        across = _project(lines[level].reshape(-1, 2, 2), gap)
        return not (shapely.length(across) >= _SILL * gap.width).any()


def _surround(gap: Threshold, across: float, beyond: float = 0.0) -> BaseGeometry:
    """Return the place around an opening up to a distance in metres across, and beyond its jambs."""
    along = gap.direction * beyond
    line = shapely.LineString([gap.start - along, gap.end + along])
    return shapely.buffer(line, across, cap_style="flat")


def _take(tree: shapely.STRtree, area: BaseGeometry, predicate: Literal["covers", "intersects"]) -> Lines:
    """Return the geometries of a tree in an area."""
    return np.asarray(tree.geometries[tree.query(area, predicate=predicate)])


def _project(shapes: Iterable[Floats], gap: Threshold) -> Lines:
    """Return from where to where the points of each shape, (n, 2), lie along an opening, as lines on the x axis."""
    along = [np.clip((points - gap.start) @ gap.direction, 0.0, gap.width) for points in shapes]
    return to_lines(np.array([(one.min(), 0.0, one.max(), 0.0) for one in along]).reshape(-1, 4))
