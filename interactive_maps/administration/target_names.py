"""Names of closed features, as routing knows them."""

from __future__ import annotations

from interactive_maps.mapdata.models import Closure
from interactive_maps.ops.errors import MapError
from interactive_maps.routing.live.routing_snapshot import RoutingSnapshot
from interactive_maps.routing.live.snapshot_service import service

_LANGUAGES = ("en",)
_LAYERS = {"opening": "openings", "connector": "connectors", "space": "spaces"}


def find_snapshot() -> RoutingSnapshot | None:
    """Return the current routing snapshot, or None if there is no network."""
    try:
        return service.get_snapshot()
    except MapError:
        return None


def find_name(snapshot: RoutingSnapshot | None, closure: Closure) -> str:
    """Return the name of the closed feature; empty if it has none or is no longer on the map."""
    if snapshot is None:
        return ""
    if closure.kind == "level":
        name = (
            None
            if closure.level is None
            else snapshot.feature_index.find_level_name(closure.level, _LANGUAGES)
        )
    elif closure.target_id is None:
        name = None
    elif closure.kind == "edge":
        graph = snapshot.network.graph
        edge = graph.edge_of_id.get(closure.target_id)
        name = None if edge is None else graph.name[edge]
    else:
        layer = _LAYERS.get(closure.kind or "")
        name = snapshot.feature_index.find_name(layer, closure.target_id, _LANGUAGES) if layer else None
    return name or ""
