"""Rows that close nothing, or that nobody can make sense of, are told apart, counted and logged once."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from interactive_maps.mapdata.bulk.network_reader import FIRST_TIME, LAST_TIME, ClosureRow
from interactive_maps.routing.network.unusable_rows import (
    ROWS_LEFT_OUT,
    UnusableRow,
    report_problems,
    sort_closures,
)

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
EDGE = ClosureRow(7, "edge", 3, None, None, None, None, None)
LEVEL = ClosureRow(8, "level", None, 2.0, None, None, None, None)


@pytest.mark.parametrize(
    "row",
    [
        EDGE,
        LEVEL,
        replace(LEVEL, level=-1.0),
        replace(EDGE, target_id=2**63 - 1),
        replace(EDGE, starts_at=NOON),
        replace(EDGE, ends_at=NOON),
        replace(EDGE, starts_at=NOON, ends_at=NOON + timedelta(seconds=1)),
        replace(EDGE, profiles=["walk", None]),
        replace(EDGE, profiles=[]),
    ],
)
def test_what_closes_something_is_good(row):
    assert sort_closures([row]) == ((row,), ())


@pytest.mark.parametrize(
    ("row", "what"),
    [
        (replace(EDGE, kind="bridge"), "of this kind"),
        (replace(EDGE, kind=None), "of this kind"),
        (replace(EDGE, target_id=None, level=2.0), "what is closed"),
        (replace(LEVEL, level=None, target_id=3), "what is closed"),
        (replace(LEVEL, level=float("nan")), "what is closed"),
        (replace(LEVEL, level=2.0**63), "what is closed"),
        (replace(LEVEL, level=-(2.0**63)), "what is closed"),
        (replace(EDGE, starts_at=LAST_TIME), "all calendars"),
        (replace(EDGE, ends_at=FIRST_TIME), "all calendars"),
        (replace(EDGE, starts_at=NOON, ends_at=NOON), "ends before it begins"),
        (replace(EDGE, starts_at=NOON, ends_at=NOON - timedelta(hours=1)), "ends before it begins"),
        (replace(EDGE, profiles=["walk", 3]), "no list of names"),
        (replace(EDGE, profiles=[["walk"]]), "no list of names"),
    ],
)
def test_what_closes_nothing_is_told(row, what):
    good, (problem,) = sort_closures([EDGE, row])
    assert good == (EDGE,)
    assert (problem.layer, problem.key) == ("closures", row.key)
    assert what in problem.what


def count(layer: str) -> float:
    return ROWS_LEFT_OUT.labels(layer)._value.get()


def test_problems_are_counted_and_only_new_ones_are_logged(caplog):
    old = UnusableRow("closures", 1, "odd")
    many = [UnusableRow("nav-edges", key, "bent") for key in range(10, 16)]
    report_problems([old, *many], [old])
    assert (count("closures"), count("nav-edges"), count("spaces")) == (1, 6, 0)
    (record,) = caplog.records
    assert (
        "6 rows of nav-edges: 10 (bent), 11 (bent), 12 (bent), 13 (bent), 14 (bent), ...;" in record.message
    )

    caplog.clear()
    report_problems(many[:5], [])
    assert (count("closures"), count("nav-edges")) == (0, 5)
    assert "14 (bent);" in caplog.text
    report_problems([], many)
    assert count("nav-edges") == 0
    assert len(caplog.records) == 1
