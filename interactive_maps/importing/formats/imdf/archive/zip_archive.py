"""The ZIP archive of an IMDF map, read in memory under a budget and never unpacked to disk."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Generator
from pathlib import Path, PurePosixPath

from interactive_maps.importing.formats.imdf import rules
from interactive_maps.importing.formats.imdf.archive.schemas import SCHEMAS
from interactive_maps.importing.input_error import InputError
from interactive_maps.importing.options import Limits
from interactive_maps.importing.reporting.issue_collector import IssueCollector

_MOST_ENTRIES = 1000
_MOST_DIRECTORY_BYTES = 2_000_000
_CHUNK = 1 << 20
# Coordinates compress to a tenth, a bomb to a thousandth. Small entries may compress to any size.
_MOST_RATIO = 200
_RATIO_COUNTS_FROM = 16 * 1024 * 1024

_END = struct.Struct("<4s4H2LH")
_LINK = 0o120000
_NOISE = frozenset({".ds_store", "thumbs.db", "desktop.ini"})
_ENCRYPTED = 0x1


class Archive:
    """An open archive: its collections by name. Use it as a context manager."""

    def __init__(self, path: Path, limits: Limits, issues: IssueCollector) -> None:
        """List the archive at ``path``; report what is not part of the map.

        Raises InputError for an archive that is damaged, encrypted or malicious.
        """
        self._path = path
        self._limits = limits
        self._expanded = 0
        require_small_directory(path)
        try:
            self._zip = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            reason = f"is not a complete ZIP archive ({error}): copy or export it again"
            raise InputError(path.name, "the archive", reason) from None
        try:
            _require_disjoint(path, self._zip.infolist())
            self._entries = _list_entries(self._zip.infolist(), issues)
        except InputError:
            self._zip.close()
            raise

    def __enter__(self) -> Archive:
        return self

    def __exit__(self, *exception: object) -> None:
        self._zip.close()

    @property
    def collections(self) -> tuple[str, ...]:
        """The names of all collections (``unit``), known or not, without ``manifest``."""
        return tuple(name for name in self._entries if name != "manifest")

    def place_of(self, collection: str) -> str:
        """Return the path of a collection inside the archive, for messages."""
        return self._entries[collection].filename

    def read(self, collection: str) -> Generator[bytes, None, None]:
        """Yield the bytes of a collection or of ``manifest`` (nothing if it is missing), bounded.

        Raises InputError for an entry that is damaged, encrypted or too large when expanded.
        """
        entry = self._entries.get(collection)
        if entry is None:
            return
        if entry.flag_bits & _ENCRYPTED:
            raise self._refuse(entry, "is encrypted: export it without a password")
        size = 0
        try:
            with self._zip.open(entry) as stream:
                while chunk := stream.read(_CHUNK):
                    size += len(chunk)
                    self._require_affordable(entry, size, len(chunk))
                    yield chunk
        except (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, ValueError) as error:
            reason = f"is damaged ({error}): copy or export the archive again"
            raise self._refuse(entry, reason) from None

    def _require_affordable(self, entry: zipfile.ZipInfo, size: int, added: int) -> None:
        self._expanded += added
        if self._expanded > self._limits.bytes:
            reason = f"the archive expands to more than {self._limits.bytes:,} bytes: raise --max-bytes"
            raise self._refuse(entry, reason)
        if size > _RATIO_COUNTS_FROM and size > _MOST_RATIO * max(entry.compress_size, 1):
            raise self._refuse(entry, f"expands more than {_MOST_RATIO} times: a ZIP bomb")

    def _refuse(self, entry: zipfile.ZipInfo, reason: str) -> InputError:
        return InputError(self._path.name, entry.filename, reason)


def require_small_directory(path: Path) -> None:
    """Refuse a directory of millions of entries before the library lists them all."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(size - 65536 - _END.size - 20, 0))
        tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) < at + _END.size:
        return  # not an archive: the library reports it
    *_, entries, directory_bytes, _, _ = _END.unpack_from(tail, at)
    if b"PK\x06\x07" in tail[max(at - 20, 0) : at]:
        raise InputError(path.name, "the archive", "is in ZIP64 format: an IMDF map is not that large")
    if entries > _MOST_ENTRIES or directory_bytes > _MOST_DIRECTORY_BYTES:
        reason = f"lists {entries:,} files, more than the {_MOST_ENTRIES:,} allowed"
        raise InputError(path.name, "the archive", reason)


def _require_disjoint(path: Path, entries: list[zipfile.ZipInfo]) -> None:
    """Refuse entries that share bytes: that is how a small file becomes a large bomb."""
    if len(entries) > _MOST_ENTRIES:
        raise InputError(path.name, "the archive", f"lists more than {_MOST_ENTRIES:,} files")
    end = 0
    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        if entry.header_offset < end:
            raise InputError(path.name, entry.filename, "shares its bytes with another entry: a ZIP bomb")
        end = entry.header_offset + 30 + entry.compress_size


def _list_entries(entries: list[zipfile.ZipInfo], issues: IssueCollector) -> dict[str, zipfile.ZipInfo]:
    """Return the collections by name: those in the folder of the manifest."""
    candidates = [entry for entry in entries if not entry.is_dir() and _is_candidate(entry, issues)]
    root = _find_root(candidates)
    listed: dict[str, zipfile.ZipInfo] = {}
    for entry in candidates:
        path = PurePosixPath(entry.filename)
        name = path.stem if path.stem.lower() not in {*SCHEMAS, "manifest"} else path.stem.lower()
        if path.parent != root:
            issues.note(rules.OTHER_FOLDER, "archive", entry.filename)
        elif name in listed:
            issues.note(rules.REPEATED_ENTRY, "archive", entry.filename)
        else:
            listed[name] = entry
    return listed


def _is_candidate(entry: zipfile.ZipInfo, issues: IssueCollector) -> bool:
    path = PurePosixPath(entry.filename.replace("\\", "/"))
    name = path.name.lower()
    if "__MACOSX" in path.parts or name.startswith("._") or name in _NOISE:
        issues.note(rules.NOISE, "archive", entry.filename)
        return False
    is_link = (entry.external_attr >> 16) & 0o170000 == _LINK
    if path.is_absolute() or ".." in path.parts or ":" in path.parts[0] or is_link:
        issues.note(rules.UNSAFE_PATH, "archive", entry.filename)
        return False
    if name == "manifest.json" or path.suffix.lower() == ".geojson":
        return True
    issues.note(rules.FOREIGN_FILE, "archive", entry.filename)
    return False


def _find_root(entries: list[zipfile.ZipInfo]) -> PurePosixPath:
    """Return the shallowest folder with a manifest, or else the one with the most known collections."""
    paths = [PurePosixPath(entry.filename) for entry in entries]
    manifests = [path.parent for path in paths if path.name.lower() == "manifest.json"]
    if manifests:
        return min(manifests, key=lambda folder: len(folder.parts))
    folders = [path.parent for path in paths if path.stem.lower() in SCHEMAS]
    return max(folders, key=folders.count, default=PurePosixPath())
