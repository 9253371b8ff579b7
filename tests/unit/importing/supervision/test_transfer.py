"""What a worker returns is the same on the other side, whatever it holds."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from interactive_maps.importing.input_error import InputError
from interactive_maps.importing.supervision.transfer import pack, unpack


class Kind(StrEnum):
    ROOM = "room"


@dataclass(frozen=True, slots=True)
class Row:
    key: str
    geometry: shapely.Geometry
    names: dict[str, str]
    kind: Kind = Kind.ROOM


@dataclass(frozen=True)
class Single:
    value: object


@dataclass(frozen=True, slots=True)
class Empty:
    pass


@dataclass(frozen=True, slots=True)
class Derived:
    value: int
    double: int = field(init=False)

    def __post_init__(self):
        object.__setattr__(self, "double", 2 * self.value)


@dataclass(frozen=True, kw_only=True)
class Named:
    value: int


@dataclass(slots=True)
class Draft:
    rows: list[Row] = field(default_factory=list)
    owner: object = None


SHAPES = [
    shapely.Point(1, 2),
    shapely.Point(1, 2, 3),
    shapely.Polygon([(0, 0), (1, 0), (1, 1)], [[(0.5, 0.2), (0.6, 0.2), (0.6, 0.3)]]),
    shapely.Polygon(),
    shapely.LinearRing([(0, 0), (1, 0), (1, 1)]),
    shapely.GeometryCollection([shapely.Point(0, 0), shapely.LineString([(0, 0), (1, 1)])]),
    shapely.set_srid(shapely.Point(1, 2), 4326),
    shapely.Point(float("nan"), 1),
]


def carry(value):
    return unpack(*pack(value))


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_a_geometry_arrives_as_it_was(shape):
    found = carry(Row("1", shape, {})).geometry
    assert shapely.to_wkb(found, include_srid=True) == shapely.to_wkb(shape, include_srid=True)
    assert type(found) is type(shape)


@pytest.mark.parametrize(
    "value",
    [None, Empty(), Single(1), Single((1, 2)), Derived(2), Named(value=3), Kind.ROOM, Counter("aab")],
    ids=repr,
)
def test_any_value_arrives_as_it_was(value):
    assert carry(value) == value
    assert carry([value, value]) == [value, value]


def test_an_object_that_is_held_twice_is_still_one():
    row = Row("1", SHAPES[0], {"en": "Room"})
    draft = Draft([row, row], {"self": None})
    draft.owner = draft
    found = carry(draft)
    assert found.rows[0] is found.rows[1]
    assert found.owner is found
    assert found.rows[0] == row


def test_arrays_and_refusals_arrive():
    np.testing.assert_array_equal(carry(Single(np.eye(3))).value, np.eye(3))
    refusal = carry(InputError("plan.dxf", "layer 3", "is bad"))
    assert (refusal.file, refusal.place, refusal.reason) == ("plan.dxf", "layer 3", "is bad")


@given(
    st.lists(st.builds(Row, st.text(), st.sampled_from(SHAPES[:3]), st.dictionaries(st.text(), st.text())))
)
def test_many_rows_arrive_in_their_order(rows):
    assert carry(Draft(rows)) == Draft(rows)
