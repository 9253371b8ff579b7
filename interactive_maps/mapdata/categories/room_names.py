"""What a room's name says of the room, in many languages: its category, and whether it is for everybody. Pure.

Words are compared, never parts of words, unless a pattern says so: ``mécanique`` is not ``escalier mécanique``, and
a wardrobe is no ward. Numbers do not count.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from fnmatch import translate
from functools import cache, lru_cache

from interactive_maps.mapdata.categories.table import load_table
from interactive_maps.mapdata.categories.words import split_pattern, split_words

_MOST_WORDS = 20  # of a name, that count
_RESTROOM = "restroom"
_LETTER_OF_NUMBER = 1  # as many letters behind a number are a part of it: 100 a


@dataclass(slots=True)
class PatternIndex:
    """Patterns by number: phrases are looked up, and of a word with wildcards each spelling is tried once."""

    _phrases: dict[tuple[str, ...], list[int]] = field(default_factory=lambda: defaultdict(list))
    _words: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    _sequences: list[tuple[tuple[re.Pattern[str], ...], int]] = field(default_factory=list)
    _spellings: list[tuple[re.Pattern[str], list[int]]] = field(default_factory=list)
    _known: dict[str, tuple[int, ...]] = field(default_factory=dict)
    _longest: int = 1

    def add(self, number: int, patterns: Iterable[str]) -> None:
        """Add patterns that all have the same number."""
        for pattern in patterns:
            words = split_pattern(pattern)
            self._longest = max(self._longest, len(words))
            if not any("*" in word or "?" in word for word in words):
                self._phrases[words].append(number)
            elif len(words) == 1:
                self._words[words[0]].append(number)
            else:
                self._sequences.append((tuple(re.compile(translate(word)) for word in words), number))
        self._spellings = [(re.compile(translate(word)), numbers) for word, numbers in self._words.items()]

    def find(self, words: tuple[str, ...]) -> Iterator[tuple[int, int, int]]:
        """Yield (number, start, end) of all patterns that fit somewhere in ``words``."""
        for start, word in enumerate(words):
            for number in self._find_word(word):
                yield number, start, start + 1
            for end in range(start + 1, min(start + self._longest, len(words)) + 1):
                for number in self._phrases.get(words[start:end], ()):
                    yield number, start, end
            for sequence, number in self._sequences:
                piece = words[start : start + len(sequence)]
                if len(piece) == len(sequence) and all(
                    part.match(word) for part, word in zip(sequence, piece, strict=True)
                ):
                    yield number, start, start + len(sequence)

    def _find_word(self, word: str) -> tuple[int, ...]:
        found = self._known.get(word)
        if found is None:
            matching = (numbers for spelling, numbers in self._spellings if spelling.match(word))
            found = tuple(number for numbers in matching for number in numbers)
            if len(self._known) < _MOST_KNOWN:
                self._known[word] = found
        return found


_MOST_KNOWN = 50_000


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
    best = min((number for number, start, end in _find_rules(words)), default=None)
    if best is None:
        return None
    category = rules[best].category
    return _find_sex(words) if category == _RESTROOM else category


def _find_rules(words: tuple[str, ...]) -> Iterator[tuple[int, int, int]]:
    indexes = _index_rules()
    for mode, index in indexes.items():
        for number, start, end in index.find(words):
            fits_start, fits_end = (
                mode in {"last", "names"} or start == 0,
                mode in {"first", "names"} or end == len(words),
            )
            if fits_start and fits_end:
                yield number, start, end


def _find_sex(words: tuple[str, ...]) -> str:
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
def _index_rules() -> dict[str, PatternIndex]:
    indexes: dict[str, PatternIndex] = defaultdict(PatternIndex)
    for number, rule in enumerate(load_table().rules):
        for mode, patterns in rule.patterns.items():
            indexes[mode].add(number, patterns)
    return dict(indexes)


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
