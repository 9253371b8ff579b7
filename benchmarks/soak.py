"""Hours in minutes: clients that connect, drop and resume while maps are imported; memory must stay flat.

``scripts/bench soak --minutes 30``. Two gunicorn workers; only the shape of memory over time means anything.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import random
import statistics
import tempfile
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from benchmarks.measuring.report import Measure, conclude
from tests.databases import Database
from tests.e2e.production.clients import Client
from tests.e2e.servers import APPLICATION, Server, run_server

CLIENTS = 200
SAMPLE_SECONDS = 1.0
COMMAND = [
    *("gunicorn", "--worker-class", "uvicorn.workers.UvicornWorker", "--workers", "2"),
    *("--bind", "127.0.0.1:{port}", APPLICATION),
]


@dataclass(slots=True)
class Tally:
    """What happened; ``memory`` is the workers' resident bytes, once a second."""

    streams: int = 0
    drops: int = 0
    resets: int = 0
    wrong: int = 0
    imports: int = 0
    memory: list[int] = field(default_factory=list)


def main() -> None:
    """Soak, and print whether memory stayed flat and nothing went wrong."""
    parser = argparse.ArgumentParser(prog="scripts/bench soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=30.0)
    parser.add_argument("--import-seconds", type=float, default=60.0, help="between two imports")
    parser.add_argument("--json", action="store_true", help="print JSON and nothing else")
    arguments = parser.parse_args()
    database = Database("bench_soak")
    database.create()
    with tempfile.TemporaryDirectory() as folder, run_server(database, COMMAND) as server:
        drawings = _draw(database, Path(folder))
        tally = asyncio.run(
            _soak(server, database, drawings, arguments.minutes * 60, arguments.import_seconds)
        )
        errors = [
            line for line in server.log.read_text().splitlines() if '"ERROR"' in line or "Traceback" in line
        ]
    database.drop()
    measures = _judge(tally, errors)
    facts = {"minutes": arguments.minutes, "clients": CLIENTS}
    title = f"Soak: {arguments.minutes:g} minutes, {CLIENTS} clients"
    conclude(measures, title, facts, as_json=arguments.json)


def _draw(database: Database, folder: Path) -> list[list[str]]:
    """Return the arguments of two imports that replace one another, so that each is a new version."""
    imports = []
    for seed in (1, 2):
        target = folder / str(seed)
        database.manage("make_demo", str(target), "--levels", "2", "--rooms", "120", "--seed", str(seed))
        plans = sorted(map(str, target.glob("*.dxf")))
        names = [word for number in range(len(plans)) for word in ("--source", f"plan-{number}")]
        imports.append(["import_map", *plans, *names, "--rules", str(target / "plan.toml")])
    database.manage(*imports[0])
    return imports


async def _soak(
    server: Server, database: Database, imports: list[list[str]], seconds: float, import_seconds: float
) -> Tally:
    tally, end = Tally(), time.monotonic() + seconds
    async with asyncio.TaskGroup() as group:
        group.create_task(_sample(server, tally, end))
        group.create_task(_import(database, imports, tally, end, import_seconds))
        for number in range(CLIENTS):
            group.create_task(_visit(server.port, random.Random(number), tally, end))
    return tally


async def _sample(server: Server, tally: Tally, end: float) -> None:
    while time.monotonic() < end:
        workers = psutil.Process(server.process.pid).children()
        tally.memory.append(sum(worker.memory_info().rss for worker in workers))
        await asyncio.sleep(SAMPLE_SECONDS)


async def _import(
    database: Database, imports: list[list[str]], tally: Tally, end: float, import_seconds: float
) -> None:
    while time.monotonic() + import_seconds < end:
        await asyncio.sleep(import_seconds)
        tally.imports += 1
        await asyncio.to_thread(database.manage, *imports[tally.imports % len(imports)])


async def _visit(port: int, generator: random.Random, tally: Tally, end: float) -> None:
    """Read streams one after the other; now and then drop one in the middle and resume it."""
    while time.monotonic() < end:
        client = Client(
            port, generator.choice(["/api/base-floor/", "/api/rooms/", "/api/base-floor/?level=0"])
        )
        async with _dropped_at_times(client, generator, tally):
            await client.read_to_the_end(120)
        tally.streams += 1
        tally.resets += client.resets
        tally.wrong += client.keys != sorted(set(client.keys))
        await asyncio.sleep(generator.uniform(0.5, 5))


@contextlib.asynccontextmanager
async def _dropped_at_times(client: Client, generator: random.Random, tally: Tally) -> AsyncIterator[None]:
    async def drop() -> None:
        for _ in range(generator.randrange(4)):
            await asyncio.sleep(generator.uniform(0, 0.2))
            client.drop()
            tally.drops += 1

    dropping = asyncio.create_task(drop())
    try:
        yield
    finally:
        dropping.cancel()


def _judge(tally: Tally, errors: list[str]) -> list[Measure]:
    third = len(tally.memory) // 3
    middle, last = (statistics.mean(tally.memory[third * part : third * (part + 1)]) for part in (1, 2))
    detail = f"{last / 2**20:.0f} MB : {middle / 2**20:.0f} MB"
    done = f"{tally.streams:,} streams, {tally.drops:,} drops, {tally.resets} resets, {tally.imports} imports"
    return [
        Measure("soak", "memory, last third : middle third", last / middle, target=1.05, detail=detail),
        Measure("soak", "streams with lost or doubled features", tally.wrong, "", target=0, detail=done),
        Measure("soak", "error lines", len(errors), "", target=0, detail=errors[0][:80] if errors else ""),
    ]


if __name__ == "__main__":
    main()
