"""Walls on a layer that holds everything: long connected lines, without swings, treads, patterns and furniture."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

from interactive_maps.importing.drawing.drawing import Floats, Integers
from interactive_maps.importing.recognition.account import Step
from interactive_maps.importing.recognition.geometry.areas import grow
from interactive_maps.importing.recognition.geometry.clipped_rows import add_clipped_lines, drop_borders
from interactive_maps.importing.recognition.geometry.parallels import find_parallels
from interactive_maps.importing.recognition.geometry.rasters import find_rasters
from interactive_maps.importing.recognition.geometry.rows import connect, find_rows
from interactive_maps.importing.recognition.geometry.segments import (
    measure_lengths,
    to_lines,
)
from interactive_maps.importing.recognition.layers import Role, Roles
from interactive_maps.importing.recognition.plan import WALL_ARC, Plan
from interactive_maps.importing.recognition.walls.dimension_lines import find_dimension_lines
from interactive_maps.importing.recognition.walls.furniture import find_furniture
from interactive_maps.importing.recognition.walls.pairing import (
    THICKNESS,
    choose_faces,
    end_at_doors,
    find_corners,
    find_jambs,
)
from interactive_maps.importing.recognition.walls.short_flights import find_short_flights
from interactive_maps.importing.recognition.walls.small_rings import find_closed_ends, find_small_rings

_TOUCH = 0.12  # metres, as far as careless ends are apart
_LEAST_EXTENT = 2.2  # across a group of connected lines, corner to corner
_PAIRED, _ROUNDS = 0.6, 4  # share of a small group's length beside walls, and groups from it to a large one


def choose_walls(
    plan: Plan, roles: Roles, leaves: NDArray[np.bool_], filled: Floats, step: Step
) -> tuple[Integers, Integers]:
    """Return the indices of segments and of arcs that may be walls among those of role MIXED.

    ``filled`` (n, 4) are edges of filled walls.
    """
    chosen = roles.chosen(Role.MIXED)
    long = chosen[plan.segment_entities] & (measure_lengths(plan.segments) > 0.01)
    straight = np.flatnonzero(long & ~leaves)
    arcs = np.flatnonzero(chosen[plan.arc_entities] & (plan.arcs[:, 2] > WALL_ARC))
    swings = plan.list_swings()
    # A tread beside an open leaf looks like one.
    in_row = np.flatnonzero(long & ~(leaves & _find_closed(plan)))
    in_row = in_row[find_rows(plan.segments[in_row], step)]
    straight = straight[~_find_leaves(swings, plan.segments[straight])]
    solid = plan.segments[~roles.chosen(Role.ANNOTATION)[plan.segment_entities]]
    outlines = _list_outlines(plan, chosen)
    straight = straight[~find_furniture(plan, plan.segments[straight], outlines, solid)]
    rows = find_rows(plan.segments[straight], step) | np.isin(straight, in_row)
    rows |= find_rasters(plan.segments[straight]) | find_short_flights(plan.segments[straight])
    rows = drop_borders(plan.segments[straight], add_clipped_lines(plan.segments[straight], rows))
    straight = straight[~rows]
    straight = straight[~find_dimension_lines(plan, plan.segments[straight])]
    faces = choose_faces(np.concatenate([plan.segments[straight], filled]), swings)
    if faces is not None:
        faces = faces[: len(straight)]
        faces |= find_corners(plan.segments[straight], faces)
        step.note(f"walls are drawn by their faces: {len(faces) - int(faces.sum())} other lines left out")
        straight = straight[faces]
    together = np.concatenate([plan.segments[straight], filled])
    group, large = _find_large_groups(together)
    kept = (_find_paired_groups(together, group, large) if faces is not None else large)[: len(straight)]
    if faces is not None:
        jambs = find_jambs(swings, plan.segments[straight])
        jambs = np.concatenate([jambs, find_closed_ends(plan, roles, plan.segments[straight])])
        kept |= end_at_doors(plan.segments[straight], jambs)  # short walls, between two doors
    kept &= ~np.isin(plan.segment_entities[straight], find_small_rings(plan, roles))
    return straight[kept], arcs


def _find_closed(plan: Plan) -> NDArray[np.bool_]:
    """Return which segments belong to closed lines."""
    return np.isin(plan.segment_entities, [ring.entity for ring in plan.rings])


def _list_outlines(plan: Plan, chosen: NDArray[np.bool_]) -> list[shapely.Polygon]:
    """Return the closed lines of the entities ``chosen``."""
    areas = [
        shapely.Polygon(ring.points) for ring in plan.rings if chosen[ring.entity] and len(ring.points) > 3
    ]
    return [area for area in areas if area.is_valid]


def _find_leaves(swings: Floats, segments: Floats) -> NDArray[np.bool_]:
    """Return which segments run from the centre of a swing to one of its ends, or beside such a line."""
    found = np.zeros(len(segments), dtype=bool)
    if not len(swings) or not len(segments):
        return found
    radii = np.hypot(*(swings[:, 1] - swings[:, 0]).T)
    leaves = np.concatenate([swings[:, (0, 1)], swings[:, (0, 2)]]).reshape(-1, 4)
    corridors = grow(to_lines(leaves), 0.07, cap="square")
    swing, line = shapely.STRtree(to_lines(segments)).query(corridors, predicate="covers")
    long = measure_lengths(segments)[line] > 0.8 * np.tile(radii, 2)[swing]
    found[line[long]] = True
    return found


def _find_large_groups(segments: Floats) -> tuple[Integers, NDArray[np.bool_]]:
    """Return the group of connected segments of each, and whether it is large enough to be part of a building."""
    if not len(segments):
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=bool)
    lines = to_lines(segments)
    one, other = shapely.STRtree(lines).query(lines, predicate="dwithin", distance=_TOUCH)
    count, group = connect(one, other, len(segments))
    bounds = np.column_stack([segments.reshape(-1, 2, 2).min(axis=1), segments.reshape(-1, 2, 2).max(axis=1)])
    low = np.full((count, 2), np.inf)
    high = np.full((count, 2), -np.inf)
    np.minimum.at(low, group, bounds[:, :2])
    np.maximum.at(high, group, bounds[:, 2:])
    extent = np.hypot(*(high - low).T)
    return group, np.asarray(extent[group] >= _LEAST_EXTENT)


def _find_paired_groups(segments: Floats, group: Integers, kept: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return the segments ``kept``, and the small groups that are the other faces of their walls: of a toilet's, say.

    Doors cut such groups off where no line runs across the ends of walls.
    """
    pairs = find_parallels(segments, *THICKNESS, least_overlap=0.0)
    apart = group[pairs.one] != group[pairs.other]
    one, other, overlap = pairs.one[apart], pairs.other[apart], pairs.overlap[apart]
    lengths = measure_lengths(segments)
    total = np.bincount(group, weights=lengths)
    for _ in range(_ROUNDS):
        covered = np.bincount(one, weights=np.where(kept[other], overlap, 0.0), minlength=len(segments))
        paired = np.bincount(group, weights=np.minimum(covered, lengths)) >= _PAIRED * total
        if not (paired[group] & ~kept).any():
            break
        kept = kept | paired[group]
    return kept
