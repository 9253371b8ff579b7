"""What an archive says of itself: the layers in it, and the marks by which they are known again."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from interactive_maps.mapdata.archive.archive_error import ArchiveError
from interactive_maps.mapdata.schema.layers import LAYERS

FORMAT = 1  # to be raised when an older restore would misunderstand what a newer backup writes
VERSION_TABLE = "layer_version"  # kept for the privileges on it: the versions themselves are in the manifest


@dataclass(frozen=True, slots=True)
class Checksum:
    """The mark of a file in the archive: its size in bytes and its SHA-256 in hexadecimal."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """The mark of a layer's data, whatever the order of its rows on disk: see :mod:`fingerprints`."""

    rows: int
    sha256: str


@dataclass(frozen=True, slots=True)
class LayerRecord:
    """A layer as it was: its table's columns with their types, its data's mark, its version if it was counted."""

    columns: Mapping[str, str]
    fingerprint: Fingerprint
    version: int | None


@dataclass(frozen=True, slots=True)
class Manifest:
    """``made_at`` is the time of the snapshot (ISO 8601, UTC); ``dumps`` maps tables to the marks of their dumps."""

    made_at: str
    postgresql: str
    postgis: str
    layers: Mapping[str, LayerRecord]
    dumps: Mapping[str, Checksum]

    def write_json(self) -> bytes:
        """Return it as JSON for people to read, too."""
        return json.dumps({"format": FORMAT, **dataclasses.asdict(self)}, indent=2).encode() + b"\n"


def read_json(data: bytes) -> Manifest:
    """Return the manifest; ArchiveRefused if it is of a newer format, ValueError if it is none."""
    try:
        values = json.loads(data)
        form = values["format"]
        if form == FORMAT:
            return _read_values(values)
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"its manifest is not one: {error}") from None
    raise ArchiveError(
        f"the archive is of format {form}, and this version reads {FORMAT}: take the version that made it"
    )


def _read_values(values: dict[str, Any]) -> Manifest:
    layers = {name: _read_layer(record) for name, record in values["layers"].items()}
    dumps = {
        table: Checksum(int(mark["size"]), str(mark["sha256"])) for table, mark in values["dumps"].items()
    }
    if missing := {LAYERS[name].table for name in layers} - set(dumps):
        raise ValueError(f"it has no dump of {missing.pop()}")
    if unknown := set(dumps) - {layer.table for layer in LAYERS.values()} - {VERSION_TABLE}:
        raise ValueError(f"{unknown.pop()} is no table of a map")
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
