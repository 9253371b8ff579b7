"""What a layer is: a table that is read as items, by declaration."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, auto


class Encoding(Enum):
    """How a member of an item is made of its column."""

    VALUE = auto()  # as it is: a number, a flag, a list, an object
    TEXT = auto()  # whatever type the column has, as text
    FLAG = auto()  # a boolean that may be written in other ways
    LEVEL = auto()  # an ordinal, or null
    NAME = auto()  # of names by language, the one that suits the reader
    POINT = auto()  # the layer's geometry, as one point
    SHAPE = auto()  # the layer's geometry
    PLACE = auto()  # another point


@dataclass(frozen=True, slots=True)
class Field:
    """A member of an item, and the column that it is made of."""

    name: str
    encoding: Encoding
    column: str


@dataclass(frozen=True, slots=True)
class Layer:
    """A layer as addresses name it, and its table.

    ``columns`` maps the table's own columns, besides those that all have, to their types; ``geometry`` is the type of
    its geometry. ``references`` names the layer whose keys a column holds. ``filters`` are those that requests may
    use besides ``level`` and ``bbox``; ``indexes`` come besides those that all tables have, by name their method and
    keys as PostgreSQL writes them back.
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
    """A layer's table as it is at this moment, and the ``version`` of its data.

    Where ``is_tracked`` is false nobody counts the changes, and ``version`` only says how old an answer may be.
    ``srid`` and ``geometry_type`` are those declared for the geometry column (0 and GEOMETRY when undeclared).
    ``columns`` maps the table's columns to their types.
    """

    version: int
    srid: int
    geometry_type: str
    columns: Mapping[str, str]
    is_tracked: bool = True


# What all tables have: the level's ordinal; the source that a row came from, the thing in it, and its building there.
SHARED_COLUMNS = {
    "level": "double precision",
    "origin": "text",
    "origin_key": "text",
    "origin_part": "text",
}
# The longer side of a bounding box, in SQL: tiles begin with what is large, and indexes have the same expression.
SIZE = "greatest(ST_XMax({0}) - ST_XMin({0}), ST_YMax({0}) - ST_YMin({0}))"

# The triggers that count every change of a layer's table, by name, and the statement that sets each off.
CHANGE_TRIGGERS = {
    "interactive_maps_count_insert": "INSERT",
    "interactive_maps_count_update": "UPDATE",
    "interactive_maps_count_delete": "DELETE",
    "interactive_maps_count_truncate": "TRUNCATE",
}
