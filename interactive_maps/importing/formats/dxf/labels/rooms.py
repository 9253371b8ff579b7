"""Rooms by their labels: which texts are names, and which of them belong to one room.

If a drawing names its rooms on a separate layer, those texts are names. Otherwise a name must contain a word for
rooms, or have the same style (layer and height) as names that do.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from interactive_maps.importing.formats.dxf.entities.drawing_entities import TextEntity
from interactive_maps.importing.formats.dxf.labels.label_joining import Group, join_labels
from interactive_maps.importing.formats.dxf.labels.walls import Walls
from interactive_maps.importing.recognition.labels.texts import Label, LabelKind, is_door_size, read_label
from interactive_maps.importing.reporting.report import Issue
from interactive_maps.importing.rules.rule_file import Rules

# If one name in three of a style contains a word for rooms, the others are names, too.
_STYLE_SHARE = 1 / 3
# More adjacent lines without a wall between them are a list: a legend, a schedule, a note.
_MOST_JOINED = 4
_NO_ROOMS = frozenset({"dimension", "ignore"})


@dataclass(frozen=True, slots=True)
class FoundRoom:
    """The name of a room at a point in drawing units, with the keys of its texts."""

    key: str
    name: str
    x: float
    y: float
    keys: tuple[str, ...]


@dataclass(slots=True)
class Found:
    """Rooms, and the number of texts that are not rooms by (layer, reason)."""

    rooms: list[FoundRoom] = field(default_factory=list)
    refused: Counter[tuple[str, str]] = field(default_factory=Counter)
    repaired: list[Issue] = field(default_factory=list)
    guessed: list[Issue] = field(default_factory=list)


def find_rooms(text_entities: Sequence[TextEntity], rules: Rules, walls: Walls) -> Found:
    """Return the rooms that texts name."""
    found = Found()
    labelled = _read_labels(text_entities, rules, found)
    groups = join_labels(labelled, rules.labels, walls)
    chosen = _choose(groups, found)
    for group in chosen:
        (x, y), keys = group.centre, tuple(text_entity.origin.key for text_entity, _ in group.members)
        found.rooms.append(FoundRoom(keys[0], group.name, x, y, keys))
    _note_joined(chosen, found)
    _drop_repeated(found, groups)
    return found


def _read_labels(
    text_entities: Sequence[TextEntity], rules: Rules, found: Found
) -> list[tuple[TextEntity, Label]]:
    labelled = []
    repeats = Counter(text_entity.text for text_entity in text_entities)
    for text_entity in text_entities:
        kind = rules.kind_of(text_entity.origin.layer)
        trusted = kind == "room_label" or names_room(text_entity.tag)
        if kind in _NO_ROOMS and not trusted:
            continue
        label = read_label(text_entity.text, rules.labels, trusted=trusted)
        loose = label.kind is LabelKind.NUMBER and not trusted
        if loose and is_door_size(label.number):
            label = Label(LabelKind.DOOR_SIZE)
        elif (
            loose and repeats[text_entity.text] > 1
        ):  # numbers of rooms are unique; those of doors and axes are not
            label = Label(LabelKind.CODE)
        if label.is_room:
            labelled.append((text_entity, replace(label, trusted=trusted)))
        else:
            found.refused[text_entity.origin.layer, label.kind.value] += 1
    return labelled


def names_room(tag: str) -> bool:
    """Return whether an attribute is the name or number of a room, by its tag."""
    folded = tag.casefold().replace("_", "").replace("-", "").replace(" ", "")
    return any(folded.startswith(start) for start in _ROOM_TAGS)


_ROOM_TAGS = ("room", "raum", "rname", "rnum", "rmn", "space", "piece", "local", "salle", "zimmer", "помещ")


def _choose(groups: Sequence[Group], found: Found) -> list[Group]:
    """Return the groups that are rooms; ``found`` gets the reasons for all others."""
    candidates = [group for group in groups if not _refuse_misfit(group, found)]
    if any(group.trusted for group in candidates):
        chosen = [group for group in candidates if group.trusted]
        reason = "the drawing names its rooms on other layers"
    elif any(group.known for group in candidates):
        shares = _rate_styles(candidates)
        chosen = [group for group in candidates if group.known or shares[group.style] >= _STYLE_SHARE]
        reason = "neither contains a word for rooms nor has the style of room names"
    else:
        chosen, reason = candidates, ""
        for group in chosen:
            said = f"{group.name!r} was taken for a room, although it contains no word for rooms"
            found.guessed.append(Issue(group.members[0][0].origin.key, said))
    kept = {id(group) for group in chosen}
    for group in candidates:
        if id(group) not in kept:
            _refuse(group, reason, found)
    return chosen


def _refuse_misfit(group: Group, found: Found) -> bool:
    """Refuse a group that cannot name a room in any drawing; return whether it was refused."""
    if len(group.members) > _MOST_JOINED:
        _refuse(group, "a list of texts", found)
    elif group.spare:
        _refuse(group, "a second number of a room", found)
    elif not group.name:
        _refuse(group, "a number without a name", found)
    else:
        return False
    return True


def _rate_styles(groups: Sequence[Group]) -> dict[tuple[str, str], float]:
    """Return the share of names with a word for rooms, by style."""
    known = Counter(group.style for group in groups if group.known)
    return {style: known[style] / count for style, count in Counter(g.style for g in groups).items()}


def _note_joined(groups: Sequence[Group], found: Found) -> None:
    """Report which texts were joined; joining number and name is usual, and is only counted."""
    numbered: Counter[str] = Counter()
    for group in groups:
        keys = [text_entity.origin.key for text_entity, _ in group.members]
        if any(label.kind is LabelKind.NUMBER for _, label in group.members):
            numbered[group.members[0][0].origin.layer] += len(keys) > 1
        elif len(keys) > 1:
            said = f"the texts {', '.join(keys)} were joined to {group.name!r}"
            found.repaired.append(Issue(keys[0], said))
    for layer, count in sorted(numbered.items()):
        if count:
            found.repaired.append(Issue(f"layer {layer}", f"{count:,} rooms: number and name were joined"))


def _refuse(group: Group, reason: str, found: Found) -> None:
    for text_entity, _ in group.members:
        found.refused[text_entity.origin.layer, reason] += 1


def _drop_repeated(found: Found, groups: Sequence[Group]) -> None:
    """Drop names that are written twice at one position, as in drawings pasted over themselves."""
    heights = {group.members[0][0].origin.key: group.members[0][0].height for group in groups}
    seen: dict[str, _Twins] = {}
    kept = []
    for room in found.rooms:
        twins = seen.setdefault(room.name, _Twins())
        twin = twins.find(room, heights[room.key] / 2)
        if twin is None:
            twins.add(room)
            kept.append(room)
        else:
            found.repaired.append(
                Issue(room.key, f"{room.name!r} is written twice at one position, also by {twin.key}")
            )
    found.rooms = kept


class _Twins:
    """Rooms of one name, found by position."""

    def __init__(self) -> None:
        self._rooms: list[FoundRoom] = []
        self._cells: dict[float, dict[tuple[int, int], list[int]]] = {}  # by their size

    def add(self, room: FoundRoom) -> None:
        """Add a room."""
        self._rooms.append(room)
        for size, cells in self._cells.items():
            self._put(len(self._rooms) - 1, size, cells)

    def find(self, room: FoundRoom, near: float) -> FoundRoom | None:
        """Return the first room within ``near`` drawing units of this one."""
        if not 0 < near < math.inf:
            return None
        size = 2.0 ** math.ceil(math.log2(max(near, 1e-9)))
        if size not in self._cells:
            cells = self._cells[size] = {}
            for index in range(len(self._rooms)):
                self._put(index, size, cells)
        column, row = math.floor(room.x / size), math.floor(room.y / size)
        around = ((column + dx, row + dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1))
        hits = sorted(index for cell in around for index in self._cells[size].get(cell, ()))
        twins = (self._rooms[index] for index in hits)
        return next((one for one in twins if math.hypot(one.x - room.x, one.y - room.y) <= near), None)

    def _put(self, index: int, size: float, cells: dict[tuple[int, int], list[int]]) -> None:
        room = self._rooms[index]
        cells.setdefault((math.floor(room.x / size), math.floor(room.y / size)), []).append(index)
