"""Reading of OpenStreetMap files into map drafts."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

from interactive_maps.importing.bounds import bounded
from interactive_maps.importing.draft.map_draft import MapDraft
from interactive_maps.importing.formats.osm.detection import is_change, is_pbf
from interactive_maps.importing.formats.osm.elements.collection import DELETED, Collector
from interactive_maps.importing.formats.osm.features.assembly import Assembly
from interactive_maps.importing.formats.osm.level_restriction import keep_level, list_ordinals
from interactive_maps.importing.formats.osm.overpass import recognise_overpass, write_osm
from interactive_maps.importing.input_error import InputError
from interactive_maps.importing.options import ReadOptions
from interactive_maps.importing.reporting.progress import Progress, silent
from interactive_maps.importing.reporting.report import LayerUse
from interactive_maps.importing.rules.placement_rule import PlacementRule
from interactive_maps.importing.tags.layers import name_kind
from interactive_maps.importing.values.level_values import format_ordinal

_HEAD_BYTES = 65536


@bounded
def read(path: Path, options: ReadOptions, progress: Progress = silent) -> MapDraft:
    """Read the insides of buildings from the OpenStreetMap file at ``path`` into a draft.

    Raises InputError for a file that is cut off, broken, too large or without anything inside a building, and for
    options that georeference drawings: these files are georeferenced.
    """
    _require_no_placement(path, options)
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
    if is_change(head):
        reason = "lists edits (osmChange), not the map: export the area as .osm or .osm.pbf"
        raise InputError(path.name, "its first bytes", reason)
    if recognise_overpass(head):
        return _read_overpass(path, options, progress)
    draft = MapDraft(source=options.source or path.name)
    form = "pbf" if is_pbf(head) else "osm"
    elements = Collector(path, form, options.limits, draft.report, progress).run()
    Assembly(elements, draft, options, progress).run()
    if not (
        draft.spaces or draft.openings or draft.connectors or draft.points or draft.lines or draft.walked
    ):
        deleted = sum(issue.reason == DELETED for issue in draft.report.skipped)
        reason = "contains nothing inside a building: no element has indoor=*, level=* or room=*"
        reason += f"; {deleted:,} are deleted" if deleted else ""
        raise InputError(path.name, "its elements", reason)
    if options.level is not None:
        _keep_level(path, draft, options.level)
    _count(draft)
    return draft


def _read_overpass(path: Path, options: ReadOptions, progress: Progress) -> MapDraft:
    progress(f"reading {path.name}", 0, None)
    with tempfile.TemporaryDirectory(prefix="overpass-") as folder:
        target = Path(folder) / "elements.osm.pbf"
        write_osm(path, target, options.limits)
        try:
            return read(target, replace(options, source=options.source or path.name), progress)
        except InputError as refusal:
            raise InputError(path.name, refusal.place, refusal.reason) from None


def _require_no_placement(path: Path, options: ReadOptions) -> None:
    if options.units is not None:
        raise InputError(path.name, "--units", "OpenStreetMap is in degrees: leave the option out")
    if options.placement is not None and options.placement != PlacementRule():
        reason = "OpenStreetMap is georeferenced: leave out control points, anchor, rotation and scale"
        raise InputError(path.name, "the georeference", reason)


def _keep_level(path: Path, draft: MapDraft, level: float) -> None:
    there = ", ".join(map(format_ordinal, list_ordinals(draft))) or "none"
    keep_level(draft, level)
    if not (draft.spaces or draft.openings or draft.points or draft.lines or draft.walked):
        reason = f"no level {format_ordinal(level)}. Existing levels: {there}"
        raise InputError(path.name, "--level", reason)
    draft.report.level = level


def _count(draft: MapDraft) -> None:
    """Report the number of features of each kind, and the contents of the layers of linework."""
    report = draft.report
    report.counts.update(
        building=len(draft.buildings),
        level=len(draft.levels),
        space=len(draft.spaces),
        opening=len(draft.openings),
        connector=len(draft.connectors),
        poi=len(draft.points),
        room=len(draft.rooms),
        line=len(draft.lines),
    )
    for line in draft.lines:
        known = report.layers.get(line.layer, LayerUse(name_kind(line.layer), 0))
        report.layers[line.layer] = LayerUse(known.kind, known.entities + 1)
