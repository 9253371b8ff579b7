"""Examples of routing responses for the API description."""

from __future__ import annotations

from typing import Any

_LINE = {"type": "LineString", "coordinates": [[13.7229, 51.0255], [13.723, 51.0255], [13.723, 51.0256]]}
_VERSION = 1795553742104

ROUTE_BODY: dict[str, Any] = {"from": {"room": 12}, "to": "category:restroom", "profile": "step_free"}
ROUTE: dict[str, Any] = {
    "distance_meters": 18.13,
    "duration_seconds": 13.6,
    "route": _LINE,
    "version": _VERSION,
    "profile": "step_free",
    "snapped": {"from": 0.0, "to": 0.42},
    "stops": [0, 1],
    "legs": [
        {
            "level": 1.0,
            "level_name": "First floor",
            "geometry": _LINE,
            "distance_meters": 18.13,
            "duration_seconds": 13.6,
        }
    ],
    "steps": [
        {
            "kind": "start",
            "angle": None,
            "level": 1.0,
            "level_name": "First floor",
            "to_level": None,
            "to_level_name": None,
            "distance_meters": 18.13,
            "duration_seconds": 13.6,
            "location": [13.7229, 51.0255],
            "name": "Library",
            "landmark": {"kind": "compass", "name": None, "id": None, "count": None, "side": "east"},
            "text": "Start at Library and go east.",
        },
        {
            "kind": "arrive",
            "angle": None,
            "level": 1.0,
            "level_name": "First floor",
            "to_level": None,
            "to_level_name": None,
            "distance_meters": 0.0,
            "duration_seconds": 0.0,
            "location": [13.723, 51.0256],
            "name": "Restroom",
            "landmark": None,
            "text": "You have arrived at Restroom.",
        },
    ],
    "violations": [],
    "alternatives": [],
}
NO_ROUTE: dict[str, Any] = {
    "detail": "There is nothing to walk on within 20 m of this place, on its level and not behind a wall.",
    "code": "no_route",
    "reason": "off_network",
    "stop": 1,
}
MATRIX_BODY: dict[str, Any] = {"sources": ["room:12", "room:13"], "targets": [{"space": 40}]}
MATRIX: dict[str, Any] = {
    "version": _VERSION,
    "profile": "walk",
    "durations_seconds": [[13.6], [None]],
}
NEAREST_BODY: dict[str, Any] = {
    "from": {"lon": 13.7229, "lat": 51.0255, "level": 1},
    "category": ["restroom"],
}
NEAREST: dict[str, Any] = {
    "version": _VERSION,
    "profile": "walk",
    "results": [
        {
            "kind": "space",
            "id": 40,
            "name": "1.017 WC",
            "category": "restroom",
            "level": 1.0,
            "level_name": "First floor",
            "building_id": 1,
            "building": "Main building",
            "location": [13.7230, 51.0256],
            "is_public": True,
            "distance_meters": 17.4,
            "duration_seconds": 13.1,
        }
    ],
}
REACHABLE_BODY: dict[str, Any] = {"from": {"lon": 13.7229, "lat": 51.0255, "level": 1}, "seconds": 120}
REACHABLE: dict[str, Any] = {
    "type": "FeatureCollection",
    "version": _VERSION,
    "profile": "walk",
    "seconds": 120,
    "features": [
        {
            "type": "Feature",
            "properties": {"level": 1.0, "level_name": "First floor"},
            "geometry": {
                "type": "Polygon",
                "coordinates": [
                    [[13.7228, 51.0254], [13.723, 51.0254], [13.723, 51.0256], [13.7228, 51.0254]]
                ],
            },
        }
    ],
}
LOCATION: dict[str, Any] = {
    "version": _VERSION,
    "candidates": [
        {
            "space": {"kind": "space", "id": 12, "name": "1.204 Seminar room"},
            "level": 1.0,
            "level_name": "First floor",
            "building": {"id": 1, "name": "Main building"},
            "location": [13.7229, 51.0255],
            "distance_meters": 2.4,
            "confidence": 0.71,
            "reason": "level",
        }
    ],
    "levels": [{"level": 1.0, "level_name": "First floor", "confidence": 0.985}],
    "nearest": {"location": [13.7229, 51.0255], "distance_meters": 2.4},
}
CLOSURES: list[dict[str, Any]] = [
    {
        "id": 3,
        "kind": "opening",
        "target_id": 41,
        "level": 0.0,
        "location": [13.7229, 51.0255],
        "reason": "The door is being repaired.",
        "from": "2026-11-02T08:00:00Z",
        "until": None,
        "profiles": [],
    }
]
PROFILES: list[dict[str, Any]] = [
    {"name": "walk", "speed": 1.33, "avoid": [], "min_width": None, "max_slope": None}
]
NETWORK: dict[str, Any] = {
    "version": _VERSION,
    "kinds": ["walk", "door"],
    "nodes": {
        "longitude": [137229000, 1000],
        "latitude": [510255000, 0],
        "level": [1, 1],
        "number": [7, 1],
    },
    "edges": {
        "id": [12],
        "tail": [0],
        "head": [1],
        "kind": [0],
        "centimetres": [701],
        "space": [5],
        "opening": [None],
        "connector": [None],
        "building": [1],
        "bends": [],
        "one_way": [],
    },
    "profiles": [{"name": "walk", "speed": 1.33, "arcs": [], "milliseconds": [], "forbidden": {}}],
    "places": {
        kind: {"ids": [5, 1], "nodes": [0, 1], "beside": []}
        for kind in ("room", "space", "point", "occupant", "building")
    },
    "categories": {"restroom": {"space": [5, 1]}},
    "hours": [],
    "sentences": {"de": {"take the stairs": "nehmen Sie die Treppe"}},
}
