"""Units of an archive as spaces."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from shapely.geometry import Point

from interactive_maps.importing.formats.imdf import rules
from interactive_maps.importing.formats.imdf.archive.labels import Labels, step_free
from interactive_maps.importing.formats.imdf.archive.records import Record
from interactive_maps.importing.formats.imdf.archive.schemas import RESTRICTIONS, UNIT_CATEGORIES
from interactive_maps.importing.formats.imdf.archive.source_records import print_shape
from interactive_maps.importing.formats.imdf.features.places import Places
from interactive_maps.importing.reporting.issue_collector import IssueCollector
from interactive_maps.importing.rules.space_fields import SPACE_FIELDS, read_imdf_fields
from interactive_maps.mapdata.edits.features import Level, Names, Space


def build_spaces(
    records: Iterable[Record], places: Places, occupants: Mapping[str, Names], issues: IssueCollector
) -> list[Space]:
    """Return the units as spaces; one without a name takes that of its occupant in ``occupants``."""
    builder = _Builder(places, occupants, issues)
    return [builder.build(record) for record in records]


class _Builder:
    def __init__(self, places: Places, occupants: Mapping[str, Names], issues: IssueCollector) -> None:
        self._places = places
        self._occupants = occupants
        self._labels = Labels("unit", issues)

    def build(self, record: Record) -> Space:
        assert record.geometry is not None, "the schema requires one"
        labels = self._labels
        level = self._find_level(record)
        point, placed = self._place_display_point(record)
        names, borrowed = self._name(record)
        kept = record.keep(
            record.geometry,
            names=borrowed or None,
            point=print_shape(point) if placed else None,
            lost=None if level else list(labels.references(record, "level_id")) or None,
        )
        return Space(
            key=record.key,
            category=self._read_category(record),
            names=names,
            ordinal=level.ordinal if level else None,
            geometry=record.geometry,
            display_point=point,
            level=level.key if level else None,
            building=self._find_building(record, level, point),
            aliases=self._read_aliases(record),
            access=self._read_restriction(record),
            step_free=step_free(labels.words(record, "accessibility")),
            properties=kept,
            **self._read_fields(record),
        )

    def _find_level(self, record: Record) -> Level | None:
        key = self._labels.reference(record, "level_id")
        level = self._places.levels.get(key) if key else None
        if level is None:
            self._labels.note(rules.DANGLING, record, f"level {key}")
        return level

    def _find_building(self, record: Record, level: Level | None, point: Point) -> str | None:
        if level is None:
            return None
        building, chosen = self._places.building_at(level, point)
        if chosen:
            self._labels.note(rules.SEVERAL_BUILDINGS, record)
        return building

    def _name(self, record: Record) -> tuple[Names, Names]:
        """Return the unit's names, and which of them are its occupant's."""
        names = self._labels.names(record)
        if names:
            return names, {}
        names = self._occupants.get(record.key, {})
        self._labels.note(rules.NAME_OF_OCCUPANT if names else rules.UNNAMED, record)
        return names, names

    def _read_aliases(self, record: Record) -> tuple[str, ...]:
        names = self._labels.names(record, "alt_name")
        return tuple(dict.fromkeys(names[language] for language in sorted(names)))

    def _read_category(self, record: Record) -> str:
        category = self._labels.category(record)
        if category not in UNIT_CATEGORIES:
            self._labels.note(rules.UNKNOWN_CATEGORY, record, category)
        return category

    def _read_restriction(self, record: Record) -> str | None:
        restriction = self._labels.text(record, "restriction")
        if restriction is not None and restriction not in RESTRICTIONS:
            self._labels.note(rules.UNKNOWN_RESTRICTION, record, restriction)
        return restriction

    def _read_fields(self, record: Record) -> dict[str, Any]:
        values = read_imdf_fields(record.properties)
        for field in SPACE_FIELDS:
            if values[field.name] is None and field.imdf in record.properties:
                self._labels.note(rules.WRONG_TYPE, record, field.imdf)
        return values

    def _place_display_point(self, record: Record) -> tuple[Point, bool]:
        """Return the display point, and whether the import placed it."""
        assert record.geometry is not None, "the schema requires one"
        point = self._labels.point(record)
        if point is not None and record.geometry.covers(point):
            return point, False
        self._labels.note(rules.DISPLAY_POINT_OUTSIDE, record)
        return record.geometry.representative_point(), True
