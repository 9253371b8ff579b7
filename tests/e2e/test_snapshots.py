"""A stream is one state of the data, whatever is written meanwhile."""

import random
import subprocess
import threading

import httpx
import pytest

from tests.databases import fill_rooms
from tests.e2e.events import iterate_items, read_all
from tests.e2e.servers import run_server

COUNT = 60_000


@pytest.fixture(scope="module")
def server(database):
    fill_rooms(database, COUNT)
    with run_server(database) as server:
        yield server


def write_transactions(database, stop, done):
    """Through psql: each transaction keeps the number of rooms and the set of their names as it was."""
    generator = random.Random(7)
    psql = subprocess.Popen(
        ["psql", "-qX", "-v", "ON_ERROR_STOP=1"],
        env=database.make_environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert psql.stdin
    assert psql.stdout
    while not stop.is_set():
        one, two = generator.sample(range(1, COUNT + 1), 2)
        moved = generator.randrange(1, COUNT + 1)
        psql.stdin.write(
            f"""BEGIN;
            UPDATE room_points a SET text = b.text FROM room_points b
              WHERE (a.ogc_fid, b.ogc_fid) IN (({one}, {two}), ({two}, {one}));
            WITH gone AS (DELETE FROM room_points WHERE ogc_fid = {moved} RETURNING text, level, wkb_geometry)
              INSERT INTO room_points (ogc_fid, text, level, wkb_geometry)
              SELECT (SELECT max(ogc_fid) + 1 FROM room_points), text, level, wkb_geometry FROM gone;
            COMMIT;
            \\echo done
            """
        )
        psql.stdin.flush()
        assert psql.stdout.readline() == "done\n"
        done.append(1)
    psql.stdin.close()
    psql.stdout.close()
    assert psql.wait(10) == 0


def test_every_stream_is_one_snapshot_and_later_ones_are_newer(database, server):
    stop, done = threading.Event(), []
    writer = threading.Thread(target=write_transactions, args=(database, stop, done))
    writer.start()
    versions, writes_within = [], []
    expected = sorted(f"Room {number}" for number in range(1, COUNT + 1))
    try:
        for _ in range(8):
            before = len(done)
            with httpx.stream("GET", f"{server.address}/api/rooms/", timeout=30) as response:
                events = read_all(response.iter_bytes())
            writes_within.append(len(done) - before)
            items = list(iterate_items(events))
            assert sorted(item["name"] for item in items) == expected
            keys = [item["id"] for item in items]
            assert keys == sorted(set(keys))
            assert {event.id.partition(".")[0] for event in events} == {str(events[-1].data["version"])}
            versions.append(events[-1].data["version"])
    finally:
        stop.set()
        writer.join(30)
    assert versions == sorted(set(versions))
    assert sum(writes_within) > 20, "the writer was at work while streams were read"
