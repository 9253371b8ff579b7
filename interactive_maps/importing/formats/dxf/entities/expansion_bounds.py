"""Bounds on the expansion of blocks, checked without expanding them.

Nine blocks of ten references each expand a file of ten kilobytes to a thousand million entities.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from interactive_maps.importing.formats.dxf.entities.block_expansion import too_much
from interactive_maps.importing.options import Limits

if TYPE_CHECKING:
    from ezdxf.document import Drawing
    from ezdxf.layouts.base import BaseLayout


def require_bounded(drawing: Drawing, limits: Limits) -> int:
    """Return the number of entities that the model space expands to; raises TooMuch if a limit is exceeded."""
    size, _ = _Measure(drawing, limits).measure(drawing.modelspace(), depth=0)
    if size > limits.entities:
        raise too_much(f"they expand to {size:,} entities, more than the limit of {limits.entities:,}")
    return size


@dataclass(slots=True)
class _Measure:
    """Sizes and heights of blocks, each computed once; the depth limit also bounds the recursion."""

    drawing: Drawing
    limits: Limits
    known: dict[str, tuple[int, int]] = field(default_factory=dict)
    open: set[str] = field(default_factory=set)

    def measure(self, layout: BaseLayout, depth: int) -> tuple[int, int]:
        size, height = 0, 0
        entity: Any
        for entity in layout:
            size += 1
            if entity.dxftype() == "INSERT":
                inner, below = self._measure_block(str(entity.dxf.get("name", "")), depth + 1)
                copies = max(1, entity.dxf.get("row_count", 1)) * max(1, entity.dxf.get("column_count", 1))
                size += copies * inner + len(entity.attribs)
                height = max(height, below + 1)
        return size, height

    def _measure_block(self, name: str, depth: int) -> tuple[int, int]:
        key = name.casefold()
        if key in self.open or self.drawing.blocks.get(name) is None:
            return 0, 0  # a block that contains itself or is missing: the expansion reports it
        if depth > self.limits.nesting:
            raise too_much(f"they are nested more than {self.limits.nesting} deep")
        if key not in self.known:
            self.open.add(key)
            self.known[key] = self.measure(self.drawing.blocks.get(name), depth)
            self.open.remove(key)
        size, height = self.known[key]
        if depth + height > self.limits.nesting:
            raise too_much(f"they are nested more than {self.limits.nesting} deep")
        return size, height
