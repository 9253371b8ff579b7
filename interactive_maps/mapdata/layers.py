"""The map's layers by name, and what is known of the table that each is read from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Layer:
    """A layer as addresses name it, and its table as the deployment guide names it."""

    name: str
    table: str


@dataclass(frozen=True, slots=True)
class LayerSource:
    """A layer's table as it is at this moment, and the ``version`` of its data.

    ``srid`` and ``geometry_type`` are those declared for the geometry column (0 and GEOMETRY when undeclared).
    ``columns`` maps the table's columns to their types.
    """

    version: int
    srid: int
    geometry_type: str
    columns: Mapping[str, str]


LAYERS = {
    layer.name: layer
    for layer in (
        Layer("rooms", "room_points"),
        Layer("base-floor", "base_floor"),
        Layer("nav-edges", "nav_edges_final"),
    )
}

# The triggers that count every change of a layer's table, by name, and the statement that sets each off.
CHANGE_TRIGGERS = {
    "interactive_maps_count_insert": "INSERT",
    "interactive_maps_count_update": "UPDATE",
    "interactive_maps_count_delete": "DELETE",
    "interactive_maps_count_truncate": "TRUNCATE",
}
