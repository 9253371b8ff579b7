"""A map is replaced only when told, in one step for all who read it, and what is not in the archive stays."""

import re
import threading
import time

import httpx
import psycopg
import pytest

from interactive_maps.mapdata.archive import versions
from interactive_maps.mapdata.archive.archive_error import ArchiveError
from interactive_maps.ops.errors import NotWritable
from tests.database.archive.maps import VERSIONS, adopt, restore
from tests.database.test_adoption import dump_schema
from tests.databases import fill_rooms
from tests.e2e.servers import run_server


@pytest.mark.nightly
def test_a_map_is_replaced_only_when_told_and_readers_see_one_or_the_other(archive, other):
    adopt(other)
    fill_rooms(other, 2000)
    known = dict(other.fetch(VERSIONS))
    with pytest.raises(ArchiveError, match=r"room_points has rows. Use --overwrite"):
        restore(other, archive)
    assert dict(other.fetch(VERSIONS)) == known
    done, pages, streams = threading.Event(), set(), set()

    def read(address):
        while not done.is_set():
            pages.add(httpx.get(f"{address}/api/rooms/?limit=1&after=1233", timeout=20).content[:11])
            stream = httpx.get(address + "/api/rooms/", timeout=20).content
            streams.update(re.findall(rb'"version":(\d+),"total":(\d+)', stream))

    with run_server(other) as server:
        reader = threading.Thread(target=read, args=[server.address])
        reader.start()
        for _ in range(3):
            restore(other, archive, overwrite=True)
            other.run("INSERT INTO room_points (ogc_fid) SELECT generate_series(1235, 2000)")
        restore(other, archive, overwrite=True)
        done.set()
        reader.join(20)
        assert b'"total":1234' in httpx.get(server.address + "/api/rooms/").content
    assert pages == {b'[{"id":1234'}
    assert {total for _, total in streams} == {b"2000", b"1234"}
    assert len(streams) == len(dict(streams)), "a version is never two maps"
    assert all(version > known[layer] for layer, version in other.fetch(VERSIONS))
    assert other.fetch("SELECT nextval('room_points_ogc_fid_seq') > 1234") == [(True,)]


def test_a_reader_who_waits_for_a_table_that_is_made_anew_is_not_told_that_it_is_empty(
    archive, other, monkeypatch
):
    adopt(other)
    fill_rooms(other, 10)
    other.run("ALTER TABLE room_points ALTER wkb_geometry TYPE geometry(Point, 3857) USING NULL")
    told = []

    def read():
        try:
            told.append(reader.execute("SELECT count(*) FROM room_points").fetchone())
        except psycopg.errors.QueryCanceled:
            told.append("come again")

    def settle(*arguments):
        thread.start()
        while other.fetch("SELECT count(*) FROM pg_locks WHERE NOT granted AND mode = 'AccessShareLock'") == [
            (0,)
        ]:
            time.sleep(0.02)
        settle_versions(*arguments)

    thread, settle_versions = threading.Thread(target=read), versions.settle_versions
    monkeypatch.setattr(versions, "settle_versions", settle)
    with other.connect() as reader:
        reader.execute("BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT FROM layer_version")
        restore(other, archive, overwrite=True)
        thread.join(20)
    assert told == ["come again"]
    assert other.fetch("SELECT count(*) FROM room_points") == [(1234,)]


def test_a_table_that_can_hold_the_archive_keeps_what_is_its_own(archive, other):
    adopt(other)
    fill_rooms(other, 3)
    other.run(
        "ALTER TABLE room_points ADD note text DEFAULT 'here'; CREATE VIEW owners AS SELECT note FROM room_points"
    )
    restore(other, archive, overwrite=True)
    assert other.fetch("SELECT count(*), min(note) FROM owners") == [(1234, "here")]


def test_a_table_that_others_depend_on_is_not_dropped(archive, other):
    other.run(
        "CREATE EXTENSION postgis; CREATE TABLE room_points (ogc_fid serial, wkb_geometry geometry(Point, 3857));"
        "INSERT INTO room_points DEFAULT VALUES; CREATE VIEW owners AS SELECT ogc_fid FROM room_points"
    )
    before = dump_schema(other)
    with pytest.raises(NotWritable, match="cannot drop table room_points because other objects depend on it"):
        restore(other, archive, overwrite=True)
    assert other.fetch("TABLE owners") == [(1,)]
    assert dump_schema(other) == before
