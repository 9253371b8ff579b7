"""What a worker knows of the network: always what the database has at the moment of the question.

Each question first asks for the versions of all that routes hang on, which takes a fraction of a millisecond. What
has changed is read again, by one thread while the others wait: no old answer is given meanwhile. A listener hears of
changes ahead of the next question, where it can.
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

_PAUSE = 0.02  # seconds in which whoever asks right after a change has the processor

logger = logging.getLogger(__name__)


class SnapshotService:
    """Holds the state in force. Safe to share between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._snapshots = SnapshotCache()
        self._revisions = itertools.count(1)
        self._snapshot: RoutingSnapshot | None = None
        self._listener: ChangeListener | None = None

    def get_snapshot(self) -> RoutingSnapshot:
        """Return the state as the database has it now; raises as :func:`mapdata.network.open_network` does."""
        snapshot, versions = self._snapshot, fetch_versions()
        if snapshot is not None and snapshot.is_current(versions):
            return snapshot
        # What one request makes here serves all: it is not charged for it, and makes it also if its client leaves.
        with deadlines.get_current().suspended(), self._lock:
            snapshot = self._snapshot
            if snapshot is not None and snapshot.is_current(versions):
                return snapshot  # another thread was faster
            self._snapshot = snapshot = self._renew_closures(snapshot, versions) or self._rebuild(snapshot)
            return snapshot

    def start(self) -> None:
        """Begin to listen for changes; as soon as that is done the network is read, in the same thread."""
        self._listener = ChangeListener(self._hear)
        self._listener.start()

    def stop(self) -> None:
        """End what :meth:`start` began."""
        if self._listener is not None:
            self._listener.stop()
            self._listener = None

    def forget(self) -> None:
        """Let the next question read everything: for tests, whose databases come and go."""
        with self._lock:
            self._snapshot = None

    def _renew_closures(self, snapshot: RoutingSnapshot | None, versions: Versions) -> RoutingSnapshot | None:
        """Return the snapshot with what is closed now; None if more than that has changed."""
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
            time.sleep(_PAUSE)  # without the state: what it weighs is what the next one is made of
            if (snapshot := self._snapshot) is not None:
                context_lookup = snapshot.context_lookup
                snapshot.network.warm()
                del snapshot  # the next takes some seconds, the first time
                context_lookup.warm()
        except MapError as error:
            logger.debug("the network was not read ahead: %s", error)
        except Exception:  # or the thread that listens would end
            logger.exception("the network was not read ahead")


service = SnapshotService()


async def check() -> str:
    """Return "" if routes can be answered, else a sentence that says why not."""
    try:
        await asyncio.to_thread(service.get_snapshot)
    except MapError as error:
        return str(error)
    except Exception:
        logger.exception("the network cannot be read")
        return "The network cannot be read; the server's log says why."
    return ""


async def start() -> None:
    """Start this worker's service."""
    service.start()


async def stop() -> None:
    """Stop this worker's service."""
    await asyncio.to_thread(service.stop)
