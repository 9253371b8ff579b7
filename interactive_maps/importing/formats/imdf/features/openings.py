"""Openings of an archive and the units that they join, which IMDF does not tell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from interactive_maps.importing.formats.imdf import rules
from interactive_maps.importing.formats.imdf.archive.labels import Labels, step_free
from interactive_maps.importing.formats.imdf.archive.records import Record
from interactive_maps.importing.formats.imdf.features.level_geometry import Plan, Plans
from interactive_maps.importing.formats.imdf.features.places import Places
from interactive_maps.importing.reporting.issue_collector import IssueCollector
from interactive_maps.mapdata.edits.features import Opening
from interactive_maps.texts.cleaning import clean_text

# Distances of a unit from its door in metres, tried until two units are found: a door beside a corner is within 0.3 m
# of rooms that it does not lead to.
REACHES = (0.01, 0.05, 0.3)
# Records per batch: measuring them together costs a tenth, and larger batches only need more memory.
_BATCH = 20_000


def build_openings(
    records: Iterable[Record], places: Places, plans: Plans, issues: IssueCollector
) -> list[Opening]:
    """Return the openings, each with the keys of the spaces it joins, those nearest to its middle first."""
    labels = Labels("opening", issues)
    rest = iter(records)
    openings: list[Opening] = []
    while batch := list(islice(rest, _BATCH)):
        by_level: dict[str | None, list[Record]] = {}
        for record in batch:
            by_level.setdefault(_find_level(record, places, labels), []).append(record)
        for level, listed in by_level.items():
            openings.extend(_build_on(level, listed, places, plans, labels))
    return openings


def _find_level(record: Record, places: Places, labels: Labels) -> str | None:
    key = labels.reference(record, "level_id")
    if key in places.levels:
        return key
    labels.note(rules.DANGLING, record, f"level {key}")
    return None


def _build_on(
    level: str | None, records: Sequence[Record], places: Places, plans: Plans, labels: Labels
) -> Iterator[Opening]:
    """Yield the openings of one level, or of none."""
    lines = plans.in_metres([_geometry_of(record) for record in records])
    joined = _join(plans.by_level.get(level) if level else None, lines, records, labels)
    ordinal = places.levels[level].ordinal if level else None
    for record, line, spaces in zip(records, lines, joined, strict=True):
        yield _build(record, labels, ordinal, spaces, line.length)


def _geometry_of(record: Record) -> BaseGeometry:
    assert record.geometry is not None, "the schema requires one"
    return record.geometry


def _join(
    plan: Plan | None, lines: Sequence[BaseGeometry], records: Sequence[Record], labels: Labels
) -> list[tuple[str, ...]]:
    joined: list[tuple[str, ...]] = [()] * len(lines)
    for reach in REACHES if plan is not None else ():
        open_ones = [index for index, spaces in enumerate(joined) if len(spaces) < 2]
        assert plan is not None, "no reaches without one"
        for found, areas in plan.meet([lines[index] for index in open_ones], within=reach):
            index = open_ones[found]
            joined[index] = _rank(plan, lines[index], areas.tolist())
            if reach > REACHES[0] and len(joined[index]) > 1:
                labels.note(rules.FAR_OPENING, records[index], f"{reach:g} m")
    for record, spaces in zip(records, joined, strict=True):
        if len(spaces) < 2:
            labels.note(rules.OPENING_OF_ONE if spaces else rules.OPENING_OF_NOTHING, record)
    return joined


def _rank(plan: Plan, line: BaseGeometry, areas: Sequence[int]) -> tuple[str, ...]:
    middle = line.interpolate(0.5, normalized=True) if line.geom_type == "LineString" else line.centroid
    near = sorted(areas, key=lambda area: (plan.areas[area].distance(middle), plan.spaces[area].key))
    return tuple(plan.spaces[area].key for area in near)


def _build(
    record: Record, labels: Labels, ordinal: float | None, spaces: tuple[str, ...], width: float
) -> Opening:
    door = record.properties.get("door")
    if door is not None and not isinstance(door, dict):
        labels.note(rules.WRONG_TYPE, record, "door")
    door = door if isinstance(door, dict) else {}
    geometry = _geometry_of(record)
    return Opening(
        key=record.key,
        ordinal=ordinal,
        geometry=geometry,
        spaces=spaces,
        kind=_text_of(door.get("type")),
        width=round(width, 2) if shapely.get_dimensions(geometry) == 1 else None,
        automatic=door["automatic"] if isinstance(door.get("automatic"), bool) else None,
        access=";".join(labels.words(record, "access_control")) or None,
        step_free=step_free(labels.words(record, "accessibility")),
        names=labels.names(record),
        category=labels.category(record),
        properties=record.keep(geometry),
    )


def _text_of(value: Any) -> str | None:
    return clean_text(value)[:100] or None if isinstance(value, str) else None
