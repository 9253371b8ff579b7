"""The body of the building: spines and wings, sized to hold all rooms.

All footprints (bar, L, U, H, comb, courtyards) have the same structure: horizontal spines with vertical wings
evenly along them, each a corridor with a strip of rooms on either side.
"""

from __future__ import annotations

from dataclasses import dataclass

from interactive_maps.demo.design.building import CORRIDOR_HALF

MODULE = 300  # lengths are multiples of the planning grid
ESCAPE = 24_000  # a free end longer than this gets its own stair, and may be set back behind it


@dataclass(frozen=True, slots=True)
class Shape:
    """The number of spines and wings; free wings extend north of the top spine and south of the bottom one."""

    name: str
    spines: int = 1
    wings: int = 0
    north: bool = False
    south: bool = False


@dataclass(frozen=True, slots=True)
class Wing:
    """A wing at ``centre`` (x), between the faces (y) of what it joins; ``free`` ends have nothing beyond.

    ``lower`` and ``upper`` are the spines that it touches, None at a free end.
    """

    index: int
    centre: int
    base: int
    length: int
    lower: int | None
    upper: int | None

    @property
    def is_free(self) -> bool:
        return self.lower is None or self.upper is None


@dataclass(frozen=True, slots=True)
class Massing:
    """A shape with its dimensions in mm. Depths are between wall axes."""

    shape: Shape
    south: int
    north: int
    west: int
    east: int
    gap: int
    wing_length: int

    @property
    def spine_length(self) -> int:
        wings = self.shape.wings
        return self.gap if wings == 0 else wings * self._wing_width + max(1, wings - 1) * self.gap

    @property
    def spine_kept(self) -> int:
        """The length of spines on levels that are set back."""
        return self.spine_length - (_setback(self.gap) if self.shape.wings < 2 else 0)

    @property
    def wing_kept(self) -> int:
        """The length of free wings on levels that are set back."""
        return self.wing_length - _setback(self.wing_length)

    def spine_centre(self, spine: int) -> int:
        """Return the y of a spine's centre line; the building's south face is at 0."""
        below = self.wing_length if self.shape.south else 0
        pitch = self._spine_width + self.wing_length
        return below + self.south + CORRIDOR_HALF + spine * pitch

    def wing_centre(self, wing: int) -> int:
        """Return the x of a wing's centre line; the building's west face is at 0."""
        return self.west + CORRIDOR_HALF + wing * (self._wing_width + self.gap)

    def wings(self) -> list[Wing]:
        """Return all wings, those between spines first."""
        top = self.shape.spines - 1
        spans: list[tuple[int | None, int | None]] = [(spine, spine + 1) for spine in range(top)]
        spans += [(top, None)] * self.shape.north + [(None, 0)] * self.shape.south
        return [self._wing(index, *span) for span in spans for index in range(self.shape.wings)]

    def _wing(self, index: int, lower: int | None, upper: int | None) -> Wing:
        base = 0 if lower is None else self.spine_centre(lower) + CORRIDOR_HALF + self.north
        return Wing(index, self.wing_centre(index), base, self.wing_length, lower, upper)

    @property
    def _spine_width(self) -> int:
        return self.south + 2 * CORRIDOR_HALF + self.north

    @property
    def _wing_width(self) -> int:
        return self.west + 2 * CORRIDOR_HALF + self.east


def _setback(length: int) -> int:
    return length * 3 // 10 // MODULE * MODULE if length >= ESCAPE else 0
