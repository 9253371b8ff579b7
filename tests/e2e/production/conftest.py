"""One chain for all tests that do not break it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.databases import fill_base_floor, fill_rooms
from tests.e2e.conftest import LINES, ROOMS
from tests.e2e.production.stack import Stack, run_stack

HEARTBEAT = 0.3


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """nginx, two workers, PgBouncer, primary and replica, with the map of the other tests."""
    folder = tmp_path_factory.mktemp("stack")
    with run_stack(folder, settings={"STREAM_HEARTBEAT_SECONDS": str(HEARTBEAT)}) as stack:
        fill_rooms(stack.database, ROOMS)
        fill_base_floor(stack.database, LINES)
        yield stack
