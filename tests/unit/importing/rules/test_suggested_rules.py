"""Rule files that are written, not typed: any name survives, and what no file can say stands in a comment."""

import tomllib

from hypothesis import given
from hypothesis import strategies as st

from interactive_maps.importing.reporting.report import LayerUse, Report
from interactive_maps.importing.rules.rule_file import load_rules
from interactive_maps.importing.rules.suggested_rules import quote, write_rules


def report(**layers: str) -> Report:
    told = Report(metres_per_unit=0.001, level=2.0)
    told.layers = {name: LayerUse("other", 3, kind, "it looks so", 12.0) for name, kind in layers.items()}
    return told


@given(st.text())
def test_any_text_survives(text):
    if not any("\ud800" <= sign <= "\udfff" for sign in text):
        assert tomllib.loads(f"{quote(text)} = {quote(text)}") == {text: text}


@given(st.dictionaries(st.text(), st.sampled_from(["wall", "door", "mixed", "other"]), max_size=6))
def test_any_layers_make_a_file_that_can_be_read(layers):
    document = tomllib.loads(write_rules([("plan\n.dxf", report(**layers))]))
    said = {name for name in layers if not any("\ud800" <= sign <= "\udfff" for sign in name)}
    assert document["layer_kinds"] == {name: layers[name] for name in said}
    assert (document["units"], document["level"], document["rooms"]) == ("mm", 2, {"outlines": []})


def test_the_file_is_taken_as_rules(tmp_path):
    told = report(Mauern="wall")
    told.outlined = ("RM$",)
    file = tmp_path / "rules.toml"
    file.write_text(write_rules([("plan.dxf", told)]), encoding="utf-8")
    rules = load_rules(file)
    assert rules.kind_of("Mauern") == "wall"
    assert rules.said.outlines == ("RM$",)
    assert (rules.units, rules.level) == ("mm", 2.0)


def test_plans_that_differ_are_told_in_comments():
    one, other = report(A="wall", B="door"), report(A="furniture", B="door")
    text = write_rules([("0.dxf", one), ("1.dxf", other)])
    document = tomllib.loads(text)
    assert document["layer_kinds"] == {"B": "door"}
    assert "level" not in document
    assert "# A: furniture in one plan, wall in another" in text


def test_a_scale_that_is_no_unit_is_left_to_the_georeference():
    told = report(A="wall")
    told.metres_per_unit = 0.00123
    assert "units" not in tomllib.loads(write_rules([("plan.dxf", told)]))
