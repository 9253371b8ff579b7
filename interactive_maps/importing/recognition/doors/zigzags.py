"""Folding doors: equal lines back and forth, one after another."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from interactive_maps.importing.drawing.drawing import Floats
from interactive_maps.importing.recognition.geometry.segments import measure_lengths

_PANEL = (0.08, 0.7)  # metres
_LEAST_PANELS = 3
_SAME_PLACE = 0.005  # metres
_ALIKE = 0.05  # share by which panels differ
_FOLDED = (np.cos(np.radians(170)), np.cos(np.radians(15)))  # cosines between a panel and the next
_SQUARE = np.cos(np.radians(80))  # walls step back at right angles
_BACK = np.cos(np.radians(4))  # cosine between a panel and the next but one


def find_zigzags(segments: Floats) -> NDArray[np.bool_]:
    """Return which of ``segments`` (n, 4), in the order in which they are drawn, are panels of folding doors."""
    found = np.zeros(len(segments), dtype=bool)
    if len(segments) < _LEAST_PANELS:
        return found
    lengths = measure_lengths(segments)
    along = (segments[:, 2:] - segments[:, :2]) / np.maximum(lengths, 1e-9)[:, None]
    is_panel = (lengths >= _PANEL[0]) & (lengths <= _PANEL[1])
    follows = np.hypot(*(segments[1:, :2] - segments[:-1, 2:]).T) <= _SAME_PLACE
    alike = np.abs(lengths[1:] - lengths[:-1]) <= _ALIKE * lengths[1:]
    turn = np.einsum("ij,ij->i", along[1:], along[:-1])
    folded = follows & alike & is_panel[1:] & is_panel[:-1]
    folded &= (turn > _FOLDED[0]) & (turn < _FOLDED[1]) & (np.abs(turn) > _SQUARE)
    again = folded[1:] & folded[:-1] & (np.einsum("ij,ij->i", along[2:], along[:-2]) > _BACK)
    for index in np.flatnonzero(again).tolist():
        found[index : index + _LEAST_PANELS] = True
    return found
