"""From a position to ranked candidates as JSON: names, levels, buildings, and where they meet the network."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from interactive_maps.geo.plane import measure_metres
from interactive_maps.mapdata.reading.signs import locate_sign
from interactive_maps.ops.errors import NotFound
from interactive_maps.routing.http.route_requests import LocateRequest
from interactive_maps.routing.live.routing_snapshot import RoutingSnapshot
from interactive_maps.routing.positioning.fixes import Fix
from interactive_maps.routing.positioning.locator import Candidate, Ranking
from interactive_maps.routing.waypoints.feature_index import LAYER_OF_KIND
from interactive_maps.routing.waypoints.waypoint_resolver import FeatureRef, Point, UnknownWaypoint

Answer = Mapping[str, Any]

_ANCHORED = 0.99
# An anchor is left behind when the position is so much farther away than it may be off.
_ANCHOR_REACH, _ANCHOR_METRES = 3.0, 20.0
_DECIMALS = 7


def make_location(snapshot: RoutingSnapshot, request: LocateRequest) -> Answer:
    """Return the candidates, the likeliest first; NotFound where the anchor is no longer on the map."""
    ranking = Ranking((), (), None, None)
    if request.fix is not None:
        ranking = snapshot.locator.get().locate(request.fix)
    candidates, levels = ranking.candidates, ranking.levels
    anchor = None if request.anchor is None else _find_anchor(snapshot, request.anchor)
    if anchor is not None and _is_near(anchor, request.fix):
        others = (
            replace(one, confidence=round(one.confidence * (1 - _ANCHORED), 3))
            for one in candidates
            if (one.kind, one.key, one.level) != (anchor.kind, anchor.key, anchor.level)
        )
        candidates, levels = (anchor, *others), ((anchor.level, _ANCHORED),)
    nearest = None
    if ranking.metres is not None and ranking.nearest is not None:
        nearest = {"location": _round(ranking.nearest), "distance_meters": round(ranking.metres, 1)}
    return {
        "version": snapshot.network.version,
        "candidates": [_describe(snapshot, one, request) for one in candidates],
        "levels": [
            {
                "level": level,
                "level_name": _name_level(snapshot, level, request),
                "confidence": confidence,
            }
            for level, confidence in levels
        ],
        "nearest": nearest,
    }


def _find_anchor(snapshot: RoutingSnapshot, named: Point | FeatureRef | str) -> Candidate:
    """Return the candidate at which an anchor is. Raises NotFound, and of signs what :func:`locate_sign` does."""
    if isinstance(named, str):
        _, place = locate_sign(named)
        is_space = place.kind == "hall" and snapshot.feature_index.find("space", place.key) is not None
        named = FeatureRef("space", place.key) if is_space else Point(*place.point, place.level)
    if isinstance(named, Point):
        point, level = (named.longitude, named.latitude), named.level
        kind, key = snapshot.locator.get().find_place(point, level)
    else:
        found = snapshot.feature_index.find(named.kind, named.key)
        if found is None or found.point is None:
            raise NotFound(
                f"The anchor {named.kind}:{named.key} is not on the map: it may have been removed."
            )
        point, level = found.point, found.level
        kind, key = ("room", named.key) if named.kind == "room" else ("space", found.space)
    return Candidate(kind if key is not None else None, key, level, point, _ANCHORED, "anchor")


def _is_near(anchor: Candidate, fix: Fix | None) -> bool:
    if fix is None or anchor.point is None:
        return True
    apart = measure_metres((fix.longitude, fix.latitude), anchor.point)
    return apart <= _ANCHOR_REACH * fix.accuracy + _ANCHOR_METRES


def _describe(snapshot: RoutingSnapshot, one: Candidate, request: LocateRequest) -> Answer:
    features, languages = snapshot.feature_index, request.languages
    space = building = None
    if one.kind is not None and one.key is not None:
        name = features.find_name(LAYER_OF_KIND[one.kind], one.key, languages)
        space = {"kind": one.kind, "id": one.key, "name": name}
        building = features.find_building(one.key) if one.kind == "space" else None
    location = _find_on_network(snapshot, one)
    apart = None
    if location is not None and request.fix is not None:
        apart = round(measure_metres((request.fix.longitude, request.fix.latitude), location), 1)
    return {
        "space": space,
        "level": one.level,
        "level_name": _name_level(snapshot, one.level, request, building),
        "building": None
        if building is None
        else {"id": building, "name": features.find_name("buildings", building, languages)},
        "location": None if location is None else _round(location),
        "distance_meters": apart,
        "confidence": one.confidence,
        "reason": one.reason,
    }


def _name_level(
    snapshot: RoutingSnapshot, level: float | None, request: LocateRequest, building: int | None = None
) -> str | None:
    if level is None:
        return None
    return snapshot.feature_index.find_level_name(level, request.languages, building)


def _find_on_network(snapshot: RoutingSnapshot, one: Candidate) -> tuple[float, float] | None:
    """Return where the candidate is on the network: at its own point if it has one there, else where routes begin."""
    if one.point is not None and one.reason != "anchor":
        return one.point
    named: Point | FeatureRef | None = None
    if one.reason == "anchor" and one.point is not None:
        named = Point(*one.point, one.level)
    elif one.kind is not None and one.key is not None:
        named = FeatureRef(one.kind, one.key)
    if named is None:
        return None
    try:
        reached = snapshot.resolver.resolve(named)
    except UnknownWaypoint:
        return None
    if reached.snaps:
        snap = reached.snaps[0][1]
        return snap.longitude, snap.latitude
    if reached.nodes:
        longitude, latitude = snapshot.network.graph.node_coordinates[reached.nodes[0]].tolist()
        return longitude, latitude
    return None


def _round(point: Sequence[float]) -> list[float]:
    return [round(value, _DECIMALS) for value in point]
