"""What comes first, and what is said about it."""

import pytest

from interactive_maps.mapdata.search.concepts import load_words
from interactive_maps.mapdata.search.conditions import Context
from interactive_maps.mapdata.search.ranking import Candidate, Ranker
from interactive_maps.mapdata.search.understanding import read_query


def make(key, keys, **more):
    usual = {"category": None, "building_id": None, "level": None, "space_id": None, "distance": None}
    return Candidate(more.pop("layer", "rooms"), key, keys, **{**usual, **more})


def rank(text, *candidates, context=None, level=None):
    ranker = Ranker(read_query(text, load_words()), context or Context(), level)
    return ranker.rank(list(candidates))


@pytest.mark.parametrize(
    ("text", "better", "worse"),
    [
        ("1.221", "|n:1 221|", "|n:1 221 office|"),
        ("1.22", "|n:1 22|", "|n:1 221|"),
        ("1.221", "|n:1 221 lab|", "|n:221 1|"),
        ("bib", "|n:bibliothek|", "|n:alte bibliothek|"),
        ("lab", "|n:lab|", "|n:labor|"),
        ("reading room", "|n:reading room|", "|n:room for reading|"),
        ("curie", "|n:curie|", "|a:curie|"),
    ],
)
def test_the_better_name_is_first(text, better, worse):
    ranked = rank(text, make(1, worse), make(2, better))
    assert [one.candidate.feature_id for one in ranked] == [2, 1]
    assert ranked[0].score > ranked[1].score


def test_equals_are_ranked_by_level_then_distance_then_id():
    far, near = make(1, "|n:wc|", distance=900.0), make(2, "|n:wc|", distance=10.0)
    assert [one.candidate.feature_id for one in rank("wc", far, near)] == [2, 1]
    other, here = make(1, "|n:wc|", level=1.0), make(2, "|n:wc|", level=0.0)
    assert [one.candidate.feature_id for one in rank("wc", other, here, level=0.0)] == [2, 1]
    assert [one.candidate.feature_id for one in rank("wc", make(5, "|n:wc|"), make(3, "|n:wc|"))] == [3, 5]


def test_nearness_does_not_beat_a_better_name():
    ranked = rank("olin", make(1, "|n:olin annex store|", distance=0.0), make(2, "|n:olin|", distance=5e3))
    assert ranked[0].candidate.feature_id == 2


def test_a_room_that_is_a_space_is_given_once():
    room = make(4, "|n:1 221|", space_id=9)
    space = make(9, "|r:1 221|", layer="spaces")
    (only,) = rank("1.221", room, space)
    assert only.candidate.target == ("spaces", 9)


@pytest.mark.parametrize(
    ("text", "keys", "why"),
    [
        ("1.221", "|r:1 221|", "number 1.221"),
        ("1.22", "|r:1 221|", "number begins with 1.22"),
        ("biblio", "|n:bibliothek|", "name begins with “biblio”"),
        ("hörsaal", "|n:grosser horsaal|", "name contains “hörsaal”"),
        ("zuse saal", "|n:horsaal|a:zuse saal|", "other name is the same"),
        ("libary", "|n:library|", "one letter differs: library for libary"),
    ],
)
def test_why(text, keys, why):
    context = Context(similar={0: {"library": 0.8}})
    (only,) = rank(text, make(1, keys), context=context)
    assert only.why == why


def test_the_building_is_told():
    (only,) = rank("apb 1.221", make(1, "|r:1 221|", building_id=7), context=Context(buildings={0: {7: 1.0}}))
    assert only.why == "number 1.221; in building apb"


def test_a_category_is_told():
    (only,) = rank("klo", make(1, "|n:damen|", category="restroom.female", layer="spaces"))
    assert only.why == "category restroom.female"


def list_targets(*found):
    return [(one.candidate.layer, one.candidate.feature_id) for one in found]


def test_an_occupant_and_its_space_are_one_answer():
    space = make(7, "|n:cafe blau|r:12|", layer="spaces")
    cafe = make(3, "|n:cafe blau|", layer="occupants", space_id=7)
    room = make(1, "|n:cafe blau|", space_id=7)
    assert list_targets(*rank("cafe blau", space, cafe, room)) == [("occupants", 3)]
    assert list_targets(*rank("12", space, cafe))[0] == ("spaces", 7)


def test_two_occupants_of_a_space_are_two_answers():
    space = make(7, "|n:unit 12|", layer="spaces")
    shops = [
        make(key, f"|n:shop {name}|", layer="occupants", space_id=7) for key, name in ((1, "a"), (2, "b"))
    ]
    assert list_targets(*rank("shop", *shops)) == [("occupants", 1), ("occupants", 2)]
    assert ("occupants", 1) in list_targets(*rank("shop a", space, *shops))


def test_an_occupant_of_another_space_stays():
    space = make(7, "|n:cafe blau|", layer="spaces")
    other = make(3, "|n:cafe blau|", layer="occupants", space_id=8)
    nowhere = make(4, "|n:cafe blau|", layer="occupants")
    assert len(rank("cafe blau", space, other, nowhere)) == 3
