"""The furniture of a room, in its local axes: the door is at low ``u`` and ``v``, the window at high ``v``.

The origin of each block is the middle of its back; its front faces along its y axis.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from interactive_maps.demo.design.building import Furniture
from interactive_maps.demo.design.frame import Frame
from interactive_maps.demo.design.programme import Furnishing

_FIXED = frozenset({"PAN", "BASIN", "SHOWER", "STALL", "SINK-UNIT"})
_FROM_FAR, _FROM_START, _FROM_END = 180, 270, 90  # the wall at the back of a block


@dataclass(frozen=True, slots=True)
class Floor:
    """The clear floor of a room from (u0, v0) to (u1, v1), in mm of ``frame``."""

    frame: Frame
    u0: int
    v0: int
    u1: int
    v1: int

    @property
    def width(self) -> int:
        return self.u1 - self.u0

    @property
    def depth(self) -> int:
        return self.v1 - self.v0

    @property
    def middle(self) -> tuple[int, int]:
        return (self.u0 + self.u1) // 2, (self.v0 + self.v1) // 2

    def put(self, block: str, u: int, v: int, turn: int = 0) -> Furniture:
        """Place a block at the middle of its back."""
        return Furniture(block, self.frame.place(u, v, turn), fixed=block in _FIXED)

    def columns(self, pitch: int, most: int) -> list[int]:
        """Return up to ``most`` positions along ``u``, evenly spaced by ``pitch`` or slightly more."""
        count = max(1, min(most, self.width // pitch))
        return [self.u0 + self.width * (2 * place + 1) // (2 * count) for place in range(count)]


def furnish(furnishing: Furnishing, floor: Floor) -> Iterator[Furniture]:
    """Yield the furniture of a room, as much as fits."""
    return _FURNISHINGS[furnishing](floor)


def _furnish_ward(floor: Floor) -> Iterator[Furniture]:
    for bed in range(max(1, min(3, (floor.depth - 200) // 1600))):
        v = floor.v1 - 800 - bed * 1700
        yield floor.put("BED", floor.u0, v, _FROM_START)
        yield floor.put("LOCKER", floor.u0, v - 800, _FROM_START)
    yield floor.put("CHAIR", floor.u1 - 450, floor.v1 - 200, _FROM_FAR)


def _furnish_office(floor: Floor) -> Iterator[Furniture]:
    for u in floor.columns(2500, 12):
        yield floor.put("DESK", u, floor.v1 - 150, _FROM_FAR)
    yield floor.put("CABINET", floor.u1, floor.v0 + 1000, _FROM_END)
    if floor.width > 3300:
        yield floor.put("CABINET", floor.u1, floor.v0 + 2050, _FROM_END)


def _furnish_rows(floor: Floor, pitch: int, most: int) -> Iterator[Furniture]:
    """Yield rows of tables that face a board on the wall at low ``u``."""
    yield floor.put("BOARD", floor.u0, floor.middle[1], _FROM_START)
    rows = range(floor.u0 + 2400, floor.u1 - 600, pitch)
    places = range(floor.v0 + 2000, floor.v1 - 700, 1500)
    for u, v in [(u, v) for u in rows for v in places][:most]:
        yield floor.put("TABLE-2", u, v, _FROM_END)


def _furnish_seminar(floor: Floor) -> Iterator[Furniture]:
    return _furnish_rows(floor, 1400, 18)


def _furnish_lecture(floor: Floor) -> Iterator[Furniture]:
    return _furnish_rows(floor, 1100, 30)


def _furnish_meeting(floor: Floor) -> Iterator[Furniture]:
    for u in floor.columns(3600, 4):
        yield floor.put("TABLE-8", u, floor.v1 - floor.depth * 2 // 5)


def _furnish_wc(floor: Floor) -> Iterator[Furniture]:
    for stall in range(max(1, min(3, (floor.depth - 2000) // 950))):
        yield floor.put("STALL", floor.u1, floor.v1 - 475 - stall * 950, _FROM_END)
    for basin in range(2):
        yield floor.put("BASIN", floor.u0, floor.v1 - 600 - basin * 800, _FROM_START)


def _furnish_bath(floor: Floor) -> Iterator[Furniture]:
    yield floor.put("PAN", floor.u0, floor.v0 + 500, _FROM_START)
    yield floor.put("BASIN", floor.u0, floor.v0 + 1150, _FROM_START)
    yield floor.put("SHOWER", floor.u0 + 450, floor.v1, _FROM_FAR)


def _furnish_toilet(floor: Floor) -> Iterator[Furniture]:
    yield floor.put("PAN", floor.u1, floor.v1 - 900, _FROM_END)
    yield floor.put("BASIN", floor.u1, floor.v1 - 1900, _FROM_END)


def _furnish_store(floor: Floor) -> Iterator[Furniture]:
    for shelf in range(max(1, min(4, (floor.depth - 1500) // 1000))):
        v = floor.v1 - 500 - shelf * 1000
        yield floor.put("SHELF", floor.u1, v, _FROM_END)
        if floor.width > 2400:
            yield floor.put("SHELF", floor.u0, v, _FROM_START)


def _furnish_lab(floor: Floor) -> Iterator[Furniture]:
    for u in floor.columns(2600, 4):
        yield floor.put("BENCH", u, floor.v1 - 400, _FROM_FAR)


def _furnish_exam(floor: Floor) -> Iterator[Furniture]:
    yield floor.put("COUCH", floor.u1 - 450, floor.v1 - 100, _FROM_FAR)
    yield floor.put("DESK", floor.u0, floor.v1 - 1000, _FROM_START)
    yield floor.put("BASIN", floor.u1, floor.v0 + 700, _FROM_END)


def _furnish_waiting(floor: Floor) -> Iterator[Furniture]:
    for u in floor.columns(2500, 5):
        yield floor.put("SEATS", u, floor.v1, _FROM_FAR)
    yield floor.put("SEATS", floor.u1, floor.middle[1], _FROM_END)


def _furnish_kitchen(floor: Floor) -> Iterator[Furniture]:
    yield floor.put("SINK-UNIT", floor.u1, floor.v1 - 1400, _FROM_END)
    yield floor.put("TABLE-2", floor.u0 + 900, floor.v1 - 900)


def _furnish_reception(floor: Floor) -> Iterator[Furniture]:
    yield floor.put("COUNTER", floor.u1 - 900, floor.v0 + floor.depth // 2, _FROM_END)
    yield floor.put("SEATS", floor.u0, floor.v1 - 1400, _FROM_START)
    yield floor.put("CHAIR", floor.u1 - 300, floor.v0 + floor.depth // 2, _FROM_END)


def _furnish_plant(floor: Floor) -> Iterator[Furniture]:
    for u in floor.columns(2300, 4):
        yield floor.put("MACHINE", u, floor.v1 - 700, _FROM_FAR)


_FURNISHINGS: dict[Furnishing, Callable[[Floor], Iterator[Furniture]]] = {
    "bath": _furnish_bath,
    "exam": _furnish_exam,
    "kitchen": _furnish_kitchen,
    "lab": _furnish_lab,
    "lecture": _furnish_lecture,
    "meeting": _furnish_meeting,
    "office": _furnish_office,
    "plant": _furnish_plant,
    "reception": _furnish_reception,
    "seminar": _furnish_seminar,
    "store": _furnish_store,
    "toilet": _furnish_toilet,
    "waiting": _furnish_waiting,
    "ward": _furnish_ward,
    "wc": _furnish_wc,
}
