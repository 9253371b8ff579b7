"""Families of texts: all texts on one layer, or in one attribute, mean the same kind of thing.

A family numbers rooms if most regions with any of its texts hold exactly one of its numbers, or, in open plan, at
most one for each line of a room's name; the look of a single text does not decide. Numbers that repeat are not room
numbers, unless they stand above areas: in plans of dwellings they start again in every flat. A family names rooms if
its layer says so, if its words are those of rooms, or if it names the others on a layer that names rooms.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from interactive_maps.importing.recognition.account import Step
from interactive_maps.importing.recognition.labels.reading import Family, Reading, shape_number
from interactive_maps.importing.recognition.labels.texts import LabelKind

_LEAST_REGIONS = 3
_SINGLE = 0.6  # share of regions with exactly one number
_DISTINCT = 0.75  # share of numbers that occur once
_REPEATING = 0.4  # share of numbers that occur once, up to which they may say something else of a room
_DISTINCT_DOUBTFUL = 0.95  # if most look like lengths or door sizes, which repeat
_LEAST_OTHERS = 2  # regions named in letters of another size
_KNOWN = 1 / 3  # share of names that contain a room word
_DOUBTFUL = 0.5
_ABOVE_AREAS = 0.6  # share of a family's numbers, which then may start again in every flat
_TAGS = 0.8  # share of a family's numbers that stand at doors
_INSIDE = 0.9  # share of a further family's numbers in rooms, and of those that look like the others
_SHARED = 0.1  # of the regions of a second family that the first numbers, too


@dataclass(frozen=True, slots=True)
class Families:
    """The families that number rooms and those that name them: by layer, attribute and height."""

    numbers: frozenset[Family]
    names: frozenset[Family]


def choose_families(readings: Sequence[Reading], regions: Mapping[int, int], step: Step) -> Families:
    """Return the families; ``regions`` maps the index of each text to its region."""
    numbers = _choose_numbers(readings, regions)
    names = _choose_names(readings, regions)
    step.count(number_families=len(numbers), name_families=len(names))
    return Families(numbers, names)


def _choose_numbers(readings: Sequence[Reading], regions: Mapping[int, int]) -> frozenset[Family]:
    by_family: dict[Family, list[Reading]] = defaultdict(list)
    for reading in readings:
        if reading.label.number:
            by_family[reading.family].append(reading)
    trusted = {key for key, found in by_family.items() if any(one.label.trusted for one in found)}
    names = Counter(one.family for one in readings if one.label.name and not one.label.number)
    by_family = {
        key: found
        for key, found in by_family.items()
        if not (key[1] and key in trusted and names[key] > len(found))  # "STAIR" and "1" in NAME1 and NAME2
    }
    named = Counter(regions[one.index] for one in readings if one.label.known and one.index in regions)
    rated = {
        key: _rate(found, regions, named)
        for key, found in by_family.items()
        if key in trusted or _may_number([one for one in found if one.index in regions])
    }
    fit = {key: rate for key, rate in rated.items() if rate is not None}
    chosen = {key for key in fit if key in trusted}
    chosen |= {key for key, found in by_family.items() if any(one.label.name for one in found)}
    # A table of rooms numbers none of those that it stands beside.
    if not any(one.index in regions for key in chosen & trusted for one in by_family[key]):
        chosen |= _choose_best(by_family, fit, regions)
        chosen |= _list_smaller(by_family, chosen, regions, _list_stacked(readings, regions))
    chosen |= _list_further(by_family, chosen, regions)
    return frozenset(chosen - _list_repeating(by_family, chosen, regions))


def _list_repeating(
    by_family: Mapping[Family, Sequence[Reading]], chosen: Collection[Family], regions: Mapping[int, int]
) -> set[Family]:
    """Return families with few values for many rooms that others number: heights of rooms, keys of finishes."""
    homes = {key: {regions[one.index] for one in by_family[key] if one.index in regions} for key in chosen}
    distinct = {
        key: len({one.label.number for one in by_family[key]}) / len(by_family[key]) for key in chosen
    }
    telling = [key for key in chosen if distinct[key] >= _DISTINCT]
    return {
        key
        for key in chosen
        if distinct[key] <= _REPEATING
        and len(homes[key]) >= _LEAST_REGIONS
        and any(len(homes[key] & homes[other]) >= _SINGLE * len(homes[key]) for other in telling)
    }


def _choose_best(
    by_family: Mapping[Family, Sequence[Reading]], fit: Mapping[Family, int], regions: Mapping[int, int]
) -> set[Family]:
    """Return the family that numbers most regions, and those that number others alone: small rooms, small letters.

    Numbers that stand at doors number these, where others stand in the rooms.
    """
    chosen: set[Family] = set()
    numbered: set[int] = set()
    tags = {key for key in fit if sum(one.at_door for one in by_family[key]) >= _TAGS * len(by_family[key])}
    for key in sorted(fit.keys() - tags or fit, key=lambda key: (-fit[key], key)):
        held = {regions[one.index] for one in by_family[key] if one.index in regions}
        smaller = any(_continues(by_family[one], by_family[key]) for one in chosen)
        if not chosen or smaller or len(held & numbered) <= _SHARED * len(held):
            chosen.add(key)
            numbered |= held
    return chosen


def _list_smaller(
    by_family: Mapping[Family, Sequence[Reading]],
    chosen: Collection[Family],
    regions: Mapping[int, int],
    stacked: Collection[tuple[Family, int]],
) -> set[Family]:
    """Return families, however small, that go on with the numbers of others in rooms without any.

    Where numbers have no letters, each has to stand with a name in letters of its own size: others are figures.
    """
    numbered = {regions[one.index] for key in chosen for one in by_family[key] if one.index in regions}
    found = set()
    for key in by_family.keys() - set(chosen):
        homes = [regions[one.index] for one in by_family[key] if one.index in regions]
        fresh = len(homes) == len(by_family[key]) == len(set(homes)) and numbered.isdisjoint(homes)
        with_names = all((key, home) in stacked for home in homes)
        if fresh and any(_continues(by_family[one], by_family[key], with_names) for one in chosen):
            found.add(key)
    return found


def _list_further(
    by_family: Mapping[Family, Sequence[Reading]], chosen: Collection[Family], regions: Mapping[int, int]
) -> set[Family]:
    """Return families of other layers that number the rooms without a number, in numbers that look like the others.

    Draughtsmen of several years write on several layers: numbers in labels here, in circles there.
    """
    numbered = {regions[one.index] for key in chosen for one in by_family[key] if one.index in regions}
    shapes = {shape_number(one.label.number) for key in chosen for one in by_family[key]}
    shapes = {shape for shape in shapes if len(shape) > 1}  # single figures count anything
    found = set()
    for key in by_family.keys() - set(chosen):
        held = [one for one in by_family[key] if one.index in regions and not one.at_door]
        homes = {regions[one.index] for one in held}
        alike = sum(shape_number(one.label.number) in shapes for one in held)
        once = len(homes) == len(held) == len({one.label.number for one in held})
        enough = len(held) >= max(_LEAST_REGIONS, _INSIDE * len(by_family[key]))
        if once and enough and alike >= _INSIDE * len(held) and len(homes & numbered) <= _SHARED * len(held):
            found.add(key)
    return found


def _list_stacked(readings: Sequence[Reading], regions: Mapping[int, int]) -> set[tuple[Family, int]]:
    """Return each family of names with each region in which it has one."""
    return {
        (one.family, regions[one.index])
        for one in readings
        if one.label.kind is LabelKind.NAME and one.index in regions
    }


def _continues(found: Sequence[Reading], others: Sequence[Reading], with_names: bool = False) -> bool:
    """Return whether other texts of a layer, of another size, go on with its numbering: ``A105`` after ``A104``.

    The letters in small rooms are smaller. Numbers without letters need names beside them.
    """
    shapes = Counter(shape_number(one.label.number) for one in found)
    usual = sum(shapes[shape_number(one.label.number)] > 0 for one in others)
    repeated = {one.label.number for one in found} & {one.label.number for one in others}
    lettered = any(letter.isalpha() for shape in shapes for letter in shape)
    same = found[0].family[:2] == others[0].family[:2]
    return same and (lettered or with_names) and usual == len(others) and not repeated


def _may_number(found: Sequence[Reading]) -> bool:
    """Return whether numbers in rooms may be theirs: those of axes, outside, repeat at both ends of each."""
    if sum(one.above_area for one in found) >= max(_LEAST_REGIONS, _ABOVE_AREAS * len(found)):
        return True
    if not found:
        return False
    values = [one.label.number for one in found]
    distinct = len(set(values)) / len(values)
    doubtful = sum(one.doubtful for one in found) / len(found)
    return distinct >= (_DISTINCT_DOUBTFUL if doubtful >= _DOUBTFUL else _DISTINCT)


def _rate(found: Sequence[Reading], regions: Mapping[int, int], named: Mapping[int, int]) -> int | None:
    """Return how many regions have exactly one number, or no more than lines of names; None if most do not.

    A layer of room numbers may hold others: the same size in every bathroom, or those of flats in a corridor.
    """
    values: dict[int, set[str]] = defaultdict(set)
    for one in found:
        if one.index in regions:
            values[regions[one.index]].add(one.label.number)
    single = sum(len(numbers) <= max(1, named.get(region, 0)) for region, numbers in values.items())
    said = len({one.label.number for one in found})
    if len(values) >= _LEAST_REGIONS and said == 1:
        return None
    if values and said >= _LEAST_REGIONS and not single:
        return None
    if any(one.label.trusted for one in found):
        return single
    return single if single >= _LEAST_REGIONS and single >= _SINGLE * len(values) else None


def _choose_names(readings: Sequence[Reading], regions: Mapping[int, int]) -> frozenset[Family]:
    by_family: dict[Family, list[Reading]] = defaultdict(list)
    for reading in readings:
        if reading.label.kind is LabelKind.NAME:
            by_family[reading.family].append(reading)
    trusted = {family for family, found in by_family.items() if any(one.label.trusted for one in found)}
    known = {
        family
        for family, found in by_family.items()
        if sum(one.label.known for one in found) >= _KNOWN * len(found)
    }
    chosen = trusted | known
    layers = {family[:2] for family in chosen}
    named = {regions[one.index] for family in chosen for one in by_family[family] if one.index in regions}
    others = {
        family: found for family, found in by_family.items() if family[:2] in layers and family not in chosen
    }
    return frozenset(chosen | {key for key, found in others.items() if _name_others(found, named, regions)})


def _name_others(found: Sequence[Reading], named: Collection[int], regions: Mapping[int, int]) -> bool:
    """Return whether texts of another size name the rooms that have no other name: small ones. Notes stand in any."""
    homes = {regions[one.index] for one in found if one.index in regions}
    inside = all(one.index in regions for one in found)
    single = len(homes) >= max(_LEAST_OTHERS, _SINGLE * len(found))
    return inside and single and homes.isdisjoint(named)
