"""Drawn lines are read with what their layers say, and rooms beside them are joined by short ones."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from shapely import Point

from interactive_maps.geo.plane import Plane
from interactive_maps.importing.draft.map_draft import MapDraft
from interactive_maps.importing.draft.walked_line import WalkedLine
from interactive_maps.importing.network import rules
from interactive_maps.importing.network.drawn import connector_stubs
from interactive_maps.importing.network.drawn.connector_stubs import add_connector_stubs
from interactive_maps.importing.network.drawn.drawn_lines import Kinds, Path, read_paths, read_walked
from interactive_maps.importing.network.neighbour_search import Crowded
from interactive_maps.importing.reporting.issue_collector import IssueCollector
from interactive_maps.importing.reporting.report import LayerUse
from interactive_maps.mapdata.edits.rows import LineRow, RoomRow
from tests.unit.importing.network.maps import earth, line

HERE = Plane(13.4, 52.5)


def metres(places):
    return [(round(x, 2) + 0.0, round(y, 2) + 0.0) for x, y in places.tolist()]


def read(*rows):
    return list(read_paths(rows, HERE, Kinds()))


@pytest.mark.parametrize(
    ("layer", "kind"),
    [
        ("network", "walk"),
        ("Rolltreppe", "escalator"),
        ("escalators", "escalator"),
        ("Fahrsteig 2", "walkway"),
        ("ramps", "ramp"),
        ("X-NETWORK-STRS", "stairs"),
        ("X-NETWORK-EVTR", "lift"),
        ("PLAN$0$escalator", "escalator"),
        ("PLAN|escalator", "escalator"),
        ("escalator$0$network", "walk"),
        ("escalator$", "escalator"),
    ],
)
def test_the_name_of_a_layer_tells_a_kind_behind_the_name_of_a_drawing(layer, kind):
    kinds = Kinds()
    assert kinds.name(layer) == kind
    assert kinds.name(layer) == kind


def test_a_row_of_several_lines_is_as_many_paths():
    parts = shapely.multilinestrings([[(0, 0), (5, 0)], [(7, 0), (7, 0)], [(9, 0), (9, 9)]])
    first, second = read(LineRow("k", "network", 2.0, earth(parts), text="Lane"))
    assert (first.key, second.key) == ("k/0", "k/2")
    assert (first.level, first.kind, first.name, first.one_way) == (2.0, "walk", "Lane", False)
    assert metres(second.places) == [(9, 0), (9, 9)]
    (only,) = read(line("k", (0, 0), (5, 0), (5, 0), (5.5, 0), (8, 1)))
    assert only.key == "k"
    assert metres(only.places) == [(0, 0), (5, 0), (5.5, 0), (8, 1)]


def test_areas_and_points_are_no_lines():
    shapes = shapely.GeometryCollection([Point(1, 1), shapely.box(0, 0, 1, 1)])
    assert read(LineRow("k", "network", 0.0, earth(shapes))) == []


@pytest.mark.parametrize(
    ("linetype", "one_way", "start"),
    [(None, False, (0, 0)), ("forward", True, (0, 0)), ("backward", True, (5, 0)), ("DASHED", False, (0, 0))],
)
def test_a_line_leads_one_way_where_it_says_so(linetype, one_way, start):
    (path,) = read(line("k", (0, 0), (5, 0), linetype=linetype))
    assert (path.one_way, metres(path.places)[0]) == (one_way, start)


@pytest.mark.parametrize(("one_way", "start"), [(None, 0), ("forward", 0), ("backward", 5)])
def test_a_walked_line_is_a_path_with_all_that_its_source_says(one_way, start):
    said = {"name": "Lane", "width": 2.0, "slope": 0.1, "step_free": True, "is_outdoors": True}
    places = earth(shapely.LineString([(0, 0), (5, 0), (5, 0)]))
    lines = [
        WalkedLine("k", 1.0, places, kind="ramp", one_way=one_way, **said),
        WalkedLine("point", 1.0, earth(shapely.LineString([(3, 3), (3, 3)]))),
    ]
    (path,) = read_walked(lines, HERE)
    assert (path.key, path.level, path.kind, path.one_way) == ("k", 1.0, "ramp", one_way is not None)
    assert metres(path.places) == [(start, 0), (5 - start, 0)]
    assert {name: getattr(path, name) for name in said} == said


def stub(x, y, *paths, walls=(), level=0.0, wall_level=0.0, kind="wall"):
    """Return the stub of a room at a place to lines, and what is told."""
    draft, issues = MapDraft("map"), IssueCollector()
    point = earth(Point(x, y))
    draft.rooms = [RoomRow("r", "r", level, point.x, point.y)]
    draft.lines = [line("w", *wall, level=wall_level, layer="WALLS") for wall in walls]
    draft.report.layers["WALLS"] = LayerUse(kind, 1)
    lines = [Path(f"p{index}", 0.0, "walk", np.array(path, dtype=float)) for index, path in enumerate(paths)]
    found = list(add_connector_stubs(draft, HERE, 0.0, lines, issues))
    told = issues.count(rules.ROOM_APART)
    assert all((one.key, one.level, one.kind) == ("room:r", 0.0, "room") for one in found)
    return [metres(one.places) for one in found], told


WAY = [(-50, 0), (50, 0)]


def test_a_room_is_joined_with_the_nearest_place_of_a_line_or_its_end_if_one_is_near():
    assert stub(3, 2, WAY) == ([[(3, 2), (3, 0)]], 0)
    assert stub(3, 2, WAY, [(3, 6), (3, 20)]) == ([[(3, 2), (3, 6)]], 0)
    assert stub(3, 2, WAY, [(3, 6), (3, 20)], [(5, 2), (20, 9)]) == ([[(3, 2), (5, 2)]], 0)
    assert stub(3, 2, [(0, 1), (9, 1)], [(0, 4.5), (9, 4.5)]) == ([[(3, 2), (0, 1)]], 0)
    assert stub(3, 2, WAY, [(9, 20), (9, 9), (3, 6)]) == ([[(3, 2), (3, 6)]], 0)


@pytest.mark.parametrize(("away", "is_near"), [(4.9, True), (5.1, False)])
def test_a_line_is_near_a_room_within_five_metres(away, is_near):
    assert stub(3, away, WAY) == (([[(3, away), (3, 0)]], 0) if is_near else ([], 1))
    assert stub(3, 0, [(3 + away, 0), (60, 0)])[1] == (not is_near)


@pytest.mark.parametrize(("away", "count"), [(0.0, 0), (0.04, 0), (0.06, 1)])
def test_a_room_at_a_line_needs_no_stub(away, count):
    found, told = stub(3, away, WAY)
    assert (len(found), told) == (count, 0)
    barred = [(0, 0.02), (9, 0.02)]
    assert stub(3, away, WAY, walls=[barred])[1] == (away > 0.05)


def test_a_stub_crosses_no_wall_of_its_level():
    wall = [(-9, 1), (9, 1)]
    assert stub(3, 2, WAY, walls=[wall]) == ([], 1)
    assert stub(3, 2, WAY, walls=[wall], wall_level=1.0) == ([[(3, 2), (3, 0)]], 0)
    assert stub(3, 2, WAY, walls=[wall], kind="door") == ([[(3, 2), (3, 0)]], 0)
    assert stub(3, 2, WAY, [(0, 4), (9, 4)], walls=[wall])[0] == [[(3, 2), (0, 4)]]


def test_rooms_of_another_level_and_maps_without_lines_have_no_stubs():
    assert stub(3, 2, WAY, level=1.0) == ([], 0)
    assert stub(3, 2) == ([], 0)


def test_rooms_beside_very_many_lines_are_refused(monkeypatch):
    monkeypatch.setattr(connector_stubs, "bound_pairs", lambda count: 6)
    fan = [[(0, y), (50, y)] for y in (0, 1, 2)]
    assert stub(3, 2, *fan)[0]
    with pytest.raises(Crowded):
        stub(3, 2, *fan, [(0, 3), (50, 3)])
