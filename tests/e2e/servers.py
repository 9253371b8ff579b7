"""Real servers on loopback, started as a person would start them and ended by their pid."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from tests.databases import ROOT, Database

APPLICATION = "interactive_maps_backend_config.asgi:application"


def find_free_port() -> int:
    """Return a port that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """A running server: ``process`` leads its own session, ``log`` holds all that it said."""

    def __init__(self, process: subprocess.Popen[bytes], port: int, log: Path) -> None:
        self.process = process
        self.port = port
        self.log = log
        self.address = f"http://127.0.0.1:{port}"

    def wait_until_ready(self, seconds: float = 30.0) -> None:
        """Return as soon as the server answers."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            assert self.process.poll() is None, f"the server ended:\n{self.log.read_text()}"
            with contextlib.suppress(httpx.TransportError):
                if httpx.get(f"{self.address}/api/health/live/", timeout=5).status_code == 200:
                    return
            time.sleep(0.05)
        raise AssertionError(f"no answer within {seconds} s:\n{self.log.read_text()}")

    def stop(self, number: signal.Signals = signal.SIGTERM, seconds: float = 15.0) -> int:
        """Send the signal, and return the exit code."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        try:
            return self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(5)
            raise AssertionError(
                f"the server did not end within {seconds} s:\n{self.log.read_text()}"
            ) from None


@contextmanager
def run_server(
    database: Database,
    command: list[str] | None = None,
    *,
    settings: dict[str, str] | None = None,
    port: int | None = None,
) -> Iterator[Server]:
    """Run ``command`` (uvicorn unless given; ``{port}`` is filled in) for the time of the block."""
    port = port or find_free_port()
    words = command or [
        "uvicorn",
        APPLICATION,
        "--host",
        "127.0.0.1",
        "--port",
        "{port}",
        "--log-level",
        "warning",
    ]
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "log"
        with log.open("wb") as output:
            process = subprocess.Popen(
                [sys.executable, "-m", *(word.replace("{port}", str(port)) for word in words)],
                cwd=ROOT,
                env={**database.make_environment(), **(settings or {})},
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        server = Server(process, port, log)
        try:
            server.wait_until_ready()
            yield server
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait(10)
