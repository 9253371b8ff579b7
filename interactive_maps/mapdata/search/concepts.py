"""What people call the categories of things, in several languages: ``words.toml``, read once."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from interactive_maps.mapdata.search.folding import list_deletions, make_key, measure_distance

_FILE = Path(__file__).with_name("words.toml")
MOST_PIECES = 4
_SHORTEST_PREFIX, _SHORTEST_MISSPELT = 3, 5


@dataclass(frozen=True, slots=True)
class Concept:
    """Something that people look for by kind. ``labels`` are by language; ``keys`` are what it is called, folded."""

    name: str
    labels: tuple[tuple[str, str], ...]
    categories: tuple[str, ...]
    keys: frozenset[str]

    def choose_label(self, languages: tuple[str, ...]) -> str:
        """Return what it is called in the first of ``languages`` that is known, else in English."""
        known = dict(self.labels)
        return next((known[language] for language in languages if language in known), known["en"])


@dataclass(frozen=True, slots=True)
class Words:
    """All concepts, by what they are called, and the words that a name is found without."""

    idle: frozenset[str]
    concepts: tuple[Concept, ...]
    misspelt: Mapping[str, frozenset[str]]  # what is left of a name without a letter -> the names

    def find_exactly(self, key: str) -> tuple[Concept, ...]:
        """Return the concepts that are called ``key``."""
        return tuple(concept for concept in self.concepts if key in concept.keys)

    def find_nearly(self, key: str) -> tuple[Concept, ...]:
        """Return the concepts whose name begins with ``key``, or differs from it by one letter."""
        if len(key) < _SHORTEST_PREFIX:
            return ()
        near = {name for name in self._list_misspelt(key) if measure_distance(key, name, 1) <= 1}
        return tuple(
            concept
            for concept in self.concepts
            if near & concept.keys or any(called.startswith(key) for called in concept.keys)
        )

    def _list_misspelt(self, key: str) -> set[str]:
        if len(key) < _SHORTEST_MISSPELT:
            return set()
        return {name for left in list_deletions(key) for name in self.misspelt.get(left, ())}


@cache
def load_words() -> Words:
    """Return what the file says."""
    content = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    idle = frozenset(piece for word in content.pop("idle") for piece in make_key(word).split(" "))
    concepts = tuple(
        Concept(
            name,
            tuple(entry["label"].items()),
            tuple(entry["categories"]),
            frozenset(make_key(word) for word in entry["words"]),
        )
        for name, entry in content.items()
    )
    misspelt: dict[str, set[str]] = {}
    for key in {key for concept in concepts for key in concept.keys}:
        for left in list_deletions(key):
            misspelt.setdefault(left, set()).add(key)
    return Words(idle, concepts, {left: frozenset(names) for left, names in misspelt.items()})
