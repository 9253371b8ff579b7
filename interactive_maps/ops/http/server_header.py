"""Removal of the ``server`` header.

uvicorn adds ``server: uvicorn`` to every response. Its option against that (``--no-server-header``) is missing from
the deployment guide's commands, and gunicorn has none. So the headers are changed through the object behind ``send``.
"""

from __future__ import annotations

from typing import Any


def omit_server_header(send: Any) -> None:
    """Remove the server's name from the headers that uvicorn adds to the response behind ``send``."""
    answer = getattr(send, "__self__", None)
    headers = getattr(answer, "default_headers", None)
    if headers is not None:
        # Create a new list: all responses share the old one, which uvicorn renews every second.
        answer.default_headers = [header for header in headers if header[0] != b"server"]  # type: ignore[union-attr]
