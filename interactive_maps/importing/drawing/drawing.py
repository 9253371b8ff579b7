"""The drawing as a value: arrays of linework, with the entity of each element.

Lengths are in drawing units, angles in radians, counter-clockwise from the x axis. Every element refers to its entity
by index, and the entity to its layer and the blocks that contain it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
DASHED = "DASHED"  # a line type of things above, below or hidden
SIGN = "SIGN"  # a kind of entity: a letter, an arrow or a dot, drawn as lines or filled
SOLID = 1000.0  # the pen of filled areas, wider than any line


@dataclass(frozen=True, slots=True)
class Layer:
    """A layer, with its name as written; hidden layers are included so that users can request them.

    ``pen`` is the line width of the layer in millimetres on paper, ``SOLID`` for filled areas, None if unknown.
    """

    name: str
    visible: bool = True
    pen: float | None = None


@dataclass(frozen=True, slots=True)
class Entity:
    """An entity of the file that linework belongs to.

    ``key`` is stable in the file (a handle path such as ``2F/1A``), ``kind`` is the type in the format (``LINE``),
    ``layer`` is an index into the drawing's layers; ``blocks`` are the names of the enclosing blocks, the outermost
    first.
    """

    key: str
    kind: str
    layer: int
    blocks: tuple[str, ...] = ()
    linetype: str = ""


@dataclass(frozen=True, slots=True)
class Ring:
    """A closed line: an (n, 2) array that does not repeat its first point."""

    points: Floats
    entity: int


@dataclass(frozen=True, slots=True)
class Text:
    """A text with the box that it covers; ``centre`` is the middle of the box, ``anchor`` the insertion point.

    ``tag`` is the name of a block attribute, and ``block`` the key of its block reference.
    """

    text: str
    anchor: tuple[float, float]
    centre: tuple[float, float]
    height: float
    width: float
    angle: float
    entity: int
    tag: str = ""
    block: str = ""


@dataclass(frozen=True, slots=True)
class Dimension:
    """A dimension: the length of its line in drawing units, and its text."""

    length: float
    text: str


@dataclass(frozen=True, slots=True)
class Header:
    """The units of the file: ``insunits``, ``measurement`` and ``lunits`` as in DXF, -1 if missing.

    ``metres_per_unit`` comes from a scale that the sheet states (``1:100``), if any; ``paper_unit`` is the length of
    the unit on paper in metres, if the drawing is a sheet at some scale.
    """

    insunits: int = -1
    measurement: int = -1
    lunits: int = -1
    metres_per_unit: float | None = None
    paper_unit: float | None = None


@dataclass(frozen=True, slots=True)
class Drawing:
    """A model space or a page.

    ``segments`` are (n, 4): x, y of both ends. ``arcs`` are (m, 5): centre x, y, radius, start angle and a positive
    sweep; a full circle sweeps 2 pi. ``rings`` repeat the closed lines among the segments as a whole. ``fills`` are
    the outlines of filled or hatched areas, which are not among the segments.
    """

    entities: tuple[Entity, ...]
    layers: tuple[Layer, ...]
    segments: Floats
    segment_entities: Integers
    arcs: Floats
    arc_entities: Integers
    rings: tuple[Ring, ...] = ()
    fills: tuple[Ring, ...] = ()
    texts: tuple[Text, ...] = ()
    dimensions: tuple[Dimension, ...] = ()
    header: Header = field(default_factory=Header)

    @property
    def entity_layers(self) -> Integers:
        """The layer of each entity, as an index."""
        return np.array([entity.layer for entity in self.entities], dtype=np.int64)

    def without_layers(self, names: Iterable[str]) -> Drawing:
        """Return the drawing without the layers ``names``."""
        gone = frozenset(names)
        return self.keep(
            np.array([self.layers[one.layer].name not in gone for one in self.entities], dtype=bool)
        )

    def keep(self, kept: NDArray[np.bool_]) -> Drawing:
        """Return the drawing reduced to entities where ``kept`` is true; entities keep their indices."""
        segments, arcs = kept[self.segment_entities], kept[self.arc_entities]
        return replace(
            self,
            segments=self.segments[segments],
            segment_entities=self.segment_entities[segments],
            arcs=self.arcs[arcs],
            arc_entities=self.arc_entities[arcs],
            rings=tuple(ring for ring in self.rings if kept[ring.entity]),
            fills=tuple(ring for ring in self.fills if kept[ring.entity]),
            texts=tuple(text for text in self.texts if kept[text.entity]),
        )
