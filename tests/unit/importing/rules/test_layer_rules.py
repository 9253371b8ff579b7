"""What a rule file says of single layers, by their whole names."""

import pytest

from interactive_maps.importing.input_error import InputError
from interactive_maps.importing.rules.rule_file import load_rules


def load(tmp_path, text):
    file = tmp_path / "rules.toml"
    file.write_text(text, encoding="utf-8")
    return load_rules(file)


def test_a_whole_name_counts_more_than_any_pattern(tmp_path):
    rules = load(tmp_path, '[layers]\nwall = ["glaz"]\n[layer_kinds]\n"A-GLAZ" = "furniture"\n')
    assert rules.kind_of("A-GLAZ") == "furniture"
    assert rules.kind_of("A-GLAZ-2") == "wall"
    assert load_rules().kind_of("A-GLAZ") == "window"


def test_names_are_taken_as_they_are_written(tmp_path):
    rules = load(tmp_path, '[layer_kinds]\n"a.b \\" $" = "wall"\n"" = "door"\n')
    assert rules.kind_of('a.b " $') == "wall"
    assert rules.kind_of("") == "door"
    assert rules.kind_of("a.b") == "other"


def test_outlines_are_open_unless_said(tmp_path):
    assert load_rules().said.outlines is None
    assert load(tmp_path, "[rooms]\noutlines = []\n").said.outlines == ()
    assert load(tmp_path, '[rooms]\noutlines = ["RM$"]\n').said.outlines == ("RM$",)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[layer_kinds]\nX = "wals"\n', "layer_kinds.X: unknown kind 'wals'. Known kinds: column"),
        ("[layer_kinds]\nX = 1\n", "layer_kinds.X: unknown kind 1"),
        ("layer_kinds = 1\n", "layer_kinds: expected a table"),
        ("rooms = 1\n", "rooms: expected a table"),
        ('[rooms]\noutline = ["X"]\n', "rooms.outline: unknown key. Known key: outlines"),
        ('[rooms]\noutlines = "X"\n', "rooms.outlines: expected a list of whole names"),
        ("[rooms]\noutlines = [1]\n", "rooms.outlines: expected a list of whole names"),
        ('shows = "elevation"\n', 'shows: expected "plan"'),
    ],
)
def test_what_means_nothing_is_refused_with_its_place(tmp_path, text, said):
    with pytest.raises(InputError) as refusal:
        load(tmp_path, text)
    assert said in str(refusal.value)
