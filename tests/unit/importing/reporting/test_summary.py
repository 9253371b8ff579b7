"""The summary of an import fits on a screen, whatever was read."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from interactive_maps.importing.reporting.report import Issue, LayerUse, Report
from interactive_maps.importing.reporting.summary import summarise

ISSUES = st.lists(st.builds(Issue, st.text(max_size=300), st.text(max_size=300)), max_size=30)
REPORTS = st.builds(
    Report,
    counts=st.dictionaries(
        st.sampled_from(["room", "line", "space", "edge", "opening"]), st.integers(0, 10**6)
    ).map(Counter),
    skipped=ISSUES,
    repaired=ISSUES,
    guessed=ISSUES,
    layers=st.dictionaries(
        st.text(max_size=30), st.builds(LayerUse, st.sampled_from(["room", "wall"]), st.integers(0, 10**6))
    ),
    level=st.none() | st.floats(-5, 50),
)


@given(st.lists(st.tuples(st.text(min_size=1, max_size=80), REPORTS), min_size=1, max_size=45))
def test_summaries_have_at_most_fifteen_lines_that_fit(reports):
    lines = list(summarise(reports))
    assert len(lines) <= 15
    assert all(len(line) <= 160 for line in lines if line.startswith("    "))


def test_what_is_missing_comes_first_and_lists_leave_their_lines_to_others():
    report = Report(
        guessed=[Issue("door", "guessed")],
        repaired=[Issue(f"r{number}", f"closed {number}") for number in range(9)],
        skipped=[Issue(f"s{number}", f"no place {number}") for number in range(19)],
    )
    assert list(summarise([("plan.dxf", report)])) == [
        "plan.dxf: no level, 0 rooms, 0 lines",
        "  skipped: 19, 14 of them only in the full report",
        *(f"    s{number}: no place {number}" for number in range(5)),
        "  guessed: 1",
        "    door: guessed",
        "  repaired: 9, 4 of them only in the full report",
        *(f"    r{number}: closed {number}" for number in range(5)),
    ]


def test_the_same_reason_is_told_once_and_what_happened_once_is_not_hidden():
    reports = [
        (
            f"{number}.dxf",
            Report(
                Counter(room=10, line=5, space=9),
                level=float(number),
                guessed=[Issue("level", f"level {number}"), Issue("units", "mm")]
                + ([Issue("alignment", "moved 5 m")] if number == 39 else []),
                skipped=[Issue("B1", "no length"), Issue("B2", "no length")],
            ),
        )
        for number in range(40)
    ]
    assert list(summarise(reports)) == [
        "0.dxf: level 0, 10 rooms, 5 lines",
        "1.dxf: level 1, 10 rooms, 5 lines",
        "2.dxf: level 2, 10 rooms, 5 lines",
        "and 37 more plans: 370 rooms, 185 lines",
        "  features: space 360",
        "  skipped: 80",
        "    0.dxf: B1 and 79 more: no length",
        "  guessed: 81, 35 of them only in the full report",
        "    0.dxf: level: level 0",
        "    0.dxf: units and 39 more: mm",
        "    39.dxf: alignment: moved 5 m",
        *(f"    {number}.dxf: level: level {number}" for number in range(1, 5)),
    ]
