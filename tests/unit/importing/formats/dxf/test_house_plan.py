"""Facts of real drawings, each checked by looking into the file."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyproj import Geod

from interactive_maps.importing.draft.map_draft import MapDraft
from interactive_maps.importing.formats import read_plan
from interactive_maps.importing.options import ReadOptions

from .drawings import names, reasons

HOUSE_PLAN = Path(__file__).resolve().parents[6] / "shared" / "data" / "dxf" / "house-plan"
WGS84 = Geod(ellps="WGS84")

pytestmark = pytest.mark.skipif(not HOUSE_PLAN.is_dir(), reason="shared/data/dxf/house-plan is not here")


def read(name: str, **options) -> MapDraft:
    return read_plan(HOUSE_PLAN / f"{name}.dxf", ReadOptions(**options))


@pytest.fixture(scope="module")
def floorplan() -> MapDraft:
    return read("floorplan")


def test_every_room_of_the_house_is_found_and_nothing_else(floorplan):
    assert names(floorplan) == [
        "2 CAR GARAGE",
        "BATH",
        "BEDROOM 2",
        "BEDROOM 3",
        "CLO.",
        "CLOSET",
        "COVERED DECK",
        "COVERED PORCH",
        "DINING ROOM",
        "ENTRY",
        "GREAT ROOM",
        "HALL",
        "KITCHEN",
        "MASTER BEDROOM",
        "MSTR. BATH",
        "Pantry",
        "TOIL.",
        "UTIL.",
        "W.I.C.",
        "W.I.C.",
    ]


def test_the_house_is_in_inches_though_its_header_says_millimetres(floorplan):
    assert floorplan.report.metres_per_unit == 0.0254
    assert "written dimensions" in reasons(floorplan, "guessed")["units"]
    assert "$INSUNITS says mm" in reasons(floorplan, "guessed")["units"]


def test_its_fifty_eight_feet_are_seventeen_metres_sixty_eight(floorplan):
    walls = {line.key: line.geometry for line in floorplan.lines if line.layer.endswith("$A-WALL")}
    west, east = (
        walls["15FC"].coords[0],
        walls["1583"].coords[-1],
    )  # the outer walls that the dimension 1427 spans
    assert WGS84.inv(west[0], 0, east[0], 0)[2] == pytest.approx(17.6784, abs=0.0001)


def test_its_layers_are_understood_through_the_xref_prefix(floorplan):
    kinds = {name.rsplit("$", 1)[-1]: use.kind for name, use in floorplan.report.layers.items()}
    assert kinds["A-WALL"] == "wall"
    assert kinds["A-OPENING"] == "door"
    assert kinds["A-DIMS-1"] == "dimension"
    assert kinds["A-FIXTURE"] == "fixture"


def test_its_dimensions_are_left_out_and_counted(floorplan):
    assert not any(line.layer == "A-DIMS-1" for line in floorplan.lines)
    said = [remark.reason for remark in floorplan.report.skipped if remark.id == "layer A-DIMS-1"]
    assert any(reason.startswith("63 DIMENSION") for reason in said)


def test_lettering_that_names_a_room_is_the_room_and_no_linework(floorplan):
    assert "140B" in {room.key for room in floorplan.rooms}  # GREAT ROOM
    lettering = {line.key: line.text for line in floorplan.lines if line.text}
    assert "140B" not in lettering
    assert "GREAT ROOM" not in lettering.values()
    assert lettering  # what names no room stays


def test_its_keys_are_unique_and_the_same_every_time(floorplan):
    keys = [line.key for line in floorplan.lines]
    assert len(set(keys)) == len(keys)
    again = read("floorplan")
    assert again.rooms == floorplan.rooms
    assert again.lines == floorplan.lines


def test_paper_space_is_left_out():
    draft = read("testModelPaperSpace")
    assert sorted(line.key for line in draft.lines) == ["12A", "12C", "12F", "130"]
    assert reasons(draft)["paper space Test Sheet"] == "1 entities: paper space is not imported"
    assert reasons(draft)["layer 0"] == "2 LINE: has no length"


def test_texts_in_a_block_are_read_and_a_title_is_no_room():
    draft = read("texts-in-block")
    texts = {line.key: line.text for line in draft.lines if line.text}
    assert texts == {"7D2/40": "FIRST FLOOR PLAN", "7D2/46": "SCALE", "7D2/47": "1/100"}
    assert draft.rooms == []


def test_an_attribute_and_the_text_of_a_nested_block():
    draft = read("attribute")
    texts = {room.key: room.name for room in draft.rooms}
    assert texts == {"2D0/2D2": "TESTTEST", "2D0/2CE/2C7": "asasas"}


def test_plain_texts_in_two_styles():
    texts = {room.key: room.name for room in read("texts").rooms}
    assert texts == {"4F": "ISO TEXT", "50": "UNICODE TEXT"}


def test_a_block_referred_to_twice_with_no_height():
    draft = read("blocks1", units="m")
    first = [line for line in draft.lines if line.key.startswith("55/")]
    second = [line for line in draft.lines if line.key.startswith("56/")]
    assert (len(first), len(second)) == (5, 5)
    circle, stretched = (
        next(line for line in lines if len(line.geometry.coords) > 5) for lines in (first, second)
    )
    assert stretched.geometry.length > 1.3 * circle.geometry.length


def test_outlines_a_block_and_a_formatted_text():
    draft = read("issue39")
    assert sum(line.geometry.geom_type == "LineString" for line in draft.lines) == 15
    assert [room.name for room in draft.rooms] == ["0M - 14 Fret"]
    assert {line.layer for line in draft.lines} == {"Through Hole", "Pocket", "Cutout"}
