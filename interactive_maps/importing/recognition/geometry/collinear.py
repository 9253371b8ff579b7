"""Merging of lines drawn in pieces, or on top of each other."""

from __future__ import annotations

import numpy as np
import shapely

from interactive_maps.importing.drawing.drawing import Floats, Integers
from interactive_maps.importing.recognition.geometry.rows import connect
from interactive_maps.importing.recognition.geometry.segments import (
    find_directions,
    measure_lengths,
    measure_sines,
    to_lines,
    turn_left,
)

_PARALLEL = np.sin(np.radians(0.6))
_TOUCH = 0.003  # metres
_LEAST = 0.03  # shorter ones are in line with anything


def merge_collinear(segments: Floats, across: float = 0.006) -> tuple[Floats, Integers]:
    """Return segments of which none continues or covers another in line, and the index of one source of each.

    ``across`` is the distance (metres) across which two lines still count as one.
    """
    one, other = _find_partners(segments, across)
    _, group = connect(one, other, len(segments))
    order = np.argsort(group, kind="stable")
    sizes = np.bincount(group)
    single = sizes[group] == 1
    merged = [segments[single]]
    sources = [np.flatnonzero(single)]
    for members in np.split(order, np.cumsum(sizes)[:-1]):
        if len(members) > 1:
            pieces, owners = _merge(segments[members], across)
            merged.append(pieces)
            sources.append(members[owners])
    return np.concatenate(merged), np.concatenate(sources)


def _find_partners(segments: Floats, across: float) -> tuple[Integers, Integers]:
    lines = to_lines(segments)
    one, other = shapely.STRtree(lines).query(lines, predicate="dwithin", distance=max(across, _TOUCH))
    directions, lengths = find_directions(segments), measure_lengths(segments)
    keep = (one < other) & (lengths[one] >= _LEAST) & (lengths[other] >= _LEAST)
    one, other = one[keep], other[keep]
    swap = lengths[one] < lengths[other]
    one, other = np.where(swap, other, one), np.where(swap, one, other)
    sine = measure_sines(directions, one, other)
    normal = turn_left(directions[one])
    start = segments[one, :2]
    off = np.maximum(
        np.abs(np.einsum("ij,ij->i", segments[other, :2] - start, normal)),
        np.abs(np.einsum("ij,ij->i", segments[other, 2:] - start, normal)),
    )
    fit = (sine <= np.maximum(_PARALLEL, across / lengths[other])) & (off <= across)
    return one[fit], other[fit]


def _merge(segments: Floats, across: float) -> tuple[Floats, Integers]:
    """Return the union of segments along the longest of them, and the source segment of each piece.

    A chain of neighbours may leave that line; these segments remain as they are.
    """
    longest = int(np.argmax(measure_lengths(segments)))
    origin, along = segments[longest, :2], find_directions(segments[longest : longest + 1])[0]
    ends = segments.reshape(-1, 2, 2) - origin
    off = np.abs(ends @ turn_left(along)).max(axis=1)
    in_line = off <= 1.5 * across
    outliers = np.flatnonzero(~in_line)
    places = np.sort(ends[in_line] @ along, axis=1)
    intervals: list[list[float]] = []
    for low, high in places[np.argsort(places[:, 0], kind="stable")].tolist():
        if intervals and low <= intervals[-1][1] + _TOUCH:
            intervals[-1][1] = max(intervals[-1][1], high)
        else:
            intervals.append([low, high])
    joined = np.array(intervals)
    pieces = np.hstack([origin + joined[:, :1] * along, origin + joined[:, 1:] * along])
    owners = np.concatenate([np.full(len(pieces), longest), outliers])
    return np.concatenate([pieces, segments[outliers]]), owners
