"""A connection that breaks: everything is passed on, but each answer only up to so many bytes."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def run_cutting_link(port: int, most: int, path: bytes) -> Iterator[int]:
    """Pass connections on to ``port``; answers to ``path`` end after ``most`` bytes. Gives the port to ask."""
    listener = socket.create_server(("127.0.0.1", 0))
    threading.Thread(target=_accept, args=(listener, port, most, path), daemon=True).start()
    try:
        yield int(listener.getsockname()[1])
    finally:
        listener.close()


def _accept(listener: socket.socket, port: int, most: int, path: bytes) -> None:
    with contextlib.suppress(OSError):  # closed: the test is over
        while True:
            client, _ = listener.accept()
            threading.Thread(target=_serve, args=(client, port, most, path), daemon=True).start()


def _serve(client: socket.socket, port: int, most: int, path: bytes) -> None:
    """One request a connection, so that it is known which answer is which."""
    with client, contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)) as server:
        request = b""
        while b"\r\n\r\n" not in request:
            if not (part := client.recv(65536)):
                return
            request += part
        head, _, body = request.partition(b"\r\n\r\n")
        lines = [line for line in head.split(b"\r\n") if not line.lower().startswith(b"connection:")]
        server.sendall(b"\r\n".join([*lines, b"Connection: close"]) + b"\r\n\r\n" + body)
        left = most if path in lines[0] else None
        while part := server.recv(4096):
            client.sendall(part if left is None else part[:left])
            left = None if left is None else left - len(part)
            if left is not None and left <= 0:
                time.sleep(0.2)  # a browser that hears of the end too soon forgets what came before it
                return
