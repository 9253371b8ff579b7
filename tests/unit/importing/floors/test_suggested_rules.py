"""Rules that were suggested give what was understood without them, on plans of all styles."""

from __future__ import annotations

import re

import pytest

from benchmarks.drafting import NOISES
from benchmarks.drafting.draughtsman import draw_building
from benchmarks.recognising.plans import PLANS
from interactive_maps.importing.formats import read_plan
from interactive_maps.importing.options import ReadOptions
from interactive_maps.importing.rules.rule_file import load_rules
from interactive_maps.importing.rules.suggested_rules import write_rules
from tests.unit.importing.floors.test_storeys import save_storeys
from tests.unit.importing.recognition.buildings import STYLE, make_floor, save_dxf

LISTS = ("rooms", "lines", "levels", "spaces", "openings", "network")


def read_again(path, tmp_path, edit=lambda text: text):
    """Return a draft, the draft by its suggested rules, and those."""
    before = read_plan(path, ReadOptions())
    file = tmp_path / "suggested.toml"
    file.write_text(edit(write_rules([(before.source, before.report)])), encoding="utf-8")
    return before, read_plan(path, ReadOptions(rules=load_rules(file))), file.read_text("utf-8")


@pytest.mark.parametrize("name", ["plain", "nameless layers", "all on 0", "russian, gaps"])
def test_nothing_changes(tmp_path, name):
    drawing, _ = draw_building(make_floor(), STYLE[name], NOISES[1])
    before, after, _ = read_again(save_dxf(drawing, tmp_path / "plan.dxf"), tmp_path)
    assert before.spaces
    for rows in LISTS:
        assert getattr(before, rows) == getattr(after, rows), rows


def test_nothing_changes_of_storeys(tmp_path):
    before, after, _ = read_again(save_storeys(tmp_path, ["Ground floor", "Level 1"]), tmp_path)
    assert len(before.levels) == 2
    for rows in LISTS:
        assert getattr(before, rows) == getattr(after, rows), rows


@pytest.mark.slow
@pytest.mark.nightly
@pytest.mark.skipif(not PLANS.is_dir(), reason="needs ../shared/data/plans")
def test_nothing_changes_of_a_plan_with_room_outlines(tmp_path):
    before, after, text = read_again(PLANS / "azure-contoso-level2" / "Level_2.dwg", tmp_path)
    assert before.report.outlined
    assert "outlines = [" in text
    for rows in LISTS:
        assert getattr(before, rows) == getattr(after, rows), rows


def test_a_line_that_is_edited_changes_what_it_says(tmp_path):
    drawing, _ = draw_building(make_floor(), STYLE["nameless layers"], NOISES[0])
    path = save_dxf(drawing, tmp_path / "plan.dxf")

    def edit(text: str) -> str:
        assert '"Layer1" = "wall"' in text or '"Layer1" = "mixed"' in text
        return re.sub('"Layer1" = "(wall|mixed)"', '"Layer1" = "furniture"', text)

    before, after, _ = read_again(path, tmp_path, edit)
    assert len(before.spaces) == 11
    assert len(after.spaces) < 11
    assert after.report.layers["Layer1"].because == "a rule says so"


def test_the_report_says_what_layers_were_taken_for_and_what_rules_would_change(tmp_path):
    drawing, _ = draw_building(make_floor(), STYLE["nameless layers"], NOISES[0])
    path = save_dxf(drawing, tmp_path / "plan.dxf")
    told = read_plan(path, ReadOptions()).report.to_dict()["layers"]
    assert told["Layer1"]["taken_for"] in {"wall", "mixed"}
    assert "lines" in told["Layer1"]["because"]
    assert told["Layer1"]["a_rule_would"][0].startswith('"ignore" would take')
    tried = read_plan(path, ReadOptions(with_trials=True)).report.layers
    (said,) = (one for one in tried["Layer1"].would if one.startswith('as "ignore": '))
    assert "instead of 11 spaces, 11 of them named, and 11 doors" in said


def test_outlines_that_a_rule_names_are_the_rooms(tmp_path):
    drawing, _ = draw_building(make_floor(), STYLE["plain"], NOISES[0])
    path = save_dxf(drawing, tmp_path / "plan.dxf", insunits=4)
    import ezdxf

    document = ezdxf.readfile(path)
    corners = [(200, 8200), (7800, 8200), (7800, 12_800), (200, 12_800)]  # two offices that are let as one
    document.modelspace().add_lwpolyline(corners, close=True, dxfattribs={"layer": "Mietflächen"})
    document.saveas(path)
    file = tmp_path / "rules.toml"
    file.write_text('[rooms]\noutlines = ["Mietflächen"]\n', encoding="utf-8")
    draft = read_plan(path, ReadOptions(rules=load_rules(file)))
    assert draft.report.outlined == ("Mietflächen",)
    assert not read_plan(path, ReadOptions()).report.outlined
