"""Example items for the API description, derived from the layers' fields."""

from __future__ import annotations

from typing import Any

from interactive_maps.mapdata.schema.layer import Encoding, Field, Layer

_POINT = {"type": "Point", "coordinates": [13.7229, 51.0255]}
_AREA = {
    "type": "Polygon",
    "coordinates": [[[13.7228, 51.0254], [13.723, 51.0254], [13.723, 51.0256], [13.7228, 51.0254]]],
}
_LINE = {"type": "LineString", "coordinates": [[13.7228, 51.0254], [13.723, 51.0254]]}

# Other fields get an example of their type.
_BY_TYPE: dict[str, Any] = {
    "integer": 12,
    "double precision": 1.5,
    "boolean": True,
    "text": None,
    "integer[]": [12],
    "double precision[]": [0.0, 1.0],
    "text[]": [],
    "jsonb": {"en": "Library", "de": "Bibliothek"},
}
_BY_FIELD: dict[str, Any] = {
    "name": "Library",
    "short_name": "1",
    "ref": "1.221",
    "aliases": ["Reading room"],
    "opening_hours": "Mo-Fr 08:00-20:00",
    "access": "yes",
    "layer": "A-WALL",
    "paperspace": False,
    "text": None,
}
_BY_LAYER: dict[str, dict[str, Any]] = {
    "base-floor": {"geometry": _LINE},
    "venues": {"category": "university"},
    "buildings": {"category": "library"},
    "spaces": {"category": "library"},
    "openings": {"name": None, "kind": "door", "category": "pedestrian", "width": 0.9, "geometry": _LINE},
    "connectors": {"name": "Lift A", "kind": "lift", "direction": None, "incline": None},
    "points": {"category": "drinkingfountain"},
    "occupants": {"category": "library"},
}


def make_example(layer: Layer) -> dict[str, Any]:
    """Return an example item of the layer, as on its pages."""
    own = _BY_FIELD | _BY_LAYER.get(layer.name, {})
    return {"id": 12} | {
        member.name: own[member.name] if member.name in own else _show(layer, member)
        for member in layer.members
    }


def _show(layer: Layer, member: Field) -> Any:
    match member.encoding:
        case Encoding.LEVEL:
            return 1.0
        case Encoding.POINT | Encoding.PLACE:
            return _POINT
        case Encoding.SHAPE:
            return _AREA
        case Encoding.FLAG:
            return False
        case Encoding.TEXT | Encoding.NAME:
            return None
        case Encoding.VALUE:
            return _BY_TYPE[layer.columns[member.column]]
