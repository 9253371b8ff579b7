"""The features of a GeoJSON file, one at a time, and the members of the file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from interactive_maps.geo.feature_stream import Piece, StreamError, cut_features
from interactive_maps.importing.formats.geojson import rules
from interactive_maps.importing.input_error import InputError
from interactive_maps.importing.options import Limits
from interactive_maps.importing.reporting.issue_collector import IssueCollector
from interactive_maps.importing.reporting.progress import Progress
from interactive_maps.importing.values.json_text import parse_json

_GEOMETRIES = frozenset(
    {
        *("Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon"),
        "GeometryCollection",
    }
)
_CHUNK = 1 << 20
_PROGRESS_EVERY = 1000


class Collection:
    """The features of a file; ``crs`` is its pre-2016 member of that name, known once all features are read."""

    def __init__(
        self, path: Path, limits: Limits, issues: IssueCollector, progress: Progress, *, recover: bool
    ) -> None:
        """Read the file at ``path``; ``recover`` accepts one that is cut off."""
        self.crs: Any = None
        self._path = path
        self._limits = limits
        self._issues = issues
        self._progress = progress
        self._recover = recover

    def read(self) -> Iterator[dict[str, Any]]:
        """Yield the features as JSON objects.

        Raises InputError for text that is not GeoJSON, and for too many features.
        """
        for count, (piece, feature) in enumerate(self._features(), 1):
            if count > self._limits.entities:
                reason = f"holds more than {self._limits.entities:,} features: raise --max-entities"
                raise InputError(self._path.name, f"byte {piece.offset:,}", reason)
            if count % _PROGRESS_EVERY == 0:
                self._progress(f"reading {self._path.name}", piece.offset, self._path.stat().st_size)
            yield feature

    def _features(self) -> Iterator[tuple[Piece, dict[str, Any]]]:
        for piece in self._pieces():
            for feature in self._read_piece(piece):
                yield piece, feature

    def _pieces(self) -> Iterator[Piece]:
        try:
            with self._path.open("rb") as file:
                yield from cut_features(iter(lambda: file.read(_CHUNK), b""))
        except StreamError as error:
            if not error.cut_off:
                raise self._refuse(error.offset, str(error)) from None
            if not self._recover:
                advice = "copy or export it again, or import the rest with --recover"
                raise self._refuse(error.offset, f"the file is cut off: {advice}") from None
            self._issues.note(rules.CUT_OFF, "file", f"byte {error.offset:,}")
        except OSError as error:
            raise self._refuse(0, f"cannot be read: {error.strerror}") from None

    def _read_piece(self, piece: Piece) -> Iterator[dict[str, Any]]:
        if piece.text is None:
            self._issues.note(rules.TOO_LARGE, "feature", f"byte {piece.offset:,}", f"{piece.size:,} bytes")
            return
        try:
            value = parse_json(piece.text)
        except ValueError as error:
            raise self._refuse(piece.offset, f"invalid JSON: {error}") from None
        yield from self._list_features(value, piece, encloses=piece.encloses)

    def _list_features(self, value: Any, piece: Piece, *, encloses: bool) -> Iterator[dict[str, Any]]:
        """Yield a feature, or the features of a nested collection."""
        kind = value.get("type") if isinstance(value, dict) else None
        if kind == "Feature":
            yield dict(value)
        elif isinstance(kind, str) and kind in _GEOMETRIES:
            yield {"type": "Feature", "geometry": value, "properties": {}}
        elif kind == "FeatureCollection":
            self.crs = value.get("crs") or self.crs
            if not encloses and isinstance(features := value.get("features"), list):
                for feature in features:
                    yield from self._list_features(feature, piece, encloses=False)
        elif not encloses:
            self._issues.note(rules.NOT_A_FEATURE, "feature", f"byte {piece.offset:,}")
        elif value != []:
            raise self._refuse(piece.offset, "is JSON, but not a GeoJSON object")

    def _refuse(self, offset: int, reason: str) -> InputError:
        return InputError(self._path.name, f"byte {offset:,}", reason)
