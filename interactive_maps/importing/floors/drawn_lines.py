"""All lines of a drawing by layer for the preview, including those that are not part of the map."""

from __future__ import annotations

import numpy as np

from interactive_maps.geo.georeference import Georeference
from interactive_maps.importing.draft.drawn_layer import DrawnLayer
from interactive_maps.importing.drawing.arcs import flatten_arc
from interactive_maps.importing.drawing.drawing import Floats
from interactive_maps.importing.recognition.plan import Plan

_SAGITTA = 0.02  # metres


def list_drawn(plan: Plan, georeference: Georeference) -> list[DrawnLayer]:
    """Return the georeferenced lines of all layers, with arcs as chords."""
    layers = plan.drawing.entity_layers
    pieces: dict[int, list[Floats]] = {}
    owners = layers[plan.segment_entities] if len(plan.segments) else np.empty(0, np.int64)
    for index in np.unique(owners).tolist():
        pieces.setdefault(index, []).append(plan.segments[owners == index])
    for arc, entity in zip(plan.arcs, plan.arc_entities.tolist(), strict=True):
        points = flatten_arc(arc, _SAGITTA)
        pieces.setdefault(int(layers[entity]), []).append(np.hstack([points[:-1], points[1:]]))
    for fill in plan.fills:
        outline = np.hstack([fill.points, np.roll(fill.points, -1, axis=0)])
        pieces.setdefault(int(layers[fill.entity]), []).append(outline)
    drawn = []
    for index, parts in sorted(pieces.items()):
        metres = np.concatenate(parts).reshape(-1, 2)
        placed = georeference.place(plan.to_drawing(metres)).reshape(-1, 4)
        drawn.append(DrawnLayer(plan.drawing.layers[index].name, placed))
    return drawn
