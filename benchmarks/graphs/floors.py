"""Office floors above each other: corridors, a room at every step of them, four stairs and two lifts."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from interactive_maps.geo.plane import Plane
from interactive_maps.routing.network.edge_kinds import Kind
from interactive_maps.routing.network.edges import NO_NUMBER, NOTHING, EdgeTable

FLOORS = 40
_STEP = 4.0  # metres between doors
_CROSS = 8  # doors between cross corridors
_HERE = Plane(13.72, 51.03)


def make_floors(edges: int, floors: int = FLOORS) -> EdgeTable:
    """Return a network of about ``edges`` edges."""
    width, height = _choose_size(edges / floors)
    ends, kinds, rises = [], [], []
    flat, flat_kinds = _make_floor(width, height)
    a_floor = 2 * width * height
    corners = [0, width - 1, width * (height - 1), width * height - 1]
    shafts = [(corner, Kind.STAIRS) for corner in corners] + [
        (width // 2, Kind.LIFT),
        (width // 3, Kind.LIFT),
    ]
    for floor in range(floors):
        ends.append(flat + floor * a_floor)
        kinds.append(flat_kinds)
        rises.append(np.zeros(len(flat)))
        if floor + 1 < floors:
            place = np.array([corner for corner, _ in shafts])
            ends.append(np.column_stack([place, place + a_floor]) + floor * a_floor)
            kinds.append(np.array([kind for _, kind in shafts], dtype=np.int8))
            rises.append(np.ones(len(shafts)))
    places = np.tile(_place_nodes(width, height), (floors, 1))
    level = np.repeat(np.arange(floors), a_floor)
    return _make_table(np.concatenate(ends), np.concatenate(kinds), np.concatenate(rises), places, level)


def list_rooms(table: EdgeTable) -> NDArray[np.int64]:
    """Return the indices of the nodes that are rooms."""
    rooms: NDArray[np.int64] = table.target[table.kind == Kind.ROOM]
    return rooms


def _choose_size(edges: float) -> tuple[int, int]:
    doors = edges / (2 + 1 / _CROSS)
    height = max(int((doors / 2) ** 0.5), 2)
    return max(int(doors / height), 8), height


def _make_floor(width: int, height: int) -> tuple[NDArray[np.int64], NDArray[np.int8]]:
    nodes = np.arange(width * height).reshape(height, width)
    along = np.column_stack([nodes[:, :-1].ravel(), nodes[:, 1:].ravel()])
    across = np.column_stack([nodes[:-1, ::_CROSS].ravel(), nodes[1:, ::_CROSS].ravel()])
    rooms = np.column_stack([nodes.ravel(), nodes.ravel() + width * height])
    kinds = [
        np.full(len(some), kind, np.int8) for some, kind in ((along, 0), (across, 0), (rooms, Kind.ROOM))
    ]
    return np.concatenate([along, across, rooms]), np.concatenate(kinds)


def _place_nodes(width: int, height: int) -> NDArray[np.float64]:
    rng = np.random.default_rng(5)
    y, x = (axis.ravel() * _STEP for axis in np.mgrid[:height, :width])
    corridor = np.column_stack([x * 1.0, y * 4.0]) + rng.uniform(-0.4, 0.4, (width * height, 2))
    return np.concatenate([corridor, corridor + np.array([0.0, 3.5])])


def _make_table(
    ends: NDArray[np.int64],
    kind: NDArray[np.int8],
    rise: NDArray[np.float64],
    places: NDArray[np.float64],
    level: NDArray[np.int64],
) -> EdgeTable:
    count = len(ends)
    unknown, none, always = np.full(count, np.nan), np.full(count, NOTHING), np.ones(count, dtype=bool)
    bottom = level[ends[:, 0]].astype(np.float64)
    assert NO_NUMBER not in ends
    return EdgeTable(
        ids=np.arange(1, count + 1),
        source=ends[:, 0].copy(),
        target=ends[:, 1].copy(),
        level=bottom,
        target_level=bottom + rise,
        kind=kind,
        forward=always,
        backward=always,
        width=unknown,
        slope=unknown,
        stepped=~always,
        cost=unknown,
        space=none,
        opening=none,
        connector=np.where(kind == Kind.LIFT, ends[:, 0] % (ends.max() // FLOORS), NOTHING),
        name=np.full(count, None, dtype=object),
        coordinates=_HERE.to_degrees(places[ends.ravel()]),
        offsets=2 * np.arange(count + 1),
    )
