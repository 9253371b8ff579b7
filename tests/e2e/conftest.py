"""One database and one server for all tests that do not break them."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator

import pytest

from tests.databases import Database, fill_base_floor, fill_rooms
from tests.e2e.clones import Clone, opened_clone
from tests.e2e.servers import Server, run_server

logging.getLogger("httpx").setLevel(logging.WARNING)

ROOMS = 1234
LINES = 20_000


@pytest.fixture(scope="session")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clone]:
    """The project as somebody has cloned it, for all tests of its own scripts."""
    with opened_clone(tmp_path_factory.mktemp("clone")) as clone:
        yield clone


@pytest.fixture(scope="session")
def database() -> Iterator[Database]:
    """A database for one module or test to fill as it likes."""
    database = Database(f"imb_e2e_{os.getpid()}")
    database.create()
    yield database
    database.drop()


@pytest.fixture(scope="module")
def filled(database: Database) -> Database:
    """The database with 1,234 rooms and 20,000 polylines on levels 0..3."""
    fill_rooms(database, ROOMS)
    fill_base_floor(database, LINES)
    return database


@pytest.fixture(scope="module")
def server(filled: Database) -> Iterator[Server]:
    """A uvicorn that serves the filled database."""
    with run_server(filled) as server:
        yield server
