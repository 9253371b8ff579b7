"""Entrances: the doors that lead from the spaces of a building to the outdoors, and the main one of each building."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from interactive_maps.routing.network.edges import NOTHING
from interactive_maps.routing.network.graph import Graph
from interactive_maps.routing.waypoints.feature_index import FeatureIndex, FeatureLocation

# Categories of openings by how likely a visitor comes in there; all others are between them.
_MAIN, _LAST = "pedestrian.principal", frozenset({"emergencyexit", "service", "automobile"})


@dataclass(frozen=True, order=True, slots=True)
class _Entrance:
    """An entrance; the least is the main one. ``storeys`` counts from the ground floor."""

    unlikely: int
    storeys: float
    opening: int


def find_entrances(graph: Graph, feature_index: FeatureIndex) -> NDArray[np.bool_]:
    """Return which edges lead through an opening between a space and what is none, as an import counts them.

    A door of which one side only is told may still lead from room to room: its edge says.
    """
    nodes = feature_index.nodes_by_space.values()
    indoors = np.isin(graph.node_number, [number for numbers in nodes for number in numbers])
    entered: NDArray[np.bool_] = (graph.opening != NOTHING) & (indoors[graph.tail] != indoors[graph.head])
    return entered


def find_main_entrances(graph: Graph, feature_index: FeatureIndex) -> dict[int, FeatureLocation]:
    """Return by buildings where their main entrances are: what the map calls so, or the first on the ground floor."""
    buildings = {
        number: building
        for space, numbers in feature_index.nodes_by_space.items()
        if (building := feature_index.find_building(space)) is not None
        for number in numbers
    }
    best: dict[int, _Entrance] = {}
    places: dict[int, FeatureLocation] = {}
    for edge in np.flatnonzero(find_entrances(graph, feature_index)).tolist():
        ends = graph.node_number[[graph.tail[edge], graph.head[edge]]].tolist()
        building = next((buildings[number] for number in ends if number in buildings), None)
        opening = int(graph.opening[edge])
        place = feature_index.find_target("opening", opening)
        if building is None or place is None or place.point is None:
            continue
        category = feature_index.read_opening_category(opening)
        unlikely = 0 if category == _MAIN else 2 if category in _LAST else 1
        entrance = _Entrance(unlikely, math.inf if place.level is None else abs(place.level), opening)
        if building not in best or entrance < best[building]:
            best[building], places[building] = entrance, FeatureLocation(place.point, place.level, None)
    return places
