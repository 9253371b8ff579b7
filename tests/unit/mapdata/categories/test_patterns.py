"""Patterns found in names: where each of them fits."""

from __future__ import annotations

import pytest

from interactive_maps.mapdata.categories.patterns import Compounds, PatternIndex

COMPOUNDS = Compounds(frozenset({"", "s"}), ("", "s"), ("raum",), frozenset({"technik"}), frozenset({"wc"}))


def find(words: str, *patterns: str, compounds: Compounds | None = None, alone: bool = False):
    """Return (pattern, start, end) of what fits."""
    index = PatternIndex() if compounds is None else PatternIndex(compounds)
    for number, pattern in enumerate(patterns):
        index.add(number, [pattern], alone=alone)
    return sorted({(patterns[number], start, end) for number, start, end in index.find(tuple(words.split()))})


@pytest.mark.parametrize("compounds", [None, COMPOUNDS])
@pytest.mark.parametrize(
    ("words", "pattern", "places"),
    [
        ("a meeting room b", "meeting room", [(1, 3)]),
        ("a meeting b room", "meeting room", []),
        ("a meeting rooms", "meeting room*", [(1, 3)]),
        ("meeting rooms meeting room", "meeting room*", [(0, 2), (2, 4)]),
        ("a meeting", "meeting room*", []),
        ("wc a wc", "wc", [(0, 1), (2, 3)]),
        ("one two three", "one two three", [(0, 3)]),
        ("one two", "one two three", []),
        ("h12 h 12", "h??", [(0, 1)]),
    ],
)
def test_a_pattern_fits_where_its_words_are(words, pattern, places, compounds):
    assert find(words, pattern, compounds=compounds) == [(pattern, *place) for place in places]


def test_without_compounds_a_star_stands_for_any_letters():
    assert find("officer", "office*") == [("office*", 0, 1)]
    assert find("officer", "office*", compounds=COMPOUNDS) == []
    assert find("offices", "office*", compounds=COMPOUNDS) == [("office*", 0, 1)]
    assert find("officeraum", "office*", compounds=COMPOUNDS) == [("office*", 0, 1)]


def test_the_last_part_of_a_compound_is_found_for_the_first():
    def found(word, **options):
        return [
            pattern for pattern, _, _ in find(word, "treppe*", "lift", "wc", compounds=COMPOUNDS, **options)
        ]

    assert found("treppelift") == found("treppeslift") == ["lift"]
    assert found("treppewc") == ["wc"]
    assert found("treppelift", alone=True) == found("treppetechnik") == []
