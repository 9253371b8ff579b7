"""Patterns over the words of a name: how rules recognise layers and labels in any language.

A pattern matches if its words are adjacent in the name; ``*`` and ``?`` match letters inside of a word. Behind ``=``
stands the whole of a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from fnmatch import translate

from interactive_maps.mapdata.categories.words import split_pattern, split_words


@dataclass(frozen=True, slots=True)
class WordPatterns:
    """Compiled patterns: plain phrases are looked up, one-word wildcards are one expression, the rest are tried."""

    phrases: frozenset[tuple[str, ...]]
    wild: frozenset[tuple[str, ...]] = frozenset()
    whole: frozenset[tuple[str, ...]] = frozenset()
    _longest: int = field(init=False, default=0)
    _wild_word: re.Pattern[str] = field(init=False, default=re.compile(r"(?!)"))
    _wild_phrases: tuple[tuple[re.Pattern[str], ...], ...] = field(init=False, default=())

    def __post_init__(self) -> None:
        single = sorted(translate(words[0]) for words in self.wild if len(words) == 1)
        several = sorted(words for words in self.wild if len(words) > 1)
        compiled = tuple(tuple(re.compile(translate(word)) for word in words) for words in several)
        object.__setattr__(self, "_longest", max(map(len, self.phrases), default=0))
        object.__setattr__(self, "_wild_word", re.compile("|".join(single) or r"(?!)"))
        object.__setattr__(self, "_wild_phrases", compiled)

    @classmethod
    def compile(cls, patterns: Iterable[str]) -> WordPatterns:
        """Compile patterns as a rule file gives them; raises ValueError for one without a word."""
        phrases: set[tuple[str, ...]] = set()
        wild: set[tuple[str, ...]] = set()
        whole: set[tuple[str, ...]] = set()
        for pattern in patterns:
            words = split_pattern(pattern)
            if not words:
                raise ValueError(f"the pattern {pattern!r} contains no word")
            is_wild = "*" in pattern or "?" in pattern
            (whole if pattern.startswith("=") else wild if is_wild else phrases).add(words)
        return cls(frozenset(phrases), frozenset(wild), frozenset(whole))

    def __or__(self, other: WordPatterns) -> WordPatterns:
        """Return patterns that match where either matches."""
        return WordPatterns(self.phrases | other.phrases, self.wild | other.wild, self.whole | other.whole)

    def match(self, name: str) -> bool:
        """Return whether any pattern's words stand side by side in the name."""
        words = split_words(name)
        return (
            words in self.whole
            or self._holds_phrase(words)
            or any(self._wild_word.match(word) for word in words)
            or any(_stands_in(pattern, words) for pattern in self._wild_phrases)
        )

    def leave_out_phrases(self, name: str) -> str:
        """Return the words of a name without those that stand in a phrase of several words."""
        words = split_words(name)
        held = {
            index
            for start in range(len(words))
            for end in range(start + 2, min(start + self._longest, len(words)) + 1)
            if words[start:end] in self.phrases
            for index in range(start, end)
        }
        return " ".join(word for index, word in enumerate(words) if index not in held)

    def match_whole(self, name: str) -> bool:
        """Return whether some pattern is the whole of the name."""
        words = split_words(name)
        if (
            words in self.phrases
            or words in self.whole
            or (len(words) == 1 and self._wild_word.match(words[0]))
        ):
            return True
        same_length = (pattern for pattern in self._wild_phrases if len(pattern) == len(words))
        return any(_stands_in(pattern, words) for pattern in same_length)

    def _holds_phrase(self, words: tuple[str, ...]) -> bool:
        return any(
            words[start:end] in self.phrases
            for start in range(len(words))
            for end in range(start + 1, min(start + self._longest, len(words)) + 1)
        )


NO_WORDS = WordPatterns(frozenset())
_HUMP = re.compile(r"(?<=[^\W\d_])(?=[A-ZÀ-Þ][a-zß-ÿ])")


def compile_kinds(tables: Iterable[tuple[str, Iterable[str]]]) -> tuple[tuple[str, WordPatterns], ...]:
    """Return kinds with their compiled patterns, in order."""
    return tuple((kind, WordPatterns.compile(patterns)) for kind, patterns in tables)


def find_kind(name: str, kinds: Iterable[tuple[str, WordPatterns]], default: str = "other") -> str:
    """Return the first kind with a pattern that matches a name, as written or else with ``CamelCase`` taken apart."""
    kinds = tuple(kinds)
    spellings = (name, _HUMP.sub(" ", name))
    found = (kind for spelling in spellings for kind, patterns in kinds if patterns.match(spelling))
    return next(found, default)


def _stands_in(pattern: tuple[re.Pattern[str], ...], words: tuple[str, ...]) -> bool:
    return any(
        all(part.match(word) for part, word in zip(pattern, words[start:], strict=False))
        for start in range(len(words) - len(pattern) + 1)
    )
