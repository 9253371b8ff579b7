"""Segments as (n, 4) arrays: lengths, directions, lines, rays."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from interactive_maps.importing.drawing.drawing import Floats, Integers

Lines = NDArray[np.object_]

_NEIGHBOURS = 6  # the end itself, the line's other one, and some more


def measure_lengths(segments: Floats) -> Floats:
    """Return the length of each segment."""
    lengths: Floats = np.hypot(segments[:, 2] - segments[:, 0], segments[:, 3] - segments[:, 1])
    return lengths


def find_directions(segments: Floats) -> Floats:
    """Return unit vectors from first to second ends, (n, 2); a segment without length has direction (1, 0)."""
    lengths = measure_lengths(segments)[:, None]
    directions: Floats = np.tile([1.0, 0.0], (len(segments), 1))
    return np.divide(segments[:, 2:] - segments[:, :2], lengths, out=directions, where=lengths > 0)


def lengthen(segments: Floats, by: float) -> Floats:
    """Return segments longer at both ends, by so many metres each; shorter ones if that is negative."""
    along = find_directions(segments) * by
    return np.hstack([segments[:, :2] - along, segments[:, 2:] + along])


def shorten(segments: Floats, by: float) -> Floats:
    """Return segments shorter at both ends, but by no more than half of their length."""
    along = find_directions(segments) * np.minimum(by, measure_lengths(segments) / 2)[:, None]
    return np.hstack([segments[:, :2] + along, segments[:, 2:] - along])


def measure_sines(directions: Floats, one: Integers, other: Integers) -> Floats:
    """Return the sine of the angle between pairs of unit vectors, without its sign."""
    sines: Floats = np.abs(
        directions[one, 0] * directions[other, 1] - directions[one, 1] * directions[other, 0]
    )
    return sines


def list_ends(segments: Floats) -> tuple[Floats, Floats]:
    """Return all first, then all second ends, (2 n, 2), and the unit vector out of the segment at each."""
    directions = find_directions(segments)
    return np.concatenate([segments[:, :2], segments[:, 2:]]), np.concatenate([-directions, directions])


def to_lines(segments: Floats) -> Lines:
    """Return segments as shapely lines."""
    return np.asarray(shapely.linestrings(segments.reshape(-1, 2, 2)), dtype=object)


def to_points(places: Floats) -> Lines:
    """Return (n, 2) places as shapely points."""
    return np.asarray(shapely.points(places.reshape(-1, 2)), dtype=object)


def are_near(places: Floats, tree: shapely.STRtree, reach: float) -> NDArray[np.bool_]:
    """Return which (n, 2) places have a geometry of ``tree`` within ``reach``."""
    # One pair for each place: pairs with all that is within reach may be too many for the memory.
    found = tree.query_nearest(to_points(places), max_distance=reach, all_matches=False)[0]
    near = np.zeros(len(places), dtype=bool)
    near[found] = True
    return near


def find_near(places: Floats, others: Floats, reach: float) -> tuple[Integers, Integers, Floats]:
    """Return pairs of ``places`` and the few nearest of ``others`` within ``reach``, and their distances."""
    if not len(others):
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64), np.empty(0)
    found = cKDTree(others).query(places, k=_NEIGHBOURS, distance_upper_bound=np.nextafter(reach, np.inf))
    away, near = np.asarray(found[0]), np.asarray(found[1])
    row, column = np.nonzero(np.isfinite(away))
    return row, near[row, column], away[row, column]


def turn_left(vectors: Floats) -> Floats:
    """Return vectors rotated left by 90 degrees."""
    return np.stack([-vectors[..., 1], vectors[..., 0]], axis=-1)


def drop_doubles(segments: Floats, grid: float = 0.001) -> Integers:
    """Return the indices of segments without repetitions, in whichever direction they are drawn."""
    rounded = np.round(segments / grid)
    ends = np.sort(rounded[:, 0::2] + 1j * rounded[:, 1::2])  # complex numbers have an order: by x, then by y
    _, first = np.unique(ends, axis=0, return_index=True)
    return np.sort(first)


def explode(geometries: Lines) -> Floats:
    """Return every straight piece of lines and rings as a segment."""
    coordinates, index = shapely.get_coordinates(shapely.get_parts(geometries), return_index=True)
    follows = index[1:] == index[:-1]
    return np.asarray(np.hstack([coordinates[:-1], coordinates[1:]])[follows])


def cast_rays(
    origins: Floats, directions: Floats, reach: float, tree: shapely.STRtree
) -> tuple[Floats, Integers]:
    """Return for each ray the distance to the first line of ``tree``, and its index; infinity and -1 for none.

    ``origins`` and ``directions`` are (n, 2), directions of unit length.
    """
    distances = np.full(len(origins), np.inf)
    hits = np.full(len(origins), -1, dtype=np.int64)
    rays = to_lines(np.hstack([origins, origins + reach * directions]))
    ray, line = tree.query(rays, predicate="intersects")
    crossings = shapely.intersection(rays[ray], tree.geometries[line])
    away = shapely.distance(crossings, to_points(origins[ray]))
    order = np.lexsort((line, away, ray))
    met, first = np.unique(ray[order], return_index=True)
    nearest = order[first]
    distances[met], hits[met] = away[nearest], line[nearest]
    return distances, hits
