"""Builder of the next snapshot: reads the changed layers from one database snapshot and reuses the rest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime

from interactive_maps.mapdata.bulk.network_reader import NetworkReader, Versions
from interactive_maps.mapdata.edits.closures import ClosureRow
from interactive_maps.routing.live.lazy_value import LazyValue
from interactive_maps.routing.live.routing_snapshot import (
    Columns,
    RoutingSnapshot,
    choose_window,
    list_change_times,
    read_closures,
)
from interactive_maps.routing.network.edge_columns import read_columns
from interactive_maps.routing.network.graph import Graph, build_graph
from interactive_maps.routing.network.opening_hours import Timetable, read_hours
from interactive_maps.routing.network.unusable_rows import UnusableRow, report_problems, sort_closures
from interactive_maps.routing.network.wall_index import build_walls, list_levels
from interactive_maps.routing.network.walls import Walls
from interactive_maps.routing.positioning.locator import Locator, make_locator
from interactive_maps.routing.search.network_snapshots import SnapshotCache
from interactive_maps.routing.waypoints.context_lookup import ContextLookup
from interactive_maps.routing.waypoints.feature_index import FeatureIndex
from interactive_maps.routing.waypoints.waypoint_resolver import WaypointResolver

_LISTED = (
    "nav-nodes",
    "rooms",
    "spaces",
    "points",
    "occupants",
    "openings",
    "connectors",
    "levels",
    "buildings",
)
_WALLED = frozenset({"nav-edges", "spaces", "openings", "base-floor"})
_TIMED = frozenset({"spaces", "openings", "connectors"})


class SnapshotBuilder:
    """Reads on creation, within the reader's transaction; :meth:`build` needs no database."""

    def __init__(self, reader: NetworkReader, before: RoutingSnapshot | None) -> None:
        self._before = before
        self._versions = reader.versions
        self._changed = {
            name
            for name, version in reader.versions.items()
            if not before or before.versions[name] != version
        }
        self._edges: Columns | None = None
        if before is None or "nav-edges" in self._changed:
            self._edges = reader.fetch("nav-edges").columns
        self._layers: dict[str, Columns] = {
            name: reader.fetch(name).columns
            if before is None or name in self._changed
            else before.layers[name]
            for name in _LISTED
        }
        self._areas: Mapping[str, Columns] | None = None
        if before is None or self._changed & _WALLED:
            self._areas = _read_areas(reader)
        self._rows, self._row_problems = self._read_rows(reader)

    def build(self, snapshots: SnapshotCache, revision: int) -> RoutingSnapshot:
        """Publish the next network snapshot in ``snapshots``, and return the next state."""
        before, now = self._before, datetime.now(UTC)
        graph = self._build_graph()
        is_listed = not before or bool(self._changed & set(_LISTED))
        feature_index = FeatureIndex(self._layers) if is_listed or not before else before.feature_index
        walls = self._build_walls(graph)
        areas = self._list_areas()
        is_timed = not before or bool(self._changed & _TIMED)
        timetable = read_hours(feature_index.list_hours()) if is_timed or not before else before.timetable
        closures = (*read_closures(self._rows), *timetable.list_closures(now))
        if self._edges is not None:
            network = snapshots.load(graph, self._versions["nav-edges"], closures, revision)
        else:
            network = snapshots.with_closures(closures, revision)
        problems = (*_list_problems(graph, timetable), *self._row_problems)
        report_problems(problems, before.problems if before else ())
        same = before if not is_listed and self._areas is None else None
        since, until = choose_window(now)
        return RoutingSnapshot(
            versions=self._versions,
            network=network,
            resolver=same.resolver if same else WaypointResolver(graph, feature_index, walls),
            context_lookup=same.context_lookup if same else ContextLookup(graph, feature_index),
            locator=same.locator if same else self._prepare_locator(graph, areas),
            feature_index=feature_index,
            walls=walls,
            areas=areas,
            timetable=timetable,
            layers=self._layers,
            rows=self._rows,
            problems=problems,
            change_times=list_change_times(closures),
            since=since,
            until=until,
        )

    def _read_rows(self, reader: NetworkReader) -> tuple[tuple[ClosureRow, ...], tuple[UnusableRow, ...]]:
        if self._before is not None and "closures" not in self._changed:
            kept = tuple(one for one in self._before.problems if one.layer == "closures")
            return self._before.rows, kept
        return sort_closures(reader.fetch_closures())

    def _build_graph(self) -> Graph:
        if self._edges is None:
            assert self._before is not None, "what was not read is known"
            return self._before.network.graph
        return build_graph(read_columns(self._edges))

    def _prepare_locator(self, graph: Graph, areas: Columns) -> LazyValue[Locator]:
        rooms = self._layers["rooms"]
        return LazyValue(lambda: make_locator(graph, areas, rooms))

    def _list_areas(self) -> Columns:
        """Return keys, levels and geometries of the spaces."""
        if self._areas is None:
            assert self._before is not None, "what was not read is known"
            return self._before.areas
        return self._areas["spaces"]

    def _build_walls(self, graph: Graph) -> Walls:
        if self._areas is None:
            assert self._before is not None, "what was not read is known"
            return self._before.walls
        return build_walls(graph.plane, **self._areas)


def differs_by_closures(snapshot: RoutingSnapshot, versions: Versions) -> bool:
    """Return whether closures are all that has changed between ``snapshot`` and ``versions``."""
    return not snapshot.is_outdated and snapshot.versions | {"closures": versions["closures"]} == versions


def with_closures(
    snapshot: RoutingSnapshot,
    versions: Versions,
    rows: tuple[ClosureRow, ...],
    snapshots: SnapshotCache,
    revision: int,
) -> RoutingSnapshot:
    """Replace the closures, and return the state with them."""
    now = datetime.now(UTC)
    good, new = sort_closures(rows)
    closures = (*read_closures(good), *snapshot.timetable.list_closures(now))
    problems = (*(one for one in snapshot.problems if one.layer != "closures"), *new)
    report_problems(problems, snapshot.problems)
    since, until = choose_window(now)
    return replace(
        snapshot,
        versions=versions,
        network=snapshots.with_closures(closures, revision),
        rows=good,
        problems=problems,
        change_times=list_change_times(closures),
        since=since,
        until=until,
    )


def _list_problems(graph: Graph, timetable: Timetable) -> Iterator[UnusableRow]:
    """Yield problems of rows other than closures."""
    for problem in graph.problems:
        yield UnusableRow("nav-edges", problem.edge, problem.what)
    for hours in timetable.unread:
        yield UnusableRow(f"{hours.kind}s", hours.target, "its opening hours cannot be read")


def _read_areas(reader: NetworkReader) -> dict[str, Columns]:
    spaces = reader.fetch_areas("spaces").columns
    return {
        "spaces": spaces,
        "openings": reader.fetch_areas("openings").columns,
        "linework": reader.fetch_walls(besides=list_levels(spaces)).columns,
    }
