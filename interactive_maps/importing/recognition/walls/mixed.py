"""Walls on a layer that holds everything: long connected lines, without swings, treads, patterns and furniture."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from interactive_maps.importing.drawing.drawing import Floats, Integers
from interactive_maps.importing.recognition.geometry.areas import grow
from interactive_maps.importing.recognition.geometry.parallels import find_parallels
from interactive_maps.importing.recognition.geometry.segments import measure_lengths, to_lines
from interactive_maps.importing.recognition.layers import Role, Roles
from interactive_maps.importing.recognition.plan import Plan

_TOUCH = 0.12  # metres, as far as careless ends are apart
_LEAST_EXTENT = 2.2  # across a group of connected lines, corner to corner
_ROW = (0.02, 0.45)  # metres between the lines of treads and patterns
_LEAST_ROW = 5  # lines
_LONGEST_IN_ROW = 6.0
_WALL_ARC = 1.45  # metres: smaller arcs are doors and furniture


def choose_walls(plan: Plan, roles: Roles) -> tuple[Integers, Integers]:
    """Return the indices of segments and of arcs that may be walls among those of role MIXED."""
    chosen = roles.chosen(Role.MIXED)
    straight = np.flatnonzero(chosen[plan.segment_entities])
    arcs = np.flatnonzero(chosen[plan.arc_entities] & (plan.arcs[:, 2] > _WALL_ARC))
    straight = straight[measure_lengths(plan.segments[straight]) > 0.01]
    straight = straight[~_find_leaves(plan, plan.segments[straight])]
    straight = straight[~find_rows(plan.segments[straight])]
    return straight[_find_large_groups(plan.segments[straight])], arcs


def _find_leaves(plan: Plan, segments: Floats) -> NDArray[np.bool_]:
    """Return which segments run from the centre of an arc to one of its ends, or beside such a line."""
    found = np.zeros(len(segments), dtype=bool)
    fit = (plan.arcs[:, 2] > 0.4) & (plan.arcs[:, 2] < _WALL_ARC) & (plan.arcs[:, 4] < np.radians(125))
    arcs = plan.arcs[fit]
    if not len(arcs) or not len(segments):
        return found
    ends = np.concatenate([arcs[:, 3], arcs[:, 3] + arcs[:, 4]])
    centres, radii = np.tile(arcs[:, :2], (2, 1)), np.tile(arcs[:, 2], 2)
    tips = centres + radii[:, None] * np.column_stack([np.cos(ends), np.sin(ends)])
    corridors = grow(to_lines(np.hstack([centres, tips])), 0.07, cap="square")
    lines = to_lines(segments)
    inside = shapely.STRtree(lines).query(corridors, predicate="covers")
    lengths = measure_lengths(segments)
    arc, line = inside
    long = lengths[line] > 0.8 * radii[arc]
    found[line[long]] = True
    return found


def find_rows(segments: Floats) -> NDArray[np.bool_]:
    """Return which segments stand in a row of many alike, as treads, tiles and hatch patterns do."""
    pairs = find_parallels(segments, *_ROW, least_overlap=0.8)
    lengths = measure_lengths(segments)
    alike = np.abs(lengths[pairs.one] - lengths[pairs.other]) < 0.1 * lengths[pairs.one]
    alike &= lengths[pairs.one] < _LONGEST_IN_ROW
    _, group = _connect(pairs.one[alike], pairs.other[alike], len(segments))
    return np.asarray(np.bincount(group)[group] >= _LEAST_ROW)


def _connect(one: Integers, other: Integers, count: int) -> tuple[int, Integers]:
    links = coo_array((np.ones(len(one), dtype=np.int8), (one, other)), shape=(count, count))
    found, group = connected_components(links, directed=False)
    return int(found), group.astype(np.int64)


def _find_large_groups(segments: Floats) -> NDArray[np.bool_]:
    """Return which segments hang together with others far enough to be part of a building."""
    if not len(segments):
        return np.zeros(0, dtype=bool)
    lines = to_lines(segments)
    one, other = shapely.STRtree(lines).query(lines, predicate="dwithin", distance=_TOUCH)
    count, group = _connect(one, other, len(segments))
    bounds = np.column_stack([segments.reshape(-1, 2, 2).min(axis=1), segments.reshape(-1, 2, 2).max(axis=1)])
    low = np.full((count, 2), np.inf)
    high = np.full((count, 2), -np.inf)
    np.minimum.at(low, group, bounds[:, :2])
    np.maximum.at(high, group, bounds[:, 2:])
    extent = np.hypot(*(high - low).T)
    return np.asarray(extent[group] >= _LEAST_EXTENT)
