"""Page objects walked through their forms: paths with pens, clips and layers. Runs in the child process alone."""

from __future__ import annotations

import ctypes
from array import array
from collections import Counter
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import pypdfium2.raw as pdfium

from interactive_maps.importing.pdfium.clips import ClipTable
from interactive_maps.importing.pdfium.content import Box, Floats, PageContent, Pen
from interactive_maps.importing.pdfium.glyphs import read_glyphs, read_notes
from interactive_maps.importing.pdfium.marks import read_layer
from interactive_maps.importing.pdfium.matrix import IDENTITY, Matrix, apply_matrices, read_matrix
from interactive_maps.importing.pdfium.segments import read_segments

_DEEPEST = 24  # forms in forms
_MOST_COUNTED = 2_000_000
_OPAQUE = 20  # of 255: what shines through more is no wall
# What the library writes its answers into: made once, as a page asks for millions.
_WIDTH = ctypes.c_float()
_MODES = ctypes.c_int(), ctypes.c_int()
_COLOUR = tuple(ctypes.c_uint() for _ in range(4))


class TooMuch(Exception):
    """A page becomes more than a bound allows; ``str()`` says of what."""


@dataclass(slots=True)
class Bounds:
    """How many objects and points of paths a page may have."""

    objects: int
    points: int

    def take(self, objects: int = 0, points: int = 0) -> None:
        """Count what was met; raises TooMuch beyond the bounds."""
        self.objects -= objects
        self.points -= points
        if self.objects < 0 or self.points < 0:
            raise TooMuch("the page has more objects than --max-entities allows")


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an object is met: its form's matrix, layer and clips, and how many forms are around it."""

    matrix: Matrix
    layer: str
    clip: int
    depth: int = 0


def count_objects(page: Any) -> Counter[int]:
    """Return how many objects a page holds by their type, those in forms counted in."""
    counts: Counter[int] = Counter()
    waiting: list[tuple[Any, bool, int]] = [(page, False, 0)]
    while waiting:
        holder, is_form, depth = waiting.pop()
        for index in range(_count(holder, is_form)):
            one = _get(holder, is_form, index)
            kind = int(pdfium.FPDFPageObj_GetType(one))
            counts[kind] += 1
            if kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
                waiting.append((one, True, depth + 1))
            if counts.total() > _MOST_COUNTED:
                return counts
    return counts


class PageReader:
    """Reads one page; ``hidden`` are the layers that it does not show."""

    def __init__(self, page: Any, hidden: frozenset[str], bounds: Bounds) -> None:
        self._page, self._hidden, self._bounds = page, hidden, bounds
        self._pens: dict[Pen, int] = {}
        self._points = array("d")
        self._matrices: dict[Matrix, int] = {}
        self._path_matrices = array("q")
        self._codes, self._closed = array("b"), array("b")
        self._starts, self._path_pens, self._path_clips = array("q"), array("q"), array("q")
        self._count = 0
        self._clips = ClipTable()
        self._pictures: list[Box] = []
        self._left_out: Counter[str] = Counter()

    def read(self) -> PageContent:
        """Return what the page holds; raises TooMuch beyond the bounds."""
        self._walk(self._page, False, _Place(IDENTITY, "", -1))
        glyphs = read_glyphs(self._page, self._hidden, self._bounds.take)
        self._left_out.update(glyphs.hidden)
        return PageContent(
            box=read_box(self._page),
            rotation=90 * (int(pdfium.FPDFPage_GetRotation(self._page)) % 4),
            pens=list(self._pens),
            layers=glyphs.layers,
            points=self._place_points(),
            codes=np.array(self._codes, dtype=np.int64),
            closed=np.array(self._closed, dtype=bool),
            starts=np.array(self._starts, dtype=np.int64),
            path_pens=np.array(self._path_pens, dtype=np.int64),
            path_clips=np.array(self._path_clips, dtype=np.int64),
            clips=self._clips.clips,
            glyphs=glyphs.places,
            letters=glyphs.letters,
            glyph_layers=glyphs.layer_indices,
            glyph_owners=glyphs.owners,
            pictures=self._pictures,
            notes=read_notes(self._page),
            hidden=dict(self._left_out),
        )

    def _place_points(self) -> Floats:
        """Return all points on the page: each path has a matrix, and most of them the same."""
        sizes = np.diff(np.append(np.array(self._starts, dtype=np.int64), self._count))
        owners = np.repeat(np.array(self._path_matrices, dtype=np.int64), sizes)
        return apply_matrices(
            list(self._matrices), owners, np.array(self._points, dtype=float).reshape(-1, 2)
        )

    def _walk(self, holder: Any, is_form: bool, place: _Place) -> None:
        count = _count(holder, is_form)
        self._bounds.take(objects=count)
        for index in range(count):
            one = _get(holder, is_form, index)
            layer = read_layer(one) or place.layer
            if layer in self._hidden:
                self._left_out[layer] += 1
                continue
            kind = int(pdfium.FPDFPageObj_GetType(one))
            if kind == pdfium.FPDF_PAGEOBJ_PATH:
                self._add_path(one, place, layer)
            elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
                self._pictures.append(_read_bounds(one, place.matrix))
            elif kind == pdfium.FPDF_PAGEOBJ_FORM and place.depth < _DEEPEST:
                clip = self._clips.add(one, place.matrix, place.clip)
                matrix = read_matrix(one) @ place.matrix
                self._walk(one, True, _Place(matrix, layer, clip, place.depth + 1))

    def _add_path(self, path: Any, place: _Place, layer: str) -> None:
        matrix = read_matrix(path) @ place.matrix
        pen = _read_pen(path, layer, matrix)
        if pen is None:
            return
        count = int(pdfium.FPDFPath_CountSegments(path))
        self._bounds.take(points=max(count, 0))
        points, codes, closed = read_segments(count, partial(pdfium.FPDFPath_GetPathSegment, path))
        if len(codes) < 2:
            return
        self._starts.append(self._count)
        self._count += len(codes)
        self._points.extend(points)
        self._path_matrices.append(self._matrices.setdefault(matrix, len(self._matrices)))
        self._codes.extend(codes)
        self._closed.extend(closed)
        self._path_pens.append(self._pens.setdefault(pen, len(self._pens)))
        self._path_clips.append(self._clips.add(path, place.matrix, place.clip))


def read_box(page: Any) -> Box:
    """Return the box of a page that is shown, in points."""
    numbers = [ctypes.c_float() for _ in range(4)]
    for get in (pdfium.FPDFPage_GetCropBox, pdfium.FPDFPage_GetMediaBox):
        if get(page, *numbers):
            left, bottom, right, top = (number.value for number in numbers)
            return min(left, right), min(bottom, top), max(left, right), max(bottom, top)
    return 0.0, 0.0, float(pdfium.FPDF_GetPageWidthF(page)), float(pdfium.FPDF_GetPageHeightF(page))


def _count(holder: Any, is_form: bool) -> int:
    return int(pdfium.FPDFFormObj_CountObjects(holder) if is_form else pdfium.FPDFPage_CountObjects(holder))


def _get(holder: Any, is_form: bool, index: int) -> Any:
    return (pdfium.FPDFFormObj_GetObject if is_form else pdfium.FPDFPage_GetObject)(holder, index)


def _read_pen(path: Any, layer: str, matrix: Matrix) -> Pen | None:
    """Return how a path is painted; None for one that is not."""
    fill_mode, stroked = _MODES
    if not pdfium.FPDFPath_GetDrawMode(path, fill_mode, stroked):
        return None
    stroke = _read_colour(path, pdfium.FPDFPageObj_GetStrokeColor) if stroked.value else None
    fill = _read_colour(path, pdfium.FPDFPageObj_GetFillColor) if fill_mode.value else None
    if stroke is None and fill is None:
        return None
    width = _WIDTH
    pdfium.FPDFPageObj_GetStrokeWidth(path, width)
    return Pen(
        layer,
        round(width.value * matrix.scale, 2) if stroke else 0.0,
        stroke,
        fill,
        dashed=bool(stroke) and int(pdfium.FPDFPageObj_GetDashCount(path)) > 0,
        even_odd=fill_mode.value == pdfium.FPDF_FILLMODE_ALTERNATE,
    )


def _read_colour(path: Any, get: Any) -> tuple[int, int, int] | None:
    red, green, blue, alpha = _COLOUR
    if not get(path, red, green, blue, alpha):
        return 0, 0, 0  # a pattern
    return (red.value, green.value, blue.value) if alpha.value >= _OPAQUE else None


def _read_bounds(one: Any, matrix: Matrix) -> Box:
    numbers = [ctypes.c_float() for _ in range(4)]
    pdfium.FPDFPageObj_GetBounds(one, *numbers)
    left, bottom, right, top = (number.value for number in numbers)
    corners = matrix.apply(np.array([(left, bottom), (right, bottom), (right, top), (left, top)]))
    low, high = corners.min(axis=0), corners.max(axis=0)
    return float(low[0]), float(low[1]), float(high[0]), float(high[1])
