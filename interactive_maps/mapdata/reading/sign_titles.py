"""What a sign says of its place: a door is known by what it joins, be that a name or only a purpose. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

# Categories that are called otherwise than they are written, or that say nothing.
_PURPOSES = {
    "walkway": "Corridor",
    "unenclosedarea": "Open area",
    "openarea": "Open area",
    "waitingroom": "Waiting room",
    "waitingarea": "Waiting area",
    "exhibitionhall": "Exhibition hall",
    "elevator": "Lift",
    "restroom": "Toilet",
    "conferenceroom": "Meeting room",
    "foodservice": "Food",
    "room": "",
    "unspecified": "",
}


@dataclass(frozen=True, slots=True)
class Joined:
    """A space that a door leads into: its label, empty if it has none, and its category."""

    label: str
    category: str | None

    @property
    def description(self) -> str:
        """What the space is called, or else what it is; empty if neither is known."""
        return self.label or describe_purpose(self.category)


def describe_purpose(category: str | None) -> str:
    """Return what a space of a category is, as a sign says it; empty if the category does not tell."""
    whole = (category or "").split(".")[0]
    return _PURPOSES.get(whole, whole.replace("_", " ").capitalize())


def write_door_title(spaces: Sequence[Joined], building: str, *, is_entrance: bool) -> str:
    """Return what a door is known by: the spaces that it joins, or the building that it leads into from outside."""
    named_first = sorted(spaces, key=lambda one: not one.label)
    known = list(dict.fromkeys(one.description for one in named_first if one.description))
    if is_entrance and building:
        return f"Entrance to {building}"
    if len(known) > 1:
        return f"Door between {', '.join(known[:-1])} and {known[-1]}"
    if is_entrance:
        return f"Entrance to {known[0]}" if known else "Entrance"
    if not known:
        return f"Door in {building}" if building else "Door"
    is_within = len(spaces) > 1 and not any(one.label for one in spaces)
    return f"Door in {known[0]}" if is_within else f"Door to {known[0]}"
