"""Head of the OpenAPI document: description, version and tags of the API."""

from typing import Any

from interactive_maps import VERSION

DESCRIPTION = """Floor plans as streams, pages, tiles, search results and routes.

The API is read-only. Positions are WGS84 longitude and latitude in degrees; a level is an ordinal, and 0 is the
ground floor. Responses carry an `ETag`: send it as `If-None-Match` to get 304 until the map changes. Errors are
JSON objects with `detail`, `code` and, if one parameter is wrong, `parameter`. Unknown parameters are rejected."""

TAGS = {
    "layers": "Layers of the map, as streams, pages and single items.",
    "tiles": "Layers as Mapbox Vector Tiles, and pictures of levels and places.",
    "search": "Search for rooms, places and categories by name.",
    "routing": "Routes, travel times, nearest places and reachable areas.",
    "closures": "Temporary closures.",
    "health": "Probes for load balancers and orchestrators.",
}

SPECTACULAR_SETTINGS: dict[str, Any] = {
    "TITLE": "Interactive Maps Backend",
    "DESCRIPTION": DESCRIPTION,
    "VERSION": VERSION,
    "LICENSE": {"name": "BSD-3-Clause", "identifier": "BSD-3-Clause"},
    "TAGS": [{"name": name, "description": description} for name, description in TAGS.items()],
    "OAS_VERSION": "3.1.0",
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "interactive_maps.routing.http.schemas.add_components",
        "interactive_maps.routing.http.network_schemas.add_network_components",
    ],
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
}
