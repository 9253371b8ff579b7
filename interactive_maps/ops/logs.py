"""Logging: one line per request, at its end, and the request's id in each line logged during it."""

from __future__ import annotations

import logging
import time

from interactive_maps.ops import request_record
from interactive_maps.ops.request_record import RequestRecord

logger = logging.getLogger("interactive_maps.requests")
_BROKEN = frozenset({"failed", "source_lost"})


class RequestIdFilter(logging.Filter):
    """Adds ``request_id`` to records logged during a request; passes all records."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Return True."""
        current = request_record.find_current()
        if current is not None and not hasattr(record, "request_id"):
            record.request_id = current.id
        return True


class TraceFilter(logging.Filter):
    """Passes only records with a trace; the request's own line covers the others ("Not Found: /x")."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Return whether ``record`` has a trace."""
        return bool(record.exc_info)


def log_request(record: RequestRecord) -> None:
    """Log the line of a finished request."""
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
    """Route uvicorn's messages to the project's log and silence its access log, unless gunicorn runs it.

    Under gunicorn its options decide about both, so an access log remains possible.
    """
    for name in ("uvicorn", "uvicorn.error"):
        theirs = logging.getLogger(name)
        theirs.handlers.clear()
        theirs.propagate = True
    access = logging.getLogger("uvicorn.access")
    access.handlers.clear()
    access.propagate = False
