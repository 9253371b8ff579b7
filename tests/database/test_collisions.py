"""Writers who stand in each other's way: each writes in the end, or is told so in a sentence, nothing is halved."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from django.db import connection

from interactive_maps.mapdata.edits import publish, remove
from interactive_maps.mapdata.edits.closures import insert_closure
from interactive_maps.ops.errors import ChangesCollided, DatabaseFull, NotWritable
from interactive_maps.routing.live.closure_requests import make_closure
from tests.database.buildings import make_campus

ROOM = "INSERT INTO room_points (text, wkb_geometry) VALUES ('a', ST_SetSRID(ST_MakePoint(1, 2), 4326))"
LINE = "INSERT INTO base_floor (layer) VALUES ('a')"


def connect(**options):
    return psycopg.connect(**connection.get_connection_params(), **options)


def wait_for_waiting(other, count=1):
    """Return when so many sessions of this database wait for a row or a lock."""
    deadline = time.monotonic() + 20
    question = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    while other.execute(question).fetchone()[0] < count:
        assert time.monotonic() < deadline, "nobody waits"
        time.sleep(0.01)


def test_a_deadlock_with_another_client_is_none_for_the_import(map_tables):
    """The other one writes lines, then rooms; an import rooms, then lines."""
    published = []
    importer = threading.Thread(target=lambda: published.append(publish_and_leave()))
    with connect() as other:
        other.execute("SET deadlock_timeout = '60s'")  # so that it is always the import that is given up
        other.execute(LINE)
        importer.start()
        with connect(autocommit=True) as watcher:
            wait_for_waiting(watcher)
        other.execute(ROOM)
    importer.join(30)
    assert published
    assert published[0].deleted == 0
    assert publish([make_campus()]).inserted == 0
    map_tables.execute("SELECT count(*) FROM room_points WHERE text = 'a'")
    assert map_tables.fetchone() == (1,)


def publish_and_leave():
    try:
        return publish([make_campus()])
    finally:
        connection.close()


@pytest.fixture
def sabotage(map_tables):
    """A function that lets each change of spaces and closures fail with an error of the database; it counts them."""
    map_tables.execute("CREATE SEQUENCE attempts")

    def let_fail(code, most=1000):
        map_tables.execute(
            "CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            f" IF nextval('attempts') <= {most} THEN RAISE EXCEPTION 'as the test wants it' USING ERRCODE = '{code}';"
            " END IF; RETURN NULL; END $$;"
            "CREATE TRIGGER fail AFTER INSERT OR DELETE ON spaces EXECUTE FUNCTION fail();"
            "CREATE TRIGGER fail AFTER INSERT ON closures EXECUTE FUNCTION fail()"
        )

    def count_attempts():
        map_tables.execute("SELECT last_value FROM attempts")
        return map_tables.fetchone()[0]

    yield let_fail, count_attempts
    map_tables.execute("DROP FUNCTION IF EXISTS fail CASCADE; DROP SEQUENCE attempts")


WRITES = {
    "publish": lambda: publish([make_campus()]),
    "remove": lambda: remove([make_campus().source]),
    "insert_closure": lambda: insert_closure(make_closure("level", 0.0)),
}


@pytest.fixture(params=WRITES)
def write(request, map_tables):
    """Each way of writing, on a map that has what it needs."""
    if request.param != "publish":
        publish([make_campus()])
    return WRITES[request.param]


@pytest.mark.parametrize("code", ["40001", "40P01"])
def test_who_collides_tries_again(sabotage, write, code):
    let_fail, count_attempts = sabotage
    let_fail(code, most=2)
    write()
    assert count_attempts() >= 3


@pytest.mark.parametrize(
    ("code", "kind", "said"),
    [
        ("40P01", ChangesCollided, "another session changed it at the same time"),
        ("53100", DatabaseFull, "the database's disk is full"),
        ("25006", NotWritable, "the database is read-only"),
    ],
)
def test_what_goes_on_failing_is_told_for_what_it_is(map_tables, sabotage, code, kind, said):
    let_fail, count_attempts = sabotage
    let_fail(code)
    with pytest.raises(kind, match=said):
        publish([make_campus()])
    assert count_attempts() == (4 if kind is ChangesCollided else 1)
    map_tables.execute("SELECT (SELECT count(*) FROM room_points) + (SELECT count(*) FROM nav_edges_final)")
    assert map_tables.fetchone() == (0,)


def close_strictly(level):
    """Close a level, by a session for which everything is serializable."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SET default_transaction_isolation = 'serializable'")
        return insert_closure(make_closure("level", level))
    finally:
        connection.close()


def test_closures_at_once_are_all_written_whatever_isolation_the_role_has(map_tables):
    map_tables.execute("INSERT INTO levels (level) VALUES (0)")
    with ThreadPoolExecutor(5) as pool, connect(autocommit=True) as watcher:
        with connect() as other:
            other.execute("INSERT INTO closures (kind, level) VALUES ('level', 0)")
            closing = [pool.submit(close_strictly, 0.0) for _ in range(5)]
            wait_for_waiting(watcher, len(closing))
        assert len({closed.result(20) for closed in closing}) == 5
    map_tables.execute("SELECT count(*) FROM closures")
    assert map_tables.fetchone() == (6,)


def test_a_statement_timeout_is_told_for_what_it_is(map_tables):
    with connect() as other:
        other.execute("LOCK TABLE room_points")
        with connection.cursor() as cursor:
            cursor.execute("SET statement_timeout = '200ms'")
        try:
            with pytest.raises(Exception, match=r"took longer than the database allows .*pg_stat_activity"):
                publish([make_campus()])
        finally:
            with connection.cursor() as cursor:
                cursor.execute("RESET statement_timeout")
