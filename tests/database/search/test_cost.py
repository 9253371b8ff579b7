"""What a page of found rooms costs: it is counted in rows that the database looks at, of those that a word is in."""

import pytest

from interactive_maps.mapdata.database.connections import list_hosts, open_connection, open_transaction
from interactive_maps.mapdata.database.table_info import fetch_table_info
from interactive_maps.mapdata.reading.keyset_cursor import KeysetCursor
from interactive_maps.mapdata.reading.layer_query import LayerQuery, Page
from interactive_maps.mapdata.reading.queries import _select
from interactive_maps.mapdata.schema.layers import LAYERS

ROOMS = 10_000
LAYER = LAYERS["rooms"]


@pytest.fixture
def many_rooms(map_tables):
    """Rooms of which PostgreSQL has no statistics yet, as after an import."""
    map_tables.execute(
        "INSERT INTO room_points (ogc_fid, text, level, wkb_geometry)"
        " SELECT i, 'Room 1' || i, i %% 4, ST_SetSRID(ST_MakePoint(13.7, 51), 4326) FROM generate_series(1, %s) i",
        [ROOMS],
    )


def count_rows(query, page):
    """Return the batch, and how many rows of the layer were looked at for it."""
    with open_transaction(list_hosts()[0], costly=True) as connection:
        source = fetch_table_info(connection.cursor(), LAYER)
        cursor = KeysetCursor(connection, _select(connection, query, source))
        before = read_counter(connection)
        batch = cursor.fetch_batch(page.limit, page.after, page.offset or 0)
        return batch, read_counter(connection) - before


def read_counter(connection):
    (row,) = connection.execute(
        "SELECT coalesce(sum(seq_tup_read + idx_tup_fetch), 0) FROM pg_stat_xact_user_tables"
        " WHERE relname = 'room_points'"
    )
    return row[0]


def test_a_page_looks_at_the_rooms_that_are_on_it(many_rooms):
    for q in ("room", "room 1", "roo", "1"):
        for page in (Page(500), Page(500, after=3000), Page(500, offset=3000)):
            batch, looked_at = count_rows(LayerQuery(LAYER, q=q), page)
            assert (batch.count, batch.more_pending) == (500, True)
            assert looked_at <= 600, (q, page)
    batch, _ = count_rows(LayerQuery(LAYER, q="room"), Page(500, after=ROOMS - 500))
    assert (batch.count, batch.more_pending) == (500, False), "what is left fits exactly"


def test_costly_questions_are_bounded_and_have_connections_of_their_own(map_tables):
    host = list_hosts()[0]
    with open_transaction(host, costly=True) as costly, open_transaction(host) as other:
        asked = ("statement_timeout", "jit", "max_parallel_workers_per_gather")
        assert [costly.execute(f"SHOW {name}").fetchone()[0] for name in asked] == ["5s", "off", "0"]
        assert other.execute("SHOW statement_timeout").fetchone()[0] == "0"
        ours = [connection.info.backend_pid for connection in (costly, other)]
    for kind, pid in zip((True, False), ours, strict=True):
        with open_connection(host, costly=kind) as connection:
            assert connection.info.backend_pid == pid
