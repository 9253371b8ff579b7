"""Rows of the deployment guide's tables: named units as rooms, outlines and details as linework."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from interactive_maps.importing.formats.imdf import rules
from interactive_maps.importing.formats.imdf.archive.labels import Labels
from interactive_maps.importing.formats.imdf.archive.records import Record
from interactive_maps.importing.formats.imdf.features.places import Places
from interactive_maps.importing.reporting.issue_collector import IssueCollector
from interactive_maps.mapdata.edits.features import Building, Names, Opening, Space
from interactive_maps.mapdata.edits.rows import LineRow, RoomRow

# Collections whose features are only drawn.
DRAWN = ("fixture", "detail", "section", "geofence", "kiosk")


def build_rooms(spaces: Iterable[Space], language: str) -> list[RoomRow]:
    """Return the named spaces as rooms, named in ``language`` if possible."""
    return [
        RoomRow(
            space.key,
            choose_name(space.names, language),
            space.ordinal,
            space.display_point.x,
            space.display_point.y,
        )
        for space in spaces
        if space.names
    ]


def choose_name(names: Mapping[str, str] | Names, language: str) -> str:
    """Return the name in ``language``, or in the alphabetically first language: objects are unordered."""
    return names.get(language) or names[min(names)]


def outline_places(
    buildings: Sequence[Building], spaces: Sequence[Space], openings: Sequence[Opening]
) -> Iterator[LineRow]:
    """Yield the outlines of buildings (without level), units and openings; layers name collection and category."""
    for building in buildings:
        if building.geometry is not None:
            yield LineRow(f"building/{building.key}", "building", None, building.geometry)
    for space in spaces:
        yield LineRow(f"unit/{space.key}", f"unit:{space.category}", space.ordinal, space.geometry)
    for opening in openings:
        layer = f"opening:{opening.category}"
        yield LineRow(f"opening/{opening.key}", layer, opening.ordinal, opening.geometry)


def build_drawn(
    collection: str, records: Iterable[Record], places: Places, issues: IssueCollector
) -> Iterator[LineRow]:
    """Yield the features of a collection of :data:`DRAWN`; those without a level, as outdoors, have none."""
    labels = Labels(collection, issues)
    for record in records:
        assert record.geometry is not None, "the schema requires one"
        keys = labels.references(record, "level_ids" if collection == "geofence" else "level_id")
        ordinal = None
        if keys:
            level = places.levels.get(keys[0])
            if level is None:
                labels.note(rules.DANGLING, record, f"level {keys[0]}")
            ordinal = level.ordinal if level else None
        category = labels.text(record, "category")
        layer = f"{collection}:{category}" if category else collection
        yield LineRow(f"{collection}/{record.key}", layer, ordinal, record.geometry)
