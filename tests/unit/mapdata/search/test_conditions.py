"""What each stage of a search finds: conditions are tried on the words of one feature at a time."""

import re

import pytest

from interactive_maps.mapdata.search.concepts import load_words
from interactive_maps.mapdata.search.conditions import Context, Stage, name_categories, write_condition
from interactive_maps.mapdata.search.understanding import read_query

WORDS = load_words()
EXACT, BEGUN, SIMILAR, LOOSE, PARTIAL = Stage


def meets(condition: str, lexemes: set[str]) -> bool:
    """Return what PostgreSQL would say of a tsquery and the lexemes of a document."""

    def judge(match: re.Match) -> str:
        lexeme = match[1].replace("''", "'")
        return str(any(one.startswith(lexeme) if match[2] else one == lexeme for one in lexemes))

    said = re.sub(r"'((?:[^']|'')*)'(:\*)?", judge, condition)
    assert re.fullmatch(r"[TrueFals()&| ]+", said), said
    return eval(said.replace("&", " and ").replace("|", " or "))


def finds(text: str, lexemes: str, stage: Stage, **context) -> bool:
    condition = write_condition(read_query(text, WORDS), Context(**context), stage)
    return condition is not None and meets(condition, set(lexemes.split()))


@pytest.mark.parametrize(
    ("text", "lexemes", "first"),
    [
        ("aula magna", "aula magna", EXACT),
        ("aula magna", "aula magna 7", EXACT),
        ("aula mag", "aula magna", BEGUN),
        ("aul magna", "aula magna", BEGUN),
        ("1.22", "1 221", BEGUN),
        ("1.22", "12 22", None),  # the number of a floor is not begun
        ("7.0", "7 12", BEGUN),  # of 7.07, so far
        ("0", "7 12", None),
        ("zebra 7.0", "zebra 7 12", BEGUN),
        ("zebra 7.0", "zebra 8 12", None),
        ("kraft werk", "kraftwerk", SIMILAR),
        ("kraft wer", "kraftwerk", SIMILAR),
        ("21 19", "2119", SIMILAR),
        ("21 1", "2119", None),  # joined numbers are whole ones
        ("kraft werk 7", "kraftwerk 7", SIMILAR),
        ("kraft werk 7", "kraftwerk 8", None),
        ("7 seminar", "7seminar", None),  # a number and a word are not one
        ("N2119", "n 2119", EXACT),
        ("N2119", "2119", LOOSE),
        ("zebra 2119", "zebra", None),  # a number is not left out
        ("zebra 2119", "2119", PARTIAL),
        ("zebra yak", "zebra", PARTIAL),
        ("zebra yak", "zebra yak 3", EXACT),
        ("zebra", "yak", None),
    ],
)
def test_at_which_stage_a_feature_is_found_first(text, lexemes, first):
    found = [stage for stage in Stage if finds(text, lexemes, stage)]
    assert (found[0] if found else None) == first


@pytest.mark.parametrize("text", ["zebra", "zebra yak", "1.22", "wc 2", "N2119", "meeting room apb", "7.0"])
def test_what_an_early_stage_finds_a_similar_one_does_too(text):
    document = " ".join(piece.text for piece in read_query(text, WORDS).pieces)
    assert [finds(text, document, stage) for stage in (EXACT, BEGUN, SIMILAR)] == [True] * 3


def test_a_stage_that_would_find_no_more_is_left_out():
    def write(text, stage):
        return write_condition(read_query(text, WORDS), Context(), stage)

    assert write("zebra 7", LOOSE) is None  # nothing touches the number
    assert write("a7", LOOSE) is not None
    assert write("zebra", PARTIAL) is None
    assert write("7 8", PARTIAL) is None


def test_kinds_of_things_are_found_by_their_category():
    assert finds("toilet", "c:restroom", EXACT)
    assert not finds("toilt", "c:restroom", EXACT)
    assert finds("toilt", "c:restroom", BEGUN)
    assert finds("toilet", "wc", BEGUN)
    assert not finds("toilet", "wc", EXACT)
    assert finds("meeting room apb", "c:conferenceroom apb", EXACT)
    assert not finds("meeting room apb", "c:conferenceroom", EXACT)
    assert not finds("meeting room", "meeting", EXACT)


def test_a_building_may_be_named_by_its_words():
    context = {"buildings": {0: {7: 1.0, 8: 0.6}}}
    assert finds("rice 130", "130 b:7", EXACT, **context)
    assert not finds("rice 130", "130 b:8", EXACT, **context)
    assert finds("rice 130", "130 b:8", BEGUN, **context)
    assert not finds("rice", "b:7", EXACT, **context)  # it alone is no result
    assert not finds("rice 130", "b:7 131", BEGUN, **context)


def test_a_level_may_be_named_by_its_number():
    context = {"levels": {1: {2.0, -0.5}}}
    assert finds("zebra 2", "zebra l:2", EXACT, **context)
    assert finds("zebra 2", "zebra l:-0.5", EXACT, **context)
    assert not finds("zebra 2", "zebra l:1", EXACT, **context)
    assert finds("toilet 2", "c:restroom l:2", EXACT, **context)


def test_a_kind_of_things_may_name_a_building():
    assert finds("library 5", "b:7 5", EXACT, buildings={0: {7: 1.0}})
    assert not finds("meeting room 5", "b:7 5", EXACT, buildings={0: {7: 1.0}})


def test_similar_words_of_the_map_are_found_when_it_is_their_turn():
    context = {"similar": {0: {"zebra": 0.8}}}
    assert [finds("zebar 7", "zebra 7", stage, **context) for stage in (EXACT, BEGUN, SIMILAR)] == [
        False,
        False,
        True,
    ]


def test_categories_are_named_once():
    concepts = [concept for concept in WORDS.concepts if concept.categories][:3]
    names = name_categories([*concepts, *concepts])
    assert len(names) == len(set(names))
    assert names[0] == concepts[0].categories[0]
