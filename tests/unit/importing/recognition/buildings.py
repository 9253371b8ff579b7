"""Small floors to draw and to recognise again."""

from __future__ import annotations

import math
from functools import cache
from pathlib import Path

import ezdxf
from shapely import Point, box

from benchmarks.drafting import NOISES, STYLES, Building, Noise, Room, Style, draw_building
from benchmarks.recognising.scores import Scores, score_floor
from interactive_maps.importing.drawing import Drawing
from interactive_maps.importing.recognition import recognise_floor
from interactive_maps.importing.recognition.floor import Floor
from interactive_maps.importing.recognition.labels import LabelReader
from interactive_maps.importing.rules.rule_file import load_rules

CLEAN: Noise = NOISES[0]
STYLE: dict[str, Style] = {style.name: style for style in STYLES}


@cache
def make_reader() -> LabelReader:
    rules = load_rules()
    return LabelReader(rules.labels, rules.kind_of)


def make_floor() -> Building:
    """Return eight rooms on both sides of a corridor, with stairs and a lift."""
    names = ("Office", "Meeting", "Kitchen", "Storage", "Office", "Archive")
    rooms = [
        Room(f"1.{index + 1:02}", name, box(4 * index, 8, 4 * index + 4, 13))
        for index, name in enumerate(names)
    ]
    rooms += [
        Room("1.07", "Lobby Office", box(0, 0, 8, 6)),
        Room("1.08", "Stair", box(8, 0, 14, 6), "stairs"),
        Room("1.09", "Lift", box(14, 0, 16, 6), "elevator"),
        Room("1.10", "Workshop", box(16, 0, 24, 6)),
        Room("1.00", "Corridor", box(0, 6, 24, 8), "walkway"),
    ]
    doors = [(Point(4 * index + 2, 8), 0.9) for index in range(6)]
    doors += [(Point(x, 6), 0.9) for x in (4.0, 11.0, 15.0, 20.0)] + [(Point(0, 7), 1.2)]
    return Building.of("small", rooms, doors)


def recognise(style: Style, noise: Noise = CLEAN, building: Building | None = None) -> tuple[Floor, Scores]:
    """Return what is recognised of a floor drawn in a style, and how much of it is right."""
    drawing, truth = draw_building(building or make_floor(), style, noise)
    assert truth.metres_per_unit
    floor = recognise_floor(drawing, truth.metres_per_unit, make_reader())
    return floor, score_floor(floor, truth)


def save_dxf(drawing: Drawing, path: Path, insunits: int = 0, scale: float = 1.0) -> Path:
    """Write a drawing as DXF and return its path; ``scale`` multiplies all lengths."""
    document = ezdxf.new("R2010")
    document.header["$INSUNITS"] = insunits
    document.header["$MEASUREMENT"] = 1
    space = document.modelspace()
    names = [drawing.layers[entity.layer].name for entity in drawing.entities]
    for segment, entity in zip(drawing.segments * scale, drawing.segment_entities, strict=True):
        space.add_line(segment[:2], segment[2:], dxfattribs={"layer": names[entity]})
    for (x, y, radius, start, sweep), entity in zip(drawing.arcs, drawing.arc_entities, strict=True):
        angles = math.degrees(start), math.degrees(start + sweep)
        space.add_arc((x * scale, y * scale), radius * scale, *angles, dxfattribs={"layer": names[entity]})
    for text in drawing.texts:
        attributes = {"layer": names[text.entity], "insert": (text.anchor[0] * scale, text.anchor[1] * scale)}
        space.add_text(text.text, height=text.height * scale, dxfattribs=attributes)
    document.saveas(path)
    return path
