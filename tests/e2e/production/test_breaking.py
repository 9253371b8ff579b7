"""Parts of the chain are killed, ended and cut off under open streams: every client gets all, nothing leaks."""

import asyncio
import os
import resource
import signal
import time
from contextlib import asynccontextmanager

import pytest

from tests.databases import fill_base_floor
from tests.e2e.production.clients import Client
from tests.e2e.production.leaks import count_holdings, require_no_leak
from tests.e2e.production.stack import run_stack

CLIENTS, FEATURES = 40, 4_000
CUT = 20.0
PAIRS = [["nginx-backend-1"], ["backend-pgbouncer", "replica-1-primary"]]
BOTH_DATABASES = ["pgbouncer-primary", "backend-replica-1"]


@pytest.fixture(scope="module")
def stack(tmp_path_factory):
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, min(8192, hard)), hard))
    folder = tmp_path_factory.mktemp("stack")
    # Few threads of views: they are kept, so what is counted before and after differs by as many at most.
    settings = {"STREAM_HEARTBEAT_SECONDS": "1", "VIEW_THREADS": "4"}
    with run_stack(folder, replicas=1, workers=2, linked=True, settings=settings) as stack:
        fill_base_floor(stack.database, FEATURES)
        yield stack


def read_and_count(stack):
    """Return what the stack holds when it has been busy and is well."""

    async def read():
        clients = [Client(stack.nginx.port, tls=stack.tls) for _ in range(CLIENTS)]
        await asyncio.gather(*(client.read_to_the_end(60) for client in clients))

    asyncio.run(read())
    return count_holdings(stack)


@asynccontextmanager
async def streams_open(stack):
    """For the time of the block clients stand in the middle of their streams; afterwards they must get the rest."""
    # A new version, so that what breaks breaks a production too.
    stack.database.run("UPDATE base_floor SET text = 'moved' WHERE ogc_fid = 1")
    going_on = asyncio.Event()
    clients = [Client(stack.nginx.port, tls=stack.tls) for _ in range(CLIENTS)]
    tasks = [asyncio.create_task(client.read_to_the_end(90, going_on.wait)) for client in clients]
    for client in clients:
        await asyncio.wait_for(client.started.wait(), 30)
    yield
    going_on.set()
    await asyncio.gather(*tasks)
    expected = list(range(1, FEATURES + 1))
    assert all(client.keys == expected for client in clients)


def kill_worker(stack):
    os.kill(stack.backend.list_children()[0], signal.SIGKILL)


def kill_pgbouncer(stack):
    stack.pgbouncer.kill()
    time.sleep(1)
    stack.pgbouncer.start()


def kill_replica(stack):
    stack.replica.kill()
    time.sleep(3)
    stack.replica.start()


def kill_primary(stack):
    stack.primary.kill()
    time.sleep(3)
    stack.primary.start()


def terminate_backends(stack):
    for _ in range(3):
        with stack.database.connect("postgres") as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE pid <> pg_backend_pid() AND backend_type IN ('client backend', 'walsender')"
            )
        time.sleep(0.3)


BREAKS = [kill_worker, kill_pgbouncer, kill_replica, kill_primary, terminate_backends]


@pytest.mark.parametrize("act", BREAKS)
async def test_what_dies_is_survived(stack, act):
    before = await asyncio.to_thread(read_and_count, stack)
    async with streams_open(stack):
        await asyncio.to_thread(act, stack)
    # Those who come later find all well, and the newest version.
    late = Client(stack.nginx.port, tls=stack.tls)
    await late.read_to_the_end(60)
    assert late.keys == list(range(1, FEATURES + 1))
    await asyncio.to_thread(require_no_leak, stack, before)
    assert "Traceback" not in stack.backend.read_log()


@pytest.mark.parametrize(
    "pair",
    [BOTH_DATABASES, *(pytest.param(pair, marks=pytest.mark.nightly) for pair in PAIRS)],  # other places
    ids="+".join,
)
async def test_a_cut_of_twenty_seconds_is_survived(stack, pair):
    before = await asyncio.to_thread(read_and_count, stack)
    async with streams_open(stack):
        for name in pair:
            stack.links[name].cut()
        newcomers = [Client(stack.nginx.port, tls=stack.tls) for _ in range(10)]
        tasks = [asyncio.create_task(client.read_to_the_end(90)) for client in newcomers]
        await asyncio.sleep(CUT)
        for name in pair:
            stack.links[name].mend()
        await asyncio.gather(*tasks)
    assert all(client.keys == list(range(1, FEATURES + 1)) for client in newcomers)
    await asyncio.to_thread(require_no_leak, stack, before)
    assert "Traceback" not in stack.backend.read_log()
