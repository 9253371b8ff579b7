"""Walls on a layer that holds everything: long connected lines, without swings, treads, patterns and furniture."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from interactive_maps.importing.drawing.drawing import Floats, Integers
from interactive_maps.importing.recognition.account import Issue, Step
from interactive_maps.importing.recognition.geometry.areas import grow
from interactive_maps.importing.recognition.geometry.parallels import find_parallels
from interactive_maps.importing.recognition.geometry.segments import (
    find_directions,
    measure_lengths,
    to_lines,
    turn_left,
)
from interactive_maps.importing.recognition.layers import Role, Roles
from interactive_maps.importing.recognition.plan import Plan
from interactive_maps.importing.recognition.walls.dimension_lines import find_dimension_lines
from interactive_maps.importing.recognition.walls.pairing import choose_faces, end_at_doors
from interactive_maps.importing.recognition.walls.small_rings import find_small_rings

_TOUCH = 0.12  # metres, as far as careless ends are apart
_LEAST_EXTENT = 2.2  # across a group of connected lines, corner to corner
_ROW = (0.02, 0.45)  # metres between the lines of treads and patterns
_STAGES = (0.06, 0.15)
_LEAST_ROW, _LEAST_DENSE = 5, 8  # lines
_LONGEST_IN_ROW = 6.0
_SAME = 0.015  # metres between lines drawn twice
_IRREGULAR = 0.2  # share by which steps at the ends of a row may differ from its usual step
_WALL_ARC = 1.45  # metres: smaller arcs are doors and furniture


def choose_walls(
    plan: Plan, roles: Roles, leaves: NDArray[np.bool_], filled: Floats, step: Step
) -> tuple[Integers, Integers]:
    """Return the indices of segments and of arcs that may be walls among those of role MIXED.

    ``filled`` (n, 4) are edges of walls that are known by their filling.
    """
    chosen = roles.chosen(Role.MIXED)
    straight = np.flatnonzero(chosen[plan.segment_entities] & ~leaves)
    arcs = np.flatnonzero(chosen[plan.arc_entities] & (plan.arcs[:, 2] > _WALL_ARC))
    straight = straight[measure_lengths(plan.segments[straight]) > 0.01]
    straight = straight[~np.isin(plan.segment_entities[straight], find_small_rings(plan, roles))]
    straight = straight[~_find_leaves(plan, plan.segments[straight])]
    straight = straight[~find_rows(plan.segments[straight], step)]
    straight = straight[~find_dimension_lines(plan, plan.segments[straight])]
    jambs = _find_jambs(plan)
    faces = choose_faces(np.concatenate([plan.segments[straight], filled]), jambs)
    if faces is not None:
        faces = faces[: len(straight)]
        step.note(f"walls are drawn by their faces: {len(faces) - int(faces.sum())} other lines left out")
        straight = straight[faces]
    kept = _find_large_groups(np.concatenate([plan.segments[straight], filled]))[: len(straight)]
    if faces is not None:
        kept |= end_at_doors(plan.segments[straight], jambs)  # short walls, between two doors
    return straight[kept], arcs


def _find_jambs(plan: Plan) -> Floats:
    """Return where doors hang and close: the centres of swings, and both their ends, (n, 2)."""
    centres, tips, _ = _list_swings(plan)
    return np.concatenate([centres, tips])


def _list_swings(plan: Plan) -> tuple[Floats, Floats, Floats]:
    """Return the centre, the end and the radius of each swing, for both of its ends."""
    fit = (plan.arcs[:, 2] > 0.4) & (plan.arcs[:, 2] < _WALL_ARC) & (plan.arcs[:, 4] < np.radians(125))
    arcs = plan.arcs[fit]
    ends = np.concatenate([arcs[:, 3], arcs[:, 3] + arcs[:, 4]])
    centres, radii = np.tile(arcs[:, :2], (2, 1)), np.tile(arcs[:, 2], 2)
    return centres, centres + radii[:, None] * np.column_stack([np.cos(ends), np.sin(ends)]), radii


def _find_leaves(plan: Plan, segments: Floats) -> NDArray[np.bool_]:
    """Return which segments run from the centre of an arc to one of its ends, or beside such a line."""
    found = np.zeros(len(segments), dtype=bool)
    centres, tips, radii = _list_swings(plan)
    if not len(centres) or not len(segments):
        return found
    corridors = grow(to_lines(np.hstack([centres, tips])), 0.07, cap="square")
    lines = to_lines(segments)
    inside = shapely.STRtree(lines).query(corridors, predicate="covers")
    lengths = measure_lengths(segments)
    arc, line = inside
    long = lengths[line] > 0.8 * radii[arc]
    found[line[long]] = True
    return found


def find_rows(segments: Floats, step: Step | None = None) -> NDArray[np.bool_]:
    """Return which segments stand in a row of many alike, as treads, tiles and hatch patterns do.

    The denser a pattern, the nearer its next line: dense ones go first, before they make pairs with everything.
    """
    found = np.zeros(len(segments), dtype=bool)
    for farthest in (*_STAGES, _ROW[1]):
        rest = np.flatnonzero(~found)
        pairs = find_parallels(segments[rest], _ROW[0], farthest, least_overlap=0.8)
        if not pairs.complete and step is not None:
            text = f"too many lines side by side within {farthest:g} m: not all were looked at for rows"
            step.issues.append(Issue("too_many_parallels", text))
        lengths = measure_lengths(segments[rest])
        alike = np.abs(lengths[pairs.one] - lengths[pairs.other]) < 0.1 * lengths[pairs.one]
        alike &= lengths[pairs.one] < _LONGEST_IN_ROW
        _, group = _connect(pairs.one[alike], pairs.other[alike], len(rest))
        least = _LEAST_ROW if farthest == _ROW[1] else _LEAST_DENSE
        sizes = np.bincount(group, minlength=1)
        for number in np.flatnonzero(sizes >= least).tolist():
            members = rest[group == number]
            found[_keep_regular(segments, members, least)] = True
    return found


def _keep_regular(segments: Floats, members: Integers, least: int) -> Integers:
    """Return a row without the lines at its ends that stand off: a wall's faces, beside the tiles of a room."""
    normal = turn_left(find_directions(segments[members[:1]]))[0]
    offs = segments[members].reshape(-1, 2, 2).mean(axis=1) @ normal
    members, offs = members[np.argsort(offs, kind="stable")], np.sort(offs)
    for _ in range(2):  # from both ends
        steps = np.diff(offs)
        usual = float(np.median(steps[steps > _SAME])) if (steps > _SAME).any() else 0.0
        odd = np.abs(steps[: len(steps) // 3] - usual) > _IRREGULAR * usual
        first = int(np.flatnonzero(odd).max()) + 2 if odd.any() and usual else 0
        members, offs = members[first:][::-1], -offs[first:][::-1]
    return members if len(members) >= least else members[:0]


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
