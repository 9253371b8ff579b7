"""The deployment guide's own files (guide/, as it prints them), adapted only in hosts, ports and sizes."""

import contextlib
import os
import re
import shlex
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import psycopg
import pytest
import yaml

from tests.databases import ROOT
from tests.e2e.conftest import LINES, ROOMS
from tests.e2e.events import iterate_items, read_all
from tests.e2e.production.nginx import run_command
from tests.e2e.production.ownership import drop_root, make_folder
from tests.e2e.production.parts import Part
from tests.e2e.production.postgres import PASSWORD
from tests.e2e.servers import find_free_port, run_server

GUIDE = Path(__file__).parent / "guide"
INSIDE = (
    "pid {folder}/pid; error_log {folder}/error.log; events {{}} http {{ access_log off;"
    " client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;"
    " uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi; {site} }}"
)


@contextlib.contextmanager
def running(part):
    part.start()
    try:
        yield part
    finally:
        part.kill()


def read_guide(name, **replaced):
    """Return the guide's file with ``old=new`` pairs applied, each of which has to be in it."""
    text = (GUIDE / name).read_text()
    for old, new in replaced.items():
        assert old in text
        text = text.replace(old, new)
    return text


@pytest.mark.parametrize("encoding", ["identity", "gzip"])
def test_the_guides_nginx_passes_both_streams(stack, tmp_path, encoding):
    port = find_free_port()
    adapted = {"backend:8000": f"127.0.0.1:{stack.backend.port}", "listen 80": f"listen 127.0.0.1:{port}"}
    site = read_guide("nginx.conf", **adapted)
    (tmp_path / "nginx.conf").write_text(INSIDE.format(folder=tmp_path, site=site))
    with running(Part("nginx", tmp_path, port, run_command(tmp_path / "nginx.conf"))):
        for target, count in (("rooms", ROOMS), ("base-floor", LINES)):
            address = f"http://localhost:{port}/api/{target}/"
            with httpx.stream("GET", address, headers={"Accept-Encoding": encoding}) as response:
                assert response.headers.get("content-encoding", "identity") == encoding
                assert len(list(iterate_items(read_all(response.iter_bytes())))) == count


def make_guides_pgbouncer(folder, stack, more):
    port = find_free_port()
    adapted = {
        "host=postgres port=5432": f"host=127.0.0.1 port={stack.primary.port}",
        "dbname=interactive_maps_demo": f"dbname={stack.database.name}",
        "password=your-password": f"password='{PASSWORD.replace(chr(39), chr(39) * 2)}'",
    }
    text = (
        read_guide("pgbouncer.ini", **adapted) + f"listen_port = {port}\nunix_socket_dir = {folder}\n{more}"
    )
    (folder / "pgbouncer.ini").write_text(text)
    return Part(
        "pgbouncer",
        folder,
        port,
        drop_root(["pgbouncer", str(folder / "pgbouncer.ini")]),
        environment={**os.environ, "PATH": f"{os.environ['PATH']}:/usr/sbin"},
        is_ready=lambda: listens(folder / f".s.PGSQL.{port}"),
    )


def listens(path):
    """Return whether somebody accepts connections on the socket at ``path``: its file is there a moment before."""
    with socket.socket(socket.AF_UNIX) as client:
        return client.connect_ex(str(path)) == 0


def connect(host, port):
    return psycopg.connect(
        host=str(host),
        port=port,
        dbname="interactive_maps_demo",
        user="postgres",
        password=PASSWORD,
        prepare_threshold=None,
    )


def test_the_guides_pgbouncer_lets_nobody_in_until_it_is_told_how(stack, tmp_path_factory):
    """As it stands it starts, listens on no network address, and knows no user."""
    parent = tmp_path_factory.mktemp("pgb")  # short: a socket's path has at most 107 characters
    folder = make_folder(parent, "a")
    with running(make_guides_pgbouncer(folder, stack, "")) as part:
        with pytest.raises(psycopg.OperationalError, match="Connection refused"):
            connect("127.0.0.1", part.port)
        with pytest.raises(psycopg.OperationalError, match=r"no such user|authentication failed"):
            connect(folder, part.port)
    folder = make_folder(parent, "b")
    (folder / "users").write_text(f'"postgres" "{PASSWORD.replace(chr(34), chr(34) * 2)}"\n')
    missing = f"listen_addr = 127.0.0.1\nauth_type = scram-sha-256\nauth_file = {folder / 'users'}\n"
    with (
        running(make_guides_pgbouncer(folder, stack, missing)) as part,
        connect("127.0.0.1", part.port) as client,
    ):
        assert client.execute("SELECT count(*) FROM room_points").fetchone() == (ROOMS,)


def read_guides_command(name):
    """Return the words of one of its commands, for ``run_server``."""
    words = shlex.split(read_guide(name).replace("\\\n", " "))
    port = words.index("--bind") + 1 if "--bind" in words else words.index("--port") + 1
    words[port] = "127.0.0.1:{port}" if "--bind" in words else "{port}"
    words[words.index("--workers") + 1] = "2"
    return [word.replace("0.0.0.0", "127.0.0.1") for word in words]


@pytest.mark.parametrize("name", ["gunicorn.sh", "uvicorn.sh"])
def test_the_guides_commands_serve_behind_pgbouncer(stack, name):
    """With the guide's .env, as far as it is no host: PG_OPTIONS and CONN_MAX_AGE are in it."""
    variables = dict(line.split("=", 1) for line in read_guide("env").splitlines() if "=" in line)
    taken = {key: variables[key] for key in ("DEBUG", "CONN_MAX_AGE", "PG_CONNECT_TIMEOUT", "PG_OPTIONS")}
    settings = taken | {"POSTGRES_PORT": str(stack.pgbouncer.port)}
    with run_server(stack.database, read_guides_command(name), settings=settings) as server:
        with httpx.stream("GET", f"{server.address}/api/rooms/") as response:
            assert len(list(iterate_items(read_all(response.iter_bytes())))) == ROOMS
        assert httpx.get(f"{server.address}/api/health/").json() == {"ok": True}


def test_the_guides_compose_file_starts_once_it_names_a_secret(stack):
    """It has no SECRET_KEY: its backend says so in one sentence, instead of running with one that everybody knows."""
    backend = yaml.safe_load(read_guide("compose.yaml"))["services"]["backend"]
    variables = dict(word.split("=", 1) for word in backend["environment"])
    words = [sys.executable, "-m", *shlex.split(backend["command"])]
    words[words.index("--bind") + 1] = "127.0.0.1:0"
    bare = {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/tmp")}
    done = subprocess.run(
        words, cwd=ROOT, env=bare | variables, capture_output=True, text=True, timeout=30, check=False
    )
    assert done.returncode != 0
    assert "SECRET_KEY is missing" in done.stderr


def test_the_guides_pip_lines_agree_with_our_lock():
    """`pip install -r requirements.txt gunicorn uvicorn[standard]` fails as soon as that file has a hash."""
    lines = (ROOT / "requirements.txt").read_text().splitlines()
    assert "requirements.txt gunicorn uvicorn[standard]" in read_guide("Dockerfile")
    assert not [line for line in lines if "--hash" in line]
    assert {"gunicorn", "uvicorn"} <= {line.partition("==")[0] for line in lines}
    hashed = (ROOT / "requirements/runtime.txt").read_text()
    assert re.findall(r"^[a-z].*?(?= \\$)", hashed, re.M) == lines


def test_the_guides_indexes_are_there_already(stack):
    with stack.database.connect() as owner:
        before = owner.execute("SELECT count(*) FROM pg_indexes WHERE schemaname = 'public'").fetchone()
        owner.execute(read_guide("indexes.sql").encode())
        assert (
            owner.execute("SELECT count(*) FROM pg_indexes WHERE schemaname = 'public'").fetchone() == before
        )
