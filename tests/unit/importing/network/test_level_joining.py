"""Plans of one building whose lines are drawn are joined where a stairs or lift ends above another."""

from __future__ import annotations

import pytest
import shapely

from interactive_maps.importing.draft.map_draft import MapDraft
from interactive_maps.importing.network.level_joining import join_levels
from interactive_maps.importing.network.rules import CROWDED_MARKERS
from interactive_maps.mapdata.edits.rows import EdgeRow, NodeRow
from tests.unit.importing.network.maps import earth, line, metres, says


def plan(level, *ways, name="plan"):
    """Return the draft of a level with drawn ways: (kind, place, place, ...) each; nodes are named by their place."""
    draft = MapDraft(name)
    draft.network = [line("l", (0, 0), (1, 0))]
    for kind, *places in ways:
        ends = [f"{x:g},{y:g}@{level:g}" for x, y in (places[0], places[-1])]
        geometry = earth(shapely.linestrings(places))
        draft.edges.append(EdgeRow(f"{ends[0]}>{ends[1]}", *ends, geometry, 1.0, level, kind=kind))
        for key, (x, y) in zip(ends, (places[0], places[-1]), strict=True):
            if key not in {node.key for node in draft.nodes}:
                point = earth(shapely.Point(x, y))
                draft.nodes.append(NodeRow(key, level, point.x, point.y))
    return draft


def climbs(*drafts):
    """Return the new edges: kind, from where to where."""
    before = {id(edge) for draft in drafts for edge in draft.edges}
    count = join_levels(drafts)
    new = [edge for draft in drafts for edge in draft.edges if id(edge) not in before]
    assert count == len(new)
    assert all(draft.report.counts["edge"] == len(draft.edges) for draft in drafts if draft.network)
    return [(edge.kind, edge.source, edge.target) for edge in new]


WALK = ("walk", (0, 0), (5, 0))
STAIRS = ("stairs", (5, 0), (8, 0))
LIFT = ("lift", (0, 0), (0, 2))


@pytest.mark.parametrize("kind", ["stairs", "lift", "escalator", "ramp"])
def test_markers_above_each_other_are_joined_once(kind):
    marker = (kind, (5, 0), (8, 0))
    lower, upper = plan(0, WALK, marker), plan(1, WALK, marker)
    assert climbs(upper, lower) == [(kind, "8,0@0", "8,0@1")]
    edge = lower.edges[-1]
    assert (edge.level, edge.target_level, edge.key) == (0, 1, "8,0@0>8,0@1")
    assert not upper.edges[2:]


def test_stairs_go_on_as_their_line_arrives_and_come_back():
    lower, upper = plan(0, WALK, STAIRS), plan(1, WALK, STAIRS)
    climbs(lower, upper)
    places = shapely.get_coordinates(metres(lower.edges[-1].geometry)).round(2).tolist()
    assert places == [[8, 0], [11, 0], [8, 0]]
    assert lower.edges[-1].length == pytest.approx(6, abs=0.01)
    lifts = plan(0, WALK, LIFT), plan(1, WALK, LIFT)
    climbs(*lifts)
    assert lifts[0].edges[-1].length == 0


def test_the_first_end_of_a_line_arrives_the_other_way():
    backwards = ("stairs", (8, 0), (8, 1), (5, 0))
    lower, upper = plan(0, WALK, backwards), plan(1, WALK, backwards)
    climbs(lower, upper)
    assert shapely.get_coordinates(metres(lower.edges[-1].geometry)).round(2).tolist()[1] == [8, -3]


@pytest.mark.parametrize(("apart", "joined"), [(0.95, True), (1.05, False)])
def test_markers_within_a_metre_are_one(apart, joined):
    upper = plan(1, WALK, ("stairs", (5, 0), (8 + apart, 0)))
    assert bool(climbs(plan(0, WALK, STAIRS), upper)) == joined


@pytest.mark.parametrize(("apart", "joined"), [(0.25, True), (0.35, False)])
def test_a_marker_leads_to_the_end_of_any_line_above_or_below_it(apart, joined):
    other = ("walk", (8 + apart, 0), (20, 0))
    assert bool(climbs(plan(0, WALK, STAIRS), plan(1, other))) == joined
    assert bool(climbs(plan(0, other), plan(1, WALK, STAIRS))) == joined


def test_the_line_above_comes_before_the_marker_above_and_that_before_the_line_below():
    middle, above = plan(1, WALK, STAIRS), plan(2, STAIRS, ("walk", (8, 0.2), (20, 0)))
    below = plan(0, ("walk", (8, 0), (20, 0)))
    assert ("stairs", "8,0@1", "8,0.2@2") in climbs(below, middle, above)
    middle, above = plan(1, WALK, STAIRS), plan(2, WALK, STAIRS)
    assert climbs(below, middle, above) == [("stairs", "8,0@1", "8,0@2")]
    assert climbs(plan(0, ("walk", (8, 0), (20, 0))), plan(1, WALK, STAIRS)) == [("stairs", "8,0@1", "8,0@0")]


def test_only_loose_ends_of_a_kind_are_markers_of_it():
    assert climbs(plan(0, WALK, STAIRS, ("walk", (8, 0), (9, 0))), plan(1, WALK, STAIRS)) == [
        ("stairs", "8,0@1", "8,0@0")
    ]
    assert climbs(plan(0, WALK, STAIRS), plan(1, WALK, ("lift", (5, 0), (8, 0)))) == []
    assert climbs(plan(0, WALK), plan(1, WALK)) == []


def test_each_marker_leads_to_the_nearest_and_each_end_is_led_to_once():
    lower = plan(0, WALK, STAIRS, ("stairs", (5, 0), (8, 0.6)))
    upper = plan(1, WALK, ("stairs", (5, 0), (8, 0.5)))
    assert climbs(lower, upper) == [("stairs", "8,0.6@0", "8,0.5@1")]


def test_the_next_level_is_the_next_that_any_plan_shows():
    plans = [plan(level, WALK, STAIRS) for level in (5, 0, 2.5)]
    assert {edge[1:] for edge in climbs(*plans)} == {("8,0@0", "8,0@2.5"), ("8,0@2.5", "8,0@5")}


def test_the_same_join_again_adds_nothing():
    lower, upper = plan(0, WALK, STAIRS), plan(1, WALK, STAIRS)
    join_levels([lower, upper])
    count = len(lower.edges)
    join_levels([lower, upper])
    assert len(lower.edges) == count


def test_drafts_without_drawn_lines_are_left():
    upper = plan(1, WALK, STAIRS)
    upper.network = []
    assert climbs(plan(0, WALK, STAIRS), upper) == []


def test_markers_drawn_on_top_of_each_other_are_told():
    starts = [(x / 1000, 5) for x in range(400)]
    lower = plan(0, *[("stairs", start, (8 + start[0] / 10, 0)) for start in starts])
    upper = plan(1, *[("stairs", start, (8 + start[0] / 10, 0)) for start in starts])
    assert climbs(lower, upper) == []
    assert says(lower, CROWDED_MARKERS.says)[0].startswith("level 0 ")
    assert not says(upper, CROWDED_MARKERS.says)
