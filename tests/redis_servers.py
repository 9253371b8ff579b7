"""A real Redis on loopback, for tests that share, lose and find it again."""

from __future__ import annotations

import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager

import redis

from tests.e2e.servers import find_free_port


class RedisServer:
    """A Redis without files; it can be stopped, started again on its port with an empty memory, and frozen."""

    def __init__(self) -> None:
        self.port = find_free_port()
        self.address = f"redis://127.0.0.1:{self.port}/0"
        self.client = redis.Redis.from_url(self.address)
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Return as soon as it answers."""
        words = ["--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        self._process = subprocess.Popen(
            ["redis-server", *words, "--dir", tempfile.gettempdir()], stdout=subprocess.DEVNULL
        )
        deadline = time.monotonic() + 10
        while True:
            try:
                self.client.ping()
                return
            except redis.ConnectionError:
                assert time.monotonic() < deadline, "redis-server does not answer"
                time.sleep(0.02)

    def stop(self) -> None:
        """Kill it: connections to it are refused from now on."""
        if self._process is not None:
            self._process.kill()
            self._process.wait(10)
            self._process = None

    def freeze(self) -> None:
        """Let it take connections and questions, and answer none."""
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let it go on."""
        assert self._process is not None
        self._process.send_signal(signal.SIGCONT)

    def count_places(self) -> int:
        """Return how many places for streams are taken, of all clients together, and whose lease has not run out."""
        keys = self.client.scan_iter("interactive-maps:places:*")
        return sum(self.client.zcount(key, time.time(), "+inf") for key in keys)


@contextmanager
def run_redis() -> Iterator[RedisServer]:
    """Run a Redis for the time of the block."""
    server = RedisServer()
    server.start()
    try:
        yield server
    finally:
        server.client.close()
        server.stop()
