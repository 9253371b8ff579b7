"""A level under construction, to which rooms and cores are added."""

from __future__ import annotations

from dataclasses import dataclass, field

from interactive_maps.demo.design.building import Door, Level, Opening
from interactive_maps.demo.design.names import number_room
from interactive_maps.demo.design.network import Network


@dataclass(slots=True)
class Site:
    """A level and its paths; assigns room numbers in the order of construction."""

    level: Level
    network: Network = field(init=False)
    _numbered: int = 0

    def __post_init__(self) -> None:
        self.network = Network(self.level.corridors)

    @property
    def has_windows(self) -> bool:
        return self.level.ordinal >= 0

    def next_number(self) -> str:
        """Return the next room number."""
        self._numbered += 1
        return number_room(self.level.ordinal, self._numbered)

    def add_door(self, door: Door, *, along_x: bool, thickness: int) -> None:
        """Add a door to a wall that runs ``along_x`` or along y, and cut its opening."""
        self.level.doors.append(door)
        self.level.openings.append(Opening(door.middle, along_x, door.style.width, thickness))
