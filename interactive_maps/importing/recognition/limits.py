"""Bounds on what recognition makes of a drawing."""

from __future__ import annotations

from dataclasses import dataclass


class TooMuch(Exception):
    """A drawing exceeds a bound; ``str()`` says which, and by how much."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The bounds: lines of barriers, cells of one region's grid, faces between barriers, texts."""

    barriers: int = 400_000
    cells: int = 40_000_000
    faces: int = 200_000
    texts: int = 100_000
