"""Arcs drawn as single lines, each from the end of the one before: by a plotter, or by who exploded a door."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from interactive_maps.importing.drawing.arcs import Arc, fit_arc
from interactive_maps.importing.drawing.drawing import Floats, Integers

_LEAST_CHORDS = 4
_TURN = (0.06, 0.45)  # radians from one chord to the next: less are those of walls around a hall
_TOUCH = 1e-3  # of a chord's length
_ALIKE = 1.5  # times as long as the chord before: the first and last are cut at the ends


def find_chords(
    segments: Floats,
    entities: Integers,
    layers: Integers,
    fits: Callable[[Arc], bool] = lambda _: True,
) -> tuple[NDArray[np.bool_], list[tuple[int, Arc]]]:
    """Return which of ``segments`` (n, 4) are chords of arcs, and each arc with the entity of its first chord.

    ``entities`` are those of the segments, ``layers`` those of the entities. Only lines that are entities of their
    own, in a row, on one layer, are joined, and only to an arc that ``fits``.
    """
    taken = np.zeros(len(segments), dtype=bool)
    arcs: list[tuple[int, Arc]] = []
    for start, end in _list_runs(segments, entities, layers):
        arc = fit_arc(np.vstack([segments[start, :2], segments[start:end, 2:]]))
        if arc is not None and fits(arc):
            taken[start:end] = True
            arcs.append((int(entities[start]), arc))
    return taken, arcs


def _list_runs(segments: Floats, entities: Integers, layers: Integers) -> list[tuple[int, int]]:
    """Return the runs of lines that bend evenly, from their first line to one after the last."""
    if len(segments) < _LEAST_CHORDS:
        return []
    steps = segments[:, 2:] - segments[:, :2]
    lengths = np.hypot(steps[:, 0], steps[:, 1])
    shorter = np.minimum(lengths[1:], lengths[:-1])
    counts = np.bincount(entities, minlength=len(layers))[entities]
    alone = counts == 1
    cross = steps[:-1, 0] * steps[1:, 1] - steps[:-1, 1] * steps[1:, 0]
    turns = np.arctan2(cross, (steps[:-1] * steps[1:]).sum(axis=1))
    apart = np.hypot(*(segments[1:, :2] - segments[:-1, 2:]).T)
    follows = alone[1:] & alone[:-1] & (layers[entities[1:]] == layers[entities[:-1]])
    follows &= (apart <= _TOUCH * shorter) & (np.maximum(lengths[1:], lengths[:-1]) <= _ALIKE * shorter)
    follows &= (np.abs(turns) >= _TURN[0]) & (np.abs(turns) <= _TURN[1])
    signs = np.where(follows, np.sign(turns), 0.0)
    bounds = np.concatenate([[0], np.flatnonzero(np.diff(signs)) + 1, [len(signs)]])
    starts, ends = bounds[:-1], bounds[1:] + 1
    long = (signs[starts] != 0) & (ends - starts >= _LEAST_CHORDS)
    return list(zip(starts[long].tolist(), ends[long].tolist(), strict=True))
