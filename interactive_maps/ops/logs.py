"""The log: one line a request, at its end, and the request's id in every line that is written for it."""

from __future__ import annotations

import logging
import time

from interactive_maps.ops import request_record
from interactive_maps.ops.request_record import RequestRecord

logger = logging.getLogger("interactive_maps.requests")
_BROKEN = frozenset({"failed", "source_lost"})


class RequestIdFilter(logging.Filter):
    """Adds ``request_id`` to what is logged on behalf of a request; lets everything through."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Return True."""
        current = request_record.find_current()
        if current is not None and not hasattr(record, "request_id"):
            record.request_id = current.id
        return True


class TraceFilter(logging.Filter):
    """Lets through what carries a trace: of the rest ("Not Found: /x") the request's own line says more."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Return whether ``record`` carries a trace."""
        return bool(record.exc_info)


def log_request(record: RequestRecord) -> None:
    """Write the line of a request that is over."""
    level = logging.INFO
    if record.is_routine and record.status < 500:
        level = logging.DEBUG
    elif record.ended in _BROKEN or record.status >= 500:
        level = logging.WARNING
    if not logger.isEnabledFor(level):
        return
    total = time.perf_counter() - record.started
    first = record.first_event
    details = {
        "request_id": record.id,
        "client": record.client,
        "method": record.method,
        "path": record.path,
        "query": record.query,
        "route": record.route,
        "status": record.status,
        "bytes": record.sent_bytes,
        "encoding": record.encoding,
        "batches": record.batches,
        "first_event_ms": None if first is None else round(first * 1000, 2),
        "total_ms": round(total * 1000, 2),
        "user_agent": record.agent,
        "ended": record.ended,
    }
    logger.log(level, "%s %s %s %s", record.method, record.path, record.status, record.ended, extra=details)


def take_over_uvicorn() -> None:
    """Let uvicorn's own lines, where it runs without gunicorn, go the way of all others, and silence its access log.

    Under gunicorn both go where its options say, and whoever asks for an access log there gets one.
    """
    for name in ("uvicorn", "uvicorn.error"):
        theirs = logging.getLogger(name)
        theirs.handlers.clear()
        theirs.propagate = True
    access = logging.getLogger("uvicorn.access")
    access.handlers.clear()
    access.propagate = False
