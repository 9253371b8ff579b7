"""What is to be closed is understood, or refused with a word about what is wrong."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from interactive_maps.mapdata.edits.closures import TARGETS, ClosureRow
from interactive_maps.ops.errors import InvalidParameter
from interactive_maps.routing.live.closure_requests import KINDS, make_closure
from interactive_maps.routing.profiles import PROFILES

NOW = datetime(2030, 5, 17, 8, tzinfo=UTC)


@pytest.mark.parametrize(("word", "kind"), KINDS.items())
def test_every_word_is_a_kind_that_can_be_written(word, kind):
    made = make_closure(word, 3)
    assert (made.kind, made.target, made.key) == (kind, 3, 0)
    assert (made.target_id is None) == (kind == "level")
    assert kind in {*TARGETS, "level"}


def test_everything_is_kept():
    later = NOW + timedelta(seconds=1)
    made = make_closure("door", 3, reason="paint", start=NOW, end=later, profiles=[*PROFILES, "walk"])
    assert made == ClosureRow(0, "opening", 3, None, NOW, later, tuple(PROFILES), "paint")
    assert make_closure("level", -0.5, reason="").target == -0.5
    assert make_closure("level", 0, reason="").reason is None


@pytest.mark.parametrize(
    ("asked", "parameter", "said"),
    [
        ({"kind": "wall"}, "kind", "Unknown kind 'wall'. Accepted: edge,"),
        ({"target": 1.5}, "target", "1.5 is not a valid id: ids are whole numbers."),
        ({"target": float("nan")}, "target", "nan is not a valid id."),
        ({"target": float("-inf")}, "target", "-inf is not a valid id."),
        ({"target": 2.0**53}, "target", "9.0072e+15 is not a valid id."),
        ({"start": NOW, "end": NOW}, "until", "The end must be after the beginning."),
        ({"start": NOW, "end": NOW - timedelta(days=1)}, "until", "The end must be after the beginning."),
        ({"profiles": ["walk", "fly"]}, "profiles", "Unknown profile 'fly'. Accepted: walk,"),
        ({"profiles": [""]}, "profiles", "Unknown profile ''. Accepted: walk,"),
    ],
)
def test_what_cannot_be_meant_is_named(asked, parameter, said):
    with pytest.raises(InvalidParameter) as refusal:
        make_closure(**{"kind": "door", "target": 1, **asked})
    assert refusal.value.parameter == parameter
    assert str(refusal.value).startswith(said)
