"""From a DXF to a floor with rooms and doors in one reading, in the unit that the drawing shows."""

from dataclasses import replace

import pytest

from benchmarks.drafting import NOISES
from benchmarks.drafting.draughtsman import draw_building
from interactive_maps.importing.formats import read_plan
from interactive_maps.importing.input_error import InputError
from interactive_maps.importing.options import ReadOptions
from tests.unit.importing.floors.test_storeys import save_storeys
from tests.unit.importing.recognition.buildings import STYLE, make_floor, save_dxf

INSUNITS = {"in": 1, "ft": 2, "mm": 4, "cm": 5, "m": 6}


def draw(unit: str, **more):
    drawing, _ = draw_building(make_floor(), replace(STYLE["plain"], unit=unit, **more), NOISES[0])
    return drawing


@pytest.mark.parametrize("said", [0, 4, 6])
@pytest.mark.parametrize("unit", ["mm", "cm", "m", "in", "ft"])
def test_the_unit_is_what_is_drawn_whatever_the_header_says(tmp_path, unit, said):
    draft = read_plan(save_dxf(draw(unit), tmp_path / "plan.dxf", insunits=said), ReadOptions())
    assert draft.report.metres_per_unit == pytest.approx(
        {"mm": 0.001, "cm": 0.01, "m": 1.0, "in": 0.0254, "ft": 0.3048}[unit]
    )
    assert {space.ref for space in draft.spaces} == {f"1.{number:02}" for number in range(11)}
    assert sum(len(opening.spaces) == 2 for opening in draft.openings) == 10


def test_a_unit_that_nobody_can_tell_is_asked_for(tmp_path):
    path = save_dxf(draw("mm"), tmp_path / "plan.dxf", scale=3.2)  # leaves of 2.9 m, or of 7 cm
    with pytest.raises(InputError, match=r"plan\.dxf: its unit: cannot be determined: .*--units: mm \("):
        read_plan(path, ReadOptions())
    assert read_plan(path, ReadOptions(units="mm")).report.metres_per_unit == 0.001


def test_the_same_file_again_gives_the_same_rows(tmp_path):
    path = save_dxf(draw("mm"), tmp_path / "plan.dxf", insunits=4)
    one, other = read_plan(path, ReadOptions()), read_plan(path, ReadOptions())
    assert (one.spaces, one.openings, one.rooms) == (other.spaces, other.openings, other.rooms)


def test_a_moved_wall_changes_the_rooms_beside_it_only(tmp_path):
    before = read_plan(save_dxf(draw("mm"), tmp_path / "plan.dxf", insunits=4), ReadOptions())
    building = make_floor()
    moved, _ = draw_building(building, STYLE["plain"], NOISES[0])
    # The partition between the first two offices, 30 cm to the east.
    segments = moved.segments.copy()
    ends = segments.reshape(-1, 2)
    near = (abs(ends[:, 0] - 4000) < 100) & (ends[:, 1] > 8000) & (ends[:, 1] < 12950)
    ends[near, 0] += 300
    after = read_plan(
        save_dxf(replace(moved, segments=segments), tmp_path / "plan.dxf", insunits=4), ReadOptions()
    )
    old, new = ({space.key: space for space in draft.spaces} for draft in (before, after))
    assert old.keys() == new.keys()
    changed = {new[key].ref for key in old if old[key] != new[key]}
    assert changed == {"1.01", "1.02"}


def test_a_plan_that_is_not_there_is_refused(tmp_path):
    path = save_storeys(tmp_path, ["Ground floor", "Level 1"])
    with pytest.raises(InputError, match=r"--view: no plan 3: the drawing shows 2"):
        read_plan(path, ReadOptions(view=3))


def test_one_plan_is_one_view(tmp_path):
    draft = read_plan(save_dxf(draw("mm"), tmp_path / "plan.dxf", insunits=4), ReadOptions())
    assert not any(remark.id == "views" for remark in draft.report.guessed)
