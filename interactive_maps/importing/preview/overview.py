"""The overview, which page and picture show: storey by storey, in centimetres from the upper left corner."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from interactive_maps.geo.plane import Plane, choose_plane
from interactive_maps.importing.draft.map_draft import MapDraft
from interactive_maps.importing.preview.details import describe_door, describe_space, find_issues, group_of
from interactive_maps.importing.preview.lines import Floats, list_lines, thin_lines
from interactive_maps.importing.reporting.report import LayerUse, Report
from interactive_maps.mapdata.edits.features import Space
from interactive_maps.texts.cleaning import clean_text

_MARGIN = 1.0  # metres
_MOST_SEGMENTS = 300_000  # of all lines together; beyond, they are drawn coarser
_BUILT = frozenset({"wall", "window", "column", "mixed"})


@dataclass(frozen=True, slots=True)
class Shape:
    """A room or an opening: ``rings`` are (n, 2), ``group`` is its colour, ``details`` its description.

    A ``guessed`` shape has an edge or a door that is not drawn; ``issues`` are the other reasons against it.
    """

    rings: tuple[Floats, ...]
    group: str
    details: str
    guessed: bool = False
    issues: tuple[str, ...] = ()
    label: tuple[str, ...] = ()
    place: tuple[float, float] = (0.0, 0.0)
    reach: float = 0.0  # from its place to the nearest wall


@dataclass(frozen=True, slots=True)
class LevelDrawing:
    """One level: ``size`` in centimetres, ``lines`` (n, 4) by layer, ``paths`` of the network."""

    title: str
    size: tuple[float, float]
    rooms: tuple[Shape, ...]
    doors: tuple[Shape, ...]
    paths: Floats
    lines: dict[str, Floats]


@dataclass(frozen=True, slots=True)
class Overview:
    """The whole overview: storeys from the lowest, the roles of layers, the report."""

    title: str
    storeys: tuple[LevelDrawing, ...]
    layers: dict[str, LayerUse]
    told: tuple[tuple[str, str, str], ...]  # list, subject, sentence


def build_overview(drafts: Sequence[MapDraft]) -> Overview:
    """Return the overview of drafts that may be published together."""
    levels = sorted({level for draft in drafts for level in _list_levels(draft)}, key=lambda one: one or 0.0)
    plane = choose_plane(shapely.get_coordinates(list(_list_geometries(drafts))))
    layers = _join_layers(drafts)
    most = _MOST_SEGMENTS // max(len(levels), 1)
    storeys = [_build_level(drafts, level, plane, most) for level in levels]
    title = ", ".join(clean_text(draft.source) for draft in drafts)
    return Overview(
        title, tuple(storeys), layers, tuple(_list_issues_told([draft.report for draft in drafts]))
    )


def _list_levels(draft: MapDraft) -> Iterable[float | None]:
    found: set[float | None] = {space.ordinal for space in draft.spaces}
    found |= {level.ordinal for level in draft.levels}
    drawn = {room.level for room in draft.rooms} | {line.level for line in draft.lines}
    return found or drawn or {draft.report.level}


def _list_geometries(drafts: Sequence[MapDraft]) -> Iterable[BaseGeometry]:
    for draft in drafts:
        yield from (space.display_point for space in draft.spaces)
        if not draft.spaces:
            yield from (line.geometry for line in draft.lines)


def _join_layers(drafts: Sequence[MapDraft]) -> dict[str, LayerUse]:
    """Return the layers of all drafts, those with most lines first; of each name, the one with most entities."""
    joined: dict[str, LayerUse] = {}
    for draft in drafts:
        for name, use in draft.report.layers.items():
            if name not in joined or joined[name].entities < use.entities:
                joined[name] = use
    return dict(sorted(joined.items(), key=lambda item: (-item[1].metres, -item[1].entities, item[0])))


def _list_issues_told(reports: Sequence[Report]) -> Iterable[tuple[str, str, str]]:
    for report in reports:
        for name in ("guessed", "repaired", "skipped"):
            for found in (issue.shown() for issue in getattr(report, name)):
                yield name, found.id, found.reason


@dataclass(frozen=True, slots=True)
class _Frame:
    """Metres on a plane as centimetres from the upper left corner of a storey."""

    plane: Plane
    west: float
    north: float

    def place(self, degrees: NDArray[np.float64]) -> Floats:
        metres = self.plane.to_metres(degrees.reshape(-1, 2))
        placed = (metres - np.array((self.west, self.north))) * np.array((100.0, -100.0))
        return np.asarray(np.round(placed).reshape(degrees.shape))

    def rings_of(self, geometry: BaseGeometry) -> tuple[Floats, ...]:
        rings = shapely.get_rings(geometry) if geometry.geom_type.endswith("Polygon") else [geometry]
        return tuple(self.place(shapely.get_coordinates(ring)) for ring in rings)


def _build_level(drafts: Sequence[MapDraft], level: float | None, plane: Plane, most: int) -> LevelDrawing:
    spaces = [space for draft in drafts for space in draft.spaces if space.ordinal == level]
    openings = [one for draft in drafts for one in draft.openings if one.ordinal == level]
    edges = [edge for draft in drafts for edge in draft.edges if edge.level == level]
    drawn: dict[str, list[Floats]] = {}
    for draft in drafts:
        for layer, segments in list_lines(draft, level):
            drawn.setdefault(layer, []).append(segments)
    lines = {layer: np.concatenate(parts) for layer, parts in drawn.items()}
    frame, size = _frame(plane, spaces, _choose_shown(drafts, lines))
    paths = [shapely.get_coordinates(edge.geometry) for edge in edges if edge.target_level in {None, level}]
    pieces = [np.hstack([way[:-1], way[1:]]) for way in paths]
    doors = Counter(key for one in openings for key in one.spaces)
    placed = {layer: _clip(frame.place(segments), size) for layer, segments in lines.items()}
    return LevelDrawing(
        title=_name_level(drafts, level),
        size=size,
        rooms=tuple(_build_room(frame, space, doors[space.key]) for space in spaces),
        doors=tuple(
            Shape(frame.rings_of(one.geometry), "door", describe_door(one), *find_issues(one))
            for one in openings
        ),
        paths=frame.place(np.concatenate([np.empty((0, 4)), *pieces])),
        lines=thin_lines(placed, most),
    )


def _choose_shown(drafts: Sequence[MapDraft], lines: dict[str, Floats]) -> list[Floats]:
    """Return the lines that the picture must contain: those of walls, if any are known, else all."""
    layers = _join_layers(drafts)
    built = [
        segments
        for layer, segments in lines.items()
        if layer in layers and (layers[layer].taken_for or layers[layer].kind) in _BUILT
    ]
    return built if sum(map(len, built)) else list(lines.values())


def _frame(
    plane: Plane, spaces: Sequence[Space], lines: Sequence[Floats]
) -> tuple[_Frame, tuple[float, float]]:
    corners = [shapely.get_coordinates([space.geometry for space in spaces])]
    corners += [segments.reshape(-1, 2) for segments in lines]
    metres = plane.to_metres(np.concatenate([np.empty((0, 2)), *corners]))
    metres = metres[np.isfinite(metres).all(axis=1)]
    if not len(metres):
        metres = np.zeros((1, 2))
    (west, south), (east, north) = metres.min(axis=0) - _MARGIN, metres.max(axis=0) + _MARGIN
    size = (float(round((east - west) * 100)), float(round((north - south) * 100)))
    return _Frame(plane, float(west), float(north)), size


def _clip(segments: Floats, size: tuple[float, float]) -> Floats:
    """Return the segments that the picture can show."""
    low = np.minimum(segments[:, :2], segments[:, 2:])
    high = np.maximum(segments[:, :2], segments[:, 2:])
    inside = np.all(high >= 0, axis=1) & np.all(low <= np.array(size), axis=1)
    return np.asarray(segments[inside])


def _build_room(frame: _Frame, space: Space, openings: int) -> Shape:
    rings = frame.rings_of(space.geometry)
    area = shapely.transform(space.geometry, frame.place).area / 1e4
    guessed, issues = find_issues(space)
    place = frame.place(np.array([[space.display_point.x, space.display_point.y]]))[0]
    reach = min((_measure_reach(ring, place) for ring in rings if len(ring) > 1), default=0.0)
    name = clean_text(next(iter(space.names.values()), ""))
    return Shape(
        rings,
        group_of(space.category),
        describe_space(space, area, openings),
        guessed,
        issues,
        tuple(filter(None, (clean_text(space.ref or ""), name))),
        (float(place[0]), float(place[1])),
        reach,
    )


def _measure_reach(ring: Floats, place: Floats) -> float:
    """Return the distance of a place from the nearest piece of a ring."""
    start, step = ring[:-1], np.diff(ring, axis=0)
    along = ((place - start) * step).sum(axis=1) / np.maximum((step**2).sum(axis=1), 1e-9)
    nearest = start + np.clip(along, 0.0, 1.0)[:, None] * step
    return float(np.hypot(*(place - nearest).T).min())


def _name_level(drafts: Sequence[MapDraft], level: float | None) -> str:
    names = [
        name
        for draft in drafts
        for one in draft.levels
        if one.ordinal == level
        for name in one.names.values()
    ]
    number = "no level" if level is None else f"level {level:g}"
    return f"{clean_text(names[0])} ({number})" if names else number.capitalize()
