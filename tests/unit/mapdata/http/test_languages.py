"""Which languages a reader wants, whatever the header says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interactive_maps.mapdata.http.languages import choose_languages
from interactive_maps.ops.errors import InvalidParameter

TAGS = st.from_regex(r"[a-zA-Z]{2,3}", fullmatch=True)


@pytest.mark.parametrize(
    ("header", "languages"),
    [
        ("", ()),
        ("*", ()),
        ("de", ("de",)),
        ("DE", ("de",)),
        ("de-DE,de;q=0.9,en-US;q=0.8,en;q=0.7", ("de", "en")),
        ("en;q=0.1, fr;q=0.9, de", ("de", "fr", "en")),
        ("en;q=0, de;q=0.5", ("de",)),
        ("a, b, c, d", ("a", "b", "c")),
        ("zh-Hant-TW ; q = 0.5", ("zh",)),
        ("de;q=2, fr;q=x, ,;, en", ("en",)),
    ],
)
def test_a_browsers_preferences_are_understood(header, languages):
    assert choose_languages(None, {"Accept-Language": header}) == languages


@pytest.mark.parametrize(
    ("lang", "languages"), [("de", ("de",)), ("pt-BR", ("pt-BR", "pt")), ("DE", ("DE", "de"))]
)
def test_lang_counts_more_than_the_header(lang, languages):
    assert choose_languages(lang, {"Accept-Language": "fr"}) == languages


@pytest.mark.parametrize(
    "lang", ["", "d", "de_DE", "de-", "*", "de,en", "d\0", "x" * 9, "de " + "y" * 90, "dé"]
)
def test_what_is_no_language_is_refused(lang):
    with pytest.raises(InvalidParameter, match="language tag") as caught:
        choose_languages(lang, {})
    assert caught.value.parameter == "lang"


@given(st.text(max_size=300))
def test_no_header_is_refused(header):
    languages = choose_languages(None, {"Accept-Language": header})
    assert len(languages) == len(set(languages)) <= 3
    assert all(tag.isascii() and tag.isalpha() and tag == tag.lower() for tag in languages)


@given(st.dictionaries(TAGS.map(str.lower), st.integers(1, 1000), min_size=1, max_size=5))
def test_weights_decide_and_equals_keep_their_order(weights):
    header = ", ".join(f"{tag}-XX;q={weight / 1000:.3f}" for tag, weight in weights.items())
    wanted = sorted(weights, key=lambda tag: -weights[tag])
    assert choose_languages(None, {"Accept-Language": header}) == tuple(wanted[:3])


@given(st.lists(TAGS, max_size=6))
def test_regions_and_case_make_no_difference(tags):
    plain = choose_languages(None, {"Accept-Language": ",".join(tag.lower() for tag in tags)})
    assert (
        choose_languages(None, {"Accept-Language": ", ".join(f"{tag.upper()}-CH" for tag in tags)}) == plain
    )


@pytest.mark.parametrize(("spaces", "languages"), [(195, ("de", "fr")), (197, ("de",)), (20_000, ("de",))])
def test_a_header_is_read_as_far_as_two_hundred_letters(spaces, languages):
    assert choose_languages(None, {"Accept-Language": "de," + " " * spaces + "fr"}) == languages
