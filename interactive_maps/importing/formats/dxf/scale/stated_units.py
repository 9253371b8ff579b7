"""The unit that a DXF file states: header variables, and dimensions whose text names a unit."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

from interactive_maps.importing.drawing import Dimension, Header
from interactive_maps.importing.formats.dxf.entities.texts import decode_mtext

if TYPE_CHECKING:
    from ezdxf.document import Drawing

_MOST_DIMENSIONS = 500
_LINEAR = frozenset(
    {0, 1}
)  # rotated and aligned; angles and ordinates do not measure a length between two points


def read_header(drawing: Drawing) -> Header:
    """Return the header variables of units."""
    return Header(*(_read_variable(drawing, name) for name in ("$INSUNITS", "$MEASUREMENT", "$LUNITS")))


def read_dimensions(drawing: Drawing) -> Iterator[Dimension]:
    """Yield up to some hundred linear dimensions of the model space, with their texts as shown."""
    linear = (
        entity
        for entity in drawing.modelspace()
        if entity.dxftype() == "DIMENSION" and entity.dimtype in _LINEAR  # type: ignore[attr-defined]
    )
    for entity in islice(linear, _MOST_DIMENSIONS):
        dimension = _read_dimension(entity)
        if dimension.length > 0:
            yield dimension


def _read_variable(drawing: Drawing, name: str) -> int:
    try:
        return int(drawing.header.get(name, -1))
    except (TypeError, ValueError, OverflowError):
        return -1


def _read_dimension(dimension: Any) -> Dimension:
    """Return the length and text of a dimension; the length of a broken one is 0."""
    try:
        measured = float(dimension.get_measurement())
        written = str(dimension.dxf.get("text", ""))
        if written in {"", "<>"}:
            block = dimension.get_geometry_block()
            written = next((text.text for text in block.query("MTEXT")), "") if block is not None else ""
        return Dimension(measured, decode_mtext(written))
    except Exception:  # a broken dimension is neither evidence nor part of the map
        return Dimension(0.0, "")
