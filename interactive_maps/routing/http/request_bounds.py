"""Bounds on what a question expands to, in the words of who asks: a category is as many places as it has things."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from interactive_maps.ops.errors import InvalidParameter
from interactive_maps.routing.search.access_links import SnappedWaypoint
from interactive_maps.routing.waypoints.waypoint_resolver import MOST_OF_CATEGORY, Waypoint, WaypointResolver

MOST_THINGS = 5_000  # that are looked up for one question
MOST_COMPARED = 500_000  # sources times targets times where each of them meets the network


def require_few_features(resolver: WaypointResolver, named: Iterable[Waypoint], parameter: str) -> None:
    """Raise InvalidParameter, about ``parameter``, where what is ``named`` is too much; what recurs counts once."""
    count = sum(resolver.count_things(one) for one in set(named))
    if count > MOST_THINGS:
        raise InvalidParameter(
            parameter,
            f"The places of this request stand for {count:,} things of the map, of each category up to"
            f" {MOST_OF_CATEGORY:,}; accepted are {MOST_THINGS:,} in all: name fewer or smaller categories,"
            " or things by their ids.",
        )


def require_few_pairs(
    sources: Sequence[SnappedWaypoint], targets: Sequence[SnappedWaypoint], parameter: str
) -> None:
    """Raise InvalidParameter, about ``parameter``, where too much is to be compared; what recurs counts once."""
    starts, ends = ({id(one): one for one in some}.values() for some in (sources, targets))
    candidates = len(ends) * sum(one.nearest.size for one in starts) + len(starts) * sum(
        one.nearest.size for one in ends
    )
    if candidates > MOST_COMPARED:
        raise InvalidParameter(
            parameter,
            f"{len(starts)} x {len(ends)} places, with all where they meet the network, make {candidates:,} pairs to"
            f" compare; accepted are {MOST_COMPARED:,}: name fewer places, or smaller categories.",
        )
