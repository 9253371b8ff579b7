"""The files of an import: those given, and those in given folders and ZIP archives."""

from __future__ import annotations

import tempfile
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path, PurePosixPath

from interactive_maps.importing.formats import is_plan, vector
from interactive_maps.importing.formats.imdf.archive.schemas import SCHEMAS
from interactive_maps.importing.input_error import InputError
from interactive_maps.importing.options import Limits

_MOST_FILES = 500  # in a folder or an archive
_DEEPEST = 5  # folders in folders
_MOST_NAMES = 10_000
_CHUNK = 1 << 20
_ZIP = b"PK\x03\x04"


@contextmanager
def opened_plans(paths: Sequence[Path], limits: Limits) -> Iterator[list[Path]]:
    """Provide the files that ``paths`` stand for, in the order of their names; those of archives are temporary.

    Raises InputError for a folder or an archive without plans.
    """
    with ExitStack() as stack:
        files = []
        for path in paths:
            if path.is_dir():
                plans = _list_plans(path, path)
                folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="layers-"))
                files += [_pack_layers(plans, path, Path(folder))] if _are_layers(plans) else plans
            elif _is_collection(path):
                home = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="plans-"))) / path.stem
                home.mkdir()
                _unpack(path, home, limits)
                files += _list_plans(home, path)
            else:
                files.append(path)  # the reader refuses other files
        yield files


def _list_plans(folder: Path, named: Path) -> list[Path]:
    """Return the plans in a folder and its subfolders."""
    files = []
    for file in sorted(folder.rglob("*")):
        parts = file.relative_to(folder).parts
        if len(parts) > _DEEPEST or any(part.startswith(".") or part == "__MACOSX" for part in parts):
            continue
        if file.is_file():
            files.append(file)
        if len(files) > _MOST_FILES:
            raise InputError(
                named.name, "its files", f"contains more than {_MOST_FILES} files: name the plans"
            )
    plans = [file for file in files if is_plan(file)]
    if not plans:
        reason = (
            "contains no plan: DWG, DXF, PDF, IMDF, GeoJSON, OpenStreetMap, GeoPackage, shapefile, KML or CSV"
        )
        raise InputError(named.name, "its files", reason)
    return plans


def _are_layers(plans: Sequence[Path]) -> bool:
    """Return whether the plans are shapefiles that make one map together: a shapefile holds rooms, or doors."""
    return len(plans) > 1 and all(plan.suffix.casefold() == ".shp" for plan in plans)


def _pack_layers(plans: Sequence[Path], folder: Path, home: Path) -> Path:
    """Return an archive of shapefiles, named after their folder, as people hand them over otherwise."""
    target = home / f"{folder.resolve().name}.zip"
    with zipfile.ZipFile(target, "w") as archive:
        for plan in plans:
            for part in sorted(plan.parent.iterdir()):
                if part.stem == plan.stem and part.is_file():
                    archive.write(part, part.relative_to(folder))
    return target


def _is_collection(path: Path) -> bool:
    """Return whether a file is an archive of plans, and not a single map such as IMDF or a shapefile."""
    try:
        with zipfile.ZipFile(path) as archive:
            stems = {PurePosixPath(name).stem for name in archive.namelist()[:_MOST_NAMES]}
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False
    return not stems & {"manifest", *SCHEMAS} and not vector.recognise(_ZIP, path)


def _unpack(path: Path, home: Path, limits: Limits) -> None:
    left = limits.bytes
    try:
        with zipfile.ZipFile(path) as archive:
            members = [one for one in archive.infolist() if not one.is_dir()]
            if len(members) > _MOST_FILES:
                raise InputError(path.name, "the archive", f"lists more than {_MOST_FILES} files")
            for member in members:
                name = PurePosixPath(member.filename.replace("\\", "/"))
                target = home.joinpath(*(part for part in name.parts if part not in {"/", "..", "."}))
                target.parent.mkdir(parents=True, exist_ok=True)
                with archive.open(member) as stream, target.open("wb") as file:
                    while chunk := stream.read(_CHUNK):
                        left -= len(chunk)
                        if left < 0:
                            reason = f"expands to more than {limits.bytes:,} bytes: raise --max-bytes"
                            raise InputError(path.name, "the archive", reason)
                        file.write(chunk)
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, ValueError) as error:
        reason = f"is damaged or encrypted ({error}): copy or export it again"
        raise InputError(path.name, "the archive", reason) from None
