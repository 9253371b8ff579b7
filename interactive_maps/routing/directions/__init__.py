"""Directions: a route as steps to follow, with texts in several languages."""

from __future__ import annotations

from interactive_maps.routing.directions.description import describe
from interactive_maps.routing.directions.route_context import NearbyRoom, Opening, RouteContext, Stop
from interactive_maps.routing.directions.steps import Angle, Landmark, Step, StepKind
from interactive_maps.routing.directions.texts import write

__all__ = [
    "Angle",
    "Landmark",
    "NearbyRoom",
    "Opening",
    "RouteContext",
    "Step",
    "StepKind",
    "Stop",
    "describe",
    "write",
]
