"""Transformations of the plane as PDF writes them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pypdfium2.raw as pdfium
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Matrix:
    """x' = a x + c y + e, y' = b x + d y + f."""

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float

    def __matmul__(self, outer: Matrix) -> Matrix:
        """Return this transformation followed by ``outer``."""
        return Matrix(
            self.a * outer.a + self.b * outer.c,
            self.a * outer.b + self.b * outer.d,
            self.c * outer.a + self.d * outer.c,
            self.c * outer.b + self.d * outer.d,
            self.e * outer.a + self.f * outer.c + outer.e,
            self.e * outer.b + self.f * outer.d + outer.f,
        )

    @property
    def scale(self) -> float:
        """By how much lengths grow, averaged over directions."""
        return math.sqrt(abs(self.a * self.d - self.b * self.c))

    def apply(self, points: Floats) -> Floats:
        """Return (n, 2) points transformed."""
        x, y = points[:, 0], points[:, 1]
        return np.column_stack([self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f])


def apply_matrices(matrices: Sequence[Matrix], owners: Integers, points: Floats) -> Floats:
    """Return (n, 2) points, each transformed by the matrix that its owner's number has."""
    numbers = np.array([(one.a, one.b, one.c, one.d, one.e, one.f) for one in matrices]).reshape(-1, 6)
    a, b, c, d, e, f = numbers[owners].T
    x, y = points[:, 0], points[:, 1]
    return np.column_stack([a * x + c * y + e, b * x + d * y + f])


IDENTITY = Matrix(1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_ANSWER = pdfium.FS_MATRIX()


def read_matrix(one: Any) -> Matrix:
    """Return a page object's own matrix."""
    found = _ANSWER
    if not pdfium.FPDFPageObj_GetMatrix(one, found):
        return IDENTITY
    return Matrix(found.a, found.b, found.c, found.d, found.e, found.f)
