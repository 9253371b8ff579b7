"""The one table of categories, ``categories.toml``, read once."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from interactive_maps.mapdata.categories.patterns import Compounds

# The toilets that a wheelchair fits in, whoever else they are for.
ACCESSIBLE_RESTROOM = "restroom.wheelchair"
_FILE = Path(__file__).with_name("categories.toml")
_MODES = ("whole", "first", "last", "names")


@dataclass(frozen=True, slots=True)
class Kind:
    """Something that people look for: several categories that go by the same words and are shown alike.

    ``labels`` are by language. The first of ``categories`` is the plain one; ``words`` are what it is searched under.
    """

    name: str
    group: str
    labels: Mapping[str, str] = field(hash=False)
    categories: tuple[str, ...]
    words: tuple[str, ...]

    def choose_label(self, languages: tuple[str, ...]) -> str:
        """Return what it is called in the first of ``languages`` that is known, else in English."""
        return next(
            (self.labels[language] for language in languages if language in self.labels), self.labels["en"]
        )


@dataclass(frozen=True, slots=True)
class NameRule:
    """What rooms of a category are called: patterns by where in a name they fit (``whole``, ``first``, ``last``,
    ``names`` for anywhere).
    """

    category: str
    patterns: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Table:
    """All of it. ``idle`` are words that a name is found without; the order of ``rules`` counts.

    ``imdf`` says what spaces of categories are that IMDF has not. ``subjects`` are words that make what is before
    them a subject (``engineering``); ``accessible`` is what toilets are called that a wheelchair fits in.
    """

    idle: tuple[str, ...]
    kinds: tuple[Kind, ...]
    rules: tuple[NameRule, ...]
    sexes: Mapping[str, tuple[str, ...]]
    accessible: tuple[str, ...]
    private: tuple[str, ...]
    subjects: frozenset[str]
    compounds: Compounds
    imdf: Mapping[str, str]


@cache
def load_table() -> Table:
    """Return what the file says."""
    content = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    kinds = tuple(
        Kind(name, entry["group"], entry["label"], tuple(entry["categories"]), tuple(entry["words"]))
        for name, entry in content["kinds"].items()
    )
    rules = tuple(
        NameRule(entry["category"], {mode: tuple(entry[mode]) for mode in _MODES if mode in entry})
        for entry in content["rooms"]
    )
    sexes = {sex: tuple(words) for sex, words in content["sexes"].items()}
    return Table(
        idle=tuple(content["idle"]),
        kinds=kinds,
        rules=rules,
        sexes=sexes,
        accessible=tuple(content["accessible"]["names"]),
        private=tuple(content["private"]["names"]),
        subjects=frozenset(content["subjects"]["words"]),
        compounds=_read_compounds(content["compounds"]),
        imdf=content["imdf"],
    )


def _read_compounds(entry: Mapping[str, list[str]]) -> Compounds:
    return Compounds(
        frozenset(entry["endings"]),
        tuple(entry["links"]),
        tuple(entry["places"]),
        frozenset(entry["nothing"]),
        frozenset(entry["short"]),
    )


def list_wholes(category: str) -> Iterator[str]:
    """Yield a category and what it is a part of: ``restroom.male.wheelchair``, ``restroom.male``, ``restroom``."""
    while category:
        yield category
        category = category.rpartition(".")[0]


def list_memberships(category: str, *, is_step_free: bool) -> Iterator[str]:
    """Yield a category and what it is a part of; of toilets that a wheelchair fits in, also that."""
    yield from list_wholes(category)
    parts = category.split(".")
    if parts[0] == "restroom" and (is_step_free or "wheelchair" in parts):
        yield ACCESSIBLE_RESTROOM
