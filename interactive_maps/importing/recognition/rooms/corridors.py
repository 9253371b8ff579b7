"""Corridors in open plan: narrow strips that several doors open into, beside halls and offices without walls."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely
from shapely import Polygon
from shapely.geometry.base import BaseGeometry

from interactive_maps.importing.drawing.drawing import Floats
from interactive_maps.importing.recognition.geometry.areas import grow
from interactive_maps.importing.recognition.geometry.segments import to_points

# Metres: half of the width of the widest corridor, and of narrower ones beside a recess.
_HALF_WIDTHS = (1.55, 1.2, 0.9)
_HALF_WIDTHS_SIGNED = (2.0, 2.6)  # metres: of a corridor that is wider, but called so
_LEAST_AREA = 5.0  # square metres
_LEAST_LENGTH = 4.0  # metres
_LEAST_DOORS = 2  # one less if the corridor is open at both ends
_LEAST_MOUTH = 0.9  # metres
_AT_DOOR = 0.6  # metres from a threshold's middle to the corridor that it opens into
_SLIVER = 0.05


def carve_corridors(
    area: Polygon, labels: Floats, doors: Floats, signed: Floats
) -> tuple[list[Polygon], list[Polygon]]:
    """Return the corridors of an open region, and what remains of it.

    ``labels`` (n, 2) and ``doors`` (m, 2) are places of labels and middles of thresholds, metres; ``signed`` are the
    places of labels that say "corridor". A strip with just one of these is a corridor, whatever opens into it; one
    with another label is part of the room of that label.
    """
    others = np.concatenate([labels, signed])
    strips = _find_strips(area, labels, doors, signed, _HALF_WIDTHS)
    for half in _HALF_WIDTHS_SIGNED:
        strips += _find_signed(area, strips, labels, signed, half)
    if not strips:
        return [], [area]
    rest = _list_areas(_open(shapely.difference(area, shapely.union_all(strips)), _SLIVER))
    homes = [part for part in rest if part.area >= _LEAST_AREA or _count(part, others)]
    if len(signed) == 1:
        strips, homes = _widen(strips, homes, labels, signed)
    return (strips, homes) if homes else ([], [area])


def _find_strips(
    area: Polygon, labels: Floats, doors: Floats, signed: Floats, halves: Sequence[float]
) -> list[Polygon]:
    """Return the corridors among the parts of an area that are narrower than twice the first of ``halves``.

    Of a part with a label, a corridor beside a recess that is a room, those narrower than the next.
    """
    half, *smaller = halves
    wide = grow(grow(area, -half), half + _SLIVER)
    if wide.is_empty:
        return _find_strips(area, labels, doors, signed, smaller) if smaller else []
    strips = []
    edge = grow(area.boundary, 2 * _SLIVER)
    for part in _list_areas(_open(shapely.difference(area, wide), 0.4)):
        least = _LEAST_DOORS - int(_is_neck(part, edge))
        if _is_corridor(part, labels, doors, signed, least):
            strips.append(part)
        elif smaller and _count(part, labels):
            strips += _find_strips(part, labels, doors, signed, smaller)
    return strips


def _find_signed(
    area: Polygon, strips: Sequence[Polygon], labels: Floats, signed: Floats, half: float
) -> list[Polygon]:
    """Return the corridors up to twice ``half`` wide that are called so, beside the ``strips`` that are known."""
    known = shapely.union_all(strips)
    unknown = signed[~shapely.intersects(known, to_points(signed))]
    if not len(unknown):
        return []
    found = []
    for part in _list_areas(_open(shapely.difference(area, known), _SLIVER)):
        wider = _find_strips(part, labels, np.empty((0, 2)), unknown, [half])
        found += [strip for strip in wider if _count(strip, unknown)]
    return found


def _widen(
    strips: list[Polygon], homes: list[Polygon], labels: Floats, signed: Floats
) -> tuple[list[Polygon], list[Polygon]]:
    """Return the only corridor that is called so with what it leads through: nothing divides it from wider parts."""
    nameless = [part for part in homes if not _count(part, labels)]
    joined = _list_areas(grow(grow(shapely.union_all([*strips, *nameless]), _SLIVER), -_SLIVER))
    called = [part for part in joined if _count(part, signed)]
    apart = [part for part in joined if not _count(part, signed)]
    if not called:
        return strips, homes
    return [*called, *apart], [part for part in homes if _count(part, labels)]


def _is_neck(part: Polygon, edge: BaseGeometry) -> bool:
    """Return whether a part is open at both ends."""
    mouths = shapely.get_parts(shapely.line_merge(shapely.difference(part.boundary, edge)))
    return int((shapely.length(mouths) >= _LEAST_MOUTH).sum()) >= 2


def _is_corridor(part: Polygon, labels: Floats, doors: Floats, signed: Floats, least_doors: int) -> bool:
    if part.area < _LEAST_AREA or _count(part, labels) or _count(part, signed) > 1:
        return False
    corners = shapely.get_coordinates(part.minimum_rotated_rectangle)
    sides = np.hypot(*np.diff(corners[:3], axis=0).T)
    if sides.max() < _LEAST_LENGTH:
        return False
    if _count(part, signed):
        return True
    return bool(shapely.dwithin(to_points(doors), part, _AT_DOOR).sum() >= least_doors)


def _count(part: Polygon, places: Floats) -> int:
    return int(shapely.contains(part, to_points(places)).sum())


def _open(geometry: BaseGeometry, by: float) -> BaseGeometry:
    opened: BaseGeometry = grow(grow(geometry, -by), by)
    return shapely.intersection(opened, geometry)


def _list_areas(geometry: BaseGeometry) -> Sequence[Polygon]:
    return [part for part in shapely.get_parts(geometry) if isinstance(part, Polygon) and part.area > 0.1]
