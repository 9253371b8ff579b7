"""Reading of GIS files into map drafts, converted to GeoJSON."""

from __future__ import annotations

import tempfile
import zipfile
import zlib
from dataclasses import replace
from pathlib import Path, PurePosixPath

from interactive_maps.importing.bounds import bounded
from interactive_maps.importing.draft.map_draft import MapDraft
from interactive_maps.importing.formats import geojson
from interactive_maps.importing.formats.vector.conversion import Conversion
from interactive_maps.importing.formats.vector.detection import choose_encoding, find_driver
from interactive_maps.importing.input_error import InputError
from interactive_maps.importing.options import Limits, ReadOptions
from interactive_maps.importing.reporting.progress import Progress, silent

_HEAD_BYTES = 65536
_MOST_MEMBERS = 1000
_CHUNK = 1 << 20
# The extensions of the files that belong to a shapefile.
_SIDECARS = (".shp", ".shx", ".dbf", ".prj", ".cpg", ".qpj")


@bounded
def read(path: Path, options: ReadOptions, progress: Progress = silent) -> MapDraft:
    """Read the file at ``path`` into a draft.

    Raises InputError for a file that cannot be read, is too large, empty or in an unknown position.
    """
    progress(f"converting {path.name}", 0, None)
    rules = options.rules
    conversion = Conversion(path.name, options.limits, rules.properties)
    with tempfile.TemporaryDirectory(prefix="vector-") as folder:
        home = Path(folder)
        files = _gather(path, home, options.limits)
        target = home / f"{path.stem}.geojson"  # the name may contain the level
        with target.open("wb") as file:
            conversion.write(files, file)
        placed = replace(rules, properties=replace(rules.properties, crs=None))
        named = replace(options, rules=placed, source=options.source or path.name)
        try:
            if not target.stat().st_size:
                raise InputError(path.name, "its layers", "no layer has features with geometry")
            return geojson.read(target, named, progress)
        except InputError as refusal:
            raise InputError(path.name, refusal.place, refusal.reason) from None


def _gather(path: Path, home: Path, limits: Limits) -> list[Path]:
    """Return the files to read, with names that GDAL recognises."""
    with path.open("rb") as file:
        ending = find_driver(file.read(_HEAD_BYTES), path)
    if ending == ".zip":
        return _unpack(path, home / "archive", limits)
    if ending == ".shp" and path.suffix.casefold() == ".shp":
        return [_with_index(path, home)]
    link = home / f"{path.stem}{ending}"
    if ending == ".csv":
        _write_table(path, link)
        return [link]
    link.symlink_to(path.resolve())
    return [link]


def _with_index(path: Path, home: Path) -> Path:
    """Return a shapefile where its other files are; without an index, where GDAL may write one."""
    siblings = [one for one in path.parent.iterdir() if one.stem == path.stem]
    if any(one.suffix.casefold() == ".shx" for one in siblings):
        return path
    for one in siblings:
        if one.suffix.casefold() in _SIDECARS:
            (home / f"{one.stem}{one.suffix.casefold()}").symlink_to(one.resolve())
    return home / f"{path.stem}.shp"


def _write_table(path: Path, target: Path) -> None:
    """Write a table as GDAL reads it: as UTF-8, from the names of its columns on."""
    with path.open("rb") as file:
        encoding = choose_encoding(file.read(_HEAD_BYTES))
    begun = False
    with path.open(encoding=encoding, errors="replace", newline="") as table, target.open("wb") as file:
        while chunk := table.read(_CHUNK):
            if not begun:
                chunk = chunk.lstrip()
                begun = bool(chunk)
            file.write(chunk.encode())


def _unpack(path: Path, folder: Path, limits: Limits) -> list[Path]:
    """Unpack the shapefiles and KML files of an archive into separate folders, and return them."""
    left = limits.bytes
    found = []
    try:
        with zipfile.ZipFile(path) as archive:
            members = [one for one in archive.infolist() if not one.is_dir()][: _MOST_MEMBERS + 1]
            if len(members) > _MOST_MEMBERS:
                raise InputError(path.name, "the archive", f"lists more than {_MOST_MEMBERS:,} files")
            for member in members:
                name = PurePosixPath(member.filename.replace("\\", "/"))
                if "__MACOSX" in name.parts or name.suffix.casefold() not in {*_SIDECARS, ".kml"}:
                    continue
                parts = [part for part in name.parts if part not in {"/", "..", "."}]
                target = folder.joinpath(*parts[:-1], f"{name.stem}{name.suffix.casefold()}")
                target.parent.mkdir(parents=True, exist_ok=True)
                left = _copy(archive, member, target, left)
                if left < 0:
                    reason = f"expands to more than {limits.bytes:,} bytes: raise --max-bytes"
                    raise InputError(path.name, "the archive", reason)
                if target.suffix in {".shp", ".kml"}:
                    found.append(target)
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, ValueError) as error:
        reason = f"is damaged or encrypted ({error}): copy or export it again"
        raise InputError(path.name, "the archive", reason) from None
    return sorted(found)


def _copy(archive: zipfile.ZipFile, member: zipfile.ZipInfo, target: Path, left: int) -> int:
    """Write a member, and return the number of bytes left; negative if it was too large."""
    with archive.open(member) as stream, target.open("wb") as file:
        while left >= 0 and (chunk := stream.read(_CHUNK)):
            left -= len(chunk)
            file.write(chunk)
    return left
