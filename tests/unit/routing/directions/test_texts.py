"""Sentences in all languages: whole, with the right plurals, and safe with any name."""

from __future__ import annotations

import gettext
import re
import unicodedata
from ast import literal_eval

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interactive_maps.routing.directions import Angle, Landmark, Step, StepKind, write
from interactive_maps.routing.directions.names import MOST_CHARACTERS, shorten_name
from interactive_maps.routing.directions.texts import DOMAIN, LOCALE, round_metres
from interactive_maps.texts.languages import LANGUAGES

TRANSLATED = list(LANGUAGES)[1:]
CONTROLS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u200e\u200f\n\r\x00"


def step(kind: StepKind, **more: object) -> Step:
    values = {
        "angle": None,
        "level": 0.0,
        "to_level": None,
        "distance": 1.0,
        "duration": 1.0,
        "location": (0, 0),
    }
    return Step(kind=kind, **(values | more))  # type: ignore[arg-type]


def read_catalogue(language: str) -> dict[str, list[str]]:
    """Return the translations of each message in a .po file."""
    found: dict[str, list[str]] = {}
    key = ""
    for line in (LOCALE / language / "LC_MESSAGES" / f"{DOMAIN}.po").read_text(encoding="utf-8").splitlines():
        word, _, text = line.partition(" ")
        if word == "msgid":
            key = literal_eval(text)
            found[key] = []
        elif word.startswith("msgstr"):
            found[key].append(literal_eval(text))
    found.pop("")
    return found


@pytest.mark.parametrize("language", TRANSLATED)
def test_compiled_catalogues_are_those_that_people_edit(language: str) -> None:
    written = read_catalogue(language)
    compiled = gettext.translation(DOMAIN, LOCALE, [language])._catalog  # type: ignore[attr-defined]
    flat: dict[str, list[str]] = {}
    for key, text in compiled.items():
        flat.setdefault(key[0] if isinstance(key, tuple) else key, []).append(text)
    flat.pop("")
    assert {key: sorted(texts) for key, texts in flat.items()} == {k: sorted(v) for k, v in written.items()}
    for message, texts in written.items():
        assert all(texts), message
        if message not in {"after one door", "after one door on that side"}:
            assert set(re.findall(r"{\w+}", texts[0])) == set(re.findall(r"{\w+}", message)), message


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_message_is_in_every_catalogue(language: str) -> None:
    source = (LOCALE.parent / "texts.py").read_text(encoding="utf-8")
    messages = set(re.findall(r'(?:_|_say)\("([^"]+)"\)', source))
    assert len(messages) > 45
    assert messages <= set(read_catalogue(language))


def test_english_reads_well() -> None:
    doors = Landmark("doors", count=2, side="left")
    steps = [
        step(StepKind.START, angle=Angle.LEFT, name="1.221", indoors=True),
        step(StepKind.TURN, angle=Angle.LEFT, landmark=doors),
        step(StepKind.TURN, angle=Angle.RIGHT, landmark=Landmark("room", "Library")),
        step(StepKind.TURN, angle=Angle.SLIGHT_LEFT, approach=23.0),
        step(StepKind.LIFT, to_level=2.0, angle=Angle.RIGHT, name="A"),
        step(StepKind.STAIRS, to_level=-1.0, to_level_name="UG"),
        step(StepKind.DOOR, angle=Angle.STRAIGHT),
        step(StepKind.LEAVE, angle=Angle.LEFT),
        step(StepKind.ENTER, name="Lab", approach=40.0),
        step(StepKind.ARRIVE, angle=Angle.LEFT, name="iPad room", indoors=True),
        step(
            StepKind.ARRIVE,
            angle=Angle.RIGHT,
            name="Lab",
            indoors=True,
            landmark=Landmark("doors", count=0, side="right"),
        ),
        step(StepKind.ARRIVE, name="Café"),
    ]
    assert write(steps, "en") == [
        "Leave 1.221 and turn left.",
        "Turn left after 2 doors on that side.",
        "Turn right at Library.",
        "Bear left after about 25 m.",
        "Turn right and take the lift up to level 2 (A).",
        "Take the stairs down to UG.",
        "Go through the door.",
        "Turn left and leave the building.",
        "Enter Lab after about 40 m.",
        "Enter iPad room on the left.",
        "Enter Lab on the right at the first door on that side.",
        "Arrive at Café.",
    ]


def test_other_languages_keep_their_own_order() -> None:
    turn = step(StepKind.TURN, angle=Angle.LEFT, landmark=Landmark("doors", count=2))
    assert write([turn], "de") == ["Nach 2 Türen links abbiegen."]
    assert write([turn], "fr") == ["Après 2 portes, tournez à gauche."]
    assert write([turn], "es") == ["Después de 2 puertas, gire a la izquierda."]


def test_arabic_has_six_plurals() -> None:
    def count(number: int) -> str:
        turn = step(StepKind.TURN, angle=Angle.LEFT, landmark=Landmark("doors", count=number))
        return write([turn], "ar")[0]

    assert "بعد باب واحد" in count(1)
    assert "بعد بابين" in count(2)
    assert "3 أبواب" in count(3)
    assert "11 بابًا" in count(11)
    assert "100 باب " in count(100)
    forms = gettext.translation(DOMAIN, LOCALE, ["ar"])
    assert (
        len({forms.ngettext("after one door", "after {count} doors", n) for n in (0, 1, 2, 3, 11, 100)}) == 6
    )


def test_names_are_isolated_where_directions_mix() -> None:
    enter = step(StepKind.ARRIVE, name="Lab 2", angle=Angle.LEFT, indoors=True)
    assert "\u2068Lab 2\u2069" in write([enter], "ar")[0]
    assert "\u2068" not in write([enter], "en")[0]
    arabic = step(StepKind.ARRIVE, name="مكتبة", angle=Angle.LEFT, indoors=True)
    assert "\u2068مكتبة\u2069" in write([arabic], "de")[0]


@given(
    st.text(st.one_of(st.characters(), st.sampled_from(CONTROLS)), max_size=200),
    st.sampled_from(list(LANGUAGES)),
)
def test_no_name_breaks_a_sentence(name: str, language: str) -> None:
    cleaned = shorten_name(name)
    assert len(cleaned) <= MOST_CHARACTERS
    assert not set(cleaned) & set(CONTROLS)
    told = Landmark("room", name)
    for one in (StepKind.START, StepKind.DOOR, StepKind.ENTER, StepKind.LIFT, StepKind.ARRIVE, StepKind.TURN):
        (text,) = write(
            [step(one, name=name, landmark=told, indoors=True, to_level=1.0, to_level_name=name)], language
        )
        assert text.endswith(".")
        assert text.count("\u2068") == text.count("\u2069")
        assert not [c for c in text if unicodedata.category(c) == "Cc" or c in CONTROLS]


def test_braces_in_names_are_only_braces() -> None:
    enter = step(StepKind.ARRIVE, name="{level} {0} %s", angle=Angle.LEFT, indoors=True)
    assert write([enter], "en") == ["Enter {level} {0} %s on the left."]


def test_long_names_are_shortened() -> None:
    assert shorten_name("x" * 10_000) == "x" * (MOST_CHARACTERS - 1) + "…"


@pytest.mark.parametrize(("metres", "said"), [(1, 5), (12, 10), (13, 15), (99, 100), (103, 100), (777, 800)])
def test_metres_are_rounded_for_people(metres: float, said: int) -> None:
    assert round_metres(metres) == said


def test_other_languages_are_refused() -> None:
    with pytest.raises(ValueError, match="no directions"):
        write([], "../../etc")
