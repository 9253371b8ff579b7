"""Not telling strangers which server this is.

uvicorn adds ``server: uvicorn`` to every answer. Its option against that (``--no-server-header``) is not in the
deployment guide's commands, and gunicorn has none: what an answer is about to get is looked up behind its ``send``.
"""

from __future__ import annotations

from typing import Any


def omit_server_header(send: Any) -> None:
    """Take the server's name out of the headers that uvicorn adds to the one answer behind ``send``."""
    answer = getattr(send, "__self__", None)
    headers = getattr(answer, "default_headers", None)
    if headers is not None:
        # A new list: the old one is shared by all answers, and uvicorn makes it anew every second.
        answer.default_headers = [header for header in headers if header[0] != b"server"]  # type: ignore[union-attr]
