"""Bounds on what a drawing becomes on its way to rooms, whatever it looks like."""

from __future__ import annotations

from dataclasses import dataclass


class TooMuch(Exception):
    """A drawing becomes more than a bound allows; ``str()`` says of what, and how much."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is looked at: lines of barriers, cells of one region's grid, faces between barriers, texts."""

    barriers: int = 400_000
    cells: int = 40_000_000
    faces: int = 200_000
    texts: int = 100_000
