"""Faces: areas enclosed by barriers and thresholds, without the inside of walls."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from scipy.spatial import cKDTree
from shapely import MultiLineString, Polygon
from shapely.geometry.base import BaseGeometry

from interactive_maps.importing.drawing.drawing import Floats, Integers
from interactive_maps.importing.recognition.account import Step
from interactive_maps.importing.recognition.doors.threshold import Evidence, Threshold, list_openings
from interactive_maps.importing.recognition.geometry.areas import grow, keep_largest, repair_areas
from interactive_maps.importing.recognition.geometry.crossings import cross_often
from interactive_maps.importing.recognition.geometry.segments import (
    Lines,
    are_near,
    find_directions,
    lengthen,
    measure_lengths,
    to_lines,
)
from interactive_maps.importing.recognition.limits import Limits, TooMuch

_GRID = 0.001  # metres
_FINE = 0.0001
_OVERSHOOT = 0.0025  # lines that merely touch come apart on the grid
_LEAST_AREA = 0.25  # square metres
_NARROW = 0.24  # half of the width below which nobody can stand; shafts of half a metre are drawn
_NECK = 0.22  # half of the width below which nobody can pass
_LEAST_CORE = 0.1
_CRACK = 0.45  # half of the width of a hole in the building that is a drawing error
_LEAST_CRACKED = 2.0  # square metres behind such a hole
_NOTHING = 1e-9  # square metres
_RECESS = 0.3  # square metres of a narrow part that still belongs to a room
_SPECK = 1.3  # metres across a hole that remains floor
_REVEALED = 0.8  # of a face between the lines that close both faces of a wall
_LARGEST_REVEAL = 4.0  # square metres: a gate of 3 m in a wall of 1.2 m
_DEEPEST = 1.0  # metres from the panes of a window to the face of the wall before them
_AS_WIDE, _ASIDE, _PARALLEL = 0.7, 0.2, 0.98  # shares of the wider opening, and a cosine
_PANES = frozenset({Evidence.SYMBOL, Evidence.FILLED, Evidence.GLAZED})
_ON_DOOR = 0.005  # metres
_SLIT = 0.001  # metres on both sides of a cut
_NO_LINES: Lines = np.array([], dtype=object)
_NO_DOORS = np.empty((0, 4))


@dataclass(frozen=True, slots=True)
class _Cuts:
    """Lines that have the same face on both sides, and an index of their middles."""

    lines: Lines
    middles: shapely.STRtree

    @classmethod
    def of(cls, bridges: Lines, doors: Floats) -> _Cuts:
        """Return those of the ``bridges`` from island to island that lie on ``doors``."""
        middles = shapely.line_interpolate_point(bridges, 0.5, normalized=True)
        fit = are_near(shapely.get_coordinates(middles), shapely.STRtree(to_lines(doors)), _ON_DOOR)
        return cls(bridges[fit], shapely.STRtree(middles[fit]))

    def list_within(self, face: Polygon) -> Lines:
        found: Lines = self.lines[self.middles.query(face, predicate="contains_properly")]
        return found


def build_faces(segments: Floats, limits: Limits, step: Step, doors: Floats = _NO_DOORS) -> list[Polygon]:
    """Return the faces wide enough to stand in, small islands filled; raises TooMuch beyond the limits.

    ``doors`` are those of the ``segments`` that close openings: they divide a face even if they end at islands.
    The outdoors is a face like any other at first, so that parts connected to it by a crack become indoors.
    """
    if not len(segments):
        return []
    if cross_often(segments, limits.faces):
        raise TooMuch(f"walls cross each other more than {limits.faces:,} times, which is the limit")
    frame = _frame(segments)
    noded = shapely.union_all(
        to_lines(lengthen(np.concatenate([segments, frame]), _OVERSHOOT)), grid_size=_GRID
    )
    faces, bridges = map(shapely.get_parts, shapely.polygonize_full(shapely.get_parts(noded))[:2])
    cuts = _Cuts.of(bridges, doors)
    if len(faces) > limits.faces:
        raise TooMuch(f"walls enclose {len(faces):,} areas; the limit is {limits.faces:,}")
    large = faces[shapely.area(faces) >= _LEAST_AREA]
    wide = large[~shapely.is_empty(grow(large, -_NARROW))]
    corner = shapely.Point(frame[0, :2])
    outdoors = shapely.dwithin(wide, corner, 0.01)
    filled = _fill_islands(list(wide[~outdoors]))
    parts = [part for face in filled for part in divide_at_necks(face, _NECK, cuts.list_within(face))]
    cracked = [
        part
        for face in _fill_islands(list(wide[outdoors]))
        for part in divide_at_necks(face, _CRACK, cuts.list_within(face))
        if not shapely.dwithin(part, corner, 0.01) and part.area >= _LEAST_CRACKED
    ]
    step.count(faces=len(faces), necks=len(parts) - len(filled), behind_cracks=len(cracked), rooms=len(parts))
    return parts + cracked


def _frame(segments: Floats) -> Floats:
    """Return a rectangle around everything, with space outside."""
    points = segments.reshape(-1, 2)
    (west, south), (east, north) = points.min(axis=0) - 5.0, points.max(axis=0) + 5.0
    corners = np.array([[west, south], [east, south], [east, north], [west, north]])
    return np.hstack([corners, np.roll(corners, -1, axis=0)])


def divide_at_necks(face: Polygon, neck: float, cuts: Lines = _NO_LINES) -> list[Polygon]:
    """Return the parts of a face that are connected by nothing wider than twice ``neck``, metres, and by no cut.

    Narrower parts are left out: recesses, and the inside of walls with a missing jamb.
    """
    if len(cuts):
        slits = _repair(shapely.union_all(grow(cuts, _SLIT, cap="square")))
        slit = keep_largest(shapely.difference(_repair(face), slits, grid_size=_FINE))
        parts = divide_at_necks(slit, neck)
        return parts if len(parts) > 1 else divide_at_necks(face, neck)
    cores = sorted(shapely.get_parts(grow(face, -neck)), key=lambda core: -core.area)
    cores = [core for core in cores if core.area > _LEAST_CORE] or cores[:1]
    parts = []
    rest: BaseGeometry = face
    for core in cores:
        part = keep_largest(shapely.intersection(_repair(rest), grow(core, 1.05 * neck), grid_size=_FINE))
        if not part.is_empty:
            parts.append(part)
            rest = _subtract(rest, part)
    return _give_back(parts, rest)


def _subtract(rest: BaseGeometry, part: Polygon) -> BaseGeometry:
    """Return what is left of a face without one of its parts: most faces are a single part."""
    if rest.area - part.area <= _NOTHING:
        return Polygon()
    return shapely.difference(_repair(rest), _repair(part), grid_size=_FINE)


def _give_back(parts: list[Polygon], rest: BaseGeometry) -> list[Polygon]:
    """Return parts with their small recesses, which restores corners as drawn."""
    small = [piece for piece in shapely.get_parts(rest) if 0 < piece.area <= _RECESS]
    tree = shapely.STRtree(parts)
    recesses: dict[int, list[BaseGeometry]] = {}
    for piece in small:
        touched = tree.query(piece, predicate="intersects").tolist()
        if touched:
            home = max(touched, key=lambda part: (shapely.intersection(parts[part], piece).length, -part))
            recesses.setdefault(home, []).append(piece)
    return [
        keep_largest(shapely.union_all([part, *recesses[index]], grid_size=_FINE))
        if index in recesses
        else part
        for index, part in enumerate(parts)
    ]


def _repair(geometry: BaseGeometry) -> BaseGeometry:
    """Return a geometry fit for overlays: on a grid, holes and outlines may cross, and slivers collapse to lines."""
    valid: BaseGeometry = geometry if geometry.is_valid else repair_areas(geometry)
    if valid.geom_type != "GeometryCollection":
        return valid
    return shapely.union_all([part for part in shapely.get_parts(valid) if part.area > 0])


def _fill_islands(faces: list[Polygon]) -> list[Polygon]:
    """Return faces without their small holes: columns, and specks mistaken for walls."""
    return [
        Polygon(face.exterior, [ring for ring in face.interiors if _measure_across(ring) > _SPECK])
        for face in faces
    ]


def _measure_across(ring: BaseGeometry) -> float:
    west, south, east, north = ring.bounds
    return float(np.hypot(east - west, north - south))


def order_faces(faces: list[Polygon]) -> list[Polygon]:
    """Return faces in an order that depends only on their position."""
    points = np.array([shapely.get_coordinates(face.representative_point())[0] for face in faces]).reshape(
        -1, 2
    )
    return [faces[index] for index in np.lexsort((points[:, 1].round(2), points[:, 0].round(2)))]


def drop_reveals(faces: Sequence[Polygon], thresholds: Sequence[Threshold]) -> list[Polygon]:
    """Return the faces that do not lie between the lines that close both faces of a wall at an opening.

    In a thick wall, a window may be two openings: the panes, and the niche before them.
    """
    openings = [one.lines for one in thresholds]
    openings += [
        np.concatenate([thresholds[row].lines for row in pair]) for pair in _pair_panes(thresholds).tolist()
    ]
    hulls = shapely.convex_hull([MultiLineString(list(lines.reshape(-1, 2, 2))) for lines in openings])
    small = np.flatnonzero(shapely.area(list(faces)) <= _LARGEST_REVEAL)
    areas = np.array([faces[index] for index in small.tolist()], dtype=object)
    hull, face = shapely.STRtree(areas).query(hulls, predicate="intersects")
    shared = shapely.area(shapely.intersection(hulls[hull], areas[face]))
    gone = set(small[face[shared >= _REVEALED * shapely.area(areas[face])]].tolist())
    return [one for index, one in enumerate(faces) if index not in gone]


def _pair_panes(thresholds: Sequence[Threshold]) -> Integers:
    """Return (n, 2) rows of openings with panes that face each other across a wall; nobody passes there."""
    rows = np.array([row for row, one in enumerate(thresholds) if one.evidence in _PANES], dtype=np.int64)
    if not len(rows):
        return rows.reshape(0, 2)
    ends = list_openings([thresholds[row] for row in rows.tolist()])
    middles, widths = (ends[:, :2] + ends[:, 2:]) / 2, measure_lengths(ends)
    along = find_directions(ends)
    pairs = cKDTree(middles).query_pairs(_DEEPEST, output_type="ndarray")
    one, other = pairs.T
    narrow, wide = np.minimum(widths[one], widths[other]), np.maximum(widths[one], widths[other])
    aside = np.abs(np.einsum("ij,ij->i", middles[other] - middles[one], along[one]))
    parallel = np.abs(np.einsum("ij,ij->i", along[one], along[other])) > _PARALLEL
    found: Integers = rows[pairs[parallel & (narrow >= _AS_WIDE * wide) & (aside <= _ASIDE * wide)]]
    return found
