"""Maps are removed, imported again and restored under load: readers see one map or the other, whole, and no error."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from tests.databases import Database
from tests.e2e.servers import Server, run_server

STAYING, GOING = 800, 700


def write_plan(path: Path, count: int, south: float) -> Path:
    """Write a plan of so many named points."""
    features = ",".join(
        f'{{"type":"Feature","properties":{{"name":"{path.stem} {i}","level":0}},"geometry":'
        f'{{"type":"Point","coordinates":[{13.7 + i * 1e-5:.6f},{south}]}}}}'
        for i in range(count)
    )
    path.write_text(f'{{"type":"FeatureCollection","features":[{features}]}}')
    return path


def read_page(client: httpx.Client) -> tuple[str, int]:
    """Return a page's version and how many of the plan that comes and goes are on it, by what was there before."""
    answer = client.get("/api/rooms/?limit=1000&bbox=13,51.5,14,52").raise_for_status()
    return answer.headers["ETag"], len(answer.json())


def read_stream(client: httpx.Client) -> tuple[str, int]:
    """Return a stream's version and how many rooms it has, after a reset if there is one."""
    text = client.get("/api/rooms/").raise_for_status().text.rpartition("event: reset")[2]
    found = re.search(r'"version":(\d+),"total":(\d+)', text)
    assert found, text[-300:]
    assert text.count('"location"') == int(found[2])
    return found[1], int(found[2])


@pytest.mark.nightly
def test_readers_see_one_map_or_the_other(database: Database, tmp_path: Path):
    database.run("TRUNCATE room_points, base_floor, nav_edges_final")
    staying = write_plan(tmp_path / "staying.geojson", STAYING, 51.0)
    going = write_plan(tmp_path / "going.geojson", GOING, 51.6)
    archive = tmp_path / "map.imb"
    database.manage("import_map", str(staying), str(going))
    database.manage("backup", str(archive))
    seen: dict[str, set[tuple[str, int]]] = {"page": set(), "stream": set()}
    done = threading.Event()

    def read(server: Server, kind: str, how: Callable[[httpx.Client], tuple[str, int]]) -> None:
        with httpx.Client(base_url=server.address, timeout=30) as client:
            while not done.is_set():
                seen[kind].add(how(client))

    with run_server(database) as server, ThreadPoolExecutor(3) as pool:
        readers = [
            pool.submit(read, server, "page", read_page),
            *(pool.submit(read, server, "stream", read_stream) for _ in range(2)),
        ]
        try:
            database.manage("remove_map", "going.geojson")
            database.manage("import_map", str(going))
            database.manage("remove_map", "going.geojson")
            database.manage("restore", str(archive), "--overwrite")
        finally:
            done.set()
        for reader in readers:
            reader.result(60)
        assert "Traceback" not in server.log.read_text()
    assert {count for _, count in seen["page"]} == {0, GOING}
    assert {count for _, count in seen["stream"]} == {STAYING, STAYING + GOING}
    for pairs in seen.values():
        assert len(pairs) == len(dict(pairs)), "a version is never two maps"
