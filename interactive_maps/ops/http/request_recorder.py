"""The one place that sees how every request ends."""

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
    """Give the record of an ASGI request; at the end of the block it is logged and counted, however that is left."""
    record = begin_request(scope)
    OPEN_REQUESTS.inc()
    try:
        yield record
        record.conclude()
    except asyncio.CancelledError:
        record.end("drained")  # only a server that ends cancels a request
        raise
    except BaseException:
        record.end("failed")
        raise
    finally:
        OPEN_REQUESTS.dec()
        log_request(record)
        observe_request(record)
