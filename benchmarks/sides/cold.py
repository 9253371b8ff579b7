"""A stream that nobody has requested yet, against the fastest and the obvious method for the same rows.

The yardstick is PostgreSQL's own export, timed by psql's own clock inside one session: neither the start of a
process nor a connection counts, while our side's time includes connecting, the request and the last byte read.
"""

from __future__ import annotations

import json
import re
import subprocess
import time

from psycopg.rows import dict_row

from benchmarks.measuring.client import read_whole
from benchmarks.measuring.clock import alternate
from benchmarks.measuring.report import Measure, divide
from benchmarks.measuring.workbench import Workbench, bump
from tests.databases import Database

SIDE = "cold"
BATCH = 500
_COPY = "COPY (SELECT ST_AsGeoJSON(t.*) FROM {} t WHERE {}) TO STDOUT"
_SPACES = """
TRUNCATE spaces; INSERT INTO spaces (ogc_fid, names, category, level, building_id, display_point, wkb_geometry)
SELECT i, jsonb_build_object('en', 'Room ' || i), 'room', i % 5, i % 4, ST_Centroid(g), g FROM (
  SELECT i, ST_MakeEnvelope(13.7 + (i % 500) * 2e-5, 51 + i / 500 * 2e-5, 13.70001 + (i % 500) * 2e-5,
    51.00001 + i / 500 * 2e-5, 4326) AS g FROM generate_series(1, {}) i) AS made"""
_NAIVE = """
SELECT ogc_fid AS id, layer, level, paperspace, text, ST_AsGeoJSON(wkb_geometry) AS geometry
FROM base_floor ORDER BY ogc_fid LIMIT %s OFFSET %s"""


def measure(bench: Workbench) -> list[Measure]:
    """Return our cold stream's time against COPY's, and the naive method's against ours."""
    plan = bench.plan
    database = bench.get_floor(plan.rows)
    with bench.serve(database) as server:

        def read_cold() -> float:
            bump(database)
            return read_whole(server.port).seconds

        read_cold()  # the first request imports and connects
        bench.say(f"Cold stream and COPY of {plan.rows:,} rows, {plan.repeats} times in turn ...")
        times = alternate({"copy": lambda: time_copy(database), "stream": read_cold}, plan.repeats)
        parts = _measure_parts(bench, database, server.port)
        bench.say("The naive way, once ...")
        naive = time_naive(database)
    stream = times["stream"]
    detail = f"{naive:.1f} s, once : {stream.median:.2f} s"
    return [
        divide(SIDE, ("cold stream", stream), ("COPY", times["copy"]), target=2.0, aim=1.5),
        Measure(SIDE, "naive way : cold stream", naive / stream.median, target=25, more=True, detail=detail),
        *parts,
    ]


def _measure_parts(bench: Workbench, database: Database, port: int) -> list[Measure]:
    """Return the times of one level's stream, and of one building's, against COPY of the same rows."""
    database.run(_SPACES.format(bench.plan.rows))
    database.run("VACUUM (ANALYZE, FREEZE) spaces")
    measures = []
    for what, table, path, condition in (
        ("one level", "base_floor", "/api/base-floor/?level=1", "level = 1"),
        ("spaces of one building", "spaces", "/api/spaces/?building=1", "building_id = 1"),
    ):

        def read_part(table: str = table, path: str = path) -> float:
            bump(database, table)
            return read_whole(port, path).seconds

        def copy_part(table: str = table, condition: str = condition) -> float:
            return time_copy(database, table, condition)

        bench.say(f"Cold stream and COPY of {what} ...")
        times = alternate({"copy": copy_part, "stream": read_part}, bench.plan.repeats)
        measures.append(divide(SIDE, (what, times["stream"]), ("COPY of it", times["copy"]), target=2.0))
    return measures


def time_copy(database: Database, table: str = "base_floor", condition: str = "true") -> float:
    """Return the seconds of a COPY into /dev/null, as reported by psql."""
    copy = _COPY.format(table, condition)
    done = subprocess.run(
        ["psql", "-qX", "-v", "ON_ERROR_STOP=1", "-c", r"\timing on", "-c", r"\o /dev/null", "-c", copy],
        env=database.make_environment(),
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    timed = re.search(r"Time: ([0-9.]+) ms", done.stdout)
    assert timed is not None, done.stdout + done.stderr
    return float(timed[1]) / 1000


def time_naive(database: Database) -> float:
    """Return the seconds of batches by LIMIT and OFFSET, each row decoded and each batch encoded in Python."""
    start = time.perf_counter()
    with database.connect() as connection, connection.cursor(row_factory=dict_row) as cursor:
        offset = 0
        while rows := cursor.execute(_NAIVE, [BATCH, offset]).fetchall():
            items = [{**row, "geometry": json.loads(row["geometry"])} for row in rows]
            offset += len(items)
            f"data: {json.dumps({'fetched': len(items), 'items': items})}\n\n".encode()
    return time.perf_counter() - start
