"""Cabins: the stalls of a restroom, which are not separate rooms."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import shapely
from shapely import Polygon

from interactive_maps.importing.recognition.doors.sides import find_sides
from interactive_maps.importing.recognition.doors.threshold import Threshold
from interactive_maps.importing.recognition.geometry.areas import grow
from interactive_maps.importing.recognition.rooms.region import Region
from interactive_maps.mapdata.categories.room_names import find_unit_category

_LARGEST = 3.0  # square metres of a cabin
_PARTITION = 0.12  # metres: half of the thickness of a partition
_OVERLAP = 0.01
_HOSTS = ("restroom", "shower")
_BOARD = 0.05  # metres: boards between cabins are thinner than walls


def absorb_cabins(regions: Sequence[Region], thresholds: Sequence[Threshold]) -> list[Region]:
    """Return regions with cabins merged into the restroom that they open into, or stand in."""
    regions = _hand_over_names(regions, thresholds)
    named = ((i, find_unit_category(one.label.name) or "") for i, one in enumerate(regions) if one.label)
    hosts = {i for i, category in named if category.startswith(_HOSTS)}
    small = {
        i for i, one in enumerate(regions) if not one.labels and not one.drawn and one.area.area <= _LARGEST
    }
    homes = _find_homes(regions, thresholds, hosts, small)
    guests: dict[int, list[int]] = defaultdict(list)
    for cabin, host in sorted(homes.items()):
        guests[host].append(cabin)
    return [
        replace(one, area=_join([one.area, *(regions[guest].area for guest in guests[index])]))
        if guests[index]
        else one
        for index, one in enumerate(regions)
        if index not in homes
    ]


def _hand_over_names(regions: Sequence[Region], thresholds: Sequence[Threshold]) -> list[Region]:
    """Return regions with a restroom's label moved from one of its cabins into the room that these open into.

    In a narrow restroom, the label stands over the cabins. A room with a toilet has walls of its own, not boards.
    """
    cabins = {i for i, one in enumerate(regions) if not one.drawn and one.area.area <= _LARGEST}
    neighbours = _list_neighbours(regions, thresholds)
    given = list(regions)
    for cabin in sorted(cabins):
        label, beside = regions[cabin].label, neighbours[cabin]
        if label is None or len(beside) != 1:
            continue
        (room,) = beside
        free = room not in cabins and not given[room].labels and not given[room].drawn
        if free and (find_unit_category(label.name) or "").startswith(_HOSTS):
            others = [i for i in cabins - {cabin} if neighbours[i] == beside and not regions[i].labels]
            if any(regions[cabin].area.distance(regions[i].area) < _BOARD for i in others):
                given[room] = replace(regions[room], labels=regions[cabin].labels)
                given[cabin] = replace(regions[cabin], labels=())
    return given


def _list_neighbours(regions: Sequence[Region], thresholds: Sequence[Threshold]) -> dict[int, set[int]]:
    """Return the regions that openings join to each one."""
    neighbours: dict[int, set[int]] = defaultdict(set)
    for left, right in find_sides(thresholds, [one.area for one in regions]).tolist():
        if left >= 0 and right >= 0 and left != right:
            neighbours[left].add(right)
            neighbours[right].add(left)
    return neighbours


def _find_homes(
    regions: Sequence[Region], thresholds: Sequence[Threshold], hosts: set[int], small: set[int]
) -> dict[int, int]:
    """Return the restroom of each cabin: the only room that it opens into, or the only one beside it."""
    neighbours = _list_neighbours(regions, thresholds)
    found = {}
    tree = shapely.STRtree([one.area for one in regions])
    for cabin in sorted(small):
        beside = neighbours[cabin] - small
        if not beside and not neighbours[cabin]:
            near = tree.query(regions[cabin].area, predicate="dwithin", distance=2 * _PARTITION).tolist()
            beside = set(near) - small
        if len(beside) == 1 and beside <= hosts:
            found[cabin] = next(iter(beside))
    return found


def _join(areas: list[Polygon]) -> Polygon:
    """Return the union of a restroom, the first, and its cabins, including the walls between them."""
    host, *cabins = areas
    apart = [max(_PARTITION, host.distance(cabin) / 2 + _OVERLAP) for cabin in cabins]
    for half in sorted(set(apart)):  # behind thin partitions first: only their own wall is filled
        near = [cabin for cabin, wall in zip(cabins, apart, strict=True) if wall == half]
        grown = shapely.union_all(grow(np.array([host, *near], dtype=object), half))
        host = max(shapely.get_parts(grow(grown, -half)), key=lambda one: one.area)
    return host
