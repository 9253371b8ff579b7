"""A client with hardly any overhead: one socket, one buffer, no parsing. The same for every server measured."""

from __future__ import annotations

import socket
import time
from dataclasses import dataclass

BUFFER = 256 * 1024
TIMEOUT = 120.0
BASE_FLOOR = "/api/base-floor/"
ROOMS = "/api/rooms/"


@dataclass(frozen=True, slots=True)
class Reading:
    """One response, read to its end: ``seconds`` since before the connection was made, ``size`` on the wire."""

    seconds: float
    size: int


def write_request(path: str, encoding: str = "identity") -> bytes:
    """Return a GET after which the server closes, so that the end needs no parsing."""
    return (
        f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: {encoding}\r\nConnection: close\r\n\r\n"
    ).encode()


def read_whole(port: int, path: str = BASE_FLOOR, encoding: str = "identity") -> Reading:
    """Read a response to its end and discard it."""
    buffer = bytearray(BUFFER)
    size = 0
    start = time.perf_counter()
    with socket.create_connection(("127.0.0.1", port), TIMEOUT) as connection:
        connection.sendall(write_request(path, encoding))
        while received := connection.recv_into(buffer):
            if size == 0:
                _check_status(buffer)
            size += received
    return Reading(time.perf_counter() - start, size)


def time_first_event(port: int, path: str = BASE_FLOOR) -> float:
    """Return the seconds until the whole first batch has arrived; the rest is not read."""
    received = bytearray()
    start = time.perf_counter()
    with socket.create_connection(("127.0.0.1", port), TIMEOUT) as connection:
        connection.sendall(write_request(path))
        while b"]}\n\n" not in received:
            piece = connection.recv(BUFFER)
            if not piece:
                raise ConnectionError(f"the stream ended before its first event: {received[:200]!r}")
            received += piece
        taken = time.perf_counter() - start
    _check_status(received)
    return taken


def open_and_stall(port: int, path: str = BASE_FLOOR) -> socket.socket:
    """Return a connection whose client stops after reading the beginning of a response."""
    connection = socket.socket()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)  # or the kernel would continue reading
    connection.settimeout(TIMEOUT)
    connection.connect(("127.0.0.1", port))
    connection.sendall(write_request(path))
    _check_status(connection.recv(1024))
    return connection


def _check_status(head: bytes | bytearray) -> None:
    if not head.startswith(b"HTTP/1.1 200 "):
        raise ConnectionError(f"not a stream: {bytes(head[:200])!r}")
