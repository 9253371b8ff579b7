"""Decks: porches, terraces and balconies that no wall encloses, known by their name and the boards below it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely
from shapely import Point, Polygon

from interactive_maps.importing.drawing.drawing import Floats, Integers
from interactive_maps.importing.recognition.geometry.parallels import find_parallels
from interactive_maps.importing.recognition.geometry.rows import connect
from interactive_maps.importing.recognition.geometry.segments import measure_lengths
from interactive_maps.importing.recognition.labels.reading import Reading
from interactive_maps.importing.recognition.labels.texts import LabelKind
from interactive_maps.importing.recognition.plan import Plan
from interactive_maps.importing.recognition.rooms.region import Region
from interactive_maps.mapdata.categories.room_names import find_unit_category

_BOARD = (0.04, 0.2)  # metres from one line of boards to the next
_REACH = 0.45  # beyond those that are hidden
_SHORTEST = 0.5
_LEAST_BOARDS, _MOST_BOARDS = 8, 2000
_ALIKE = 0.15  # share by which a step may differ from the usual one of its row
_HIDDEN = 3  # steps that a text or a dimension may hide
_BESIDE = 0.9  # share of a board along which the next one runs
_LEAST, _LARGEST = 1.0, 400.0  # square metres
_AT_HOUSE = 1.0  # metres from a deck to the rooms of its house, across the wall
_SEAM = 0.01


def find_decks(plan: Plan, readings: Sequence[Reading], faces: Sequence[Polygon]) -> list[Region]:
    """Return the decks beside the ``faces`` of a house: boards outdoors with the name of such a place on them."""
    indoors = shapely.union_all(list(faces))
    places = [
        place
        for one in readings
        if one.label.kind is LabelKind.NAME and find_unit_category(one.label.name) == "terrace"
        for place in (Point(plan.texts[one.index].centre),)
        if not indoors.intersects(place)
    ]
    if not places:
        return []
    rows = np.array(_cover_rows(plan.segments[measure_lengths(plan.segments) >= _SHORTEST]), dtype=object)
    named = np.unique(shapely.STRtree(rows).query(places, predicate="within")[1])
    decks = [shapely.difference(row, indoors) for row in rows[named]]
    fit = [deck for deck in decks if _is_deck(deck) and deck.distance(indoors) <= _AT_HOUSE]
    return [Region(deck, deck=True) for deck in fit]


def _is_deck(area: shapely.Geometry) -> bool:
    return isinstance(area, Polygon) and _LEAST <= area.area <= _LARGEST


def _cover_rows(segments: Floats) -> list[shapely.Geometry]:
    """Return the areas between the lines of each row of boards."""
    pairs = find_parallels(segments, _BOARD[0], _REACH, least_overlap=_BESIDE)
    lengths = measure_lengths(segments)
    beside = pairs.overlap >= _BESIDE * np.maximum(lengths[pairs.one], lengths[pairs.other])
    _, group = connect(pairs.one[beside], pairs.other[beside], len(segments))
    order = np.flatnonzero(beside)[np.argsort(group[pairs.one[beside]], kind="stable")]
    rows = np.split(order, np.flatnonzero(np.diff(group[pairs.one[order]])) + 1)
    areas: list[shapely.Geometry] = []
    for row in rows:
        one, other, distance = pairs.one[row], pairs.other[row], pairs.distance[row]
        if not _LEAST_BOARDS <= len(np.unique(one)) <= _MOST_BOARDS:
            continue
        usual = _find_step(one, distance)
        steps = np.round(distance / usual)
        fit = (steps >= 1) & (steps <= _HIDDEN) & (np.abs(distance - steps * usual) <= _ALIKE * usual)
        if usual <= _BOARD[1] and len(np.unique(one[fit])) >= _LEAST_BOARDS:
            areas += _unite(segments, one[fit], other[fit])
    return areas


def _find_step(one: Integers, distance: Floats) -> float:
    """Return the usual distance from a line to the nearest one beside it."""
    lines, row = np.unique(one, return_inverse=True)
    nearest = np.full(len(lines), np.inf)
    np.minimum.at(nearest, row.ravel(), distance)
    return float(np.median(nearest))


def _unite(segments: Floats, one: Integers, other: Integers) -> list[shapely.Geometry]:
    corners = np.hstack([segments[one], segments[other]]).reshape(-1, 4, 2)
    strips = shapely.convex_hull(shapely.multipoints(corners))
    return list(shapely.get_parts(shapely.union_all(shapely.buffer(strips, _SEAM, join_style="mitre"))))
