"""Schemas of routing requests and responses, as components of the OpenAPI document."""

from __future__ import annotations

from typing import Any

from interactive_maps.mapdata.http.parameters import MAX_ID
from interactive_maps.routing.network.closures import KINDS
from interactive_maps.routing.waypoints.feature_index import CATEGORISED, LAYER_OF_KIND

Schema = dict[str, Any]

KEY: Schema = {"type": "integer", "minimum": 0, "maximum": MAX_ID}
NUMBER: Schema = {"type": "number"}
_LEVEL: Schema = {"type": ["number", "null"], "description": "Ordinal; 0 is the ground floor, null unknown."}
_TEXT: Schema = {"type": ["string", "null"]}
_LEVEL_NAME: Schema = {
    **_TEXT,
    "description": "The name in the building there; null if unknown, or outside where buildings do not agree.",
}
_ENDS: dict[str, Schema] = {
    "level": _LEVEL,
    "level_name": _LEVEL_NAME,
    "to_level": _LEVEL,
    "to_level_name": _LEVEL_NAME,
}
_POSITION: Schema = {"type": "array", "items": NUMBER, "minItems": 2, "maxItems": 2}
_TIME: Schema = {"type": ["string", "null"], "format": "date-time"}
_VERSION: Schema = {"type": "integer", "description": "The version of the network."}
_PROFILE: Schema = {"type": "string"}


def refer_to(name: str) -> Schema:
    """Return a reference to a component."""
    return {"$ref": f"#/components/schemas/{name}"}


def object_of(properties: dict[str, Schema], description: str | None = None) -> Schema:
    """Return the schema of an object with all these fields."""
    told = {"description": description} if description else {}
    return {"type": "object", **told, "properties": properties, "required": list(properties)}


def list_of(items: Schema, description: str | None = None) -> Schema:
    """Return the schema of an array."""
    told = {"description": description} if description else {}
    return {"type": "array", **told, "items": items}


_COURSE: dict[str, Schema] = {
    "distance_meters": {"type": "number", "description": "Geodesic length."},
    "duration_seconds": NUMBER,
    "route": refer_to("LineString"),
}
COMPONENTS: dict[str, Schema] = {
    "WaypointText": {
        "type": "string",
        "description": "room:ID, space:ID, point:ID, occupant:ID, building:ID (its main entrance), category:NAME, or "
        "longitude,latitude[,level].",
        "examples": ["room:12", "category:restroom", "13.7229,51.0255,1"],
    },
    "Waypoint": {
        "description": "A feature by its id, the nearest one of a category, or a position; as text or as an object.",
        "oneOf": [
            refer_to("WaypointText"),
            *(object_of({kind: KEY}) for kind in LAYER_OF_KIND),
            object_of({"category": {"type": "string"}}),
            {
                "type": "object",
                "properties": {"lon": NUMBER, "lat": NUMBER, "level": _LEVEL},
                "required": ["lon", "lat"],
            },
        ],
    },
    "LineString": object_of(
        {
            "type": {"type": "string", "enum": ["LineString"]},
            "coordinates": {"type": "array", "minItems": 2, "items": _POSITION},
        },
        "GeoJSON LineString, WGS84 longitude and latitude in degrees.",
    ),
    "Violation": object_of(
        {
            "reason": {"type": "string"},
            "edge": {"type": "integer"},
            "location": _POSITION,
            "connector_id": {"type": ["integer", "null"]},
            "name": {"type": ["string", "null"], "description": "The name of the stairs, lift or passage."},
            **_ENDS,
        },
        "A part of the route that the profile does not allow, or that is closed; `level` is the lower end.",
    ),
    "Landmark": object_of(
        {
            "kind": {"type": "string", "enum": ["doors", "room", "compass"]},
            "name": _TEXT,
            "id": {"type": ["integer", "null"]},
            "count": {
                "type": ["integer", "null"],
                "description": "Doors passed since the previous step; 0 at an arrival means the first door.",
            },
            "side": _TEXT,
        },
        "The landmark that a step's text mentions.",
    ),
    "Step": object_of(
        {
            "kind": {
                "type": "string",
                "description": "The maneuver: start, turn, door, leave or enter (a building), level change, arrival.",
            },
            "angle": _TEXT,
            **_ENDS,
            "distance_meters": NUMBER,
            "duration_seconds": NUMBER,
            "location": _POSITION,
            "name": _TEXT,
            "landmark": {"oneOf": [refer_to("Landmark"), {"type": "null"}]},
            "text": {"type": "string", "description": "The direction as a sentence."},
        },
        "One maneuver of the route.",
    ),
    "Leg": object_of(
        {
            "level": _LEVEL,
            "level_name": _TEXT,
            "geometry": refer_to("LineString"),
            "distance_meters": NUMBER,
            "duration_seconds": NUMBER,
        },
        "The part of the route on one level.",
    ),
    "Alternative": object_of(_COURSE, "Another route between the same waypoints."),
    "Route": object_of(
        {
            **_COURSE,
            "version": _VERSION,
            "profile": _PROFILE,
            "snapped": object_of(
                {"from": NUMBER, "to": NUMBER}, "Metres from the start and the destination to the network."
            ),
            "stops": list_of(
                {"type": "integer"}, "The order in which the waypoints are visited, counted from 0."
            ),
            "legs": list_of(refer_to("Leg")),
            "steps": list_of(refer_to("Step")),
            "violations": list_of(refer_to("Violation")),
            "alternatives": list_of(refer_to("Alternative")),
        },
        "The best route between waypoints.",
    ),
    "Matrix": object_of(
        {
            "version": _VERSION,
            "profile": _PROFILE,
            "durations_seconds": list_of(
                list_of({"type": ["number", "null"]}), "A row for each source; null where there is no route."
            ),
        },
        "Travel times between all sources and all targets.",
    ),
    "NearestPlace": object_of(
        {
            "kind": {"type": "string", "enum": [kind for kind in LAYER_OF_KIND if kind in CATEGORISED]},
            "id": KEY,
            "name": _TEXT,
            "category": _TEXT,
            "level": _LEVEL,
            "level_name": _TEXT,
            "building_id": {"type": ["integer", "null"]},
            "building": _TEXT,
            "location": {**_POSITION, "type": ["array", "null"]},
            "is_public": {"type": "boolean", "description": "False for what is not for everybody."},
            "distance_meters": {"type": "number", "description": "The length of the route."},
            "duration_seconds": {"type": "number", "description": "The time of the route."},
        },
        "A place, and how far it is by the network.",
    ),
    "NearestPlaces": object_of(
        {
            "version": _VERSION,
            "profile": _PROFILE,
            "results": list_of(refer_to("NearestPlace"), "Those for everybody first, then the nearest."),
        },
        "The nearest places of some categories.",
    ),
    "ReachableArea": object_of(
        {
            "type": {"type": "string", "enum": ["FeatureCollection"]},
            "version": _VERSION,
            "profile": _PROFILE,
            "seconds": NUMBER,
            "features": list_of(
                object_of(
                    {
                        "type": {"type": "string", "enum": ["Feature"]},
                        "properties": object_of({"level": _LEVEL, "level_name": _TEXT}),
                        "geometry": {"type": "object", "description": "GeoJSON Polygon or MultiPolygon."},
                    }
                )
            ),
        },
        "GeoJSON: an area for each level.",
    ),
    "LocationCandidate": object_of(
        {
            "space": {
                "oneOf": [
                    object_of(
                        {"kind": {"type": "string", "enum": ["space", "room"]}, "id": KEY, "name": _TEXT}
                    ),
                    {"type": "null"},
                ],
                "description": "Where somebody may be; null outside all spaces of the level.",
            },
            "level": _LEVEL,
            "level_name": _TEXT,
            "building": {"oneOf": [object_of({"id": KEY, "name": _TEXT}), {"type": "null"}]},
            "location": {
                **_POSITION,
                "type": ["array", "null"],
                "description": "A point on the network; null where it is out of reach.",
            },
            "distance_meters": {
                "type": ["number", "null"],
                "description": "From the position to `location`.",
            },
            "confidence": {"type": "number", "minimum": 0, "maximum": 1},
            "reason": {
                "type": "string",
                "enum": ["anchor", "level", "only_level", "previous", "position"],
                "description": "The strongest evidence for the level: a sign was scanned, the level was told, no "
                "other level is there, the previous location was on it, or nothing but the position.",
            },
        },
        "A place where somebody may be.",
    ),
    "LocationCandidates": object_of(
        {
            "version": _VERSION,
            "candidates": list_of(refer_to("LocationCandidate"), "The likeliest first; empty out of reach."),
            "levels": list_of(
                object_of(
                    {
                        "level": _LEVEL,
                        "level_name": _TEXT,
                        "confidence": {"type": "number", "minimum": 0, "maximum": 1},
                    }
                ),
                "Which levels it may be, over all spaces, the likeliest first.",
            ),
            "nearest": {
                "oneOf": [object_of({"location": _POSITION, "distance_meters": NUMBER}), {"type": "null"}],
                "description": "The point of the network that is nearest to the position.",
            },
        },
        "Where somebody may be.",
    ),
    "Closure": object_of(
        {
            "id": {"type": "integer"},
            "kind": {"type": "string", "enum": list(KINDS)},
            "target_id": {
                "type": ["integer", "null"],
                "description": "The id of the closed feature; null for a level.",
            },
            "level": _LEVEL,
            "location": {**_POSITION, "type": ["array", "null"]},
            "reason": _TEXT,
            "from": _TIME,
            "until": _TIME,
            "profiles": list_of({"type": "string"}, "The affected profiles; empty for all."),
        },
        "A temporary closure of a feature.",
    ),
    "Profile": object_of(
        {
            "name": {"type": "string", "description": "Value of `profile`."},
            "speed": {"type": "number", "description": "Metres per second on level ground."},
            "avoid": list_of({"type": "string"}, "Kinds of edges that the profile does not use."),
            "min_width": {"type": ["number", "null"], "description": "Metres; null for any width."},
            "max_slope": {"type": ["number", "null"], "description": "Rise over run; null for any slope."},
        },
        "A travel profile with its defaults for the options of a route.",
    ),
}


def add_components(result: Schema, **_: Any) -> Schema:
    """Add the components to the OpenAPI document; a hook of drf-spectacular."""
    return add_schemas(result, COMPONENTS)


def add_schemas(result: Schema, components: dict[str, Schema]) -> Schema:
    """Add ``components`` to the OpenAPI document ``result``."""
    schemas = result["components"]["schemas"]
    doubled = sorted(schemas.keys() & components.keys())
    assert not doubled, f"two components of the same name: {', '.join(doubled)}"
    result["components"]["schemas"] = dict(sorted((schemas | components).items()))
    return result
