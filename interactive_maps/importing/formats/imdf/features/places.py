"""Venues, buildings and levels of an archive."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import shapely
from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry

from interactive_maps.importing.formats.imdf import rules
from interactive_maps.importing.formats.imdf.archive.labels import Labels
from interactive_maps.importing.formats.imdf.archive.records import Record
from interactive_maps.importing.reporting.issue_collector import IssueCollector
from interactive_maps.importing.values.numbers import parse_number, read_number
from interactive_maps.mapdata.edits.features import Building, Level, Venue

_GROUND = "ground"
_FURTHEST_ORDINAL = 999.0


@dataclass(frozen=True, slots=True)
class Places:
    """The buildings and levels of other features, by key; ``drawn`` levels are those before repair."""

    buildings: Mapping[str, Building]
    levels: Mapping[str, Level]
    drawn: Mapping[str, BaseGeometry]

    def building_at(self, level: Level, point: Point) -> tuple[str | None, bool]:
        """Return the building at a point of ``level``, and whether there was a choice."""
        if len(level.buildings) < 2:
            return (level.buildings[0] if level.buildings else None), False
        for key in level.buildings:
            outline = self.buildings[key].geometry
            if outline is not None and outline.covers(point):
                return key, True
        return level.buildings[0], True


def build_venues(records: Iterable[Record], issues: IssueCollector) -> list[Venue]:
    """Return the venues, usually one."""
    labels = Labels("venue", issues)
    return [
        Venue(
            record.key,
            labels.names(record),
            labels.text(record, "category"),
            record.geometry,
            record.keep(record.geometry),
        )
        for record in records
    ]


def build_buildings(
    records: Iterable[Record], footprints: Iterable[Record], venue: str | None, issues: IssueCollector
) -> list[Building]:
    """Return the buildings; the outline of each is its footprint at ground level."""
    labels = Labels("building", issues)
    listed = list(records)
    outlines = _gather_outlines(footprints, {record.key for record in listed}, issues)
    buildings = []
    for record in listed:
        if record.geometry is not None:
            labels.note(rules.BUILDING_WITH_GEOMETRY, record)
        outline = outlines.get(record.key, record.geometry)
        category = labels.text(record, "category")
        kept = record.keep(outline)
        buildings.append(Building(record.key, labels.names(record), venue, category, outline, kept))
    return buildings


def _gather_outlines(
    footprints: Iterable[Record], buildings: set[str], issues: IssueCollector
) -> dict[str, BaseGeometry]:
    """Return the ground footprints of buildings, or any footprints if none is of the ground."""
    labels = Labels("footprint", issues)
    found: dict[str, dict[str, list[BaseGeometry]]] = {}
    for record in footprints:
        category = labels.category(record)
        known = [key for key in labels.references(record, "building_ids") if key in buildings]
        if not known:
            labels.note(rules.LOST_FOOTPRINT, record)
        for key in known:
            by_category = found.setdefault(key, {})
            if by_category and category != _GROUND:
                labels.note(rules.OTHER_FOOTPRINT, record, category)
            by_category.setdefault(category, []).append(_require(record.geometry))
    return {
        key: shapely.union_all(by_category.get(_GROUND) or next(iter(by_category.values())))
        for key, by_category in found.items()
    }


def _require(geometry: BaseGeometry | None) -> BaseGeometry:
    assert geometry is not None, "the schema requires one"
    return geometry


def build_levels(records: Iterable[Record], buildings: Iterable[str], issues: IssueCollector) -> list[Level]:
    """Return the levels; one without an ordinal is skipped, and its features have no level."""
    labels = Labels("level", issues)
    known = set(buildings)
    levels = []
    for record in records:
        ordinal = _read_ordinal(labels, record)
        if ordinal is None:
            labels.note(rules.NO_ORDINAL, record)
            continue
        mentioned = labels.references(record, "building_ids")
        for key in mentioned:
            if key not in known:
                labels.note(rules.DANGLING, record, f"building {key}")
        names = labels.names(record)
        if not names:
            labels.note(rules.NO_NAME, record)
        within = tuple(key for key in mentioned if key in known)
        short = labels.names(record, "short_name")
        lost = [key for key in mentioned if key not in known]
        kept = record.keep(record.geometry, lost=lost or None)
        levels.append(
            Level(record.key, ordinal, names, short, within, geometry=record.geometry, properties=kept)
        )
    return levels


def _read_ordinal(labels: Labels, record: Record) -> float | None:
    value = record.properties.get("ordinal")
    if not isinstance(value, str):
        return read_number(value, _FURTHEST_ORDINAL)
    ordinal = parse_number(value, _FURTHEST_ORDINAL)
    if ordinal is not None:
        labels.note(rules.TEXT_ORDINAL, record)
    return ordinal
