"""Lines of one level split where they meet, and their ends snapped to each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import LineString

from interactive_maps.importing.bounds import bound_pairs
from interactive_maps.importing.network.drawn.drawn_lines import Path
from interactive_maps.importing.network.graph import Edge
from interactive_maps.importing.network.plane import Places, draw_lines

SNAP = 0.05  # metres
STOP_REACH = 0.3
_PAIRS_AT_ONCE = 500_000

Numbers = NDArray[np.float64]


class TooManyCrossings(Exception):
    """Lines cross more often than in any building."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a path between two nodes, by their numbers; ``places`` begin and end at the nodes."""

    path: Path
    source: int
    target: int
    places: Places


@dataclass(frozen=True, slots=True)
class _Segments:
    """The straight parts of all paths: ends, owner, and the distance along it."""

    starts: Places
    ends: Places
    owners: NDArray[np.intp]
    measures: Numbers
    lengths: Numbers


def make_edge(piece: Piece, names: Sequence[str]) -> Edge:
    """Return the edge of a piece whose ends are the nodes of these ``names``."""
    path = piece.path
    return Edge(
        names[piece.source],
        names[piece.target],
        kind=path.kind,
        between=tuple((x, y) for x, y in piece.places[1:-1].tolist()),
        one_way=path.one_way,
        width=path.width,
        slope=path.slope,
        step_free=path.step_free,
        name=path.name,
        label=path.key,
    )


def split_paths(paths: Sequence[Path], stops: Places | None = None) -> tuple[Places, list[Piece]]:
    """Return the positions of the nodes in metres, and the pieces of paths between them.

    Paths are split where they cross or touch, and beside ``stops`` within 30 cm. Points less than 5 cm apart are one
    node; a piece that begins and ends in one, and is no longer, is dropped. Raises TooManyCrossings if each segment
    meets dozens of others.
    """
    segments = _cut_segments(paths)
    cuts = _find_cuts(segments, len(paths))
    if stops is not None:
        _cut_at_stops(segments, stops, cuts)
    totals = [float(np.hypot(*np.diff(path.places, axis=0).T).sum()) for path in paths]
    measures = [sorted({0.0, total, *own}) for own, total in zip(cuts, totals, strict=True)]
    lines = [LineString(path.places) for path in paths]
    ends = [
        shapely.get_coordinates(shapely.line_interpolate_point(line, own))
        for line, own in zip(lines, measures, strict=True)
    ]
    numbers, places = _cluster(np.concatenate([np.empty((0, 2)), *ends]))
    pieces: list[Piece] = []
    start = 0
    for path, own in zip(paths, measures, strict=True):
        pieces.extend(_cut_path(path, own, numbers[start : start + len(own)], places))
        start += len(own)
    return places, pieces


def _cut_segments(paths: Sequence[Path]) -> _Segments:
    starts, ends = [np.empty((0, 2))], [np.empty((0, 2))]
    owners, measures, lengths = [np.empty(0, dtype=np.intp)], [np.empty(0)], [np.empty(0)]
    for index, path in enumerate(paths):
        steps = np.hypot(*np.diff(path.places, axis=0).T)
        starts.append(path.places[:-1])
        ends.append(path.places[1:])
        owners.append(np.full(len(steps), index, dtype=np.intp))
        measures.append(np.concatenate([[0.0], np.cumsum(steps)[:-1]]))
        lengths.append(steps)
    return _Segments(
        np.concatenate(starts),
        np.concatenate(ends),
        np.concatenate(owners),
        np.concatenate(measures),
        np.concatenate(lengths),
    )


def _find_cuts(segments: _Segments, paths: int) -> list[list[float]]:
    """Return for each path the distances along it at which others meet it."""
    cuts: list[list[float]] = [[] for _ in range(paths)]
    for one, other in _find_neighbours(segments):
        parallel = _meet_or_cross(segments, one, other, cuts)
        for at, end_of in ((one, other), (other, one)):
            _cut_at_ends(segments, at, end_of, cuts, parallel=parallel)
    return cuts


def _cut_at_stops(segments: _Segments, stops: Places, cuts: list[list[float]]) -> None:
    lines = draw_lines(np.stack([segments.starts, segments.ends], axis=1))
    points = np.asarray(shapely.points(stops), dtype=object)
    near = shapely.STRtree(lines).query_nearest(points, max_distance=STOP_REACH, all_matches=False)
    for stop, hit in zip(*near.tolist(), strict=True):
        along = float(shapely.line_locate_point(lines[hit], points[stop]))
        cuts[segments.owners[hit]].append(_measure(segments, hit, along))


def _find_neighbours(segments: _Segments) -> Iterator[tuple[int, int]]:
    """Yield the pairs of segments that come within 5 cm, except those that follow each other on one path."""
    if not len(segments.starts):
        return
    lines = draw_lines(np.stack([segments.starts, segments.ends], axis=1))
    tree = shapely.STRtree(lines)
    total, most = 0, bound_pairs(len(lines))
    batch = max(_PAIRS_AT_ONCE // len(lines), 1)
    for first in range(0, len(lines), batch):
        found, hits = tree.query(lines[first : first + batch], predicate="dwithin", distance=SNAP)
        found = found + first
        later = (hits > found) & ~((hits == found + 1) & (segments.owners[hits] == segments.owners[found]))
        total += int(later.sum())
        if total > most:
            raise TooManyCrossings
        yield from zip(found[later].tolist(), hits[later].tolist(), strict=True)


def _meet_or_cross(segments: _Segments, one: int, other: int, cuts: list[list[float]]) -> bool:
    """Cut two segments where they cross; return whether they run side by side."""
    (ax, ay), (bx, by) = segments.starts[one].tolist(), segments.ends[one].tolist()
    (cx, cy), (dx, dy) = segments.starts[other].tolist(), segments.ends[other].tolist()
    rx, ry, sx, sy = bx - ax, by - ay, dx - cx, dy - cy
    cross = rx * sy - ry * sx
    one_length, other_length = segments.lengths[one], segments.lengths[other]
    if abs(cross) < 1e-3 * one_length * other_length:
        return True
    along_one = ((cx - ax) * sy - (cy - ay) * sx) / cross
    along_other = ((cx - ax) * ry - (cy - ay) * rx) / cross
    slack = 1e-9
    if -slack <= along_one <= 1 + slack and -slack <= along_other <= 1 + slack:
        for index, along, length in ((one, along_one, one_length), (other, along_other, other_length)):
            cuts[segments.owners[index]].append(_measure(segments, index, along * length))
    return False


def _cut_at_ends(
    segments: _Segments, at: int, end_of: int, cuts: list[list[float]], *, parallel: bool
) -> None:
    """Cut a segment beside the ends of another one that come within 5 cm: those of its path, or any if parallel."""
    (ax, ay), (bx, by) = segments.starts[at].tolist(), segments.ends[at].tolist()
    length = segments.lengths[at]
    for x, y, is_end in _list_ends(segments, end_of):
        if not (is_end or parallel):
            continue
        along = ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length
        along = min(max(along, 0.0), length)
        px, py = ax + (bx - ax) * along / length, ay + (by - ay) * along / length
        if (px - x) ** 2 + (py - y) ** 2 <= SNAP**2:
            cuts[segments.owners[at]].append(_measure(segments, at, along))
            if not is_end:
                start = 0.0 if (x, y) == tuple(segments.starts[end_of].tolist()) else segments.lengths[end_of]
                cuts[segments.owners[end_of]].append(_measure(segments, end_of, start))


def _list_ends(segments: _Segments, index: int) -> Iterator[tuple[float, float, bool]]:
    """Yield the ends of a segment, and whether each is an end of its path."""
    owner, count = segments.owners[index], len(segments.owners)
    is_first = index == 0 or segments.owners[index - 1] != owner
    is_last = index + 1 == count or segments.owners[index + 1] != owner
    yield *segments.starts[index].tolist(), is_first
    yield *segments.ends[index].tolist(), is_last


def _measure(segments: _Segments, index: int, along: float) -> float:
    return round(float(segments.measures[index]) + min(max(along, 0.0), float(segments.lengths[index])), 6)


def _cluster(ends: Places) -> tuple[NDArray[np.intp], Places]:
    """Return the node number of each end, and the positions of the nodes.

    Nodes are at least 5 cm apart, and do not depend on the order of the ends.
    """
    numbers = np.empty(len(ends), dtype=np.intp)
    cells: dict[tuple[int, int], list[int]] = {}
    places: list[tuple[float, float]] = []
    rounded = ends.round(6)
    for index in np.lexsort((rounded[:, 1], rounded[:, 0])).tolist():
        x, y = ends[index].tolist()
        column, row = int(x // SNAP), int(y // SNAP)
        near = (
            number
            for dx in (-1, 0, 1)
            for dy in (-1, 0, 1)
            for number in cells.get((column + dx, row + dy), ())
            if (places[number][0] - x) ** 2 + (places[number][1] - y) ** 2 <= SNAP**2
        )
        number = next(near, len(places))
        if number == len(places):
            places.append((x, y))
            cells.setdefault((column, row), []).append(number)
        numbers[index] = number
    return numbers, np.array(places, dtype=float).reshape(-1, 2)


def _cut_path(
    path: Path, measures: Sequence[float], numbers: NDArray[np.intp], places: Places
) -> Iterator[Piece]:
    steps = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(path.places, axis=0).T))])
    for index in range(len(measures) - 1):
        source, target = int(numbers[index]), int(numbers[index + 1])
        start, end = measures[index], measures[index + 1]
        if source == target and end - start <= 2 * SNAP:
            continue
        between = path.places[(steps > start + 1e-6) & (steps < end - 1e-6)]
        yield Piece(path, source, target, np.vstack([places[source], between, places[target]]))
