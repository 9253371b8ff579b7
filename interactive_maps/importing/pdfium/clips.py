"""Clipping paths of page objects, each once."""

from __future__ import annotations

from array import array
from functools import partial
from typing import Any

import numpy as np
import pypdfium2.raw as pdfium

from interactive_maps.importing.pdfium.content import MOVE
from interactive_maps.importing.pdfium.matrix import Matrix
from interactive_maps.importing.pdfium.segments import read_segments

_MOST_PATHS = 16
_MOST_SEGMENTS = 2000  # of a clipping path; one with more is taken as its box


class ClipTable:
    """The clips of a page; each is a list of rings that all hold what is shown."""

    def __init__(self) -> None:
        self.clips: list[list[list[list[float]]]] = []
        self._known: dict[tuple[Any, ...], int] = {}

    def add(self, one: Any, matrix: Matrix, outer: int) -> int:
        """Return the index of an object's clip, joined with that of the forms around it; -1 for none."""
        handle = pdfium.FPDFPageObj_GetClipPath(one)
        count = min(int(pdfium.FPDFClipPath_CountPaths(handle)), _MOST_PATHS) if handle else 0
        paths = [_read_path(handle, path) for path in range(count)]
        key = (outer, matrix, *(path.tobytes() for path, _ in paths))
        if key not in self._known:
            rings = [ring for path, codes in paths for ring in _build_rings(path, codes, matrix)]
            around = self.clips[outer] if outer >= 0 else []
            self._known[key] = len(self.clips) if rings else outer
            if rings:
                self.clips.append([*around, *rings])
        return self._known[key]


def _read_path(handle: Any, path: int) -> tuple[array[float], list[int]]:
    count = min(int(pdfium.FPDFClipPath_CountPathSegments(handle, path)), _MOST_SEGMENTS)
    points, codes, _ = read_segments(count, partial(pdfium.FPDFClipPath_GetPathSegment, handle, path))
    return points, codes


def _build_rings(path: array[float], codes: list[int], matrix: Matrix) -> list[list[list[float]]]:
    if len(codes) < 3:
        return []
    points = np.round(matrix.apply(np.array(path, dtype=float).reshape(-1, 2)), 3)
    if len(codes) == _MOST_SEGMENTS or codes.count(MOVE) > 1:  # several rings, or too many corners: their box
        (left, bottom), (right, top) = points.min(axis=0).tolist(), points.max(axis=0).tolist()
        return [[[left, bottom], [right, bottom], [right, top], [left, top]]]
    return [points.tolist()]
