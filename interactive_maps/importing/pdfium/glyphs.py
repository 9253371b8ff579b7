"""Glyphs with their places, and texts that annotations tell. Runs in the child process alone."""

from __future__ import annotations

import ctypes
import math
from array import array
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pypdfium2.raw as pdfium
from numpy.typing import NDArray

from interactive_maps.importing.pdfium.content import Note
from interactive_maps.importing.pdfium.marks import read_layer

_MOST_TITLE = 60
_MOST_NOTES = 20_000
_MOST_TITLE_GLYPHS = 20_000
# AutoCAD tells letters that it draws as lines in annotations under this name.
_LETTERS_AS_LINES = "AutoCAD SHX Text"


@dataclass(slots=True)
class Glyphs:
    """Glyphs as arrays, in the order of the page; ``hidden`` counts those on layers that are not shown."""

    places: NDArray[np.float64]
    letters: NDArray[np.int64]
    layer_indices: NDArray[np.int64]
    owners: NDArray[np.int64]
    layers: list[str]
    hidden: Counter[str] = field(default_factory=Counter)


def read_glyphs(page: Any, hidden: frozenset[str], take: Callable[..., None]) -> Glyphs:
    """Return the glyphs of a page; ``take`` counts them."""
    text = pdfium.FPDFText_LoadPage(page)
    places, letters, indices, owners = array("d"), array("q"), array("q"), array("q")
    layers: dict[str, int] = {}
    left_out: Counter[str] = Counter()
    last: tuple[int, str] = (0, "")
    objects = 0
    count = int(pdfium.FPDFText_CountChars(text)) if text else 0
    take(objects=max(count, 0))
    for index in range(count):
        letter = int(pdfium.FPDFText_GetUnicode(text, index))
        if pdfium.FPDFText_IsGenerated(text, index) == 1 or letter in {0, 10, 13, 0xFFFE}:
            continue
        one = pdfium.FPDFText_GetTextObject(text, index)
        address = ctypes.cast(one, ctypes.c_void_p).value or 0
        if address != last[0]:
            last = (address, read_layer(one) if one else "")
            objects += 1
        layer = last[1]
        if layer in hidden:
            left_out[layer] += 1
            continue
        place = _read_place(text, index)
        if place is not None:
            places.extend(place)
            letters.append(letter)
            indices.append(layers.setdefault(layer, len(layers)))
            owners.append(objects)
    return Glyphs(
        np.array(places, dtype=float).reshape(-1, 5),
        np.array(letters, dtype=np.int64),
        np.array(indices, dtype=np.int64),
        np.array(owners, dtype=np.int64),
        list(layers),
        left_out,
    )


def _read_place(text: Any, index: int) -> tuple[float, float, float, float, float] | None:
    """Return a glyph's origin, angle, size and advance; None for one that has no size."""
    x, y = ctypes.c_double(), ctypes.c_double()
    matrix, box = pdfium.FS_MATRIX(), pdfium.FS_RECTF()
    if not pdfium.FPDFText_GetCharOrigin(text, index, x, y):
        return None
    size, angle = float(pdfium.FPDFText_GetFontSize(text, index)), 0.0
    if pdfium.FPDFText_GetMatrix(text, index, matrix):
        angle = math.atan2(matrix.b, matrix.a)
        size *= math.hypot(matrix.c, matrix.d)
    if not pdfium.FPDFText_GetLooseCharBox(text, index, box) or not 0.1 < abs(size) < 1e4:
        return None
    # The box is upright on the page; its extent along the line of a slanted text is not, but close enough.
    cosine, sine = abs(math.cos(angle)), abs(math.sin(angle))
    width, height = abs(box.right - box.left), abs(box.top - box.bottom)
    advance = max(width * cosine, height * sine) if min(cosine, sine) < 0.1 else _solve(width, height, angle)
    return x.value, y.value, angle, abs(size), advance


def _solve(width: float, height: float, angle: float) -> float:
    """Return the length of a slanted rectangle in an upright box, or about that where it cannot be told."""
    cosine, sine = abs(math.cos(angle)), abs(math.sin(angle))
    across = cosine * cosine - sine * sine
    if abs(across) < 0.2:
        return 0.5 * (width + height) / (cosine + sine)
    return max((width * cosine - height * sine) / across, 0.0)


def read_title(page: Any) -> str:
    """Return the largest text of a page."""
    text = pdfium.FPDFText_LoadPage(page)
    if not text:
        return ""
    count = min(int(pdfium.FPDFText_CountChars(text)), _MOST_TITLE_GLYPHS)
    sizes: Counter[float] = Counter()
    letters: list[tuple[float, str]] = []
    for index in range(count):
        place = _read_place(text, index)
        size = round(place[3], 1) if place else 0.0
        letter = chr(int(pdfium.FPDFText_GetUnicode(text, index)))
        letters.append((size, letter))
        sizes[size] += not letter.isspace()
    pdfium.FPDFText_ClosePage(text)
    largest = max((size for size, often in sizes.items() if often >= 3), default=0.0)
    said = "".join(letter if size == largest or letter.isspace() else " " for size, letter in letters)
    return " ".join(said.split())[:_MOST_TITLE]


def read_notes(page: Any) -> list[Note]:
    """Return the texts that a plotter drew as lines and told in annotations."""
    notes = []
    for index in range(min(int(pdfium.FPDFPage_GetAnnotCount(page)), _MOST_NOTES)):
        note = pdfium.FPDFPage_GetAnnot(page, index)
        if not note:
            continue
        box = pdfium.FS_RECTF()
        said = _read_value(note, b"Contents")
        if said and _read_value(note, b"T") == _LETTERS_AS_LINES and pdfium.FPDFAnnot_GetRect(note, box):
            left, right = sorted((box.left, box.right))
            bottom, top = sorted((box.bottom, box.top))
            notes.append(Note(said, (left, bottom, right, top)))
        pdfium.FPDFPage_CloseAnnot(note)
    return notes


def _read_value(note: Any, key: bytes) -> str:
    length = int(pdfium.FPDFAnnot_GetStringValue(note, key, None, 0))
    if not 2 < length <= 2048:
        return ""
    buffer = (ctypes.c_ushort * (length // 2 + 1))()
    pdfium.FPDFAnnot_GetStringValue(note, key, buffer, length)
    return bytes(buffer)[: length - 2].decode("utf-16-le", "replace").strip()
