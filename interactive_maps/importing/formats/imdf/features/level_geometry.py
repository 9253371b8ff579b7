"""Levels in metres: areas that touch, overlap or are near each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from interactive_maps.geo.georeference import Georeference, from_anchor
from interactive_maps.importing.bounds import Allowance, bound_pairs
from interactive_maps.mapdata.edits.features import Space

# Areas that all overlap make n squared pairs: bounds on the pairs of a batch and on their vertices, which determine
# the cost.
_PAIRS_AT_ONCE = 500_000
_MOST_VERTICES = 10_000_000
_CROWDED = "has more overlapping units and openings than any building: simplify it, and export it again"


@dataclass(frozen=True, slots=True)
class Plan:
    """The spaces of one level, and their areas in metres, in the same order."""

    spaces: Sequence[Space]
    areas: Sequence[BaseGeometry]
    tree: shapely.STRtree

    def meet(
        self, geometries: Sequence[BaseGeometry], *, within: float | None = None
    ) -> Iterator[tuple[int, NDArray[np.intp]]]:
        """Yield (index of a geometry, indices of the areas that it touches or is ``within`` metres of).

        ``geometries`` are in metres. Raises TooMuch if each touches dozens of others, as on no real level.
        """
        batch = max(_PAIRS_AT_ONCE // max(len(self.areas), 1), 1)
        pairs = Allowance(bound_pairs(len(self.areas) + len(geometries)), "a level", _CROWDED)
        vertices = Allowance(_MOST_VERTICES, "a level", _CROWDED)
        sizes, own = (
            shapely.get_num_coordinates(list(geometries)),
            shapely.get_num_coordinates(list(self.areas)),
        )
        for start in range(0, len(geometries), batch):
            part = geometries[start : start + batch]
            if within is None:
                found, areas = self.tree.query(part, predicate="intersects")
            else:
                found, areas = self.tree.query(part, predicate="dwithin", distance=within)
            pairs.take(len(found))
            vertices.take(int(sizes[found + start].sum() + own[areas].sum()))
            order = np.argsort(found, kind="stable")
            for index, hits in _group(found[order], areas[order]):
                yield start + index, hits


def _group(keys: NDArray[np.intp], values: NDArray[np.intp]) -> Iterator[tuple[int, NDArray[np.intp]]]:
    starts = np.flatnonzero(np.diff(keys, prepend=-1))
    for start, group in zip(starts, np.split(values, starts[1:]), strict=False):
        yield int(keys[start]), group


class Plans:
    """All levels that have spaces, in one metric frame."""

    def __init__(self, spaces: Iterable[Space]) -> None:
        """Spaces without a level are on no plan."""
        by_level: dict[str, list[Space]] = {}
        for space in spaces:
            if space.level is not None:
                by_level.setdefault(space.level, []).append(space)
        self._frame = _centre(by_level)
        self.by_level: Mapping[str, Plan] = {level: self._draw(listed) for level, listed in by_level.items()}

    def in_metres(self, geometries: Sequence[BaseGeometry]) -> list[BaseGeometry]:
        """Return WGS84 geometries in the plans' frame, metres east and north of its centre."""
        if not geometries:
            return []
        array = np.empty(len(geometries), dtype=object)
        array[:] = geometries
        return list(shapely.transform(array, self._frame.locate))

    def _draw(self, spaces: Sequence[Space]) -> Plan:
        areas = self.in_metres([space.geometry for space in spaces])
        return Plan(spaces, areas, shapely.STRtree(areas))


def _centre(by_level: Mapping[str, Sequence[Space]]) -> Georeference:
    first = next((spaces[0].display_point for spaces in by_level.values()), None)
    longitude, latitude = (first.x, first.y) if first is not None else (0.0, 0.0)
    return from_anchor(longitude, latitude, metres_per_unit=1.0)
