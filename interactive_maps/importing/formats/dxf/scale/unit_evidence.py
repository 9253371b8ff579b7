"""What a drawing shows of its scale: doors, written dimensions, letters and the size of the whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

from interactive_maps.importing.formats.dxf.entities.drawing_entities import (
    DrawingEntity,
    Linework,
    TextEntity,
)
from interactive_maps.importing.formats.dxf.entities.texts import decode_mtext
from interactive_maps.importing.formats.dxf.scale.outliers import measure_extent
from interactive_maps.importing.formats.dxf.scale.unit_inference import Evidence
from interactive_maps.importing.rules.rule_file import Rules
from interactive_maps.importing.values.lengths import parse_length

if TYPE_CHECKING:
    from ezdxf.document import Drawing

_MOST_DIMENSIONS = 500
_LINEAR = frozenset({0, 1})  # rotated and aligned; angles and ordinates measure no length between two points


def gather_evidence(drawing: Drawing, parts: Sequence[DrawingEntity], rules: Rules) -> Evidence:
    """Return what speaks for the drawing's unit, in drawing units."""
    swings: dict[bool, list[float]] = {True: [], False: []}
    for part in parts:
        if isinstance(part, Linework) and part.swing > 0:
            swings[rules.kind_of(part.origin.layer) == "door"].append(part.swing)
    built = [part for part in parts if rules.kind_of(part.origin.layer) == "wall"] or list(parts)
    return Evidence(
        insunits=read_header(drawing, "$INSUNITS"),
        imperial=read_header(drawing, "$MEASUREMENT") == 0,
        swings=swings[True] or swings[False],
        letters=[part.height for part in parts if isinstance(part, TextEntity) and part.height > 0],
        dimensions=list(islice(read_dimensions(drawing), _MOST_DIMENSIONS)),
        size=measure_extent(built).size,
    )


def read_header(drawing: Drawing, name: str) -> int:
    try:
        return int(drawing.header.get(name, -1))
    except (TypeError, ValueError, OverflowError):
        return -1


def read_dimensions(drawing: Drawing) -> Iterator[tuple[float, str]]:
    """Yield (measured length in drawing units, written text) of dimensions that name their unit."""
    entity: Any
    for entity in drawing.modelspace():
        if entity.dxftype() != "DIMENSION" or entity.dimtype not in _LINEAR:
            continue
        measured, text = _read_dimension(entity)
        if measured > 0 and parse_length(text) is not None:
            yield measured, text


def _read_dimension(dimension: Any) -> tuple[float, str]:
    """Return a dimension's length and text; a broken one measures 0."""
    try:
        measured = float(dimension.get_measurement())
        written = str(dimension.dxf.get("text", ""))
        if written in {"", "<>"}:
            block = dimension.get_geometry_block()
            written = next((text.text for text in block.query("MTEXT")), "") if block is not None else ""
        return measured, decode_mtext(written)
    except Exception:  # a broken dimension is no evidence, and no part of the map either
        return 0.0, ""
