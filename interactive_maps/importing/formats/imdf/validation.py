"""IMDF's rules on features of a level: units are inside their level and do not overlap."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from interactive_maps.importing.formats.imdf import rules
from interactive_maps.importing.formats.imdf.features.level_geometry import Plan, Plans
from interactive_maps.importing.formats.imdf.features.places import Places
from interactive_maps.importing.reporting.issue_collector import IssueCollector

# Coordinates are rounded to about this many metres: smaller differences are not faults.
_TOLERANCE = 0.001
# Walls are drawn twice: an overlap is a fault if it is more than this share of the smaller unit.
_LEAST_OVERLAP = 0.02


def check_plans(plans: Plans, places: Places, issues: IssueCollector) -> None:
    """Report the units that extend beyond their level, and those that overlap."""
    for level, plan in plans.by_level.items():
        for key in _list_outside(plan, plans, level, places, issues):
            issues.note(rules.OUTSIDE_LEVEL, "unit", key)
        for first, second in _list_overlapping(plan):
            issues.note(rules.OVERLAPPING, "unit", first, f"with {second}")


def _list_outside(
    plan: Plan, plans: Plans, level: str, places: Places, issues: IssueCollector
) -> Iterator[str]:
    """Yield the units outside of the level, which may have been repaired; report those outside of it as drawn."""
    outline = places.levels[level].geometry
    if outline is None:
        return
    outside = set(_list_uncovered(plan, plans, outline))
    drawn = places.drawn.get(level)
    if drawn is not None:
        for key in _list_uncovered(plan, plans, drawn.buffer(0)):
            if key not in outside:
                issues.note(rules.OUTSIDE_DRAWN_LEVEL, "unit", key)
    yield from outside


def _list_uncovered(plan: Plan, plans: Plans, outline: BaseGeometry) -> Iterator[str]:
    area = plans.in_metres([outline])[0].buffer(_TOLERANCE)
    shapely.prepare(area)
    for index in np.flatnonzero(~shapely.covers(area, np.array(plan.areas, dtype=object))):
        yield plan.spaces[int(index)].key


def _list_overlapping(plan: Plan) -> Iterator[tuple[str, str]]:
    for index, hits in plan.meet(plan.areas):
        for hit in hits.tolist():
            one, other = plan.areas[index], plan.areas[hit]
            if hit > index and one.intersection(other).area > _LEAST_OVERLAP * min(one.area, other.area):
                yield plan.spaces[index].key, plan.spaces[hit].key
