"""Conversion of a route into steps. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from interactive_maps.routing.directions.itinerary import Itinerary, Maneuver
from interactive_maps.routing.directions.polyline import Polyline, make_polyline
from interactive_maps.routing.directions.route_context import RouteContext, Stop
from interactive_maps.routing.directions.steps import Step, classify
from interactive_maps.routing.network.graph import Graph
from interactive_maps.routing.search.routes import PathSegment, Route


def describe(route: Route, graph: Graph, context: RouteContext) -> tuple[Step, ...]:
    """Return the steps of ``route`` on ``graph``; empty if the route has no length.

    Each intermediate stop has an arrival and a start. Distances and durations add up to those of the route.
    """
    steps: list[Step] = []
    bounds = [0, *route.stop_segments, len(route.segments)]
    for index, (first, last) in enumerate(pairwise(bounds)):
        stops = context.find_stop(index), context.find_stop(index + 1)
        steps += _describe_way(route.segments[first:last], graph, context, stops)
    return tuple(steps)


def _describe_way(
    segments: Sequence[PathSegment], graph: Graph, context: RouteContext, stops: tuple[Stop, Stop]
) -> Iterator[Step]:
    if not segments:
        return
    polyline = make_polyline(graph, segments)
    events = Itinerary(polyline, context, stops).plan()
    times = [_tell_time(polyline, event) for event in events]
    bounds = [0.0, *(event.at for event in events[1:]), polyline.length]
    clock = [0.0, *times[1:], polyline.clock[-1]]
    places = polyline.locate([event.at for event in events])
    before: Maneuver | None = None
    for index, event in enumerate(events):
        takes = bounds[index + 1] - bounds[index], clock[index + 1] - clock[index]
        yield _make_step(event, before, context, places[index], takes)
        before = event


def _tell_time(polyline: Polyline, event: Maneuver) -> float:
    part = event.part
    return polyline.tell_time(event.at, part.first, part.last) if part else polyline.clock[-1]


def _make_step(
    event: Maneuver,
    before: Maneuver | None,
    context: RouteContext,
    location: tuple[float, float],
    takes: tuple[float, float],
) -> Step:
    to_level = event.to_level if event.to_level != event.level else None
    return Step(
        kind=event.kind,
        angle=None if event.angle is None else classify(event.angle),
        level=event.level,
        to_level=to_level,
        distance=takes[0],
        duration=takes[1],
        location=location,
        landmark=event.landmark,
        name=event.name,
        approach=max(event.at - before.until, 0.0) if before else 0.0,
        indoors=event.indoors,
        doors=event.doors,
        level_name=context.name_level(event.level, event.building),
        to_level_name=context.name_level(to_level, event.building),
    )
