"""Declarations of layers: tables that are read as items."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, auto


class Encoding(Enum):
    """Encoding of a field from its column."""

    VALUE = auto()  # unchanged: a number, a flag, a list, an object
    TEXT = auto()  # as text, from any type
    FLAG = auto()  # a boolean, possibly stored in another form
    LEVEL = auto()  # an ordinal, or null
    NAME = auto()  # from names by language, the one that suits the reader
    POINT = auto()  # the layer's geometry, as one point
    SHAPE = auto()  # the layer's geometry
    PLACE = auto()  # another point


@dataclass(frozen=True, slots=True)
class Field:
    """A field of an item and its column."""

    name: str
    encoding: Encoding
    column: str


@dataclass(frozen=True, slots=True)
class Layer:
    """A layer by its name in addresses, and its table.

    ``columns`` maps the table's own columns, besides the common ones, to their types; ``geometry`` is the geometry
    type. ``references`` names the layer whose keys a column holds. ``filters`` are the request filters besides
    ``level`` and ``bbox``. ``indexes``, besides the common ones, maps names to method and keys as PostgreSQL prints
    them.
    """

    name: str
    table: str
    geometry: str
    columns: Mapping[str, str]
    members: tuple[Field, ...]
    references: Mapping[str, str] = field(default_factory=dict)
    filters: frozenset[str] = frozenset()
    indexes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TableInfo:
    """A layer's table in its current state, and the ``version`` of its data.

    If ``is_tracked`` is false, changes are not counted, and ``version`` only limits the age of responses. ``srid``
    and ``geometry_type`` are declared for the geometry column (0 and GEOMETRY if undeclared). ``columns`` maps the
    table's columns to their types.
    """

    version: int
    srid: int
    geometry_type: str
    columns: Mapping[str, str]
    is_tracked: bool = True


# Common to all tables: the level's ordinal; a row's import source, its key there, and its building there.
SHARED_COLUMNS = {
    "level": "double precision",
    "origin": "text",
    "origin_key": "text",
    "origin_part": "text",
}
# The longer side of a bounding box, in SQL: tiles sort by it, and indexes use the same expression.
SIZE = "greatest(ST_XMax({0}) - ST_XMin({0}), ST_YMax({0}) - ST_YMin({0}))"

# The triggers that count every change of a layer's table: name and triggering statement.
CHANGE_TRIGGERS = {
    "interactive_maps_count_insert": "INSERT",
    "interactive_maps_count_update": "UPDATE",
    "interactive_maps_count_delete": "DELETE",
    "interactive_maps_count_truncate": "TRUNCATE",
}
