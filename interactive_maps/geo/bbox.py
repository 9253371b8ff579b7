"""Bounding boxes in degrees."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bbox:
    """Degrees; ``west`` > ``east`` spans the antimeridian (RFC 7946, section 5.2)."""

    west: float
    south: float
    east: float
    north: float
