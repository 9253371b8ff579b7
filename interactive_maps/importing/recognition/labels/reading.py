"""Reading of single texts: number, name, area, or none of them."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise

from interactive_maps.importing.drawing import Text
from interactive_maps.importing.recognition.labels.area_texts import read_area
from interactive_maps.importing.recognition.labels.texts import (
    Label,
    LabelKind,
    is_door_size,
    is_joined,
    read_label,
)
from interactive_maps.importing.recognition.limits import Limits, TooMuch
from interactive_maps.importing.recognition.plan import Plan
from interactive_maps.importing.rules.rule_file import LabelRules

Family = tuple[int, str, str]  # layer, attribute, height of letters

_CODE = re.compile(r"(?=.*\d)[^\W_]+(?:[-./][^\W_]+){0,4}", re.IGNORECASE)
_MARK = re.compile(r"[^\W\d_]{1,2}\d{1,2}")
_LEAST_NUMBERS = 3
_NUMBERING = 0.6  # share of numbers in a family that numbers
_BEGUN = re.compile(r"\d{1,5},")
_FIGURE = re.compile(r"\d{1,2}")  # below the name and its number; larger ones are areas
_STACKS = frozenset(
    [
        (LabelKind.NAME, LabelKind.NUMBER, LabelKind.NUMBER),
        (LabelKind.NUMBER, LabelKind.NAME, LabelKind.NUMBER),
    ]
)
_LINE = 2.4  # heights from one line of a label to the next
_NO_LABELS = frozenset({"dimension", "ignore", "structure"})
_TAGS = ("room", "raum", "rname", "rnum", "rmn", "space", "piece", "local", "salle", "zimmer", "помещ")


@dataclass(frozen=True, slots=True)
class LabelReader:
    """The rules for reading texts: ``kind_of`` maps layers to the kinds of rule files."""

    rules: LabelRules
    kind_of: Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Reading:
    """One text of a plan, by its index, and its meaning; ``area`` is in square metres.

    A ``doubtful`` number may also be a length, or the size of a door; one ``above_area`` stands right above an area,
    one ``at_door`` beside an opening.
    """

    index: int
    label: Label
    family: Family
    area: float | None = None
    doubtful: bool = False
    above_area: bool = False
    at_door: bool = False


def names_room(tag: str) -> bool:
    """Return whether an attribute's name says that it holds a room's name or number."""
    folded = tag.casefold().replace("_", "").replace("-", "").replace(" ", "")
    return any(folded.startswith(start) for start in _TAGS)


def read_texts(plan: Plan, reader: LabelReader, limits: Limits) -> list[Reading]:
    """Return the readings of texts that may label rooms; raises TooMuch beyond the limits."""
    if len(plan.texts) > limits.texts:
        raise TooMuch(f"{len(plan.texts):,} texts; the limit is {limits.texts:,}")
    readings = []
    for index, text in enumerate(plan.texts):
        layer = plan.drawing.entities[text.entity].layer
        kind = reader.kind_of(plan.drawing.layers[layer].name)
        trusted = kind == "room_label" or names_room(text.tag)
        if kind in _NO_LABELS and not trusted:
            continue
        label = read_label(text.text, reader.rules, trusted=trusted)
        figures = label.kind in {LabelKind.DIMENSION, LabelKind.CODE} and is_joined(text.text.strip())
        if figures:  # a length, or floor and room: the family decides
            label = Label(LabelKind.NUMBER, number=text.text.strip())
        loose = label.kind is LabelKind.NUMBER and not trusted
        family = (layer, text.tag, f"{text.height:.2g}")
        readings.append(
            Reading(
                index,
                Label(label.kind, label.number, label.name, label.known, trusted),
                family,
                read_area(text.text),
                loose and (figures or is_door_size(label.number)),
            )
        )
    return _continue_names(plan, _read_marks(plan, _read_codes(readings)))


def _read_marks(plan: Plan, readings: list[Reading]) -> list[Reading]:
    """Return readings where marks beside names count as numbers, as others of their family do: "STAIR", ``S1``."""
    numbers: Counter[Family] = Counter(one.family for one in readings if one.label.kind is LabelKind.NUMBER)

    def is_number(before: Reading | None, one: Reading, after: Reading | None) -> bool:
        text = plan.texts[one.index]
        return (
            one.label.kind is LabelKind.CODE
            and numbers[one.family] >= _LEAST_NUMBERS
            and is_mark(text)
            and any(
                name is not None
                and name.family == one.family
                and name.label.known
                and not name.label.number
                and is_column(plan.texts[name.index], text)
                for name in (before, after)
            )
        )

    return [
        number_by_mark(plan, one) if is_number(before, one, after) else one
        for before, one, after in zip([None, *readings], readings, [*readings[1:], None], strict=False)
    ]


def is_mark(text: Text) -> bool:
    """Return whether a text is one or two letters and digits, as marks of rooms, doors and fittings are: ``F09``."""
    return _MARK.fullmatch(text.text.strip()) is not None


def number_by_mark(plan: Plan, one: Reading) -> Reading:
    """Return a reading whose whole text is the number of a room."""
    number = plan.texts[one.index].text.strip()
    return replace(one, label=replace(one.label, kind=LabelKind.NUMBER, number=number))


def _continue_names(plan: Plan, readings: list[Reading]) -> list[Reading]:
    """Return readings where a figure on a line of its own belongs to a name.

    It stands below: "Bath", "1" above or below "A104"; or the name goes on after a comma: "244,", "Museum".
    """
    shapes: dict[Family, Counter[str]] = defaultdict(Counter)
    for one in readings:
        if one.label.kind is LabelKind.NUMBER:
            shapes[one.family][shape_number(one.label.number)] += 1
    continuing = set()
    for stack in zip(readings, readings[1:], readings[2:], strict=False):
        if tuple(one.label.kind for one in stack) not in _STACKS or len({one.family for one in stack}) > 1:
            continue
        is_above = stack[0].label.kind is LabelKind.NAME
        figure, number = (stack[1], stack[2]) if is_above else (stack[2], stack[0])
        usual = shapes[figure.family]
        if (
            (is_above or _FIGURE.fullmatch(figure.label.number))
            and _is_usual(usual, number)
            and not _is_usual(usual, figure)
            and is_column(*(plan.texts[one.index] for one in stack))
        ):
            continuing.add(figure.index)
    for first, follow in pairwise(readings):
        texts = plan.texts[first.index], plan.texts[follow.index]
        if (
            first.label.kind is LabelKind.CODE
            and follow.label.kind is LabelKind.NAME
            and first.family == follow.family
            and _BEGUN.fullmatch(texts[0].text.strip())
            and is_column(*texts)
        ):
            continuing.add(first.index)
    return [
        replace(one, label=Label(LabelKind.NAME, name=plan.texts[one.index].text.strip()))
        if one.index in continuing
        else one
        for one in readings
    ]


def shape_number(number: str) -> str:
    """Return a number with all digits, and all letters, alike: ``A99`` for ``B12``."""
    return re.sub(r"[^\W\d_]", "A", re.sub(r"\d", "9", number))


def _is_usual(shapes: Counter[str], one: Reading) -> bool:
    return shapes[shape_number(one.label.number)] >= _NUMBERING * shapes.total()


def is_column(*texts: Text) -> bool:
    """Return whether texts are the lines of one label."""
    height = texts[0].height
    return all(
        math.dist(one.centre, other.centre) <= _LINE * height + abs(one.width - other.width) / 2
        for one, other in pairwise(texts)
    )


def _read_codes(readings: list[Reading]) -> list[Reading]:
    """Return readings where codes count as numbers in families that mostly number: ``STR-6`` among ``1037``."""
    kinds: dict[tuple[int, str], Counter[LabelKind]] = {}
    for one in readings:
        kinds.setdefault(one.family[:2], Counter())[one.label.kind] += 1
    numbering = {
        family
        for family, counts in kinds.items()
        if counts[LabelKind.NUMBER] >= _NUMBERING * sum(counts.values())
    }
    return [
        replace(
            one, label=replace(one.label, kind=LabelKind.NUMBER, number=one.label.name, name="", known=False)
        )
        if one.family[:2] in numbering
        and one.label.kind is LabelKind.NAME
        and _CODE.fullmatch(one.label.name)
        else one
        for one in readings
    ]
