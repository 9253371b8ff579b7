"""Segments as (n, 4) arrays: lengths, directions, lines, rays."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

from interactive_maps.importing.drawing.drawing import Floats, Integers

Lines = NDArray[np.object_]


def measure_lengths(segments: Floats) -> Floats:
    """Return the length of each segment."""
    lengths: Floats = np.hypot(segments[:, 2] - segments[:, 0], segments[:, 3] - segments[:, 1])
    return lengths


def find_directions(segments: Floats) -> Floats:
    """Return unit vectors from first to second ends, (n, 2); a segment without length has direction (1, 0)."""
    steps = segments[:, 2:] - segments[:, :2]
    lengths = np.hypot(steps[:, 0], steps[:, 1])
    safe = np.where(lengths > 0, lengths, 1.0)
    steps = steps / safe[:, None]
    steps[lengths == 0] = (1.0, 0.0)
    return np.asarray(steps, dtype=float)


def to_lines(segments: Floats) -> Lines:
    """Return segments as shapely lines."""
    return np.asarray(shapely.linestrings(segments.reshape(-1, 2, 2)), dtype=object)


def to_points(places: Floats) -> Lines:
    """Return (n, 2) places as shapely points."""
    return np.asarray(shapely.points(places.reshape(-1, 2)), dtype=object)


def turn_left(vectors: Floats) -> Floats:
    """Return vectors rotated left by 90 degrees."""
    return np.stack([-vectors[..., 1], vectors[..., 0]], axis=-1)


def drop_doubles(segments: Floats, grid: float = 0.001) -> Integers:
    """Return the indices of segments without repetitions, in whichever direction they are drawn."""
    rounded = np.round(segments / grid).astype(np.int64)
    ends = rounded.reshape(-1, 2, 2)
    flipped = (ends[:, 0, 0] > ends[:, 1, 0]) | (
        (ends[:, 0, 0] == ends[:, 1, 0]) & (ends[:, 0, 1] > ends[:, 1, 1])
    )
    ends[flipped] = ends[flipped][:, ::-1]
    _, first = np.unique(ends.reshape(-1, 4), axis=0, return_index=True)
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
    if not len(origins) or not len(tree.geometries):
        return distances, hits
    rays = to_lines(np.hstack([origins, origins + reach * directions]))
    ray, line = tree.query(rays, predicate="intersects")
    if not len(ray):
        return distances, hits
    crossings = shapely.intersection(rays[ray], tree.geometries[line])
    away = shapely.distance(crossings, to_points(origins[ray]))
    order = np.lexsort((line, away, ray))
    ray, line, away = ray[order], line[order], away[order]
    first = np.ones(len(ray), dtype=bool)
    first[1:] = ray[1:] != ray[:-1]
    distances[ray[first]], hits[ray[first]] = away[first], line[first]
    return distances, hits
