"""A PostGIS primary and its streaming replicas, with the configuration files of deploy/postgres."""

from __future__ import annotations

import os
import signal
import subprocess
from pathlib import Path

import psycopg

from tests.e2e.production.ownership import drop_root, make_folder
from tests.e2e.production.parts import Part
from tests.e2e.production.rendering import DEPLOY
from tests.e2e.servers import find_free_port

PASSWORD = "a\"secret'for$tests"  # what quoting has to survive
REPLICATION_PASSWORD = "another secret"
_FILES = DEPLOY / "postgres"


def find_programs() -> Path:
    """Return the folder of the newest PostgreSQL that has PostGIS."""
    controls = Path("/usr/share/postgresql").glob("*/extension/postgis.control")
    versions = sorted(int(path.parents[1].name) for path in controls)
    assert versions, "PostGIS is missing: scripts/setup test installs it"
    return Path(f"/usr/lib/postgresql/{versions[-1]}/bin")


def make_primary(parent: Path, *, max_connections: int = 100) -> Part:
    """Return a running primary with the role that replicas log in with."""
    folder = make_folder(parent, "primary")
    data, password = folder / "data", folder / "password"
    password.write_text(PASSWORD)
    initdb = [
        *(
            str(find_programs() / "initdb"),
            "-D",
            str(data),
            "--no-sync",
            "-U",
            "postgres",
            "-A",
            "scram-sha-256",
        ),
        *("--pwfile", str(password), "-E", "UTF8", "--locale=C.UTF-8"),
    ]
    subprocess.run(drop_root(initdb), check=True, capture_output=True, timeout=60)
    password.unlink()
    part = _make_server("primary", folder, max_connections)
    part.command = drop_root(part.command)
    part.start()
    subprocess.run(
        [str(_FILES / "primary.sh")],
        env={
            **os.environ,
            "PGHOST": "127.0.0.1",
            "PGPORT": str(part.port),
            "PGPASSWORD": PASSWORD,
            "POSTGRES_USER": "postgres",
            "REPLICATION_PASSWORD": REPLICATION_PASSWORD,
        },
        check=True,
        timeout=30,
        capture_output=True,
    )
    return part


def make_replica(parent: Path, name: str, primary_port: int, *, max_connections: int = 100) -> Part:
    """Return a running replica of the primary that listens on ``primary_port``."""
    part = _make_server(name, make_folder(parent, name), max_connections)
    part.command = drop_root([str(_FILES / "replica.sh"), *part.command])
    part.environment |= {
        "PGDATA": str(part.folder / "data"),
        "PRIMARY_HOST": "127.0.0.1",
        "PRIMARY_PORT": str(primary_port),
        "REPLICATION_PASSWORD": REPLICATION_PASSWORD,
        "PATH": f"{find_programs()}:{os.environ['PATH']}",
    }
    part.start()
    return part


def _make_server(name: str, folder: Path, max_connections: int) -> Part:
    port = find_free_port()
    server = [
        *(str(find_programs() / "postgres"), "-D", str(folder / "data"), "-p", str(port)),
        *(f"-cconfig_file={_FILES / 'postgresql.conf'}", f"-chba_file={_FILES / 'pg_hba.conf'}"),
        # What a throw-away cluster on loopback does otherwise; everything else is in the files.
        *("-clisten_addresses=127.0.0.1", "-cunix_socket_directories=", "-cfsync=off"),
        f"-cmax_connections={max_connections}",  # a standby must not allow fewer than its primary
    ]

    def is_ready() -> bool:
        try:
            connect_as_owner(port).close()
        except psycopg.OperationalError:
            return False
        return True

    # INT is a fast shutdown: TERM would wait for the clients.
    return Part(name, folder, port, server, is_ready=is_ready, stop_signal=signal.SIGINT)


def connect_as_owner(port: int, database: str = "postgres") -> psycopg.Connection[tuple[object, ...]]:
    """Return a connection in autocommit to the server on ``port``."""
    return psycopg.connect(
        host="127.0.0.1",
        port=port,
        user="postgres",
        password=PASSWORD,
        dbname=database,
        autocommit=True,
        connect_timeout=5,
    )
