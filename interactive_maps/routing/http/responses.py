"""Routing responses as plain values for JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import numpy as np
import orjson
import shapely
from numpy.typing import NDArray

from interactive_maps.geo.plane import Plane
from interactive_maps.mapdata.edits.closures import ClosureRow
from interactive_maps.ops import deadlines
from interactive_maps.routing.directions import Landmark, describe
from interactive_maps.routing.directions.texts import write
from interactive_maps.routing.http.nearest_service import NearestPlace
from interactive_maps.routing.http.route_requests import NearestRequest, ReachRequest, RouteRequest
from interactive_maps.routing.http.route_service import RouteResult
from interactive_maps.routing.http.violation_responses import show_violations
from interactive_maps.routing.live.routing_snapshot import RoutingSnapshot
from interactive_maps.routing.network.closures import format_time
from interactive_maps.routing.network.edges import NOTHING
from interactive_maps.routing.network.graph import Graph
from interactive_maps.routing.search.access_links import SnappedWaypoint
from interactive_maps.routing.search.isochrones import draw_areas, find_reached
from interactive_maps.routing.search.routes import Leg, Route
from interactive_maps.routing.search.wayfinding import Wayfinder
from interactive_maps.routing.waypoints.feature_index import LAYER_OF_KIND, FeatureLocation
from interactive_maps.texts.languages import choose_language

_DECIMALS = 8  # of a degree: a millimetre
Answer = dict[str, Any]
Floats = NDArray[np.float64]


def make_route(snapshot: RoutingSnapshot, asked: RouteRequest, result: RouteResult) -> Answer:
    """Return the response to a route request."""
    route, plane = result.route, snapshot.network.graph.plane
    start, end = route.snapped
    return {
        **_make_way(route, plane, asked.simplify),
        "version": snapshot.network.version,
        "profile": asked.options.profile.name,
        "snapped": {"from": round(start, 2), "to": round(end, 2)},
        "stops": list(route.stops),
        "legs": list(_make_legs(snapshot, asked, route)),
        "steps": list(_make_steps(snapshot, asked, result)),
        "violations": show_violations(snapshot, route.violations, asked.languages),
        "alternatives": [_make_way(other, plane, asked.simplify) for other in result.others],
    }


def _make_steps(snapshot: RoutingSnapshot, asked: RouteRequest, result: RouteResult) -> Iterator[Answer]:
    deadlines.check()
    context = snapshot.context_lookup.survey(result.route, result.stops, asked.languages)
    steps = describe(result.route, snapshot.network.graph, context)
    deadlines.check()
    texts = write(steps, choose_language(asked.languages))
    for step, text in zip(steps, texts, strict=True):
        longitude, latitude = step.location
        yield {
            "kind": step.kind,
            "angle": step.angle,
            "level": step.level,
            "level_name": step.level_name,
            "to_level": step.to_level,
            "to_level_name": step.to_level_name,
            "distance_meters": round(step.distance, 3),
            "duration_seconds": round(step.duration, 3),
            "location": [round(longitude, _DECIMALS), round(latitude, _DECIMALS)],
            "name": step.name,
            "landmark": _make_landmark(step.landmark),
            "text": text,
        }


def _make_landmark(landmark: Landmark | None) -> Answer | None:
    if landmark is None:
        return None
    return {
        "kind": landmark.kind,
        "name": landmark.name,
        "id": landmark.id,
        "count": landmark.count,
        "side": landmark.side,
    }


def make_nearest(snapshot: RoutingSnapshot, asked: NearestRequest, places: Sequence[NearestPlace]) -> Answer:
    """Return the response with the nearest places of categories."""
    return {
        "version": snapshot.network.version,
        "profile": asked.options.profile.name,
        "results": [_make_place(snapshot, asked, place) for place in places],
    }


def _make_place(snapshot: RoutingSnapshot, asked: NearestRequest, place: NearestPlace) -> Answer:
    features, (kind, key) = snapshot.feature_index, (place.feature.kind, place.feature.key)
    where = features.find(kind, key) or FeatureLocation(None, None, None)
    building = None if where.space is None else features.find_building(where.space)
    level_name = None
    if where.level is not None:
        level_name = features.find_level_name(where.level, asked.languages, building)
    return {
        "kind": kind,
        "id": key,
        "name": features.find_name(LAYER_OF_KIND[kind], key, asked.languages),
        "category": features.read_category(kind, key),
        "level": where.level,
        "level_name": level_name,
        "building_id": building,
        "building": None if building is None else features.find_name("buildings", building, asked.languages),
        "location": None if where.point is None else [round(value, _DECIMALS) for value in where.point],
        "is_public": place.is_public,
        "distance_meters": round(place.route.length, 1),
        "duration_seconds": round(place.route.time / 1000, 1),
    }


def make_areas(
    snapshot: RoutingSnapshot, asked: ReachRequest, start: SnappedWaypoint, wayfinder: Wayfinder
) -> Answer:
    """Return the reachable areas, by level, as GeoJSON."""
    areas = draw_areas(wayfinder, find_reached(wayfinder, start, round(asked.seconds * 1000)))
    return {
        "type": "FeatureCollection",
        "version": snapshot.network.version,
        "profile": asked.options.profile.name,
        "seconds": asked.seconds,
        "features": [
            {
                "type": "Feature",
                "properties": {"level": level, "level_name": _name_level(snapshot, level, asked.languages)},
                "geometry": _make_area(area),
            }
            for level, area in sorted(areas.items(), key=lambda one: (one[0] is None, one[0] or 0.0))
        ],
    }


def list_closures(snapshot: RoutingSnapshot, now: datetime) -> list[Answer]:
    """Return the current and future closures, as stored in the table."""
    return [
        _describe_closure(snapshot, row) for row in snapshot.rows if row.ends_at is None or row.ends_at > now
    ]


def _make_way(route: Route, plane: Plane, tolerance: float) -> Answer:
    return {
        "distance_meters": round(route.length, 3),
        "duration_seconds": route.time / 1000,
        "route": _make_line(route.coordinates, plane, tolerance),
    }


def _make_legs(snapshot: RoutingSnapshot, asked: RouteRequest, route: Route) -> Iterator[Answer]:
    plane = snapshot.network.graph.plane
    lines = [_simplify(leg.coordinates, plane, asked.simplify) for leg in route.legs]
    # All at once: a route over many floors has many short legs.
    places = np.round(np.concatenate(lines), _DECIMALS).tolist() if lines else []
    first = 0
    for leg, line in zip(route.legs, lines, strict=True):
        yield {
            "level": leg.level,
            "level_name": _name_level(
                snapshot, leg.level, asked.languages, _find_building(snapshot, route, leg)
            ),
            "geometry": {"type": "LineString", "coordinates": places[first : first + len(line)]},
            "distance_meters": round(leg.length, 3),
            "duration_seconds": leg.time / 1000,
        }
        first += len(line)


def _make_line(coordinates: Floats, plane: Plane, tolerance: float) -> Answer:
    line = np.round(_simplify(coordinates, plane, tolerance), _DECIMALS)
    return {"type": "LineString", "coordinates": line.tolist()}


def _simplify(coordinates: Floats, plane: Plane, tolerance: float) -> Floats:
    if tolerance <= 0 or len(coordinates) <= 2:
        return coordinates
    flat = shapely.simplify(shapely.LineString(plane.to_metres(coordinates)), tolerance)
    return plane.to_degrees(shapely.get_coordinates(flat))


def _make_area(area: shapely.Geometry) -> Mapping[str, Any]:
    rounded = shapely.transform(area, lambda places: np.round(places, 7))
    area_as_json: Mapping[str, Any] = orjson.loads(shapely.to_geojson(rounded))
    return area_as_json


def _name_level(
    snapshot: RoutingSnapshot, level: float | None, languages: Sequence[str], building: int | None = None
) -> str | None:
    return None if level is None else snapshot.feature_index.find_level_name(level, languages, building)


def _find_building(snapshot: RoutingSnapshot, route: Route, leg: Leg) -> int | None:
    """Return the building in which a leg begins."""
    space = snapshot.network.graph.space
    spaces = (int(space[one.edge]) for one in route.segments[leg.first : leg.last])
    found = (snapshot.feature_index.find_building(one) for one in spaces if one != NOTHING)
    return next((building for building in found if building is not None), None)


def _describe_closure(snapshot: RoutingSnapshot, row: ClosureRow) -> Answer:
    level, location = _locate(snapshot, row)
    return {
        "id": row.key,
        "kind": row.kind,
        "target_id": row.target_id if row.kind != "level" else None,
        "level": row.level if row.kind == "level" else level,
        "location": location,
        "reason": row.reason,
        "from": format_time(row.starts_at),
        "until": format_time(row.ends_at),
        "profiles": [name for name in row.profiles or () if name],
    }


def _locate(snapshot: RoutingSnapshot, row: ClosureRow) -> tuple[float | None, list[float] | None]:
    """Return the level and the position of the target."""
    if row.target_id is None or row.kind == "level":
        return None, None
    graph = snapshot.network.graph
    if row.kind == "edge":
        return _locate_edge(graph, row.target_id)
    if row.kind == "node":
        (nodes,) = np.nonzero(graph.node_number == row.target_id)
        if len(nodes) == 0:
            return None, None
        return _finite(graph.node_level[nodes[0]]), _round(graph.node_coordinates[nodes[0]])
    found = snapshot.feature_index.find_target(str(row.kind), row.target_id)
    if found is None or found.point is None:
        return None, None
    return found.level, _round(np.array(found.point))


def _locate_edge(graph: Graph, key: int) -> tuple[float | None, list[float] | None]:
    edge = graph.edge_of_id.get(key)
    if edge is None:
        return None, None
    middle = shapely.line_interpolate_point(shapely.LineString(graph.line(2 * edge)), 0.5, normalized=True)
    return _finite(graph.node_level[graph.tail[edge]]), _round(shapely.get_coordinates(middle)[0])


def _finite(level: float) -> float | None:
    return float(level) if np.isfinite(level) else None


def _round(place: NDArray[np.float64]) -> list[float]:
    rounded: list[float] = np.round(place, _DECIMALS).tolist()
    return rounded
