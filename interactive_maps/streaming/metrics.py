"""What streams leave behind for Prometheus."""

from __future__ import annotations

from prometheus_client import Counter, Gauge, Histogram

from interactive_maps.ops.metrics.registry import REGISTRY, SECONDS

OPEN_STREAMS = Gauge(
    "interactive_maps_open_streams",
    "Streams that are being sent.",
    multiprocess_mode="livesum",
    registry=REGISTRY,
)
LANE_RUNNING = Gauge(
    "interactive_maps_lane_running",
    "Requests that are in their views.",
    ["lane"],
    multiprocess_mode="livesum",
    registry=REGISTRY,
)
LANE_WAITING = Gauge(
    "interactive_maps_lane_waiting",
    "Requests that wait for their turn.",
    ["lane"],
    multiprocess_mode="livesum",
    registry=REGISTRY,
)
QUEUE_SECONDS = Histogram(
    "interactive_maps_queue_seconds",
    "How long requests waited for their turn, of those that had to.",
    ["lane"],
    buckets=SECONDS,
    registry=REGISTRY,
)
STORE_READS = Counter(
    "interactive_maps_store_reads",
    "Streams asked of the frame store: hit is one that was there or under way.",
    ["result"],
    registry=REGISTRY,
)
FAILED_PRODUCTIONS = Counter(
    "interactive_maps_failed_productions",
    "Streams whose making broke off, mostly because the database was lost.",
    registry=REGISTRY,
)
STORE_BYTES = Gauge(
    "interactive_maps_store_bytes",
    "Frames kept, in bytes.",
    ["place"],
    multiprocess_mode="livesum",
    registry=REGISTRY,
)
STORE_LIMIT_BYTES = Gauge(
    "interactive_maps_store_limit_bytes",
    "How many bytes of frames may be kept.",
    ["place"],
    multiprocess_mode="livesum",
    registry=REGISTRY,
)
STORE_LOGS = Gauge(
    "interactive_maps_store_logs",
    "Streams kept, each encoding for itself.",
    multiprocess_mode="livesum",
    registry=REGISTRY,
)
PRODUCTIONS = Gauge(
    "interactive_maps_productions",
    "Streams that are being made or compressed.",
    multiprocess_mode="livesum",
    registry=REGISTRY,
)
UNSHARED_PRODUCTIONS = Gauge(
    "interactive_maps_unshared_productions",
    "Streams that are being made, or wait for it, for one reader alone: there is no room to keep them.",
    multiprocess_mode="livesum",
    registry=REGISTRY,
)
HITS, MISSES = STORE_READS.labels("hit"), STORE_READS.labels("miss")
