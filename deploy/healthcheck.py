"""Exit 0 if the server in this container, at the address in BIND, answers: for images without curl."""

import http.client
import os
import re
import socket
import sys

DEFAULT_BIND, DEFAULT_PORT = "0.0.0.0:8000", 8000
_ANYWHERE = {"": "127.0.0.1", "0.0.0.0": "127.0.0.1", "::": "::1"}  # addresses that are no destination  # noqa: S104
_UNIX = re.compile(r"unix:(//)?")
_TCP = re.compile(r"(?:tcp://)?(?:\[(?P<six>[^\]]*)\]|(?P<host>[^:]*))(?::(?P<port>[0-9]+))?")


class UnixConnection(http.client.HTTPConnection):
    """HTTP over a Unix socket."""

    def __init__(self, path: str, timeout: float) -> None:
        super().__init__("localhost", timeout=timeout)
        self._path = path

    def connect(self) -> None:
        """Connect to the socket."""
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self._path)


def find_server(bind: str, timeout: float = 2.0) -> http.client.HTTPConnection:
    """Return a connection to the server at ``bind``, parsed like gunicorn: the first address, if several.

    ``host:port``, ``[::]:port``, ``host``, ``:port`` and ``unix:path`` are understood; ValueError for anything else.
    """
    first = bind.split(",", maxsplit=1)[0].strip()
    if _UNIX.match(first):
        return UnixConnection(_UNIX.sub("", first, count=1), timeout)
    found = _TCP.fullmatch(first)
    if found is None:
        raise ValueError(f"BIND is {bind!r}; accepted are host:port, [::]:port and unix:path.")
    host = found["host"] if found["six"] is None else found["six"]
    return http.client.HTTPConnection(_ANYWHERE.get(host, host), int(found["port"] or DEFAULT_PORT), timeout)


def is_alive(connection: http.client.HTTPConnection) -> bool:
    """Check that the server's process answers, which it does under any host name."""
    try:
        connection.request("GET", "/api/health/live/")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


if __name__ == "__main__":
    try:
        server = find_server(os.environ.get("BIND") or DEFAULT_BIND)
    except ValueError as error:
        sys.exit(str(error))
    sys.exit(0 if is_alive(server) else 1)
