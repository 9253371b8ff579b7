"""One map and its archive, which no test changes, and an empty place for it."""

import os

import pytest

from tests.database.archive.maps import backup
from tests.databases import Database, fill_base_floor, fill_rooms


@pytest.fixture(scope="package")
def filled():
    """A map of 1,234 rooms, 3,000 lines and two edges."""
    database = Database(f"imb_archive_{os.getpid()}")
    database.create()
    fill_rooms(database, 1234)
    fill_base_floor(database, 3000)
    database.run("INSERT INTO nav_edges_final (source, target, cost) VALUES (1, 2, 0.1), (2, 3, 1e-300)")
    yield database
    database.drop()


@pytest.fixture(scope="package")
def archive(filled, tmp_path_factory):
    """The archive of ``filled``."""
    file = tmp_path_factory.mktemp("archive") / "map.imb"
    backup(filled, file)
    return file


@pytest.fixture
def other():
    """A database with nothing in it, not even PostGIS."""
    database = Database(f"imb_other_{os.getpid()}")
    database.create(migrate=False)
    yield database
    database.drop()


STATE = (
    "SELECT (SELECT md5(string_agg(r::text, '' ORDER BY ogc_fid)) FROM room_points r),"
    " (SELECT array_agg(v ORDER BY layer) FROM layer_version v)::text"
)


@pytest.fixture
def untouched(filled):
    """See after the test that the map is what it was before."""
    before = filled.fetch(STATE)
    yield
    assert filled.fetch(STATE) == before
