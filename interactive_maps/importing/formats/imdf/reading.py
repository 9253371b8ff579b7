"""Reading of IMDF archives into map drafts: places, then their contents, then connections."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path

from interactive_maps.importing.bounds import bounded
from interactive_maps.importing.draft.level_selection import count_features, keep_level, refuse_placement
from interactive_maps.importing.draft.map_draft import MapDraft
from interactive_maps.importing.formats.imdf import rules
from interactive_maps.importing.formats.imdf.archive.manifest import Manifest, read_manifest
from interactive_maps.importing.formats.imdf.archive.records import Record, RecordReader
from interactive_maps.importing.formats.imdf.archive.schemas import SCHEMAS
from interactive_maps.importing.formats.imdf.archive.zip_archive import Archive
from interactive_maps.importing.formats.imdf.features.level_geometry import Plans
from interactive_maps.importing.formats.imdf.features.occupants import (
    build_amenities,
    build_kiosks,
    build_occupants,
    name_units,
    require_units,
)
from interactive_maps.importing.formats.imdf.features.openings import build_openings
from interactive_maps.importing.formats.imdf.features.places import (
    Places,
    build_buildings,
    build_levels,
    build_venues,
)
from interactive_maps.importing.formats.imdf.features.relationships import build_related
from interactive_maps.importing.formats.imdf.features.units import build_spaces
from interactive_maps.importing.formats.imdf.features.unmapped_features import (
    build_located,
    build_manifest,
    build_unmapped,
)
from interactive_maps.importing.formats.imdf.features.vertical_alignment import build_stacked
from interactive_maps.importing.formats.imdf.rows import DRAWN, build_drawn, build_rooms, outline_places
from interactive_maps.importing.formats.imdf.validation import check_plans
from interactive_maps.importing.input_error import InputError
from interactive_maps.importing.options import ReadOptions
from interactive_maps.importing.reporting.issue_collector import IssueCollector
from interactive_maps.importing.reporting.progress import Progress, silent
from interactive_maps.mapdata.edits.features import UnmappedFeature


@bounded
def read(path: Path, options: ReadOptions, progress: Progress = silent) -> MapDraft:
    """Read the IMDF archive at ``path`` into a draft.

    Raises InputError for an archive that is damaged, malicious, too large or without a map.
    """
    refuse_placement(path, options, "IMDF is always in longitude and latitude")
    draft = MapDraft(source=options.source or path.name)
    issues = IssueCollector()
    with Archive(path, options.limits, issues) as archive:
        manifest = read_manifest(archive, issues)
        reader = RecordReader(path, archive, options, issues, progress)
        _fill(draft, reader, manifest, issues, progress)
        draft.unmapped.append(build_manifest(manifest))
        draft.unmapped.extend(_read_rest(archive.collections, reader, issues))
    if not draft.spaces and not draft.levels and not draft.buildings:
        raise InputError(path.name, "the archive", "contains no building, level or unit")
    issues.flush_to(draft.report)
    keep_level(draft, options.level, path)
    count_features(draft)
    return draft


def _fill(
    draft: MapDraft, reader: RecordReader, manifest: Manifest, issues: IssueCollector, progress: Progress
) -> None:
    places = _read_places(draft, reader, issues)
    _read_spaces(draft, reader, places, issues)
    progress("measuring the levels", 0, None)
    plans = Plans(draft.spaces)
    check_plans(plans, places, issues)
    draft.openings = build_openings(reader.read("opening"), places, plans, issues)
    _read_connectors(draft, reader, plans, issues)
    spaces = {space.key: space for space in draft.spaces}
    draft.points = build_amenities(reader.read("amenity"), spaces, issues)
    drawn: dict[str, Sequence[Record]] = {name: list(reader.read(name)) for name in DRAWN}
    _take_drawn(draft, drawn, places, issues)
    draft.rooms = build_rooms(draft.spaces, manifest.language)
    draft.lines = [
        *outline_places(draft.buildings, draft.spaces, draft.openings),
        *chain.from_iterable(build_drawn(name, drawn[name], places, issues) for name in DRAWN),
    ]


def _read_connectors(draft: MapDraft, reader: RecordReader, plans: Plans, issues: IssueCollector) -> None:
    spaces = {space.key: space for space in draft.spaces}
    relationships = list(reader.read("relationship"))
    draft.connectors = list(build_related(relationships, spaces, issues))
    related = {connector.key for connector in draft.connectors}
    draft.unmapped.extend(
        build_unmapped("relationship", one) for one in relationships if one.key not in related
    )
    connected = {key for connector in draft.connectors for key in connector.spaces}
    draft.connectors.extend(build_stacked(plans, connected, issues))


def _take_drawn(
    draft: MapDraft, drawn: Mapping[str, Sequence[Record]], places: Places, issues: IssueCollector
) -> None:
    """Import kiosks as points of interest, unless an amenity has the id, and keep the rest for export."""
    amenities = {point.key for point in draft.points}
    kiosks = []
    for record in drawn["kiosk"]:
        if record.key in amenities:
            issues.note(rules.REPEATED_ID, "kiosk", record.key)
            draft.unmapped.append(build_unmapped("kiosk", record))
        else:
            kiosks.append(record)
    draft.points.extend(build_kiosks(kiosks, places, issues))
    for name, records in drawn.items():
        if name != "kiosk":
            draft.unmapped.extend(build_located(name, records, places))


def _read_places(draft: MapDraft, reader: RecordReader, issues: IssueCollector) -> Places:
    draft.venues = build_venues(reader.read("venue"), issues)
    venue = draft.venues[0].key if draft.venues else None
    footprints = list(reader.read("footprint"))
    draft.buildings = build_buildings(reader.read("building"), footprints, venue, issues)
    draft.unmapped.extend(build_unmapped("footprint", record) for record in footprints)
    buildings = {building.key: building for building in draft.buildings}
    records = list(reader.read("level"))
    draft.levels = build_levels(records, buildings, issues)
    usable = {level.key for level in draft.levels}
    draft.unmapped.extend(build_unmapped("level", record) for record in records if record.key not in usable)
    drawn = {record.key: record.drawn for record in records if record.drawn is not None}
    return Places(buildings, {level.key: level for level in draft.levels}, drawn)


def _read_spaces(draft: MapDraft, reader: RecordReader, places: Places, issues: IssueCollector) -> None:
    """Add spaces and occupants; occupants come first because only they may name a unit."""
    anchors = list(reader.read("anchor"))
    occupants = build_occupants(reader.read("occupant"), anchors, issues)
    draft.unmapped.extend(build_unmapped("anchor", record) for record in anchors)
    draft.spaces = build_spaces(reader.read("unit"), places, name_units(occupants), issues)
    units = {space.key for space in draft.spaces}
    draft.occupants = list(require_units(occupants, units, issues))


def _read_rest(
    collections: Sequence[str], reader: RecordReader, issues: IssueCollector
) -> Iterator[UnmappedFeature]:
    """Yield the collections that the map does not use, and unusable features of the others."""
    for name in collections:
        if name in SCHEMAS and name != "address":
            continue
        count = 0
        for record in reader.read_whole(name):
            count += 1
            yield build_unmapped(name, record)
        if name != "address":
            issues.note(rules.UNKNOWN_COLLECTION, "archive", name, f"{count:,} features")
        elif count:
            issues.note(rules.NO_ADDRESS, "archive", name, f"{count:,} features")
    for name, record in reader.aside:
        yield build_unmapped(name, record)
