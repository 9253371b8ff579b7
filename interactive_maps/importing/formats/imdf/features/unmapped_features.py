"""Features that the map does not use or cannot use, kept so that an export can restore them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from interactive_maps.importing.draft.related_features import MANIFEST
from interactive_maps.importing.draft.source_record import SourceRecord
from interactive_maps.importing.formats.imdf.archive.manifest import Manifest
from interactive_maps.importing.formats.imdf.archive.records import Record
from interactive_maps.importing.formats.imdf.features.places import Places
from interactive_maps.importing.values.json_text import dump_json
from interactive_maps.mapdata.edits.features import UnmappedFeature

# They tell when and by whom the file was written.
_OF_THE_FILE = frozenset({"created", "generated_by"})


def build_unmapped(collection: str, record: Record, ordinal: float | None = None) -> UnmappedFeature:
    """Return a record as an unmapped feature."""
    key = f"{collection}/{record.key}"
    return UnmappedFeature(key, collection, record.keep(record.geometry), ordinal, record.geometry)


def build_located(collection: str, records: Iterable[Record], places: Places) -> Iterator[UnmappedFeature]:
    """Yield records on levels; those on several levels are put on the first."""
    for record in records:
        said = record.properties.get("level_ids" if collection == "geofence" else "level_id")
        key = next(iter(said), None) if isinstance(said, list) else said
        level = places.levels.get(key) if isinstance(key, str) else None
        yield build_unmapped(collection, record, level.ordinal if level else None)


def build_manifest(manifest: Manifest) -> UnmappedFeature:
    """Return the manifest as an unmapped feature."""
    said = {name: value for name, value in manifest.members.items() if name not in _OF_THE_FILE}
    said |= {"version": manifest.version, "language": manifest.language}
    return UnmappedFeature(MANIFEST, MANIFEST, SourceRecord(dump_json(said)))
