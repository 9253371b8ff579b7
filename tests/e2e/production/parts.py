"""A part of the chain: one server process in its own folder, that a test may stop, kill, freeze and start again."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import psutil

Probe = Callable[[], bool]


class Part:
    """``command`` runs in a session of its own on ``port``; ``log`` holds all that it ever said.

    ``is_ready`` tells whether it answers; without one, accepting connections is enough.
    """

    def __init__(
        self,
        name: str,
        folder: Path,
        port: int,
        command: list[str],
        *,
        environment: Mapping[str, str] | None = None,
        is_ready: Probe | None = None,
        stop_signal: signal.Signals = signal.SIGTERM,
        cwd: Path | None = None,
    ) -> None:
        self.name = name
        self.folder = folder
        self.port = port
        self.command = command
        self.log = folder / f"{name}.log"
        self.environment = dict(environment or os.environ)
        self.stop_signal = stop_signal
        self._is_ready = is_ready or self._accepts
        self._cwd = cwd or folder
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """The first process: the master, where there are workers."""
        assert self._process is not None, f"{self.name} was never started"
        return self._process.pid

    @property
    def is_running(self) -> bool:
        """Whether the first process is there."""
        return self._process is not None and self._process.poll() is None

    def list_children(self) -> list[int]:
        """Return the pids of its workers (or PostgreSQL's backends), oldest first."""
        children = psutil.Process(self.pid).children()
        return [child.pid for child in sorted(children, key=lambda child: child.create_time())]

    def start(self, seconds: float = 30.0) -> None:
        """Start it, and return as soon as it answers."""
        assert not self.is_running, f"{self.name} runs already"
        self.launch()
        try:
            self.wait_until_ready(seconds)
        except BaseException:
            self.kill()  # nobody else knows of it yet
            raise

    def launch(self) -> None:
        """Start it without waiting for it."""
        with self.log.open("ab") as output:
            self._process = subprocess.Popen(
                self.command,
                cwd=self._cwd,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )

    def wait_until_ready(self, seconds: float = 30.0) -> None:
        """Return as soon as it answers."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            assert self.is_running, f"{self.name} ended:\n{self.read_log()}"
            if self._is_ready():
                return
            time.sleep(0.02)
        raise AssertionError(f"{self.name} does not answer within {seconds} s:\n{self.read_log()}")

    def send(self, number: signal.Signals) -> None:
        """Send a signal to the first process."""
        os.kill(self.pid, number)

    def wait(self, seconds: float = 30.0) -> int:
        """Wait for its end, and return the exit code."""
        assert self._process is not None
        try:
            return self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            raise AssertionError(f"{self.name} runs after {seconds} s:\n{self.read_log()}") from None

    def stop(self, seconds: float = 30.0) -> int:
        """Ask it to end as its container is asked (``stop_signal``), and return the exit code."""
        if self.is_running:
            self.send(self.stop_signal)
        return self.wait(seconds)

    def kill(self) -> None:
        """kill -9, the first process and all that it started."""
        if self._process is None:
            return
        family = [self.pid]
        if self.is_running:
            family += [child.pid for child in psutil.Process(self.pid).children(recursive=True)]
        for pid in family:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
        self._process.wait(10)

    def restart(self, seconds: float = 30.0) -> None:
        """Stop it and start it again, on the same port."""
        self.stop()
        self.start(seconds)

    def freeze(self) -> None:
        """SIGSTOP the whole family: it keeps its connections and answers nothing."""
        for pid in [self.pid, *self.list_children()]:
            os.kill(pid, signal.SIGSTOP)

    def thaw(self) -> None:
        """Let a frozen family go on."""
        for pid in [self.pid, *self.list_children()]:
            os.kill(pid, signal.SIGCONT)

    def read_log(self) -> str:
        """Return all that it has said."""
        return self.log.read_text(errors="replace") if self.log.exists() else ""

    def _accepts(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0
