"""Stairs and lifts drawn once per level: those above each other are one connector."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import shapely
from shapely.geometry.base import BaseGeometry

from interactive_maps.geo.plane import Plane
from interactive_maps.importing.draft.map_draft import MapDraft
from interactive_maps.importing.network.components import find_components
from interactive_maps.importing.network.neighbour_search import Crowded, find_neighbours
from interactive_maps.importing.network.plane import flatten
from interactive_maps.importing.tags.connectors import read_connector_access
from interactive_maps.mapdata.edits.features import Connector, Space

_KINDS = frozenset({"stairs", "elevator", "escalator", "ramp"})
# Least overlap as a share of the smaller shaft: a flight of stairs may turn.
_LEAST_SHARE = 0.2
_Shaft = tuple[Space, BaseGeometry]


def build_stacks(draft: MapDraft, plane: Plane) -> Iterator[Connector]:
    """Yield a connector for each stack of shafts that has none in the draft yet.

    A shaft is joined with those of its kind on the next level, a lift also with those further up: it may skip levels.
    """
    known = {key for connector in draft.connectors for key in connector.spaces}
    shown = {kind: [one for one in draft.connectors if one.kind == kind] for kind in _KINDS}
    trees = {kind: shapely.STRtree([one.geometry for one in listed]) for kind, listed in shown.items()}
    spaces = [
        one
        for one in draft.spaces
        if one.category in _KINDS
        and one.key not in known
        and one.ordinal is not None
        and not any(
            one.ordinal in shown[one.category][hit].ordinals
            for hit in trees[one.category].query(one.geometry, predicate="intersects").tolist()
        )
    ]
    areas = flatten(plane, [space.geometry for space in spaces])
    shafts: dict[str, list[_Shaft]] = {}
    for space, area in zip(spaces, areas, strict=True):
        shafts.setdefault(space.category, []).append((space, area))
    steps = set(pairwise(sorted({one.ordinal for one in draft.spaces if one.ordinal is not None})))
    for kind, listed in shafts.items():
        yield from _stack(kind, listed, steps)


def _stack(kind: str, shafts: Sequence[_Shaft], steps: set[tuple[float, float]]) -> Iterator[Connector]:
    areas = [area for _, area in shafts]
    links = []
    try:
        for one, other in find_neighbours(areas, areas, 0.0):
            lower, upper = shafts[one][0].ordinal or 0.0, shafts[other][0].ordinal or 0.0
            is_next = (lower, upper) in steps or (kind == "elevator" and lower < upper)
            if is_next and _overlap(areas[one], areas[other]):
                links.append((shafts[one][0].key, shafts[other][0].key))
    except Crowded:
        return
    stacks: dict[str, list[Space]] = {}
    components = find_components(links)
    for space, _ in shafts:
        if space.key in components:
            stacks.setdefault(components[space.key], []).append(space)
    for stack in stacks.values():
        yield _build(kind, sorted(stack, key=lambda space: (space.ordinal or 0.0, space.key)))


def _overlap(one: BaseGeometry, other: BaseGeometry) -> bool:
    return bool(one.intersection(other).area >= _LEAST_SHARE * min(one.area, other.area))


def _build(kind: str, stack: Sequence[Space]) -> Connector:
    lowest = stack[0]
    return Connector(
        key=f"stack/{lowest.key}",
        kind=kind,
        ordinals=tuple(dict.fromkeys(space.ordinal for space in stack if space.ordinal is not None)),
        geometry=lowest.geometry,
        names=lowest.names,
        step_free=read_connector_access(kind, {}),
        access=lowest.access,
        spaces=tuple(space.key for space in stack),
    )
