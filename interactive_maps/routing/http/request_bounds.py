"""Bounds on what a request expands to: a category stands for all its features."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from interactive_maps.ops.errors import InvalidParameter
from interactive_maps.routing.search.access_links import SnappedWaypoint
from interactive_maps.routing.waypoints.waypoint_resolver import MOST_OF_CATEGORY, Waypoint, WaypointResolver

MOST_THINGS = 5_000  # features looked up for one request
MOST_COMPARED = 500_000  # sources times targets, counted with all their snap candidates


def require_few_features(resolver: WaypointResolver, named: Iterable[Waypoint], parameter: str) -> None:
    """Raise InvalidParameter about ``parameter`` if ``named`` is too much; repetitions count once."""
    count = sum(resolver.count_things(one) for one in set(named))
    if count > MOST_THINGS:
        raise InvalidParameter(
            parameter,
            f"The waypoints of this request stand for {count:,} features of the map (at most"
            f" {MOST_OF_CATEGORY:,} per category). Accepted: {MOST_THINGS:,} in all. Use fewer or smaller categories,"
            " or ids of features.",
        )


def require_few_pairs(
    sources: Sequence[SnappedWaypoint], targets: Sequence[SnappedWaypoint], parameter: str
) -> None:
    """Raise InvalidParameter about ``parameter`` if there are too many pairs to compare; repetitions count once."""
    starts, ends = ({id(one): one for one in some}.values() for some in (sources, targets))
    candidates = len(ends) * sum(one.nearest.size for one in starts) + len(starts) * sum(
        one.nearest.size for one in ends
    )
    if candidates > MOST_COMPARED:
        raise InvalidParameter(
            parameter,
            f"{len(starts)} x {len(ends)} waypoints, with all their snap candidates, make {candidates:,} pairs to"
            f" compare. Accepted: {MOST_COMPARED:,}. Use fewer waypoints, or smaller categories.",
        )
