"""Composition of labels from the texts in one region."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from interactive_maps.importing.drawing import Text
from interactive_maps.importing.recognition.labels.families import Families
from interactive_maps.importing.recognition.labels.label import RoomLabel
from interactive_maps.importing.recognition.labels.reading import Reading
from interactive_maps.importing.recognition.labels.texts import Label, LabelKind
from interactive_maps.importing.recognition.plan import Plan
from interactive_maps.texts.cleaning import clean_text

_LINE_SPACING = 2.4  # heights from one line of a name to the next
_ASIDE = 2.5  # heights that their middles may differ along the line, beside half their widths
_LONGEST_NAME = 120
# Words that stand alone only on a line of their own between two lines of a name: "Sala", "de", "reuniones".
_PARTICLES = frozenset(
    [
        *(
            "&",
            "a",
            "and",
            "at",
            "au",
            "aux",
            "da",
            "das",
            "de",
            "del",
            "den",
            "der",
            "des",
            "di",
            "do",
            "dos",
            "du",
        ),
        *(
            "e",
            "el",
            "en",
            "et",
            "for",
            "för",
            "für",
            "i",
            "im",
            "in",
            "la",
            "las",
            "le",
            "les",
            "los",
            "och",
            "of",
        ),
        *(
            "og",
            "the",
            "to",
            "u",
            "und",
            "van",
            "von",
            "y",
            "zu",
            "zum",
            "zur",
            "à",
            "для",
            "и",
            "на",
            "по",
            "с",
        ),
    ]
)


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
    lines = _join_lines(plan, [one for one in [*named, *particles] if one not in numbered])
    if not numbered:
        return _label_by_names(plan, lines, found)
    owned: dict[int, list[list[Reading]]] = defaultdict(list)
    for group in lines:
        owned[_find_nearest(plan, group[0], numbered)].append(group)
    labels = []
    areas = _share_areas(plan, found, [plan.texts[one.index].centre for one in numbered])
    for rank, one in enumerate(numbered):
        groups = owned[rank]
        if any(g.label.known for group in groups for g in group):
            groups = [group for group in groups if any(g.label.known for g in group)]
        texts = [one, *(line for group in groups for line in group)]
        name = clean_text(" ".join(filter(None, [one.label.name, *(_say(group) for group in groups)])))
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


def _list_particles(plan: Plan, found: Sequence[Reading], families: Families) -> list[Reading]:
    """Return the words that only continue a name, as names."""
    words = [(one, clean_text(plan.texts[one.index].text)) for one in found if one.family in families.names]
    return [
        replace(one, label=Label(LabelKind.NAME, name=word))
        for one, word in words
        if not one.label.is_room and word.casefold() in _PARTICLES
    ]


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
    return clean_text(" ".join(one.label.name for one in group))


def _entities(plan: Plan, group: Sequence[Reading]) -> tuple[int, ...]:
    return tuple(plan.texts[one.index].entity for one in group)


def _join_lines(plan: Plan, named: Sequence[Reading]) -> list[list[Reading]]:
    """Return names as groups of lines, each in reading order."""
    groups: list[list[Reading]] = []
    for one in sorted(named, key=lambda one: _sort_key(plan.texts[one.index])):
        for group in groups:
            if (
                _follows(plan.texts[group[-1].index], plan.texts[one.index])
                and group[-1].family == one.family
            ):
                group.append(one)
                break
        else:
            groups.append([one])
    return [group for group in map(_strip_particles, groups) if group]


def _strip_particles(group: list[Reading]) -> list[Reading]:
    """Return a name without particles at its ends, which then continue nothing."""
    said = [at for at, one in enumerate(group) if one.label.name.casefold() not in _PARTICLES]
    return group[said[0] : said[-1] + 1] if said else []


def _sort_key(text: Text) -> tuple[float, float]:
    cosine, sine = math.cos(text.angle), math.sin(text.angle)
    x, y = text.centre
    return round(x * sine - y * cosine, 2), round(x * cosine + y * sine, 2)


def _follows(first: Text, second: Text) -> bool:
    """Return whether a text is the next line below another, or continues it in the same block reference."""
    if first.block and first.block == second.block:
        return True
    if abs(math.remainder(first.angle - second.angle, math.tau)) > 0.1:
        return False
    height = max(first.height, second.height, 1e-9)
    dx, dy = second.centre[0] - first.centre[0], second.centre[1] - first.centre[1]
    cosine, sine = math.cos(first.angle), math.sin(first.angle)
    along, down = abs(dx * cosine + dy * sine), dx * sine - dy * cosine
    beside = along <= abs(first.width - second.width) / 2 + _ASIDE * height
    return beside and 0.5 * height < down <= _LINE_SPACING * height
