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
    """A row of ``layer_version``: the ``version`` of a layer's data, and the facts that reading it needs.

    ``tracked``: triggers count its changes. ``srid`` and ``geometry_type`` are those declared for the geometry
    column (0 and GEOMETRY when undeclared). ``columns`` maps the table's columns to their types.
    """

    version: int
    tracked: bool
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
