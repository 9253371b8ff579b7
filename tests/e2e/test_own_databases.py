"""Other databases, folders and machines than the usual ones, as scripts/run and scripts/setup meet them."""

import os
import re
import shutil
import socket
import stat
import subprocess
import tempfile
from pathlib import Path

import httpx
import pytest

from tests.databases import ROOT, Database


def test_15_a_taken_port_is_said_before_anything_is_installed(clone):
    (clone.folder / ".venv").rename(clone.folder / "away")
    try:
        with socket.create_server(("127.0.0.1", 0)) as other:
            port = str(other.getsockname()[1])
            code, said = clone.try_to("scripts/run", PORT=port)
        assert code == 1
        assert f"Port {port} is in use" in said
        assert not (clone.folder / ".venv").exists()
        for port in ("http", "0", "65536", "-1", "8000 9000"):
            code, said = clone.try_to("scripts/run", PORT=port)
            assert (code, f"PORT is '{port}'" in said) == (2, True)
        assert not (clone.folder / ".venv").exists()
    finally:
        (clone.folder / "away").rename(clone.folder / ".venv")


@pytest.mark.nightly
def test_15_the_private_database_may_live_elsewhere(clone, tmp_path):
    for parent in (tmp_path, *tmp_path.parents[:2]):
        parent.chmod(0o755)  # the cluster's owner is not the one who runs the tests as root
    home = tmp_path / "home"
    before = sorted(path.name for path in (clone.folder / "var").glob("*"))
    with clone.serve(DATABASE_HOME=str(home)):
        assert len(httpx.get(f"http://127.0.0.1:{clone.port}/api/rooms/?limit=1000").json()) == 400
        assert "remove_map 'demo/*'" in clone.read_log()
        code, said = clone.try_to("scripts/manage", "describe_map", DATABASE_HOME=str(home))
        assert (code, said.startswith("400 rooms, ")) == (0, True)
    assert (home / "database.env").exists()
    assert (home / "demo/report.txt").exists()
    assert sorted(path.name for path in (clone.folder / "var").glob("*")) == before


@pytest.fixture
def own_database():
    """A database of somebody's own, empty, and the variables that name it."""
    database = Database(f"imb_scripts_{os.getpid()}")
    database.create(migrate=False)
    yield database
    database.drop()


def test_15_a_database_of_ones_own_is_served_without_further_settings(clone, own_database):
    key = clone.folder / "var/secret-key"
    with clone.serve(**own_database.environment):
        assert "empty: scripts/manage import_map PLAN" in clone.read_log()
        assert "demo" not in clone.read_log()
        page = httpx.get(f"http://localhost:{clone.port}/").text
        assert stat.S_IMODE(key.stat().st_mode) == 0o600
        kept = key.read_text()
        assert len(kept) > 50
        (address,) = re.findall(r'<script type="module" src="([^"]+)"', page)[:1]
        script = httpx.get(f"http://127.0.0.1:{clone.port}{address}", headers={"Accept-Encoding": "br"})
        assert script.headers["content-encoding"] == "br"
        assert "immutable" in script.headers["cache-control"]
    code, said = clone.try_to("scripts/manage", "make_demo", "var/plan", "--rooms", "12", "--levels", "1")
    assert code == 0, said
    plan = ("var/plan/level-00.dxf", "--rules", "var/plan/plan.toml")
    code, said = clone.try_to("scripts/manage", "import_map", *plan, **own_database.environment)
    assert code == 0, said
    # Said in the file that the server reads, it counts too; what is empty there says nothing.
    lines = [f"{name}={value}\n" for name, value in own_database.environment.items()]
    (clone.folder / ".env").write_text("SECRET_KEY=\n" + "".join(lines))
    try:
        with clone.serve():
            assert "12 rooms, " in clone.read_log()
            assert clone.run("scripts/database status").strip() == "stopped"
        assert key.read_text() == kept
    finally:
        (clone.folder / ".env").unlink()


def test_15_what_others_can_reach_needs_settings_of_its_own(clone, own_database):
    code, said = clone.try_to("scripts/run", HOST="0.0.0.0", **own_database.environment)
    assert code == 1
    assert "SECRET_KEY is missing" in said


def test_14_scripts_run_says_in_a_sentence_why_the_database_does_not_serve(clone, own_database):
    refused = own_database.environment | {"POSTGRES_PASSWORD": "wrong"}
    code, said = clone.try_to("scripts/run", **refused)
    assert (code, len(said.strip().splitlines())) == (1, 1), said
    assert "refuses the login" in said


def test_15_without_root_and_sudo_the_packages_are_named(clone):
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        programs = folder / "programs"
        programs.mkdir()
        needed = "bash env dirname id cat cut sort tail grep realpath sed apt-cache"
        for program in needed.split():
            (programs / program).symlink_to(shutil.which(program))
        (programs / "apt-get").symlink_to("/bin/false")
        (folder / "scripts").mkdir()
        for script in ("setup", "variables"):
            text = (ROOT / "scripts" / script).read_text()
            # As on a machine that has no PostGIS and no pgRouting.
            (folder / "scripts" / script).write_text(
                text.replace("/usr/share/postgresql/", "/usr/share/no-such/")
            )
        command = ["/bin/bash", str(folder / "scripts/setup"), "test"]
        if os.geteuid() == 0:
            command = ["/usr/bin/setpriv", "--reuid=65534", "--clear-groups", *command]
        environment = {"PATH": str(programs)}
        done = subprocess.run(
            command, env=environment, capture_output=True, text=True, timeout=60, check=False
        )
    assert done.returncode == 1
    (line,) = re.findall(
        r"apt-get update && apt-get install -y --no-install-recommends (.*?)\S*$", done.stderr, re.M
    )
    names = re.findall(r"[a-z0-9.+-]+", line)
    assert {"python3-venv", "postgresql-client", "curl"} <= set(names)
    assert any(re.fullmatch(r"postgresql-(\d+-postgis-3|postgis)", name) for name in names)
    assert any(re.fullmatch(r"postgresql-(\d+-)?pgrouting", name) for name in names)
    if subprocess.run(["apt-cache", "show", "curl"], capture_output=True, check=False).returncode == 0:
        unknown = [
            name
            for name in names
            if subprocess.run(["apt-cache", "show", name], capture_output=True, check=False).returncode
        ]
        assert unknown == []
