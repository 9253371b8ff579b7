"""Snapshot service of a worker: always serves the database's state at the time of the request.

Each request first queries the versions of all layers that routing uses, in a fraction of a millisecond. One thread
reads changes while the others wait, so no outdated response is given. A listener, where possible, reads changes
before the next request.
"""

from __future__ import annotations

import asyncio
import itertools
import logging
import threading
import time
from functools import partial

from interactive_maps.mapdata.bulk.network_reader import (
    Versions,
    fetch_closures,
    fetch_versions,
    open_network,
)
from interactive_maps.mapdata.database.change_listener import ChangeListener
from interactive_maps.mapdata.database.table_replacements import Tables, read_again
from interactive_maps.ops import deadlines
from interactive_maps.ops.errors import MapError
from interactive_maps.routing.live.routing_snapshot import RoutingSnapshot
from interactive_maps.routing.live.snapshot_builder import SnapshotBuilder, differs_by_closures, with_closures
from interactive_maps.routing.search.network_snapshots import SnapshotCache

_PAUSE = 0.02  # seconds for which requests right after a change have priority for the processor

logger = logging.getLogger(__name__)


class SnapshotService:
    """Holds the current snapshot. Safe to share between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._snapshots = SnapshotCache()
        self._revisions = itertools.count(1)
        self._snapshot: RoutingSnapshot | None = None
        self._listener: ChangeListener | None = None

    def get_snapshot(self) -> RoutingSnapshot:
        """Return the database's current state; raises as :func:`mapdata.network.open_network` does."""
        snapshot, versions = self._snapshot, fetch_versions()
        if snapshot is not None and snapshot.is_current(versions):
            return snapshot
        # The result serves all requests: do not charge this one, and finish even if its client disconnects.
        with deadlines.get_current().suspended(), self._lock:
            snapshot = self._snapshot
            if snapshot is not None and snapshot.is_current(versions):
                return snapshot  # another thread was faster
            self._snapshot = snapshot = self._renew_closures(snapshot, versions) or self._rebuild(snapshot)
            return snapshot

    def start(self) -> None:
        """Start listening for changes; once connected, the same thread reads the network."""
        self._listener = ChangeListener(self._hear)
        self._listener.start()

    def stop(self) -> None:
        """Stop what :meth:`start` began."""
        if self._listener is not None:
            self._listener.stop()
            self._listener = None

    def forget(self) -> None:
        """Make the next request read everything; for tests, whose databases change."""
        with self._lock:
            self._snapshot = None

    def _renew_closures(self, snapshot: RoutingSnapshot | None, versions: Versions) -> RoutingSnapshot | None:
        """Return the snapshot with the current closures; None if more has changed."""
        if snapshot is None or not differs_by_closures(snapshot, versions):
            return None
        found = fetch_closures()
        if found is None or not differs_by_closures(snapshot, found[0]):
            return None
        return with_closures(snapshot, *found, self._snapshots, next(self._revisions))

    def _rebuild(self, snapshot: RoutingSnapshot | None) -> RoutingSnapshot:
        return read_again(partial(self._read, snapshot))

    def _read(self, snapshot: RoutingSnapshot | None, locked: Tables) -> RoutingSnapshot:
        with open_network(locked) as reader:
            if snapshot is not None and snapshot.is_current(reader.versions):
                return snapshot
            builder = SnapshotBuilder(reader, snapshot)
            reader.require_unreplaced()
        return builder.build(self._snapshots, next(self._revisions))

    def _hear(self) -> None:
        try:
            self.get_snapshot()
            time.sleep(_PAUSE)  # outside of the state, because the next state reuses its weights
            if (snapshot := self._snapshot) is not None:
                context_lookup = snapshot.context_lookup
                snapshot.network.warm()
                del snapshot  # the next one takes some seconds the first time
                context_lookup.warm()
        except MapError as error:
            logger.debug("the network was not read ahead: %s", error)
        except Exception:  # otherwise the listening thread would end
            logger.exception("the network was not read ahead")


service = SnapshotService()


async def check() -> str:
    """Return "" if routing works, else a sentence with the reason."""
    try:
        await asyncio.to_thread(service.get_snapshot)
    except MapError as error:
        return str(error)
    except Exception:
        logger.exception("the network cannot be read")
        return "The routing network cannot be read. The log contains the details."
    return ""


async def start() -> None:
    """Start this worker's service."""
    service.start()


async def stop() -> None:
    """Stop this worker's service."""
    await asyncio.to_thread(service.stop)
