"""Reading of DWG files into map drafts, by way of a temporary DXF."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from interactive_maps.importing.draft.map_draft import MapDraft
from interactive_maps.importing.drawing import Drawing
from interactive_maps.importing.formats import dxf
from interactive_maps.importing.formats.dwg.conversion import convert
from interactive_maps.importing.input_error import InputError
from interactive_maps.importing.options import ReadOptions
from interactive_maps.importing.reporting.progress import Progress, silent
from interactive_maps.importing.supervision.child_process import ChildFailed

_ADVICE = "open it in the CAD program, run AUDIT and PURGE, and save it again, or save it as DXF"


def read(path: Path, options: ReadOptions, progress: Progress = silent) -> MapDraft:
    """Read the DWG drawing at ``path`` into a draft.

    Raises InputError for a drawing that cannot be converted or whose DXF is refused.
    """
    progress(f"converting {path.name}", 0, None)
    with converted_to_dxf(path) as converted:
        named = replace(options, source=options.source or path.name)
        return dxf.read(converted, named, progress, convert=converted_to_dxf)


def read_linework(path: Path, options: ReadOptions) -> Drawing:
    """Return the linework of the drawing at ``path`` without interpreting it; raises InputError as ``read`` does."""
    with converted_to_dxf(path) as converted:
        return dxf.read_linework(converted, options)


@contextmanager
def converted_to_dxf(path: Path) -> Iterator[Path]:
    """Convert the drawing at ``path`` to a temporary DXF; raises InputError in the name of the DWG."""
    with tempfile.TemporaryDirectory(prefix="dwg-") as folder:
        target = Path(folder) / f"{path.stem}.dxf"  # the name may contain the level
        try:
            convert(path.resolve(), target)
        except ChildFailed as failure:
            raise InputError(
                path.name, "the whole file", f"cannot be read as DWG: {failure}; {_ADVICE}"
            ) from None
        try:
            yield target
        except InputError as refusal:
            raise InputError(path.name, refusal.place, refusal.reason) from None
