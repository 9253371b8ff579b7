"""Members of a request are of their types, or refused with what is accepted."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interactive_maps.ops.errors import InvalidParameter
from interactive_maps.routing.http.request_parameters import RequestParameters
from interactive_maps.routing.waypoints.waypoint_resolver import Category, FeatureRef, Point

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=5,
)


@pytest.mark.parametrize(
    ("text", "value", "place"),
    [
        ("room:12", {"room": 12}, FeatureRef("room", 12)),
        ("category:Restroom ", {"category": " restroom"}, Category("restroom")),
        ("13.5,-51", {"lon": 13.5, "lat": -51}, Point(13.5, -51.0)),
        ("13.5,51,-0.5", {"lon": 13.5, "lat": 51, "level": -0.5}, Point(13.5, 51.0, -0.5)),
    ],
)
def test_places_are_read_from_queries_and_bodies(text, value, place):
    assert RequestParameters({"from": text}, is_text=True).read_place("from") == place
    assert RequestParameters({"from": value}, is_text=False).read_place("from") == place
    assert RequestParameters({"from": text}, is_text=False).read_place("from") == place


@given(value=ANYTHING, is_text=st.booleans())
def test_whatever_comes_is_read_or_refused(value, is_text):
    members = RequestParameters({"x": str(value) if is_text else value}, is_text=is_text)
    readers = [
        lambda: members.read_number("x", 0, 10),
        lambda: members.read_integer("x", 0, 10),
        lambda: members.read_flag("x"),
        lambda: members.read_word("x", ["a", "b"]),
        lambda: members.read_words("x", ["a", "b"]),
        lambda: members.read_time("x"),
        lambda: members.read_place("x"),
        lambda: members.read_places("x", 3),
    ]
    for read in readers:
        with contextlib.suppress(InvalidParameter):
            read()


def test_numbers_keep_their_range_and_type():
    body = RequestParameters(
        {"a": 1, "b": True, "c": "1", "d": 10.5, "e": float("nan"), "f": -0.0}, is_text=False
    )
    assert body.read_number("a", 0, 10) == 1
    assert str(body.read_number("f", -1, 1)) == "0.0"
    assert body.read_number("missing", 0, 1) is None
    for name in "bcde":
        with pytest.raises(InvalidParameter, match=r"Accepted: a number 0\.\.10") as refusal:
            body.read_number(name, 0, 10)
        assert refusal.value.parameter == name
