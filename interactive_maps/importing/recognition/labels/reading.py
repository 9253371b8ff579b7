"""Reading of single texts: number, name, area, or none of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace

from interactive_maps.importing.recognition.labels.texts import Label, LabelKind, is_door_size, read_label
from interactive_maps.importing.recognition.limits import Limits, TooMuch
from interactive_maps.importing.recognition.plan import Plan
from interactive_maps.importing.rules.rule_file import LabelRules

Family = tuple[int, str, str]  # layer, attribute, height of letters

_AREA = re.compile(
    r"(\d+(?:[.,]\d+)?)\s*(m2|m²|qm|m\^2|sqm|sq\.?\s*m\.?|кв\.?\s*м\.?|м2|м²|㎡|s\.?f\.?|sq\.?\s*ft\.?|sqft|ft2|ft²)",
    re.IGNORECASE,
)
_CODE = re.compile(r"(?=.*\d)[^\W_]+(?:[-./][^\W_]+){0,4}", re.IGNORECASE)
_DECIMAL = re.compile(r"\d{1,2}[.,]\d{2,3}[A-Za-z]?")
_NUMBERING = 0.6  # share of numbers in a family that numbers
_SQUARE_FOOT = 0.3048**2
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

    A ``doubtful`` number may also be a length, or the size of a door.
    """

    index: int
    label: Label
    family: Family
    area: float | None = None
    doubtful: bool = False


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
        is_decimal = label.kind is LabelKind.DIMENSION and _DECIMAL.fullmatch(text.text.strip()) is not None
        if is_decimal:  # a length, or floor and room: the family decides
            label = Label(LabelKind.NUMBER, number=text.text.strip())
        loose = label.kind is LabelKind.NUMBER and not trusted
        family = (layer, text.tag, f"{text.height:.2g}")
        readings.append(
            Reading(
                index,
                Label(label.kind, label.number, label.name, label.known, trusted),
                family,
                read_area(text.text),
                loose and (is_decimal or is_door_size(label.number)),
            )
        )
    return _read_codes(readings)


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


def read_area(text: str) -> float | None:
    """Return the square metres that a text states: ``NGF: 12,50 m²``, ``134 SF``."""
    match = _AREA.search(text)
    if match is None:
        return None
    number = float(match[1].replace(",", "."))
    imperial = (
        match[2].casefold().lstrip("q").startswith(("sf", "s.f", "sq ft", "sq. ft", "sqft", "ft", "sq.ft"))
    )
    return number * _SQUARE_FOOT if imperial else number
