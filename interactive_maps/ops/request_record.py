"""Record of one request from its first byte to its last; the source of its log line and metrics.

The record belongs to the request's context, so views, streams and log filters find it without an argument. All
client-chosen values are bounded here and contain no line breaks, so that clients cannot forge log lines.
"""

from __future__ import annotations

import re
import time
import uuid
from collections.abc import Iterable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

REQUEST_ID_HEADER = b"x-request-id"
PATH_LENGTH, QUERY_LENGTH, AGENT_LENGTH = 200, 300, 200  # characters that are kept
# Endpoints polled by machines every few seconds, under any host name; never rejected. Longer paths with the same
# beginning do not count.
ROUTINE = frozenset({"/api/health/", "/api/health/live/", "/api/health/ready/", "/metrics"})
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_SANE_ID = re.compile(rb"[A-Za-z0-9._-]{1,64}")
_SECRET = re.compile(r"(?i)((?:^|&)[^&=]*(?:token|secret|passw|key|auth|signature|session)[^&=]*=)[^&]*")


@dataclass(slots=True)
class RequestRecord:
    """One request. Times are in seconds; ``first_event`` counts from ``started``; ``sent_bytes`` is the body as sent.

    ``is_routine`` marks the endpoints that machines poll. ``ended`` is the reason for the end, once there is one:
    ``complete``, ``client_left``, ``stopped_reading``, ``drained``, ``source_lost``, ``refused`` or ``failed``.
    """

    id: str
    method: str = ""
    path: str = ""
    query: str = ""
    client: str = ""
    agent: str = ""
    is_routine: bool = False
    started: float = field(default_factory=time.perf_counter)
    route: str = "unmatched"
    status: int = 0
    encoding: str = "identity"
    sent_bytes: int = 0
    batches: int = 0
    first_event: float | None = None
    is_answered: bool = False
    ended: str = ""

    def note_start(self, status: int, headers: Iterable[tuple[bytes, bytes]]) -> None:
        """Record the response's head."""
        self.status = status
        for name, value in headers:
            if name.lower() == b"content-encoding":
                self.encoding = value.decode("latin-1")

    def note_batch(self) -> None:
        """Count a sent batch."""
        if self.first_event is None:
            self.first_event = time.perf_counter() - self.started
        self.batches += 1

    def note_complete(self) -> None:
        """Record that the last event sent was the one that completes the stream."""
        self.batches = max(0, self.batches - 1)

    def end(self, why: str) -> None:
        """Set the reason for the end; the first call wins."""
        self.ended = self.ended or why

    def conclude(self) -> None:
        """Derive the reason for the end if none was set."""
        if not self.is_answered:
            self.end("client_left")
        elif self.status >= 500:
            self.end("failed")
        else:
            self.end("refused" if self.status >= 400 else "complete")


_current: ContextVar[RequestRecord | None] = ContextVar("request", default=None)


def find_current() -> RequestRecord | None:
    """Return the current request's record, or None outside of a request."""
    return _current.get()


def get_current() -> RequestRecord:
    """Return the current request's record; outside of a request, one that is discarded."""
    return _current.get() or RequestRecord("")


def begin_request(scope: Mapping[str, Any]) -> RequestRecord:
    """Start the record of an ASGI request; it becomes current in this task and its children."""
    headers = dict(scope["headers"])
    raw_path = scope.get("raw_path") or scope["path"].encode("ascii", "backslashreplace")
    method = scope["method"]
    record = RequestRecord(
        id=_choose_id(headers.get(REQUEST_ID_HEADER, b"")),
        method=method if method in _METHODS else "other",
        path=_clean(raw_path, PATH_LENGTH),
        query=_SECRET.sub(r"\1***", _clean(scope.get("query_string", b""), QUERY_LENGTH)),
        client=str((scope.get("client") or ("",))[0]),
        agent=_clean(headers.get(b"user-agent", b""), AGENT_LENGTH),
        is_routine=find_path(scope) in ROUTINE,
    )
    _current.set(record)
    return record


def find_path(scope: Mapping[str, Any]) -> str:
    """Return the path used for routing: decoded, and relative to the server's mount point."""
    path: str = scope["path"]
    root = str(scope.get("root_path") or "").rstrip("/")
    return path[len(root) :] if root and path.startswith(f"{root}/") else path


def _choose_id(asked: bytes) -> str:
    """Return the client's own id if it is harmless, so that a request keeps its id across servers."""
    return asked.decode("ascii") if _SANE_ID.fullmatch(asked) else uuid.uuid4().hex


def _clean(text: bytes, length: int) -> str:
    cleaned = "".join(letter if letter.isprintable() else "?" for letter in text[:length].decode("latin-1"))
    return cleaned + "..." if len(text) > length else cleaned
