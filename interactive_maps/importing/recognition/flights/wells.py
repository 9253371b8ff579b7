"""Stairwells: rooms that flights fill, whether or not a label says so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from interactive_maps.importing.recognition.flights.halls import LARGEST, find_homes
from interactive_maps.importing.recognition.flights.treads import Flight
from interactive_maps.importing.recognition.rooms.region import Region

_LEAST_FILLED = (
    0.25  # share of a stairwell that its flights cover: landings, and flights above the cut, are the rest
)
_MOST_FILLED = 0.85  # of one whose treads no layer calls so: boards and tiles run from wall to wall


def mark_stairwells(flights: Sequence[Flight], regions: Sequence[Region]) -> list[Region]:
    """Return regions with those marked that are stairs: flights cover much of them.

    Lines that only look like treads make no stairs of a room with a name.
    """
    homes = find_homes([flight.area for flight in flights], [one.area for one in regions])
    inside: dict[int, list[Flight]] = defaultdict(list)
    for flight, home in zip(flights, homes, strict=True):
        inside[home].append(flight)
    return [
        replace(one, stairs=True) if not one.stairs and _is_stairwell(one, inside[index]) else one
        for index, one in enumerate(regions)
    ]


def _is_stairwell(region: Region, flights: Sequence[Flight]) -> bool:
    named = [flight for flight in flights if flight.named]
    has_name = region.label is not None and bool(region.label.name)
    if not flights or region.area.area > LARGEST or (has_name and not named):
        return False
    filled = sum(flight.area.area for flight in flights) / region.area.area
    return filled >= _LEAST_FILLED and (bool(named) or filled <= _MOST_FILLED)
