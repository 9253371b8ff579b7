"""Joining of the plans of a building by stairs and lifts drawn at the same position on adjacent levels."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import shapely
from shapely import LineString, Point

from interactive_maps.geo.plane import Plane
from interactive_maps.importing.draft.map_draft import MapDraft
from interactive_maps.importing.network.neighbour_search import Crowded, find_neighbours
from interactive_maps.importing.network.plane import (
    choose_plane_around,
    flatten,
    flatten_points,
    measure_lengths,
    place_on_earth,
)
from interactive_maps.importing.network.rules import CROWDED_MARKERS
from interactive_maps.importing.reporting.report import Issue
from interactive_maps.mapdata.edits.rows import EdgeRow, NodeRow

REACH = 1.0  # metres between markers that are one stairs or lift
_EXACT = 0.3  # metres between a marker and the node of any line that it leads to
_FLIGHT = 3.0  # metres of half a storey's stairs
_KINDS = ("stairs", "lift", "escalator", "ramp")


@dataclass(frozen=True, slots=True)
class _OpenEnd:
    """A node; ``ends`` is the kind of the only line that ends there, None if more do."""

    draft: MapDraft
    node: NodeRow
    place: Point
    heading: tuple[float, float]  # the direction in which its line arrives, as a unit step
    ends: str | None


def join_levels(drafts: Sequence[MapDraft]) -> int:
    """Add edges between stairs and lifts of plans on adjacent levels, and return their number.

    A marker is the loose end of a drawn line of stairs or of a lift. It leads to the node of a line above that it
    ends at, within 30 cm; else to a marker of its kind above, within a metre; else to a line's node below. Above
    and below is the next level that any plan shows. The edge goes to the draft of the marker. Its ``target`` may be
    the key of another source's node, which no row of its own has: there it is the level and the line's last place
    that say where it ends. Drafts without drawn lines have their own connectors, and are left as they are.
    """
    drafts = [draft for draft in drafts if draft.network]
    plane = choose_plane_around(
        [Point(node.longitude, node.latitude) for draft in drafts for node in draft.nodes]
    )
    ends_by_level = _list_ends(drafts, plane)
    ordinals = sorted(ends_by_level)
    known = {id(draft): {edge.key for edge in draft.edges} for draft in drafts}
    added = 0
    for kind in _KINDS:
        markers = {
            level: [end for end in listed if end.ends == kind] for level, listed in ends_by_level.items()
        }
        others = {
            level: [s for s in listed if s.ends not in _KINDS] for level, listed in ends_by_level.items()
        }
        joined: set[str] = set()
        upwards, downwards = list(pairwise(ordinals)), list(pairwise(reversed(ordinals)))
        steps = [(upwards, others, _EXACT), (upwards, markers, REACH), (downwards, others, _EXACT)]
        for pairs, goals, reach in steps:
            for start, goal in pairs:
                loose = [end for end in markers[start] if end.node.key not in joined]
                for one, other in _match_if_few(loose, goals[goal], reach):
                    _add(plane, (one, other), kind, known[id(one.draft)], flight=goals is markers)
                    added += 1
                    joined.add(one.node.key)
    for draft in drafts:
        draft.report.counts["edge"] = len(draft.edges)
    return added


def _list_ends(drafts: Sequence[MapDraft], plane: Plane) -> dict[float, list[_OpenEnd]]:
    """Return the nodes of all drafts by level."""
    ends_by_level: dict[float, list[_OpenEnd]] = {}
    for draft in drafts:
        flat = [edge for edge in draft.edges if edge.target_level is None]
        degree = Counter(key for edge in flat for key in (edge.source, edge.target))
        kinds = {key: edge.kind for edge in flat for key in (edge.source, edge.target)}
        headings = _list_headings(flat, plane)
        places = flatten_points(plane, [Point(node.longitude, node.latitude) for node in draft.nodes])
        for node, place in zip(draft.nodes, places, strict=True):
            if node.level is not None and node.key in kinds:
                ends = kinds[node.key] if degree[node.key] == 1 else None
                ends_by_level.setdefault(node.level, []).append(
                    _OpenEnd(draft, node, place, headings[node.key], ends)
                )
    return ends_by_level


def _list_headings(edges: Sequence[EdgeRow], plane: Plane) -> dict[str, tuple[float, float]]:
    """Return for the end of each edge the direction in which its line arrives there."""
    headings: dict[str, tuple[float, float]] = {}
    for edge, line in zip(edges, flatten(plane, [edge.geometry for edge in edges]), strict=True):
        places = shapely.get_coordinates(line)
        for key, (before, last) in ((edge.source, places[1::-1]), (edge.target, places[-2:])):
            step = last - before
            x, y = (step / max(float(np.hypot(*step)), 1e-9)).tolist()
            headings[key] = (x, y)
    return headings


def _match_if_few(
    lower: Sequence[_OpenEnd], upper: Sequence[_OpenEnd], reach: float
) -> Sequence[tuple[_OpenEnd, _OpenEnd]]:
    """Return pairs; none if too many markers overlap, which the report of their plan tells."""
    try:
        return list(_match(lower, upper, reach))
    except Crowded:
        draft, level = lower[0].draft, lower[0].node.level
        draft.report.skipped.append(Issue(f"level {level:g}", CROWDED_MARKERS.says))
        return []


def _match(
    lower: Sequence[_OpenEnd], upper: Sequence[_OpenEnd], reach: float
) -> Iterator[tuple[_OpenEnd, _OpenEnd]]:
    """Yield pairs within ``reach`` metres, the nearest first, each once."""
    if not lower or not upper:
        return
    pairs = sorted(
        (
            round(lower[one].place.distance(upper[other].place), 6),
            *(lower[one].node.key, upper[other].node.key, one, other),
        )
        for one, other in find_neighbours([end.place for end in lower], [end.place for end in upper], reach)
    )
    used: set[tuple[str, int]] = set()
    for _, _, _, one, other in pairs:
        if used.isdisjoint({("lower", one), ("upper", other)}):
            used |= {("lower", one), ("upper", other)}
            yield lower[one], upper[other]


def _add(plane: Plane, pair: tuple[_OpenEnd, _OpenEnd], kind: str, known: set[str], *, flight: bool) -> None:
    """Add the edge, unless it is ``known``.

    With a ``flight``, stairs go on from their marker as their line arrives there, and come back.
    """
    one, other = pair
    draft = one.draft
    places = np.array([[node.longitude, node.latitude] for node in (one.node, other.node)])
    if flight and kind == "stairs":
        turn = (one.place.x + _FLIGHT * one.heading[0], one.place.y + _FLIGHT * one.heading[1])
        places = np.insert(places, 1, place_on_earth(plane, np.array([turn])), axis=0)
    key = f"{one.node.key}>{other.node.key}"
    if key in known:
        return
    known.add(key)
    edge = EdgeRow(
        key=key,
        source=one.node.key,
        target=other.node.key,
        geometry=LineString(places),
        length=measure_lengths([places])[0],
        level=one.node.level,
        target_level=other.node.level,
        kind=kind,
    )
    draft.edges.append(edge)
