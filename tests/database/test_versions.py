"""Every change of a table counts once a transaction, whoever makes it; what changes nothing does not count."""

import time

import pytest
from django.db import transaction

from interactive_maps.mapdata.provisioning import provision_tables

ROOM = "INSERT INTO room_points (text, wkb_geometry) VALUES ('a', ST_SetSRID(ST_MakePoint(1, 2), 4326))"


@pytest.fixture
def count_changes(map_tables):
    def fetch(question):
        map_tables.execute(question)
        return map_tables.fetchone()[0]

    version = "SELECT version FROM layer_version WHERE layer = 'rooms'"
    before = fetch(version)
    map_tables.execute(
        "CREATE TABLE counted (version bigint); CREATE FUNCTION note_version() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN INSERT INTO public.counted VALUES (NEW.version); RETURN NULL; END $$;"
        "CREATE TRIGGER note AFTER UPDATE ON layer_version FOR EACH ROW WHEN (NEW.layer = 'rooms')"
        " EXECUTE FUNCTION note_version()"
    )

    def count():
        number = fetch("SELECT count(DISTINCT version) FROM counted")
        assert fetch("SELECT count(*) FROM counted") == number
        assert fetch(version) >= before
        return number

    yield count
    map_tables.execute("DROP FUNCTION note_version CASCADE; DROP TABLE counted")


@pytest.mark.parametrize(
    "statement",
    [
        ROOM,
        f"{ROOM}; {ROOM}; UPDATE room_points SET text = 'b'",
        f"{ROOM}; DELETE FROM room_points",
        "TRUNCATE room_points",
        f"{ROOM}; ALTER TABLE room_points ADD COLUMN IF NOT EXISTS extra text",
    ],
)
def test_a_transaction_counts_once(map_tables, count_changes, statement):
    with transaction.atomic():
        map_tables.execute(statement)
    assert count_changes() == 1


def test_transactions_count_each(map_tables, count_changes):
    for _ in range(3):
        map_tables.execute(ROOM)
    assert count_changes() == 3


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE room_points SET text = 'b' WHERE false",
        "DELETE FROM room_points WHERE false",
        "INSERT INTO room_points (text) SELECT 'a' WHERE false",
        "INSERT INTO base_floor (layer) VALUES ('another table')",
        "VACUUM room_points",
    ],
)
def test_what_changes_no_row_does_not_count(map_tables, count_changes, statement):
    map_tables.execute(statement)
    assert count_changes() == 0


def test_what_is_rolled_back_does_not_count_and_what_follows_does(map_tables, count_changes):
    with transaction.atomic():
        map_tables.execute(f"SAVEPOINT one; {ROOM}; ROLLBACK TO one")
        map_tables.execute(ROOM)
    assert count_changes() == 1


def test_a_version_that_was_deleted_comes_back_higher(map_tables, count_changes):
    map_tables.execute("DELETE FROM layer_version WHERE layer = 'rooms'")
    map_tables.execute(ROOM)
    assert count_changes() >= 0
    map_tables.execute(ROOM)
    assert count_changes() >= 1


def fetch_version(cursor):
    cursor.execute("SELECT version FROM layer_version WHERE layer = 'rooms'")
    return cursor.fetchone()[0]


def test_versions_that_were_lost_are_leapt_over(map_tables):
    """A replica that was behind, and is promoted, knows nothing of the versions that others have cached."""
    map_tables.execute("UPDATE layer_version SET version = version - 100000 WHERE layer = 'rooms'")
    lost = time.time_ns() // 1_000_000
    time.sleep(0.002)
    map_tables.execute(ROOM)
    assert lost < fetch_version(map_tables) <= time.time_ns() // 1_000_000


def test_versions_go_on_when_the_clock_is_set_back(map_tables):
    map_tables.execute("UPDATE layer_version SET version = version + 10000000 WHERE layer = 'rooms'")
    ahead = fetch_version(map_tables)
    for number in (1, 2, 3):
        map_tables.execute(ROOM)
        assert fetch_version(map_tables) == ahead + number
    map_tables.execute("UPDATE layer_version SET version = 0 WHERE layer = 'rooms'")


def test_a_function_of_another_release_is_replaced(map_tables):
    map_tables.execute(
        "CREATE OR REPLACE FUNCTION count_layer_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        " UPDATE layer_version SET version = version + 1 WHERE layer = TG_ARGV[0]; RETURN NULL; END $$"
    )
    with transaction.atomic():
        assert provision_tables(map_tables) == []
    test_versions_that_were_lost_are_leapt_over(map_tables)
