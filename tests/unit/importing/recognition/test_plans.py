"""Real plans with a written truth: what is found in them today must stay found."""

import pytest

from benchmarks.recognising.measuring import measure
from benchmarks.recognising.plans import PLANS, find_plans
from interactive_maps.importing.formats import read_plan
from interactive_maps.importing.options import ReadOptions

pytestmark = pytest.mark.skipif(not PLANS.is_dir(), reason="needs ../shared/data/plans")

# The least share of rooms, of labels in them, and of doors that is right.
_LEAST = {
    "azure-contoso-ground": (0.97, 0.97, 0.85),
    "azure-contoso-ground, outlines hidden": (0.85, 0.97, 0.70),
    "azure-contoso-level2": (0.97, 0.97, 0.85),
    "azure-contoso-level2, outlines hidden": (0.85, 0.97, 0.80),
    "bishop-overland-us": (0.75, 0.95, 0.85),
}


# With the outlines visible there is less to go wrong: those are for the long run.
_NIGHTLY = ("azure-contoso-ground", "azure-contoso-level2", "azure-contoso-ground, outlines hidden")


@pytest.mark.slow
@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[pytest.mark.nightly] * (name in _NIGHTLY)) for name in _LEAST]
)
def test_rooms_labels_and_doors(name):
    plan = next(plan for plan in find_plans(PLANS) if plan.name == name)
    scores = measure(lambda: (plan.load(), plan.truth))
    rooms, labels, doors = _LEAST[name]
    assert scores.rooms_right >= rooms * scores.rooms, scores.missed
    assert scores.labels_right >= labels * scores.labels, scores.missed
    assert scores.doors_right >= doors * scores.doors, scores.missed
    assert scores.scale_right


def test_a_roof_has_no_rooms_and_says_so():
    draft = read_plan(PLANS / "barcelona-pavilion" / "roof.dxf", ReadOptions())
    assert not draft.spaces
    assert draft.lines
    assert any(remark.reason.startswith("none recognised") for remark in draft.report.guessed)
