"""Recording of requests; the outermost layer, which sees the end of each request."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from interactive_maps.ops.logs import log_request
from interactive_maps.ops.metrics.registry import OPEN_REQUESTS, observe_request
from interactive_maps.ops.request_record import RequestRecord, begin_request


@contextmanager
def recorded(scope: Mapping[str, Any]) -> Iterator[RequestRecord]:
    """Yield the record of an ASGI request; log and count it at the end of the block, also after errors."""
    record = begin_request(scope)
    OPEN_REQUESTS.inc()
    try:
        yield record
        record.conclude()
    except asyncio.CancelledError:
        record.end("drained")  # only a server that shuts down cancels a request
        raise
    except BaseException:
        record.end("failed")
        raise
    finally:
        OPEN_REQUESTS.dec()
        log_request(record)
        observe_request(record)
