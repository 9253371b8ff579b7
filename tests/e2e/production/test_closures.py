"""A closure committed through PgBouncer, where nobody can listen, is in force in the next answer of each worker."""

from __future__ import annotations

import contextlib
import os
import signal
from collections.abc import Iterator

import httpx
import psycopg
import pytest

from tests.e2e.production.stack import Stack

TURNS = 40
# From node 1 to node 2 there is a way of 70 m, and another around it.
_NETWORK = """
INSERT INTO nav_edges_final (ogc_fid, source, target, level, wkb_geometry) VALUES
 (1, 1, 2, 0, 'SRID=4326;LINESTRING(13.7 51,13.701 51)'),
 (2, 1, 3, 0, 'SRID=4326;LINESTRING(13.7 51,13.7 51.001)'),
 (3, 3, 2, 0, 'SRID=4326;LINESTRING(13.7 51.001,13.701 51)')"""
_QUESTION = "/api/route/?from=13.7,51,0&to=13.701,51,0"


@pytest.fixture
def network(stack: Stack) -> Iterator[None]:
    """Two ways between two places."""
    stack.database.run(_NETWORK)
    yield
    stack.database.run("TRUNCATE nav_edges_final, closures")


@contextlib.contextmanager
def open_clients(stack: Stack) -> Iterator[list[httpx.Client]]:
    """Give a client for each worker of the backend, and one that comes through nginx."""
    address, workers = f"http://127.0.0.1:{stack.backend.port}", stack.backend.list_children()
    assert len(workers) == 2
    with contextlib.ExitStack() as exits:
        clients = [exits.enter_context(httpx.Client(base_url=address, timeout=20)) for _ in workers]
        for client, other in zip(clients, reversed(workers), strict=True):
            os.kill(other, signal.SIGSTOP)  # so that it is not the one who takes the connection
            try:
                client.get(_QUESTION).raise_for_status()
            finally:
                os.kill(other, signal.SIGCONT)
        yield [*clients, exits.enter_context(stack.open_client())]


@contextlib.contextmanager
def write_through_pgbouncer(stack: Stack) -> Iterator[psycopg.Connection]:
    """Give a connection whose transactions go through PgBouncer."""
    with psycopg.connect(
        host="127.0.0.1",
        port=stack.pgbouncer.port,
        user="postgres",
        password=stack.database.environment["POSTGRES_PASSWORD"],
        dbname=stack.database.name,
        prepare_threshold=None,
    ) as connection:
        yield connection


def test_no_answer_is_older_than_the_last_commit(stack, network):
    stale = []
    with open_clients(stack) as clients, write_through_pgbouncer(stack) as writer:
        for turn in range(TURNS):
            is_closed = turn % 2 == 0
            writer.execute(
                "INSERT INTO closures (kind, target_id, reason) VALUES ('edge', 1, 'wet paint')"
                if is_closed
                else "DELETE FROM closures"
            )
            writer.commit()
            for number, client in enumerate(clients):
                length = client.get(_QUESTION).raise_for_status().json()["distance_meters"]
                if (length > 100) != is_closed:
                    stale.append((turn, number, length))
    assert stale == []


def test_what_is_not_committed_is_not_in_force(stack, network):
    with open_clients(stack) as clients, write_through_pgbouncer(stack) as writer:
        writer.execute("INSERT INTO closures (kind, target_id) VALUES ('edge', 1)")
        assert all(client.get(_QUESTION).json()["distance_meters"] < 100 for client in clients)
        writer.rollback()
        assert all(client.get(_QUESTION).json()["distance_meters"] < 100 for client in clients)
