"""The two commands of the README, and the tutorial as it is written, in a clone of the project."""

import os
import re
import signal
import subprocess
import time

import httpx

from tests.databases import ROOT
from tests.e2e.clones import answers
from tests.e2e.servers import find_free_port


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
    made = [
        *clone.folder.glob("var/demo/*"),
        *clone.folder.glob("var/static/**/*"),
        *clone.folder.glob("static"),
    ]
    times = {path: path.stat().st_mtime_ns for path in made}
    with clone.serve():
        # Nothing is made, imported or collected anew: that is what takes long.
        assert len(times) > 100
        assert {path: path.stat().st_mtime_ns for path in made} == times
        assert httpx.get(f"http://127.0.0.1:{clone.port}/api/rooms/?limit=1").headers["etag"] == before
        # Another terminal's command leaves the database to the server that still uses it, and does not wait for it.
        clone.run("scripts/manage check --database default")
        clone.run("scripts/database start")
        assert answers(clone.port)
    assert clone.run("scripts/database status").strip() == "running"
    clone.run("scripts/database stop")


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
