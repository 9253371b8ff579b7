"""The whole network for a router without a server, made once for each state of the map."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import orjson

from interactive_maps.ops.errors import NotFound
from interactive_maps.routing.live.lazy_value import LazyValue
from interactive_maps.routing.live.routing_snapshot import RoutingSnapshot
from interactive_maps.routing.network.closures import Closure, format_time
from interactive_maps.routing.network.graph import Graph
from interactive_maps.routing.offline.network_columns import list_differences, make_columns
from interactive_maps.routing.offline.sentences import list_sentences
from interactive_maps.routing.search.access_links import SnappedWaypoint
from interactive_maps.routing.waypoints.feature_index import LAYER_OF_KIND, FeatureIndex
from interactive_maps.routing.waypoints.waypoint_resolver import MOST_OF_CATEGORY, WaypointResolver

_FRACTION_DECIMALS, _METRES_DECIMALS = 4, 2
# Edges and places of a network that is offered: what a browser keeps, and a worker makes within seconds.
_MOST_EDGES, _MOST_PLACES = 250_000, 250_000


class OfflineNetworks:
    """The network of the current state as JSON. Safe to share between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._key: tuple[WaypointResolver, str] | None = None
        self._made: LazyValue[bytes] | None = None

    def get(self, snapshot: RoutingSnapshot, day: datetime) -> bytes:
        """Return the network, with the closures by opening hours around the ``day``.

        Raises NotFound for a network that is too large to be kept.
        """
        _check_size(snapshot)
        key = snapshot.resolver, make_tag(snapshot, day)
        with self._lock:
            if self._made is None or self._key != key:
                self._key, self._made = key, LazyValue(lambda: orjson.dumps(_describe(snapshot, day)))
            made = self._made
        return made.get()


def choose_day(snapshot: RoutingSnapshot, now: datetime) -> datetime:
    """Return the day from which opening hours are told, equal in all workers; any, if the map has none."""
    day = now if snapshot.timetable.entries else datetime.fromtimestamp(0, UTC)
    return day.replace(hour=0, minute=0, second=0, microsecond=0)


def make_tag(snapshot: RoutingSnapshot, day: datetime) -> str:
    """Return an ETag that stays the same as long as the network and its places do: closures do not count."""
    stamp = "-".join(format(key, "x") for name, key in snapshot.versions.items() if name != "closures")
    return f"network.{hashlib.sha256(f'{stamp} {day:%Y-%m-%d}'.encode()).hexdigest()[:16]}"


def _check_size(snapshot: RoutingSnapshot) -> None:
    edges = len(snapshot.network.graph.tail)
    places = sum(
        len(snapshot.feature_index.list_columns(layer)["ogc_fid"]) for layer in LAYER_OF_KIND.values()
    )
    if edges > _MOST_EDGES or places > _MOST_PLACES:
        raise NotFound(
            f"this network has {edges:,} edges and {places:,} places; to be used without a connection, it may have"
            f" {_MOST_EDGES:,} and {_MOST_PLACES:,}"
        )


def _describe(snapshot: RoutingSnapshot, day: datetime) -> dict[str, Any]:
    graph, features = snapshot.network.graph, snapshot.feature_index
    spaces = features.list_columns("spaces")["ogc_fid"].tolist()
    buildings = {key: building for key in spaces if (building := features.find_building(key)) is not None}
    hours = snapshot.timetable.list_closures(day) if snapshot.timetable.entries else ()
    return {
        "version": snapshot.network.version,
        **make_columns(graph, buildings),
        "places": {kind: _list_places(snapshot, kind) for kind in LAYER_OF_KIND},
        "categories": {name: _list_members(features, name) for name in features.list_categories()},
        "hours": [_describe_closure(closure) for closure in hours],
        "sentences": list_sentences(),
    }


def _list_places(snapshot: RoutingSnapshot, kind: str) -> dict[str, Any]:
    """Return the features of a kind: those at a node, and those beside edges with [edge, fraction, metres] each."""
    keys = snapshot.feature_index.list_columns(LAYER_OF_KIND[kind])["ogc_fid"].tolist()
    resolver, graph = snapshot.resolver, snapshot.network.graph
    places = dict(resolver.locate_all([(kind, key) for key in keys]))
    at_nodes = {key: place.nodes[0] for key, place in places.items() if place.nodes}
    beside = {key: place for key, place in places.items() if place.snaps}
    wide = dict(resolver.locate_all([(kind, key) for key in beside], wide=True))
    return {
        "ids": list_differences(at_nodes.keys()),
        "nodes": list(at_nodes.values()),
        "beside": [[key, *_list_snaps(graph, place, wide[key])] for key, place in beside.items()],
    }


def _list_members(features: FeatureIndex, category: str) -> dict[str, list[int]]:
    """Return by kinds what is of a category, as differences of ids; as for a route, what is for everybody."""
    by_kind: dict[str, set[int]] = {}
    for kind, key in features.find_category(category)[:MOST_OF_CATEGORY]:
        by_kind.setdefault(kind, set()).add(key)
    return {kind: list_differences(sorted(keys)) for kind, keys in by_kind.items()}


def _list_snaps(graph: Graph, nearest: SnappedWaypoint, wide: SnappedWaypoint) -> Iterator[list[float]]:
    """Yield the nearest edges, and others that are near enough if they are of other components."""
    components = {int(graph.component[graph.tail[snap.edge]]) for _, snap in nearest.snaps}
    others = (one for one in wide.snaps if int(graph.component[graph.tail[one[1].edge]]) not in components)
    for _, snap in (*nearest.snaps, *others):
        yield [snap.edge, round(snap.fraction, _FRACTION_DECIMALS), round(snap.metres, _METRES_DECIMALS)]


def _describe_closure(closure: Closure) -> dict[str, Any]:
    return {
        "kind": closure.kind,
        "target_id": int(closure.target),
        "from": format_time(closure.start),
        "until": format_time(closure.end),
        "profiles": [],
    }


networks = OfflineNetworks()
