"""The drawing as a value: arrays of linework, and what each piece of it belongs to.

Lengths are in drawing units, angles in radians, counter-clockwise from the x axis. Every piece names its entity by
index, and the entity its layer and the blocks that it was drawn through.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
DASHED = "DASHED"  # a line type: what is above or below, and hidden
SIGN = "SIGN"  # a kind of entity: a letter, an arrow or a dot, drawn as lines or filled
SOLID = 1000.0  # the pen of what is filled: no line is wider


@dataclass(frozen=True, slots=True)
class Layer:
    """A layer by its name as written; a hidden one is kept, so that a person can ask for it.

    ``pen`` is the width in millimetres of paper that all of it is drawn with, ``SOLID`` for filled areas, None where
    that is not known.
    """

    name: str
    visible: bool = True
    pen: float | None = None


@dataclass(frozen=True, slots=True)
class Entity:
    """What a piece of linework was in its file.

    ``key`` is stable in the file (a handle path such as ``2F/1A``), ``kind`` the format's word (``LINE``), ``layer``
    an index into the drawing's layers; ``blocks`` are the names of the blocks around it, the outermost first.
    """

    key: str
    kind: str
    layer: int
    blocks: tuple[str, ...] = ()
    linetype: str = ""


@dataclass(frozen=True, slots=True)
class Ring:
    """A closed line, an (n, 2) array without its first point repeated."""

    points: Floats
    entity: int


@dataclass(frozen=True, slots=True)
class Text:
    """A text with the box that it covers: ``centre`` is the box's middle, ``anchor`` where the text is held.

    ``tag`` is a block attribute's own name, and ``block`` the key of the block reference that carries it.
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
    """A written dimension: how long its line is in drawing units, and what it says."""

    length: float
    text: str


@dataclass(frozen=True, slots=True)
class Header:
    """What the file says of its units: ``insunits``, ``measurement``, ``lunits`` as DXF counts them, -1 for nothing.

    ``metres_per_unit`` is a scale that the sheet itself states in words (``1:100``), where there is one;
    ``paper_unit`` is the unit's length in metres of paper, where what is drawn is a sheet at some scale.
    """

    insunits: int = -1
    measurement: int = -1
    lunits: int = -1
    metres_per_unit: float | None = None
    paper_unit: float | None = None


@dataclass(frozen=True, slots=True)
class Drawing:
    """One model space or page.

    ``segments`` are (n, 4): x, y of both ends. ``arcs`` are (m, 5): centre x, y, radius, start angle and sweep, which
    is positive; a full circle sweeps 2 pi. ``rings`` are the closed lines among the segments, once more as a whole,
    and ``fills`` the outlines of what is filled or hatched, which are not among the segments.
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
        """Return the drawing without what lies on the layers ``names``."""
        gone = frozenset(names)
        return self.keep(
            np.array([self.layers[one.layer].name not in gone for one in self.entities], dtype=bool)
        )

    def keep(self, kept: NDArray[np.bool_]) -> Drawing:
        """Return the drawing of the entities where ``kept`` is true; entities keep their indices."""
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
