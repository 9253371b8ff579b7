"""Layers that are off or frozen and hold the rooms are offered by name, and taken by --show-layer."""

from __future__ import annotations

import pytest

from interactive_maps.importing.input_error import InputError
from tests.unit.importing.formats.dxf.drawings import names, new_drawing, read_drawing, reasons, write_text


def draw_rooms(drawing, layer, *labels, size=4.0, text_layer=None):
    """Draw a closed outline for each label."""
    for number, label in enumerate(labels):
        x = number * (size + 1)
        corners = [(x, 0), (x + size, 0), (x + size, size), (x, size)]
        drawing.modelspace().add_lwpolyline(corners, close=True, dxfattribs={"layer": layer})
        write_text(drawing, label, x + 0.5, size / 2, layer=text_layer or layer)


def draw_walls(drawing):
    """Draw what can be seen."""
    drawing.modelspace().add_line((0, 0), (20, 0), dxfattribs={"layer": "A-WALL"})
    drawing.modelspace().add_line((0, 0), (0, 20), dxfattribs={"layer": "A-WALL"})


@pytest.mark.parametrize(("hide", "state"), [("off", "off"), ("freeze", "frozen")])
@pytest.mark.parametrize("layer", ["RM$", "GROS$Räume", "A-AREA"])
def test_a_hidden_layer_with_rooms_is_offered(tmp_path, layer, hide, state):
    drawing = new_drawing()
    getattr(drawing.layers.add(layer), hide)()
    draw_rooms(drawing, layer, "OFFICE 1", "OFFICE 2", "KITCHEN")
    draw_walls(drawing)
    draft = read_drawing(drawing, tmp_path)
    assert draft.rooms == []
    offer = reasons(draft, "guessed")[f"layer {layer}"]
    assert offer.startswith(f"{state} in the drawing, but contains 3 outlines")
    assert "3 names or numbers of rooms" in offer
    assert f"--show-layer '{layer}'" in offer


def test_it_is_taken_when_it_is_named(tmp_path):
    drawing = new_drawing()
    drawing.layers.add("RM$").off()
    drawing.layers.add("RM$TXT").freeze()
    draw_rooms(drawing, "RM$", "101", "102", "103", text_layer="RM$TXT")
    draw_walls(drawing)
    draft = read_drawing(drawing, tmp_path, show_layers=("rm$", "RM$TXT"), level=0.0)
    assert names(draft) == ["101", "102", "103"]
    assert sum(line.layer == "RM$" for line in draft.lines) == 3
    assert "layer RM$" not in reasons(draft, "guessed")


def test_a_drawing_that_shows_nothing_else_says_which_layer_to_show(tmp_path):
    drawing = new_drawing()
    drawing.layers.add("RM$").off()
    draw_rooms(drawing, "RM$", "OFFICE 1", "OFFICE 2", "KITCHEN")
    with pytest.raises(InputError, match=r"layer RM\$: .*--show-layer 'RM\$'"):
        read_drawing(drawing, tmp_path)


@pytest.mark.parametrize(
    ("layer", "labels", "size"),
    [
        ("A-FURN", ("DESK 1", "DESK 2", "DESK 3"), 2.0),  # furniture
        ("A-DIM", ("4.00", "4.00", "4.10"), 4.0),  # dimensions
        ("X", ("a", "b", "c"), 0.4),  # small things
    ],
)
def test_other_hidden_layers_are_not_offered(tmp_path, layer, labels, size):
    drawing = new_drawing()
    drawing.layers.add(layer).off()
    draw_rooms(drawing, layer, *labels, size=size)
    draw_walls(drawing)
    assert f"layer {layer}" not in reasons(read_drawing(drawing, tmp_path), "guessed")


def test_only_the_prefix_of_a_bound_reference_is_no_part_of_a_layers_name():
    from interactive_maps.importing.rules.rule_file import load_rules

    rules = load_rules()
    assert rules.kind_of("xref$0$A-WALL") == rules.kind_of("a|A-WALL") == "wall"
    assert rules.kind_of("RM$TXT") == "room_label"
