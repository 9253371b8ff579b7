"""Schemas of the network for routers without a server, as components of the OpenAPI document."""

from __future__ import annotations

from typing import Any

from interactive_maps.routing.http.schemas import (
    NUMBER,
    Schema,
    add_schemas,
    list_of,
    object_of,
    refer_to,
)
from interactive_maps.routing.network.closures import KINDS
from interactive_maps.routing.waypoints.feature_index import LAYER_OF_KIND

_WHOLE: Schema = {"type": "integer"}
_WHOLES = list_of(_WHOLE)
_MAYBE = list_of({"type": ["integer", "null"]}, "Differences to the last value that is not null.")
_DIFFERENCES = list_of(_WHOLE, "The first value, then differences to the value before.")
_POSITIONS = list_of(_WHOLE, "In 1e-7 degrees: the first value, then differences to the value before.")

NETWORK_COMPONENTS: dict[str, Schema] = {
    "NetworkNodes": object_of(
        {
            "longitude": _POSITIONS,
            "latitude": _POSITIONS,
            "level": list_of({"type": ["number", "null"]}),
            "number": _MAYBE,
        },
        "A column for each property; `number` is the one that closures of nodes name.",
    ),
    "NetworkEdges": object_of(
        {
            "id": _MAYBE,
            "tail": _DIFFERENCES,
            "head": list_of(_WHOLE, "Differences to the tail of the same edge."),
            "kind": list_of(_WHOLE, "Indices of `kinds`."),
            "centimetres": _WHOLES,
            "space": _MAYBE,
            "opening": _MAYBE,
            "connector": _MAYBE,
            "building": list_of({"type": ["integer", "null"]}),
            "bends": list_of(
                _WHOLES,
                "Of edges that are not straight: the edge, then steps in 1e-7 degrees from its tail on.",
            ),
            "one_way": list_of(_WHOLE, "Arcs that nobody may use: 2e along edge e, 2e + 1 against it."),
        },
        "A column for each property. `id`, `space`, `opening` and `connector` are those that closures name.",
    ),
    "NetworkProfile": object_of(
        {
            "name": {"type": "string"},
            "speed": {**NUMBER, "description": "Metres per second, on all arcs that are not listed."},
            "arcs": _DIFFERENCES,
            "milliseconds": list_of(_WHOLE, "The time of each of `arcs`."),
            "forbidden": {
                "type": "object",
                "additionalProperties": _DIFFERENCES,
                "description": "Edges that the profile does not use, by the reason.",
            },
        },
        "What a travel profile makes of the edges.",
    ),
    "NetworkPlacesOfKind": object_of(
        {
            "ids": _DIFFERENCES,
            "nodes": list_of(_WHOLE, "The node of each of `ids`."),
            "beside": list_of(
                {"type": "array", "items": {}},
                "Features without a node: the id, then [edge, fraction along it, metres] of the nearest edge, those "
                "at most 0.5 m further away, and others within 20 m that these are not connected with.",
            ),
        },
        "Where features of a kind meet the network.",
    ),
    "Network": object_of(
        {
            "version": _WHOLE,
            "kinds": list_of({"type": "string"}),
            "nodes": refer_to("NetworkNodes"),
            "edges": refer_to("NetworkEdges"),
            "profiles": list_of(refer_to("NetworkProfile")),
            "places": object_of({kind: refer_to("NetworkPlacesOfKind") for kind in LAYER_OF_KIND}),
            "categories": {
                "type": "object",
                "additionalProperties": {"type": "object", "additionalProperties": _DIFFERENCES},
                "description": "By category and kind, the ids of what a route to that category may lead to.",
            },
            "hours": list_of(
                object_of(
                    {
                        "kind": {"type": "string", "enum": list(KINDS)},
                        "target_id": _WHOLE,
                        "from": {"type": ["string", "null"], "format": "date-time"},
                        "until": {"type": ["string", "null"], "format": "date-time"},
                        "profiles": list_of({"type": "string"}),
                    }
                ),
                "Closures by opening hours, some days ahead. Other closures: see `listClosures`.",
            ),
            "sentences": {
                "type": "object",
                "additionalProperties": {"type": "object", "additionalProperties": {"type": "string"}},
                "description": "Sentences of directions by language and by their English text.",
            },
        },
        "The network with everything that a router needs.",
    ),
}


def add_network_components(result: Schema, **_: Any) -> Schema:
    """Add the components to the OpenAPI document; a hook of drf-spectacular."""
    return add_schemas(result, NETWORK_COMPONENTS)
