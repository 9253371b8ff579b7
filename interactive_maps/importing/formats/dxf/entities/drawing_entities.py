"""CAD entities once they are read: linework, points, texts and fills."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ezdxf.math import Matrix44
    from ezdxf.path import Path


@dataclass(frozen=True, slots=True)
class Origin:
    """The entity that a part comes from; ``key`` is its handle, or the path of handles to it: ``2F/1A``.

    ``blocks`` are the names of the enclosing blocks, the outermost first.
    """

    key: str
    dxftype: str
    layer: str
    linetype: str | None
    subclasses: str | None
    blocks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Linework:
    """Linework in drawing units; ``filled`` if it bounds an area.

    ``swing`` is the radius of an arc of about a quarter turn, as of a door leaf; else 0.
    """

    origin: Origin
    path: Path
    filled: bool = False
    swing: float = 0.0

    def moved(self, matrix: Matrix44, origin: Origin) -> Linework:
        """Return the linework as a block reference shows it."""
        swing = self.swing * _scale_of(matrix) if self.swing else 0.0
        return Linework(origin, self.path.transform(matrix), self.filled, swing)


@dataclass(frozen=True, slots=True)
class PointEntity:
    """A POINT entity, in drawing units."""

    origin: Origin
    x: float
    y: float

    def moved(self, matrix: Matrix44, origin: Origin) -> PointEntity:
        """Return the point as a block reference shows it."""
        place = matrix.transform((self.x, self.y, 0.0))
        return PointEntity(origin, place.x, place.y)


@dataclass(frozen=True, slots=True)
class TextEntity:
    """A text in drawing units: its insertion point, and the approximate box that it covers.

    ``angle`` is in radians; ``tag`` is the name of an ATTRIB, and ``reference`` its block reference.
    """

    origin: Origin
    text: str
    insertion: tuple[float, float]
    centre: tuple[float, float]
    height: float
    width: float
    angle: float
    tag: str = ""
    reference: str = ""

    def moved(self, matrix: Matrix44, origin: Origin) -> TextEntity:
        """Return the text as a block reference shows it."""
        scale = _scale_of(matrix)
        along = matrix.transform_direction((math.cos(self.angle), math.sin(self.angle), 0.0))
        return replace(
            self,
            origin=origin,
            insertion=_move(matrix, self.insertion),
            centre=_move(matrix, self.centre),
            height=self.height * scale,
            width=self.width * scale,
            angle=math.atan2(along.y, along.x),
        )


@dataclass(frozen=True, slots=True)
class Fill:
    """The outlines of a hatch, in drawing units. They are not linework, but show where walls are solid."""

    origin: Origin
    outlines: tuple[Path, ...]

    def moved(self, matrix: Matrix44, origin: Origin) -> Fill:
        """Return the fill as a block reference shows it."""
        return Fill(origin, tuple(outline.transform(matrix) for outline in self.outlines))


DrawingEntity = Linework | PointEntity | TextEntity | Fill


def _move(matrix: Matrix44, point: tuple[float, float]) -> tuple[float, float]:
    place = matrix.transform((*point, 0.0))
    return place.x, place.y


def _scale_of(matrix: Matrix44) -> float:
    """Return the scale of lengths in the plane, averaged over directions."""
    along, across = matrix.transform_direction((1, 0, 0)), matrix.transform_direction((0, 1, 0))
    return math.sqrt(abs(along.x * across.y - along.y * across.x))
