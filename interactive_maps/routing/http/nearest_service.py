"""Nearest service: what is nearest of some categories, by the network."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from interactive_maps.ops import deadlines
from interactive_maps.routing.engines.engine import INFINITE
from interactive_maps.routing.http import request_bounds
from interactive_maps.routing.http.route_requests import NearestRequest
from interactive_maps.routing.http.route_service import find_start, open_wayfinder, resolve
from interactive_maps.routing.live.routing_snapshot import RoutingSnapshot
from interactive_maps.routing.search.access_links import SnappedWaypoint
from interactive_maps.routing.search.routes import Route
from interactive_maps.routing.waypoints.waypoint_resolver import Category, FeatureRef


@dataclass(frozen=True, eq=False, slots=True)
class NearestPlace:
    """A feature, and the ``route`` to it; ``is_public`` unless it is not for everybody."""

    feature: FeatureRef
    is_public: bool
    route: Route


def find_nearest(snapshot: RoutingSnapshot, asked: NearestRequest) -> list[NearestPlace]:
    """Return the features of the categories that can be reached, those for everybody first, then by time.

    Raises NotFound and NoRoute about the start, and InvalidParameter for categories with too many features.
    """
    start = find_start(snapshot, asked.start)
    categories = [Category(name, private=True) for name in asked.categories]
    request_bounds.require_few_features(snapshot.resolver, categories, "category")
    places = _drop_named_by_tenants(snapshot, _list_places(snapshot, categories))
    request_bounds.require_few_pairs([start], list(places.values()), "category")
    private = snapshot.feature_index.find_private(asked.categories)
    times = _measure(snapshot, asked, start, places)
    order = sorted(times, key=lambda one: ((one.kind, one.key) in private, times[one], one.kind, one.key))
    found = []
    for feature in order[: asked.limit]:
        deadlines.check()
        stops = (start, *resolve(snapshot, [feature]))
        route = open_wayfinder(snapshot, asked.options, stops).find_route()
        if route is not None:
            found.append(NearestPlace(feature, (feature.kind, feature.key) not in private, route))
    return found


def _list_places(
    snapshot: RoutingSnapshot, categories: Sequence[Category]
) -> dict[FeatureRef, SnappedWaypoint]:
    places: dict[FeatureRef, SnappedWaypoint] = {}
    for category in categories:
        deadlines.check()
        places.update(snapshot.resolver.list_members(category))
    return places


def _drop_named_by_tenants(
    snapshot: RoutingSnapshot, places: dict[FeatureRef, SnappedWaypoint]
) -> dict[FeatureRef, SnappedWaypoint]:
    """Return the places without the spaces of occupants that they are called like: each is one place."""
    features, doubled = snapshot.feature_index, set()
    for one in places:
        where = features.find(one.kind, one.key) if one.kind == "occupant" else None
        if where is None or where.space is None:
            continue
        label = features.find_name("spaces", where.space, ()) or ""
        name = features.find_name("occupants", one.key, ()) or ""
        if not label or name.casefold() in label.casefold():
            doubled.add(FeatureRef("space", where.space))
    return {one: place for one, place in places.items() if one not in doubled}


def _measure(
    snapshot: RoutingSnapshot,
    asked: NearestRequest,
    start: SnappedWaypoint,
    places: dict[FeatureRef, SnappedWaypoint],
) -> dict[FeatureRef, int]:
    """Return the milliseconds to each place that can be reached."""
    if not places:
        return {}
    wayfinder = open_wayfinder(snapshot, asked.options, (start,))
    times = wayfinder.measure([start], list(places.values()))[0].tolist()
    return {feature: time for feature, time in zip(places, times, strict=True) if time < INFINITE}
