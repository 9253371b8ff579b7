"""What a query is made of."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interactive_maps.mapdata.search.concepts import load_words
from interactive_maps.mapdata.search.conditions import Context, Stage, quote, write_condition
from interactive_maps.mapdata.search.folding import make_key
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
        ("where is the x-ray", "imaging"),
        ("where's the X-ray?", "imaging"),
        ("what’s the nearest lift", "elevator"),
        ("wheres the toilet", "restroom"),
        ("Wo ist das Röntgen?", "imaging"),
        ("Wo ist's WC", "restroom"),
        ("où est la radiologie", "imaging"),
        ("C'est où, l'imagerie médicale ?", "imaging"),
        ("¿Dónde está radiología?", "imaging"),
        ("أين قسم الأشعة؟", "imaging"),
        ("وين الاشعة", "imaging"),
        ("اين اقرب مصعد", "elevator"),
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


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("N2119", "n:affix 2119:number"),
        ("12a", "12:number a:affix"),
        ("abc12", "abc:affix 12:number"),
        ("abcd12", "abcd: 12:number"),  # as long as a word
        ("abc 12", "abc: 12:number"),
        ("01.07", "1:number 7:number"),
        ("1.00", "1:number 0:number"),
        ("Straße", "strasse:"),
        ("the lab", "the:idle lab:"),
        ("the1", "the:affix 1:number"),
        ("where's", "where:idle s:idle"),
        ("l'O", "l:idle o:"),
        ("S 12", "s: 12:number"),
        ("A's 1", "a: s:idle 1:number"),
        ("x-z", "x: z:"),
        ("…", ""),
    ],
)
def test_pieces_of_a_query(text, pieces):
    told = []
    for piece in read_query(text, WORDS).pieces:
        kinds = [kind for kind in ("number", "idle", "affix") if getattr(piece, f"is_{kind}")]
        told.append(f"{piece.text}:{'+'.join(kinds)}")
    assert " ".join(told) == pieces


@given(st.text("aB1 0.-ßé,", max_size=30))
def test_a_piece_is_where_it_was_typed(text):
    for piece in read_query(text, WORDS).pieces:
        assert text[piece.start : piece.end] == piece.typed
        assert piece.text in make_key(piece.typed).split(" ")


@pytest.mark.parametrize(
    ("places", "said"),
    [([0], "Room"), ([0, 1], "Room  12"), ([1, 2], "12-B"), ([0, 2], "Room B"), ([0, 1, 2], "Room  12-B")],
)
def test_pieces_are_quoted_as_they_were_typed(places, said):
    assert read_query("Room  12-B", WORDS).quote(places) == said


@pytest.mark.parametrize(
    ("text", "is_a_kind"),
    [
        ("toilet", True),
        ("the nearest toilet", True),
        ("toilt", False),
        ("toilet 12", False),
        ("12", False),
        ("", False),
    ],
)
def test_a_query_may_be_the_name_of_a_kind_and_nothing_else(text, is_a_kind):
    assert read_query(text, WORDS).names_a_kind == is_a_kind


@pytest.mark.parametrize(
    ("text", "is_begun"),
    [("1.0", True), ("1.00", True), ("0", True), ("10", False), ("0.1", False), ("", False)],
)
def test_a_number_may_be_begun_with_zeros(text, is_begun):
    assert read_query(text, WORDS).ends_in_zeros == is_begun


def test_of_a_long_query_the_beginning_is_used():
    query = read_query(" ".join(f"w{number}x" for number in range(9)), WORDS)
    assert [piece.text for piece in query.pieces] == [
        "w",
        "0",
        "x",
        "w",
        "1",
        "x",
        "w",
        "2",
        "x",
        "w",
        "3",
        "x",
    ]


def test_a_span_is_found_by_each_of_its_pieces():
    query = read_query("apb meeting room 12", WORDS)
    spans = [query.find_span(place) for place in range(4)]
    assert spans[0] is spans[3] is None
    assert spans[1] is spans[2] is not None
    assert (spans[1].start, spans[1].end, spans[1].exactly) == (1, 3, True)
    assert not read_query("toilt", WORDS).find_span(0).exactly


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


@pytest.mark.parametrize(
    ("text", "affixes"),
    [("a7", [0]), ("7a", [1]), ("a 7", []), ("x a7 b", [1]), ("7 a b9", [2]), ("hall7", [])],
)
def test_letters_that_touch_a_number_are_beside_it(text, affixes):
    pieces = read_query(text, load_words()).pieces
    assert [place for place, piece in enumerate(pieces) if piece.is_affix] == affixes
