"""Cuts where a divider is missing: a region with the labels of several rooms is divided between them.

Every cell goes to the label that is nearest along the floor. Steps cost more within a metre of walls, so
that the cut runs where the region is narrow. Labels of larger rooms reach farther, by the difference of the radii.
The result is a guess, and marked as one.
"""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy import ndimage
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra
from shapely import Polygon
from shapely.geometry.base import BaseGeometry

from interactive_maps.importing.drawing.drawing import Floats, Integers
from interactive_maps.importing.recognition.geometry.areas import keep_largest
from interactive_maps.importing.recognition.limits import Limits

_CELL = 0.10  # metres; the same rooms come out at half of it
_MOST_CELLS = 400_000  # of one region; a larger one gets larger cells
_OPEN = 1.0  # metres from walls beyond which all places cost the same
_NARROW_COST = 3.0  # times as much beside a wall
_SMOOTH = 0.35


def split_region(area: Polygon, seeds: Floats, limits: Limits, sizes: Floats | None = None) -> list[Polygon]:
    """Return the parts of ``area`` (metres), one for each of ``seeds`` (n, 2), in their order; some may be empty.

    ``sizes`` are their expected sizes in square metres.
    """
    west, south, east, north = area.bounds
    cell = max(_CELL, float(np.sqrt((east - west) * (north - south) / min(_MOST_CELLS, limits.cells))))
    columns, rows = int((east - west) / cell) + 2, int((north - south) / cell) + 2
    x = west + (np.arange(columns) - 0.5) * cell
    y = south + (np.arange(rows) - 0.5) * cell
    grid_x, grid_y = np.meshgrid(x, y)
    shapely.prepare(area)
    free = shapely.contains_xy(area, grid_x.ravel(), grid_y.ravel()).reshape(rows, columns)
    starts = _find_cells(free, seeds, (west - 0.5 * cell, south - 0.5 * cell), cell)
    radii = np.sqrt((np.ones(len(seeds)) if sizes is None else sizes) / np.pi)
    owner = _grow(free, starts, cell, (radii.max() - radii) / cell)
    return _outline(area, owner, len(seeds), (west - cell, south - cell), cell)


def _find_cells(
    free: NDArray[np.bool_], seeds: Floats, origin: tuple[float, float], cell: float
) -> list[tuple[int, int]]:
    """Return the free cell at each seed, or the nearest one."""
    _, nearest = ndimage.distance_transform_edt(~free, return_indices=True)
    found = []
    for x, y in seeds.tolist():
        column = min(max(round((x - origin[0]) / cell), 0), free.shape[1] - 1)
        row = min(max(round((y - origin[1]) / cell), 0), free.shape[0] - 1)
        found.append((int(nearest[0, row, column]), int(nearest[1, row, column])))
    return found


def _grow(free: NDArray[np.bool_], starts: list[tuple[int, int]], cell: float, delays: Floats) -> Integers:
    """Return for each cell the seed that is nearest along the floor, less than 0 for walls and unreachable cells.

    ``delays`` are how many cells farther each seed counts as.
    """
    off_wall = np.minimum(ndimage.distance_transform_edt(free) * cell, _OPEN)
    cost = 1.0 + (_NARROW_COST - 1.0) * (1.0 - off_wall / _OPEN)
    number = np.full(free.shape, -1, dtype=np.int64)
    number[free] = np.arange(int(free.sum()))
    links = [_link(number, cost, shift) for shift in ((0, 1), (1, 0), (1, 1), (1, -1))]
    count = int(free.sum())
    seeds = np.array([number[start] for start in starts])
    source = np.arange(len(seeds)) + count  # a node before each seed, and one before all of them
    links += [
        (source, seeds, np.full(len(seeds), 1e-6)),
        (np.full(len(seeds), count + len(seeds)), source, delays + 1e-6),
    ]
    one, other, weight = (np.concatenate(column) for column in zip(*links, strict=True))
    nodes = count + len(seeds) + 1
    graph = csr_array((weight, (one, other)), shape=(nodes, nodes))
    last = np.array([nodes - 1])
    _, before = dijkstra(graph, directed=False, indices=last, return_predecessors=True)
    return _trace(free, before[0].astype(np.int64), count)


def _trace(free: NDArray[np.bool_], before: Integers, count: int) -> Integers:
    """Return the seed at the start of the shortest path to each cell, a negative number for none."""
    ahead = np.where(before < 0, np.arange(len(before)), before)
    ahead[count:] = np.arange(count, len(before))
    for _ in range(count.bit_length()):  # twice as far each time, and no path is longer than all cells
        ahead = ahead[ahead]
    owner = np.full(free.shape, -1, dtype=np.int64)
    owner[free] = ahead[:count] - count
    return owner


def _link(number: Integers, cost: Floats, shift: tuple[int, int]) -> tuple[Integers, Integers, Floats]:
    """Return the links between free cells that are neighbours by ``shift``, and their costs."""
    down, right = shift
    rows, columns = number.shape
    here = (slice(0, rows - down), slice(max(-right, 0), columns - max(right, 0)))
    there = (slice(down, rows), slice(max(right, 0), columns - max(-right, 0)))
    both = (number[here] >= 0) & (number[there] >= 0)
    weight = np.hypot(down, right) * (cost[here][both] + cost[there][both]) / 2
    return number[here][both], number[there][both], weight


def _outline(
    area: Polygon, owner: Integers, count: int, origin: tuple[float, float], cell: float
) -> list[Polygon]:
    """Return each seed's part of ``area``: cut edges are straightened, the area's own edges remain."""
    _, nearest = ndimage.distance_transform_edt(owner < 0, return_indices=True)
    spread = owner[nearest[0], nearest[1]]  # so that parts reach over the area's edge
    cells = np.array([_merge_cells(spread == seed, origin, cell) for seed in range(count)], dtype=object)
    used = ~shapely.is_empty(cells)
    cells[used] = shapely.coverage_simplify(cells[used], _SMOOTH)
    return [keep_largest(part) for part in shapely.intersection(area, cells)]


def _merge_cells(chosen: NDArray[np.bool_], origin: tuple[float, float], cell: float) -> BaseGeometry:
    """Return the outline of cells, made of boxes for their runs along rows."""
    padded = np.pad(chosen, ((0, 0), (1, 1))).astype(np.int8)
    change = np.diff(padded, axis=1)
    row, first = np.nonzero(change == 1)
    _, last = np.nonzero(change == -1)
    west, south = origin[0] + first * cell, origin[1] + row * cell
    boxes = shapely.box(west, south, origin[0] + last * cell, south + cell)
    return shapely.union_all(boxes, grid_size=cell / 100)
