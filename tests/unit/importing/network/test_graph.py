"""Nodes and edges in metres become rows in degrees, in the order of their keys."""

from __future__ import annotations

import pytest
import shapely

from interactive_maps.geo.plane import Plane
from interactive_maps.importing.draft.map_draft import MapDraft
from interactive_maps.importing.network.graph import Edge, Graph, Node

HERE = Plane(13.4, 52.5)


def write(graph):
    draft = MapDraft("map")
    graph.write(draft)
    return draft


def metres(edge):
    return [
        (round(x, 2) + 0.0, round(y, 2) + 0.0)
        for x, y in HERE.to_metres(shapely.get_coordinates(edge.geometry))
    ]


def make(*edges):
    graph = Graph(HERE)
    for key, level, place in (
        ("c", 1.0, (0, 9)),
        ("a", 0.0, (0, 0)),
        ("b", 0.0, (5, 0)),
        ("lonely", 0.0, (9, 9)),
    ):
        graph.add_node(Node(key, level, place, space=f"space of {key}", opening="door", connector="lift"))
    graph.edges += edges
    return graph


def test_a_node_keeps_what_was_first_said_of_it():
    graph = make()
    assert graph.add_node(Node("a", 7.0, (8, 8))) == "a"
    assert graph.nodes["a"].place == (0, 0)


def test_nodes_with_edges_are_written_in_the_order_of_their_keys():
    draft = write(make(Edge("c", "a"), Edge("b", "a")))
    assert [(node.key, node.level, node.space, node.opening) for node in draft.nodes] == [
        (key, level, f"space of {key}", "door") for key, level in (("a", 0), ("b", 0), ("c", 1))
    ]
    assert [edge.key for edge in draft.edges] == ["b>a", "c>a"]
    assert (draft.nodes[0].longitude, draft.nodes[0].latitude) == pytest.approx((13.4, 52.5))
    assert write(make()).nodes == []


def test_edges_have_their_length_their_levels_and_the_places_between():
    flat, rising = write(
        make(
            Edge("c", "a", between=((3, 9), (3, 5))),
            Edge("a", "b", kind="door", between=((1, 1),), width=0.9),
        )
    ).edges
    assert (flat.level, flat.target_level, flat.kind, flat.width) == (0.0, None, "door", 0.9)
    assert metres(flat) == [(0, 0), (1, 1), (5, 0)]
    assert (rising.level, rising.target_level) == (1.0, 0.0)
    assert metres(rising) == [(0, 9), (3, 9), (3, 5), (0, 0)]
    assert rising.length == pytest.approx(3 + 4 + 34**0.5, abs=0.02)


def test_parallel_edges_are_told_apart():
    draft = write(make(Edge("a", "b", label="x"), Edge("a", "b"), Edge("a", "b"), Edge("a", "b")))
    assert [edge.key for edge in draft.edges] == ["a>b", "a>b#2", "a>b#3", "a>b#x"]


def test_so_many_sight_lines_are_affordable_and_those_of_small_spaces_always():
    graph = Graph(HERE)
    assert graph.afford_sights(3_000_000)
    assert graph.afford_sights(1_000)
    assert not graph.afford_sights(1_001)
    graph = Graph(HERE)
    assert not graph.afford_sights(3_000_001)
    assert graph.afford_sights(2_000_000)
    assert not graph.afford_sights(1_000_001)
    assert graph.afford_sights(1_000_000)
