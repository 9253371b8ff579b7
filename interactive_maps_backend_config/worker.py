"""Gunicorn worker for this project: uvicorn's worker without a server header, and with a bounded shutdown.

Open streams end by themselves on TERM, INT and QUIT, and clients that do not read are dropped, under any server
(``ops.lifespan``, ``streaming.handler``). A request still in its view remains: uvicorn would wait for it until
gunicorn kills the worker. The handler limits the number of open requests; it still answers health checks, and rejects
requests with JSON. uvicorn's own limit counts idle connections too, and rejects all requests in plain text.
"""

from __future__ import annotations

import warnings
from typing import Any

with warnings.catch_warnings():
    # Deprecated; the package that will replace it contains the same class.
    warnings.simplefilter("ignore", DeprecationWarning)
    from uvicorn.workers import UvicornWorker

LAST_SECONDS = 8  # seconds after which unfinished requests are abandoned


class MapWorker(UvicornWorker):
    """uvicorn under gunicorn."""

    CONFIG_KWARGS: dict[str, Any] = {  # noqa: RUF012 - as the class above declares it
        **UvicornWorker.CONFIG_KWARGS,
        "server_header": False,
        "timeout_graceful_shutdown": LAST_SECONDS,
    }
