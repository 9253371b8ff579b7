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
        ("reading room", "|n:big old reading room|", "|n:reading big room|"),
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


def test_a_building_comes_before_what_is_in_it():
    context = Context(buildings={0: {7: 1.0}, 1: {7: 1.0}})
    stairs = make(1, "|n:main stairs|", level=1.0, building_id=7, distance=10.0)
    building = make(7, "|n:main academic building|", layer="buildings", distance=60.0)
    ranked = rank("main academic", stairs, building, context=context, level=1.0)
    assert [one.candidate.layer for one in ranked] == ["buildings", "rooms"]


def test_nearness_does_not_beat_a_better_name():
    ranked = rank("olin", make(1, "|n:olin annex store|", distance=0.0), make(2, "|n:olin|", distance=5e3))
    assert ranked[0].candidate.feature_id == 2


def test_a_room_that_is_a_space_is_given_once():
    room = make(4, "|n:1 221|", space_id=9)
    space = make(9, "|r:1 221|", layer="spaces")
    for one, other in ((room, space), (space, room)):
        (only,) = rank("1.221", one, other)
        assert only.candidate.target == ("spaces", 9)
        assert only.candidate is one  # of equals the one that was found first


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


@pytest.mark.parametrize(("likeness", "why"), [(0.5, "name begins with “lab”"), (1.0, "in building lab")])
def test_a_building_that_hardly_fits_is_not_told_before_a_name_that_does(likeness, why):
    context = Context(buildings={0: {7: likeness}})
    (only,) = rank("lab", make(1, "|n:labor|", building_id=7), context=context)
    assert only.why == why


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


@pytest.mark.parametrize(
    ("level", "distance", "asked", "score"),
    [
        (0.0, 0.0, 0.0, 1.0),  # nothing fits better
        (0.0, 100.0, 0.0, 1 - 0.04 / 1.14),  # at a hundred metres, nearness counts half
        (1.0, 0.0, 0.0, 1 - 0.06 / 1.14),
        (0.0, None, 0.0, 1 - 0.08 / 1.14),
        (0.0, 0.0, None, 1.0),
        (None, None, None, 1 / 1.08),
    ],
)
def test_the_score_of_a_name_that_is_the_same(level, distance, asked, score):
    (only,) = rank("olin", make(1, "|n:olin|", level=level, distance=distance), level=asked)
    assert only.score == pytest.approx(score, abs=1e-4)


def order(text, *keys, **more):
    """Return the keys, the best first."""
    found = rank(text, *(make(index, key) for index, key in enumerate(keys)), **more)
    scores = [one.score for one in found]
    assert scores == sorted(scores, reverse=True)
    assert len({*scores}) == len(scores)
    return [keys[one.candidate.feature_id] for one in found]


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("a b", ("|n:a b|", "|n:a b c|", "|n:c a b|", "|n:a c b|", "|n:b a c|", "|n:a c d|", "|n:c d|")),
        ("a b c", ("|n:a b c|", "|n:a b c d|", "|n:d a b c|", "|n:a b d c|", "|n:d a c b|")),
        ("lese saal", ("|n:lese saal|", "|n:lesesaal|", "|n:lesesaal halle|", "|n:lese halle|")),
        ("lesesaal", ("|n:lesesaal|", "|n:lese saal|", "|n:halle|")),
        ("1 22", ("|n:1 22|", "|n:1 221|", "|n:12 22|")),
        ("the rice hall", ("|n:the rice hall|", "|n:rice hall|", "|n:rice|")),
        ("bib", ("|n:bib|", "|n:bibel|", "|n:bibliothek|", "|n:abib|")),
    ],
)
def test_names_are_ordered_by_how_much_of_them_was_asked_for_in_what_order(text, keys):
    assert order(text, *keys) == list(keys)
    assert order(text, *keys[::-1]) == list(keys)


@pytest.mark.parametrize(
    ("text", "similar", "why"),
    [
        ("thek", "bibliothek", "part of bibliothek"),
        ("libary", "library", "one letter differs: library for libary"),
        ("lbrari", "library", "two letters differ: library for lbrari"),
        ("lxxxry", "library", "similar: library for lxxxry"),
        ("lbrary", "libraryx", "two letters differ: libraryx for lbrary"),
        ("lbrary", "libraryxy", "one letter differs: libraryxy for lbrary"),  # the beginning of a long word
    ],
)
def test_what_differs_is_told(text, similar, why):
    (only,) = rank(text, make(1, f"|n:{similar}|"), context=Context(similar={0: {similar: 0.7}}))
    assert only.why == why
    assert order(text, f"|n:{text}|", f"|n:{similar}|", context=Context(similar={0: {similar: 0.7}}))


def test_most_of_a_word_is_better_than_a_similar_word_and_a_little_of_it_is_not():
    context = Context(similar={0: {"labx": 0.8}})
    assert order("labo", "|n:labor|", "|n:labx|", context=context) == ["|n:labor|", "|n:labx|"]
    assert order("la", "|n:laboratorium|", "|n:labx|", context=context) == ["|n:labx|", "|n:laboratorium|"]


def test_a_level_and_a_building_that_are_asked_for_are_told_and_come_first():
    here, other = make(1, "|n:12|", level=0.0, building_id=7), make(2, "|n:12|", level=1.0, building_id=8)
    unknown = make(3, "|n:12|")
    first, second, third = rank("eg 12", other, here, unknown, context=Context(levels={0: {0.0}}))
    assert (first.candidate, first.why) == (here, "number 12; on level eg")
    assert second.score == third.score < first.score
    assert second.why == third.why == "number 12"
    found = rank("apb 12", unknown, other, here, context=Context(buildings={0: {7: 1.0, 8: 0.5}}))
    assert [one.candidate for one in found] == [here, other, unknown]
    assert [one.why for one in found] == [*["number 12; in building apb"] * 2, "number 12"]


def test_words_of_a_category_find_others_and_what_is_of_it():
    library = make(2, "|n:x|", category="library", layer="spaces")
    found = rank("bücherei", make(1, "|n:library|"), library, make(3, "|n:y|"))
    assert [one.why for one in found] == ["category library", "library for bücherei", ""]
    assert found[2].score == 0


def test_what_is_beside_the_word_of_a_category_counts_too():
    rooms = [
        make(key, name, category=category, layer="spaces")
        for key, name, category in (
            (1, "|r:12|", "restroom"),
            (2, "|r:13|", "restroom"),
            (3, "|r:12|", "office"),
        )
    ]
    found = rank("wc 12", *rooms)
    assert [one.candidate.feature_id for one in found] == [1, 3, 2]
    assert found[0].why == "number 12; category restroom"
    assert found[2].why == "category restroom"


def test_a_space_is_outdone_by_its_best_occupant_alone():
    space = make(7, "|n:shop|", layer="spaces")
    good, poor = (
        make(key, f"|n:{name}|", layer="occupants", space_id=7) for key, name in ((1, "shop"), (2, "other"))
    )
    assert list_targets(*rank("shop", space, good, poor)) == [("occupants", 1), ("occupants", 2)]
    assert list_targets(*rank("shop", space, poor, good)) == [("occupants", 1), ("occupants", 2)]
    assert list_targets(*rank("shop", space, poor)) == [("spaces", 7), ("occupants", 2)]


def test_a_space_that_an_occupant_gives_its_name_counts_as_the_occupant():
    named = make(7, "|n:shop|", layer="spaces", tenant_id=1)
    room = make(4, "|n:shop 2|", space_id=7, tenant_id=1)
    (only,) = rank("shop", make(1, "|n:shop|", layer="occupants", space_id=7), named, room)
    assert only.candidate.target == ("occupants", 1)


@pytest.mark.parametrize(
    ("text", "keys", "why"),
    [
        ("olin hall", "|n:olin hall annex|", "name begins with “olin hall”"),
        ("hall olin", "|n:olin hall|", "name is “hall olin”"),
        ("olin h", "|n:olin hall|", "name begins with “olin h”"),
        ("hall", "|n:olin hall|", "name contains “hall”"),
        ("221", "|n:1 221|", "number contains 221"),
        ("ab 12", "|n:12 ab|", "number ab 12"),
        ("abc 12", "|n:12 abc|", "name is abc 12"),
        ("12", "|a:12 3|", "other name begins with 12"),
    ],
)
def test_why_a_part_of_a_name_fits(text, keys, why):
    (only,) = rank(text, make(1, keys))
    assert only.why == why


def test_an_idle_word_that_is_missing_weighs_little():
    (found,) = rank("the lab", make(1, "|n:lab store|"))
    # The words by their weights, half of the name, in order, from its start on; of the most that is possible.
    assert found.score == round((0.72 / 1.15 + 0.12 * 0.5 + 0.1 + 0.04) / 1.08, 4) == 0.7649


def test_a_category_and_a_number_of_the_name_are_all_that_was_asked_for():
    (found,) = rank("wc 12", make(1, "|n:12 a|", category="restroom", layer="spaces"))
    assert (found.score, found.why) == (pytest.approx(0.9 / 1.08, abs=1e-4), "category restroom")


def test_of_a_word_that_a_name_repeats_the_first_one_counts():
    (found,) = rank("lab", make(1, "|n:lab lab|"))
    assert found.score == round((0.72 + 0.12 * 0.5 + 0.1 + 0.04) / 1.08, 4)


def test_what_is_in_no_building_is_not_in_the_first_one():
    (found,) = rank("apb 12", make(1, "|n:12|"), context=Context(buildings={0: {1: 1.0}}))
    assert found.why == "number 12"


def test_a_category_that_is_only_begun_counts_less():
    room = make(2, "|n:x|", category="restroom", layer="spaces")
    assert rank("toil", room)[0].score == round(0.9 * 0.9 / 1.08, 4)
    assert rank("wc", room)[0].score == round(0.9 / 1.08, 4)


def test_what_is_in_a_building_that_may_be_meant_scores_by_its_likeness():
    one, other = (
        rank("apb 12", make(1, "|n:12|", building_id=3), context=Context(buildings={0: {3: likeness}}))[
            0
        ].score
        for likeness in (1.0, 0.5)
    )
    assert one - other == pytest.approx(0.72 * 0.95 * 0.5 / 2 / 1.08, abs=2e-4)
