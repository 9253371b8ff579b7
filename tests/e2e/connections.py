"""HTTP/1.1 by hand: clients that cut off, stop reading, or send what no library would send."""

from __future__ import annotations

import socket
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer: ``headers`` in lower case."""

    status: int
    headers: dict[str, str]
    body: bytes


class Connection:
    """A raw connection to a server on loopback; ``receive_buffer`` in bytes keeps the kernel from reading ahead."""

    def __init__(self, port: int, *, receive_buffer: int | None = None, timeout: float = 30.0) -> None:
        self.socket = socket.socket()
        if receive_buffer is not None:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        self.socket.settimeout(timeout)
        self.socket.connect(("127.0.0.1", port))
        self._buffer = b""

    def __enter__(self) -> Connection:
        return self

    def __exit__(self, *_: object) -> None:
        self.socket.close()

    def send(self, data: bytes) -> None:
        """Send ``data`` as it is."""
        self.socket.sendall(data)

    def request(self, target: str, headers: dict[str, str] | None = None, method: str = "GET") -> None:
        """Send one request."""
        lines = [f"{method} {target} HTTP/1.1", "Host: localhost"]
        lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
        self.send("\r\n".join([*lines, "", ""]).encode())

    def read_head(self) -> tuple[int, dict[str, str]]:
        """Return status and headers."""
        head = self._read_until(b"\r\n\r\n").decode("latin-1")
        status, *lines = head.split("\r\n")
        pairs = (line.split(":", 1) for line in lines if line)
        return int(status.split()[1]), {name.lower(): value.strip() for name, value in pairs}

    def read_chunk(self) -> bytes:
        """Return the next chunk of a chunked body, b"" for the last."""
        size = int(self._read_until(b"\r\n"), 16)
        return self._read_exactly(size + 2)[:-2]

    def read_answer(self, method: str = "GET") -> Answer:
        """Return a whole answer, of whatever framing."""
        status, headers = self.read_head()
        if method == "HEAD" or status in {204, 304}:
            return Answer(status, headers, b"")
        if headers.get("transfer-encoding") == "chunked":
            return Answer(status, headers, b"".join(iter(self.read_chunk, b"")))
        if "content-length" in headers:
            return Answer(status, headers, self._read_exactly(int(headers["content-length"])))
        return Answer(status, headers, self._read_rest())

    def _read_until(self, mark: bytes) -> bytes:
        while mark not in self._buffer:
            self._receive()
        taken, _, self._buffer = self._buffer.partition(mark)
        return taken

    def _read_exactly(self, size: int) -> bytes:
        while len(self._buffer) < size:
            self._receive()
        taken, self._buffer = self._buffer[:size], self._buffer[size:]
        return taken

    def _read_rest(self) -> bytes:
        while data := self.socket.recv(65536):
            self._buffer += data
        return self._buffer

    def _receive(self) -> None:
        data = self.socket.recv(262_144)
        if not data:
            raise ConnectionError(f"the server closed the connection after {self._buffer[:200]!r}")
        self._buffer += data
