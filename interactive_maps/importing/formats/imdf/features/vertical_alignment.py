"""Stairs, lifts and escalators without a relationship: units that lie above each other."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from shapely.geometry.base import BaseGeometry

from interactive_maps.importing.draft.source_record import RECORD_KEY
from interactive_maps.importing.formats.imdf import rules
from interactive_maps.importing.formats.imdf.features.level_geometry import Plan, Plans
from interactive_maps.importing.formats.imdf.features.relationships import CONNECTING, STEP_FREE
from interactive_maps.importing.reporting.issue_collector import IssueCollector
from interactive_maps.mapdata.edits.features import Connector, Space

# Units are aligned if they share this much of the smaller one: a flight of stairs may turn.
_LEAST_SHARE = 0.2
Node = tuple[str, int]  # a level, and the index of a space on its plan


def build_stacked(plans: Plans, known: Collection[str], issues: IssueCollector) -> Iterator[Connector]:
    """Yield a connector for each stack of units, except for ``known`` ones that a relationship connects.

    A unit is joined with those of its kind above it on the building's next level, a lift also with those further up,
    as it may skip levels.
    """
    groups: dict[tuple[str | None, str], list[Node]] = {}
    for level, plan in plans.by_level.items():
        for index, space in enumerate(plan.spaces):
            kind = CONNECTING.get(space.category)
            if kind is not None and space.key not in known:
                groups.setdefault((space.building, kind), []).append((level, index))
    served = _list_ordinals(plans)
    for (building, kind), nodes in groups.items():
        links = _link(plans, nodes, served[building], skipping=kind == "elevator")
        for aligned in _gather(nodes, links):
            spaces = [plans.by_level[level].spaces[index] for level, index in aligned]
            yield from _build(kind, spaces, issues)


def _list_ordinals(plans: Plans) -> Mapping[str | None, Sequence[float]]:
    """Return the ordinals of each building, in order."""
    ordinals: dict[str | None, set[float]] = {}
    for plan in plans.by_level.values():
        for space in plan.spaces:
            if space.ordinal is not None:
                ordinals.setdefault(space.building, set()).add(space.ordinal)
    return {building: sorted(found) for building, found in ordinals.items()}


def _link(
    plans: Plans, nodes: Sequence[Node], ordinals: Sequence[float], *, skipping: bool
) -> Iterator[tuple[Node, Node]]:
    """Yield the pairs of aligned nodes on adjacent levels (any levels if ``skipping``)."""
    next_ones = set(pairwise(ordinals))
    wanted = set(nodes)
    by_level: dict[str, list[int]] = {}
    for level, index in nodes:
        by_level.setdefault(level, []).append(index)
    for lower, indices in by_level.items():
        below = plans.by_level[lower]
        for upper in by_level:
            above = plans.by_level[upper]
            steps = (_ordinal_of(below), _ordinal_of(above))
            if steps in next_ones or (skipping and steps[0] < steps[1]):
                areas = [below.areas[index] for index in indices]
                for found, hits in above.meet(areas):
                    for hit in hits.tolist():
                        if (upper, hit) in wanted and _overlap(areas[found], above.areas[hit]):
                            yield (lower, indices[found]), (upper, hit)


def _ordinal_of(plan: Plan) -> float:
    ordinal = plan.spaces[0].ordinal
    assert ordinal is not None, "plans have levels, and levels ordinals"
    return ordinal


def _overlap(one: BaseGeometry, other: BaseGeometry) -> bool:
    return bool(one.intersection(other).area >= _LEAST_SHARE * min(one.area, other.area))


def _gather(nodes: Sequence[Node], links: Iterable[tuple[Node, Node]]) -> list[list[Node]]:
    """Return the connected groups of nodes."""
    group: dict[Node, list[Node]] = {node: [node] for node in nodes}
    for one, other in links:
        smaller, larger = sorted((group[one], group[other]), key=len)
        if smaller is not larger:
            larger.extend(smaller)
            for node in smaller:
                group[node] = larger
    return list({id(members): members for members in group.values()}.values())


def _build(kind: str, spaces: Sequence[Space], issues: IssueCollector) -> Iterator[Connector]:
    aligned = sorted(spaces, key=lambda space: (space.ordinal or 0.0, space.key))
    ordinals = tuple(dict.fromkeys(space.ordinal for space in aligned if space.ordinal is not None))
    if len(ordinals) < 2:
        for space in aligned:
            issues.note(rules.UNCONNECTED, "unit", space.key)
        return
    lowest = aligned[0]
    issues.note(rules.STACKED, kind, lowest.key, f"{ordinals[0]:g} to {ordinals[-1]:g}")
    yield Connector(
        key=f"stack/{lowest.key}",
        kind=kind,
        ordinals=ordinals,
        geometry=lowest.geometry,
        names=lowest.names,
        step_free=STEP_FREE.get(kind),
        access=lowest.access,
        spaces=tuple(space.key for space in aligned),
        properties={RECORD_KEY: {"collection": "unit"}},
    )
