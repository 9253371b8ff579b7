"""Resources shared by the sides: databases of a given size, each filled once, and servers on them."""

from __future__ import annotations

import contextlib
import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType

from rich.console import Console

from tests.databases import Database, fill_base_floor
from tests.e2e.servers import Server, run_server

# Clients that are measured while they do not read must not be disconnected.
_SETTINGS = {"STREAM_SEND_TIMEOUT_SECONDS": "600", "DEBUG": "0"}


@dataclass(frozen=True, slots=True)
class Plan:
    """The amount to measure: ``rows`` of base floor, ``sizes`` for the first event, ``streams`` held at once."""

    rows: int
    sizes: tuple[int, ...]
    streams: int
    repeats: int


@dataclass(slots=True)
class Workbench:
    """Resources of one run, removed at the end of the ``with`` block."""

    plan: Plan
    console: Console = field(default_factory=lambda: Console(stderr=True))
    _ends: ExitStack = field(default_factory=ExitStack)
    _floors: dict[int, Database] = field(default_factory=dict)

    def __enter__(self) -> Workbench:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ends.close()

    def say(self, text: str) -> None:
        """Report progress on standard error; standard output is reserved for the result."""
        self.console.print(f"[dim]{text}[/dim]", highlight=False)

    def make_database(self, name: str) -> Database:
        """Return a new, migrated, empty database."""
        database = Database(f"bench_{name}_{os.getpid()}")
        self._ends.callback(database.drop)
        database.create()
        return database

    def get_floor(self, rows: int) -> Database:
        """Return the database whose base floor has ``rows`` polylines; it is filled on first use."""
        if rows not in self._floors:
            self.say(f"Making a base floor of {rows:,} polylines ...")
            database = self.make_database(f"floor_{rows}")
            fill_base_floor(database, rows)
            # No autovacuum during a measurement, and query plans from up-to-date statistics.
            database.run("VACUUM (ANALYZE, FREEZE) base_floor")
            # Write everything to disk beforehand too, if the role may request a checkpoint.
            with contextlib.suppress(subprocess.CalledProcessError):
                database.run("CHECKPOINT")
            self._floors[rows] = database
        return self._floors[rows]

    def make_folder(self) -> Path:
        """Return a new folder that other users may read."""
        folder = Path(self._ends.enter_context(tempfile.TemporaryDirectory(prefix="bench-")))
        folder.chmod(0o755)
        return folder

    @contextmanager
    def serve(self, database: Database) -> Iterator[Server]:
        """Run one uvicorn worker, as the deployment guide starts it, for the duration of the block."""
        with run_server(database, settings=_SETTINGS) as server:
            yield server


def bump(database: Database, table: str = "base_floor") -> None:
    """Update a row without changing it: this makes a new version, of which no server has frames yet."""
    with database.connect() as connection:
        connection.execute(f"UPDATE {table} SET level = level WHERE ogc_fid = 1")
