"""Opening of drawings: refuses those that are cut off or too large, and repairs minor errors."""

from __future__ import annotations

import io
import logging
import mmap
import re
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from interactive_maps.importing.formats.dxf.codepages import teach_codepages
from interactive_maps.importing.formats.dxf.structure import BINARY_MARK, Structure, survey_structure
from interactive_maps.importing.input_error import InputError
from interactive_maps.importing.options import Limits
from interactive_maps.importing.reporting.report import Issue, Report

if TYPE_CHECKING:
    from ezdxf.document import Drawing

_MOST_REPAIRS = 200


def open_drawing(path: Path, limits: Limits, report: Report, *, recover: bool) -> Drawing:
    """Return the drawing at ``path``; the report lists repairs.

    Raises InputError for a file that is cut off (unless ``recover``), broken, or larger than the limits.
    """
    teach_codepages()
    structure = _survey(path, limits)
    _require_whole(path, structure, limits, report, recover=recover)
    try:
        return _load(path, report) if structure.is_whole else _load_rest(path, structure, report)
    except InputError:
        raise
    except MemoryError:
        raise InputError(path.name, "the whole file", "does not fit into memory: purge the drawing") from None
    except Exception as error:  # a parser may raise anything on malformed bytes
        raise InputError(path.name, _place_of(error), f"is broken: {error}; {_ADVICE}") from None


_ADVICE = "open it in the CAD program, run AUDIT and PURGE, and save it as DXF again"


def _survey(path: Path, limits: Limits) -> Structure:
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        return survey_structure(data, limits.entities)


def _require_whole(
    path: Path, structure: Structure, limits: Limits, report: Report, *, recover: bool
) -> None:
    place = f"line {structure.last_line:,}" if structure.last_line else "its records"
    if structure.records > limits.entities:
        reason = f"holds more than {limits.entities:,} records: purge the drawing, or raise --max-entities"
        raise InputError(path.name, place, reason)
    if structure.is_whole:
        return
    missing = "the EOF mark" if not structure.ended else "the end of a section"
    reason = f"the file is cut off: {missing} is missing after the last record, {structure.last_record}"
    if not recover:
        advice = "copy or save it again, or import the rest with --recover"
        raise InputError(path.name, place, f"{reason}; {advice}")
    report.repaired.append(Issue(place, f"{reason}; the rest was imported"))


def _load(path: Path, report: Report) -> Drawing:
    """Return the drawing of a complete file; one with minor errors is loaded again with repairs."""
    from ezdxf import filemanagement
    from ezdxf.lldxf.const import DXFError

    logging.getLogger("ezdxf").setLevel(logging.CRITICAL)  # the report has its complaints in our words
    try:
        return _require_model(filemanagement.readfile(path))
    except (DXFError, ValueError, LookupError, TypeError, AttributeError, OverflowError) as error:
        if _is_binary(path):
            raise
        report.repaired.append(Issue(_place_of(error), f"recovered after: {error}"))
    with path.open("rb") as file:
        return _recover(file, report)


def _load_rest(path: Path, structure: Structure, report: Report) -> Drawing:
    """Return the contents of a truncated file without its last record, which is never complete."""
    if _is_binary(path):
        raise ValueError("a binary DXF that is cut off cannot be recovered")
    with path.open("rb") as file:
        rest = file.read(structure.last_offset)
    return _recover(io.BytesIO(rest + b"\n  0\nENDSEC\n  0\nEOF\n"), report)


def _recover(stream: BinaryIO, report: Report) -> Drawing:
    from ezdxf import recover

    logging.getLogger("ezdxf").setLevel(logging.CRITICAL)
    drawing, auditor = recover.read(stream)
    entries = [*auditor.errors, *auditor.fixes]
    for entry in entries[:_MOST_REPAIRS]:
        handle = entry.entity.dxf.handle if entry.entity is not None and entry.entity.is_alive else None
        report.repaired.append(Issue(str(handle or "the file"), entry.message))
    if len(entries) > _MOST_REPAIRS:
        report.repaired.append(Issue("the file", f"{len(entries) - _MOST_REPAIRS:,} more repairs"))
    return _require_model(drawing)


def _require_model(drawing: Drawing) -> Drawing:
    """Return the drawing; raises LookupError if it has no model space."""
    if "Model" not in drawing.layouts:
        raise LookupError("it has no model space")
    return drawing


def _is_binary(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(BINARY_MARK)) == BINARY_MARK


def _place_of(error: Exception) -> str:
    line = re.search(r"line:? ?(\d+)", str(error))
    return f"line {line[1]}" if line else "the whole file"
