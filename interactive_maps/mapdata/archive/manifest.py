"""Manifest of an archive: its layers and their fingerprints."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from interactive_maps.mapdata.archive.archive_error import ArchiveError
from interactive_maps.mapdata.schema.layers import LAYERS

FORMAT = 1  # increase when older restores would misread newer backups
VERSION_TABLE = "layer_version"  # kept for its privileges: the versions themselves are in the manifest


@dataclass(frozen=True, slots=True)
class Checksum:
    """Size in bytes and SHA-256 in hexadecimal of a file in the archive."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """Fingerprint of a layer's data, independent of the order of rows on disk: see :mod:`fingerprints`."""

    rows: int
    sha256: str


@dataclass(frozen=True, slots=True)
class LayerRecord:
    """A layer at the time of the backup: columns with types, fingerprint, and version if changes were counted."""

    columns: Mapping[str, str]
    fingerprint: Fingerprint
    version: int | None


@dataclass(frozen=True, slots=True)
class Manifest:
    """``made_at`` is the snapshot's time (ISO 8601, UTC); ``dumps`` maps tables to the checksums of their dumps."""

    made_at: str
    postgresql: str
    postgis: str
    layers: Mapping[str, LayerRecord]
    dumps: Mapping[str, Checksum]

    def write_json(self) -> bytes:
        """Return the manifest as indented JSON."""
        return json.dumps({"format": FORMAT, **dataclasses.asdict(self)}, indent=2).encode() + b"\n"


def read_json(data: bytes) -> Manifest:
    """Return the manifest. Raises ArchiveError for a newer format, and ValueError if it is invalid."""
    try:
        values = json.loads(data)
        form = values["format"]
        if form == FORMAT:
            return _read_values(values)
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"its manifest is invalid: {error}") from None
    raise ArchiveError(
        f"the archive has format {form}, but this version reads {FORMAT}. Use the version that made it"
    )


def _read_values(values: dict[str, Any]) -> Manifest:
    layers = {name: _read_layer(record) for name, record in values["layers"].items()}
    dumps = {
        table: Checksum(int(mark["size"]), str(mark["sha256"])) for table, mark in values["dumps"].items()
    }
    if missing := {LAYERS[name].table for name in layers} - set(dumps):
        raise ValueError(f"the dump of {missing.pop()} is missing")
    if unknown := set(dumps) - {layer.table for layer in LAYERS.values()} - {VERSION_TABLE}:
        raise ValueError(f"{unknown.pop()} is not a map table")
    return Manifest(str(values["made_at"]), str(values["postgresql"]), str(values["postgis"]), layers, dumps)


def _read_layer(record: dict[str, Any]) -> LayerRecord:
    columns = {str(column): str(kind) for column, kind in record["columns"].items()}
    mark = record["fingerprint"]
    version = record["version"]
    return LayerRecord(
        columns,
        Fingerprint(int(mark["rows"]), str(mark["sha256"])),
        None if version is None else int(version),
    )
