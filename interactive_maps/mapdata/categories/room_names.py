"""What a room's name says of the room, in many languages: its category, and whether it is for everybody. Pure.

Words are compared, never parts of words, unless a pattern says so: ``mécanique`` is not ``escalier mécanique``, and
a wardrobe is no ward. Of a compound the last part counts: a stair lift is a lift. Numbers do not count.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache

from interactive_maps.mapdata.categories.patterns import PatternIndex
from interactive_maps.mapdata.categories.table import load_table
from interactive_maps.mapdata.categories.words import split_words

_MOST_WORDS = 20  # of a name, that count
_RESTROOM = "restroom"
_LETTER_OF_NUMBER = 1  # as many letters behind a number are a part of it: 100 a


def find_category(name: str) -> str | None:
    """Return the category of a room that is called so; None where the name does not tell."""
    found = _find_category(_drop_numbers(name))
    return None if found == "room" else found


def find_unit_category(name: str) -> str | None:
    """Return the category of IMDF's units that a space of this name has; None where the name does not tell."""
    category = find_category(name)
    return None if category is None else load_table().imdf.get(category, category)


def is_private(name: str) -> bool:
    """Return whether a room that is called so is not for everybody: ``Staff WC``, ``Patient bath``."""
    return any(True for _ in _private_words().find(split_words(name)[:_MOST_WORDS]))


@lru_cache(maxsize=65536)
def _find_category(words: tuple[str, ...]) -> str | None:
    rules = load_table().rules
    best = min(_find_rules(words), default=None)
    if best is None:
        return None
    category = rules[best].category
    return _specify(words) if category == _RESTROOM else category


def _find_rules(words: tuple[str, ...]) -> Iterator[int]:
    subjects = load_table().subjects
    places = _list_patterns()
    for number, start, end in _index_rules().find(words):
        rule, mode = places[number]
        fits_start = mode in {"last", "names"} or start == 0
        fits_end = mode in {"first", "names"} or end == len(words)
        # Mechanical engineering is taught, and no room with machines.
        if fits_start and fits_end and not (end < len(words) and words[end] in subjects):
            yield rule


def _specify(words: tuple[str, ...]) -> str:
    """Return the category of a toilet with whom it is for."""
    if any(True for _ in _accessible_words().find(words)):
        return f"{_RESTROOM}.wheelchair"
    sexes = tuple(load_table().sexes)
    found = {sexes[number] for number, _, _ in _index_sexes().find(words)}
    return f"{_RESTROOM}.{found.pop()}" if len(found) == 1 else _RESTROOM


def _drop_numbers(name: str) -> tuple[str, ...]:
    words = split_words(name)[:_MOST_WORDS]
    kept = []
    for place, word in enumerate(words):
        follows_number = place > 0 and words[place - 1].isdigit() and len(word) <= _LETTER_OF_NUMBER
        if not word.isdigit() and not follows_number:
            kept.append(word)
    return tuple(kept)


@cache
def _list_patterns() -> tuple[tuple[int, str], ...]:
    """Return (rule, mode) by the numbers of the index."""
    return tuple((number, mode) for number, rule in enumerate(load_table().rules) for mode in rule.patterns)


@cache
def _index_rules() -> PatternIndex:
    table = load_table()
    index = PatternIndex(table.compounds)
    for number, (rule, mode) in enumerate(_list_patterns()):
        index.add(number, table.rules[rule].patterns[mode], alone=mode == "whole")
    return index


@cache
def _accessible_words() -> PatternIndex:
    index = PatternIndex()
    index.add(0, load_table().accessible)
    return index


@cache
def _index_sexes() -> PatternIndex:
    index = PatternIndex()
    for number, words in enumerate(load_table().sexes.values()):
        index.add(number, words)
    return index


@cache
def _private_words() -> PatternIndex:
    index = PatternIndex()
    index.add(0, load_table().private)
    return index
