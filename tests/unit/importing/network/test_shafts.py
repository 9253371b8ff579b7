"""Recognised stairs and lifts that lie above each other are one shaft."""

import pytest
import shapely
from shapely import box

from interactive_maps.importing.draft.map_draft import MapDraft
from interactive_maps.importing.network.shafts import join_shafts
from interactive_maps.mapdata.edits.features import Connector
from interactive_maps.mapdata.edits.rows import NodeRow
from tests.unit.importing.network.maps import earth, line, space


def shaft(key, x, level, category="stairs", *, side=3.0, **more):
    return space(key, box(x, 0, x + side, 6), category, level, **more)


def floor(*shafts, drawn=False):
    """Return the draft of one level, with a node in each of its shafts and one more that comes first."""
    draft = MapDraft("map")
    draft.spaces = list(shafts)
    for one in shafts:
        x, y = one.display_point.x, one.display_point.y
        draft.nodes.append(NodeRow(f"door:{one.key}", one.ordinal, x + 1e-5, y, space=one.key))
        draft.nodes.append(NodeRow(f"space:{one.key}", one.ordinal, x, y, space=one.key))
    draft.network = [line("l", (0, 0), (1, 0))] if drawn else []
    return draft


def climbs(*drafts):
    """Return the edges between levels: kind, from where to where."""
    count = join_shafts(drafts)
    edges = [
        (edge.kind, edge.source, edge.target, edge.level, edge.target_level)
        for draft in drafts
        for edge in draft.edges
    ]
    assert len(edges) == count == sum(len(one.ordinals) - 1 for draft in drafts for one in draft.connectors)
    return edges


@pytest.mark.parametrize(
    ("category", "kind"),
    [("stairs", "stairs"), ("elevator", "lift"), ("escalator", "escalator"), ("ramp", "ramp")],
)
def test_what_lies_above_each_other_is_joined(category, kind):
    lower, upper = floor(shaft("a", 0, 0.0, category)), floor(shaft("b", 0, 1.0, category))
    assert climbs(upper, lower) == [(kind, "space:a", "space:b", 0, 1)]
    (connector,) = lower.connectors
    assert (connector.ordinals, connector.kind, connector.spaces) == ((0, 1), category, ("a",))
    assert connector.step_free == (category == "elevator")
    assert lower.edges[0].connector == connector.key
    assert shapely.get_coordinates(lower.edges[0].geometry)[0] == pytest.approx(
        [lower.nodes[1].longitude, lower.nodes[1].latitude]
    )
    assert lower.edges[0].length >= 0.1  # straight up is no way of no length
    assert lower.report.counts["connector"] == 1
    assert not upper.edges


@pytest.mark.parametrize(
    ("x", "side", "joined"), [(1.4, 3, True), (2.0, 3, True), (2.5, 3, False), (4, 3, False), (-2, 12, True)]
)
def test_some_of_them_may_lie_aside(x, side, joined):
    assert bool(climbs(floor(shaft("a", 0, 0.0)), floor(shaft("b", x, 1.0, side=side)))) == joined


def test_small_ones_near_each_other_are_joined_though_they_hardly_overlap():
    assert climbs(floor(shaft("a", 0, 0.0, side=1)), floor(shaft("b", 1.2, 1.0, side=1)))
    assert not climbs(floor(shaft("a", 0, 0.0, side=1)), floor(shaft("b", 1.7, 1.0, side=1)))


def test_kinds_and_levels_are_not_mixed():
    assert climbs(floor(shaft("a", 0, 0.0)), floor(shaft("b", 0, 1.0, "elevator"))) == []
    assert climbs(floor(shaft("a", 0, 0.0, "room")), floor(shaft("b", 0, 1.0, "room"))) == []
    levels = [floor(shaft(f"s{level}", 0, float(level))) for level in (2, 0, 3)]
    assert [edge[3:] for edge in climbs(*levels)] == [(0, 2), (2, 3)]


def test_each_shaft_has_one_above_it_the_best():
    lower = floor(shaft("a", 0, 0.0), shaft("b", 1.5, 0.0))
    upper = floor(shaft("c", 1.4, 1.0))
    assert [edge[1] for edge in climbs(lower, upper)] == ["space:b"]
    both = floor(shaft("c", 0.1, 1.0), shaft("d", 1.4, 1.0))
    pairs = {edge[1:3] for edge in climbs(floor(shaft("a", 0, 0.0), shaft("b", 1.5, 0.0)), both)}
    assert pairs == {("space:a", "space:c"), ("space:b", "space:d")}


def test_plans_with_drawn_lines_are_joined_by_these():
    assert climbs(floor(shaft("a", 0, 0.0), drawn=True), floor(shaft("b", 0, 1.0), drawn=True)) == []
    assert climbs(floor(shaft("a", 0, 0.0), drawn=True), floor(shaft("b", 0, 1.0)))


def test_plans_with_connectors_of_their_own_stay_as_they_are():
    told = floor(shaft("a", 0, 0.0))
    told.connectors = [Connector("c", "stairs", (0.0, 1.0), earth(box(0, 0, 3, 6)))]
    assert join_shafts([told, floor(shaft("b", 0, 1.0))]) == 0


def test_a_shaft_that_no_way_leads_into_is_left_out():
    lower = floor(shaft("a", 0, 0.0))
    lower.nodes.clear()
    assert climbs(lower, floor(shaft("b", 0, 1.0))) == []


def test_a_shaft_without_a_middle_is_entered_by_its_first_door():
    lower = floor(shaft("a", 0, 0.0))
    lower.nodes = [
        *(NodeRow(key, 0.0, 13.4, 52.5, space="a") for key in ("door:x/a", "door:y/a")),
        NodeRow("door:z", 0.0, 13.4, 52.5),
    ]
    assert [edge[1] for edge in climbs(lower, floor(shaft("b", 0, 1.0)))] == ["door:x/a"]


def test_a_ride_past_a_level_is_one():
    levels = [floor(shaft(f"s{level}", 0, float(level), "elevator")) for level in range(3)]
    levels[1].spaces.append(shaft("other", 9, 1.0))
    assert [edge[3:] for edge in climbs(*levels)] == [(0, 1), (1, 2)]
    (connector,) = levels[0].connectors
    assert (connector.key, connector.ordinals) == ("s0@0-2", (0, 1, 2))


def test_plans_made_of_one_template_have_keys_of_their_own():
    lower, upper = floor(shaft("a", 0, 0.0)), floor(shaft("a", 0, 1.0))
    assert [edge[1:3] for edge in climbs(lower, upper)] == [("space:a", "map/space:a")]
    assert lower.edges[0].key == "space:a>space:a@1"


def test_a_small_overlap_is_enough_where_it_is_a_quarter():
    assert climbs(floor(shaft("a", 0, 0.0, side=8)), floor(shaft("b", 5.9, 1.0, side=8)))
    assert not climbs(floor(shaft("a", 0, 0.0, side=8)), floor(shaft("b", 6.1, 1.0, side=8)))
