"""Changes that `scripts/bench mutants` makes, and the tests that it runs."""

from __future__ import annotations

import os
import signal

import pytest

from benchmarks.mutating.forks import BROKEN, run_in_fork
from benchmarks.mutating.mutations import compiles, list_mutations
from benchmarks.mutating.places import find_place, imports_any
from benchmarks.mutating.pure_modules import ROOT, list_pure_modules
from benchmarks.mutating.sampling import draw_sample
from benchmarks.mutating.test_map import Run, TestMap


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
        ("def a():\n    return\n    b = c", {"def a():\n    pass\n    b = c"}),
        ("ä = 'é', b - c", {"ä = 'é', b + c"}),
        (
            "a += b.reshape(-1, 2)",
            {"a -= b.reshape(-1, 2)", "pass", "a += b.reshape(1, 2)", "a += b.reshape(-1, 3)"},
        ),
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
        "_log = logging.getLogger(__name__)",
        'T = TypeVar("T")',
        "a = b[c:d]",
        "class A:\n    a: B = field(default=None, compare=False)",
        "def a():\n    b = c\n    return None",
    ],
)
def test_what_no_answer_depends_on_stays(text):
    assert change(text) == set()


FIELD = "class A:\n    a: B = field(init=False)\n"


@pytest.mark.parametrize(
    ("rest", "is_equal"),
    [
        ("    def __post_init__(self):\n        self.a = {}", True),
        ("    def __post_init__(self):\n        self.b, self.a = {}", True),
        ("    c: B = field(init=False)\n    def __post_init__(self):\n        self.a = {}", True),
        ("    c: B = field(default=(), init=False)\n    def __post_init__(self):\n        self.a = {}", True),
        ("    c: B = field(default=())\n    def __post_init__(self):\n        self.a = {}", False),
        ("    c: B\n    def __post_init__(self):\n        self.a = {}", False),  # what a caller gives shifts
        ("    def __post_init__(self):\n        if self.b: self.a = {}", False),
        ("    def __post_init__(self):\n        self.b = {}", False),
        ("    def b(self):\n        self.a = {}", False),
    ],
)
def test_a_field_that_is_set_anyway_is_not_dropped_but_may_be_asked_for(rest, is_equal):
    changed = change(FIELD + rest)
    assert (FIELD.replace("field(init=False)", "None") + rest not in changed) == is_equal
    assert FIELD.replace("False", "True") + rest in changed


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


MODULE = """
_LEAST = 2
_TWICE = _LEAST * 2


class _Box:
    side: int = 3

    def measure(self):
        return self.side + 1


def _count(most=7):
    return _TWICE - _LEAST


def _forget():
    return 0


_NONE = _forget()


def _use():
    return _NONE
"""


@pytest.mark.parametrize(
    ("said", "function", "runs_in"),
    [
        ("2", "", {"_count"}),
        ("3", "", {"_Box.measure"}),
        ("self.side + 1", "_Box.measure", {"_Box.measure"}),
        ("_TWICE - _LEAST", "_count", {"_count"}),
        ("7", "", {"_count"}),
        ("0", "", {"_forget", "_use"}),  # its result is kept on import
    ],
)
def test_a_change_is_in_a_function_or_in_what_an_import_does(said, function, runs_in):
    start = MODULE.index(said)
    place = find_place("private.py", MODULE.encode(), start, start + len(said))
    assert place.function == function
    assert {name for name in place.runs_in if name.startswith("private.py:")} == {
        f"private.py:{name}" for name in runs_in
    }


def test_a_constant_is_followed_into_the_modules_that_use_it():
    path = "interactive_maps/geo/degrees.py"
    text = (ROOT / path).read_bytes()
    start = text.index(b"40_075_016")
    runs_in = find_place(path, text, start, start + 10).runs_in
    assert any("exporting/imdf/opening_lines" in name for name in runs_in)


@pytest.mark.parametrize(
    ("text", "imports"),
    [
        ("from interactive_maps.geo.degrees import EQUATOR_METRES", True),
        ("from interactive_maps.geo.degrees import METRES_PER_DEGREE as LONG", True),  # derived from it
        ("from interactive_maps.geo import degrees\na = degrees.EQUATOR_METRES", True),
        ("from interactive_maps.geo import degrees\na = degrees.scale_longitude", False),
        ("from interactive_maps.geo.degrees import scale_longitude", False),
        ("from interactive_maps.geo.degrees.other import EQUATOR_METRES", False),
        ("EQUATOR_METRES = 'degrees'", False),
    ],
)
def test_a_constant_concerns_the_tests_that_import_it(text, imports):
    path = "interactive_maps/geo/degrees.py"
    code = (ROOT / path).read_bytes()
    start = code.index(b"40_075_016")
    place = find_place(path, code, start, start + 10)
    assert imports_any(text.encode(), path, place.names) == imports


def test_what_a_function_does_when_called_has_no_name_to_import():
    start = MODULE.index("self.side + 1")
    assert find_place("private.py", MODULE.encode(), start, start + 1).names == frozenset()
    start = MODULE.index("return 0")
    assert "_NONE" in find_place("private.py", MODULE.encode(), start, start + 8).names


def test_tests_that_run_a_function_are_found_and_those_of_its_module_come_first():
    runs = {
        "tests/test_b.py::slow": Run(10.0, frozenset({"a.py:f"})),
        "tests/test_b.py::other": Run(0.1, frozenset({"a.py:g"})),
        "tests/test_b.py::quick": Run(0.1, frozenset({"a.py:f"})),
        "tests/test_a.py::own": Run(0.3, frozenset({"a.py:f", "a.py:g"})),
        "tests/test_c.py::quickest": Run(0.01, frozenset({"a.py:f"})),
    }
    found = TestMap(runs).find("a.py", ["a.py:f"], 10)
    assert found == ["tests/test_a.py::own", "tests/test_c.py::quickest", "tests/test_b.py::quick"]
    assert TestMap(runs).find("a.py", ["a.py:h"], 10) == []
    assert set(TestMap(runs).find("a.py", None, 10)) == {*found, "tests/test_b.py::other"}
    assert TestMap(runs).find("a.py", ["a.py:f"], 20)[-1] == "tests/test_b.py::slow"


def test_what_a_fork_said_before_it_was_ended_is_kept():
    def work(answer):
        answer({"test": "a"})
        os.kill(os.getpid(), signal.SIGKILL)

    outcome = run_in_fork(work, 1)
    assert outcome.traced == [{"test": "a"}]
    assert outcome.failed == "ended by SIGKILL"


def test_a_fork_says_last_what_failed():
    assert run_in_fork(lambda answer: answer({"failed": "b", "tests": 2}), 1).failed == "b"
    assert run_in_fork(lambda answer: None, 1).failed == "ended without a word"
    assert run_in_fork(lambda answer: answer(1 / 0), 1).failed.startswith(BROKEN)


def test_pure_modules_are_found_by_their_docstring_or_their_package():
    names = {str(path.relative_to(ROOT / "interactive_maps")) for path in list_pure_modules()}
    assert {"geo/plane.py", "streaming/events.py", "mapdata/search/folding.py"} <= names
    assert "streaming/store.py" not in names
