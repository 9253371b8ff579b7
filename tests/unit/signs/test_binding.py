"""Signs are bound to their places again: by key, else by kind, name and level; and their uses are counted aside."""

from __future__ import annotations

import contextlib

import psycopg
import pytest

from interactive_maps.mapdata.edits.signs import UseCounter, choose_code
from interactive_maps.mapdata.reading.sign_places import SignPlace, choose_main_name
from interactive_maps.mapdata.reading.signs import ALPHABET, LENGTH, Sign, bind, read_code
from interactive_maps.signs.making import bind_signs
from interactive_maps.signs.views import write_query

METRE = 1 / 111_320  # of latitude


def make_place(key=1, name="Hall", level=0.0, *, kind="hall", origin_key="h", north=0.0):
    return SignPlace(
        kind, key, "campus", origin_key, level, name, None, (13.7, 51.0 + north * METRE), name, ""
    )


def make_sign(name="Hall", level=0.0, *, kind="hall", origin_key="h"):
    return Sign("B7K2MQ", kind, "campus", origin_key, name, level, (13.7, 51.0), None)


def test_the_key_counts_more_than_name_and_distance():
    moved = make_place(2, "Great hall", north=500)
    assert bind(make_sign(), [make_place(1, origin_key="x"), moved]) == moved


def test_of_a_lift_the_level_of_the_sign_counts():
    lifts = [make_place(1, "Lift", level, kind="lift") for level in (0.0, 1.0, 2.0)]
    assert bind(make_sign("Lift", 1.0, kind="lift"), lifts) == lifts[1]
    assert bind(make_sign("Lift", 1.0, kind="lift"), [lifts[0], lifts[2]]) in lifts


def test_without_its_key_the_nearest_of_the_same_name_is_meant():
    near, far = (make_place(key, origin_key="new", north=north) for key, north in ((1, 5), (2, 50)))
    assert bind(make_sign(), [far, near]) == near


@pytest.mark.parametrize(
    "place",
    [
        make_place(origin_key="new", north=101),
        make_place(origin_key="new", name="Lobby"),
        make_place(origin_key="new", level=1.0),
        make_place(kind="door"),
    ],
)
def test_another_place_is_not_taken_for_it(place):
    assert bind(make_sign(), [place]) is None
    assert bind_signs([make_sign()], [place])[0].place is None


def test_nameless_doors_must_be_at_the_same_point():
    def door(north):
        return make_place(3, "", kind="door", origin_key="new", north=north)

    assert bind(make_sign("", kind="door"), [door(2)]) == door(2)
    assert bind(make_sign("", kind="door"), [door(4)]) is None


def test_codes_are_read_in_either_case_and_nothing_else():
    assert read_code("b7k2mq") == "B7K2MQ"
    for text in ("", "B7K2M", "B7K2MQ2", "B7K2MO", "B7K2M1", "ß7K2MQ", "B7K2M\n", "room:1"):
        assert read_code(text) is None


def test_no_code_is_given_twice():
    taken = {choose_code(set(), ALPHABET, 1) for _ in range(5)}
    for _ in range(len(ALPHABET) - len(taken)):
        assert choose_code(taken, ALPHABET, 1) in taken
    assert taken == set(ALPHABET)
    assert read_code(choose_code(set(), ALPHABET, LENGTH))


def test_the_main_name_is_chosen():
    assert choose_main_name({"de": "Halle", "en": "Hall"}) == "Hall"
    assert choose_main_name({"de": "Halle", "": "Aula"}) == "Aula"
    assert choose_main_name({"fr": "Salle", "de": "Halle"}) == "Halle"
    for nothing in (None, {}, {"en": ""}, {"en": 3}, []):
        assert choose_main_name(nothing) is None


def test_the_viewer_opens_there():
    assert write_query(make_place(5, level=1.5)) == (
        "here=13.7000000,51.0000000,1.5&at=13.7000000,51.0000000,19.5&level=1.5&space=5"
    )
    assert "level" not in write_query(make_place(level=None, kind="door"))


class BrokenDatabase:
    """Connections that fail as those of a replica, or of a primary that is away."""

    def __init__(self, error):
        self.error = error
        self.tries = 0

    @contextlib.contextmanager
    def connect(self):
        self.tries += 1
        raise self.error
        yield


@pytest.mark.parametrize(
    ("error", "waits"), [(psycopg.OperationalError("away"), 2), (psycopg.Error("no"), 0)]
)
def test_uses_that_cannot_be_written_wait_or_are_lost(error, waits, caplog):
    database = BrokenDatabase(error)
    counter = UseCounter(database.connect, pause=60)
    counter.add("B7K2MQ")
    counter.add("B7K2MQ")
    counter.flush()
    assert (database.tries, counter.waiting) == (1, waits)
    assert "not counted" in caplog.text
