"""Dashed lines that a plotter drew as single dashes."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from interactive_maps.importing.pdfium.content import Floats, Integers

_LONGEST = 30.0  # points: the greatest length of a dash
_SAME_LINE = 0.25  # points between collinear lines
_SAME_TURN = 0.01  # radians
_LEAST = 5  # dashes in a row
_GAP = (0.02, 14.0)  # points; plotters keep invisibly fine lines
_ALIKE = 0.2  # share by which dashes and gaps of one line may differ


def find_dashes(segments: Floats, pens: Integers) -> NDArray[np.bool_]:
    """Return which segments (n, 4) are dashes of longer lines; dashes of a line have the same index in ``pens``."""
    found = np.zeros(len(segments), dtype=bool)
    steps = segments[:, 2:] - segments[:, :2]
    lengths = np.hypot(steps[:, 0], steps[:, 1])
    turns = np.round(np.mod(np.arctan2(steps[:, 1], steps[:, 0]), np.pi) / _SAME_TURN).astype(np.int64)
    turns %= round(np.pi / _SAME_TURN)
    short = np.flatnonzero((lengths > 1e-6) & (lengths <= _LONGEST) & ~_turns_at_ends(segments, turns))
    if len(short) < _LEAST:
        return found
    turns = turns[short]
    angle = turns * _SAME_TURN
    cosine, sine = np.cos(angle), np.sin(angle)
    x, y = (segments[short, 0] + segments[short, 2]) / 2, (segments[short, 1] + segments[short, 3]) / 2
    along = x * cosine + y * sine
    rows = np.round((y * cosine - x * sine) / _SAME_LINE).astype(np.int64)
    order = np.lexsort((along, rows, turns, pens[short]))
    keys = np.column_stack([pens[short][order], turns[order], rows[order]])
    breaks = np.flatnonzero(np.any(np.diff(keys, axis=0) != 0, axis=1)) + 1
    for line in np.split(order, breaks):
        if len(line) >= _LEAST:
            found[short[line[_follow(along[line], lengths[short][line])]]] = True
    return found


def _turns_at_ends(segments: Floats, turns: Integers) -> NDArray[np.bool_]:
    """Return which segments meet others at an angle at both ends, as walls between doors do and dashes do not."""
    ends = np.round(segments.reshape(-1, 2), 1)  # points
    lines = np.unique(np.column_stack([ends, np.repeat(turns, 2)]), axis=0)
    places, at = np.unique(np.concatenate([lines[:, :2], ends]), axis=0, return_inverse=True)
    at = at.ravel()
    meeting = np.bincount(at[: len(lines)], minlength=len(places)) > 1
    return np.asarray(meeting[at[len(lines) :]].reshape(-1, 2).all(axis=1))


def _follow(along: Floats, lengths: Floats) -> NDArray[np.bool_]:
    """Return which segments of one straight line repeat at regular gaps."""
    starts, ends = along - lengths / 2, along + lengths / 2
    gaps = starts[1:] - ends[:-1]
    fit = (gaps >= _GAP[0]) & (gaps <= _GAP[1]) & (gaps <= 4 * np.maximum(lengths[1:], lengths[:-1]))
    # A dash and its gap repeat one after the other or, for dash-dot lines, every second time.
    period = np.diff(along)
    regular = np.zeros(len(along), dtype=bool)
    for stride in (1, 2, 3):
        if len(period) < 2 * stride + 1:
            continue
        spans = np.array([period[i : i + stride].sum() for i in range(len(period) - stride + 1)])
        ahead, behind = spans[stride:], spans[:-stride]
        alike = np.abs(ahead - behind) <= _ALIKE * np.maximum(ahead, behind)
        for index in np.flatnonzero(alike).tolist():
            if fit[index : index + 2 * stride].all():
                regular[index : index + 2 * stride + 1] = True
    return regular if regular.sum() >= _LEAST else np.zeros(len(along), dtype=bool)
