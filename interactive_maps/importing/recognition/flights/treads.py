"""Treads: lines side by side, as far apart as a step is deep."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from interactive_maps.importing.drawing.drawing import Floats, Integers
from interactive_maps.importing.recognition.geometry.parallels import find_parallels
from interactive_maps.importing.recognition.geometry.rows import connect
from interactive_maps.importing.recognition.geometry.segments import (
    drop_doubles,
    find_directions,
    measure_lengths,
    to_lines,
    turn_left,
)
from interactive_maps.importing.recognition.layers import Role, Roles
from interactive_maps.importing.recognition.plan import Plan

_TREAD = (0.5, 4.0)  # metres
_GOING = (0.2, 0.42)  # metres from one tread to the next
_BESIDE = 0.6  # share of a tread along which the next one runs
_LEAST_TREADS = 4
_LEAST_ALIKE = 3  # treads of a short flight: as before an entrance, or between split levels
# Lines that no layer calls treads are as long as people pass, as deep as steps are, and alike.
_ANYTHING = (Role.UNKNOWN, Role.MIXED, Role.FLOOR, Role.ANNOTATION)  # roles of layers that may hold treads
_PASSABLE = 0.6  # metres
_STEP = (0.22, 0.36)
_ALIKE = 0.05  # metres by which their ends stand out, and share by which their distances differ
_LEAST_ON_WALLS = 5  # on a layer of walls, which may stand side by side
_MOST_OF_ENTITY = 0.9  # of the length of what is drawn as one with a tread
_MOST_TREADS = 25  # of a flight; more are paving
_MOST_CROSSED = 2  # lines across a tread, as a railing and the line of walk; a raster has more


@dataclass(frozen=True, slots=True)
class Flight:
    """Treads side by side, (n, 4) in metres, and the area that they cover; ``named`` if their layer says stairs."""

    treads: Floats
    area: BaseGeometry
    named: bool = True


def find_flights(plan: Plan, roles: Roles) -> list[Flight]:
    """Return the rows of treads of a plan: those drawn as such, then lines that look like treads.

    Paving, shelves and grilles may look alike: who takes the latter for stairs needs another reason.
    """
    return [*_find_named(plan, roles), *_find_nameless(plan, roles)]


def mark_treads(plan: Plan, roles: Roles) -> Roles:
    """Return roles where treads on layers of walls are stairs, as on drawings with few layers."""
    chosen = np.flatnonzero(roles.chosen(Role.WALL)[plan.segment_entities])
    lengths = measure_lengths(plan.segments)
    rows = [
        chosen[row]
        for row in list_equal_rows(plan.segments[chosen])
        if _LEAST_ON_WALLS <= len(row) <= _MOST_TREADS
    ]
    if not rows:
        return roles
    count = len(roles.entities)
    in_rows = np.concatenate(rows)
    drawn = np.bincount(plan.segment_entities, weights=lengths, minlength=count)
    in_row = np.bincount(plan.segment_entities[in_rows], weights=lengths[in_rows], minlength=count)
    entities = roles.entities.copy()
    entities[(in_row > 0) & (in_row >= _MOST_OF_ENTITY * drawn)] = int(Role.STAIR)
    return replace(roles, entities=entities)


def _find_named(plan: Plan, roles: Roles) -> list[Flight]:
    """Return the rows of treads on layers of stairs: four, or three that are alike."""
    segments, _ = plan.of_entities(roles.chosen(Role.STAIR))
    lengths = measure_lengths(segments)
    treads = segments[(lengths >= _TREAD[0]) & (lengths <= _TREAD[1])]
    if len(treads) < _LEAST_ALIKE:
        return []
    pairs = find_parallels(treads, *_GOING, least_overlap=_BESIDE)
    rows = [treads[row] for row in _list_rows(pairs.one, pairs.other, len(treads), _LEAST_ALIKE)]
    return [_cover(row) for row in rows if len(row) >= _LEAST_TREADS or _is_regular(row)]


def _find_nameless(plan: Plan, roles: Roles) -> list[Flight]:
    """Return the rows of equal lines on layers that hold anything: four, or three with a line of walk."""
    segments, _ = plan.of_entities(roles.chosen(*_ANYTHING))
    segments = segments[drop_doubles(segments)]
    tree = shapely.STRtree(to_lines(segments))
    return [
        _cover(segments[row], named=False)
        for row in list_equal_rows(segments)
        if len(row) <= _MOST_TREADS and _is_walked(segments[row], tree)
    ]


def list_equal_rows(segments: Floats) -> list[Integers]:
    """Return the rows of three or more lines that are equal, and as far apart as treads, by index."""
    lengths = measure_lengths(segments)
    fit = np.flatnonzero((lengths >= _PASSABLE) & (lengths <= _TREAD[1]))
    if len(fit) < _LEAST_ALIKE:
        return []
    pairs = find_parallels(segments[fit], *_STEP, least_overlap=1 - _ALIKE)
    alike = np.abs(lengths[fit][pairs.one] - lengths[fit][pairs.other]) <= 2 * _ALIKE
    rows = _list_rows(pairs.one[alike], pairs.other[alike], len(fit), _LEAST_ALIKE)
    return [fit[row] for row in rows if _is_regular(segments[fit[row]])]


def _list_rows(one: Integers, other: Integers, count: int, least: int) -> Iterator[Integers]:
    """Yield the indices of the lines of each row that is long enough, given pairs of neighbours."""
    _, group = connect(one, other, count)
    order = np.argsort(group, kind="stable")
    for row in np.split(order, np.flatnonzero(np.diff(group[order])) + 1):
        if len(row) >= least:
            yield row


def _cover(row: Floats, *, named: bool = True) -> Flight:
    return Flight(row, shapely.MultiPoint(row.reshape(-1, 2)).convex_hull, named)


def _is_regular(row: Floats) -> bool:
    """Return whether the lines of a row end side by side, at equal distances."""
    along = find_directions(row)[0]
    ends = np.sort(row.reshape(-1, 2, 2) @ along, axis=1)
    steps = np.diff(np.sort(row.reshape(-1, 2, 2).mean(axis=1) @ turn_left(along)))
    usual = float(np.median(steps))
    straight = bool((np.abs(ends - np.median(ends, axis=0)) <= _ALIKE).all())
    equal = bool((np.abs(steps - usual) <= _ALIKE * usual).all())
    return straight and equal and _STEP[0] <= usual <= _STEP[1]


def _is_walked(row: Floats, tree: shapely.STRtree) -> bool:
    """Return whether no raster crosses the lines of a row; a line of walk runs through all of a short one."""
    tread, crossing = tree.query(to_lines(row), predicate="crosses")
    if np.median(np.bincount(tread, minlength=len(row))) > _MOST_CROSSED:
        return False
    return len(row) >= _LEAST_TREADS or bool((np.bincount(crossing) == len(row)).any())
