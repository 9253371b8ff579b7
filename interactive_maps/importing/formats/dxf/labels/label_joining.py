"""Joining of texts that name one room: number and name, a name on two lines, attributes of one block."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from shapely import Polygon, STRtree, box

from interactive_maps.importing.bounds import Allowance, bound_pairs
from interactive_maps.importing.formats.dxf.entities.drawing_entities import TextEntity
from interactive_maps.importing.formats.dxf.labels.walls import Walls
from interactive_maps.importing.recognition.labels.texts import Label, LabelKind
from interactive_maps.importing.rules.rule_file import LabelRules
from interactive_maps.texts.cleaning import clean_text

Member = tuple[TextEntity, Label]

# In text heights: the largest distance of a number above, below or beside the name of its room.
_NUMBER_BELOW = 3.5
_NUMBER_BESIDE = 3.0
_SAME_LINE = 0.7
_REACH = 4.0
_SAME_HEIGHT = 1.15
_SAME_ANGLE = math.radians(5)

_MOST_IN_HEAP = 64  # texts no farther apart than their height
_PAIRS_AT_ONCE = 500_000
_TOO_CLOSE = "more than {most} pairs of them overlap: move or purge them, or freeze their layer"


@dataclass(frozen=True, slots=True)
class Group:
    """The texts of one room, in reading order; ``spare`` for a second number of a room."""

    members: tuple[Member, ...]
    spare: bool = False

    @property
    def name(self) -> str:
        """The room's name, its number first; a number alone only if the layer tells that it belongs to a room."""
        numbers = [label.number for _, label in self.members if label.number][:1]
        names = [label.name for _, label in self.members if label.name]
        if not names and not self.trusted:
            return ""
        return clean_text(" ".join([*numbers, *names]))

    @property
    def trusted(self) -> bool:
        """Whether any text is on a layer of room names."""
        return any(label.trusted for _, label in self.members)

    @property
    def known(self) -> bool:
        """Whether any text contains a word for rooms."""
        return any(label.known for _, label in self.members)

    @property
    def style(self) -> tuple[str, str]:
        """Layer and height of the name: texts of equal style have equal meaning."""
        text_entity = next((text for text, label in self.members if label.name), self.members[0][0])
        return text_entity.origin.layer, f"{text_entity.height:.3g}"

    @property
    def centre(self) -> tuple[float, float]:
        """The middle of the texts, in drawing units."""
        count = len(self.members)
        x = sum(text_entity.centre[0] for text_entity, _ in self.members) / count
        return x, sum(text_entity.centre[1] for text_entity, _ in self.members) / count


def join_labels(labelled: Sequence[Member], rules: LabelRules, walls: Walls) -> list[Group]:
    """Return the labels grouped by room, in the order of the drawing. Raises TooMuch for too many overlaps."""
    union = _Union(len(labelled))
    for first, second in _pair_attributes(labelled):
        union.join(first, second)
    crowded = _find_heaps(labelled)
    for heap in crowded:
        for index in heap:
            union.join(heap[0], index)
    closeness = sorted(_measure_pairs(labelled, {index for heap in crowded for index in heap}, rules, walls))
    numbered = _Numbered(union, labelled)
    for _, first, second in closeness:
        numbered.join(first, second)
    return [
        Group(
            tuple(_in_reading_order([labelled[index] for index in indices])),
            spare=len(indices) == 1 and indices[0] in numbered.spare,
        )
        for indices in union.groups()
    ]


class _Numbered:
    """Joins near labels so that no room gets two numbers; a second number is ``spare``."""

    def __init__(self, union: _Union, labelled: Sequence[Member]) -> None:
        self.spare: set[int] = set()
        self._union, self._labelled = union, labelled
        self._taken = {index for index, (_, label) in enumerate(labelled) if label.number and label.name}
        for index in self._taken:
            union.mark(index)

    def join(self, first: int, second: int) -> None:
        """Join two labels, unless one is a bare number and the other's room has one."""
        bare = [index for index in (first, second) if self._labelled[index][1].kind is LabelKind.NUMBER]
        if not bare:
            self._union.join(first, second)
            return
        name = second if bare[0] == first else first
        if bare[0] in self._taken:
            return
        if self._union.is_marked(name):
            self.spare.add(bare[0])
            return
        self.spare.discard(bare[0])
        self._union.join(first, second)
        self._taken.add(bare[0])
        self._union.mark(name)


def _find_heaps(labelled: Sequence[Member]) -> list[list[int]]:
    """Return groups of dozens of overlapping labels, which no plan uses for rooms."""
    cells: dict[tuple[int, int, int], list[int]] = defaultdict(list)
    for index, (text_entity, _) in enumerate(labelled):
        if 1e-9 < text_entity.height < 1e12:
            size = math.floor(math.log2(text_entity.height))
            x, y = (math.floor(place / 2.0**size) for place in text_entity.centre)
            cells[size, x, y].append(index)
    return [heap for heap in cells.values() if len(heap) > _MOST_IN_HEAP]


def _pair_attributes(labelled: Sequence[Member]) -> Iterator[tuple[int, int]]:
    """Yield pairs of labels that are attributes of one block reference."""
    first: dict[str, int] = {}
    for index, (text_entity, _) in enumerate(labelled):
        if text_entity.reference:
            reference = text_entity.origin.key.rsplit("/", 1)[0]
            yield first.setdefault(reference, index), index


def _measure_pairs(
    labelled: Sequence[Member], crowded: AbstractSet[int], rules: LabelRules, walls: Walls
) -> Iterator[tuple[float, int, int]]:
    """Yield (distance in heights, index, index) of labels that may belong to one room."""
    free = [index for index in range(len(labelled)) if index not in crowded]
    for first, second in _list_neighbours([_surround(labelled[index][0]) for index in free]):
        one, other = free[first], free[second]
        distance = _measure_pair(labelled[one], labelled[other], rules)
        if distance is not None and not walls.divide(labelled[one][0].centre, labelled[other][0].centre):
            yield distance, one, other


def _list_neighbours(boxes: Sequence[Polygon]) -> Iterator[tuple[int, int]]:
    """Yield the pairs of boxes that meet, each once."""
    if not boxes:
        return
    allowance = Allowance(bound_pairs(len(boxes)), "its texts", _TOO_CLOSE)
    tree, batch = STRtree(boxes), max(_PAIRS_AT_ONCE // len(boxes), 1)
    for start in range(0, len(boxes), batch):
        ones, others = tree.query(boxes[start : start + batch], predicate="intersects")
        later = others > ones + start
        allowance.take(int(later.sum()))
        yield from zip((ones[later] + start).tolist(), others[later].tolist(), strict=True)


def _surround(text_entity: TextEntity) -> Polygon:
    x, y = text_entity.centre
    reach = text_entity.width / 2 + _REACH / 2 * text_entity.height
    return box(x - reach, y - reach, x + reach, y + reach)


def _measure_pair(one: Member, other: Member, rules: LabelRules) -> float | None:
    """Return the distance between two labels of one room in heights, or None if they belong to two rooms."""
    (first, first_label), (second, second_label) = one, other
    turned = abs(math.remainder(first.angle - second.angle, math.tau)) > _SAME_ANGLE
    if turned or first_label.trusted != second_label.trusted:
        return None
    if LabelKind.NUMBER not in {first_label.kind, second_label.kind}:
        return _measure_lines(one, other, rules)
    if first_label.kind is second_label.kind or (
        not first_label.trusted and first.origin.layer != second.origin.layer
    ):
        return None
    height = max(first.height, second.height)
    along, across = _separate(first, second)
    gap = along - (first.width + second.width) / 2
    below = across <= _NUMBER_BELOW * height and gap <= 0
    beside = across <= _SAME_LINE * height and gap <= _NUMBER_BESIDE * height
    return math.hypot(max(gap, 0.0), across) / height if below or beside else None


def _measure_lines(one: Member, other: Member, rules: LabelRules) -> float | None:
    """Return the spacing of two lines of one name, or None if they are two names."""
    (first, first_label), (second, second_label) = one, other
    height = max(first.height, second.height)
    alike = height <= _SAME_HEIGHT * min(first.height, second.height)
    if not alike or first.origin.layer != second.origin.layer or first_label.number or second_label.number:
        return None
    along, across = _separate(first, second)
    spacing = across / height
    near, far = rules.join_spacing
    aligned = along <= abs(first.width - second.width) / 2 + height
    if not aligned or spacing < _SAME_LINE or spacing > far:
        return None
    if spacing <= near or not (_is_full(first_label, rules) and _is_full(second_label, rules)):
        return spacing
    return None


def _is_full(label: Label, rules: LabelRules) -> bool:
    """Return whether a text is a complete name: ``MASTER`` is, ``COVERED`` is not."""
    return label.known and not rules.incomplete_words.match_whole(label.name)


def _separate(first: TextEntity, second: TextEntity) -> tuple[float, float]:
    """Return the distance between two centres along and across the text direction."""
    x, y = second.centre[0] - first.centre[0], second.centre[1] - first.centre[1]
    cosine, sine = math.cos(first.angle), math.sin(first.angle)
    return abs(x * cosine + y * sine), abs(y * cosine - x * sine)


def _in_reading_order(members: list[Member]) -> list[Member]:
    """Return texts from top to bottom, then along the line, in the rotation of the first."""
    angle = members[0][0].angle
    cosine, sine = math.cos(angle), math.sin(angle)

    def place(member: Member) -> tuple[float, float]:
        text_entity, _ = member
        x, y = text_entity.centre
        line = (x * sine - y * cosine) / (text_entity.height or 1.0)
        return round(line, 1), x * cosine + y * sine

    return sorted(members, key=place)


class _Union:
    """Disjoint sets of indices, some of them marked; stored as lists because rooms have few texts."""

    def __init__(self, count: int) -> None:
        self._sets = {index: [index] for index in range(count)}
        self._marked: set[int] = set()

    def join(self, one: int, other: int) -> None:
        """Merge two sets; the result is marked if either was."""
        smaller, larger = sorted((self._sets[one], self._sets[other]), key=len)
        if smaller is larger:
            return
        if id(smaller) in self._marked:
            self._marked.add(id(larger))
        larger.extend(smaller)
        for index in smaller:
            self._sets[index] = larger

    def mark(self, index: int) -> None:
        """Mark the set that contains ``index``."""
        self._marked.add(id(self._sets[index]))

    def is_marked(self, index: int) -> bool:
        """Return whether the set that contains ``index`` is marked."""
        return id(self._sets[index]) in self._marked

    def groups(self) -> list[list[int]]:
        """Return the sets, each sorted, in the order of their first members."""
        found = {id(members): members for members in self._sets.values()}
        return sorted(sorted(members) for members in found.values())
