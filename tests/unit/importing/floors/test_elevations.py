"""Elevations and sections are refused by name, and left out beside a plan."""

from __future__ import annotations

from pathlib import Path

import ezdxf
import pytest

from benchmarks.drafting import NOISES
from benchmarks.drafting.draughtsman import draw_building
from benchmarks.recognising.plans import PLANS
from interactive_maps.importing.formats import read_plan
from interactive_maps.importing.input_error import InputError
from interactive_maps.importing.options import ReadOptions
from interactive_maps.importing.rules.rule_file import load_rules
from tests.unit.importing.recognition.buildings import STYLE, make_floor, save_dxf

PAVILION = PLANS / "barcelona-pavilion"


def draw_facade(space, title: str, x: float, *, marks: bool = False) -> None:
    """Draw a facade in millimetres with its title below."""
    space.add_lwpolyline([(x, 0), (x + 20_000, 0), (x + 20_000, 9000), (x, 9000)], close=True)
    for storey in range(3):
        for window in range(6):
            left, low = x + 1500 + 3000 * window, 1000 + 3000 * storey
            corners = [(left, low), (left + 1200, low), (left + 1200, low + 1400), (left, low + 1400)]
            space.add_lwpolyline(corners, close=True)
        if marks:
            attributes = {"insert": (x + 21_000, 3000 * storey)}
            space.add_text(f"+{3 * storey}.00", height=200, dxfattribs=attributes)
    if title:
        space.add_text(title, height=500, dxfattribs={"insert": (x + 8000, -2500)})


def save_facade(folder: Path, title: str, **more) -> Path:
    document = ezdxf.new()
    document.header["$INSUNITS"] = 4
    draw_facade(document.modelspace(), title, 0, **more)
    path = folder / "facade.dxf"
    document.saveas(path)
    return path


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("South elevation", r"shows an elevation \('South elevation'\): its title says"),
        ("Schnitt A-A", r"shows a section \('Schnitt A-A'\)"),
        ("东立面图", r"shows an elevation \('东立面图'\)"),
    ],
)
def test_a_title_refuses_it(tmp_path, title, said):
    with pytest.raises(InputError, match=said):
        read_plan(save_facade(tmp_path, title), ReadOptions(units="mm"))


def test_marks_refuse_it_without_a_title(tmp_path):
    with pytest.raises(InputError, match="its level marks are as high as they say"):
        read_plan(save_facade(tmp_path, "", marks=True), ReadOptions(units="mm"))


def test_a_rule_says_that_it_is_a_plan_all_the_same(tmp_path):
    file = tmp_path / "rules.toml"
    file.write_text('shows = "plan"\n', encoding="utf-8")
    path = save_facade(tmp_path, "South elevation")
    assert read_plan(path, ReadOptions(units="mm", rules=load_rules(file))).lines


def test_beside_a_plan_it_is_left_out(tmp_path):
    drawing, _ = draw_building(make_floor(), STYLE["plain"], NOISES[0])
    path = save_dxf(drawing, tmp_path / "house.dxf", insunits=4)
    alone = read_plan(path, ReadOptions(level=0.0))
    document = ezdxf.readfile(path)
    draw_facade(document.modelspace(), "SOUTH ELEVATION", 40_000)
    document.saveas(path)
    draft = read_plan(path, ReadOptions(level=0.0))
    assert [space.ref for space in draft.spaces] == [space.ref for space in alone.spaces]
    assert len(draft.lines) - len(alone.lines) <= 1  # its title, which stands in neither
    (said,) = (remark for remark in draft.report.skipped if remark.id == "view SOUTH ELEVATION")
    assert said.reason == "is an elevation (its title says 'SOUTH ELEVATION'): skipped"


def test_a_plan_that_is_called_a_section_stays_a_plan(tmp_path):
    drawing, _ = draw_building(make_floor(), STYLE["plain"], NOISES[0])
    path = save_dxf(drawing, tmp_path / "house.dxf", insunits=4)
    document = ezdxf.readfile(path)
    title = {"insert": (9000, -2000)}
    document.modelspace().add_text("SECTION 3 OF THE BUILDING", height=500, dxfattribs=title)
    document.saveas(path)
    assert len(read_plan(path, ReadOptions()).spaces) == 11


@pytest.mark.skipif(not PLANS.is_dir(), reason="needs ../shared/data/plans")
def test_the_pavilions_elevation_is_refused_and_its_plan_says_that_no_room_is_named():
    with pytest.raises(InputError, match=r"view-1\.dxf: the drawing: shows an elevation"):
        read_plan(PAVILION / "view-1.dxf", ReadOptions())
    draft = read_plan(PAVILION / "plan.dxf", ReadOptions())
    assert draft.lines
    assert not draft.rooms
    (said,) = (remark.reason for remark in draft.report.guessed if remark.id == "rooms")
    assert said.startswith("none with a number or a name")
