"""Routing snapshot: one immutable state of the map with everything that requests need, and its versions."""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from hashlib import blake2s
from typing import Any

from interactive_maps.mapdata.bulk.network_reader import Versions
from interactive_maps.mapdata.edits.closures import ClosureRow
from interactive_maps.routing.live.lazy_value import LazyValue
from interactive_maps.routing.network.closures import KINDS, Closure
from interactive_maps.routing.network.opening_hours import DAYS_AHEAD, DAYS_BEFORE, Timetable
from interactive_maps.routing.network.unusable_rows import UnusableRow
from interactive_maps.routing.network.walls import Walls
from interactive_maps.routing.positioning.locator import Locator
from interactive_maps.routing.search.network_snapshots import NetworkSnapshot
from interactive_maps.routing.waypoints.context_lookup import ContextLookup
from interactive_maps.routing.waypoints.feature_index import FeatureIndex
from interactive_maps.routing.waypoints.waypoint_resolver import WaypointResolver

Columns = Mapping[str, Any]


@dataclass(frozen=True, eq=False)
class RoutingSnapshot:
    """The state at some versions; ``layers`` are the columns from which the feature index is built.

    ``areas`` are keys, levels and geometries of the spaces.

    ``rows`` are the closures as stored in the table, without those among the ``problems``. ``change_times`` are the
    times at which something closes or opens, in order. Opening hours are known from ``since`` until ``until``.
    """

    versions: Versions
    network: NetworkSnapshot
    resolver: WaypointResolver
    context_lookup: ContextLookup
    locator: LazyValue[Locator]
    feature_index: FeatureIndex
    walls: Walls
    areas: Columns
    timetable: Timetable
    layers: Mapping[str, Columns]
    rows: tuple[ClosureRow, ...]
    problems: tuple[UnusableRow, ...]
    change_times: tuple[datetime, ...]
    since: datetime
    until: datetime

    def is_current(self, versions: Versions) -> bool:
        """Return whether the database, now at ``versions``, still has this state."""
        return self.versions == versions and not self.is_outdated

    @property
    def is_outdated(self) -> bool:
        """Return whether opening hours must be evaluated again."""
        soon = self.until - timedelta(days=DAYS_BEFORE)
        # Earlier than ``since`` if the clock was set back.
        return bool(self.timetable.entries) and not self.since <= datetime.now(UTC) <= soon

    def make_tag(self, now: datetime, languages: tuple[str, ...] = ()) -> str:
        """Return an ETag that stays the same as long as equal requests have equal responses."""
        stamp = "-".join(format(version, "x") for version in self.versions.values())
        turn = bisect.bisect_right(self.change_times, now)
        if turn not in self._marks:
            self._marks[turn] = self._mark(now)
        return ".".join(["route", stamp, self._marks[turn], *languages])

    @cached_property
    def _marks(self) -> dict[int, str]:
        return {}

    def _mark(self, now: datetime) -> str:
        """Return an ETag for current and past closures, the same in every worker."""
        closed = sorted((one.kind, one.target, one.key) for one in self.network.closures if one.is_on(now))
        over = sorted(row.key for row in self.rows if row.ends_at is not None and row.ends_at <= now)
        return blake2s(repr((closed, over)).encode(), digest_size=6).hexdigest()

    def network_at(self, departure: datetime | None) -> NetworkSnapshot:
        """Return the network snapshot with the closures at that time."""
        if departure is None or not self.timetable.entries or self.since <= departure < self.until:
            return self.network
        now = self.network
        closures = (*read_closures(self.rows), *self.timetable.list_closures(departure))
        return NetworkSnapshot(now.graph, now.shape, now.version, closures, now.revision, now)


def read_closures(rows: Iterable[ClosureRow]) -> Iterator[Closure]:
    """Yield the closures in ``rows``, as sorted by :func:`unusable_rows.sort_closures`."""
    for row in rows:
        if row.kind in KINDS and row.target is not None:
            profiles = frozenset(name for name in row.profiles or () if name)
            yield Closure(
                row.kind, row.target, row.starts_at, row.ends_at, profiles, row.reason or "", row.key
            )


def list_change_times(closures: Iterable[Closure]) -> tuple[datetime, ...]:
    """Return the times at which something closes or opens, in order."""
    return tuple(sorted({time for one in closures for time in (one.start, one.end) if time is not None}))


def choose_window(now: datetime) -> tuple[datetime, datetime]:
    """Return the period for which opening hours evaluated now are known."""
    return now - timedelta(days=DAYS_BEFORE), now + timedelta(days=DAYS_AHEAD)
