"""Judgement of answers by ``judged_queries.tsv``: the rank of an expected one among the first five."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.searching.town import Town, read_landmarks

JUDGED = Path(__file__).resolve().parents[1] / "judged_queries.tsv"
NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Judged:
    """A query, its accepted answers, and ``options``: parameters of search besides ``q`` (near: a building)."""

    language: str
    kind: str
    query: str
    options: Mapping[str, str]
    expected: tuple[str, ...]


def read_judged() -> list[Judged]:
    """Return the queries in judged_queries.tsv."""
    judged = []
    for line in JUDGED.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            language, kind, query, options, expected = line.split("\t")
            pairs = dict(option.split("=") for option in options.split() if option)
            judged.append(Judged(language, kind, query, pairs, tuple(expected.split(" ; "))))
    return judged


def find_rank(judged: Judged, town: Town, results: list[dict[str, Any]]) -> int | None:
    """Return the rank (1 is the first) of the first expected result, or None."""
    if judged.expected == (NOTHING,):
        return None if results else 1
    for rank, result in enumerate(results, 1):
        if any(_is(expected, town, result) for expected in judged.expected):
            return rank
    return None


def _is(expected: str, town: Town, result: dict[str, Any]) -> bool:
    if expected.startswith("category:"):
        return bool(result["kind"] == "category" and result["category"] == expected.partition(":")[2])
    building, _, called = expected.partition("/")
    if result["kind"] == "category":
        return False
    if building != "*" and result["building_id"] != town.buildings[building]:
        return False
    if called.startswith("category:"):
        return bool(result["category"] == called.partition(":")[2])
    # The answer's language may differ from the query's.
    names = {called} | {
        name
        for one in read_landmarks()
        if one.building == building and called in {one.ref, *one.names.values()}
        for name in one.names.values()
    }
    return result["ref"] == called or result["name"] in names
