"""The map's layers by name: their tables and the fields of their items.

One declaration serves all uses: provisioning creates the tables, reading selects the items, edits writes the rows,
and the archive dumps them. ``ogr2ogr`` creates the first three tables, per the deployment guide; the others are
similar.
"""

from __future__ import annotations

from interactive_maps.mapdata.schema.layer import Encoding, Field, Layer
from interactive_maps.mapdata.schema.sign_layer import SIGNS

_TEXT_NAME = Field("name", Encoding.TEXT, "text")
_LEVEL = Field("level", Encoding.LEVEL, "level")
_LOCATION = Field("location", Encoding.POINT, "wkb_geometry")
_GEOMETRY = Field("geometry", Encoding.SHAPE, "wkb_geometry")
_NAMES = (Field("name", Encoding.NAME, "names"), Field("names", Encoding.VALUE, "names"))
# schema.layer.SIZE as PostgreSQL prints it, with casts.
_SIZE = (
    "GREATEST(st_xmax(wkb_geometry::box3d) - st_xmin(wkb_geometry::box3d),"
    " st_ymax(wkb_geometry::box3d) - st_ymin(wkb_geometry::box3d))"
)

_CONTACTS = dict.fromkeys(("phone", "email", "website"), "text")


def _values(*columns: str) -> tuple[Field, ...]:
    return tuple(Field(column, Encoding.VALUE, column) for column in columns)


_ROOMS = Layer(
    "rooms",
    "room_points",
    "Point",
    {"text": "varchar", "category": "text", "building_id": "integer", "space_id": "integer"},
    (_TEXT_NAME, _LEVEL, _LOCATION, *_values("category", "building_id", "space_id")),
    references={"building_id": "buildings", "space_id": "spaces"},
    filters=frozenset({"q", "building", "category"}),
    indexes={"idx_room_points_text": "btree (text)"},
)
_BASE_FLOOR = Layer(
    "base-floor",
    "base_floor",
    "Geometry",
    {
        "layer": "varchar",
        "paperspace": "boolean",
        **dict.fromkeys(("subclasses", "linetype", "entityhandle", "text"), "varchar"),
    },
    (
        Field("layer", Encoding.TEXT, "layer"),
        _LEVEL,
        Field("paperspace", Encoding.FLAG, "paperspace"),
        Field("text", Encoding.TEXT, "text"),
        _GEOMETRY,
    ),
    indexes={
        "idx_base_floor_size": f"btree ({_SIZE})",
        "idx_base_floor_level_size": f"btree (level, {_SIZE})",
    },
)
_NAV_EDGES = Layer(
    "nav-edges",
    "nav_edges_final",
    "LineString",
    {
        "source": "integer",
        "target": "integer",
        "cost": "double precision",
        "target_level": "double precision",
        "kind": "text",
        "one_way": "boolean",
        "width": "double precision",
        "slope": "double precision",
        "step_free": "boolean",
        "name": "text",
        **dict.fromkeys(("space_id", "opening_id", "connector_id"), "integer"),
    },
    (
        *_values("source", "target", "cost"),
        _LEVEL,
        *_values("target_level", "kind", "one_way", "width", "slope", "step_free", "name"),
        *_values("space_id", "opening_id", "connector_id"),
        _GEOMETRY,
    ),
    references={
        "source": "nav-nodes",
        "target": "nav-nodes",
        "space_id": "spaces",
        "opening_id": "openings",
        "connector_id": "connectors",
    },
)
_VENUES = Layer(
    "venues",
    "venues",
    "Geometry",
    {"names": "jsonb", "category": "text", "properties": "jsonb"},
    (*_NAMES, *_values("category"), _GEOMETRY),
    filters=frozenset({"category", "lang"}),
)
_BUILDINGS = Layer(
    "buildings",
    "buildings",
    "Geometry",
    {"names": "jsonb", "category": "text", "venue_id": "integer", "properties": "jsonb"},
    (*_NAMES, *_values("category", "venue_id"), _GEOMETRY),
    references={"venue_id": "venues"},
    filters=frozenset({"category", "lang"}),
)
_LEVELS = Layer(
    "levels",
    "levels",
    "Geometry",
    {
        "names": "jsonb",
        "short_names": "jsonb",
        "elevation": "double precision",
        "building_ids": "integer[]",
        "properties": "jsonb",
    },
    (
        *_NAMES,
        Field("short_name", Encoding.NAME, "short_names"),
        _LEVEL,
        *_values("building_ids", "elevation"),
        _GEOMETRY,
    ),
    references={"building_ids": "buildings"},
    filters=frozenset({"building", "lang"}),
)
_SPACES = Layer(
    "spaces",
    "spaces",
    "Geometry",
    {
        "names": "jsonb",
        "category": "text",
        "ref": "text",
        "aliases": "text[]",
        "access": "text",
        "step_free": "boolean",
        "opening_hours": "text",
        "capacity": "integer",
        "display_point": "geometry(Point, 4326)",
        "level_id": "integer",
        "building_id": "integer",
        "properties": "jsonb",
    },
    (
        *_NAMES,
        *_values("ref", "aliases", "category"),
        _LEVEL,
        *_values("level_id", "building_id", "access", "step_free", "opening_hours", "capacity"),
        Field("display_point", Encoding.PLACE, "display_point"),
        _GEOMETRY,
    ),
    references={"level_id": "levels", "building_id": "buildings"},
    filters=frozenset({"q", "building", "category", "lang"}),
)
_OPENINGS = Layer(
    "openings",
    "openings",
    "Geometry",
    {
        "names": "jsonb",
        "kind": "text",
        "category": "text",
        "width": "double precision",
        "automatic": "boolean",
        "access": "text",
        "step_free": "boolean",
        "guessed": "boolean",
        "space_ids": "integer[]",
        "properties": "jsonb",
    },
    (
        *_NAMES[:1],
        *_values("kind", "category"),
        _LEVEL,
        *_values("width", "automatic", "access", "step_free", "guessed", "space_ids"),
        _GEOMETRY,
    ),
    references={"space_ids": "spaces"},
    filters=frozenset({"category", "lang"}),
)
_CONNECTORS = Layer(
    "connectors",
    "connectors",
    "Geometry",
    {
        "names": "jsonb",
        "kind": "text",
        "levels": "double precision[]",
        "direction": "text",
        "incline": "text",
        "step_free": "boolean",
        "access": "text",
        "space_ids": "integer[]",
        "properties": "jsonb",
    },
    (
        *_NAMES[:1],
        *_values("kind"),
        _LEVEL,
        *_values("levels", "direction", "incline", "step_free", "access", "space_ids"),
        _GEOMETRY,
    ),
    references={"space_ids": "spaces"},
    filters=frozenset({"lang"}),
)
_POINTS = Layer(
    "points",
    "points_of_interest",
    "Point",
    {
        "names": "jsonb",
        "category": "text",
        "access": "text",
        "step_free": "boolean",
        "opening_hours": "text",
        **_CONTACTS,
        "space_ids": "integer[]",
        "level_id": "integer",
        "building_id": "integer",
        "properties": "jsonb",
    },
    (
        *_NAMES,
        *_values("category"),
        _LEVEL,
        *_values("level_id", "building_id", "access", "step_free", "opening_hours", *_CONTACTS, "space_ids"),
        _LOCATION,
    ),
    references={"space_ids": "spaces", "level_id": "levels", "building_id": "buildings"},
    filters=frozenset({"building", "category", "lang"}),
)
_OCCUPANTS = Layer(
    "occupants",
    "occupants",
    "Point",
    {
        "names": "jsonb",
        "category": "text",
        "opening_hours": "text",
        **_CONTACTS,
        "space_id": "integer",
        "properties": "jsonb",
    },
    (*_NAMES, *_values("category"), _LEVEL, *_values("opening_hours", *_CONTACTS, "space_id"), _LOCATION),
    references={"space_id": "spaces"},
    filters=frozenset({"category", "lang"}),
)
# Internal layers: nodes, through which edges connect, and source features without a counterpart on the map.
_NAV_NODES = Layer(
    "nav-nodes",
    "nav_nodes",
    "Point",
    {"space_id": "integer", "opening_id": "integer", "connector_id": "integer"},
    (),
    references={"space_id": "spaces", "opening_id": "openings", "connector_id": "connectors"},
)
# Closures. The target is the key of a row in the table of its kind; for a level its ordinal, for a node its number in
# the network. The geometry column stays empty.
_CLOSURES = Layer(
    "closures",
    "closures",
    "Geometry",
    {
        "kind": "text",
        "target_id": "bigint",
        "starts_at": "timestamptz",
        "ends_at": "timestamptz",
        "profiles": "text[]",
        "reason": "text",
        "created_at": "timestamptz DEFAULT now()",
    },
    (),
)
_UNMAPPED = {"kind": "text", "properties": "jsonb"}
_SOURCE_FEATURES = Layer("source-features", "source_features", "Geometry", _UNMAPPED, ())

# In writing order: referenced layers come first.
LAYERS = {
    layer.name: layer
    for layer in (
        *(
            _VENUES,
            _BUILDINGS,
            _LEVELS,
            _SPACES,
            _OPENINGS,
            _CONNECTORS,
            _POINTS,
            _OCCUPANTS,
            _SOURCE_FEATURES,
        ),
        *(_ROOMS, _BASE_FLOOR, _NAV_NODES, _NAV_EDGES, _CLOSURES, SIGNS),
    )
}
