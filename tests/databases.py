"""Databases for servers under test: each made by the project's own migrations, dropped at the end."""

from __future__ import annotations

import atexit
import contextlib
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

ROOT = Path(__file__).resolve().parents[1]
_MIGRATED: dict[
    tuple[str, str], str
] = {}  # the names of migrated databases, by host and port of their clusters


class Database:
    """A database of its own on the cluster that POSTGRES_HOST names (or ``address``)."""

    def __init__(self, name: str, address: dict[str, str] | None = None) -> None:
        self.name = name
        self.environment = {
            "POSTGRES_HOST": os.environ.get("POSTGRES_HOST", "localhost"),
            "POSTGRES_PORT": os.environ.get("POSTGRES_PORT", "5432"),
            "POSTGRES_USER": os.environ.get("POSTGRES_USER", "postgres"),
            "POSTGRES_PASSWORD": os.environ.get("POSTGRES_PASSWORD", ""),
            **(address or {}),
            "POSTGRES_DB": name,
        }

    def connect(self, database: str | None = None) -> psycopg.Connection[Any]:
        """Return a new connection in autocommit."""
        return psycopg.connect(
            host=self.environment["POSTGRES_HOST"],
            port=self.environment["POSTGRES_PORT"],
            user=self.environment["POSTGRES_USER"],
            password=self.environment["POSTGRES_PASSWORD"],
            dbname=database or self.name,
            autocommit=True,
        )

    def create(self, *, migrate: bool = True) -> None:
        """Create it anew, and the map tables in it."""
        self._copy(self._find_migrated() if migrate else "template0")

    def _find_migrated(self) -> str:
        """Return the name of a migrated database of this cluster that nobody uses: migrated once, copied often."""
        cluster = self.environment["POSTGRES_HOST"], self.environment["POSTGRES_PORT"]
        if cluster not in _MIGRATED:
            migrated = Database(f"imb_migrated_{os.getpid()}", self.environment)
            migrated._copy("template0")
            atexit.register(_drop_quietly, migrated)
            migrated.manage("migrate")
            _MIGRATED[cluster] = migrated.name
        return _MIGRATED[cluster]

    def _copy(self, template: str) -> None:
        self.drop()
        with self.connect("postgres") as connection:
            connection.execute(
                sql.SQL("CREATE DATABASE {} ENCODING 'UTF8' TEMPLATE {}").format(
                    self._identifier, sql.Identifier(template)
                )
            )

    def drop(self) -> None:
        """Drop it, whoever is connected."""
        with self.connect("postgres") as connection:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(self._identifier))

    def manage(self, *arguments: str) -> str:
        """Run manage.py and return what it prints."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.make_environment(),
            capture_output=True,
            text=True,
            timeout=240,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def fetch(self, query: str) -> list[tuple[Any, ...]]:
        """Return the rows of a query."""
        with self.connect() as connection:
            return connection.execute(query.encode()).fetchall()

    def run(self, statement: str) -> None:
        """Run SQL through psql, as an owner of the map would."""
        done = subprocess.run(
            ["psql", "-qX", "-v", "ON_ERROR_STOP=1", "-c", statement],
            env=self.make_environment(),
            check=False,
            timeout=240,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr

    def count_connections(self, application: str = "interactive-maps") -> int:
        """Return how many connections the servers of this database hold."""
        with self.connect("postgres") as connection:
            row = connection.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = %s AND application_name = %s"
                " AND backend_type = 'client backend'",  # autovacuum has no name, either
                [self.name, application],
            ).fetchone()
        assert row is not None
        return int(row[0])

    def make_environment(self) -> dict[str, str]:
        """Return the environment of a process that uses this database."""
        return {
            **os.environ,
            **self.environment,
            "PGHOST": self.environment["POSTGRES_HOST"],
            "PGPORT": self.environment["POSTGRES_PORT"],
            "PGUSER": self.environment["POSTGRES_USER"],
            "PGPASSWORD": self.environment["POSTGRES_PASSWORD"],
            "PGDATABASE": self.name,
            "SECRET_KEY": "a-key-for-tests-that-is-long-enough-to-be-taken-0123456789",
            "ALLOWED_HOSTS": "localhost,127.0.0.1",
            # All clients of a test have one address; tests of limits set their own.
            "RATE_LIMIT": "",
            "STREAMS_PER_ADDRESS": "0",
        }

    @property
    def _identifier(self) -> sql.Identifier:
        return sql.Identifier(self.name)


def _drop_quietly(database: Database) -> None:
    with contextlib.suppress(psycopg.Error):  # its cluster may have ended before this process
        database.drop()


def fill_rooms(database: Database, count: int) -> None:
    """Replace all rooms by ``count`` new ones on levels 0..3, with keys from 1."""
    database.run(
        "TRUNCATE room_points; INSERT INTO room_points (ogc_fid, text, level, wkb_geometry) "
        "SELECT i, 'Room ' || i, i % 4, ST_SetSRID(ST_MakePoint(13.7 + (i % 1000) * 1e-5, 51 + i * 1e-7), 4326) "
        f"FROM generate_series(1, {count}) i"
    )


def fill_base_floor(database: Database, count: int, vertices: int = 6) -> None:
    """Replace the base floor by ``count`` polylines of ``vertices`` points, with keys from 1."""
    database.run(
        "TRUNCATE base_floor; INSERT INTO base_floor (ogc_fid, layer, level, paperspace, wkb_geometry) "
        "SELECT i, 'A-WALL', i % 4, false, ST_SetSRID(ST_MakeLine(ARRAY(SELECT ST_MakePoint("
        "13.7 + (i % 500) * 2.3e-5 + v * 1.7e-5, 51 + i / 500 * 1.1e-5 + (v * v % 7) * 1e-6) "
        f"FROM generate_series(1, {vertices}) v)), 4326) FROM generate_series(1, {count}) i"
    )
