"""Snapping of loose ends to the wall that they were meant to reach."""

from __future__ import annotations

import numpy as np
import shapely
from scipy.spatial import cKDTree

from interactive_maps.importing.drawing.drawing import Floats
from interactive_maps.importing.recognition.geometry.segments import (
    cast_rays,
    drop_doubles,
    find_directions,
    list_ends,
    measure_lengths,
    to_lines,
    to_points,
)
from interactive_maps.importing.recognition.walls.caps import find_loose

_FORWARD = 0.30  # metres by which an end is extended
_NEAR = 0.15  # metres to another loose end
_STEP = 0.001
_EXACT = 0.0003
_OFF_LINE = 0.02  # metres between two lines that are one, with a hole in it


def snap_ends(segments: Floats, forward: float = _FORWARD, near: float = _NEAR) -> Floats:
    """Return short segments that join loose ends to lines straight ahead, or to loose ends nearby.

    Nobody passes a hole in a line that is no wider than ``forward``: a niche, or a cabinet let into a wall.
    """
    loose = find_loose(segments, reach=_EXACT)
    places, out = (part[loose] for part in list_ends(segments))
    tree = shapely.STRtree(to_lines(segments))
    distance, hit = cast_rays(places + 5 * _STEP * out, out, forward, tree)
    reached = hit >= 0
    joints = [
        np.hstack([places[reached], places[reached] + (distance[reached] + 0.012)[:, None] * out[reached]])
    ]
    rest = places[~reached]
    pairs = cKDTree(rest).query_pairs(near, output_type="ndarray")
    joints.append(np.hstack([rest[pairs[:, 0]], rest[pairs[:, 1]]]))
    joints.append(_close_holes(places, out, forward))
    # Also ends that reach something straight ahead: a crack beside them is not a passage.
    joints.append(_reach_sideways(places, tree, near / 3))
    return np.concatenate(joints)


def _close_holes(places: Floats, out: Floats, reach: float) -> Floats:
    """Return segments between ends that face each other in line: a ray along a line may miss it."""
    one, other = cKDTree(places).query_pairs(reach, output_type="ndarray").T
    steps = places[other] - places[one]
    ahead, behind = (np.einsum("ij,ij->i", steps, way) for way in (out[one], -out[other]))
    off = np.sqrt(np.maximum((steps**2).sum(axis=1) - np.minimum(ahead, behind) ** 2, 0))
    fit = (ahead > 0) & (behind > 0) & (off <= _OFF_LINE)
    return np.hstack([places[one[fit]], places[other[fit]]])


def _reach_sideways(places: Floats, tree: shapely.STRtree, reach: float) -> Floats:
    """Return segments from places to nearby lines, with a small overshoot."""
    point, line = tree.query(to_points(places), predicate="dwithin", distance=reach)
    bridges = shapely.shortest_line(to_points(places[point]), tree.geometries[line])
    ends = shapely.get_coordinates(bridges).reshape(-1, 4)
    ends = ends[measure_lengths(ends) > 1e-6]
    ends = ends[drop_doubles(ends)]  # two ends reach each other by the same joint
    ends[:, 2:] += 0.012 * find_directions(ends)
    return ends
