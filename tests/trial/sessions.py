"""A reader's shell: the blocks of one page in it, one after the other, and the server that one of them starts."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.trial.pages import Block, Page

SERVE_SECONDS = 600.0  # the first start installs everything
STOP_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a block went: ``problem`` is empty if well, ``log`` what its commands printed."""

    page: str
    block: Block
    problem: str
    seconds: float
    log: str = ""


class SessionEnded(Exception):
    """The shell is gone: a command in it failed, or left it."""


class Session:
    """A bash as ``prefix`` starts it, whose root is the folder ``root`` here."""

    def __init__(
        self, prefix: Sequence[str], root: Path, folder: str, environment: Mapping[str, str], port: int
    ) -> None:
        self._root, self._port = root, port
        self._count = 0
        self._server: int | None = None
        self._shell = subprocess.Popen(
            [*prefix, "/bin/bash", "--noprofile", "--norc"],
            env=dict(environment),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            start_new_session=True,
        )
        (root / "tmp").mkdir(exist_ok=True)
        self._tell(f"cd {folder}; echo there")

    def run(self, text: str) -> tuple[int, str]:
        """Run commands, and return their exit code and what they print; a failure ends the shell."""
        script, log = self._write(text)
        try:
            answer = self._tell(f"source {script} </dev/null >{log} 2>&1; echo $?; set +e +o pipefail")
        except SessionEnded:
            return self._shell.wait() or 1, self._read(log)
        return int(answer), self._read(log)

    def serve(self, text: str) -> tuple[str, str]:
        """Run commands that end in a server; return what is wrong ("" once it answers) and what they print."""
        self.stop_server()
        script, log = self._write(text)
        self._server = int(self._tell(f"setsid bash {script} </dev/null >{log} 2>&1 & echo $!"))
        deadline = time.monotonic() + SERVE_SECONDS
        while not _answers(self._port):
            if not list_session(self._server):
                return "it ended and serves nothing", self._read(log)
            if time.monotonic() > deadline:
                return f"nothing answers after {SERVE_SECONDS:g} s", self._read(log)
            time.sleep(0.3)
        return "", self._read(log)

    def stop_server(self) -> None:
        """End the server that a block started, and all that it started itself."""
        leader, self._server = self._server, None
        if leader is None:
            return
        deadline = time.monotonic() + STOP_SECONDS
        number = signal.SIGTERM
        while members := list_session(leader):
            for pid in members if number is signal.SIGKILL else members[:1]:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, number)
            if time.monotonic() > deadline:
                number = signal.SIGKILL
            time.sleep(0.3 if number is signal.SIGKILL else 1.0)

    def close(self) -> None:
        """End the shell and its server."""
        self.stop_server()
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._shell.pid, signal.SIGKILL)
        self._shell.wait()
        for pipe in (self._shell.stdin, self._shell.stdout):
            if pipe is not None:
                with contextlib.suppress(BrokenPipeError):
                    pipe.close()

    def _write(self, text: str) -> tuple[str, str]:
        self._count += 1
        name = f"/tmp/trial-{os.getpid()}-{self._shell.pid}-{self._count}"
        adapted = adapt(text, self._port)
        self._locate(f"{name}.sh").write_text(f"set -eo pipefail\n{adapted}", "utf-8")
        return f"{name}.sh", f"{name}.log"

    def _locate(self, name: str) -> Path:
        return self._root / name.lstrip("/")

    def _read(self, log: str) -> str:
        file = self._locate(log)
        return file.read_text("utf-8", "replace") if file.exists() else ""

    def _tell(self, line: str) -> str:
        assert self._shell.stdin is not None
        assert self._shell.stdout is not None
        try:
            self._shell.stdin.write(f"{line}\n")
            self._shell.stdin.flush()
        except BrokenPipeError:
            raise SessionEnded from None
        answer = self._shell.stdout.readline()
        if not answer:
            raise SessionEnded
        return answer.strip()


def adapt(text: str, port: int) -> str:
    """Return commands for a machine that others use too: nobody listens to the network, and 8000 is our own port."""
    return re.sub(r"\b8000\b", str(port), text.replace("0.0.0.0", "127.0.0.1"))


def list_session(leader: int) -> list[int]:
    """Return the processes of a session that still run, its leader first."""
    found = []
    for entry in Path("/proc").iterdir():
        with contextlib.suppress(OSError, ValueError):
            state, _, _, session = (entry / "stat").read_text().rpartition(")")[2].split()[:4]
            # A leader that has only just been started may not have left its parent's session yet.
            if leader in {int(session), int(entry.name)} and state != "Z":
                found.append(int(entry.name))
    return sorted(found)


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/api/health/live/", timeout=5) as answer:
            return bool(answer.status == 200)
    except (OSError, urllib.error.URLError):
        return False


@contextmanager
def opened(make: Callable[[], Session]) -> Iterator[Session]:
    """Give a session for the time of the block."""
    session = make()
    try:
        yield session
    finally:
        session.close()


def run_page(page: Page, make: Callable[[], Session]) -> Iterator[Outcome]:
    """Yield how each block of a page goes; after one that fails the reader opens a new shell."""
    blocks = list(page.blocks)
    while any(not block.skip for block in blocks):
        with opened(make) as session:
            while blocks:
                block = blocks.pop(0)
                outcome = _run_block(page.name, block, session)
                yield outcome
                if outcome.problem:
                    break
    for block in blocks:
        yield Outcome(page.name, block, "", 0.0)


def _run_block(page: str, block: Block, session: Session) -> Outcome:
    start = time.monotonic()
    if block.skip:
        return Outcome(page, block, "", 0.0)
    for text in block.before:
        code, log = session.run(f"{text}\n")
        if code:
            return Outcome(page, block, f"before: {text}: exit code {code}", time.monotonic() - start, log)
    if block.server:
        problem, log = session.serve(f"{block.server}\n")
        if problem:
            return Outcome(page, block, f"server: {problem}", time.monotonic() - start, log)
    if block.serves:
        problem, log = session.serve(block.text)
    else:
        text = (
            block.text
            if block.code == 0
            else f"code=0; {{ {block.text}}} || code=$?; [ $code = {block.code} ]\n"
        )
        code, log = session.run(text)
        problem = f"exit code {code}" if code else ""
    return Outcome(page, block, problem, time.monotonic() - start, log)
