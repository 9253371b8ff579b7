"""Joining of edge ends into nodes. A node is a position on a level: ends that share only x and y are never joined.

Ends with a node number meet where number and level agree, others where they lie within 5 cm on one level. An end
without a level, or an end of stairs, lifts and the like whose upper level is unknown, takes the level of other edges
at its position. A number on several levels joins them only if the numbering evidently distinguishes floors:
pgr_createTopology, run over all floors at once, gives points above each other the same number.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from interactive_maps.geo.plane import choose_plane
from interactive_maps.routing.network.components import find_components
from interactive_maps.routing.network.edge_kinds import VERTICAL
from interactive_maps.routing.network.edges import NO_NUMBER, EdgeTable

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]

TOLERANCE = 0.05  # metres between ends that should meet
_APART = 1e4  # metres of offset per level, so that one tree serves all


@dataclass(frozen=True, eq=False)
class Nodes:
    """``ends`` [edges, 2] are nodes; per node its level (NaN unknown), coordinates and number (NO_NUMBER if none).

    ``split_numbers`` lie on several levels, which were kept apart; ``loose_numbers`` in several places of one level.
    """

    ends: NDArray[np.int32]
    level: Floats
    coordinates: Floats
    number: Integers
    split_numbers: Integers
    loose_numbers: Integers


def identify_nodes(table: EdgeTable) -> Nodes:
    """Return the nodes in which the edges of ``table`` meet."""
    coordinates = np.empty((2 * table.count, 2))
    coordinates[0::2] = table.coordinates[table.offsets[:-1]]
    coordinates[1::2] = table.coordinates[table.offsets[1:] - 1]
    metres = choose_plane(coordinates).to_metres(coordinates)
    number = np.column_stack([table.source, table.target]).ravel()
    label, floating = _label_ends(table)
    place = _find_places(number, metres, label)
    level = _assign_levels(place, label, floating, number != NO_NUMBER)
    ends, first = _unite(place, level)
    ends, first, split = _join_levels(ends, first, number, level, metres)
    return Nodes(
        ends=ends.reshape(-1, 2).astype(np.int32),
        level=level[first],
        coordinates=coordinates[first],
        number=number[first],
        split_numbers=split,
        loose_numbers=_find_loose(ends, first, number, metres),
    )


def _label_ends(table: EdgeTable) -> tuple[Floats, Flags]:
    """Return the level of each end, and whether the end may lie on another."""
    target = np.where(np.isnan(table.target_level), table.level, table.target_level)
    label = np.column_stack([table.level, target]).ravel()
    climbs = np.isin(table.kind, [int(kind) for kind in VERTICAL]) & np.isnan(table.target_level)
    return label, np.isnan(label) | np.repeat(climbs, 2)


def _find_places(number: Integers, metres: Floats, label: Floats) -> Integers:
    """Return a key per end: equal for ends with the same number, and for unnumbered ends at the same position."""
    numbered = number != NO_NUMBER
    place = np.empty(len(number), dtype=np.int64)
    known, place[numbered] = np.unique(number[numbered], return_inverse=True)
    bare = np.flatnonzero(~numbered)
    if len(bare) == 0:
        return place
    place[bare] = len(known) + _cluster(metres[bare])
    if len(known):
        from scipy.spatial import cKDTree

        # An unnumbered end at a numbered node belongs to that node.
        on_levels = np.column_stack([metres, np.nan_to_num(label, nan=-99.0) * _APART])
        distance, nearest = cKDTree(on_levels[numbered]).query(
            on_levels[bare], distance_upper_bound=TOLERANCE
        )
        met = np.isfinite(distance)
        place[bare[met]] = place[np.flatnonzero(numbered)[np.asarray(nearest)[met]]]
    return place


def _cluster(metres: Floats) -> Integers:
    from scipy.spatial import cKDTree

    exact, inverse = np.unique(np.round(metres, 4), axis=0, return_inverse=True)
    pairs = cKDTree(exact).query_pairs(TOLERANCE, output_type="ndarray")
    group = find_components(len(exact), pairs[:, 0], pairs[:, 1])
    clusters: Integers = group[inverse.ravel()].astype(np.int64)
    return clusters


def _assign_levels(place: Integers, label: Floats, floating: Flags, numbered: Flags) -> Floats:
    """Return the level of each end: its label, or for floating ends the level of fixed ends at its position."""
    level = label.copy()
    if not floating.any():
        return level
    fixed = np.unique(np.column_stack([place[~floating], label[~floating]]), axis=0)
    ends = np.flatnonzero(floating)
    low = np.searchsorted(fixed[:, 0], place[ends], "left")
    high = np.searchsorted(fixed[:, 0], place[ends], "right")
    ranks = np.unique(label[~np.isnan(label)])
    alone = low == high
    _assign_alone(level, ends[alone], place)
    for end, start, stop in zip(ends[~alone], low[~alone], high[~alone], strict=True):
        level[end] = _choose_level(fixed[start:stop, 1], label[end], None if numbered[end] else ranks)
    return level


def _assign_alone(level: Floats, ends: Integers, place: Integers) -> None:
    """Give ``ends`` at positions without a fixed level the lowest level named there."""
    places, group = np.unique(place[ends], return_inverse=True)
    lowest = np.full(len(places), np.nan)
    np.fmin.at(lowest, group, level[ends])
    level[ends] = lowest[group]


def _choose_level(levels: Floats, own: float, ranks: Floats | None) -> float:
    """Return the one of ``levels`` that an end labelled ``own`` (or NaN) lies on; ``ranks`` bounds how far it climbs.

    Without a number only the floor above or below is believed: further up it lies there by chance.
    """
    if np.isnan(own):
        return float(levels[0])
    if own in levels:
        return own
    nearest: float = min(levels.tolist(), key=lambda level: (abs(level - own), -level))
    if ranks is not None and abs(int(np.searchsorted(ranks, nearest)) - int(np.searchsorted(ranks, own))) > 1:
        return own
    return nearest


def _unite(place: Integers, level: Floats) -> tuple[Integers, Integers]:
    """Return the node of each end, and the first end of each node: same position, same level."""
    _, rank = np.unique(level, return_inverse=True)  # NaN counts as one level
    key = place * (int(rank.max(initial=0)) + 1) + rank
    _, first, ends = np.unique(key, return_index=True, return_inverse=True)
    return ends, first


def _join_levels(
    ends: Integers, first: Integers, number: Integers, level: Floats, metres: Floats
) -> tuple[Integers, Integers, Integers]:
    """Join the nodes of numbers on several levels, if the numbering means that."""
    order = np.argsort(number[first], kind="stable")
    ordered = number[first][order]
    again = np.flatnonzero((ordered[1:] == ordered[:-1]) & (ordered[1:] != NO_NUMBER))
    upper, lower = order[again + 1], order[again]
    if len(again) == 0:
        return ends, first, np.empty(0, dtype=np.int64)
    together = np.hypot(*(metres[first[upper]] - metres[first[lower]]).T) <= TOLERANCE
    if not (together.all() and _knows_floors(first, number, level, metres)):
        return ends, first, np.unique(ordered[again])
    joined = find_components(len(first), upper, lower)
    _, kept = np.unique(joined, return_index=True)
    return joined[ends].astype(np.int64), first[kept], np.empty(0, dtype=np.int64)


def _knows_floors(first: Integers, number: Integers, level: Floats, metres: Floats) -> bool:
    """Return whether most nodes above each other have different numbers."""
    _, above = np.unique(np.round(metres[first], 1), axis=0, return_inverse=True)
    order = np.lexsort([level[first], number[first], above.ravel()])
    column, numbers = above.ravel()[order], number[first][order]
    stacked = column[1:] == column[:-1]
    same = numbers[1:] == numbers[:-1]
    return int((stacked & ~same).sum()) > int((stacked & same).sum())


def _find_loose(ends: Integers, first: Integers, number: Integers, metres: Floats) -> Integers:
    off = np.hypot(*(metres - metres[first[ends]]).T) > TOLERANCE
    loose: Integers = np.unique(number[off & (number != NO_NUMBER)])
    return loose
