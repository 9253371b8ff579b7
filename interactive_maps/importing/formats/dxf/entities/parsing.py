"""Parsing of CAD entities into parts, with the reasons of skipped ones."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from interactive_maps.importing.formats.dxf.entities.drawing_entities import (
    DrawingEntity,
    Fill,
    Linework,
    Origin,
    PointEntity,
)
from interactive_maps.importing.formats.dxf.entities.text_entities import read_text_entities
from interactive_maps.importing.formats.dxf.entities.texts import decode_name
from interactive_maps.texts.cleaning import clean_text

if TYPE_CHECKING:
    from ezdxf.document import Drawing
    from ezdxf.path import Path

# Beyond this, a double no longer resolves millimetres; no drawing in any unit is that far from its origin.
_FARTHEST = 1e12
_MOST_HANDLE = 32  # characters; AutoCAD's own have 16
_MOST_SPLINE_POINTS, _MOST_FIT_POINTS = 10_000, 1_000
_DOOR_SWING = (math.radians(45), math.radians(135))

_LINEWORK = frozenset({"LINE", "LWPOLYLINE", "POLYLINE", "ARC", "CIRCLE", "ELLIPSE", "SPLINE", "HELIX"})
_AREAS = frozenset({"SOLID", "TRACE", "3DFACE"})
_TEXT_KINDS = frozenset({"TEXT", "MTEXT", "ATTRIB"})
# Entities that consist of simpler ones: walls as MLINE, or objects of AutoCAD Architecture with proxy graphics.
_COMPOSITE = frozenset({"MLINE", "ACAD_PROXY_ENTITY"})

SKIPPED = {
    "HATCH": "a hatch is a fill, not linework",
    "MPOLYGON": "a hatch is a fill, not linework",
    "DIMENSION": "a dimension is not part of the building",
    "ARC_DIMENSION": "a dimension is not part of the building",
    "LARGE_RADIAL_DIMENSION": "a dimension is not part of the building",
    "LEADER": "a leader belongs to a note",
    "MULTILEADER": "a leader belongs to a note",
    "TOLERANCE": "a tolerance is a note",
    "ATTDEF": "an attribute's definition is a template, not a text",
    "ACAD_TABLE": "a table is not part of the building",
    "IMAGE": "an image has no linework",
    "PDFUNDERLAY": "an underlay has no linework",
    "DWFUNDERLAY": "an underlay has no linework",
    "DGNUNDERLAY": "an underlay has no linework",
    "OLE2FRAME": "an embedded object has no linework",
    "OLEFRAME": "an embedded object has no linework",
    "WIPEOUT": "a wipeout only hides what is below it",
    "VIEWPORT": "a viewport is part of the sheet",
    "XLINE": "a construction line has no end",
    "RAY": "a construction line has no end",
    "3DSOLID": "a solid has no linework: flatten it in the CAD program",
    "REGION": "a solid has no linework: explode it in the CAD program",
    "BODY": "a solid has no linework: flatten it in the CAD program",
    "SURFACE": "a solid has no linework: flatten it in the CAD program",
    "MESH": "a mesh has no linework: flatten it in the CAD program",
}

# As ogr2ogr lists them, for files with subclasses (AutoCAD R13 and later).
_SUBCLASSES = {
    "LINE": "AcDbLine",
    "LWPOLYLINE": "AcDbPolyline",
    "POLYLINE": "AcDb2dPolyline",
    "ARC": "AcDbCircle:AcDbArc",
    "CIRCLE": "AcDbCircle",
    "ELLIPSE": "AcDbEllipse",
    "SPLINE": "AcDbSpline",
    "HELIX": "AcDbSpline:AcDbHelix",
    "SOLID": "AcDbTrace",
    "TRACE": "AcDbTrace",
    "3DFACE": "AcDbFace",
    "POINT": "AcDbPoint",
    "TEXT": "AcDbText:AcDbText",
    "MTEXT": "AcDbMText",
    "ATTRIB": "AcDbText:AcDbAttribute",
    "MLINE": "AcDbMline",
}


_FILLS = frozenset({"HATCH", "MPOLYGON"})


class Skipped(Exception):
    """The entity is not part of a map; ``str()`` says why."""


def read_entity(entity: Any, drawing: Drawing) -> Iterator[DrawingEntity]:
    """Yield the parts of an entity, in its own coordinates.

    Raises Skipped for an entity that is not part of a map, and whatever the parser raises for a broken one.
    """
    kind = entity.dxftype()
    if kind in SKIPPED:
        raise Skipped(SKIPPED[kind])
    if _get(entity, "invisible", 0):
        raise Skipped("is set to invisible in the drawing")
    origin = describe_origin(entity, drawing)
    if kind in _COMPOSITE or getattr(entity, "proxy_graphic", None):
        yield from _read_composite(entity, origin, drawing)
    elif reader := _READERS.get(kind):
        yield reader(entity, origin)
    elif kind in _TEXT_KINDS:
        if text_entity := read_text_entities(entity, origin, drawing.encoding):
            yield text_entity
        else:
            raise Skipped("the text is empty")
    else:
        raise Skipped("is an unsupported kind of entity")


def read_fill(entity: Any, drawing: Drawing) -> Fill | None:
    """Return the outlines of a hatch; None for any other entity, and for a hatch without a valid outline."""
    from ezdxf.path import from_hatch

    if entity.dxftype() not in _FILLS or _get(entity, "invisible", 0):
        return None
    outlines = [path for path in from_hatch(entity) if len(path.control_vertices()) > 2]
    for path in outlines:
        for vertex in path.control_vertices():
            require_number(vertex.x, vertex.y)
    return Fill(describe_origin(entity, drawing), tuple(outlines)) if outlines else None


def describe_origin(entity: Any, drawing: Drawing) -> Origin:
    """Return the origin of an entity's parts; the line type is that of the layer if it is ByLayer."""
    layer = layer_of(entity)
    linetype = _get(entity, "linetype", None)
    if (linetype is None or linetype.upper() == "BYLAYER") and drawing.layers.has_entry(layer):
        linetype = drawing.layers.get(layer).dxf.get("linetype")
    kind = entity.dxftype()
    subclasses = None
    if drawing.dxfversion > "AC1009":
        own = _SUBCLASSES.get(kind)
        if kind == "POLYLINE" and entity.is_3d_polyline:
            own = "AcDb3dPolyline"
        subclasses = f"AcDbEntity:{own}" if own else "AcDbEntity"
    handle = clean_text(str(entity.dxf.handle))[:_MOST_HANDLE]
    return Origin(handle, kind, layer, linetype, subclasses)


def layer_of(entity: Any) -> str:
    """Return the layer of an entity, even of kinds that the parser merely stores."""
    return decode_name(str(_get(entity, "layer", "0")))


def _get(entity: Any, name: str, default: Any) -> Any:
    if entity.dxf.is_supported(name):
        return entity.dxf.get(name, default)
    properties = entity.graphic_properties() if hasattr(entity, "graphic_properties") else {}
    return properties.get(name, default)


def _read_linework(entity: Any, origin: Origin) -> Linework:
    from ezdxf.path import make_path

    if origin.dxftype == "POLYLINE" and (entity.is_polygon_mesh or entity.is_poly_face_mesh):
        raise Skipped(SKIPPED["MESH"])
    if origin.dxftype in {"SPLINE", "HELIX"}:
        _require_small(entity)
    path = make_path(entity)
    _require_sane(path)
    return Linework(
        origin, path, filled=False, swing=_measure_swing(entity) if origin.dxftype == "ARC" else 0.0
    )


def _require_small(spline: Any) -> None:
    """Raise ValueError for a spline of more points than anybody draws: its cost is not linear."""
    counts = (len(spline.knots), len(spline.control_points), len(spline.weights))
    if max(counts) > _MOST_SPLINE_POINTS or len(spline.fit_points) > _MOST_FIT_POINTS:
        raise ValueError(
            f"the spline has more than {_MOST_SPLINE_POINTS:,} points (or {_MOST_FIT_POINTS:,} fit points)"
        )


def _read_area(entity: Any, origin: Origin) -> Linework:
    from ezdxf.path import make_path

    path = make_path(entity)
    _require_sane(path)
    return Linework(origin, path, filled=True)


def _read_spot(entity: Any, origin: Origin) -> PointEntity:
    place = entity.dxf.location
    require_number(place.x, place.y)
    return PointEntity(origin, place.x, place.y)


_READERS: dict[str, Callable[[Any, Origin], DrawingEntity]] = {
    **dict.fromkeys(_LINEWORK, _read_linework),
    **dict.fromkeys(_AREAS, _read_area),
    "POINT": _read_spot,
}


def _read_composite(entity: Any, origin: Origin, drawing: Drawing) -> Iterator[DrawingEntity]:
    """Yield the simple entities that make up this one; they have no handles, so a counter is added to its handle."""
    count = 0
    for count, drawn in enumerate(entity.__virtual_entities__(), 1):
        kind = drawn.dxftype()
        own = replace(origin, key=f"{origin.key}.{count}")
        if reader := _READERS.get(kind):
            yield reader(drawn, own)
        elif kind in _TEXT_KINDS and (text_entity := read_text_entities(drawn, own, drawing.encoding)):
            yield text_entity
    if not count:
        raise Skipped("shows nothing outside of the program that made it")


def _measure_swing(arc: Any) -> float:
    sweep = math.radians((arc.dxf.end_angle - arc.dxf.start_angle) % 360)
    return float(arc.dxf.radius) if _DOOR_SWING[0] <= sweep <= _DOOR_SWING[1] else 0.0


def _require_sane(path: Path) -> None:
    vertices = path.control_vertices()
    if len(vertices) < 2:
        raise Skipped("has no length")
    first = vertices[0]
    moves = False
    for vertex in vertices:
        require_number(vertex.x, vertex.y)
        moves = moves or vertex.x != first.x or vertex.y != first.y
    if not moves:
        raise Skipped("has no length")


def require_number(*coordinates: float) -> None:
    """Raise ValueError for a coordinate that is not a number or is absurdly far away."""
    for coordinate in coordinates:
        if not abs(coordinate) < _FARTHEST:  # false for NaN as well
            raise ValueError(f"a coordinate is {coordinate:g}")
