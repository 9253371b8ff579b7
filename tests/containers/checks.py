"""What is expected of each image: that it starts, answers, stays within its limits, and ends as it is asked to."""

from __future__ import annotations

import re
import shlex
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import psycopg
import yaml

from tests.containers.container import Container, open_container
from tests.containers.engine import Engine
from tests.databases import ROOT, Database
from tests.e2e.production.manifests import find, get_pod
from tests.e2e.servers import find_free_port

GUIDE = ROOT / "tests/e2e/production/guide"
SPOOL = "/var/spool/maps"
KEY = "a-key-for-containers-that-is-long-enough-to-be-taken-0123456789"
# What every request brings along that comes through a proxy with TLS.
HEADERS = {"Host": "maps.example.org", "X-Forwarded-Proto": "https"}


def check_backend(engine: Engine, database: Database, folder: Path) -> str:
    """Serve as nobody, without a disk; answer its own health check; let a stream go on elsewhere when told to end."""
    image = engine.inspect("interactive-maps-backend")
    with open_container(engine, image, folder / "backend.log", "/tmp", SPOOL) as container:
        started = time.monotonic()
        environment = _start_backend(container, database, image.command)
        address = f"http://{environment['BIND']}"
        answered = time.monotonic() - started
        _require_no_rights(container, user=10001)
        assert container.run_inside(image.health_command, environment) == 0, "its health check"
        assert container.run_inside(["touch", "/app/manage.py"], environment), "its root may be written to"
        for path in ("/", "/api/rooms/?limit=3", "/api/docs/"):
            assert httpx.get(address + path, headers=HEADERS).status_code == 200, path
        ended = _stop_under_a_stream(container, address)
    return f"answers after {answered:.1f} s, ends {ended:.1f} s after TERM"


def check_nginx(engine: Engine, database: Database, folder: Path) -> str:
    """Serve static files and pass the rest on, in the configuration that the image fills in itself."""
    image = engine.inspect("interactive-maps-nginx")
    backend = engine.inspect("interactive-maps-backend")
    ports = [find_free_port() for _ in range(2)]
    with (
        open_container(engine, backend, folder / "behind.log", "/tmp", SPOOL) as behind,
        open_container(engine, image, folder / "nginx.log", "/tmp/nginx") as container,
    ):
        environment = _start_backend(behind, database, backend.command)
        tls = {"NGINX_CERTIFICATE": "/srv/tls.crt", "NGINX_CERTIFICATE_KEY": "/srv/tls.key"}
        _make_certificate(container)
        container.start(
            image.command,
            tls
            | {
                "NGINX_HTTP_LISTEN": f"127.0.0.1:{ports[0]}",
                "NGINX_HTTPS_LISTEN": f"127.0.0.1:{ports[1]}",
                "NGINX_SERVER_NAME": "maps.example.org",
                "NGINX_BACKENDS": f"server {environment['BIND']};",
            },
        )
        address = f"https://127.0.0.1:{ports[1]}"
        with httpx.Client(verify=False, headers={"Host": "maps.example.org"}) as client:
            _wait_until(container, lambda: client.get(f"{address}/api/health/ready/").status_code == 200)
            page = client.get(f"{address}/").text
            script = page.partition('src="/static/')[2].partition('"')[0]
            assert client.get(f"{address}/static/{script}").status_code == 200, script
            assert client.get(f"{address}/metrics").status_code == 404
        container.stop(signal.SIGQUIT)
        assert container.wait(20) == 0, container.read_log()
    return "serves the map by HTTPS, keeps /metrics inside"


def check_pgbouncer(engine: Engine, database: Database, folder: Path) -> str:
    """Fill its files in, log in to the server, and pass a question on."""
    image = engine.inspect("interactive-maps-pgbouncer")
    port = find_free_port()
    known = database.environment
    with open_container(engine, image, folder / "pgbouncer.log", "/tmp") as container:
        container.start(
            image.command,
            {
                "POSTGRES_USER": known["POSTGRES_USER"],
                "POSTGRES_PASSWORD": known["POSTGRES_PASSWORD"],
                "PGBOUNCER_SERVER_HOST": known["POSTGRES_HOST"],
                "PGBOUNCER_SERVER_PORT": known["POSTGRES_PORT"],
                "PGBOUNCER_LISTEN_ADDRESS": "127.0.0.1",
                "PGBOUNCER_LISTEN_PORT": str(port),
            },
        )

        def ask() -> bool:
            with psycopg.connect(
                host="127.0.0.1",
                port=port,
                dbname=database.name,
                user=known["POSTGRES_USER"],
                password=known["POSTGRES_PASSWORD"],
            ) as connection:
                return connection.execute("SELECT count(*) FROM room_points").fetchone() == (1000,)

        _wait_until(container, ask)
        _require_no_rights(container, user=10001)
        container.stop(signal.SIGINT)
        assert container.wait(20) == 0, container.read_log()
    return "passes a question on"


def check_guide(engine: Engine, database: Database, folder: Path) -> str:
    """Run the guide's image by the guide's compose file: refused in a sentence without a key, served with one."""
    image = engine.inspect("guide")
    service = yaml.safe_load((GUIDE / "compose.yaml").read_text())["services"]["backend"]
    environment = dict(line.split("=", 1) for line in service["environment"])
    port = find_free_port()
    command = [word.replace("0.0.0.0:8000", f"127.0.0.1:{port}") for word in shlex.split(service["command"])]
    address = f"http://127.0.0.1:{port}"
    with open_container(engine, image, folder / "guide.log", "/tmp", "/app/logs") as container:
        container.start(command, environment)
        assert container.wait(60) != 0
        _require(container, "SECRET_KEY is missing")
    with open_container(engine, image, folder / "guide.log", "/tmp", "/app/logs") as container:
        container.start(command, environment | database.environment | {"SECRET_KEY": KEY})
        _wait_until(container, lambda: httpx.get(f"{address}/api/health/ready/").status_code == 200)
        assert httpx.get(f"{address}/api/rooms/?limit=3").status_code == 200
        container.stop()
        assert container.wait(60) == 0, container.read_log()
    return f"{image.megabytes:.0f} MB; refused without SECRET_KEY, serves with it"


def check_commands(engine: Engine, database: Database, folder: Path) -> str:
    """Import, archive and restore as the Jobs of Kubernetes say it, in the image that is there for it."""
    image = engine.inspect("interactive-maps-tools")
    database.run("TRUNCATE room_points, base_floor")
    known = database.environment | {"SECRET_KEY": "commands-sign-nothing", "ALLOWED_HOSTS": "localhost"}
    (told,) = get_pod(find("Job", "maps-import"))["spec"]["containers"]
    with open_container(engine, image, folder / "import.log", "/tmp", "/plans") as container:
        container.start([*told["command"], *told["args"]], known)
        draw = [*image.command[:2], "make_demo", "/plans", "--levels", "1", "--rooms", "40"]
        assert container.run_inside(draw, known) == 0
        assert container.run_inside(["touch", "/plans/complete"], known) == 0
        assert container.wait(120) == 0, container.read_log()
    assert database.fetch("SELECT count(*) > 0 FROM room_points") == [(True,)]
    (told,) = get_pod(find("CronJob", "maps-backup"))["spec"]["containers"]
    with open_container(engine, image, folder / "backup.log", "/tmp", "/archives") as container:
        (restoring,) = get_pod(find("Job", "maps-restore"))["spec"]["containers"]
        restore = re.sub(
            r"\d{4}-\d\d-\d\d", "$(date +%F)", " ".join(restoring["command"] + restoring["args"])
        )
        container.start(["sh", "-euc", f"{shlex.join(told['command'])}; {restore}"], known)
        assert container.wait(120) == 0, container.read_log()
    assert database.fetch("SELECT count(*) > 0 FROM room_points") == [(True,)]
    backend = engine.inspect("interactive-maps-backend")
    plan = "printf '0\\nSECTION\\n' >/tmp/plan.dxf; exec python manage.py import_map /tmp/plan.dxf"
    with open_container(engine, backend, folder / "refused.log", "/tmp") as container:
        container.start(["sh", "-euc", plan], known)
        assert container.wait(60) == 2, container.read_log()
        _require(container, "interactive-maps-tools")
    return "a drawing imported, the map archived and restored; the backend's image says what it lacks"


def _start_backend(container: Container, database: Database, command: list[str]) -> dict[str, str]:
    """Start it and wait until it is ready; return its variables."""
    port = find_free_port()
    environment = database.environment | {
        "SECRET_KEY": KEY,
        "ALLOWED_HOSTS": "maps.example.org",
        "BIND": f"127.0.0.1:{port}",
        "PORT": str(port),
        "WEB_CONCURRENCY": "2",
    }
    container.start(command, environment)
    ready = f"http://127.0.0.1:{port}/api/health/ready/"
    _wait_until(container, lambda: httpx.get(ready, headers=HEADERS).status_code == 200)
    return environment


def _wait_until(container: Container, is_so: Callable[[], bool], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        assert container.is_running, f"it ended:\n{container.read_log()}"
        try:
            if is_so():
                return
        except (httpx.TransportError, psycopg.OperationalError):
            pass
        time.sleep(0.05)
    raise AssertionError(f"no answer within {seconds} s:\n{container.read_log()}")


def _require(container: Container, said: str) -> None:
    assert said in container.read_log(), container.read_log()


def _require_no_rights(container: Container, user: int) -> None:
    status = Path(f"/proc/{container.first.pid}/status").read_text()
    fields = dict(line.split(":\t", 1) for line in status.splitlines() if ":\t" in line)
    assert set(fields["Uid"].split()) == {str(user)}, fields["Uid"]
    assert int(fields["CapEff"], 16) == int(fields["CapBnd"], 16) == 0, fields["CapBnd"]
    assert fields["NoNewPrivs"] == "1"
    assert fields["NSpid"].split()[-1] == "1", "the image's command is process 1"


def _stop_under_a_stream(container: Container, address: str) -> float:
    """Send TERM while somebody reads a stream, and return the seconds until the end."""
    with httpx.stream("GET", f"{address}/api/base-floor/", headers=HEADERS, timeout=30) as response:
        pieces = response.iter_bytes(4096)
        next(pieces)
        started = time.monotonic()
        container.stop()
        time.sleep(0.5)
        rest = b"".join(pieces)
    assert b"event: drain" in rest, "an open stream is told to go on elsewhere"
    assert container.wait(30) == 0, container.read_log()
    return time.monotonic() - started


def _make_certificate(container: Container) -> None:
    files = ("-keyout", str(container.root / "srv/tls.key"), "-out", str(container.root / "srv/tls.crt"))
    subprocess.run(
        ["openssl", "req", "-x509", "-nodes", "-days", "1", "-subj", "/CN=maps.example.org", *files],
        check=True,
        capture_output=True,
    )
    (container.root / "srv/tls.key").chmod(0o644)
