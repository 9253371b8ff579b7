"""Prometheus metrics of the database and its connections."""

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
    "Time to query and receive one batch of a stream; the mean if several were requested at once.",
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
        ("used", "Connections in use."),
        ("waiting", "Requests waiting for a connection."),
    )
)
HOST_USABLE = Gauge(
    "interactive_maps_database_usable",
    "0 for a replica that some worker does not read from, because it is unreachable or behind.",
    ["host", "role"],
    multiprocess_mode="livemin",
    registry=REGISTRY,
)
_VERSIONS = "SELECT layer, version::text, extract(epoch FROM changed_at)::float FROM layer_version"
_RUNS = "SELECT result, runs, last_seconds, extract(epoch FROM last_at)::float FROM import_tally"


def sample_connections() -> None:
    """Set the gauges of this process's pools and of the hosts' state as it sees them."""
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
    """Yield each layer's version and the time of its last change."""
    version = GaugeMetricFamily("interactive_maps_layer_version", "The version of a layer.", labels=["layer"])
    changed = GaugeMetricFamily(
        "interactive_maps_layer_changed_timestamp_seconds", "Time of a layer's last change.", labels=["layer"]
    )
    for layer, number, seconds in _ask(_VERSIONS):
        version.add_metric([layer], float(number))
        changed.add_metric([layer], seconds)
    yield from (version, changed)


def collect_runs() -> Iterator[Metric]:
    """Yield import statistics as counted in the database."""
    runs = CounterMetricFamily(
        "interactive_maps_import_runs", "Imports that reached publication.", labels=["result"]
    )
    last = GaugeMetricFamily(
        "interactive_maps_import_last_seconds", "Duration of the last publication.", labels=["result"]
    )
    when = GaugeMetricFamily(
        "interactive_maps_import_last_timestamp_seconds",
        "Time of the end of the last import.",
        labels=["result"],
    )
    for result, count, seconds, ended in _ask(_RUNS):
        runs.add_metric([result], count)
        last.add_metric([result], seconds)
        when.add_metric([result], ended)
    yield from (runs, last, when)


def collect_migrations() -> Iterator[Metric]:
    """Yield the numbers of unapplied and of unknown migrations."""
    state = fetch_migration_state()
    if state is None:
        return
    differing = GaugeMetricFamily(
        "interactive_maps_migrations",
        "Migrations that the database lacks (unapplied), and those that only newer code has (unknown).",
        labels=["state"],
    )
    differing.add_metric(["unapplied"], len(state.unapplied))
    differing.add_metric(["unknown"], len(state.unknown))
    yield differing


def _ask(query: str) -> list[tuple[Any, ...]]:
    """Return the rows of a query to the primary; empty if it is unreachable or the table is missing."""
    host = connections.list_hosts()[-1]
    try:
        with connections.open_connection(host) as connection:
            try:
                return connection.execute(query.encode()).fetchall()
            except (psycopg.errors.UndefinedTable, psycopg.errors.InsufficientPrivilege):
                return []
    except Unavailable:
        return []
