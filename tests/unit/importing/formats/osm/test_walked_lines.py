"""Lines are a network, too: footways, corridors and steps without areas, and the way in from the street."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import pytest

from interactive_maps.importing.network import make_network
from interactive_maps.importing.network.components import find_components

from .files import OsmFile, read_osm, reasons


def read_network(file, folder, **options):
    draft = read_osm(file, folder, **options)
    make_network(draft)
    assert draft.report.counts["edge"] == len(draft.edges)
    return draft


def list_parts(draft):
    """Return the sizes of the parts that hang together."""
    return sorted(
        Counter(find_components((edge.source, edge.target) for edge in draft.edges).values()).values()
    )


def add_line(file, *places, **tags):
    return file.way([file.node(x, y) for x, y in places], **tags)


def test_a_map_of_lines_is_a_network_over_all_levels(tmp_path):
    file = OsmFile()
    a, b, c, d = (file.node(x, 0) for x in (0, 3, 4, 8))
    file.way(
        [a, b], highway="footway", indoor="yes", level="0", width="2.5 m", wheelchair="no", name="Passage"
    )
    file.way([b, c], highway="steps", level="0;1", conveying="forward", incline="up")
    file.way([c, d], highway="corridor", level="1", incline="6%", wheelchair="yes")
    lift = file.node(8.00, 0, highway="elevator", level="0-2")
    file.way([d, lift], indoor="pathway", level="1")
    end = file.node(9, 4)
    file.way([lift, end], highway="footway", level="2", conveying="backward")
    start = file.node(-9, 0)
    file.way([start, a], highway="footway")
    draft = read_network(file, tmp_path)
    assert len(list_parts(draft)) == 1
    kinds = Counter(edge.kind for edge in draft.edges)
    assert (kinds["escalator"], kinds["walkway"], kinds["lift"]) == (1, 1, 2)
    passage = next(edge for edge in draft.edges if edge.name == "Passage")
    assert (passage.width, passage.step_free, passage.level, passage.kind) == (2.5, False, 0, "walk")
    assert {edge.slope for edge in draft.edges if edge.level == 1 and edge.kind == "walk"} >= {0.06}
    assert {edge.step_free for edge in draft.edges if edge.slope == 0.06} == {True}
    (moving,) = (edge for edge in draft.edges if edge.kind == "walkway")
    assert moving.one_way
    assert moving.geometry.coords[0][1] > moving.geometry.coords[-1][1]  # backwards along the way as drawn
    assert any(node.longitude < 9.9992 and node.level == 0 for node in draft.nodes)  # the street


def test_lines_and_spaces_are_joined_by_doors_and_where_spaces_have_none(tmp_path):
    file = OsmFile()
    _, hall = file.square(0, 0, 4, indoor="corridor", level="0")
    door = file.node(4, 2, door="yes", level="0", entrance="main")
    file.elements[-2] = file.elements[-2].replace(
        f'<nd ref="{hall[2]}"/>', f'<nd ref="{door}"/><nd ref="{hall[2]}"/>'
    )
    file.square(4.5, 6, 2, indoor="room", level="0", ref="shed")
    inside = file.node(5, 6.5)
    file.way([door, file.node(7, 2), file.node(7, 5), inside], highway="footway", level="0")
    add_line(file, (7, 3), (30, 3), highway="residential")
    draft = read_network(file, tmp_path)
    assert len(list_parts(draft)) == 1
    assert {node.space for node in draft.nodes if node.space} == {"way/1@0", "way/2@0"}
    streets = [edge for edge in draft.edges if edge.length > 100]
    assert len(streets) == 1


@pytest.mark.parametrize(("away", "is_led"), [(1.0, True), (3.0, False)])
def test_an_entrance_where_no_footway_ends_is_led_to_one_nearby(tmp_path, away, is_led):
    file = OsmFile()
    corners = [file.node(x, y) for x, y in ((0, 0), (2, 0), (2, 2), (0, 2))]
    door = file.node(1, 0, entrance="yes")
    file.way([corners[0], door, *corners[1:], corners[0]], indoor="corridor", level="0")
    add_line(file, (-5, -away), (1, -away), (9, -away), highway="footway")
    draft = read_network(file, tmp_path)
    assert len(list_parts(draft)) == (1 if is_led else 2)
    assert (
        any("connected to the nearest" in reason for reason in reasons(draft, "guessed").values()) == is_led
    )


def test_a_raised_kerb_is_a_step_and_a_lowered_one_is_not(tmp_path):
    file = OsmFile()
    for y, kerb in ((0, "raised"), (1, "lowered"), (2, "flush")):
        nodes = [file.node(0, y), file.node(1, y, kerb=kerb), file.node(2, y)]
        file.way(nodes, highway="footway", level="0")
    draft = read_network(file, tmp_path)
    stepped = [edge for edge in draft.edges if edge.step_free is False]
    assert len(stepped) == 1
    assert stepped[0].length == pytest.approx(0.6, abs=0.01)
    assert sum(edge.length for edge in draft.edges) == pytest.approx(sum(3 * [2 * 7.155]), rel=0.01)


def test_a_few_steps_on_one_level_are_walked_as_stairs(tmp_path):
    file = OsmFile()
    nodes = [file.node(x, 0) for x in range(4)]
    for (one, other), tags in zip(
        pairwise(nodes), ({"highway": "footway"}, {"highway": "steps"}, {"highway": "path"}), strict=True
    ):
        file.way([one, other], level="0", **tags)
    draft = read_network(file, tmp_path)
    assert Counter(edge.kind for edge in draft.edges) == {"walk": 2, "stairs": 1}
    assert len(list_parts(draft)) == 1


def test_streets_of_the_rest_of_the_city_stay_out(tmp_path):
    file = OsmFile()
    file.square(0, 0, indoor="room", level="0", ref="1")
    add_line(file, (-2, -2), (1, -2), highway="footway")
    add_line(file, (100, 100), (120, 100), highway="footway")
    add_line(file, (1, -2), (300, -2), (400, -2), highway="residential")
    add_line(file, (0, -3), (2, -3), highway="service", access="private")
    add_line(file, (0, -4), (2, -4), highway="motorway")
    draft = read_osm(file, tmp_path)
    assert [line.key for line in draft.walked] == ["way/2", "way/4"]
    assert [len(line.geometry.coords) for line in draft.walked] == [2, 2]  # to the next node out of sight
    assert all(line.is_outdoors and line.level == 0 for line in draft.walked)
    assert not any(row.key == "way/2" for row in draft.lines)


def test_counts_are_of_what_is_there(tmp_path):
    file = OsmFile()
    add_line(file, (0, 0), (5, 0), highway="footway", level="0")
    add_line(file, (5, 0), (5, 5), highway="footway", level="0")
    draft = read_network(file, tmp_path)
    assert draft.report.counts["edge"] == 2
    assert draft.report.counts["line"] == len(draft.lines) == 2
