"""A drawing under construction, to which readers add one entity at a time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from interactive_maps.importing.drawing.arcs import fit_arc
from interactive_maps.importing.drawing.chords import find_chords
from interactive_maps.importing.drawing.drawing import (
    Dimension,
    Drawing,
    Entity,
    Floats,
    Header,
    Integers,
    Layer,
    Ring,
    Text,
)

_LEAST_CHORDS = 4  # of a polyline that approximates an arc
_MOST_TURN = 0.45  # radians from one of its chords to the next


class DrawingBuilder:
    """Collects linework; ``build`` returns it as arrays."""

    def __init__(self) -> None:
        self._entities: list[Entity] = []
        self._layers: dict[str, int] = {}
        self._visible: list[bool] = []
        self._pens: dict[str, float | None] = {}
        self._segments: list[Floats] = []
        self._segment_entities: list[tuple[int, int]] = []
        self._arcs: list[tuple[float, float, float, float, float]] = []
        self._arc_entities: list[int] = []
        self._rings: list[Ring] = []
        self._fills: list[Ring] = []
        self.texts: list[Text] = []
        self.dimensions: list[Dimension] = []

    def layer(self, name: str, *, visible: bool = True, pen: float | None = None) -> int:
        """Return the index of the layer ``name``; its first use adds the layer, with ``pen``."""
        if name not in self._layers:
            self._layers[name] = len(self._layers)
            self._visible.append(visible)
            self._pens[name] = pen
        return self._layers[name]

    def add_entity(
        self, key: str, kind: str, layer: str, blocks: Sequence[str] = (), linetype: str = ""
    ) -> int:
        """Begin an entity, and return its index."""
        self._entities.append(Entity(key, kind, self.layer(layer), tuple(blocks), linetype))
        return len(self._entities) - 1

    def add_line(self, entity: int, points: Floats, *, closed: bool = False) -> None:
        """Add straight segments through (n, 2) ``points``; if they approximate an arc, add the arc."""
        if closed and len(points) > 2 and np.array_equal(points[0], points[-1]):
            points = points[:-1]
        if len(points) < 2:
            return
        if not closed and (arc := _find_arc(points)) is not None:
            self.add_arc(entity, *arc)
            return
        follow = np.concatenate([points[1:], points[:1]]) if closed else points[1:]
        self._segments.append(np.concatenate([points[: len(follow)], follow], axis=1))
        self._segment_entities.append((entity, len(follow)))
        if closed and len(points) > 2:
            self._rings.append(Ring(points, entity))

    def add_arc(self, entity: int, x: float, y: float, radius: float, start: float, sweep: float) -> None:
        """Add an arc; ``sweep`` runs counter-clockwise from ``start``."""
        self._arcs.append((x, y, radius, start, sweep))
        self._arc_entities.append(entity)

    def add_ring(self, entity: int, points: Floats) -> None:
        """Add a closed line whose segments were added one by one."""
        if len(points) > 2:
            self._rings.append(Ring(points, entity))

    def add_fill(self, entity: int, points: Floats) -> None:
        """Add the outline of a filled area."""
        if len(points) > 2:
            self._fills.append(Ring(points, entity))

    def build(
        self,
        header: Header | None = None,
        dimensions: Iterable[Dimension] = (),
        *,
        plotted: bool = False,
    ) -> Drawing:
        """Return the drawing; in a ``plotted`` one, single lines that bend evenly are arcs."""
        segments = np.concatenate([np.empty((0, 4)), *self._segments])
        owners = _repeat(self._segment_entities)
        if plotted:
            layers = np.array([entity.layer for entity in self._entities], dtype=np.int64)
            chords, arcs = find_chords(segments, owners, layers)
            segments, owners = segments[~chords], owners[~chords]
            for entity, arc in arcs:
                self.add_arc(entity, *arc)
        return Drawing(
            entities=tuple(self._entities),
            layers=tuple(
                Layer(name, self._visible[index], self._pens[name]) for name, index in self._layers.items()
            ),
            segments=segments,
            segment_entities=owners,
            arcs=np.array(self._arcs, dtype=float).reshape(-1, 5),
            arc_entities=np.array(self._arc_entities, dtype=np.int64),
            rings=tuple(self._rings),
            fills=tuple(self._fills),
            texts=tuple(self.texts),
            dimensions=(*self.dimensions, *dimensions),
            header=header or Header(),
        )


def _repeat(runs: list[tuple[int, int]]) -> Integers:
    if not runs:
        return np.empty(0, dtype=np.int64)
    values, counts = np.array(runs, dtype=np.int64).T
    return np.repeat(values, counts)


def _find_arc(points: Floats) -> tuple[float, float, float, float, float] | None:
    """Return the arc that a polyline of many short segments approximates, as plotters draw curves."""
    if len(points) <= _LEAST_CHORDS:
        return None
    steps = np.diff(points, axis=0)
    lengths = np.hypot(steps[:, 0], steps[:, 1])
    if lengths.max() > 2.5 * np.median(lengths):
        return None
    directions = np.arctan2(steps[:, 1], steps[:, 0])
    turns = np.abs(np.remainder(np.diff(directions) + np.pi, 2 * np.pi) - np.pi)
    return fit_arc(points) if turns.max() <= _MOST_TURN else None
