"""The graph and what is closed in it, as one immutable value; a new value takes its place in one step.

Engines are made when a profile is first asked for. A snapshot that differs by its closures only takes them over from
the one before and changes the few arcs that differ.
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

MOST_PROFILES = 16  # engines kept: the named profiles, and those asked for last
_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, eq=False)
class WeightedEngine:
    """A profile's engine: ``open_weights`` are those without closures, ``closed`` the arcs that are shut.

    What is shut holds from ``since`` until just before ``until`` (None: until the closures change).
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
                    return weighted.engine  # another day's: made for this question only
            self._engines[key] = weighted
            self._engines.move_to_end(key)
            while len(self._engines) > MOST_PROFILES:
                self._engines.popitem(last=False)
            return weighted.engine

    def find_times(self, profile: Profile) -> Weights:
        """Return the milliseconds of each arc as ``profile`` walks, whatever it avoids and whatever is closed."""
        with self._lock:
            if profile.speed not in self._times:
                self._times = {profile.speed: weigh(self.graph, Profile(speed=profile.speed)), **self._times}
                self._times = dict(list(self._times.items())[:MOST_PROFILES])
            return self._times[profile.speed]

    def warm(self, profiles: Iterable[Profile] = tuple(PROFILES.values())) -> None:
        """Make the engines of ``profiles`` now, so that neither a question nor a closure waits for them."""
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
    """The snapshot in force. Readers take ``current`` and keep it for one question; writers take turns."""

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
        """Put a new network in force, with the closures of ``revision`` and engines for ``profiles``."""
        with self._lock:
            snapshot = NetworkSnapshot(graph, choose_shape(graph), version, tuple(closures), revision)
            snapshot.warm(profiles)
            self.current = snapshot
            return snapshot

    def with_closures(self, closures: Iterable[Closure], revision: int) -> NetworkSnapshot:
        """Put other closures in force on the same network; an older ``revision`` than the present changes nothing."""
        with self._lock:
            before = self.current
            if before is None:
                raise RuntimeError("there is no network to close anything in")
            if revision <= before.revision:
                return before
            self.current = NetworkSnapshot(
                before.graph, before.shape, before.version, tuple(closures), revision, before
            )
            return self.current
