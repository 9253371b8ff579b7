"""Lines of layers, as many as a page can hold."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import shapely
from numpy.typing import NDArray

from interactive_maps.importing.draft.map_draft import MapDraft

Floats = NDArray[np.float64]


def list_lines(draft: MapDraft, level: float | None) -> Iterator[tuple[str, Floats]]:
    """Yield each layer of a level with its segments (n, 4) in degrees: as drawn, if the draft has kept them."""
    if draft.drawn and draft.report.level == level:
        yield from ((layer.name, layer.segments) for layer in draft.drawn)
        return
    by_layer: dict[str, list[shapely.Geometry]] = {}
    for row in (*draft.lines, *draft.network):
        if row.level == level and row.text is None:
            by_layer.setdefault(row.layer, []).append(row.geometry)
    for layer, geometries in sorted(by_layer.items()):
        yield layer, _list_segments(geometries)


def _list_segments(geometries: list[shapely.Geometry]) -> Floats:
    parts = shapely.get_parts(np.array(geometries, dtype=object))
    outlines = np.where(shapely.get_dimensions(parts) == 2, shapely.boundary(parts), parts)
    strings = shapely.get_parts(outlines)
    coordinates, owners = shapely.get_coordinates(strings, return_index=True)
    together = owners[1:] == owners[:-1]
    return np.asarray(np.hstack([coordinates[:-1], coordinates[1:]])[together])


def thin_lines(lines: dict[str, Floats], most: int) -> dict[str, Floats]:
    """Return lines in centimetres with a bounded number of segments: halving the resolution drops details first."""
    grid = 1.0
    while True:
        thinned = {layer: _snap(segments, grid) for layer, segments in lines.items()}
        if sum(map(len, thinned.values())) <= most:
            return thinned
        grid *= 2


def _snap(segments: Floats, grid: float) -> Floats:
    snapped = np.round(segments / grid) * grid
    seen = np.any(snapped[:, :2] != snapped[:, 2:], axis=1)
    return np.asarray(np.unique(snapped[seen], axis=0)) if grid > 1 else np.asarray(snapped[seen])
