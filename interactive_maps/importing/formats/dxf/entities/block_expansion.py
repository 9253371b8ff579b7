"""Expansion of block references, however nested, mirrored or repeated, within bounds.

Every block is read once into parts in its own coordinates, and each reference only transforms them. That makes ten
thousand equal chairs cheap, and works for any scale, because affine maps preserve lines and curves.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from interactive_maps.importing.bounds import Allowance, TooMuch
from interactive_maps.importing.formats.dxf.entities.drawing_entities import (
    DrawingEntity,
    Linework,
    Origin,
    TextEntity,
)
from interactive_maps.importing.formats.dxf.entities.layer_visibility import MOST_PARTS, HiddenLayers
from interactive_maps.importing.formats.dxf.entities.parsing import (
    Skipped,
    describe_origin,
    layer_of,
    read_entity,
    read_fill,
    require_number,
)
from interactive_maps.importing.formats.dxf.entities.text_entities import read_text_entities
from interactive_maps.importing.formats.dxf.entities.texts import is_cut_off
from interactive_maps.importing.formats.dxf.references import References, is_external
from interactive_maps.importing.input_error import InputError
from interactive_maps.importing.options import Limits
from interactive_maps.importing.reporting.report import Issue

if TYPE_CHECKING:
    from ezdxf.document import Drawing
    from ezdxf.layouts.base import BaseLayout
    from ezdxf.math import Matrix44


_ADVICE = "purge the drawing, or explode its blocks in the CAD program"


def too_much(reason: str) -> TooMuch:
    """Return the error of a drawing whose blocks exceed the limits."""
    return TooMuch("its blocks", f"{reason}; {_ADVICE}")


@dataclass(frozen=True, slots=True)
class Reference:
    """A block reference in a layout; one for each cell of a MINSERT."""

    origin: Origin
    block: str
    matrices: tuple[Matrix44, ...]
    attributes: tuple[DrawingEntity, ...]


@dataclass(frozen=True, slots=True)
class _Place:
    """A position in the expansion: the transforms, keys and blocks down to it."""

    matrix: Matrix44 | None = None
    key: str = ""
    layer: str = ""
    blocks: tuple[str, ...] = ()


@dataclass(slots=True)
class BlockExpansion:
    """The expansion of one model space, with what was skipped and why."""

    drawing: Drawing
    limits: Limits
    hidden: HiddenLayers
    references: References
    skipped: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    broken: dict[str, Issue] = field(default_factory=dict)
    repaired: dict[str, Issue] = field(default_factory=dict)
    count: int = 0
    _vertices: Allowance = field(init=False)
    _characters: Allowance = field(init=False)
    _keys: Counter[str] = field(default_factory=Counter)
    _blocks: dict[str, list[DrawingEntity | Reference]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        says = f"they expand to more than {{most}} %s; {_ADVICE}"
        self._vertices = Allowance(self.limits.vertices, "its blocks", says % "vertices")
        self._characters = Allowance(self.limits.characters, "its blocks", says % "characters of text")

    def run(self) -> Iterator[DrawingEntity]:
        """Yield the parts of the model space, in drawing units.

        Raises TooMuch as soon as a limit is exceeded.
        """
        yield from self._place(self._read_layout(self.drawing.modelspace()), _Place())

    def _place(self, parts: list[DrawingEntity | Reference], place: _Place) -> Iterator[DrawingEntity]:
        for part in parts:
            self.count += 1
            if self.count > self.limits.entities:
                raise too_much(f"they expand to more than {self.limits.entities:,} entities")
            origin = self._resolve_origin(part.origin, place)
            if isinstance(part, Reference):
                if not self.hidden.is_frozen(origin.layer):
                    yield from self._unfold(part, origin, place)
            elif self.hidden.hide(origin):
                if len(self.hidden.parts) < MOST_PARTS:
                    self.hidden.keep(_show(part, origin, place))
            else:
                self._count(part)
                yield _show(part, self._number(origin), place)

    def _number(self, origin: Origin) -> Origin:
        """Return an origin with a unique key: the handles of a broken file are not unique."""
        self._keys[origin.key] += 1
        uses = self._keys[origin.key]
        if uses == 1:
            return origin
        self._note(origin.key, "the handle is used more than once: numbered")
        return self._number(replace(origin, key=f"{origin.key}#{uses}"))

    def _count(self, part: DrawingEntity) -> None:
        if isinstance(part, Linework):
            self._vertices.take(len(part.path) + 1)
        elif isinstance(part, TextEntity):
            self._characters.take(len(part.text))

    def _resolve_origin(self, origin: Origin, place: _Place) -> Origin:
        """Return the key and layer of a part; parts on layer 0 of a block take the layer of the reference."""
        if not place.key:
            return origin
        layer = place.layer if origin.layer == "0" else origin.layer
        return replace(origin, key=f"{place.key}/{origin.key}", layer=layer, blocks=place.blocks)

    def _unfold(self, reference: Reference, origin: Origin, place: _Place) -> Iterator[DrawingEntity]:
        block = reference.block
        if block.casefold() in place.blocks:
            self._note(reference.origin.key, f"the block {block!r} contains itself: skipped the second time")
            return
        if len(place.blocks) >= self.limits.nesting:
            raise too_much(f"they are nested more than {self.limits.nesting} deep")
        parts = self._read_block(block)
        for number, matrix in enumerate(reference.matrices):
            key = origin.key if len(reference.matrices) == 1 else f"{origin.key}[{number}]"
            moved = matrix if place.matrix is None else matrix @ place.matrix
            yield from self._place(parts, _Place(moved, key, origin.layer, (*place.blocks, block.casefold())))
        yield from self._place(list(reference.attributes), replace(place, key=origin.key, layer=origin.layer))

    def _read_block(self, name: str) -> list[DrawingEntity | Reference]:
        key = name.casefold()
        if key not in self._blocks:
            block = self.drawing.blocks.get(name)
            outside = self._read_external(block) if is_external(block) else ()
            self._blocks[key] = [*outside, *self._read_layout(block)]
        return self._blocks[key]

    def _read_external(self, block: Any) -> Iterator[DrawingEntity]:
        """Yield the parts of the drawing that a block refers to, on separate layers: ``GF|A-WALL``."""
        opened = self.references.open(block)
        if opened is None:
            return
        document, references = opened
        hidden = HiddenLayers.of(document, self.hidden.shown)
        inner = BlockExpansion(
            document, self.limits, hidden, references, self.skipped, self.broken, self.repaired
        )
        for part in inner.run():
            yield replace(part, origin=_outside(part.origin, block.name))
        self.hidden.absorb(hidden, block.name)

    def _read_layout(self, layout: BaseLayout) -> list[DrawingEntity | Reference]:
        parts: list[DrawingEntity | Reference] = []
        for entity in layout:
            parts.extend(self._read_safely(entity))
        return parts

    def _read_safely(self, entity: Any) -> list[DrawingEntity | Reference]:
        """Return the parts of an entity; an unreadable one is reported without stopping the import."""
        kind = entity.dxftype()
        try:
            if kind == "INSERT":
                return [self._read_reference(entity)]
            parts: list[DrawingEntity | Reference] = list(read_entity(entity, self.drawing))
            self._note_cut_off(entity, parts)
            return parts
        except Skipped as reason:
            self.skipped[layer_of(entity), kind, str(reason)] += 1
            return self._read_fill(entity)
        except (TooMuch, InputError, MemoryError):
            raise
        except Exception as error:  # a malformed entity can make a parser raise anything
            self._note(str(entity.dxf.handle), f"{kind} cannot be read: {error}")
        return []

    def _read_fill(self, entity: Any) -> list[DrawingEntity | Reference]:
        """Return the area that a hatch fills: it is not linework, but shows where walls are solid."""
        try:
            fill = read_fill(entity, self.drawing)
        except Exception:  # a broken hatch shows nothing and is already reported as skipped
            return []
        return [fill] if fill is not None else []

    def _read_reference(self, insert: Any) -> Reference:
        block = str(insert.dxf.get("name", ""))
        content = insert.block()
        if content is None:
            raise ValueError(f"the block {block!r} is not in the file")
        if is_external(content):
            self._read_block(block)  # read now because its base point is needed below
        copies = max(1, insert.dxf.row_count) * max(1, insert.dxf.column_count)
        if copies > self.limits.entities:
            raise too_much(f"the block {block!r} is repeated {copies:,} times")
        return Reference(
            describe_origin(insert, self.drawing),
            block,
            tuple(_matrices(insert)),
            tuple(self._read_attributes(insert)),
        )

    def _read_attributes(self, insert: Any) -> Iterator[DrawingEntity]:
        for attribute in insert.attribs:
            if attribute.is_invisible:
                self.skipped[str(attribute.dxf.layer), "ATTRIB", "is set to invisible in the drawing"] += 1
                continue
            origin = describe_origin(attribute, self.drawing)
            if text_entity := read_text_entities(attribute, origin, self.drawing.encoding):
                yield replace(text_entity, reference=str(insert.dxf.handle))

    def _note_cut_off(self, entity: Any, parts: Sequence[DrawingEntity | Reference]) -> None:
        if any(isinstance(part, TextEntity) for part in parts) and is_cut_off(entity):
            handle = str(entity.dxf.handle)
            reason = "the code of a character is cut off: imported without that character"
            self.repaired.setdefault(handle, Issue(handle, reason))

    def _note(self, handle: str, reason: str) -> None:
        self.broken.setdefault(handle, Issue(handle, reason))


def _show(part: DrawingEntity, origin: Origin, place: _Place) -> DrawingEntity:
    return replace(part, origin=origin) if place.matrix is None else part.moved(place.matrix, origin)


def _outside(origin: Origin, block: str) -> Origin:
    """Return an origin on a layer of an external reference; layer 0 is shared."""
    return origin if origin.layer == "0" else replace(origin, layer=f"{block}|{origin.layer}")


def _matrices(insert: Any) -> Iterator[Matrix44]:
    """Yield the reference's matrix, or one for each cell of a MINSERT."""
    from ezdxf.math import Matrix44, Vec3

    matrix = insert.matrix44()
    for row in matrix.rows():
        require_number(*row)
    angle = math.radians(insert.dxf.rotation)
    for row in range(max(1, insert.dxf.row_count)):
        for column in range(max(1, insert.dxf.column_count)):
            shift = Vec3(column * insert.dxf.column_spacing, row * insert.dxf.row_spacing).rotate(angle)
            move = insert.ocs().to_wcs(shift)
            yield matrix @ Matrix44.translate(move.x, move.y, move.z) if row or column else matrix
