"""Network snapshot: the graph and its closures as one immutable value, replaced in one step.

Engines are created when a profile is first used. A snapshot with other closures takes the engines over from its
predecessor and changes only the few arcs that differ.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from interactive_maps.routing.engines.choice import Shape, choose_shape
from interactive_maps.routing.engines.engine import Engine
from interactive_maps.routing.network.closures import Closure, closed_arcs, find_next_change
from interactive_maps.routing.network.graph import Graph
from interactive_maps.routing.profiles import INFINITE, PROFILES, Profile, weigh

Weights = NDArray[np.int32]
Indices = NDArray[np.int64]
Key = tuple[Profile, bool]

MOST_PROFILES = 16  # engines kept: the named profiles, and the most recently used ones
_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, eq=False)
class WeightedEngine:
    """A profile's engine: ``open_weights`` are the weights without closures, ``closed`` the closed arcs.

    It is valid from ``since`` until just before ``until`` (None: until the closures change).
    """

    engine: Engine
    open_weights: Weights
    closed: Indices
    since: datetime
    until: datetime | None


class NetworkSnapshot:
    """One state of the map: ``version`` of the network, ``revision`` of the ``closures``. Safe to share."""

    def __init__(
        self,
        graph: Graph,
        shape: Shape,
        version: int,
        closures: tuple[Closure, ...] = (),
        revision: int = 0,
        before: NetworkSnapshot | None = None,
    ) -> None:
        self.graph, self.version, self.closures, self.revision = graph, version, closures, revision
        self.shape = shape
        self._lock = threading.RLock()
        self._engines: OrderedDict[Key, WeightedEngine] = OrderedDict()
        self._times: dict[float, Weights] = dict(before._times) if before else {}
        if before is not None:
            with before._lock:
                kept = list(before._engines.items())
            for key, weighted in kept:
                self._engines[key] = WeightedEngine(
                    weighted.engine, weighted.open_weights, weighted.closed, _NEVER, _NEVER
                )

    def find_engine(
        self, profile: Profile, at: datetime | None = None, *, allow_violations: bool = False
    ) -> Engine:
        """Return the engine for ``profile`` with what is closed ``at`` that time (None: now)."""
        moment = at or datetime.now(UTC)
        key = (profile, allow_violations)
        with self._lock:
            weighted = self._engines.get(key) or self._weigh(profile, moment, allow_violations)
            if not (weighted.since <= moment and (weighted.until is None or moment < weighted.until)):
                weighted = self._change(weighted, profile, moment)
                if at is not None and key in self._engines:
                    return weighted.engine  # for another time: used for this request only
            self._engines[key] = weighted
            self._engines.move_to_end(key)
            while len(self._engines) > MOST_PROFILES:
                self._engines.popitem(last=False)
            return weighted.engine

    def find_times(self, profile: Profile) -> Weights:
        """Return the milliseconds of each arc at ``profile``'s speed, ignoring restrictions and closures."""
        with self._lock:
            if profile.speed not in self._times:
                self._times = {profile.speed: weigh(self.graph, Profile(speed=profile.speed)), **self._times}
                self._times = dict(list(self._times.items())[:MOST_PROFILES])
            return self._times[profile.speed]

    def warm(self, profiles: Iterable[Profile] = tuple(PROFILES.values())) -> None:
        """Create the engines of ``profiles`` now, so that no request or closure has to wait for them."""
        for profile in profiles:
            self.find_engine(profile).prepare()

    def _weigh(self, profile: Profile, moment: datetime, allow_violations: bool) -> WeightedEngine:
        weights = weigh(self.graph, profile, allow_violations=allow_violations)
        closed = closed_arcs(self.graph, self.closures, moment, profile.name)
        shut = weights.copy()
        shut[closed] = INFINITE
        until = find_next_change(self.closures, moment)
        return WeightedEngine(self.shape.weigh(shut), weights, closed, moment, until)

    def _change(self, weighted: WeightedEngine, profile: Profile, moment: datetime) -> WeightedEngine:
        closed = closed_arcs(self.graph, self.closures, moment, profile.name)
        until = find_next_change(self.closures, moment)
        engine = weighted.engine
        if not np.array_equal(closed, weighted.closed):
            arcs = np.union1d(closed, weighted.closed)
            values = weighted.open_weights[arcs]
            values[np.isin(arcs, closed)] = INFINITE
            engine = engine.update(arcs, values)
        return WeightedEngine(engine, weighted.open_weights, closed, moment, until)


class SnapshotCache:
    """The current snapshot. Readers keep ``current`` for one request; writers take turns."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.current: NetworkSnapshot | None = None

    def load(
        self,
        graph: Graph,
        version: int,
        closures: Iterable[Closure] = (),
        revision: int = 0,
        profiles: Iterable[Profile] = tuple(PROFILES.values()),
    ) -> NetworkSnapshot:
        """Publish a new network, with the closures of ``revision`` and engines for ``profiles``."""
        with self._lock:
            snapshot = NetworkSnapshot(graph, choose_shape(graph), version, tuple(closures), revision)
            snapshot.warm(profiles)
            self.current = snapshot
            return snapshot

    def with_closures(self, closures: Iterable[Closure], revision: int) -> NetworkSnapshot:
        """Publish other closures for the same network; an older ``revision`` than the current one has no effect."""
        with self._lock:
            before = self.current
            if before is None:
                raise RuntimeError("there is no network yet")
            if revision <= before.revision:
                return before
            self.current = NetworkSnapshot(
                before.graph, before.shape, before.version, tuple(closures), revision, before
            )
            return self.current
