"""What a picture shows: shapes of a level and a mark, read from the map."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from interactive_maps.mapdata.categories.table import list_wholes, load_table
from interactive_maps.mapdata.reading import queries
from interactive_maps.mapdata.reading.layer_query import LayerQuery, Page
from interactive_maps.mapdata.schema.layers import LAYERS
from interactive_maps.ops.errors import NotFound
from interactive_maps.viewer.preview.frame import Frame, fit_frame, make_frame, to_mercator
from interactive_maps.viewer.preview.parameters import (
    LAYER_OF_KIND,
    PlaceRef,
    Position,
    PreviewRequest,
)

Ring = list[tuple[float, float]]  # Web Mercator

# Layers that a picture shows.
DRAWN = ("levels", "spaces", "base-floor")
_MOST_LEVELS = 1_000
_PLACE_ZOOM = (17.5, 19.0, 20.0)  # the least, the usual and the greatest around a place
_COARSE = 0.5  # metres: the tolerance of a level that is shown as a whole
# Maps with fewer areas than this show their drawing.
_LEAST_AREAS = 3
_CIRCULATION = frozenset({"walkway", "hallway", "corridor", "movingwalkway", "opentobelow"})


@dataclass(frozen=True, slots=True)
class Shape:
    """Polygons as rings (holes follow their outlines), or lines; ``key`` is the id in its layer."""

    key: int
    group: str | None
    rings: tuple[Ring, ...]
    is_area: bool


@dataclass(frozen=True, slots=True)
class Content:
    """``mark`` is where the place is, in Web Mercator, and ``chosen`` the space that it is."""

    frame: Frame | None
    footprint: list[Shape]
    areas: list[Shape]
    lines: list[Shape]
    mark: tuple[float, float] | None
    chosen: int | None


@dataclass(frozen=True, slots=True)
class _Mark:
    position: Position
    space: int | None = None


def fetch_version(request: PreviewRequest) -> int:
    """Return a number that grows with each change of what a picture shows."""
    place = request.place
    marked = [LAYER_OF_KIND[place.kind]] if isinstance(place, PlaceRef) else []
    return sum(queries.fetch_version(LAYERS[name]) for name in {*DRAWN, *marked})


def fetch_content(request: PreviewRequest) -> Content:
    """Return what a picture shows. Raises NotFound for a place that is not on the map."""
    mark = None if request.place is None else _find_mark(request.place)
    level = request.level
    if level is None and mark is not None:
        level = mark.position.level
    if level is None:
        level = _choose_level()
    frame = _choose_frame(request, mark)
    shapes = _fetch_level(level, frame)
    if mark is None and not any(shapes):  # nothing of the map is there: the page shows the map instead, too
        frame, shapes = None, _fetch_level(level, None)
        if not any(shapes):
            shapes = _fetch_level(_choose_level(), None)
    footprint, areas, lines = shapes
    areas = [shape for shape in areas if shape.is_area]
    return Content(
        frame or _fit(shapes),
        [shape for shape in footprint if shape.is_area],
        areas,
        lines if len(areas) < _LEAST_AREAS else [],
        None if mark is None else to_mercator(mark.position.longitude, mark.position.latitude),
        None if mark is None else mark.space,
    )


def _find_mark(place: PlaceRef | Position) -> _Mark:
    if isinstance(place, Position):
        return _Mark(place)
    _, body = queries.fetch_item(LayerQuery(LAYERS[LAYER_OF_KIND[place.kind]]), place.key)
    item = json.loads(body) if body else {}
    point = item.get("display_point") or item.get("location")
    corners = [point["coordinates"]] if point else list(_list_positions(item.get("geometry")))
    if not corners:
        raise NotFound(f"The place {place.kind}:{place.key} is not on the map: it may have been removed.")
    longitude, latitude = (
        (min(values) + max(values)) / 2 for values in zip(*(corner[:2] for corner in corners), strict=True)
    )
    space = place.key if place.kind == "space" else item.get("space_id")
    return _Mark(Position(longitude, latitude, item.get("level")), space)


def _choose_level() -> float | None:
    """Return the ground floor, else the lowest level above it, else the highest; None if there are no levels."""
    _, page = queries.fetch_page(LayerQuery(LAYERS["levels"]), Page(_MOST_LEVELS), ())
    items = json.loads(b"[" + page.items + b"]") if page else []
    levels = sorted({item["level"] for item in items if item["level"] is not None})
    return next((level for level in levels if level >= 0), levels[-1] if levels else None)


def _choose_frame(request: PreviewRequest, mark: _Mark | None) -> Frame | None:
    view = request.view
    if mark is not None:
        least, usual, most = _PLACE_ZOOM
        zoom = usual if view is None else min(max(view.zoom, least), most)
        return make_frame(mark.position.longitude, mark.position.latitude, zoom)
    return None if view is None else make_frame(view.longitude, view.latitude, view.zoom)


def _fetch_level(level: float | None, frame: Frame | None) -> list[list[Shape]]:
    tolerance = _COARSE if frame is None else frame.pixel / 2
    return [_fetch_shapes(name, level, frame, tolerance) for name in DRAWN]


def _fetch_shapes(name: str, level: float | None, frame: Frame | None, tolerance: float) -> list[Shape]:
    query = LayerQuery(LAYERS[name], level=level, bbox=None if frame is None else frame.bbox)
    return [
        Shape(key, _find_group(category), tuple(rings), is_area)
        for key, category, geometry in json.loads(queries.fetch_shapes(query, tolerance))
        for rings, is_area in _list_parts(geometry)
    ]


def _list_parts(geometry: dict[str, Any] | None) -> Iterator[tuple[list[Ring], bool]]:
    """Yield each polygon's rings and each line, with whether it is an area."""
    kind = geometry["type"] if geometry else ""
    if geometry is None:
        return
    if kind == "GeometryCollection":
        for part in geometry["geometries"]:
            yield from _list_parts(part)
    elif kind == "Polygon":
        yield geometry["coordinates"], True
    elif kind == "MultiPolygon":
        yield from ((rings, True) for rings in geometry["coordinates"])
    elif kind == "LineString":
        yield [geometry["coordinates"]], False
    elif kind == "MultiLineString":
        yield from (([line], False) for line in geometry["coordinates"])


def _list_positions(geometry: dict[str, Any] | None) -> Iterator[tuple[float, ...]]:
    yield from (position for rings, _ in _list_parts(geometry) for ring in rings for position in ring)


def _fit(shapes: list[list[Shape]]) -> Frame | None:
    points = [point for layer in shapes for shape in layer for ring in shape.rings for point in ring]
    if not points:
        return None
    xs, ys = zip(*((point[0], point[1]) for point in points), strict=True)
    return fit_frame(min(xs), min(ys), max(xs), max(ys))


@cache
def _load_groups() -> dict[str, str]:
    return {category: kind.group for kind in load_table().kinds for category in kind.categories}


def _find_group(category: str | None) -> str | None:
    """Return the group by which the viewer, too, tints a category."""
    if category in _CIRCULATION:
        return "hall"
    groups = _load_groups()
    return next((groups[whole] for whole in list_wholes((category or "")[:200]) if whole in groups), None)
