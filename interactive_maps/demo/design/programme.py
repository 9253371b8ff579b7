"""The schedule of rooms: the kinds of rooms on each level of a hospital or a campus building, and their widths."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from interactive_maps.demo.brief import Use
from interactive_maps.demo.design.building import DoorStyle

Zone = Literal["basement", "ground", "upper"]
Furnishing = Literal[
    "bath", "exam", "kitchen", "lab", "lecture", "meeting", "office", "plant", "reception",
    "seminar", "store", "toilet", "waiting", "ward", "wc",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Nook:
    """A small room in the corner of a larger one, entered from it."""

    name: str
    furnishing: Furnishing
    width: int
    depth: int


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of room: its least and greatest width along the corridor in mm, and its furniture.

    ``row`` is the most that adjoin in a row; ``weight`` is the relative frequency of rows.
    """

    name: str
    least: int
    greatest: int
    furnishing: Furnishing
    row: int = 1
    weight: int = 1
    door: DoorStyle = DoorStyle.SINGLE
    doors: int = 1
    daylight: bool = True
    nook: Nook | None = None

    @property
    def rooms(self) -> int:
        """The number of rooms that it counts as."""
        return 2 if self.nook else 1


NARROW = Kind("Store", 2000, 3600, "store", daylight=False)  # makes a crowded run fit
WIDE = Kind("Open Plan Office", 2400, 30_000, "office", doors=2)  # makes an empty run fit
ENTRANCE = Kind("Entrance Hall", 7200, 12_000, "reception", door=DoorStyle.FIRE)
TOILETS = (
    Kind("WC Women", 2400, 3600, "wc", daylight=False),
    Kind("WC Men", 2400, 3600, "wc", daylight=False),
    Kind("WC Accessible", 2100, 2700, "toilet", daylight=False),
)
INNER = (
    Kind("Store", 1800, 40_000, "store", daylight=False),
    Kind("Clean Utility", 1800, 40_000, "store", daylight=False),
    Kind("Copy Room", 1800, 40_000, "kitchen", daylight=False),
    Kind("Server Room", 1800, 40_000, "plant", daylight=False),
    Kind("Locker Room", 1800, 40_000, "store", daylight=False),
)  # replacements of rooms that get no window

_BATH = Nook("Bath", "bath", 1800, 2300)
_STORE = Nook("Side Store", "store", 1900, 2300)

_PATIENT = Kind(
    "Patient Room", 3700, 4400, "ward", row=6, weight=5, door=DoorStyle.WARD, nook=_BATH
)  # 1.2 m, so that a bed passes
_LABORATORY = Kind("Laboratory", 5600, 8400, "lab", row=3, weight=3, door=DoorStyle.WARD, nook=_STORE)

_PROGRAMMES: dict[tuple[Use, Zone], tuple[Kind, ...]] = {
    ("hospital", "basement"): (
        Kind("Store", 2800, 5600, "store", row=4, weight=4, daylight=False),
        Kind("Archive", 3600, 7200, "store", row=2, weight=2, daylight=False),
        Kind("Plant Room", 3600, 8400, "plant", row=2, weight=2, daylight=False),
        Kind("Changing Room", 2700, 4200, "store", row=3, weight=2, daylight=False),
        Kind("Laundry", 4200, 7200, "plant", daylight=False),
        Kind("Workshop", 3600, 6000, "lab", row=2, daylight=False),
        Kind("Electrical Room", 2100, 3600, "plant", daylight=False),
    ),
    ("hospital", "ground"): (
        Kind("Examination Room", 2900, 3800, "exam", row=5, weight=4),
        Kind("Consultation", 2700, 3600, "office", row=4, weight=3),
        Kind("Waiting Area", 3600, 6000, "waiting", weight=2, door=DoorStyle.WARD),
        Kind("Radiology", 4200, 6000, "exam", row=2, weight=1, door=DoorStyle.WARD, nook=_STORE),
        Kind("Pharmacy", 3600, 6000, "store"),
        Kind("Admissions", 2700, 3900, "office", row=3),
        Kind("Treatment Room", 3300, 4500, "exam", row=3, weight=2, door=DoorStyle.WARD),
        Kind("Cafeteria", 6000, 9600, "meeting", door=DoorStyle.WARD, doors=2),
    ),
    ("hospital", "upper"): (
        _PATIENT,
        Kind("Nurse Station", 3600, 5400, "reception", weight=2),
        Kind("Treatment Room", 3300, 4500, "exam", row=2, door=DoorStyle.WARD),
        Kind("Doctor's Office", 2600, 3300, "office", row=3, weight=2),
        Kind("Ward Kitchen", 2700, 3900, "kitchen"),
        Kind("Staff Room", 3300, 4800, "meeting"),
        Kind("Clean Utility", 2100, 3000, "store", daylight=False),
        Kind("Day Room", 4200, 6600, "waiting"),
    ),
    ("campus", "basement"): (
        Kind("Store", 2800, 5600, "store", row=4, weight=4, daylight=False),
        Kind("Book Stacks", 3600, 8400, "store", row=2, weight=2, daylight=False),
        Kind("Plant Room", 3600, 8400, "plant", row=2, weight=2, daylight=False),
        Kind("Workshop", 3600, 7200, "lab", row=2, weight=2, daylight=False),
        Kind("Electrical Room", 2100, 3600, "plant", daylight=False),
        Kind("Server Room", 2700, 4800, "plant", daylight=False),
    ),
    ("campus", "ground"): (
        Kind("Seminar Room", 5400, 8400, "seminar", row=3, weight=3, doors=2),
        Kind("Lecture Hall", 8400, 13_200, "lecture", weight=1, door=DoorStyle.FIRE, doors=2),
        Kind("Student Services", 2700, 3900, "office", row=4, weight=3),
        Kind("Reading Room", 4800, 8400, "meeting", weight=1),
        Kind("Office", 2500, 3300, "office", row=6, weight=4),
        Kind("Cafeteria", 6000, 9600, "meeting", door=DoorStyle.WARD, doors=2),
    ),
    ("campus", "upper"): (
        Kind("Office", 2500, 3300, "office", row=8, weight=6),
        Kind("Professor", 3300, 4500, "office", row=2, weight=2),
        Kind("Seminar Room", 5400, 8400, "seminar", row=2, weight=2, doors=2),
        _LABORATORY,
        Kind("Meeting Room", 3900, 5400, "meeting", weight=2),
        Kind("Tea Kitchen", 2400, 3300, "kitchen"),
    ),
}  # fmt: skip


def find_programme(use: Use, ordinal: int) -> tuple[Kind, ...]:
    """Return the kinds of rooms on a level."""
    zone: Zone = "basement" if ordinal < 0 else "ground" if ordinal == 0 else "upper"
    return _PROGRAMMES[use, zone]
