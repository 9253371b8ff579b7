"""Where an import landed, and what is doubtful about it."""

from __future__ import annotations

import json
import math
import re
from pathlib import Path

import numpy as np
import pytest
import shapely
from shapely import affinity, box

from interactive_maps.importing.draft.landing import describe_landing
from interactive_maps.importing.draft.map_draft import MapDraft
from interactive_maps.importing.draft.open_sea import is_open_sea
from interactive_maps.importing.formats import read_plan
from interactive_maps.importing.options import ReadOptions
from interactive_maps.mapdata.edits.features import Building, Level, Space
from interactive_maps.mapdata.edits.rows import RoomRow

from .formats.imdf.archives import building, read_archive, unit
from .formats.osm.files import OsmFile, read_osm

CASE = Path(__file__).resolve().parents[4] / "shared" / "data" / "cases" / "18-nul-in-names" / "names.geojson"


def make_draft(latitude, longitude, metres=40.0, *, buildings=("Haus D",), turned=20.0, swapped=False):
    """Return a draft of rooms in a row, turned against the north."""
    degree = 111_320.0
    spaces = []
    for number in range(8):
        side = metres / 8
        room = affinity.rotate(box(number * side, 0, (number + 1) * side, side), turned, origin=(0, 0))
        scale = np.array([degree * math.cos(math.radians(latitude)), degree])
        placed = shapely.transform(room, lambda places, scale=scale: places / scale + (longitude, latitude))
        if swapped:
            placed = shapely.transform(placed, lambda places: places[:, ::-1])
        spaces.append(Space(f"s{number}", "room", {}, 0.0, placed, placed.centroid))
    return MapDraft(
        "plan",
        spaces=spaces,
        buildings=[Building(name, {"": name}) for name in buildings],
        levels=[Level("l0", 0.0, {"": "Ground"}), Level("l1", 1.0, {})],
    )


def describe(*drafts):
    return list(describe_landing(drafts))


def test_building_levels_centre_and_extent_are_said():
    (line,) = describe(make_draft(51.0255, 13.7229, turned=0.0))
    assert line == (
        "Where: Haus D; levels 0 (Ground), 1; centre 51.025522, 13.723186 (latitude, longitude); 40 m by 5 m"
    )


@pytest.mark.parametrize(
    ("draft", "doubt"),
    [
        (make_draft(0.0001, 0.0002), "latitude 0, longitude 0, in the sea"),
        (make_draft(51.0, 13.7, 12_000.0), "the building is 1[0-9.]+ km from corner to corner"),
        (make_draft(51.0, 13.7, 60_000.0, buildings=("A", "B")), "these buildings are"),
        (make_draft(51.0, 13.7, 0.04), "0.0[0-9]+ m from corner to corner"),
        (make_draft(51.0, 13.7, swapped=True), "longitude and latitude swapped"),
        (make_draft(-33.9, 18.4, swapped=True, turned=35.0), "longitude and latitude swapped"),
        (make_draft(89.0, 13.7), "at a pole"),
        (make_draft(0.0, 3.0), "in the open sea"),
        (make_draft(30.0, -40.0), "in the open sea"),
        (make_draft(10.0, -179.9), "in the open sea"),
    ],
)
def test_what_is_implausible_is_warned_of(draft, doubt):
    line, *warnings = describe(draft)
    assert line.startswith("Where: ")
    assert any(re.search(doubt, warning) for warning in warnings), warnings


@pytest.mark.parametrize("place", [(51.0, 13.7), (-33.9, 18.4), (1.35, 103.8), (64.1, -21.9), (40.7, -74.0)])
@pytest.mark.parametrize("turned", [0.0, 20.0, 45.0])
def test_what_is_plausible_is_not(place, turned):
    assert len(describe(make_draft(*place, turned=turned))) == 1


@pytest.mark.parametrize(
    "place",
    [
        (21.31, -157.86),
        (37.74, -25.67),
        (4.17, 73.51),
        (-27.15, -109.43),
        (32.29, -64.78),
        (-0.53, 166.92),
        (-15.94, -5.7),
    ],
    ids=["Honolulu", "Ponta Delgada", "Male", "Hanga Roa", "Hamilton", "Nauru", "Jamestown"],
)
def test_islands_are_not_the_sea(place):
    assert not is_open_sea(*place)
    assert len(describe(make_draft(*place))) == 1


@pytest.mark.parametrize(
    ("epsg", "doubt"),
    [("EPSG:3857", "in the sea"), ("EPSG:2154", "in the open sea"), ("EPSG:25832", "wrong unit")],
)
def test_degrees_that_are_taken_for_metres_are_warned_of(tmp_path, epsg, doubt):
    ring = [[13.7, 51], [13.701, 51], [13.701, 51.001], [13.7, 51.001], [13.7, 51]]
    room = {"type": "Polygon", "coordinates": [ring]}
    path = tmp_path / "plan.geojson"
    shown = {"type": "Feature", "id": "a", "geometry": room, "properties": {"name": "A", "level": 0}}
    path.write_text(json.dumps({"type": "FeatureCollection", "crs": epsg, "features": [shown]}))
    _, *warnings = describe(read_plan(path, ReadOptions()))
    assert any(doubt in warning for warning in warnings), warnings


def test_buildings_without_a_name_are_counted():
    draft = make_draft(51.0, 13.7, buildings=("B", "A"))
    draft.buildings += [Building("7f3a", {}), Building("9c1b", {})]
    assert describe(draft)[0].startswith("Where: A, B, 2 buildings without a name; levels")
    draft.buildings[:] = [Building("7f3a", {})]
    assert describe(draft)[0].startswith("Where: 1 building without a name; levels")


def test_a_campus_is_larger_than_a_building():
    assert len(describe(make_draft(51.0, 13.7, 12_000.0, buildings=("A", "B")))) == 1


def test_a_local_plan_is_told_how_to_be_put_on_the_earth():
    draft = make_draft(0.0, 0.0)
    draft.report.metres_per_unit = 0.001
    assert describe(draft)[1] == (
        "Warning: at latitude 0, longitude 0: a local plan; place it on the earth with --control or --anchor"
    )


def test_several_plans_are_one_place_and_none_is_none():
    drafts = [MapDraft(str(n), rooms=[RoomRow("a", "A", float(n), 13.7, 51.0 + n / 1000)]) for n in (0, 1)]
    assert describe(*drafts) == [
        "Where: no building; levels 0, 1; centre 51.000500, 13.700000 (latitude, longitude); 0 m by 111 m"
    ]
    assert describe(MapDraft("nothing")) == []


@pytest.mark.skipif(not CASE.exists(), reason="shared/data/cases is not here")
def test_repaired_names_of_the_report():
    draft = read_plan(CASE, ReadOptions())
    assert [room.name for room in draft.rooms[:4]] == ["Lab A1", "Lab A2", "Lab A3", "Lab A4"]
    told = " ".join(f"{issue.id}: {issue.reason}" for issue in draft.report.repaired)
    assert (
        "4: invisible characters were removed from it: 1 (name), 2 (name), x3 (id, level), 4 (name)" in told
    )
    assert "5: feature: its name was too long and was shortened" in told


def test_names_are_repaired_in_openstreetmap_and_imdf_too(tmp_path):
    file = OsmFile()
    file.square(0, 0, indoor="room", level="0", name="Lab\u200b A", ref="1\u202e")
    file.square(2, 0, indoor="room", level="0", name="x" * 600)
    file.square(4, 0, indoor="room", level="0", name="Ein\u00a0Raum")
    draft = read_osm(file, tmp_path)
    assert draft.rooms[0].name == "1 Lab A"
    told = {issue.id: issue.reason for issue in draft.report.repaired}
    assert told == {
        "way/1": "element: invisible characters were removed from it (name, ref)",
        "way/2": "element: its name was too long and was shortened",
    }
    collections = building()
    collections["unit"].append(unit("n", "l0", 0, 4, name={"en": "La\u0000b", "de": "y" * 600}))
    draft = read_archive(collections, tmp_path)
    assert "n" in {issue.id for issue in draft.report.repaired}
    assert any("removed from it (name.en)" in issue.reason for issue in draft.report.repaired)
    assert any("too long" in issue.reason for issue in draft.report.repaired)
