"""Every change of a table counts once a transaction, whoever makes it; what changes nothing does not count."""

import pytest
from django.db import transaction

ROOM = "INSERT INTO room_points (text, wkb_geometry) VALUES ('a', ST_SetSRID(ST_MakePoint(1, 2), 4326))"


@pytest.fixture
def count_changes(map_tables):
    def fetch():
        map_tables.execute("SELECT version FROM layer_version WHERE layer = 'rooms'")
        return map_tables.fetchone()[0]

    start = fetch()
    return lambda: fetch() - start


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
