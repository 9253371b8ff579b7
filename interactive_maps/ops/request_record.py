"""What is known of one request, from its first byte to its last: the log line and the metrics are made of it.

The record travels with the request's context, so that a view, a stream or a log filter finds it without being handed
it. Everything a client chose is bounded here, and holds no line break: a log must not be written by strangers.
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
# Asked by machines every few seconds, by whatever name they know the server: never refused. Paths that only begin so
# are nothing of the kind.
ROUTINE = frozenset({"/api/health/", "/api/health/live/", "/api/health/ready/", "/metrics"})
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_SANE_ID = re.compile(rb"[A-Za-z0-9._-]{1,64}")
_SECRET = re.compile(r"(?i)((?:^|&)[^&=]*(?:token|secret|passw|key|auth|signature|session)[^&=]*=)[^&]*")


@dataclass(slots=True)
class RequestRecord:
    """One request. Times are in seconds; ``first_event`` counts from ``started``, ``sent_bytes`` is the body as sent.

    ``is_routine`` says whether a machine asks this, every few seconds; ``ended`` why it is over, once it is:
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
        """Take down what the answer's head says."""
        self.status = status
        for name, value in headers:
            if name.lower() == b"content-encoding":
                self.encoding = value.decode("latin-1")

    def note_batch(self) -> None:
        """Count a batch that was sent."""
        if self.first_event is None:
            self.first_event = time.perf_counter() - self.started
        self.batches += 1

    def note_complete(self) -> None:
        """Say that the last event sent was no batch, but the word that all were."""
        self.batches = max(0, self.batches - 1)

    def end(self, why: str) -> None:
        """Say why the request is over; what was said first stands."""
        self.ended = self.ended or why

    def conclude(self) -> None:
        """Work out why the request is over where nobody has said so."""
        if not self.is_answered:
            self.end("client_left")
        elif self.status >= 500:
            self.end("failed")
        else:
            self.end("refused" if self.status >= 400 else "complete")


_current: ContextVar[RequestRecord | None] = ContextVar("request", default=None)


def find_current() -> RequestRecord | None:
    """Return the record of the request that this code runs for, None outside of any."""
    return _current.get()


def get_current() -> RequestRecord:
    """Return the record of the request that this code runs for; outside of any, one that nobody looks at."""
    return _current.get() or RequestRecord("")


def begin_request(scope: Mapping[str, Any]) -> RequestRecord:
    """Start the record of an ASGI request, and make it the current one of this task and those that it starts."""
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
    """Return the path that the request is routed by: decoded, and below the one at which the server is mounted."""
    path: str = scope["path"]
    root = str(scope.get("root_path") or "").rstrip("/")
    return path[len(root) :] if root and path.startswith(f"{root}/") else path


def _choose_id(asked: bytes) -> str:
    """Return the client's own id where it is harmless: what goes through several servers keeps one name."""
    return asked.decode("ascii") if _SANE_ID.fullmatch(asked) else uuid.uuid4().hex


def _clean(text: bytes, length: int) -> str:
    cleaned = "".join(letter if letter.isprintable() else "?" for letter in text[:length].decode("latin-1"))
    return cleaned + "..." if len(text) > length else cleaned
