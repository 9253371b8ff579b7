"""The parts of a building: spaces, walls, doors and furniture. All lengths are whole mm."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import Literal

from interactive_maps.demo.design.frame import Frame, Placement, Point

EXTERIOR_WALL = 300
CORRIDOR_WALL = 150
PARTITION = 120
CORRIDOR_CLEAR = 2400
CORRIDOR_HALF = (CORRIDOR_CLEAR + CORRIDOR_WALL) // 2  # from the centre line to the axis of its walls

PathKind = Literal["corridor", "room", "entrance", "stair", "lift"]


class DoorStyle(Enum):
    """A door by its clear width in mm and number of leaves; the value is the name of its block."""

    SINGLE = "DOOR-0900"
    WARD = "DOOR-1200-2"
    FIRE = "DOOR-1800-2"

    @property
    def width(self) -> int:
        """Clear width in mm."""
        return int(self.value.split("-")[1])


@dataclass(frozen=True, slots=True)
class Wall:
    """A straight wall by its axis."""

    start: Point
    end: Point
    thickness: int


@dataclass(frozen=True, slots=True)
class Opening:
    """A gap in a wall, for a door or a window; ``along_x`` is the direction of the wall."""

    middle: Point
    along_x: bool
    width: int
    thickness: int


@dataclass(frozen=True, slots=True)
class Door:
    """A door in the wall between two spaces, named in ``joins`` (``"1.034"``, ``"Corridor 2"``, ``"outside"``)."""

    number: str
    style: DoorStyle
    middle: Point
    placement: Placement
    joins: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Window:
    """A window by the ends of its glass line."""

    start: Point
    end: Point


@dataclass(frozen=True, slots=True)
class Room:
    """A named space; ``outline`` follows the faces of its walls, ``label`` lies inside it."""

    number: str
    name: str
    outline: tuple[Point, ...]
    label: Point

    @property
    def area(self) -> float:
        """Floor area in square metres."""
        corners = zip(self.outline, self.outline[1:] + self.outline[:1], strict=True)
        return abs(sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in corners)) / 2e6


@dataclass(frozen=True, slots=True)
class Corridor:
    """A corridor by its centre line, with the midpoints of its fire doors and of its ends in an outer wall."""

    name: str
    start: Point
    end: Point
    gates: tuple[Point, ...] = ()
    outer_ends: tuple[Point, ...] = ()

    @property
    def runs_along_x(self) -> bool:
        return self.start[1] == self.end[1]


@dataclass(frozen=True, slots=True)
class Stair:
    """Two flights around a well; ``frame`` starts at a corner beside the corridor. Paths end at ``landing``."""

    name: str
    frame: Frame
    width: int
    depth: int
    landing: Point


@dataclass(frozen=True, slots=True)
class Lift:
    """A shaft; its door is in the middle of the side at ``v`` = 0. Paths end at ``middle``."""

    name: str
    frame: Frame
    width: int
    depth: int
    middle: Point


@dataclass(frozen=True, slots=True)
class Furniture:
    """A placed block; ``fixed`` ones are plumbed in."""

    block: str
    placement: Placement
    fixed: bool = False


@dataclass(frozen=True, slots=True)
class Path:
    """A line that people walk along; paths meet only at points that both contain."""

    kind: PathKind
    points: tuple[Point, ...]


@dataclass(slots=True)
class Level:
    """One storey, filled by :mod:`layout`. ``bars`` are the boxes (x0, y0, x1, y1) that make its footprint."""

    ordinal: int
    bars: tuple[tuple[int, int, int, int], ...]
    corridors: list[Corridor] = field(default_factory=list)
    rooms: list[Room] = field(default_factory=list)
    walls: list[Wall] = field(default_factory=list)
    openings: list[Opening] = field(default_factory=list)
    doors: list[Door] = field(default_factory=list)
    windows: list[Window] = field(default_factory=list)
    stairs: list[Stair] = field(default_factory=list)
    lifts: list[Lift] = field(default_factory=list)
    furniture: list[Furniture] = field(default_factory=list)
    paths: list[Path] = field(default_factory=list)
