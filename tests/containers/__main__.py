"""What ``scripts/containers --check`` does: build, run, say what it took; exit code 1 if anything is amiss."""

from __future__ import annotations

import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from pathlib import Path

from tests.containers import bases
from tests.containers.checks import (
    check_backend,
    check_commands,
    check_guide,
    check_nginx,
    check_pgbouncer,
)
from tests.containers.engine import Engine
from tests.databases import ROOT, Database, fill_base_floor, fill_rooms

GUIDE = ROOT / "tests/e2e/production/guide"
# Name of the image -> what is said to build it; the order lets stages be built once.
BUILDS = {
    "interactive-maps-backend": (),
    "interactive-maps-tools": ("--target", "tools"),
    "interactive-maps-nginx": ("--target", "nginx"),
    "interactive-maps-pgbouncer": ("--target", "pgbouncer"),
    "guide": ("--file", str(GUIDE / "Dockerfile")),
}
MOST_MEGABYTES = {"interactive-maps-backend": 700}


class Report:
    """Lines of a table, printed as they come; ``failed`` counts what went wrong."""

    def __init__(self) -> None:
        self.failed = 0

    def run(self, name: str, step: Callable[[], str]) -> None:
        """Print how long a step took and what it found, or why it failed."""
        started = time.monotonic()
        try:
            found, verdict = step(), "ok  "
        except Exception as error:
            self.failed += 1
            traceback.print_exc()
            found, verdict = f"{type(error).__name__}, see above", "FAIL"
        print(f"{verdict} {name:28} {time.monotonic() - started:6.1f} s   {found}", flush=True)


def make_bases(engine: Engine, folder: Path) -> str:
    """Make what the Dockerfiles begin with."""
    debian = bases.make_debian(folder)
    engine.add_base(debian, "docker.io/library/debian:trixie-slim")
    python = bases.make_python(debian)
    engine.add_base(python, "docker.io/library/python:3.11-slim-trixie", "docker.io/library/python:3.11-slim")
    nginx = bases.make_nginx(debian)
    engine.add_base(
        nginx,
        "docker.io/nginxinc/nginx-unprivileged:1.28-alpine",
        entrypoint="/docker-entrypoint.sh",
        user="101",
    )
    for root in (debian, python, nginx):
        shutil.rmtree(root)
    return f"Python's {engine.inspect('docker.io/library/python:3.11-slim').megabytes:.0f} MB"


def build(engine: Engine, name: str, options: tuple[str, ...]) -> str:
    """Build an image, and compare its size with what it may have."""
    engine.build(ROOT, name, *options)
    size = engine.inspect(name).megabytes
    if size > (most := MOST_MEGABYTES.get(name, float("inf"))):
        raise RuntimeError(f"{size:.0f} MB, and {most} are allowed")
    return f"{size:.0f} MB"


def main(home: Path) -> int:
    """Build everything, run everything, and return the exit code."""
    engine, report = Engine(home / "engine"), Report()
    database = Database("containers")
    print(engine.description)
    try:
        with tempfile.TemporaryDirectory(dir=home) as folder:
            report.run("base images", lambda: make_bases(engine, Path(folder)))
        for name, options in BUILDS.items():
            report.run(f"build {name}", lambda name=name, options=options: build(engine, name, options))
        database.create()
        fill_rooms(database, 1000)
        fill_base_floor(database, 30_000)
        report.run("backend", lambda: check_backend(engine, database, home))
        report.run("nginx", lambda: check_nginx(engine, database, home))
        report.run("pgbouncer", lambda: check_pgbouncer(engine, database, home))
        report.run("guide's image", lambda: check_guide(engine, database, home))
        report.run("commands", lambda: check_commands(engine, database, home))
    finally:
        database.drop()
        engine.clean()
    print(f"{report.failed} failed" if report.failed else "All images are as they should be.")
    return int(report.failed > 0)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # by the way that takes mounts away
    sys.exit(main(Path(sys.argv[1]).resolve()))
