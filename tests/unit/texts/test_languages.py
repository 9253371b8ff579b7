"""The one table of languages: what it says of each, and which one a reader gets."""

from __future__ import annotations

import pytest

from interactive_maps.texts.languages import LANGUAGES, choose_language


def test_each_language_has_its_own_name_and_direction() -> None:
    assert next(iter(LANGUAGES)) == "en"
    assert [code for code, language in LANGUAGES.items() if code != language.code] == []
    assert len({language.name for language in LANGUAGES.values()}) == len(LANGUAGES)
    assert [code for code, language in LANGUAGES.items() if language.direction == "rtl"] == ["ar"]


@pytest.mark.parametrize(
    ("wanted", "chosen"),
    [
        (("de-AT", "en"), "de"),
        (("nl", "fr_CA"), "fr"),
        (("ar-EG",), "ar"),
        (("xx",), "en"),
        ((), "en"),
        (("",), "en"),
    ],
)
def test_the_best_language_is_chosen(wanted: tuple[str, ...], chosen: str) -> None:
    assert choose_language(wanted) == chosen
