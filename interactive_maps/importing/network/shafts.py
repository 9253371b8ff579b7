"""Recognised floors joined: stairs and lifts that lie above each other, as one connector over all their levels."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
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
_OVERLAP = 0.25  # least overlap of two spaces as a share of the smaller
_NEAR = 1.5  # metres between the centres of two that hardly overlap


@dataclass(frozen=True, slots=True)
class _Shaft:
    """Stairs or a lift on one level, with the node of its entry."""

    draft: MapDraft
    space: Space
    area: BaseGeometry
    node: NodeRow


def join_shafts(drafts: Sequence[MapDraft]) -> int:
    """Add a connector for each column of shafts above each other, with an edge for each step, and return the steps.

    Only spaces of drafts without connectors of their own are looked at, and two plans whose lines are drawn are
    joined by these alone, in :func:`join_levels`. Connector and edges go to the draft of the lowest level: a ride
    past a level is one ride. Ends of edges may be keys of another source's nodes, as there.
    """
    open_drafts = [draft for draft in drafts if draft.spaces and not draft.connectors]
    plane = choose_plane_around([space.display_point for draft in open_drafts for space in draft.spaces])
    by_level: dict[float, list[_Shaft]] = {}
    for draft in open_drafts:
        for shaft in _list_shafts(draft, plane):
            by_level.setdefault(shaft.node.level or 0.0, []).append(shaft)
    columns: list[list[_Shaft]] = []
    below: dict[int, list[_Shaft]] = {}
    for lower, upper in pairwise(sorted(by_level)):
        above: dict[int, list[_Shaft]] = {}
        for one, other in _match(by_level[lower], by_level[upper]):
            column = below.get(id(one))
            if column is None:
                columns.append(column := [one])
            column.append(other)
            above[id(other)] = column
        below = above
    for column in columns:
        _join(column)
    for draft in open_drafts:
        if draft.edges:
            counts = draft.report.counts
            counts["edge"], counts["connector"] = len(draft.edges), len(draft.connectors)
    return sum(len(column) - 1 for column in columns)


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
    """Return the overlap as a share of the smaller, 0 if they are not one shaft."""
    share = one.intersection(other).area / max(min(one.area, other.area), 1e-9)
    near = one.centroid.distance(other.centroid) <= _NEAR
    return float(max(share, 0.01 if near else 0.0)) if share >= _OVERLAP or near else 0.0


def _join(column: Sequence[_Shaft]) -> None:
    """Add the connector of a column of shafts, from the lowest up, and the edges between them."""
    lowest = column[0]
    draft = lowest.draft
    levels = tuple(shaft.node.level or 0.0 for shaft in column)
    connector = Connector(
        key=f"{lowest.space.key}@{levels[0]:g}-{levels[-1]:g}",
        kind=lowest.space.category,
        ordinals=levels,
        geometry=lowest.space.geometry,
        names=lowest.space.names,
        step_free=lowest.space.category == "elevator",
        spaces=(lowest.space.key,),
    )
    draft.connectors.append(connector)
    own = {node.key for node in draft.nodes}
    keys = [shaft.node.key if shaft.draft is draft else _tell_apart(shaft, own) for shaft in column]
    for (one, source), (other, target) in pairwise(zip(column, keys, strict=True)):
        level, next_level = one.node.level or 0.0, other.node.level or 0.0
        places = np.array([[node.longitude, node.latitude] for node in (one.node, other.node)])
        draft.edges.append(
            EdgeRow(
                key=f"{lowest.node.key}>{other.node.key}@{next_level:g}",
                source=source,
                target=target,
                geometry=LineString(places),
                length=max(measure_lengths([places])[0], 0.1),
                level=level,
                target_level=next_level,
                kind=_KINDS[connector.kind],
                name=next(iter(connector.names.values()), None),
                connector=connector.key,
            )
        )


def _tell_apart(shaft: _Shaft, own: Collection[str]) -> str:
    """Return the key of a node of another source: drawings made of one template give like rooms like keys."""
    key = shaft.node.key
    return f"{shaft.draft.source}/{key}" if key in own else key
