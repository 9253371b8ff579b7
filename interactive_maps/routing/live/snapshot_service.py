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
        self._state: RoutingSnapshot | None = None
        self._listener: ChangeListener | None = None

    def get_state(self) -> RoutingSnapshot:
        """Return the state as the database has it now; raises as :func:`mapdata.network.open_network` does."""
        state, versions = self._state, fetch_versions()
        if state is not None and state.is_current(versions):
            return state
        # What one request makes here serves all: it is not charged for it, and makes it also if its client leaves.
        with deadlines.get_current().suspended(), self._lock:
            state = self._state
            if state is not None and state.is_current(versions):
                return state  # another thread was faster
            self._state = state = self._renew_closures(state, versions) or self._renew(state)
            return state

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
            self._state = None

    def _renew_closures(self, state: RoutingSnapshot | None, versions: Versions) -> RoutingSnapshot | None:
        """Return the snapshot with what is closed now; None if more than that has changed."""
        if state is None or not differs_by_closures(state, versions):
            return None
        found = fetch_closures()
        if found is None or not differs_by_closures(state, found[0]):
            return None
        return with_closures(state, *found, self._snapshots, next(self._revisions))

    def _renew(self, state: RoutingSnapshot | None) -> RoutingSnapshot:
        return read_again(partial(self._read, state))

    def _read(self, state: RoutingSnapshot | None, locked: Tables) -> RoutingSnapshot:
        with open_network(locked) as reader:
            if state is not None and state.is_current(reader.versions):
                return state
            renewal = SnapshotBuilder(reader, state)
            reader.require_unreplaced()
        return renewal.build(self._snapshots, next(self._revisions))

    def _hear(self) -> None:
        try:
            self.get_state()
            time.sleep(_PAUSE)  # without the state: what it weighs is what the next one is made of
            if (state := self._state) is not None:
                context_lookup = state.context_lookup
                state.snapshot.warm()
                del state  # the next takes some seconds, the first time
                context_lookup.warm()
        except MapError as error:
            logger.debug("the network was not read ahead: %s", error)
        except Exception:  # or the thread that listens would end
            logger.exception("the network was not read ahead")


service = SnapshotService()


async def check() -> str:
    """Return "" if routes can be answered, else a sentence that says why not."""
    try:
        await asyncio.to_thread(service.get_state)
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
