"""Local axes of a strip, in which a room is designed once and built on any side of any corridor."""

from __future__ import annotations

import math
from dataclasses import dataclass

Point = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Placement:
    """The insertion of a block: ``angle`` in degrees counter-clockwise, ``mirrored`` about its x axis."""

    point: Point
    angle: int = 0
    mirrored: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """Axes in the drawing: ``u`` runs along a corridor, ``v`` away from it; both vectors are unit steps."""

    origin: Point
    along: Point
    away: Point

    def at(self, u: int, v: int) -> Point:
        """Return the drawing's point (mm) at ``u`` along and ``v`` away."""
        return (
            self.origin[0] + u * self.along[0] + v * self.away[0],
            self.origin[1] + u * self.along[1] + v * self.away[1],
        )

    def shift(self, u: int, v: int = 0) -> Frame:
        """Return the same axes at another origin."""
        return Frame(self.at(u, v), self.along, self.away)

    def flip(self, length: int) -> Frame:
        """Return the axes that run back from ``length``; a design in them is mirrored."""
        return Frame(self.at(length, 0), (-self.along[0], -self.along[1]), self.away)

    def place(self, u: int, v: int, turn: int = 0, *, flipped: bool = False) -> Placement:
        """Place a block turned by ``turn`` degrees (a multiple of 90) in these axes; ``flipped`` left to right."""
        cos, sin = round(math.cos(math.radians(turn))), round(math.sin(math.radians(turn)))
        x_axis = self._direction(-cos if flipped else cos, -sin if flipped else sin)
        y_axis = self._direction(-sin, cos)
        angle = round(math.degrees(math.atan2(x_axis[1], x_axis[0]))) % 360
        return Placement(self.at(u, v), angle, mirrored=x_axis[0] * y_axis[1] - x_axis[1] * y_axis[0] < 0)

    @property
    def runs_along_x(self) -> bool:
        """Whether ``u`` is parallel to the drawing's x axis."""
        return self.along[0] != 0

    def _direction(self, u: int, v: int) -> Point:
        return (u * self.along[0] + v * self.away[0], u * self.along[1] + v * self.away[1])
