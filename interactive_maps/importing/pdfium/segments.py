"""Segments of paths as the library hands them out, one call for each answer."""

from __future__ import annotations

import ctypes
from array import array
from typing import Any

import pypdfium2.raw as pdfium

from interactive_maps.importing.pdfium.content import CURVE, LINE, MOVE

# What the library writes its answers into: made once, as a page asks for millions.
_X, _Y = ctypes.c_float(), ctypes.c_float()
_CODES = {
    pdfium.FPDF_SEGMENT_MOVETO: MOVE,
    pdfium.FPDF_SEGMENT_LINETO: LINE,
    pdfium.FPDF_SEGMENT_BEZIERTO: CURVE,
}


def read_segments(count: int, get: Any) -> tuple[array[float], list[int], list[int]]:
    """Return the points (x, y, x, y, ...), codes and closings of a path's segments."""
    points, codes, closed = array("d"), [], []
    x, y = _X, _Y
    for index in range(count):
        segment = get(index)
        code = _CODES.get(int(pdfium.FPDFPathSegment_GetType(segment)))
        if code is None or not pdfium.FPDFPathSegment_GetPoint(segment, x, y):
            continue
        points.extend((x.value, y.value))
        codes.append(code)
        closed.append(int(pdfium.FPDFPathSegment_GetClose(segment)))
    return points, codes, closed
