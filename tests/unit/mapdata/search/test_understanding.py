"""What a query is made of."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interactive_maps.mapdata.search.concepts import load_words
from interactive_maps.mapdata.search.conditions import Context, Stage, quote, write_condition
from interactive_maps.mapdata.search.understanding import MAX_PIECES, read_query

WORDS = load_words()


def name_concepts(text):
    return [{concept.kind.name for concept in span.concepts} for span in read_query(text, WORDS).spans]


@pytest.mark.parametrize(
    "text",
    [
        "wc",
        "Toilet",
        "RESTROOM",
        "toilette",
        "klo",
        "toilettes",
        "aseos",
        "bathroom",
        "baño",
        "bano",
        "toilt",
    ],
)
def test_toilets_have_many_names(text):
    assert name_concepts(text)[0] == {"restroom"}


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("where is the nearest toilet", "restroom"),
        ("nearest toilets", "restroom"),
        ("How do I get to the lift?", "elevator"),
        ("Wo ist die nächste Toilette?", "restroom"),
        ("wo finde ich einen Aufzug", "elevator"),
        ("Où sont les toilettes les plus proches ?", "restroom"),
        ("¿Dónde está el baño más cercano?", "restroom"),
        ("أين أقرب مصعد؟", "elevator"),
        ("accessible toilet", "accessible-restroom"),
        ("nearest accessible toilet", "accessible-restroom"),
        ("Wo ist das nächste barrierefreie WC", "accessible-restroom"),
        ("aseo accesible", "accessible-restroom"),
        ("toilettes accessibles", "accessible-restroom"),
    ],
)
def test_a_question_names_the_kind_that_it_asks_for(text, concept):
    query = read_query(text, WORDS)
    assert query.whole_span is not None, [piece.text for piece in query.pieces if not piece.is_idle]
    assert concept in {one.kind.name for one in query.whole_span.concepts}


@pytest.mark.parametrize("text", ["where is the x-ray", "Wo ist das Röntgen?", "où est la radiologie"])
def test_the_words_of_a_question_are_not_looked_for(text):
    query = read_query(text, WORDS)
    needed = " ".join(query.pieces[place].text for place in query.required)
    assert needed in {"x ray", "rontgen", "radiologie"}


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("lift", "elevator"),
        ("Aufzug", "elevator"),
        ("ascenseur", "elevator"),
        ("Treppe", "stairs"),
        ("escaleras", "stairs"),
        ("meeting room apb", "conferenceroom"),
        ("salle de réunion", "conferenceroom"),
        ("escalera mecánica", "escalator"),
    ],
)
def test_the_longest_name_of_a_kind_counts(text, concept):
    assert concept in name_concepts(text)[0]


def test_a_name_of_a_kind_that_is_also_another_ones_is_both():
    assert name_concepts("taquilla") == [{"coinlocker", "ticketing"}]


def test_idle_words_need_not_be_met():
    query = read_query("room 342 in Rice Hall", WORDS)
    assert [query.pieces[place].text for place in query.required] == ["342", "rice"]
    assert read_query("the hall", WORDS).required == [0, 1]


def test_letters_at_a_number_may_be_left_out_later():
    query = read_query("N2119", WORDS)
    assert [piece.is_affix for piece in query.pieces] == [True, False]
    assert "'n'" in write_condition(query, Context(), Stage.EXACT)
    assert "'n'" not in write_condition(query, Context(), Stage.LOOSE)


def test_a_word_may_be_missing_at_last_but_never_a_number():
    query = read_query("jefferson workshop 12", WORDS)
    condition = write_condition(query, Context(), Stage.PARTIAL)
    assert condition.count("'12'") >= 2
    assert write_condition(read_query("1 12", WORDS), Context(), Stage.PARTIAL) is None


def test_no_building_alone_is_an_answer():
    query = read_query("rice 130", WORDS)
    condition = write_condition(query, Context(buildings={0: {7: 1.0}}), Stage.EXACT)
    assert condition == "(('rice' | 'b:7') & '130' & ('rice' | '130'))"


@given(st.text(max_size=200))
def test_whatever_is_typed_is_a_query(text):
    query = read_query(text, WORDS)
    assert len(query.pieces) <= MAX_PIECES
    assert bool(query.required) == bool(query.pieces)
    for stage in Stage if query.pieces else ():
        condition = write_condition(query, Context(), stage)
        assert condition is None or condition.count("'") % 2 == 0


def test_lexemes_are_quoted():
    assert quote("a'b\\") == "'a''b\\\\'"


def test_all_concepts_have_labels_in_five_languages():
    assert all({"ar", "de", "en", "es", "fr"} == set(concept.kind.labels) for concept in WORDS.concepts)
