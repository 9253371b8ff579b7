"""What people call the categories of things, in several languages, as queries are compared with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from interactive_maps.mapdata.categories.table import Kind, load_table
from interactive_maps.mapdata.search.folding import list_deletions, make_key, measure_distance

MOST_PIECES = 4
_SHORTEST_PREFIX, _SHORTEST_MISSPELT = 3, 5


@dataclass(frozen=True, slots=True)
class Concept:
    """A kind of things that people look for; ``keys`` are what it is called, folded."""

    kind: Kind
    keys: frozenset[str]

    @property
    def categories(self) -> tuple[str, ...]:
        """The categories that are of this kind."""
        return self.kind.categories


@dataclass(frozen=True, slots=True)
class Words:
    """All concepts by name, and the words that may be missing from a name."""

    idle: frozenset[str]
    concepts: tuple[Concept, ...]
    misspelt: Mapping[str, frozenset[str]]  # a name's letters removed -> the names

    def find_exactly(self, key: str) -> tuple[Concept, ...]:
        """Return the concepts named ``key``."""
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
    """Return all of them, folded."""
    table = load_table()
    idle = frozenset(piece for word in table.idle for piece in make_key(word).split(" "))
    concepts = tuple(Concept(kind, frozenset(make_key(word) for word in kind.words)) for kind in table.kinds)
    misspelt: dict[str, set[str]] = {}
    for key in {key for concept in concepts for key in concept.keys}:
        for left in list_deletions(key):
            misspelt.setdefault(left, set()).add(key)
    return Words(idle, concepts, {left: frozenset(names) for left, names in misspelt.items()})
