"""Network checks for the people who draw the network."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

from interactive_maps.routing.network.edge_kinds import Kind
from interactive_maps.routing.network.edges import NO_NUMBER, NOTHING
from interactive_maps.routing.network.graph import Graph
from interactive_maps.routing.network.unusable_rows import UnusableRow
from interactive_maps.routing.network.walls import Walls
from interactive_maps.routing.profiles import INFINITE, PROFILES, Profile, weigh
from interactive_maps.routing.search.access_links import SnappedWaypoint

MOST_SHOWN = 20  # examples of each kind
_HOME = 1.5  # metres from an end to a room that a line may end in
_MISSED = 1.0  # metres between an end and a line that it was probably meant to meet
_OFF = 0.05  # accepted deviation of a cost from the usual ratio to metres
_LEVELS_APART = 1e5
_ROWS = {  # titles of layers' bad rows, and the name of one row
    "nav-edges": ("edges left out", "edge"),
    "closures": ("closures left out", "closure"),
    "spaces": ("spaces", "space"),
    "openings": ("openings", "opening"),
    "connectors": ("connectors", "connector"),
}

Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Finding:
    """``count`` problems of one kind; ``examples`` are the first of them."""

    what: str
    count: int
    examples: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """``facts`` about the network, and its problems."""

    facts: dict[str, Any]
    findings: tuple[Finding, ...] = field(default=())


def check(
    graph: Graph,
    walls: Walls,
    places: Sequence[tuple[str, SnappedWaypoint]],
    problems: Sequence[UnusableRow] = (),
) -> Report:
    """Return the report; ``places`` are the rooms and spaces by name, with their positions.

    ``problems`` are those of the map's rows that routing leaves out.
    """
    facts = {
        "edges": int((graph.edge_id != NOTHING).sum()),
        "nodes": graph.node_count,
        "levels": graph.levels.tolist(),
        "metres": round(float(graph.length.sum()), 1),
        "cost_ratio": graph.cost_ratio,
        "kinds": {
            Kind(kind).name.lower(): count for kind, count in sorted(Counter(graph.kind.tolist()).items())
        },
        "places": len(places),
    }
    findings = (
        *_find_nothing(graph),
        *_find_problems(problems),
        *_find_ambiguous_numbers(graph),
        *_find_islands(graph),
        *_find_dangling_ends(graph, places),
        *_find_crossings(graph, walls),
        *_find_unreachable(graph, places),
        *_find_costs(graph),
    )
    return Report(facts, findings)


def _find_nothing(graph: Graph) -> Iterator[Finding]:
    if graph.edge_count == 0:
        yield Finding("networks without an edge: there is nothing to walk on", 1)


def _find_problems(problems: Iterable[UnusableRow]) -> Iterator[Finding]:
    """Yield unreadable edges."""
    keys: dict[tuple[str, str], list[int]] = {}
    for problem in problems:
        keys.setdefault((problem.layer, problem.what), []).append(problem.key)
    for (layer, what), some in sorted(keys.items()):
        feature, name = _ROWS[layer]
        yield _make(f"{feature}: {what}", ({name: key} for key in some), len(some))


def _find_ambiguous_numbers(graph: Graph) -> Iterator[Finding]:
    """Yield node numbers that stand for several places."""
    for what, numbers in (
        ("node numbers on several levels, kept apart", graph.split_numbers),
        ("node numbers in several places of one level", graph.loose_numbers),
    ):
        if len(numbers):
            yield _make(what, ({"node": number} for number in numbers.tolist()), len(numbers))


def _find_islands(graph: Graph) -> Iterator[Finding]:
    sizes = np.bincount(graph.component) if graph.node_count else np.empty(0, dtype=int)
    if len(sizes) < 2:
        return
    first = {component: node for node, component in reversed(list(enumerate(graph.component.tolist())))}
    examples = (
        {"nodes": int(size), "node": _number(graph, first[component]), **_locate(graph, first[component])}
        for component, size in enumerate(sizes)
        if component
    )
    yield _make("islands besides the largest part", examples, len(sizes) - 1)


def _find_dangling_ends(graph: Graph, places: Sequence[tuple[str, SnappedWaypoint]]) -> Iterator[Finding]:
    """Yield dangling ends: ends in no room, or just short of a line."""
    degree = np.bincount(np.concatenate([graph.tail, graph.head]), minlength=graph.node_count)
    walked = np.isin(graph.kind, [int(Kind.WALK), int(Kind.WALKWAY)])
    loose = np.zeros(graph.node_count, dtype=bool)
    loose[graph.tail[walked]] = loose[graph.head[walked]] = True
    loose &= degree == 1
    if not loose.any():
        return
    level = np.nan_to_num(graph.node_level, nan=-999.0) * _LEVELS_APART
    metres = np.column_stack([graph.plane.to_metres(graph.node_coordinates), level])
    homes = {node for _, place in places for node in place.nodes}
    homes |= {
        int(end[snap.edge])
        for _, place in places
        for _, snap in place.nearest.snaps
        if snap.metres <= _HOME
        for end in (graph.tail, graph.head)
    }
    ends = np.array([node for node in np.flatnonzero(loose).tolist() if node not in homes], dtype=np.int64)
    if len(ends) == 0:
        return
    near = np.asarray(cKDTree(metres).query(metres[ends], k=2, distance_upper_bound=_MISSED)[0])
    missed = np.isfinite(near[:, 1])
    for what, nodes in (("ends that nearly meet another node", ends[missed]), ("dead ends", ends[~missed])):
        if len(nodes):
            shown = ({"node": _number(graph, node), **_locate(graph, node)} for node in nodes.tolist())
            yield _make(what, shown, len(nodes))


def _find_crossings(graph: Graph, walls: Walls) -> Iterator[Finding]:
    flat = (graph.rise == 0) & ~np.isin(graph.kind, [int(Kind.LIFT), int(Kind.BOARDING), int(Kind.DOOR)])
    edges = walls.find_crossings(graph, np.flatnonzero(flat))
    if len(edges):
        examples = (
            {"edge": int(graph.edge_id[edge]), **_locate(graph, int(graph.tail[edge]))} for edge in edges
        )
        yield _make("edges that cross a wall", examples, len(edges))


def _find_unreachable(graph: Graph, places: Sequence[tuple[str, SnappedWaypoint]]) -> Iterator[Finding]:
    """Yield the places off the network, and for each profile the places that it cannot reach."""
    off = [name for name, place in places if not place.nodes and not place.candidate_sets]
    if off:
        yield _make("places off the network", ({"place": name} for name in off), len(off))
    on = [(name, place) for name, place in places if place.nodes or place.candidate_sets]
    lost: set[str] = set()
    for profile in PROFILES.values():
        inside = _find_main_part(graph, profile)
        names = [name for name, place in on if not _touches(graph, place, inside)]
        new = [name for name in names if name not in lost]
        if new:
            what = f"places that {profile.name} cannot reach" + (
                "" if profile.name == "walk" else ", though walk can"
            )
            yield _make(what, ({"place": name} for name in new), len(new))
        if profile.name == "walk":
            lost = set(names)


def _find_main_part(graph: Graph, profile: Profile) -> Flags:
    """Return which nodes are in the largest strongly connected part."""
    if graph.node_count == 0:
        return np.zeros(0, dtype=bool)
    arcs = weigh(graph, profile) < INFINITE
    links = coo_array(
        (np.ones(int(arcs.sum()), np.int8), (graph.arc_tail[arcs], graph.arc_head[arcs])),
        shape=(graph.node_count,) * 2,
    )
    _, label = connected_components(links, directed=True, connection="strong")
    return np.asarray(label == np.bincount(label).argmax())


def _touches(graph: Graph, place: SnappedWaypoint, inside: Flags) -> bool:
    ends = [*place.nodes]
    for _, snap in place.nearest.snaps:
        ends += [int(graph.tail[snap.edge]), int(graph.head[snap.edge])]
    return bool(inside[ends].any())


def _find_costs(graph: Graph) -> Iterator[Finding]:
    """Yield edges whose cost has another ratio to their length than usual."""
    if graph.cost_ratio is None:
        return
    comparable = (graph.cost > 0) & (graph.length > 1.0)
    ratio = graph.cost[comparable] / graph.length[comparable]
    edges = np.flatnonzero(comparable)[np.abs(ratio / graph.cost_ratio - 1) > _OFF]
    if len(edges):
        examples = (
            {
                "edge": int(graph.edge_id[edge]),
                "cost": float(graph.cost[edge]),
                "metres": round(float(graph.length[edge]), 2),
            }
            for edge in edges
        )
        yield _make("edges whose cost is not in proportion to their length", examples, len(edges))


def _make(what: str, examples: Iterable[dict[str, Any]], count: int) -> Finding:
    return Finding(
        what, count, tuple(example for example, _ in zip(examples, range(MOST_SHOWN), strict=False))
    )


def _number(graph: Graph, node: int) -> int | None:
    number = int(graph.node_number[node])
    return None if number == NO_NUMBER else number


def _locate(graph: Graph, node: int) -> dict[str, Any]:
    level = float(graph.node_level[node])
    return {
        "level": level if np.isfinite(level) else None,
        "location": np.round(graph.node_coordinates[node], 7).tolist(),
    }
