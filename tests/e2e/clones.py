"""The project as somebody has cloned it, and its own scripts run there as a reader would."""

import os
import shutil
import signal
import subprocess
import time
from contextlib import contextmanager

import httpx
import psutil

from tests.databases import ROOT
from tests.e2e.servers import find_free_port

PRIVATE = ("POSTGRES_", "DATABASE_", "SECRET_KEY", "ALLOWED_HOSTS", "DJANGO_", "BENCH_", "PYTEST_")


class Clone:
    """What git tracks (as it is in the work tree), with this checkout's packages, run by its own scripts."""

    def __init__(self, folder):
        self.folder, self.port = folder, find_free_port()
        files = subprocess.run(
            ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        ).stdout.splitlines()
        for name in files:
            if (ROOT / name).is_file():
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(ROOT / name, folder / name)
        (folder / ".venv").symlink_to(ROOT / ".venv")
        self.environment = {k: v for k, v in os.environ.items() if not k.startswith(PRIVATE)}
        self.environment["PORT"] = str(self.port)

    @contextmanager
    def serve(self, **changes):
        """Run scripts/run for the time of the block, from when the map is served; give the seconds that took."""
        start = time.monotonic()
        log = (self.folder / "run.log").open("wb")
        process = subprocess.Popen(
            ["scripts/run"],
            cwd=self.folder,
            env=self.environment | changes,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        log.close()
        try:
            while not answers(self.port):
                assert process.poll() is None, self.read_log()
                assert time.monotonic() - start < 180, self.read_log()
                time.sleep(0.1)
            yield time.monotonic() - start
        finally:
            interrupt(process)

    def try_to(self, *command, **changes):
        """Run a command that may fail; return its exit code and what it says."""
        done = subprocess.run(
            command,
            cwd=self.folder,
            env=self.environment | changes,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert "Traceback" not in done.stderr
        return done.returncode, done.stdout + done.stderr

    def run(self, command):
        """Run a shell command as a reader of the tutorial would."""
        command = command.replace("localhost:8000", f"127.0.0.1:{self.port}")
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", command],
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
        return done.stdout

    def read_log(self):
        return (self.folder / "run.log").read_text()


@contextmanager
def opened_clone(folder):
    """Give a clone in ``folder``; its database is stopped at the end."""
    clone = Clone(folder)
    try:
        yield clone
    finally:
        subprocess.run(
            ["scripts/database", "stop"], cwd=folder, env=clone.environment, check=False, timeout=60
        )


def answers(port):
    try:
        return httpx.get(f"http://127.0.0.1:{port}/api/rooms/?limit=1").status_code == 200
    except httpx.TransportError:
        return False


def interrupt(process):
    """Press Ctrl-C: the terminal sends it to the whole group."""
    tree = psutil.Process(process.pid).children(recursive=True)
    os.killpg(process.pid, signal.SIGINT)
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)  # or the next test would find the port taken
        raise
    psutil.wait_procs(tree, timeout=10)
    assert [child for child in tree if child.is_running()] == []
