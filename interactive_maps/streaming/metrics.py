"""Prometheus metrics of streams."""

from __future__ import annotations

from prometheus_client import Counter, Gauge, Histogram

from interactive_maps.ops.metrics.registry import REGISTRY, SECONDS

OPEN_STREAMS = Gauge(
    "interactive_maps_open_streams",
    "Streams being sent.",
    multiprocess_mode="livesum",
    registry=REGISTRY,
)
LANE_RUNNING = Gauge(
    "interactive_maps_lane_running",
    "Requests being processed by views.",
    ["lane"],
    multiprocess_mode="livesum",
    registry=REGISTRY,
)
LANE_WAITING = Gauge(
    "interactive_maps_lane_waiting",
    "Requests waiting for their turn.",
    ["lane"],
    multiprocess_mode="livesum",
    registry=REGISTRY,
)
QUEUE_SECONDS = Histogram(
    "interactive_maps_queue_seconds",
    "Waiting time of requests that had to wait for their turn.",
    ["lane"],
    buckets=SECONDS,
    registry=REGISTRY,
)
STORE_READS = Counter(
    "interactive_maps_store_reads",
    "Lookups in the frame store; a hit is a stream that was cached or in production.",
    ["result"],
    registry=REGISTRY,
)
FAILED_PRODUCTIONS = Counter(
    "interactive_maps_failed_productions",
    "Stream productions that failed, mostly because the database connection was lost.",
    registry=REGISTRY,
)
STORE_BYTES = Gauge(
    "interactive_maps_store_bytes",
    "Bytes of cached frames.",
    ["place"],
    multiprocess_mode="livesum",
    registry=REGISTRY,
)
STORE_LIMIT_BYTES = Gauge(
    "interactive_maps_store_limit_bytes",
    "Limit of the bytes of cached frames.",
    ["place"],
    multiprocess_mode="livesum",
    registry=REGISTRY,
)
STORE_LOGS = Gauge(
    "interactive_maps_store_logs",
    "Cached streams; each encoding counts.",
    multiprocess_mode="livesum",
    registry=REGISTRY,
)
PRODUCTIONS = Gauge(
    "interactive_maps_productions",
    "Streams being produced or compressed.",
    multiprocess_mode="livesum",
    registry=REGISTRY,
)
UNSHARED_PRODUCTIONS = Gauge(
    "interactive_maps_unshared_productions",
    "Productions that run or wait for a single reader, because the cache has no room for their stream.",
    multiprocess_mode="livesum",
    registry=REGISTRY,
)
HITS, MISSES = STORE_READS.labels("hit"), STORE_READS.labels("miss")
