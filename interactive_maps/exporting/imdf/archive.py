"""The archive: a manifest, and one collection for each type of feature."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import IO, Any

from interactive_maps import VERSION
from interactive_maps.exporting.collections import write_collection
from interactive_maps.exporting.export_issues import ExportIssues
from interactive_maps.exporting.imdf.archive_context import Frame
from interactive_maps.exporting.imdf.features import restore
from interactive_maps.exporting.imdf.links import list_details, list_relationships
from interactive_maps.exporting.imdf.occupants import (
    list_amenities,
    list_anchors,
    list_kiosks,
    list_occupants,
)
from interactive_maps.exporting.imdf.places import list_buildings, list_footprints, list_levels, list_venues
from interactive_maps.exporting.imdf.units import list_openings, list_units
from interactive_maps.exporting.zip_members import describe_member
from interactive_maps.importing.draft.related_features import MANIFEST
from interactive_maps.importing.formats.imdf.archive.schemas import SCHEMAS
from interactive_maps.importing.values.json_text import dump_json
from interactive_maps.mapdata.bulk.export_scope import ExportScope
from interactive_maps.mapdata.bulk.map_export import MapSnapshot

Lister = Callable[[Frame], Iterator[dict[str, Any]]]
# Levels and the venue come last: only then is it known which of them are missing.
_LISTERS: dict[str, Lister] = {
    "unit": list_units,
    "opening": list_openings,
    "amenity": list_amenities,
    "kiosk": list_kiosks,
    "occupant": list_occupants,
    "anchor": list_anchors,
    "relationship": list_relationships,
    "detail": list_details,
    "building": list_buildings,
    "footprint": list_footprints,
    "level": list_levels,
    "venue": list_venues,
}
# Collections whose listers already yield their unmapped features.
_WHOLE = frozenset({"anchor", "relationship", "detail", "footprint"})
_NAME = re.compile(r"\w[\w. -]{0,99}")


def write_archive(
    output: IO[bytes],
    snapshot: MapSnapshot,
    part: ExportScope,
    issues: ExportIssues,
    advance: Callable[[str, int], None],
) -> None:
    """Write a part of the map as an IMDF archive; ``issues`` collects what IMDF requires and the map lacks."""
    frame = Frame(snapshot, part, issues, advance)
    others = [kind for kind in snapshot.list_kinds(part) if kind not in {*SCHEMAS, MANIFEST}]
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(describe_member("manifest.json"), dump_json(_make_manifest(frame)))
        for name in (*_LISTERS, *(one for one in SCHEMAS if one not in _LISTERS), *others):
            if not _NAME.fullmatch(name):
                issues.note("archive", "a kind of features that cannot name a file: left out", name)
                continue
            with archive.open(describe_member(f"{name}.geojson"), "w") as member:
                issues.written[name] = write_collection(member, name, _list_features(name, frame))


def _list_features(name: str, frame: Frame) -> Iterator[dict[str, Any]]:
    if name in _LISTERS:
        yield from _LISTERS[name](frame)
    if name not in _WHOLE:
        for row in frame.read("source-features", name, kind=name):
            yield restore(row, name)


def _make_manifest(frame: Frame) -> dict[str, Any]:
    """Return the manifest; if there are several sources, the first one with a manifest decides."""
    said = {"version": "1.0.0", "language": "en", **(frame.manifests[0] if frame.manifests else {})}
    said.pop("origin", None)
    created = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return said | {"created": created, "generated_by": f"Interactive Maps Backend {VERSION}"}
