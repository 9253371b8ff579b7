"""Changes that `scripts/bench mutants` makes, and the tests that it chooses."""

from __future__ import annotations

import pytest

from benchmarks.mutating.mutations import compiles, list_mutations
from benchmarks.mutating.nearby_tests import NearbyTests
from benchmarks.mutating.pure_modules import ROOT, list_pure_modules
from benchmarks.mutating.sampling import draw_sample


def change(text: str) -> set[str]:
    """Return the texts that a text can become."""
    return {mutation.apply(text.encode()).decode() for mutation in list_mutations(text.encode())}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a = b < c", {"a = b <= c", "a = b >= c"}),
        ("a = b not in c", {"a = b in c"}),
        ("a = b < c == d", {"a = b <= c == d", "a = b >= c == d", "a = b < c != d"}),
        ("a = 1", {"a = 2"}),
        ("a = 2000", {"a = 2200"}),
        ("a = 0.5", {"a = 1.5"}),
        ("a = True", {"a = False"}),
        ("a = b + c", {"a = b - c"}),
        ("a = (\n    b  # and\n    and c\n)", {"a = (\n    b  # and\n    or c\n)"}),
        ("a = -b", {"a = b"}),
        ("a = min(b)", {"a = max(b)", "a = None"}),
        ("a += b", {"a -= b", "pass"}),
        ("a(b)", {"pass"}),
        ("if a:\n    b.c = d", {"if not (a):\n    b.c = d", "if a:\n    pass"}),
        ("if not a:\n    raise b", {"if a:\n    raise b", "if not a:\n    pass"}),
        ("def a():\n    return b", {"def a():\n    return None"}),
        ("ä = 'é', b - c", {"ä = 'é', b + c"}),
    ],
)
def test_each_kind_of_change(text, expected):
    assert change(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        '"""Text of 2."""',
        "a: b[1]",
        "@a(1)\ndef b(c: d[2]) -> e[3]: ...",
        'a = f"{b + 1}"',
        "if TYPE_CHECKING:\n    a = 1",
        "_log.info(1)",
        "a = b[c:d]",
    ],
)
def test_what_no_answer_depends_on_stays(text):
    assert change(text) == set()


def test_a_change_is_one_place_and_compiles():
    text = (ROOT / "interactive_maps/geo/geojson.py").read_bytes()
    mutations = list_mutations(text)
    assert len(mutations) > 50
    assert all(mutation.apply(text) != text for mutation in mutations)
    assert all(compiles(mutation.apply(text)) for mutation in mutations[:20])


def test_a_seed_names_a_sample():
    sample = draw_sample(20, seed=3, prefix="geo")
    assert sample == draw_sample(20, seed=3, prefix="geo")
    assert sample != draw_sample(20, seed=4, prefix="geo")
    assert {mutant.package for mutant in sample} == {"geo"}


def test_a_sample_can_be_of_one_module():
    assert {mutant.module for mutant in draw_sample(5, seed=1, prefix="geo/plane")} == {
        "interactive_maps/geo/plane.py"
    }


def test_a_diff_shows_the_line_before_and_after():
    mutant = draw_sample(1, seed=1, prefix="geo")[0]
    old, new = mutant.lines
    assert f"{old}\n" in mutant.diff
    assert old != new
    assert mutant.diff.startswith(f"--- {mutant.module}\n")


def test_the_tests_beside_a_module_come_first():
    nearby = NearbyTests()
    assert nearby.find("interactive_maps/geo/geojson.py")[0] == "tests/unit/geo/test_geojson.py"
    tests = nearby.find("interactive_maps/routing/search/snapping.py")
    assert tests[0] == "tests/unit/routing/search/test_snapping.py"
    assert "tests/unit/routing/search/test_wayfinding.py" in tests


def test_pure_modules_are_found_by_their_docstring_or_their_package():
    names = {str(path.relative_to(ROOT / "interactive_maps")) for path in list_pure_modules()}
    assert {"geo/plane.py", "streaming/events.py", "mapdata/search/folding.py"} <= names
    assert "streaming/store.py" not in names
