"""Recognised floors joined: stairs and lifts that lie above each other on neighbouring levels."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from shapely import LineString
from shapely.geometry.base import BaseGeometry

from interactive_maps.geo.plane import Plane
from interactive_maps.importing.draft.map_draft import MapDraft
from interactive_maps.importing.network.plane import choose_plane_around, flatten, measure_lengths
from interactive_maps.mapdata.edits.features import Connector, Space
from interactive_maps.mapdata.edits.rows import EdgeRow, NodeRow

_KINDS = {"stairs": "stairs", "elevator": "lift", "escalator": "escalator", "ramp": "ramp"}
_OVERLAP = 0.25  # share of the smaller of two spaces that lies above the other
_NEAR = 1.5  # metres between the middles of two that hardly overlap


@dataclass(frozen=True, slots=True)
class _Shaft:
    """Stairs or a lift on one level, with the node where one gets on."""

    draft: MapDraft
    space: Space
    area: BaseGeometry
    node: NodeRow


def join_shafts(drafts: Sequence[MapDraft]) -> int:
    """Add an edge and a connector for each pair of shafts above each other, and return how many.

    Only spaces of drafts without connectors of their own are looked at, and two plans whose lines are drawn are
    joined by these alone, in :func:`join_levels`. Edge and connector go to the draft of the lower level; the edge's
    ``target`` may be the key of another source's node, as there.
    """
    open_drafts = [draft for draft in drafts if draft.spaces and not draft.connectors]
    plane = choose_plane_around([space.display_point for draft in open_drafts for space in draft.spaces])
    by_level: dict[float, list[_Shaft]] = {}
    for draft in open_drafts:
        for shaft in _list_shafts(draft, plane):
            by_level.setdefault(shaft.node.level or 0.0, []).append(shaft)
    added = 0
    for lower, upper in pairwise(sorted(by_level)):
        for one, other in _match(by_level[lower], by_level[upper]):
            _join(one, other)
            added += 1
    for draft in open_drafts:
        if draft.edges:
            counts = draft.report.counts
            counts["edge"], counts["connector"] = len(draft.edges), len(draft.connectors)
    return added


def _list_shafts(draft: MapDraft, plane: Plane) -> Iterator[_Shaft]:
    spaces = [space for space in draft.spaces if space.category in _KINDS]
    nodes: dict[str, NodeRow] = {}
    for node in draft.nodes:
        if node.space and (node.space not in nodes or node.key == f"space:{node.space}"):
            nodes[node.space] = node
    for space, area in zip(spaces, flatten(plane, [space.geometry for space in spaces]), strict=True):
        if space.key in nodes:
            yield _Shaft(draft, space, area, nodes[space.key])


def _match(lower: Sequence[_Shaft], upper: Sequence[_Shaft]) -> Iterator[tuple[_Shaft, _Shaft]]:
    """Yield pairs of one kind that lie above each other, the best first, each shaft once."""
    rated = sorted(
        (-rate, one.space.key, other.space.key, index, number)
        for index, one in enumerate(lower)
        for number, other in enumerate(upper)
        if one.space.category == other.space.category
        and not (one.draft.network and other.draft.network)
        and (rate := _rate(one.area, other.area)) > 0
    )
    below: set[int] = set()
    above: set[int] = set()
    for _, _, _, index, number in rated:
        if index not in below and number not in above:
            below.add(index)
            above.add(number)
            yield lower[index], upper[number]


def _rate(one: BaseGeometry, other: BaseGeometry) -> float:
    """Return how much of the smaller lies above the other, 0 where they are not one shaft."""
    share = one.intersection(other).area / max(min(one.area, other.area), 1e-9)
    near = one.centroid.distance(other.centroid) <= _NEAR
    return float(max(share, 0.01 if near else 0.0)) if share >= _OVERLAP or near else 0.0


def _join(one: _Shaft, other: _Shaft) -> None:
    draft = one.draft
    levels = (one.node.level or 0.0, other.node.level or 0.0)
    key = f"{one.space.key}@{levels[0]:g}-{levels[1]:g}"
    places = np.array([[node.longitude, node.latitude] for node in (one.node, other.node)])
    connector = Connector(
        key=key,
        kind=one.space.category,
        ordinals=levels,
        geometry=one.space.geometry,
        names=one.space.names,
        step_free=one.space.category == "elevator",
        spaces=(one.space.key,),
    )
    draft.connectors.append(connector)
    draft.edges.append(
        EdgeRow(
            key=f"{one.node.key}>{other.node.key}@{levels[1]:g}",
            source=one.node.key,
            target=other.node.key,
            geometry=LineString(places),
            length=max(measure_lengths([places])[0], 0.1),
            level=levels[0],
            target_level=levels[1],
            kind=_KINDS[one.space.category],
            name=next(iter(one.space.names.values()), None),
            connector=key,
        )
    )
