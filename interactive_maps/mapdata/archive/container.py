"""Archive files: written atomically, and verified byte by byte when read."""

from __future__ import annotations

import contextlib
import hashlib
import struct
import sys
import tempfile
import time
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from interactive_maps.mapdata.archive.archive_error import ArchiveError
from interactive_maps.mapdata.archive.manifest import Checksum, Manifest, read_json
from interactive_maps.ops.atomic_files import write_atomically

_MANIFEST = "manifest.json"
_CHUNK = 256 * 1024
_LARGEST_MANIFEST = 2**24
# Raised by zipfile for corrupt data.
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    KeyError,
    ValueError,
    NotImplementedError,
    RuntimeError,
    EOFError,
)


class Container:
    """An archive being written."""

    def __init__(self, file: zipfile.ZipFile) -> None:
        self._file = file

    def add(self, table: str, dump: IO[bytes]) -> Checksum:
        """Add a table's dump and return its checksum."""
        size, digest = 0, hashlib.sha256()
        # pg_dump has compressed it already. Its size is unknown, so reserve room for any.
        with self._file.open(_describe(_name_dump(table)), "w", force_zip64=True) as member:
            while chunk := dump.read(_CHUNK):
                member.write(chunk)
                digest.update(chunk)
                size += len(chunk)
        return Checksum(size, digest.hexdigest())

    def finish(self, manifest: Manifest) -> None:
        """Add the manifest."""
        self._file.writestr(_describe(_MANIFEST), manifest.write_json())


@contextmanager
def create_container(target: Path | None, *, force: bool) -> Iterator[Container]:
    """Yield a new archive, which gets its final name on success; None stands for stdout."""
    if target is not None and target.exists():
        if not target.is_file():  # a folder or a device, which would be replaced
            raise ArchiveError(f"{target} is not a file. Give a file name, or - for the standard output")
        if not force:
            raise ArchiveError(f"{target} exists. Choose another name, or use --force to replace it")
    try:
        with (
            contextlib.nullcontext(sys.stdout.buffer)
            if target is None
            else write_atomically(target) as output,
            zipfile.ZipFile(output, "w") as file,
        ):
            yield Container(file)
    except OSError as error:
        raise ArchiveError(f"cannot write {target or 'the standard output'}: {error.strerror}") from None


@contextmanager
def unpack(source: Path) -> Iterator[tuple[Manifest, Path]]:
    """Yield the manifest, and a folder for :func:`find_dump`. Raises ArchiveError unless every byte is unchanged."""
    with tempfile.TemporaryDirectory(prefix="interactive-maps-") as folder:
        try:
            manifest = _extract(source, Path(folder))
        except OSError as error:
            raise ArchiveError(f"cannot unpack {source}: {error.strerror}") from None
        except _BROKEN as error:
            raise ArchiveError(
                f"{source} is not a map archive, or it is damaged or truncated ({error})"
            ) from None
        yield manifest, Path(folder)


def find_dump(folder: Path, table: str) -> Path:
    """Return the file of a table's dump in the folder of an unpacked archive."""
    return folder / _name_dump(table)


def _extract(source: Path, folder: Path) -> Manifest:
    with zipfile.ZipFile(source) as file:
        with file.open(_MANIFEST) as member:
            manifest = read_json(member.read(_LARGEST_MANIFEST))
        for table, mark in manifest.dumps.items():
            digest = hashlib.sha256()
            with file.open(_name_dump(table)) as member, find_dump(folder, table).open("wb") as dump:
                while chunk := member.read(_CHUNK):
                    digest.update(chunk)
                    dump.write(chunk)
                if Checksum(dump.tell(), digest.hexdigest()) != mark:
                    raise ValueError(f"the dump of {table} does not match its checksum")
    return manifest


def _name_dump(table: str) -> str:
    return f"{table}.dump"


def _describe(name: str) -> zipfile.ZipInfo:
    return zipfile.ZipInfo(name, time.gmtime()[:6])
