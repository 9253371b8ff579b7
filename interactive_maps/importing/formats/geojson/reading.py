"""Reading of GeoJSON files into map drafts: areas are spaces, doors join them, and the rest is linework."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from shapely.geometry.base import BaseGeometry

from interactive_maps.geo.geojson import GeometryError, ReadGeometry, read_geometry
from interactive_maps.importing.bounds import bounded
from interactive_maps.importing.draft.level_selection import count_features, refuse_placement
from interactive_maps.importing.draft.map_draft import MapDraft
from interactive_maps.importing.formats.geojson import rules
from interactive_maps.importing.formats.geojson.collection import Collection
from interactive_maps.importing.formats.geojson.crs import choose_crs, project
from interactive_maps.importing.formats.geojson.keys import Keys
from interactive_maps.importing.formats.geojson.openings import join_openings
from interactive_maps.importing.formats.geojson.properties import Said, read_properties
from interactive_maps.importing.formats.geojson.rows import Floor
from interactive_maps.importing.formats.geojson.vertical_alignment import build_stacks
from interactive_maps.importing.input_error import InputError
from interactive_maps.importing.network.plane import choose_plane_around
from interactive_maps.importing.options import ReadOptions
from interactive_maps.importing.reporting.issue_collector import IssueCollector
from interactive_maps.importing.reporting.issue_rules import NOT_A_NAME
from interactive_maps.importing.reporting.progress import Progress, silent
from interactive_maps.importing.reporting.report import Issue, LayerUse
from interactive_maps.importing.reporting.text_repairs import note_repairs
from interactive_maps.importing.values.level_names import guess_level

_PROGRESS_EVERY = 5000


@dataclass(frozen=True, slots=True)
class Feature:
    """A feature in the coordinates of the file; ``key`` is unique in the file."""

    key: str
    said: Said
    geometry: BaseGeometry


@bounded
def read(path: Path, options: ReadOptions, progress: Progress = silent) -> MapDraft:
    """Read the GeoJSON file at ``path`` into a draft.

    Raises InputError for a file that is broken, cut off, too large, empty or in an unknown position.
    """
    refuse_placement(path, options, "GeoJSON is georeferenced; set another system with crs under [geojson]")
    draft = MapDraft(source=options.source or path.name)
    issues = IssueCollector()
    collection = Collection(path, options.limits, issues, progress, recover=options.recover)
    features = _read_features(collection, options, issues)
    crs = choose_crs(path, options.rules.properties.crs, collection.crs)
    places = project(path, [feature.geometry for feature in features], crs)
    level = _decide_level(path, features, options, draft)
    tells_levels = any(feature.said.levels for feature in features)
    floor = Floor(draft, options, issues, level, tells_levels=tells_levels)
    for number, (feature, place) in enumerate(zip(features, places, strict=True)):
        if place is None:
            issues.note(rules.OUT_OF_RANGE, "feature", feature.key)
        else:
            floor.add(feature.key, feature.said, place)
        if number % _PROGRESS_EVERY == 0:
            progress("placing", number, len(features))
    _join(draft, floor)
    issues.flush_to(draft.report)
    draft.report.layers.update({name: LayerUse(kind, used) for (name, kind), used in floor.layers.items()})
    count_features(draft)
    if not (draft.rooms or draft.lines or draft.network or draft.points or draft.openings):
        raise InputError(path.name, "its features", _explain_nothing(draft))
    return draft


def _join(draft: MapDraft, floor: Floor) -> None:
    """Assign buildings, join spaces by doors, and merge shafts."""
    floor.homes.assign(draft)
    places = [space.display_point for space in draft.spaces]
    plane = choose_plane_around([*places, *(opening.geometry for opening in draft.openings)])
    draft.openings[:] = join_openings(draft.openings, draft.spaces, plane)
    draft.connectors.extend(build_stacks(draft, plane))


def _read_features(collection: Collection, options: ReadOptions, issues: IssueCollector) -> list[Feature]:
    read: list[tuple[int, Said, ReadGeometry]] = []
    placeholders = options.rules.labels.own_placeholders
    for number, feature in enumerate(collection.read(), 1):
        said = read_properties(feature, options.rules.properties, placeholders)
        _note_repaired(said.id or f"feature-{number}", feature, options.rules.properties.name, issues)
        try:
            read.append((number, said, read_geometry(feature.get("geometry"))))
        except GeometryError as error:
            issues.note(rules.BAD_GEOMETRY, "feature", said.id or f"feature-{number}", f"it {error}")
    keys = Keys(((said.id, said.levels) for _, said, _ in read), issues)
    features = []
    for number, said, found in read:
        key = keys.choose(said.id, said.levels, number)
        for text in said.no_names:
            issues.note(NOT_A_NAME, "feature", key, text)
        if found.repaired:
            issues.note(rules.MENDED_GEOMETRY, "feature", key, ", ".join(found.repaired))
        features.append(Feature(key, said, found.geometry))
    return features


def _note_repaired(
    key: str, feature: Mapping[str, Any], names: Container[str], issues: IssueCollector
) -> None:
    properties = feature.get("properties")
    texts = {"id": feature.get("id"), **(properties if isinstance(properties, dict) else {})}
    note_repairs(issues, "feature", key, texts, lambda name: name.casefold() in names)


def _decide_level(path: Path, features: list[Feature], options: ReadOptions, draft: MapDraft) -> float | None:
    """Return the level of features without one; the file name tells it only if no feature has a level."""
    said = options.level if options.level is not None else options.rules.level
    draft.report.level = said
    if said is not None or not features or any(feature.said.levels for feature in features):
        return said
    level = draft.report.level = guess_level(path.stem)
    reason = "no level: set it with --level" if level is None else f"level {level:g}, by the file's name"
    draft.report.guessed.append(Issue("level", reason))
    return level


def _explain_nothing(draft: MapDraft) -> str:
    reasons = [f"{issue.id}: {issue.reason}" for issue in draft.report.skipped[:3]]
    return "; ".join(reason[:200] for reason in reasons) or "none: the file is empty"
