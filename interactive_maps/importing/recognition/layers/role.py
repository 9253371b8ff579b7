"""The role of a layer or an entity, in words of its own and in those of rule files."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum


class Role(IntEnum):
    """The meaning of linework. MIXED is a layer that holds everything: geometry decides line by line."""

    UNKNOWN = 0
    WALL = 1
    GLASS = 2
    COLUMN = 3
    DOOR = 4
    STAIR = 5
    LIFT = 6
    FURNITURE = 7
    FLOOR = 8
    ANNOTATION = 9
    LABEL = 10
    MIXED = 11


# The kinds of rule files, as roles.
ROLES = {
    "wall": Role.WALL,
    "window": Role.GLASS,
    "column": Role.COLUMN,
    "door": Role.DOOR,
    "stair": Role.STAIR,
    "lift": Role.LIFT,
    "fixture": Role.FURNITURE,
    "furniture": Role.FURNITURE,
    "floor": Role.FLOOR,
    "room_label": Role.LABEL,
    "dimension": Role.ANNOTATION,
    "note": Role.ANNOTATION,
    "network": Role.ANNOTATION,
    "ignore": Role.ANNOTATION,
    "structure": Role.ANNOTATION,
    "mixed": Role.MIXED,
}
# Roles from geometry alone, in the words of rule files.
_WORDS = {
    Role.WALL: "wall",
    Role.GLASS: "window",
    Role.MIXED: "mixed",
    Role.DOOR: "door",
    Role.ANNOTATION: "structure",
}


@dataclass(frozen=True, slots=True)
class LayerRole:
    """The role of a layer, and the reason.

    ``kind`` is the same in the words of rule files. A role that a person assigned is ``fixed``.
    """

    role: Role
    because: str
    kind: str = "other"
    fixed: bool = False

    @classmethod
    def seen(cls, role: Role, because: str) -> LayerRole:
        """Return a role inferred from the geometry of a layer."""
        return cls(role, because, _WORDS[role])
