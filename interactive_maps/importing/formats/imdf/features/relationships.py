"""Relationships of an archive that connect levels."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import shapely

from interactive_maps.importing.formats.imdf import rules
from interactive_maps.importing.formats.imdf.archive.labels import Labels
from interactive_maps.importing.formats.imdf.archive.records import Record
from interactive_maps.importing.reporting.issue_collector import IssueCollector
from interactive_maps.mapdata.edits.features import Connector, Space
from interactive_maps.texts.cleaning import clean_text

# Kinds of connectors by category of relationships and units.
CONNECTING = {
    "elevator": "elevator",
    "escalator": "escalator",
    "movingwalkway": "movingwalkway",
    "ramp": "ramp",
    "stairs": "stairs",
    "steps": "stairs",
}
_TRAVERSAL = frozenset({"traversal", "traversal.path"})
_MOST_STOPS = 500
STEP_FREE = {"elevator": True, "escalator": False, "stairs": False}


def build_related(
    records: Iterable[Record], spaces: Mapping[str, Space], issues: IssueCollector
) -> Iterator[Connector]:
    """Yield a connector for each relationship between units of different levels.

    Each relationship becomes its own connector; chains and rings of them are not followed.
    """
    labels = Labels("relationship", issues)
    for record in records:
        category = labels.category(record)
        if category not in CONNECTING and category not in _TRAVERSAL:
            labels.note(rules.OTHER_RELATIONSHIP, record, category)
            continue
        stops = [spaces[key] for key in _list_stops(record, labels) if key in spaces]
        levels = dict.fromkeys(stop.ordinal for stop in stops if stop.ordinal is not None)
        if len(levels) < 2:
            labels.note(rules.NO_CONNECTION, record)
            continue
        yield _build(record, _kind_of(category, stops), stops, labels)


def _build(record: Record, kind: str, stops: list[Space], labels: Labels) -> Connector:
    ordinals = tuple(dict.fromkeys(stop.ordinal for stop in stops if stop.ordinal is not None))
    directed = labels.text(record, "direction") == "directed"
    geometry = record.geometry or shapely.linestrings(_list_places(stops))
    return Connector(
        key=record.key,
        kind=kind,
        ordinals=ordinals if directed else tuple(sorted(ordinals)),
        geometry=geometry,
        direction="forward" if directed else "both",
        step_free=STEP_FREE.get(kind),
        spaces=tuple(dict.fromkeys(stop.key for stop in stops)),
        properties=record.keep(geometry),
    )


def _list_places(stops: list[Space]) -> list[tuple[float, float]]:
    return [(stop.display_point.x, stop.display_point.y) for stop in stops]


def _kind_of(category: str, stops: list[Space]) -> str:
    """Return the kind of the relationship or, if that is only "traversal", of what it traverses."""
    by_units = (CONNECTING[stop.category] for stop in stops if stop.category in CONNECTING)
    return CONNECTING.get(category) or next(by_units, "stairs")


def _list_stops(record: Record, labels: Labels) -> Iterator[str]:
    """Yield the ids of origin, intermediaries and destination."""
    between = record.properties.get("intermediary")
    listed = between[:_MOST_STOPS] if isinstance(between, list) else []
    for value in (record.properties.get("origin"), *listed, record.properties.get("destination")):
        key = _read_stop(value)
        if key is not None:
            yield key
        elif value is not None:
            labels.note(rules.WRONG_TYPE, record, "origin, intermediary or destination")


def _read_stop(value: Any) -> str | None:
    key = value.get("id") if isinstance(value, dict) else value
    return clean_text(str(key)) if isinstance(key, str | int) else None
