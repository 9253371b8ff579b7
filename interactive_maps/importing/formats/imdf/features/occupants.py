"""Occupants at their anchors, and points of interest: amenities and kiosks."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry

from interactive_maps.importing.formats.imdf import rules
from interactive_maps.importing.formats.imdf.archive.labels import Labels, step_free
from interactive_maps.importing.formats.imdf.archive.records import Record
from interactive_maps.importing.formats.imdf.features.places import Places
from interactive_maps.importing.reporting.issue_collector import IssueCollector
from interactive_maps.importing.rules.contact_fields import read_imdf_contacts
from interactive_maps.mapdata.edits.features import Names, Occupant, PointOfInterest, Space


def build_occupants(
    records: Iterable[Record], anchors: Sequence[Record], issues: IssueCollector
) -> list[Occupant]:
    """Return the occupants, each in the unit that its anchor names, even if that is missing."""
    labels = Labels("occupant", issues)
    anchor_labels = Labels("anchor", issues)
    by_key = {anchor.key: anchor for anchor in anchors}
    used = set()
    occupants = []
    for record in records:
        key = labels.reference(record, "anchor_id")
        anchor = by_key.get(key) if key else None
        space = None
        if anchor is None:
            labels.note(rules.DANGLING, record, f"anchor {key}")
        else:
            used.add(anchor.key)
            space = anchor_labels.reference(anchor, "unit_id")
        occupants.append(_build_occupant(record, labels, space, anchor))
    for anchor in anchors:
        if anchor.key not in used:
            anchor_labels.note(rules.UNUSED_ANCHOR, anchor)
    return occupants


def _build_occupant(record: Record, labels: Labels, space: str | None, anchor: Record | None) -> Occupant:
    names = labels.names(record)
    if not names:
        labels.note(rules.NO_NAME, record)
    location = _point_of(anchor) if anchor is not None else None
    return Occupant(
        key=record.key,
        category=labels.text(record, "category"),
        names=names,
        space=space,
        location=location,
        opening_hours=labels.text(record, "hours"),
        properties=record.keep(location, unit=space),
        **read_imdf_contacts(record.properties),
    )


def require_units(
    occupants: Iterable[Occupant], units: Container[str], issues: IssueCollector
) -> Iterator[Occupant]:
    """Yield the occupants, without units that are not in ``units``."""
    for occupant in occupants:
        if occupant.space is None or occupant.space in units:
            yield occupant
        else:
            issues.note(rules.DANGLING, "occupant", occupant.key, f"unit {occupant.space}")
            yield replace(occupant, space=None)


def name_units(occupants: Iterable[Occupant]) -> dict[str, Names]:
    """Return by unit the name of its first named occupant."""
    names: dict[str, Names] = {}
    for occupant in occupants:
        if occupant.space is not None and occupant.names:
            names.setdefault(occupant.space, occupant.names)
    return names


def build_amenities(
    records: Iterable[Record], spaces: Mapping[str, Space], issues: IssueCollector
) -> list[PointOfInterest]:
    """Return the amenities, each on the level of its first unit."""
    labels = Labels("amenity", issues)
    points = []
    for record in records:
        mentioned = labels.references(record, "unit_ids")
        for key in mentioned:
            if key not in spaces:
                labels.note(rules.DANGLING, record, f"unit {key}")
        within = tuple(key for key in mentioned if key in spaces)
        lost = [key for key in mentioned if key not in spaces]
        location = _point_of(record)
        points.append(
            PointOfInterest(
                key=record.key,
                category=labels.category(record),
                names=labels.names(record),
                ordinal=spaces[within[0]].ordinal if within else None,
                location=location,
                spaces=within,
                opening_hours=labels.text(record, "hours"),
                step_free=step_free(labels.words(record, "accessibility")),
                properties=record.keep(_as_drawn(location, record), collection="amenity", lost=lost or None),
                **read_imdf_contacts(record.properties),
            )
        )
    return points


def build_kiosks(records: Iterable[Record], places: Places, issues: IssueCollector) -> list[PointOfInterest]:
    """Return the kiosks as points of interest."""
    labels = Labels("kiosk", issues)
    points = []
    for record in records:
        level = places.levels.get(labels.reference(record, "level_id") or "")
        if level is None:
            labels.note(rules.DANGLING, record, "level")
        location = labels.point(record) or _point_of(record)
        points.append(
            PointOfInterest(
                key=record.key,
                category="kiosk",
                names=labels.names(record),
                ordinal=level.ordinal if level else None,
                location=location,
                properties=record.keep(_as_drawn(location, record), collection="kiosk"),
                level=level.key if level else None,
                building=places.building_at(level, location)[0] if level else None,
            )
        )
    return points


def _as_drawn(point: Point, record: Record) -> BaseGeometry:
    """Return the record's own geometry if the point represents it."""
    return record.geometry if point is record.geometry and record.geometry is not None else point


def _point_of(record: Record) -> Point:
    assert record.geometry is not None, "the schema requires one"
    return record.geometry if isinstance(record.geometry, Point) else record.geometry.representative_point()
