"""The two commands of the README, and the tutorial as it is written, in a clone of the project."""

import os
import re
import shutil
import signal
import subprocess
import time
from contextlib import contextmanager

import httpx
import psutil
import pytest

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
    def serve(self):
        """Run scripts/run for the time of the block, from when the map is served; give the seconds that took."""
        start = time.monotonic()
        log = (self.folder / "run.log").open("ab")
        process = subprocess.Popen(
            ["scripts/run"],
            cwd=self.folder,
            env=self.environment,
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


@pytest.fixture(scope="module")
def clone(tmp_path_factory):
    folder = tmp_path_factory.mktemp("clone")
    clone = Clone(folder)
    yield clone
    subprocess.run(["scripts/database", "stop"], cwd=folder, env=clone.environment, check=False, timeout=60)


def answers(port):
    try:
        return httpx.get(f"http://127.0.0.1:{port}/api/rooms/?limit=1").status_code == 200
    except httpx.TransportError:
        return False


def interrupt(process):
    """Press Ctrl-C: the terminal sends it to the whole group."""
    tree = psutil.Process(process.pid).children(recursive=True)
    os.killpg(process.pid, signal.SIGINT)
    process.wait(20)
    psutil.wait_procs(tree, timeout=10)
    assert [child for child in tree if child.is_running()] == []


def test_the_tutorial_runs_as_written_and_ctrl_c_stops_it_all(clone):
    text = (ROOT / "docs/tutorials/first-map.md").read_text()
    first, *blocks = re.findall(r"```bash\n(.*?)```", text, re.DOTALL)
    assert first == "scripts/run\n"
    with clone.serve():
        outputs = [clone.run(block) for block in blocks]
        patients = httpx.get(f"http://127.0.0.1:{clone.port}/api/rooms/?limit=3&q=patient").json()
    assert '"batch":1,' in outputs[0]
    assert '"total":4' in outputs[1]
    assert len(patients) == 3
    assert '"total":420' in outputs[4]
    assert "Removed: campus; " in outputs[5]
    assert '"Library"' in outputs[6]
    assert "The map is served at" in clone.read_log()
    assert clone.run("scripts/database status").strip() == "stopped"


def test_a_second_run_is_quick_and_changes_nothing(clone):
    with clone.serve():
        before = httpx.get(f"http://127.0.0.1:{clone.port}/api/rooms/?limit=1").headers["etag"]
    with clone.serve() as seconds:
        assert seconds < 10
        assert httpx.get(f"http://127.0.0.1:{clone.port}/api/rooms/?limit=1").headers["etag"] == before
        # Another terminal's command leaves the database to the server that still uses it.
        clone.run("scripts/manage check --database default")
        assert answers(clone.port)


def test_a_taken_port_is_said(clone):
    with clone.serve():
        again = subprocess.run(
            ["scripts/run"],
            cwd=clone.folder,
            env=clone.environment,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    assert again.returncode == 1
    assert f"Port {clone.port} is taken" in again.stderr


def test_the_guides_development_command_uses_the_private_database(clone):
    clone.run("scripts/database start")
    clone.run("scripts/manage migrate")
    port = find_free_port()
    uvicorn = subprocess.Popen(
        [
            *(".venv/bin/uvicorn", "interactive_maps_backend_config.asgi:application"),
            *("--host", "127.0.0.1", "--port", str(port), "--reload"),
        ],
        cwd=clone.folder,
        env=clone.environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        deadline = time.monotonic() + 30
        while not answers(port):
            assert time.monotonic() < deadline, "uvicorn --reload did not answer"
            time.sleep(0.1)
    finally:
        os.killpg(uvicorn.pid, signal.SIGKILL)
        uvicorn.wait(10)
        clone.run("scripts/database stop")
