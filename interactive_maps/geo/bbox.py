"""Bounding boxes in degrees."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bbox:
    """A box in degrees; it spans the antimeridian if ``west`` > ``east`` (RFC 7946, section 5.2)."""

    west: float
    south: float
    east: float
    north: float
