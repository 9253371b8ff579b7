"""The database's disk is full: an import says so and changes nothing, readers are served, and space cures it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.databases import ROOT, Database, fill_rooms
from tests.e2e.servers import Server, run_server

ROOMS = 1000
_SMALL, _LARGE = "48m", "300m"


def mount(folder: Path, *options: str) -> None:
    """Mount a file system in memory, or another size of it."""
    command = ["mount", "-t", "tmpfs", "-o", ",".join(options), "tmpfs", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"nothing can be mounted here: {done.stderr.strip()}")


@pytest.fixture
def disk() -> Iterator[Path]:
    """A small disk of the database server's."""
    if os.geteuid() != 0 or os.environ.get("POSTGRES_HOST") not in {"127.0.0.1", "localhost"}:
        pytest.skip("only root mounts a disk, and only on the database's own machine")
    folder = Path("/tmp") / f"imb-disk-{os.getpid()}"  # where PostgreSQL's own user finds the way to
    folder.mkdir()
    try:
        mount(folder, f"size={_SMALL}", "mode=0700")
        shutil.chown(folder, "postgres", "postgres")
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], capture_output=True, check=False)
        folder.rmdir()


@pytest.fixture
def database(disk: Path) -> Iterator[Database]:
    """A database with some rooms, all of it on that disk."""
    database = Database(f"imb_disk_{os.getpid()}")
    database.drop()
    space = database.name
    with database.connect("postgres") as connection:
        connection.execute(f"CREATE TABLESPACE {space} LOCATION '{disk}'".encode())
        connection.execute(f"CREATE DATABASE {space} TEMPLATE template0 TABLESPACE {space}".encode())
    database.manage("migrate")
    fill_rooms(database, ROOMS)
    database.run(f"SELECT setval('room_points_ogc_fid_seq', {ROOMS})")
    yield database
    database.drop()
    with database.connect("postgres") as connection:
        connection.execute(f"DROP TABLESPACE {space}".encode())


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """A plan that needs more space than there is."""
    path = tmp_path / "large.geojson"
    features = ",".join(
        f'{{"type":"Feature","properties":{{"name":"Room {i}","level":0}},"geometry":'
        f'{{"type":"Point","coordinates":[{13.7 + i % 300 * 1e-5:.6f},{51 + i // 300 * 1e-5:.6f}]}}}}'
        for i in range(40_000)
    )
    path.write_text(f'{{"type":"FeatureCollection","features":[{features}]}}')
    return path


def run(database: Database, *words: str) -> subprocess.CompletedProcess[str]:
    """Run manage.py."""
    return subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=ROOT,
        env=database.make_environment(),
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )


def read(server: Server) -> tuple[str, int]:
    """Return the version and how many rooms there are, by a page and a stream, and look at readiness."""
    page = httpx.get(f"{server.address}/api/rooms/?limit=1", timeout=20).raise_for_status()
    stream = httpx.get(f"{server.address}/api/rooms/", timeout=60).raise_for_status().text
    assert "event: complete" in stream
    assert httpx.get(f"{server.address}/api/health/ready/", timeout=20).status_code == 200
    return page.headers["ETag"], stream.count('"location"')


@pytest.mark.nightly
def test_an_import_on_a_full_disk_changes_nothing_and_says_so(database, disk, plan):
    with run_server(database) as server:
        before = read(server)
        assert before[1] == ROOMS
        for _ in range(2):
            done = run(database, "import_map", str(plan))
            assert done.returncode == 1, done.stdout + done.stderr
            assert "the database's disk is full" in done.stderr
            assert "nothing was imported" in done.stderr
            assert "Traceback" not in done.stderr
            assert len(done.stderr.splitlines()) < 4
            assert read(server) == before
        assert httpx.get(f"{server.address}/api/search/?q=room+7", timeout=20).status_code == 200
        mount(disk, "remount", f"size={_LARGE}")
        done = run(database, "import_map", str(plan))
        assert done.returncode == 0, done.stdout + done.stderr
        assert read(server)[1] > ROOMS
        assert "Traceback" not in server.log.read_text()
