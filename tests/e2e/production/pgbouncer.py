"""PgBouncer, started by the container's own script with its own templates."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import Any

import psycopg

from tests.e2e.production.ownership import drop_root, make_folder
from tests.e2e.production.parts import Part
from tests.e2e.production.postgres import PASSWORD
from tests.e2e.production.rendering import DEPLOY
from tests.e2e.servers import find_free_port

STATS_PASSWORD = "only for looking"


def make_pgbouncer(parent: Path, server_port: int) -> Part:
    """Return a running PgBouncer in front of the server on ``server_port``."""
    folder = make_folder(parent, "pgbouncer")
    port = find_free_port()
    part = Part(
        "pgbouncer",
        folder,
        port,
        drop_root([str(DEPLOY / "pgbouncer/start")]),
        environment={
            **os.environ,
            "PATH": f"{os.environ['PATH']}:/usr/sbin",
            "POSTGRES_USER": "postgres",
            "POSTGRES_PASSWORD": PASSWORD,
            "PGBOUNCER_SERVER_HOST": "127.0.0.1",
            "PGBOUNCER_SERVER_PORT": str(server_port),
            "PGBOUNCER_LISTEN_ADDRESS": "127.0.0.1",
            "PGBOUNCER_LISTEN_PORT": str(port),
            "PGBOUNCER_HOME": str(folder),
            "PGBOUNCER_STATS_PASSWORD": STATS_PASSWORD,
        },
        stop_signal=signal.SIGINT,  # lets transactions end; TERM cuts them off
    )
    part.start()
    return part


def show(port: int, what: str) -> list[dict[str, Any]]:
    """Return the rows of ``SHOW what`` on PgBouncer's admin database."""
    with psycopg.connect(
        host="127.0.0.1",
        port=port,
        user="stats",
        password=STATS_PASSWORD,
        dbname="pgbouncer",
        autocommit=True,
    ) as connection:
        # Its admin database speaks the simple protocol alone.
        cursor = psycopg.ClientCursor(connection, row_factory=psycopg.rows.dict_row)
        return list(cursor.execute(f"SHOW {what}".encode()))
