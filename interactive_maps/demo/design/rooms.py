"""Construction of rooms from cells: outline, walls, door, window, label, furniture and the path to the door."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from interactive_maps.demo.design.building import (
    CORRIDOR_HALF,
    CORRIDOR_WALL,
    EXTERIOR_WALL,
    PARTITION,
    Door,
    DoorStyle,
    Opening,
    Room,
    Wall,
    Window,
)
from interactive_maps.demo.design.frame import Frame, Point
from interactive_maps.demo.design.furnishing import Floor, furnish
from interactive_maps.demo.design.programme import ENTRANCE, Kind, Nook
from interactive_maps.demo.design.site import Site
from interactive_maps.demo.design.skeleton import Interval

JAMB = 100  # from a door to the wall beside it
FACE = CORRIDOR_WALL // 2
HALF_PARTITION = PARTITION // 2
WINDOW_MARGIN = 300
WINDOW_PITCH = 3000


@dataclass(frozen=True, slots=True)
class Cell:
    """The part of a run for one room; ``frame`` starts in its corner at the axis of the corridor wall.

    ``insets`` lead from the axes of the walls at its start, end and far side to their faces.
    """

    kind: Kind
    frame: Frame
    width: int
    depth: int
    corridor: int
    insets: tuple[int, int, int]
    exposed: tuple[Interval, ...]

    def mirror(self) -> Cell:
        """Return the mirrored cell: door and nook change sides."""
        start, end, far = self.insets
        exposed = tuple((self.width - high, self.width - low) for low, high in self.exposed)
        return replace(self, frame=self.frame.flip(self.width), insets=(end, start, far), exposed=exposed)

    @property
    def clear(self) -> tuple[int, int, int, int]:
        """The floor between the faces of its walls: u0, v0, u1, v1."""
        start, end, far = self.insets
        return start, FACE, self.width - end, self.depth - far


def fit_cell(site: Site, cell: Cell) -> None:
    """Build the room, or the two rooms, of a cell."""
    if cell.kind.nook:
        _fit_suite(site, cell, cell.kind.nook)
    else:
        _fit_plain(site, cell)
    if site.has_windows:
        _add_windows(site, cell)


def _fit_plain(site: Site, cell: Cell) -> None:
    u0, v0, u1, v1 = cell.clear
    label = ((u0 + u1) // 2, v0 + (v1 - v0) * 9 // 20)
    room = _add_room(site, cell.frame, cell.kind.name, [(u0, v0), (u1, v0), (u1, v1), (u0, v1)], label)
    half = cell.kind.door.width // 2
    sides = [cell, cell.mirror()][: cell.kind.doors if cell.width > 4 * half + 3000 else 1]
    for side in sides:
        middle = cell.width // 2 if cell.kind is ENTRANCE else side.insets[0] + JAMB + half
        _add_corridor_door(site, side, room, middle)
        path = [side.frame.at(middle, -CORRIDOR_HALF), side.frame.at(middle, 0), room.label]
        site.network.branch("room", cell.corridor, path)
    if cell.kind is ENTRANCE:
        _open_entrance(site, cell, room)
    site.level.furniture += furnish(cell.kind.furnishing, Floor(cell.frame, u0, v0, u1, v1))


def _fit_suite(site: Site, cell: Cell, nook: Nook) -> None:
    """Build an L-shaped room around a nook in the corner beside its door."""
    u0, v0, u1, v1 = cell.clear
    frame, side, back = cell.frame, nook.width + HALF_PARTITION, nook.depth + HALF_PARTITION
    corners = [(side, v0), (u1, v0), (u1, v1), (u0, v1), (u0, back), (side, back)]
    room = _add_room(site, frame, cell.kind.name, corners, ((u0 + u1) // 2, (back + v1) // 2))
    door = side + JAMB * 2 + cell.kind.door.width // 2
    inner_door = nook.depth // 2
    _add_corridor_door(site, cell, room, door)
    turns = [(door, -CORRIDOR_HALF), (door, 0), (door, inner_door), (door, back + JAMB * 2)]
    site.network.branch("room", cell.corridor, [*(frame.at(u, v) for u, v in turns), room.label])

    inner, end = nook.width - HALF_PARTITION, nook.depth - HALF_PARTITION
    corners = [(u0, v0), (inner, v0), (inner, end), (u0, end)]
    small = _add_room(site, frame, nook.name, corners, ((u0 + inner) // 2, inner_door))
    corner = frame.at(nook.width, nook.depth)
    site.level.walls.append(Wall(frame.at(nook.width, 0), corner, PARTITION))
    site.level.walls.append(Wall(frame.at(0, nook.depth), corner, PARTITION))
    style = DoorStyle.SINGLE
    middle = frame.at(nook.width, inner_door)
    site.level.openings.append(Opening(middle, not frame.runs_along_x, style.width, PARTITION))
    placement = frame.place(nook.width, inner_door, 90)
    site.level.doors.append(Door(f"D{small.number}", style, middle, placement, (room.number, small.number)))
    site.network.trace("room", [frame.at(door, inner_door), middle, small.label])
    site.level.furniture += furnish(nook.furnishing, Floor(frame, u0, v0, inner, end))
    site.level.furniture += furnish(cell.kind.furnishing, Floor(frame, u0, back, u1, v1))


def _add_room(site: Site, frame: Frame, name: str, corners: list[Point], label: Point) -> Room:
    outline = tuple(frame.at(u, v) for u, v in corners)
    room = Room(site.next_number(), name, outline, frame.at(*label))
    site.level.rooms.append(room)
    return room


def _add_corridor_door(site: Site, cell: Cell, room: Room, middle: int) -> None:
    style = cell.kind.door
    first = not any(door.joins[0] == room.number for door in site.level.doors[-2:])
    site.add_door(
        Door(
            f"D{room.number}" if first else f"D{room.number}/2",
            style,
            cell.frame.at(middle, 0),
            cell.frame.place(middle, 0),
            (room.number, site.level.corridors[cell.corridor].name),
        ),
        along_x=cell.frame.runs_along_x,
        thickness=CORRIDOR_WALL,
    )


def _open_entrance(site: Site, cell: Cell, hall: Room) -> None:
    """Open the entrance to the street: its path starts a step outside the main door."""
    middle, style = cell.width // 2, DoorStyle.FIRE
    place = cell.frame.at(middle, cell.depth)
    door = Door("D-MAIN", style, place, cell.frame.place(middle, cell.depth), (hall.number, "outside"))
    site.add_door(door, along_x=cell.frame.runs_along_x, thickness=EXTERIOR_WALL)
    site.network.trace("entrance", [hall.label, place, cell.frame.at(middle, cell.depth + 1500)])


def _add_windows(site: Site, cell: Cell) -> None:
    frame, v = cell.frame, cell.depth
    for start, end in _space_windows(cell):
        middle = frame.at((start + end) // 2, v)
        site.level.openings.append(Opening(middle, frame.runs_along_x, end - start, EXTERIOR_WALL))
        site.level.windows.append(Window(frame.at(start, v), frame.at(end, v)))


def _space_windows(cell: Cell) -> Iterator[Interval]:
    """Yield the windows of a cell, evenly along the part of its far side that has daylight."""
    u0, _, u1, _ = cell.clear
    for low, high in cell.exposed:
        start, end = max(low, u0) + WINDOW_MARGIN, min(high, u1) - WINDOW_MARGIN
        if end - start < 900:
            continue
        count = max(1, round((end - start) / WINDOW_PITCH))
        pitch = (end - start) // count
        half = min(1200, pitch * 2 // 5) // 50 * 50 if cell.kind.daylight else 300
        for place in range(count):
            middle = start + pitch * place + pitch // 2
            if cell.kind is not ENTRANCE or abs(middle - cell.width // 2) > half + 1200:
                yield middle - half, middle + half
