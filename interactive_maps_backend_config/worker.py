"""Gunicorn's worker for this project: uvicorn's, without a banner, and with an end that comes in time.

Open streams say goodbye on TERM, INT and QUIT by themselves, and clients that do not read are let go, under any
server (``ops.lifespan``, ``streaming.handler``). What is left is a request that is still in its view: uvicorn would
wait for it until gunicorn kills the worker. The number of open requests is limited in the handler, where health is
still answered and a refusal is JSON: uvicorn's own limit counts idle connections too, and refuses everybody in plain
text.
"""

from __future__ import annotations

import warnings
from typing import Any

with warnings.catch_warnings():
    # Announced to go; the package that is to replace it holds the same class.
    warnings.simplefilter("ignore", DeprecationWarning)
    from uvicorn.workers import UvicornWorker

LAST_SECONDS = 8  # after these, what is still not answered is given up


class MapWorker(UvicornWorker):
    """uvicorn under gunicorn."""

    CONFIG_KWARGS: dict[str, Any] = {  # noqa: RUF012 - as the class above declares it
        **UvicornWorker.CONFIG_KWARGS,
        "server_header": False,
        "timeout_graceful_shutdown": LAST_SECONDS,
    }
