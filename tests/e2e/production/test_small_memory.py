"""A worker in 512 MB: all kinds of questions at once, of a large map, and it lives and answers."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from tests.databases import ROOT, Database, fill_base_floor, fill_rooms
from tests.e2e.servers import Server, run_server

MEGABYTE = 2**20
LIMIT = 512 * MEGABYTE
ROOMS, LINES = 200_000, 60_000
PLAN = ROOT.parent / "shared/data/imdf/spbstu-polytech/IMDFData.zip"


def read_peak(server: Server) -> int:
    """Return the most memory, in bytes, that the server ever had resident."""
    status = Path(f"/proc/{server.process.pid}/status").read_text()
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    assert found
    return int(found[1]) * 1024


def list_targets() -> list[str]:
    """Return what is asked for: whole layers, filtered layers, pages, tiles, searches and ways."""
    streams = [
        "/api/rooms/",
        "/api/base-floor/",
        "/api/spaces/",
        *(f"/api/rooms/?level={n}" for n in range(4)),
    ]
    boxes = [f"/api/rooms/?bbox={13 + n / 1000},50,15,52" for n in range(6)]
    pages = ["/api/rooms/?limit=1000", "/api/base-floor/?limit=1000", "/api/search/?q=room+77"]
    tiles = ["/api/tiles/spaces/0/0/0.mvt", "/api/tiles/base-floor/10/551/342.mvt"]
    ways = ["/api/route/?from=category:restroom&to=category:room", "/api/levels/"]
    return [*streams, *boxes, *pages, *tiles, *ways]


@pytest.mark.nightly
def test_a_worker_in_512_megabytes_serves_a_large_map(database: Database, record_property):
    if PLAN.exists():
        database.manage("import_map", str(PLAN))
    fill_rooms(database, ROOMS)
    fill_base_floor(database, LINES)
    with run_server(database) as server:
        idle = read_peak(server)
        with ThreadPoolExecutor(8) as pool:
            for encoding in ("identity", "gzip"):
                statuses = list(
                    pool.map(lambda target, how=encoding: fetch(server, target, how), list_targets() * 2)
                )
        peak = read_peak(server)
        print(f"peak {peak / MEGABYTE:.0f} MB, after the start {idle / MEGABYTE:.0f} MB")
        record_property("peak_bytes", peak)
        assert set(statuses) <= {200, 404}
        assert peak < LIMIT
        assert httpx.get(f"{server.address}/api/health/ready/", timeout=20).status_code == 200


def fetch(server: Server, target: str, encoding: str) -> int:
    """Return the status of an answer that is read to its end."""
    headers = {"Accept-Encoding": encoding}
    with httpx.stream("GET", server.address + target, headers=headers, timeout=120) as response:
        for _ in response.iter_raw():
            pass
    return response.status_code
