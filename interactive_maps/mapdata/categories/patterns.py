"""Patterns of words, and names searched for many of them at once. Pure.

In a pattern, ``*`` at the end stands for endings and for what a compound goes on with: ``treppe*`` is ``Treppen``
and ``Treppenbereich``. The last part of a compound says what it is, so ``Treppenlift`` is what ``lift`` is, and of
``Lobbyist`` nothing is known. ``**``, and ``*`` elsewhere or of other scripts, stand for any letters.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from fnmatch import translate

from interactive_maps.mapdata.categories.words import split_pattern

_MOST_KNOWN = 50_000
_SHORTEST_STEM, _SHORTEST_HEAD = 2, 4


@dataclass(frozen=True, slots=True)
class Compounds:
    """How words go on: their ``endings``, the ``links`` between parts, and last parts that say where it is
    (``places``: ``raum``) or nothing at all (``nothing``: ``technik``). ``short`` are heads of few letters.
    """

    endings: frozenset[str]
    links: tuple[str, ...]
    places: tuple[str, ...]
    nothing: frozenset[str]
    short: frozenset[str]

    def list_parts(self, rest: str) -> list[str]:
        """Return what may be the last part of a compound that goes on with ``rest``, longest first."""
        parts = (rest[len(link) :] for link in self.links if rest.startswith(link))
        return [part for part in parts if len(part) >= _SHORTEST_HEAD or part in self.short]

    def is_ending(self, stem: str, rest: str) -> bool:
        """Return whether ``rest`` is an ending of ``stem``: ``r`` for ``raum``, but no ``officer``."""
        return rest in self.endings or (rest == "r" and not stem.endswith("e"))

    def is_place(self, rest: str) -> bool:
        """Return whether a compound that goes on with ``rest`` is a place."""
        return rest.endswith(self.places)


_FREE = Compounds(frozenset(), (), (), frozenset(), frozenset())


@dataclass(slots=True)
class PatternIndex:
    """Patterns by number: phrases are looked up, and of a word with wildcards each spelling is tried once.

    Without ``compounds``, each ``*`` stands for any letters.
    """

    compounds: Compounds = _FREE
    _phrases: dict[tuple[str, ...], list[int]] = field(default_factory=lambda: defaultdict(list))
    _heads: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    _stems: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    _spellings: dict[str, tuple[re.Pattern[str], list[int]]] = field(default_factory=dict)
    _sequences: list[tuple[tuple[Callable[[str], bool], ...], int]] = field(default_factory=list)
    _known: dict[str, tuple[int, ...]] = field(default_factory=dict)
    _longest: int = 1

    def add(self, number: int, patterns: Iterable[str], *, alone: bool = False) -> None:
        """Add patterns that all have the same number; those that stand ``alone`` are no part of compounds."""
        for pattern in patterns:
            words = split_pattern(pattern)
            self._longest = max(self._longest, len(words))
            if not any("*" in word or "?" in word for word in words):
                self._phrases[words].append(number)
                if not alone and len(words) == 1:
                    self._heads[words[0]].append(number)
            elif len(words) > 1:
                self._sequences.append((tuple(map(self._make_test, words)), number))
            elif self._is_stem(words[0]):
                self._stems[words[0][:-1]].append(number)
            else:
                _, numbers = self._spellings.setdefault(words[0], (re.compile(translate(words[0])), []))
                numbers.append(number)

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
                    fits(part) for fits, part in zip(sequence, piece, strict=True)
                ):
                    yield number, start, start + len(sequence)

    def _is_stem(self, pattern: str) -> bool:
        stem = pattern[:-1]
        return self.compounds is not _FREE and pattern.endswith("*") and stem.isascii() and stem.isalpha()

    def _make_test(self, pattern: str) -> Callable[[str], bool]:
        """Return what tells whether a word of a phrase fits ``pattern``."""
        if not self._is_stem(pattern):
            spelling = re.compile(translate(pattern))
            return lambda word: spelling.match(word) is not None
        stem = pattern[:-1]
        return lambda word: word.startswith(stem) and self._goes_on(stem, word[len(stem) :])

    def _goes_on(self, stem: str, rest: str) -> bool:
        return self.compounds.is_ending(stem, rest) or self.compounds.is_place(rest)

    def _find_word(self, word: str) -> tuple[int, ...]:
        found = self._known.get(word)
        if found is None:
            spelt = [
                number
                for spelling, numbers in self._spellings.values()
                if spelling.match(word)
                for number in numbers
            ]
            found = tuple(spelt + self._find_stems(word))
            if len(self._known) < _MOST_KNOWN:
                self._known[word] = found
        return found

    def _find_stems(self, word: str) -> list[int]:
        found: list[int] = []
        for end in range(_SHORTEST_STEM, len(word) + 1):
            numbers = self._stems.get(word[:end])
            if not numbers:
                continue
            stem, rest = word[:end], word[end:]
            if self.compounds.is_ending(stem, rest):
                found += numbers
            elif heads := self._find_heads(rest):
                found += heads
            elif self.compounds.is_place(rest):
                found += numbers
        return found

    def _find_heads(self, rest: str) -> list[int]:
        """Return the numbers of the last part of a compound, where it is a word of its own."""
        for part in self.compounds.list_parts(rest):
            if part in self.compounds.nothing:
                return []
            if found := [*self._heads.get(part, ()), *self._find_word(part)]:
                return found
        return []
