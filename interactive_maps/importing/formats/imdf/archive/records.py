"""Features of a collection as records: bounded, with an id, known properties and a usable geometry."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from interactive_maps.geo.feature_stream import Piece, StreamError, cut_features
from interactive_maps.geo.geojson import GeometryError, ReadGeometry, read_geometry, require_degrees
from interactive_maps.importing.draft.source_record import SourceRecord
from interactive_maps.importing.formats.imdf import rules
from interactive_maps.importing.formats.imdf.archive.record_names import RecordNames
from interactive_maps.importing.formats.imdf.archive.schemas import SCHEMAS, Schema, Shape
from interactive_maps.importing.formats.imdf.archive.source_records import RecordText, record_text
from interactive_maps.importing.formats.imdf.archive.zip_archive import Archive
from interactive_maps.importing.input_error import InputError
from interactive_maps.importing.options import ReadOptions
from interactive_maps.importing.reporting.issue_collector import IssueCollector, IssueRule
from interactive_maps.importing.reporting.progress import Progress
from interactive_maps.importing.values.json_text import parse_json
from interactive_maps.texts.cleaning import clean_text

_PROGRESS_EVERY = 1000
_MOST_ID_CHARACTERS = 200
_MOST_LOST_NAMES = 200
# "levle_id" is "level_id"; "category" is not "restriction".
_LIKENESS = 0.85


@dataclass(frozen=True, slots=True)
class Record:
    """A feature; ``properties`` are the kept ones that are not null, ``drawn`` is the geometry before its repair.

    ``source_text`` is the feature as written.
    """

    key: str
    properties: dict[str, Any]
    geometry: BaseGeometry | None
    drawn: BaseGeometry | None = None
    source_text: RecordText = field(default_factory=RecordText)

    def keep(self, shown: BaseGeometry | None, **notes: Any) -> SourceRecord:
        """Return the source record; the map shows the geometry ``shown``. Notes that are None are dropped."""
        said = {name: value for name, value in notes.items() if value is not None}
        return self.source_text.keep(self.geometry, shown, said)


class RecordReader:
    """Reads the collections of one archive; all features together are bounded."""

    def __init__(
        self, path: Path, archive: Archive, options: ReadOptions, issues: IssueCollector, progress: Progress
    ) -> None:
        """Read from ``archive``, the file at ``path``, and report to ``issues``."""
        self._path = path
        self._archive = archive
        self._placeholders = options.rules.labels.own_placeholders
        self._left = self._most = options.limits.entities
        self._issues = issues
        self._progress = progress
        self.aside: list[tuple[str, Record]] = []  # by collection, features that cannot be used

    def read(self, collection: str) -> Iterator[Record]:
        """Yield the usable features of a collection; none if the archive does not have it.

        Raises InputError for text that is not JSON, and for too many features.
        """
        if collection not in self._archive.collections:
            return
        parser = _Parser(collection, SCHEMAS[collection], self._issues, self.aside)
        names = RecordNames(collection, self._placeholders, self._issues)
        for number, (piece, value) in enumerate(self._values(collection), 1):
            if number % _PROGRESS_EVERY == 0:
                self._progress(f"reading {collection}", number, None)
            record = parser.parse(value, number, piece)
            if record is not None:
                names.read(record.key, record.properties)
                yield record
        parser.note_lost()

    def read_whole(self, collection: str) -> Iterator[Record]:
        """Yield the features of an uninterpreted collection; raises as above."""
        keys: Counter[str] = Counter()
        for number, (_, value) in enumerate(self._values(collection), 1):
            if isinstance(value, dict):
                key = read_id(value.get("id")) or f"{collection}-{number}"
                keys[key] += 1
                own = key if keys[key] == 1 else f"{key}#{keys[key]}"
                geometry = _read_any_geometry(value.get("geometry"))
                yield Record(own, {}, geometry, source_text=record_text(value, collection, own, geometry))

    def _values(self, collection: str) -> Iterator[tuple[Piece, Any]]:
        for piece in self._pieces(collection):
            if piece.text is None:
                place = f"byte {piece.offset:,} of {collection}"
                self._issues.note(rules.TOO_LARGE, collection, place, f"{piece.size:,} bytes")
                continue
            try:
                value = parse_json(piece.text)
            except ValueError as error:
                raise self._refuse(collection, piece.offset, f"invalid JSON: {error}") from None
            if not piece.encloses or _is_feature(value):
                self._left -= 1
                yield piece, value
            if self._left < 0:
                reason = f"holds more than {self._most:,} features: raise --max-entities"
                raise InputError(self._path.name, "the archive", reason)

    def _pieces(self, collection: str) -> Iterator[Piece]:
        try:
            with closing(self._archive.read(collection)) as chunks:
                yield from cut_features(chunks)
        except StreamError as error:
            raise self._refuse(collection, error.offset, str(error)) from None

    def _refuse(self, collection: str, offset: int, reason: str) -> InputError:
        place = f"{self._archive.place_of(collection)}, byte {offset:,}"
        return InputError(self._path.name, place, f"{reason}; export the archive again")


def _is_feature(value: Any) -> bool:
    return isinstance(value, dict) and value.get("type") == "Feature"


def read_id(value: Any) -> str:
    """Return an id as a text; empty if it is not an id."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = f"{value}"
    return clean_text(value)[:_MOST_ID_CHARACTERS] if isinstance(value, str) else ""


def _read_any_geometry(value: Any) -> BaseGeometry | None:
    """Return a geometry in degrees, or None if it is invalid."""
    try:
        read = read_geometry(value)
        shown = read.drawn or read.geometry
        require_degrees(shown)
    except GeometryError:
        return None
    return shown


def read_again(collection: str, key: str, properties: Any) -> Record:
    """Return the properties of a feature as the import read them, without its geometry."""
    parser = _Parser(collection, SCHEMAS[collection], IssueCollector(), [])
    return Record(key, parser.read_properties(properties, key), None)


class _Parser:
    """Parses the JSON values of a collection into records; unusable ones are set ``aside``."""

    def __init__(
        self, collection: str, schema: Schema, issues: IssueCollector, aside: list[tuple[str, Record]]
    ) -> None:
        self._aside = aside
        self._repeated: Counter[str] = Counter()
        self._collection = collection
        self._schema = schema
        self._issues = issues
        self._known: set[str] = set()
        self._lost: Counter[str] = Counter()

    def parse(self, value: Any, number: int, piece: Piece) -> Record | None:
        """Return the feature as a record; report it and return None if it is unusable."""
        if not isinstance(value, dict):
            self._note(rules.NOT_A_FEATURE, f"byte {piece.offset:,} of {self._collection}")
            return None
        key = self._read_id(value.get("id"), number)
        if key in self._known:
            self._note(rules.REPEATED_ID, key)
            self._set_aside(key, value)
            return None
        read = self._read_geometry(value.get("geometry"), key)
        if read is None and self._schema.required:
            self._set_aside(key, value)
            return None
        self._known.add(key)
        properties = self.read_properties(value.get("properties"), key)
        geometry, drawn = (read.geometry, read.drawn) if read else (None, None)
        source_text = record_text(value, self._collection, key, geometry)
        return Record(key, properties, geometry, drawn, source_text)

    def _set_aside(self, key: str, value: dict[str, Any]) -> None:
        self._repeated[key] += 1
        own = f"{key}#{self._repeated[key]}"
        source_text = record_text(value, self._collection, own, None)
        self._aside.append((self._collection, Record(own, {}, None, source_text=source_text)))

    def _note(self, rule: IssueRule, key: str, detail: str = "") -> None:
        self._issues.note(rule, self._collection, key, detail)

    def _read_id(self, value: Any, number: int) -> str:
        key = read_id(value)
        if not key:
            key = f"{self._collection}-{number}"
            self._note(rules.NO_ID, key)
        elif not isinstance(value, str):
            self._note(rules.ID_OF_WRONG_TYPE, key)
        return key

    def _read_geometry(self, value: Any, key: str) -> ReadGeometry | None:
        if value is None and not self._schema.required:
            return None
        try:
            read = read_geometry(value)
            require_degrees(read.geometry)
        except GeometryError as error:
            rule = rules.BAD_GEOMETRY if self._schema.required else rules.LOST_GEOMETRY
            self._note(rule, key, f"it {error}")
            return None
        if not _shape_of(read.geometry) & self._schema.shapes:
            self._note(rules.WRONG_GEOMETRY, key, read.geometry.geom_type)
            return None
        if read.repaired:
            self._note(rules.MENDED_GEOMETRY, key, ", ".join(read.repaired))
        return read

    def read_properties(self, value: Any, key: str) -> dict[str, Any]:
        """Return the properties that the map keeps, under their correct names."""
        if not isinstance(value, dict):
            self._note(rules.WRONG_TYPE, key, "properties")
            return {}
        kept = {}
        for name, content in value.items():
            if content is None or content in ("", []) or name in self._schema.ignored:
                continue
            meant = name if name in self._schema.kept else self._guess_meant(name, value)
            if meant is None:
                if len(self._lost) < _MOST_LOST_NAMES or name in self._lost:
                    self._lost[name] += 1
                continue
            if meant != name:
                self._issues.note(rules.MISSPELT, self._collection, key, f"{_brief(name)}, read as {meant}")
            kept[meant] = content
        return kept

    def note_lost(self) -> None:
        """Report the properties that were not kept, with the number of features that had them."""
        for name, count in self._lost.items():
            self._note(rules.NOT_KEPT, f"{self._collection}.{_brief(name)}", f"{count:,} features")

    def _guess_meant(self, name: str, properties: dict[str, Any]) -> str | None:
        """Return the property that a misspelt name must mean: a missing one with a similar name."""
        meant = _most_like(name[:50], self._schema.kept)
        return meant if meant is not None and meant not in properties else None


@lru_cache(maxsize=4096)
def _most_like(name: str, known: frozenset[str]) -> str | None:
    return next(iter(difflib.get_close_matches(name, sorted(known), 1, _LIKENESS)), None)


def _brief(name: str) -> str:
    return clean_text(name)[:40]


def _shape_of(geometry: BaseGeometry) -> Shape:
    if geometry.geom_type == "GeometryCollection":
        return Shape(0)
    return (Shape.POINT, Shape.LINE, Shape.AREA)[int(shapely.get_dimensions(geometry))]
