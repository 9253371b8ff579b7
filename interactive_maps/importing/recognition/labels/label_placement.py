"""Composition of labels from the texts in one region."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from interactive_maps.importing.drawing import Text
from interactive_maps.importing.recognition.labels.families import Families
from interactive_maps.importing.recognition.labels.label import RoomLabel
from interactive_maps.importing.recognition.labels.name_lines import PARTICLES, join_lines
from interactive_maps.importing.recognition.labels.reading import Reading
from interactive_maps.importing.recognition.labels.texts import LabelKind, join_parts
from interactive_maps.importing.recognition.plan import Plan
from interactive_maps.texts.cleaning import clean_text

_LONGEST_NAME = 120
_APART = 1.5  # heights between the lines of one label
_WHOSE = frozenset("dfhmwg")  # rooms of women and men: damas, femmes, Herren, men, women, gents


def place_labels(
    plan: Plan, readings: Sequence[Reading], families: Families, regions: Mapping[int, int]
) -> dict[int, list[RoomLabel]]:
    """Return the labels of each region, by its index; ``regions`` maps each text to its region."""
    by_region: dict[int, list[Reading]] = defaultdict(list)
    for reading in readings:
        if reading.index in regions:
            by_region[regions[reading.index]].append(reading)
    return {
        region: labels
        for region, found in sorted(by_region.items())
        if (labels := _compose(plan, found, families))
    }


def _compose(plan: Plan, found: Sequence[Reading], families: Families) -> list[RoomLabel]:
    """Return the labels of one region: one for each number, else one for each name."""
    numbered = [one for one in found if one.label.number and one.family in families.numbers]
    named = [one for one in found if one.label.kind is LabelKind.NAME and one.family in families.names]
    if not numbered and not named:  # a small room's name may be as small as notes are
        named = [one for one in found if one.label.kind is LabelKind.NAME and one.label.known]
    numbered = _drop_repeated(numbered)
    particles = _list_particles(plan, found, families)
    lines = join_lines(plan, [one for one in [*named, *particles] if one not in numbered])
    if not numbered:
        return _label_by_names(plan, lines, found)
    owned: dict[int, list[list[Reading]]] = defaultdict(list)
    for group in lines:
        owned[_find_nearest(plan, group[0], numbered)].append(group)
    labels = []
    areas = _share_areas(plan, found, [plan.texts[one.index].centre for one in numbered])
    for rank, one in enumerate(numbered):
        groups = _keep_stacked(plan, one, owned[rank])
        if any(g.label.known for group in groups for g in group):
            groups = [group for group in groups if any(g.label.known for g in group)]
        texts = [one, *(line for group in groups for line in group)]
        name = join_parts([one.label.name, *(_say(group) for group in groups)])
        known = any(text.label.known for text in texts)
        place = plan.texts[one.index].centre
        labels.append(
            RoomLabel(
                one.label.number,
                name[:_LONGEST_NAME],
                place,
                _entities(plan, texts),
                known,
                areas[rank],
            )
        )
    return labels


def _keep_stacked(plan: Plan, number: Reading, groups: list[list[Reading]]) -> list[list[Reading]]:
    """Return the names right above, below or beside their number if there are any; others are signs in the room.

    The tag that has the number as an attribute says the name, too: texts beside it are translations, and notes.
    """
    tag = plan.texts[number.index].block
    tagged = [[one for one in group if tag and plan.texts[one.index].block == tag] for group in groups]
    if any(tagged):
        return [group for group in tagged if group]
    stacked: list[list[Reading]] = []
    texts = [plan.texts[number.index]]
    for _ in groups:
        near = [
            group
            for group in groups
            if group not in stacked
            and any(one.label.known or one.label.trusted for one in group)
            and any(_touch(plan.texts[one.index], text) for one in group for text in texts)
        ]
        stacked += near
        texts += [plan.texts[one.index] for group in near for one in group]
    return [group for group in groups if group in stacked] or groups


def _touch(one: Text, other: Text) -> bool:
    """Return whether two texts are as near as the lines of one label."""
    height = max(one.height, other.height)
    dx, dy = other.centre[0] - one.centre[0], other.centre[1] - one.centre[1]
    cosine, sine = math.cos(one.angle), math.sin(one.angle)
    along = abs(dx * cosine + dy * sine) - (one.width + other.width) / 2
    down = abs(dx * sine - dy * cosine) - (one.height + other.height) / 2
    return max(along, down) <= _APART * height


def _list_particles(plan: Plan, found: Sequence[Reading], families: Families) -> list[Reading]:
    """Return the texts that only continue a name, as names: "de", the "H" of "WC H", the "1" of "STAIR 1"."""
    named = {plan.texts[one.index].block for one in found if one.label.kind is LabelKind.NAME}
    return [
        replace(one, label=replace(one.label, kind=LabelKind.NAME, number="", name=word))
        for one in found
        if one.family in families.names
        and (word := clean_text(plan.texts[one.index].text))
        and (
            (not one.label.is_room and (word.casefold() in PARTICLES or word.casefold() in _WHOSE))
            or _continues_attribute(one, plan.texts[one.index].block, named, families)
        )
    ]


def _continues_attribute(one: Reading, block: str, named: Collection[str], families: Families) -> bool:
    """Return whether a figure is an attribute for names, in a block reference with another name."""
    is_figure = one.label.kind is LabelKind.NUMBER and one.family not in families.numbers
    return bool(is_figure and one.family[1] and block and block in named)


def _label_by_names(plan: Plan, lines: list[list[Reading]], found: Sequence[Reading]) -> list[RoomLabel]:
    known = [group for group in lines if any(one.label.known for one in group)]
    labels: list[RoomLabel] = []
    for group in known or lines[:1]:
        name = _say(group)
        if any(label.name == name for label in labels):
            continue
        places = [plan.texts[one.index].centre for one in group]
        place = (sum(x for x, _ in places) / len(places), sum(y for _, y in places) / len(places))
        labels.append(RoomLabel("", name, place, _entities(plan, group), bool(known)))
    areas = _share_areas(plan, found, [label.place for label in labels])
    return [replace(label, area=area) for label, area in zip(labels, areas, strict=True)]


def _share_areas(
    plan: Plan, found: Sequence[Reading], places: Sequence[tuple[float, float]]
) -> list[float | None]:
    """Return the written area nearest to each of the labels at ``places``; None if that is not exactly one."""
    shared: dict[int, list[float]] = defaultdict(list)
    for one in found:
        if one.area is not None and places:
            centre = plan.texts[one.index].centre
            shared[min(range(len(places)), key=lambda rank: math.dist(places[rank], centre))].append(one.area)
    return [shared[rank][0] if len(shared[rank]) == 1 else None for rank in range(len(places))]


def _drop_repeated(numbered: Sequence[Reading]) -> list[Reading]:
    seen: set[str] = set()
    kept = []
    for one in numbered:
        if one.label.number not in seen:
            seen.add(one.label.number)
            kept.append(one)
    return kept


def _find_nearest(plan: Plan, name: Reading, numbered: Sequence[Reading]) -> int:
    text = plan.texts[name.index]
    if text.block:
        for rank, one in enumerate(numbered):
            if plan.texts[one.index].block == text.block:
                return rank
    places = [plan.texts[one.index].centre for one in numbered]
    return min(range(len(places)), key=lambda rank: math.dist(places[rank], text.centre))


def _say(group: Sequence[Reading]) -> str:
    return join_parts(one.label.name for one in group)


def _entities(plan: Plan, group: Sequence[Reading]) -> tuple[int, ...]:
    return tuple(plan.texts[one.index].entity for one in group)
