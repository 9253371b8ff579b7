"""Closed outlines in the drawing: used if the outlines of a layer hold one label each."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

import numpy as np
import shapely
from shapely import Polygon

from interactive_maps.importing.drawing.drawing import Floats, Ring
from interactive_maps.importing.recognition.account import Step
from interactive_maps.importing.recognition.geometry.areas import grow
from interactive_maps.importing.recognition.geometry.segments import to_points
from interactive_maps.importing.recognition.layers import Role, Roles
from interactive_maps.importing.recognition.plan import Plan
from interactive_maps.importing.recognition.rooms.region import Region

_LEAST_OUTLINES = 3
_SINGLE = 0.5  # share of outlines that hold exactly one label
_MOST_OVERLAP = 1.25  # sum of areas over area of the union
_LEAST_MEDIAN = 2.0  # square metres
_LEAST_AREA = 0.3
_REPEATED = 3  # references of one block that draw the same outline
_BESIDE = 0.02  # metres by which an outline is extended
_NARROW = 0.35  # half of the width below which nothing remains
_LEAST_REMAINDER = 1.5  # square metres
_NO_ROOMS = (Role.FURNITURE, Role.COLUMN, Role.ANNOTATION, Role.DOOR, Role.STAIR)

Outline = tuple[Polygon, int]


def find_outlines(
    plan: Plan, roles: Roles, places: Floats, step: Step, said: Sequence[str] | None = None
) -> list[Region]:
    """Return the room outlines of the best layer, none if no layer qualifies.

    ``places`` (n, 2) are the positions of the room labels. ``said`` names the layers to use.
    """
    barred = roles.chosen(*_NO_ROOMS)
    by_layer: dict[int, list[Outline]] = defaultdict(list)
    for ring in (*plan.rings, *plan.fills):
        if barred[ring.entity]:
            continue
        area = _read_ring(ring)
        if area is not None:
            by_layer[plan.drawing.entities[ring.entity].layer].append((area, ring.entity))
    by_layer = _drop_label_frames(plan, by_layer)
    if said is not None:
        step.note(f"room outlines by a rule: {', '.join(said) or 'none'}")
        chosen = [layer for layer in sorted(by_layer) if plan.drawing.layers[layer].name in said]
        told = [outline for layer in chosen for outline in by_layer[layer]]
        return [Region(area, drawn=True, entity=entity) for area, entity in _drop_repeated(told)]
    by_layer = {layer: _drop_repeated(found) for layer, found in by_layer.items()}
    rated = {layer: _rate([area for area, _ in found], places) for layer, found in by_layer.items()}
    best = max(rated, key=lambda layer: (rated[layer], -layer), default=None)
    if best is None or not rated[best]:
        step.note("no layer holds closed outlines of the rooms")
        return []
    name = plan.drawing.layers[best].name
    step.note(f"layer {name}: {rated[best]} of its {len(by_layer[best])} closed outlines hold one label each")
    return [Region(area, drawn=True, entity=entity) for area, entity in by_layer[best]]


def _drop_label_frames(plan: Plan, by_layer: dict[int, list[Outline]]) -> dict[int, list[Outline]]:
    """Return outlines without those that a label's block draws, of one size around all labels."""
    labels = {text.block for text in plan.texts if text.block}

    def name_frame(outline: Outline) -> tuple[tuple[str, ...], float] | None:
        area, index = outline
        entity = plan.drawing.entities[index]
        is_label = bool(entity.blocks) and entity.key.rsplit("/", 1)[0] in labels
        return (entity.blocks, round(area.area, 1)) if is_label else None

    frames = Counter(map(name_frame, (one for found in by_layer.values() for one in found)))
    return {
        layer: kept
        for layer, found in by_layer.items()
        if (kept := [one for one in found if (name := name_frame(one)) is None or frames[name] < _REPEATED])
    }


def _read_ring(ring: Ring) -> Polygon | None:
    area = Polygon(ring.points)
    if not area.is_valid:
        parts = shapely.get_parts(shapely.make_valid(area))
        areas = [part for part in parts if isinstance(part, Polygon)]
        area = max(areas, key=lambda one: one.area, default=Polygon())
    return area if area.area >= _LEAST_AREA else None


def _rate(areas: Sequence[Polygon], places: Floats) -> int:
    """Return how many labels stand in an outline without another one, 0 if the outlines cannot be rooms."""
    if len(areas) < _LEAST_OUTLINES:
        return 0
    sizes = shapely.area(areas)
    if np.median(sizes) < _LEAST_MEDIAN or sizes.sum() > _MOST_OVERLAP * shapely.union_all(areas).area:
        return 0
    outline, label = shapely.STRtree(to_points(places)).query(areas, predicate="contains")
    held = np.bincount(outline, minlength=len(areas))
    # A hatch is left out around its label: both of its outlines hold it.
    single = len(np.unique(label[held[outline] == 1]))
    return single if single >= _SINGLE * len(areas) and single >= 0.4 * len(places) else 0


def _drop_repeated(outlines: Sequence[Outline]) -> list[Outline]:
    """Return outlines without duplicates."""
    kept: list[Outline] = []
    seen: set[tuple[float, ...]] = set()
    for area, entity in outlines:
        x, y = area.centroid.x, area.centroid.y
        key = (round(x, 1), round(y, 1), round(area.area, 0))
        if key not in seen:
            seen.add(key)
            kept.append((area, entity))
    return kept


def find_remainder(outlines: Sequence[Polygon], faces: Sequence[Polygon]) -> list[Region]:
    """Return the floor of ``faces`` that no outline covers, such as corridors without an outline."""
    covered = shapely.union_all(grow(np.array(outlines, dtype=object), _BESIDE))
    rest = shapely.difference(shapely.union_all(faces), covered)
    opened = grow(grow(rest, -_NARROW), _NARROW)
    parts = [part for part in shapely.get_parts(opened) if isinstance(part, Polygon)]
    return [Region(part, cut=True) for part in parts if part.area >= _LEAST_REMAINDER]
