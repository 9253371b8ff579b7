"""Prometheus metrics of requests, and the functions through which apps add their own.

Counts and durations are recorded as they happen. A process samples its own state (pools, memory) once a second.
Metrics from the database are queried at each scrape. docs/reference/metrics.md lists all metrics.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.metrics_core import Metric
from prometheus_client.mmap_dict import MmapedDict
from prometheus_client.multiprocess import MultiProcessCollector

from interactive_maps import VERSION
from interactive_maps.ops.metrics import worker_files
from interactive_maps.ops.request_record import RequestRecord

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
SAMPLE_SECONDS = 1.0
# The guide promises a batch within 0.5 s, so one bucket ends exactly there.
SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0)

logger = logging.getLogger(__name__)
REGISTRY = CollectorRegistry()

REQUESTS = Counter(
    "interactive_maps_requests",
    "Finished requests by the reason for their end.",
    ["route", "method", "status", "ended"],
    registry=REGISTRY,
)
REQUEST_SECONDS = Histogram(
    "interactive_maps_request_seconds",
    "Time from a request's head to the last byte of its response.",
    ["route"],
    buckets=SECONDS,
    registry=REGISTRY,
)
FIRST_EVENT_SECONDS = Histogram(
    "interactive_maps_first_event_seconds",
    "Time from a request's head to the first event of its stream, written to the socket.",
    ["route"],
    buckets=SECONDS,
    registry=REGISTRY,
)
SENT_BYTES = Counter(
    "interactive_maps_sent_bytes",
    "Bytes of response bodies as sent (encoded); counted when requests end.",
    ["route"],
    registry=REGISTRY,
)
OPEN_REQUESTS = Gauge(
    "interactive_maps_open_requests",
    "Requests in progress, including streams.",
    multiprocess_mode="livesum",
    registry=REGISTRY,
)
REFUSALS = Counter(
    "interactive_maps_refusals",
    "Requests rejected by a limit.",
    ["limit"],
    registry=REGISTRY,
)
CHECK_OK = Gauge(
    "interactive_maps_check_ok",
    "1 if the readiness check passes, as seen by the scraped worker.",
    ["check"],
    multiprocess_mode="livemostrecent",
    registry=REGISTRY,
)
BUILD_INFO = Gauge(
    "interactive_maps_build_info",
    "Always 1; the label is the running version.",
    ["version"],
    multiprocess_mode="livemax",
    registry=REGISTRY,
)
BUILD_INFO.labels(version=VERSION).set(1)
REFUSALS.labels(limit="worker_concurrency")

_samplers: list[Callable[[], None]] = []
_collectors: list[Callable[[], Iterable[Metric]]] = []


def register_sampler(sample: Callable[[], None]) -> None:
    """Register ``sample``, which sets gauges once a second in the event loop. It must be fast and must not raise."""
    _samplers.append(sample)


def register_collector(collect: Callable[[], Iterable[Metric]]) -> None:
    """Register ``collect``, which adds queried metrics to each scrape. It is called in a thread."""
    _collectors.append(collect)


def observe_request(record: RequestRecord) -> None:
    """Count a finished request."""
    route = record.route
    REQUESTS.labels(route, record.method, str(record.status or 499), record.ended).inc()
    REQUEST_SECONDS.labels(route).observe(time.perf_counter() - record.started)
    SENT_BYTES.labels(route).inc(record.sent_bytes)
    if record.first_event is not None:
        FIRST_EVENT_SECONDS.labels(route).observe(record.first_event)


def sample() -> None:
    """Update this process's sampled gauges."""
    for set_gauges in _samplers:
        set_gauges()


async def keep_sampling() -> None:
    """Sample until the worker stops."""
    while True:
        sample()
        await asyncio.sleep(SAMPLE_SECONDS)


def scrape(*, asking: bool = True) -> bytes:
    """Return the metrics of all workers of this server as text: read from files and, if ``asking``, collected."""
    answers = CollectorRegistry()
    for collect in _collectors if asking else ():
        answers.register(_Answer(collect))
    return _scrape_workers() + generate_latest(answers)


def _scrape_workers() -> bytes:
    folder = worker_files.get_folder()
    if folder is None:
        return generate_latest(REGISTRY)
    with worker_files.locked(folder):
        for file in worker_files.list_dead(folder):
            _bury(file)
        registry = CollectorRegistry()
        MultiProcessCollector(registry, path=str(folder))  # type: ignore[no-untyped-call]
        return generate_latest(registry)


def _bury(file: Path) -> None:
    """Add a dead worker's counts to those of all dead workers, and drop its gauges."""
    if not file.name.startswith("gauge_live"):
        kind = file.stem.rpartition("_")[0]
        kept = MmapedDict(str(file.with_name(f"{kind}_0.db")))  # type: ignore[no-untyped-call]
        for key, value, timestamp, _ in MmapedDict.read_all_values_from_file(str(file)):  # type: ignore[no-untyped-call]
            kept.write_value(key, kept.read_value(key)[0] + value, timestamp)  # type: ignore[no-untyped-call]
        kept.close()  # type: ignore[no-untyped-call]
    file.unlink()


class _Answer:
    """Adapter of a registered collector to prometheus_client."""

    def __init__(self, collect: Callable[[], Iterable[Metric]]) -> None:
        self._collect = collect

    def collect(self) -> Iterable[Metric]:
        """Return the collected metrics."""
        return list(self._collect())

    def describe(self) -> Iterable[Metric]:
        """Return nothing: listing names must not cause queries."""
        return []
