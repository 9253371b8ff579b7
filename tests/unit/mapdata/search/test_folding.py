"""Keys are the same for all ways in which people write a name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interactive_maps.mapdata.search.folding import (
    fold_text,
    list_deletions,
    list_lexemes,
    make_key,
    measure_distance,
    split_key,
)

WORDS = st.text("abcdeäß", min_size=1, max_size=9)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("01.221", "1 221"),
        ("1.221", "1 221"),
        ("N2119", "n 2119"),
        ("rice130", "rice 130"),
        ("HSZ/0004", "hsz 4"),
        ("Straße", "strasse"),
        ("İSTANBUL ılık", "istanbul ilik"),
        ("Ærø Łódź œuf", "aero lodz oeuf"),
        ("ΟΔΟΣ", "οδοσ"),
        ("Читальный зал", "читальныи зал"),
        ("読書室２", "読書室 2"),
        ("000", "0"),
        ("%_'\\|:&!()*", ""),
        ("  ", ""),
    ],
)
def test_keys(text, key):
    assert make_key(text) == key


@given(st.text(max_size=60))
def test_a_key_is_its_own_key(text):
    key = make_key(text)
    assert make_key(key) == key
    assert not set(key) & set("%_\\|:'\"")


def test_case_and_accents_do_not_count():
    assert fold_text("CAFÉ") == fold_text("cafe") == "cafe"


def test_neighbours_are_found_as_one():
    assert list_lexemes("seminar raum 1 221") == {
        *("seminar", "raum", "1", "221"),
        *("seminarraum", "raum1", "1221"),
    }


@pytest.mark.parametrize(
    ("first", "second", "distance"),
    [("lbirary", "library", 1), ("libary", "library", 1), ("library", "library", 0), ("abcd", "wxyz", 3)],
)
def test_distances(first, second, distance):
    assert measure_distance(first, second) == distance


def measure_all(first, second):
    """Return the distance by its definition, trying everything."""
    if not first or not second:
        return len(first) + len(second)
    costs = [
        measure_all(first[1:], second) + 1,
        measure_all(first, second[1:]) + 1,
        measure_all(first[1:], second[1:]) + (first[0] != second[0]),
    ]
    if first[:2] == second[:2][::-1] and len(first) > 1 and len(second) > 1:
        costs.append(measure_all(first[2:], second[2:]) + 1)
    return min(costs)


@given(st.text("abc", max_size=5), st.text("abc", max_size=5), st.integers(0, 4))
def test_a_distance_is_the_least_of_all_ways_from_word_to_word(first, second, most):
    assert measure_distance(first, second, most) == min(measure_all(first, second), most + 1)


def test_of_long_names_and_words_the_beginning_counts():
    assert make_key("a" * 299 + " b c") == "a" * 299
    assert make_key("a" * 298 + " b c") == "a" * 298 + " b"
    assert split_key("a" * 100 + " " + "b" * 101) == ["a" * 100, "b" * 100]
    assert split_key("") == []
    assert list_lexemes("") == set()
    assert list_lexemes("a" * 60 + " " + "b" * 60) == {"a" * 60, "b" * 60, "a" * 60 + "b" * 40}


def test_words_that_differ_little_share_a_form_without_a_letter():
    assert list_deletions("abca") == ["aba", "abc", "abca", "aca", "bca"]
    assert list_deletions("a") == ["", "a"]
    assert list_deletions("") == [""]


@given(WORDS, st.integers(0, 8), st.sampled_from("abcx"), st.sampled_from(["add", "drop", "change", "swap"]))
def test_one_mistake_is_a_distance_of_one_and_shares_a_deletion(word, place, letter, mistake):
    place = min(place, len(word) - 1)
    wrong = {
        "add": word[:place] + letter + word[place:],
        "drop": word[:place] + word[place + 1 :],
        "change": word[:place] + letter + word[place + 1 :],
        "swap": word[:place] + word[place : place + 2][::-1] + word[place + 2 :],
    }[mistake]
    assert measure_distance(word, wrong) == measure_distance(wrong, word) <= 1
    assert set(list_deletions(word)) & set(list_deletions(wrong))
