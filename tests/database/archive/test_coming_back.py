"""A map comes back from its archive as it was: the same bytes on the wire, the next keys and versions new ones."""

import os
import subprocess
import sys
import threading
import time

import httpx
import pytest

from tests.database.archive.maps import TABLES, VERSIONS, adopt, backup, check, restore
from tests.database.test_adoption import dump_schema
from tests.databases import ROOT, fill_rooms
from tests.e2e.servers import run_server

STREAMS = ("/api/rooms/", "/api/base-floor/")


def read_streams(database):
    with run_server(database) as server:
        return [httpx.get(server.address + address, timeout=20).content for address in STREAMS]


DEFINITIONS = """
SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename = ANY('{TABLES}')
UNION ALL SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE tgrelid = ANY('{TABLES}'::regclass[])
UNION ALL SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = ANY('{TABLES}'::regclass[])
ORDER BY 1""".replace("TABLES", ",".join(TABLES))


@pytest.fixture(scope="module")
def streams(filled):
    """What a server sends of the map, to the byte."""
    streams = read_streams(filled)
    assert all(b"event: complete" in stream and len(stream) > 100_000 for stream in streams)
    return streams


def test_what_was_dropped_comes_back_to_the_byte(filled, streams, other, tmp_path):
    archive = tmp_path / "map.imb"
    output = filled.manage("backup", str(archive))
    assert "rooms: 1,234 rows" in output
    assert f"{archive.stat().st_size:,} bytes" in output
    assert "as it was at" in other.manage("restore", str(archive))
    assert read_streams(other) == streams
    assert other.fetch(VERSIONS) == filled.fetch(VERSIONS)
    for table in TABLES:
        keyed = f"TABLE {table} ORDER BY ogc_fid"
        assert other.fetch(keyed) == filled.fetch(keyed)
    assert other.fetch(DEFINITIONS) == filled.fetch(DEFINITIONS)
    # A key and its index, the indexes of geometry and origin, four triggers; and some tables have more.
    assert len(other.fetch(DEFINITIONS)) > 8 * len(TABLES)
    assert other.fetch("INSERT INTO room_points (text) VALUES ('new') RETURNING ogc_fid") == [(1235,)]


@pytest.mark.nightly
def test_versions_that_were_lost_with_the_map_are_not_counted_again(filled, archive, other, tmp_path):
    restore(other, archive)
    backup(other, tmp_path / "again.imb")
    other.create(migrate=False)
    restore(other, tmp_path / "again.imb")
    assert other.fetch(VERSIONS) == filled.fetch(VERSIONS)
    (archived,) = (version for layer, version in other.fetch(VERSIONS) if layer == "rooms")
    for _ in range(3):  # what a cache may have seen: archived + 1 ... + 3
        other.run("UPDATE room_points SET text = text || '!'")
    (next_one,) = (version for layer, version in other.fetch(VERSIONS) if layer == "rooms")
    assert next_one > archived + 1000
    other.run("UPDATE room_points SET text = text || '!'")
    assert dict(other.fetch(VERSIONS))["rooms"] > next_one
    assert dict(other.fetch(VERSIONS))["base-floor"] == dict(filled.fetch(VERSIONS))["base-floor"]


OWNERS_TABLE = (
    "CREATE TABLE room_points (ogc_fid integer, text varchar, note text DEFAULT 'mine', seen timestamptz,"
    " weight double precision, tags text[], wkb_geometry geometry(PointZ, 3857),"
    " twice double precision GENERATED ALWAYS AS (weight * 2) STORED);"
    "INSERT INTO room_points SELECT i % 40, E'tab\\tline\\nback\\\\slash ' || i, NULL, now(), pi() * i,"
    " ARRAY['a', NULL, 'ü'], ST_SetSRID(ST_MakePoint(i, -i, 0.1), 3857) FROM generate_series(1, 60) i;"
    "INSERT INTO room_points (text) VALUES ('no key'), (NULL); CREATE INDEX owners ON room_points (note);"
    "COMMENT ON COLUMN room_points.note IS 'an owner''s'"
)
OWNERS_ROWS = "SELECT r::text FROM room_points r ORDER BY 1"


@pytest.mark.parametrize(
    "place",
    ["nothing there", pytest.param("empty tables of the guide", marks=pytest.mark.nightly), "another map"],
)
def test_an_owners_table_comes_back_with_all_that_was_in_it(empty_database, other, tmp_path, place):
    empty_database.run(OWNERS_TABLE)
    if place != "nothing there":
        adopt(other)
    if place == "another map":
        fill_rooms(other, 5)
    else:
        adopt(empty_database)
    manifest = backup(empty_database, tmp_path / "map.imb")
    assert manifest.layers["rooms"].fingerprint.rows == 62
    restore(other, tmp_path / "map.imb", overwrite=True)
    shared = "ogc_fid, text, note, seen, weight, tags, wkb_geometry, twice"
    rows = OWNERS_ROWS.replace("r::text", f"ROW({shared})::text")
    assert other.fetch(rows) == empty_database.fetch(rows)
    schema = dump_schema(other)
    for part in (
        "public.geometry(PointZ,3857)",
        "note text DEFAULT 'mine'",
        "CREATE INDEX owners",
        "an owner''s",
    ):
        assert part in schema
    assert "interactive_maps_count_insert" in schema


@pytest.mark.nightly
def test_privileges_come_back_and_those_of_unknown_roles_are_named(filled, empty_database, other, tmp_path):
    role = f"archive_reader_{os.getpid()}"
    adopt(empty_database)
    empty_database.run(f"CREATE ROLE {role}; GRANT SELECT ON room_points, layer_version TO {role}")
    backup(empty_database, tmp_path / "map.imb")
    tables = "(VALUES ('room_points'), ('layer_version')) AS v (t)"
    asked = f"SELECT has_table_privilege('{role}', t, 'SELECT') FROM {tables}"
    assert restore(other, tmp_path / "map.imb").problems == []
    assert other.fetch(asked) == [(True,), (True,)]
    other.create(migrate=False)
    empty_database.run(f"DROP OWNED BY {role}; DROP ROLE {role}")
    problems = restore(other, tmp_path / "map.imb").problems
    assert len(problems) == 2
    assert all(role in problem for problem in problems)


# Keeps the names as they are, and counts itself in another layer.
MOVE = b"""BEGIN;
WITH gone AS (DELETE FROM room_points WHERE ogc_fid = (SELECT min(ogc_fid) FROM room_points) RETURNING text)
INSERT INTO room_points (ogc_fid, text) SELECT (SELECT max(ogc_fid) + 1 FROM room_points), text FROM gone;
INSERT INTO base_floor (text) VALUES ('moved'); COMMIT"""


@pytest.mark.nightly
def test_what_is_written_meanwhile_is_in_the_archive_wholly_or_not_at_all(filled, other, tmp_path):
    adopt(other)
    fill_rooms(other, 20_000)
    stop, written = threading.Event(), []

    def write():
        with other.connect() as connection:
            while not stop.is_set():
                connection.execute(MOVE)
                written.append(1)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        while len(written) < 5 and writer.is_alive():
            time.sleep(0.01)
        before = len(written)
        manifest = backup(other, tmp_path / "map.imb")
        during = len(written) - before
    finally:
        stop.set()
        writer.join(20)
    assert during > 20, "the writer was at work"
    check(other, tmp_path / "map.imb")
    moved = manifest.layers["base-floor"].fingerprint.rows
    assert 0 < moved < len(written)
    other.create(migrate=False)
    restore(other, tmp_path / "map.imb")
    assert other.fetch("SELECT count(DISTINCT text), max(ogc_fid) FROM room_points") == [
        (20_000, 20_000 + moved)
    ]


def test_the_standard_output_is_an_archive_too(filled, tmp_path):
    with (tmp_path / "map.imb").open("wb") as output:
        subprocess.run(
            [sys.executable, "manage.py", "backup", "-"],
            env=filled.make_environment(),
            stdout=output,
            check=True,
            cwd=ROOT,
        )
    assert check(filled, tmp_path / "map.imb").layers["rooms"].fingerprint.rows == 1234


def test_the_commands_of_the_deployment_guide_do_it_too(filled, streams, other, tmp_path):
    for command in ("pg_dump {} > backup.sql", "psql {} < backup.sql"):
        database = filled if command.startswith("pg_dump") else other
        words = command.format('-U "$PGUSER" -h "$PGHOST" "$PGDATABASE"')
        subprocess.run(["bash", "-c", words], env=database.make_environment(), cwd=tmp_path, check=True)
    assert read_streams(other) == streams
    assert other.fetch(VERSIONS) == filled.fetch(VERSIONS)
