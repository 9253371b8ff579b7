"""The drawing in metres around a local origin, the input of the steps from layers to rooms."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from interactive_maps.importing.drawing import Drawing, Text
from interactive_maps.importing.drawing.arcs import list_arc_ends
from interactive_maps.importing.drawing.drawing import Floats, Integers, Ring

WALL_ARC = 1.45  # metres: smaller arcs are doors and furniture
_LEAST_SWING = 0.4  # metres
_WIDEST_SWING = np.radians(125)
_NOTHING = 1e-9  # metres: geometry divides by smaller coordinates, which overflows


@dataclass(frozen=True, slots=True)
class Plan:
    """A drawing's linework in metres. ``drawing`` is its source; entities and layers keep their indices.

    ``origin`` (drawing units) lies at (0, 0).
    """

    drawing: Drawing
    metres_per_unit: float
    origin: tuple[float, float]
    segments: Floats
    segment_entities: Integers
    arcs: Floats
    arc_entities: Integers
    rings: tuple[Ring, ...]
    fills: tuple[Ring, ...]
    texts: tuple[Text, ...]

    @classmethod
    def of(cls, drawing: Drawing, metres_per_unit: float) -> Plan:
        """Return the plan of a drawing, given the length of its unit in metres."""
        origin = _find_origin(drawing)
        shift = np.array(origin)

        def place(points: Floats) -> Floats:
            placed = np.asarray((points - np.tile(shift, points.shape[-1] // 2)) * metres_per_unit)
            return np.where(np.abs(placed) < _NOTHING, 0.0, placed)

        arcs = drawing.arcs.copy()
        arcs[:, :2] = place(arcs[:, :2])
        arcs[:, 2] *= metres_per_unit
        return cls(
            drawing=drawing,
            metres_per_unit=metres_per_unit,
            origin=origin,
            segments=place(drawing.segments),
            segment_entities=drawing.segment_entities,
            arcs=arcs,
            arc_entities=drawing.arc_entities,
            rings=_place_rings(drawing.rings, place),
            fills=_place_rings(drawing.fills, place),
            texts=_place_texts(drawing.texts, place, metres_per_unit),
        )

    def to_drawing(self, points: Floats) -> Floats:
        """Return (n, 2) metres as drawing units."""
        return np.asarray(points / self.metres_per_unit + np.array(self.origin))

    def layer_of(self, entity: int) -> str:
        """Return the name of an entity's layer."""
        return self.drawing.layers[self.drawing.entities[entity].layer].name

    def list_swings(self) -> Floats:
        """Return the hinge and both ends of each arc that may be the swing of a door, (n, 3, 2)."""
        radii, sweeps = self.arcs[:, 2], self.arcs[:, 4]
        arcs = self.arcs[(radii > _LEAST_SWING) & (radii < WALL_ARC) & (sweeps < _WIDEST_SWING)]
        return np.concatenate([arcs[:, None, :2], list_arc_ends(arcs)], axis=1)

    def of_entities(self, chosen: NDArray[np.bool_]) -> tuple[Floats, Floats]:
        """Return the segments and arcs of the entities where ``chosen`` is true."""
        return self.segments[chosen[self.segment_entities]], self.arcs[chosen[self.arc_entities]]


def _find_origin(drawing: Drawing) -> tuple[float, float]:
    points = [drawing.segments.reshape(-1, 2), drawing.arcs[:, :2]]
    points += [np.array([text.centre for text in drawing.texts]).reshape(-1, 2)]
    together = np.concatenate(points)
    if not len(together):
        return 0.0, 0.0
    low = np.quantile(together, 0.02, axis=0)
    return float(low[0]), float(low[1])


def _place_rings(rings: Sequence[Ring], place: Callable[[Floats], Floats]) -> tuple[Ring, ...]:
    """Return rings in metres, placed all at once because there are thousands."""
    ends = np.cumsum([0, *(len(ring.points) for ring in rings)]).tolist()
    points = place(np.concatenate([np.empty((0, 2)), *(ring.points for ring in rings)]))
    return tuple(
        Ring(points[start:end], ring.entity) for ring, (start, end) in zip(rings, pairwise(ends), strict=True)
    )


def _place_texts(texts: Sequence[Text], place: Callable[[Floats], Floats], metres: float) -> tuple[Text, ...]:
    anchors, centres = (
        map(tuple, place(np.array(places, dtype=float).reshape(-1, 2)).tolist())
        for places in ([text.anchor for text in texts], [text.centre for text in texts])
    )
    return tuple(
        replace(text, anchor=anchor, centre=centre, height=text.height * metres, width=text.width * metres)
        for text, anchor, centre in zip(texts, anchors, centres, strict=True)
    )
