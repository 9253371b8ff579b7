"""External references of a drawing (XREF): other files that it shows.

They are read only from the folder that the user names: paths in a drawing are not trusted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from pathlib import Path, PureWindowsPath
from typing import TYPE_CHECKING, Any

from interactive_maps.importing.formats.dxf.drawing import open_drawing
from interactive_maps.importing.input_error import InputError
from interactive_maps.importing.options import Limits
from interactive_maps.importing.reporting.report import Issue, Report

if TYPE_CHECKING:
    from ezdxf.document import Drawing

# A context manager that converts the DWG at a path to a temporary DXF; raises InputError.
Convert = Callable[[Path], AbstractContextManager[Path]]

_MOST_FILES = 50
_DWG = b"AC10"
BIND = "bind it (XREF > Bind) before saving as DXF"


def is_external(block: Any) -> bool:
    """Return whether a block refers to another file; a block with content was bound, whatever its flags."""
    return not len(block) and bool(block.block.is_xref or block.block.is_xref_overlay)


@dataclass(frozen=True, slots=True)
class References:
    """The references of one drawing; ``folder`` contains their files.

    ``missing`` collects missing files by name, with their paths in the drawings. ``opened`` are the files that lead
    to this drawing: circular references are not read again.
    """

    folder: Path | None
    limits: Limits
    report: Report
    convert: Convert | None = None
    missing: dict[str, str] = field(default_factory=dict)
    opened: tuple[Path, ...] = ()
    _documents: dict[Path, Drawing] = field(default_factory=dict)

    def open(self, block: Any) -> tuple[Drawing, References] | None:
        """Return the drawing that a block refers to, with its own references, or None if it is not shown.

        The block gets its base point. Raises InputError for a file that cannot be read.
        """
        if self.opened and block.block.is_xref_overlay:
            return None  # an overlay is shown only in the drawing that it is attached to
        written = str(block.block.dxf.get("xref_path", "") or "")
        name = PureWindowsPath(written).name or str(block.name)
        path = self._find(PureWindowsPath(written))
        if path is None:
            self.missing.setdefault(name, written)
            return None
        if path in self.opened:
            return None
        document = self._load(path)
        block.block.dxf.base_point = document.header.get("$INSBASE", (0, 0, 0))
        return document, replace(self, opened=(*self.opened, path))

    def list_missing(self) -> Iterator[Issue]:
        """Yield an issue for each missing file."""
        where = "and not in that folder" if self.folder else "or pass the folder of the file with --xrefs DIR"
        for name, written in sorted(self.missing.items()):
            reason = f"the file {written or name} is missing: {BIND}, {where}"
            yield Issue(f"external reference {name}", reason)

    def _find(self, written: PureWindowsPath) -> Path | None:
        """Return the file of that name in any case, or with the extension of a DXF or DWG if only that exists."""
        if self.folder is None or not written.name:
            return None
        try:
            files = [file for file in sorted(self.folder.iterdir()) if file.is_file()]
        except OSError as error:
            raise InputError(str(self.folder), "--xrefs", f"cannot be read: {error.strerror}") from None
        wanted = [
            written.name.casefold(),
            *(f"{written.stem}{ending}".casefold() for ending in (".dxf", ".dwg")),
        ]
        by_name = {file.name.casefold(): file for file in files}
        return next((by_name[name] for name in wanted if name in by_name), None)

    def _load(self, path: Path) -> Drawing:
        if path not in self._documents:
            if len(self._documents) >= _MOST_FILES:
                reason = f"it refers to more than {_MOST_FILES} files: {BIND}"
                raise InputError(path.name, "its external references", reason)
            self._documents[path] = self._read(path)
        return self._documents[path]

    def _read(self, path: Path) -> Drawing:
        with path.open("rb") as file:
            is_dwg = file.read(len(_DWG)) == _DWG
        if path.stat().st_size > self.limits.bytes:
            raise InputError(path.name, "the whole file", f"holds more than {self.limits.bytes:,} bytes")
        if not is_dwg:
            return open_drawing(path, self.limits, self.report, recover=False)
        if self.convert is None:
            raise InputError(path.name, "the whole file", "is a DWG: save it as DXF")
        with self.convert(path) as converted:
            return open_drawing(converted, self.limits, self.report, recover=False)
