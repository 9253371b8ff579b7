"""Which true rooms are connected on a recognised floor, of those that the true building connects."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping

import shapely

from benchmarks.recognising.door_scores import find_sides_of
from benchmarks.recognising.truth import Truth

_TOUCHING = 0.01  # metres between rooms without a wall between them
_LEAST_PASSAGE = 0.5  # metres along which they touch


def find_reached(
    wanted: Collection[int], truth: Truth, homes: Mapping[int, int], links: Iterable[tuple[int, ...]]
) -> set[int]:
    """Return which true rooms, by index, are connected with most others of their part of the building.

    Flats that join only outdoors are parts of their own, and so is a room without a true door. ``homes`` gives
    the region of each true room, ``links`` the regions that each door or passage joins.
    """
    islands = list(_find_islands(set(homes.values()), links))
    reached: set[int] = set()
    for part in _find_parts(truth):
        held = [{index for index in part if index in wanted and homes.get(index) in one} for one in islands]
        reached |= max(held, key=len, default=set())
    return reached


def _find_parts(truth: Truth) -> list[set[int]]:
    """Return the true rooms by index in groups that doors and open edges connect; all, if not all walls are known."""
    areas = [room.area for room in truth.rooms if room.area is not None]
    everything = set(range(len(truth.rooms)))
    if truth.walls is None or not truth.walls.area or len(areas) < len(everything):
        return [everything]
    links = [find_sides_of(door, truth) for door in truth.doors]
    first, second = shapely.STRtree(areas).query(areas, predicate="dwithin", distance=_TOUCHING)
    for one, other in zip(first.tolist(), second.tolist(), strict=True):
        if one < other:
            edge = shapely.intersection(areas[one].boundary, areas[other].buffer(_TOUCHING))
            if edge.length >= _LEAST_PASSAGE:
                links.append((one, other))
    return list(_find_islands(everything, links))


def _find_islands(nodes: Collection[int], links: Iterable[tuple[int, ...]]) -> Iterator[set[int]]:
    joined: dict[int, set[int]] = defaultdict(set)
    for link in links:
        if len(link) == 2:
            joined[link[0]].add(link[1])
            joined[link[1]].add(link[0])
    rest = set(nodes)
    while rest:
        island, edge = set(), [min(rest)]
        while edge:
            node = edge.pop()
            if node not in island:
                island.add(node)
                edge.extend(joined[node] - island)
        rest -= island
        yield island
