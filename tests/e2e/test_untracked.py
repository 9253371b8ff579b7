"""A table that the server may not put triggers on: versions are made up, and no id leads into other data."""

import httpx
import pytest

from interactive_maps.mapdata.schema.layer import CHANGE_TRIGGERS
from tests.databases import Database, fill_rooms
from tests.e2e.events import read_all
from tests.e2e.servers import run_server

COUNT = 20_000


@pytest.fixture
def untracked():
    database = Database("imb_e2e_untracked")
    database.create()
    for trigger in CHANGE_TRIGGERS:
        database.run(f"DROP TRIGGER {trigger} ON room_points")
    fill_rooms(database, COUNT)
    yield database
    database.drop()


def get(server, query="", **headers):
    address = f"{server.address}/api/rooms/{query}"
    return httpx.get(address, headers={"Accept-Encoding": "identity", **headers}, timeout=30)


def test_what_is_kept_is_shared_and_resumed(untracked):
    with run_server(untracked) as server:
        whole = read_all([get(server).content])
        assert whole[-1].data["total"] == COUNT
        assert read_all([get(server).content]) == whole
        assert read_all([get(server, **{"Last-Event-ID": whole[3].id}).content]) == whole[4:]
        assert get(server, **{"Last-Event-ID": whole[-1].id}).status_code == 204


def test_an_id_does_not_lead_into_data_that_was_read_later(untracked):
    # Nothing of this size is kept, so that each answer is read anew.
    with run_server(
        untracked, settings={"STREAM_MEMORY_BYTES": "1000000", "STREAM_SPOOL_BYTES": "1"}
    ) as server:
        before = read_all([get(server).content])
        untracked.run("DELETE FROM room_points WHERE ogc_fid <= 500")
        after = read_all([get(server, **{"Last-Event-ID": before[3].id}).content])
        assert after[0].type == "reset"
        assert after[-1].data["total"] == COUNT - 500
