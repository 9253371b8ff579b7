"""Flights of stairs in open floor: they belong to their stairs, and not to the hall that they begin in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import shapely
from shapely import Polygon
from shapely.geometry.base import BaseGeometry

from interactive_maps.importing.recognition.account import Step
from interactive_maps.importing.recognition.flights.treads import Flight
from interactive_maps.importing.recognition.geometry.areas import grow, keep_largest
from interactive_maps.importing.recognition.geometry.rows import connect
from interactive_maps.importing.recognition.labels.label import RoomLabel
from interactive_maps.importing.recognition.rooms.region import Region
from interactive_maps.mapdata.categories.room_names import find_unit_category

LARGEST = 60.0  # square metres of stairs; a larger floor is a hall
_WALL = 0.8  # metres between the flights of one stair
_INSIDE = 0.5  # share of a flight that lies in one region
_RAILING = 0.3  # metres from treads to the edge of a flight
_TOUCH = 0.01  # metres
_WITHIN = 0.8  # share of a region within the outline of a stair that is part of it


def separate_flights(flights: Sequence[Flight], regions: Sequence[Region], step: Step) -> list[Region]:
    """Return regions with each stair that stands in a hall as one region, of its flights and what they lead to."""
    found = list(regions)
    gone: set[int] = set()
    for hall, inner, known in _group([flight.area for flight in flights if flight.named], regions):
        outline = shapely.union_all([*inner, *(regions[part].area for part in known)]).convex_hull
        outline = outline.buffer(_RAILING, join_style="mitre")
        parts = sorted({*known, *_find_within(outline, regions)} - gone)
        area, rest = _divide(found[hall].area, outline, inner, [regions[part].area for part in parts])
        if area.area > LARGEST or rest.area < LARGEST:
            continue
        labels = tuple(label for part in parts for label in regions[part].labels)
        found[hall] = replace(found[hall], area=rest, cut=True)
        found.append(Region(area, labels, cut=True))
        gone |= set(parts)
    step.count(flights=len(flights), in_halls=len(found) - len(regions))
    return [one for index, one in enumerate(found) if index not in gone]


def _find_within(outline: BaseGeometry, regions: Sequence[Region]) -> Iterator[int]:
    """Yield the regions without a label that lie within an outline: below flights, and between them."""
    for index, one in enumerate(regions):
        if not one.labels and one.area.area <= LARGEST:
            shared = shapely.intersection(one.area, outline).area
            if shared >= _WITHIN * one.area.area:
                yield index


def _divide(
    hall: Polygon, outline: BaseGeometry, flights: Sequence[BaseGeometry], parts: Sequence[Polygon]
) -> tuple[Polygon, Polygon]:
    """Return a stair, of its ``flights``, other ``parts`` and the railings between them, and the rest of its hall.

    Floor that only the stair leads to, such as its landings, belongs to it; what is behind a wall does not.
    """
    shared = shapely.intersection(hall, outline)
    opened = grow(grow(shared, -_RAILING / 2), _RAILING / 2)  # without strips beside the walls of the stair
    within = np.array(shapely.get_parts(shapely.intersection(opened, shared)), dtype=object)
    pieces = [*within[shapely.intersects(within, shapely.union_all(flights))].tolist(), *parts]
    filled = grow(shapely.union_all(grow(np.array(pieces, dtype=object), _RAILING)), -_RAILING)
    stair = keep_largest(shapely.difference(filled, shapely.difference(hall, shapely.union_all(pieces))))
    rest, *others = sorted(
        shapely.get_parts(shapely.difference(hall, stair)).tolist(), key=lambda part: -float(part.area)
    )
    landings = [one for one in others if shapely.dwithin(one, stair, _TOUCH)]
    joined = grow(shapely.union_all(grow(np.array([stair, *landings], dtype=object), _TOUCH)), -_TOUCH)
    return keep_largest(shapely.difference(joined, rest)), rest


def _group(
    flights: Sequence[BaseGeometry], regions: Sequence[Region]
) -> Iterator[tuple[int, list[BaseGeometry], list[int]]]:
    """Yield (hall, flights in it, regions that are part of the same stair) for each stair that stands in a hall."""
    areas = [one.area for one in regions]
    homes = find_homes(flights, areas)
    stood = [
        (home, flight)
        for home, flight in zip(homes, flights, strict=True)
        if home >= 0 and areas[home].area > LARGEST
    ]
    parts = [
        index
        for index, one in enumerate(regions)
        if one.area.area <= LARGEST and (index in homes or any(map(says_stairs, one.labels)))
    ]
    places = np.array([*(flight for _, flight in stood), *(areas[part] for part in parts)], dtype=object)
    if not stood:
        return
    one, other = shapely.STRtree(places).query(places, predicate="dwithin", distance=_WALL)
    count, group = connect(one, other, len(places))
    for number in range(count):
        members = np.flatnonzero(group == number).tolist()
        inner = [stood[member] for member in members if member < len(stood)]
        if inner and len(inner) < len(members):
            yield (
                inner[0][0],
                [flight for _, flight in inner],
                [parts[member - len(stood)] for member in members if member >= len(stood)],
            )


def find_homes(flights: Sequence[BaseGeometry], areas: Sequence[Polygon]) -> list[int]:
    """Return the region that each flight lies in for the most part, -1 for none."""
    tree = shapely.STRtree(areas)
    homes = []
    for flight in flights:
        shares = [
            (shapely.intersection(areas[near], flight).area / flight.area, near)
            for near in tree.query(flight, predicate="intersects").tolist()
            if flight.area > 0
        ]
        share, home = max(shares, default=(0.0, -1))
        homes.append(home if share >= _INSIDE else -1)
    return homes


def says_stairs(label: RoomLabel) -> bool:
    """Return whether a label names stairs."""
    return "stairs" in {find_unit_category(label.name), find_unit_category(label.number)}
