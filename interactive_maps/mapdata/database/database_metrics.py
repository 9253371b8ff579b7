"""What the database and our ways to it leave behind for Prometheus."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

import psycopg
from prometheus_client import Gauge, Histogram
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.metrics_core import Metric

from interactive_maps.mapdata.database import connections
from interactive_maps.mapdata.database.migration_state import fetch_migration_state
from interactive_maps.ops.errors import Unavailable
from interactive_maps.ops.metrics.registry import REGISTRY, SECONDS

BATCH_SECONDS = Histogram(
    "interactive_maps_batch_seconds",
    "To make one batch of a stream: asking the database and receiving it. Of several asked for at once, the mean.",
    ["layer"],
    buckets=SECONDS,
    registry=REGISTRY,
)
POOL_LIMIT, POOL_SIZE, POOL_USED, POOL_WAITING = (
    Gauge(
        f"interactive_maps_database_pool_{name}",
        text,
        ["host"],
        multiprocess_mode="livesum",
        registry=REGISTRY,
    )
    for name, text in (
        ("limit", "Connections that the pools may hold."),
        ("size", "Connections that the pools hold."),
        ("used", "Connections that are in use."),
        ("waiting", "Requests that wait for a connection."),
    )
)
HOST_USABLE = Gauge(
    "interactive_maps_database_usable",
    "0 for a replica that some worker sends no readers to, because it is away or behind.",
    ["host", "role"],
    multiprocess_mode="livemin",
    registry=REGISTRY,
)
_VERSIONS = "SELECT layer, version::text, extract(epoch FROM changed_at)::float FROM layer_version"
_RUNS = "SELECT result, runs, last_seconds, extract(epoch FROM last_at)::float FROM import_tally"


def sample_connections() -> None:
    """Set the gauges that tell of this process's pools and of the hosts as it sees them."""
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for host, pool in connections.list_pools():
        found[str(host)].update(pool.get_stats())
    for name, stats in found.items():
        POOL_LIMIT.labels(name).set(stats["pool_max"])
        POOL_SIZE.labels(name).set(stats["pool_size"])
        POOL_USED.labels(name).set(max(0, stats["pool_size"] - stats["pool_available"]))
        POOL_WAITING.labels(name).set(stats["requests_waiting"])
    for host in connections.list_all_hosts():
        HOST_USABLE.labels(str(host), "primary" if host.is_primary else "replica").set(host.usable)


def collect_versions() -> Iterator[Metric]:
    """Yield each layer's version and when it became that."""
    version = GaugeMetricFamily("interactive_maps_layer_version", "The version of a layer.", labels=["layer"])
    changed = GaugeMetricFamily(
        "interactive_maps_layer_changed_timestamp_seconds", "When a layer last changed.", labels=["layer"]
    )
    for layer, number, seconds in _ask(_VERSIONS):
        version.add_metric([layer], float(number))
        changed.add_metric([layer], seconds)
    yield from (version, changed)


def collect_runs() -> Iterator[Metric]:
    """Yield how imports went, as the database has counted them."""
    runs = CounterMetricFamily(
        "interactive_maps_import_runs", "Imports that came to publishing.", labels=["result"]
    )
    last = GaugeMetricFamily(
        "interactive_maps_import_last_seconds", "How long the last publication took.", labels=["result"]
    )
    when = GaugeMetricFamily(
        "interactive_maps_import_last_timestamp_seconds", "When the last import ended.", labels=["result"]
    )
    for result, count, seconds, ended in _ask(_RUNS):
        runs.add_metric([result], count)
        last.add_metric([result], seconds)
        when.add_metric([result], ended)
    yield from (runs, last, when)


def collect_migrations() -> Iterator[Metric]:
    """Yield how many migrations the database lacks, and how many only newer code knows."""
    state = fetch_migration_state()
    if state is None:
        return
    differing = GaugeMetricFamily(
        "interactive_maps_migrations",
        "Migrations that the database lacks (unapplied), and that only newer code knows (unknown).",
        labels=["state"],
    )
    differing.add_metric(["unapplied"], len(state.unapplied))
    differing.add_metric(["unknown"], len(state.unknown))
    yield differing


def _ask(query: str) -> list[tuple[Any, ...]]:
    """Return the rows of the primary's answer; none where it is away or the table is not there yet."""
    host = connections.list_hosts()[-1]
    try:
        with connections.open_connection(host) as connection:
            try:
                return connection.execute(query.encode()).fetchall()
            except (psycopg.errors.UndefinedTable, psycopg.errors.InsufficientPrivilege):
                return []
    except Unavailable:
        return []
