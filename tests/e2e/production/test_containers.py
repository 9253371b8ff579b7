"""Dockerfile, compose.yaml and .env.example: by schema, by linter, and step by step as far as no engine is needed."""

import itertools
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import check_jsonschema
import httpx
import jsonschema
import pytest
import yaml

from tests.databases import ROOT
from tests.e2e.events import read_all
from tests.e2e.production.images import read_environment, read_options, read_stages
from tests.e2e.production.ownership import drop_root
from tests.e2e.production.parts import Part
from tests.e2e.servers import find_free_port

GUIDE = Path(__file__).parent / "guide"
COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text())
SERVICES = COMPOSE["services"]
SCHEMA = Path(check_jsonschema.__file__).parent / "builtin_schemas/vendor/compose-spec.json"
# What a container may not do. Only PostgreSQL's and Redis's images are others' work, and they can do without too.
HARDENED = {"read_only": True, "cap_drop": ["ALL"], "security_opt": ["no-new-privileges:true"]}


def list_copies(stage):
    """Return (source, target) of what a stage copies out of the project."""
    for rest in stage.find("COPY"):
        if "--from=" not in rest:
            *sources, target = rest.split()
            yield from ((source, target) for source in sources)


def test_the_dockerfile_pleases_the_linter():
    program = shutil.which("hadolint", path=str(Path(sys.executable).parent))
    done = subprocess.run(
        [str(program), str(ROOT / "Dockerfile")], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("name", read_stages())
def test_each_step_is_possible(name):
    stage = read_stages()[name]
    assert not re.search(r":latest|^[^:]+$", stage.base), "the base is pinned"
    allowed = [line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")]
    for source, _ in list_copies(stage):
        assert (ROOT / source).exists(), source
        assert any(source.rstrip("/").startswith(path) for path in allowed), (
            f"{source} is kept out by .dockerignore"
        )
    for command in stage.find("RUN"):
        subprocess.run(["bash", "-n", "-c", command], check=True, timeout=10)


def test_the_last_image_is_the_backend_and_none_runs_as_root():
    stages = read_stages()
    assert list(stages)[-1] == "backend", "docker build . makes it"
    for name in ("backend", "pgbouncer", "tools"):
        assert stages[name].find("USER")[-1] == "10001:10001"
    assert "unprivileged" in stages["nginx"].base
    installed = " ".join(stages["backend"].find("RUN"))
    assert not re.search(r"gcc|build-essential|-dev\b|gdal", installed), (
        "nothing to build with, no second GDAL"
    )


def test_a_server_has_only_what_serves_and_the_tools_have_the_rest():
    """What imports and what dumps is 130 MB that no server needs."""
    stages = read_stages()
    for name in ("build", "backend"):
        steps = " ".join(rest for _, rest in stages[name].steps)
        assert "requirements/runtime.txt" not in steps
        assert "postgresql-client" not in steps
    tools = " ".join(stages["tools"].find("RUN"))
    assert "requirements/runtime.txt" in tools
    assert "postgresql-client" in tools
    assert stages["tools"].find("ENTRYPOINT") == ['["python", "manage.py"]']


def test_old_builders_understand_every_instruction():
    """Buildah 1.28, Podman 4.3 and Docker 20.10: they refuse a file for one option that they do not know."""
    assert read_options("HEALTHCHECK") <= {"--interval", "--timeout", "--start-period", "--retries"}
    assert read_options("COPY") <= {"--from", "--chown"}
    assert not [
        option for option in read_options("RUN") if option.startswith(("--mount", "--network", "--security"))
    ]
    text = (ROOT / "Dockerfile").read_text()
    assert not re.search(r"^# *syntax=|<<-?['\"]?EOF", text, re.M)
    assert "start_interval" not in (ROOT / "compose.yaml").read_text()
    said = (ROOT / "deploy/README.md").read_text()
    for version in ("Docker 20.10", "Compose 2.20", "Podman 4.3", "Buildah 1.28"):
        assert version in said


def test_the_guides_dockerfile_finds_what_it_copies():
    """It copies requirements.txt, and then all that .dockerignore lets through."""
    stages = read_stages((GUIDE / "Dockerfile").read_text())
    (stage,) = stages.values()
    allowed = [line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")]
    for source, _ in list_copies(stage):
        assert source == "." or source in allowed, source
    assert {"manage.py", "interactive_maps", "interactive_maps_backend_config"} <= set(allowed)


@pytest.mark.nightly
@pytest.mark.timeout(5400)
@pytest.mark.skipif(os.geteuid() != 0 or not Path("/etc/debian_version").exists(), reason="mounts images")
def test_every_image_is_built_and_runs():
    done = subprocess.run(
        [str(ROOT / "scripts/containers"), "--check"],
        env={**os.environ, "POSTGRES_HOST": ""},
        capture_output=True,
        text=True,
        timeout=5300,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr[-4000:]
    assert "All images are as they should be." in done.stdout


@pytest.fixture(scope="module")
def image(tmp_path_factory):
    """The backend's /app as the Dockerfile makes it, beside the Python packages that are here already."""
    folder = tmp_path_factory.mktemp("image")
    build = read_stages()["build"]
    for source, target in list_copies(build):
        goal = folder / target
        if (ROOT / source).is_dir():
            shutil.copytree(ROOT / source, goal, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            goal.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / source, goal)
    collecting = build.find("RUN")[-1].replace("/opt/venv/bin/python", sys.executable)
    bare = {"PATH": os.environ["PATH"], "HOME": "/nonexistent"}
    subprocess.run(
        ["bash", "-ec", collecting], cwd=folder, env=bare, check=True, capture_output=True, timeout=120
    )
    return folder


def test_static_files_are_collected_under_hashed_and_compressed_names(image):
    manifest = json.loads((image / "static/staticfiles.json").read_text())
    name = manifest["paths"]["drf_spectacular_sidecar/swagger-ui-dist/swagger-ui.css"]
    assert re.search(r"\.[0-9a-f]{12}\.css$", name)
    assert (image / "static" / f"{name}.gz").is_file()


def test_the_container_serves_as_nobody_in_particular_and_writes_only_where_it_may(stack, image, tmp_path):
    """Its command, its variables and its health check, as a user who owns nothing of what it runs."""
    tmp_path.chmod(0o777)
    port = find_free_port()
    command = read_stages()["backend"].read_command()
    environment = stack.database.make_environment() | {
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "HOME": str(tmp_path),
        "TMPDIR": str(tmp_path),
        "STREAM_SPOOL_DIR": str(tmp_path),
        "PYTHONDONTWRITEBYTECODE": "1",
        "BIND": f"127.0.0.1:{port}",
        "PORT": str(port),
        "WEB_CONCURRENCY": "1",
        "ALLOWED_HOSTS": "maps.example.org",
    }
    check = json.loads(read_stages()["backend"].find("HEALTHCHECK")[0].partition("CMD ")[2])

    def is_healthy():
        return subprocess.run(check, cwd=image, env=environment, timeout=10, check=False).returncode == 0

    before = set(image.rglob("*"))
    part = Part("backend", tmp_path, port, command, environment=environment, is_ready=is_healthy, cwd=image)
    part.command = drop_root(command, keep="dac_read_search")
    try:
        part.start()
        page = httpx.get(f"http://127.0.0.1:{port}/api/docs/", headers={"Host": "maps.example.org"})
        assert re.search(r"swagger-ui\.[0-9a-f]{12}\.css", page.text)
        with httpx.stream(
            "GET", f"http://127.0.0.1:{port}/api/rooms/", headers={"Host": "maps.example.org"}
        ) as stream:
            assert read_all(stream.iter_bytes())[-1].type == "complete"
        assert part.stop() == 0
    finally:
        part.kill()
    assert set(image.rglob("*")) == before
    assert not is_healthy(), "nobody is there any more"


def test_compose_is_what_its_schema_says():
    jsonschema.validate(COMPOSE, json.loads(SCHEMA.read_text()))


def test_compose_has_the_guides_services_and_what_they_need():
    assert {"backend", "postgres", "nginx", "pgbouncer", "migrate"} <= set(SERVICES)
    assert SERVICES["backend"]["build"] == "."
    assert SERVICES["backend"]["environment"]["POSTGRES_HOST"] == "pgbouncer"
    profiles = {name: service["profiles"] for name, service in SERVICES.items() if "profiles" in service}
    assert profiles == {"replica": ["scale"], "backend-scaled": ["scale"], "tools": ["tools"]}
    for name, service in SERVICES.items():
        assert HARDENED.items() <= service.items(), name
        needs = service.get("depends_on", {})
        assert set(needs) <= set(SERVICES), name
        for needed, how in needs.items():
            if how["condition"] == "service_healthy":
                image = SERVICES[needed].get("image", "")
                assert "healthcheck" in SERVICES[needed] or image == "interactive-maps-backend", needed
        for volume in service.get("volumes", []):
            source = volume.split(":")[0]
            assert source in COMPOSE["volumes"] or source.startswith("${") or (ROOT / source).exists(), source
        published = [port for port in service.get("ports", []) if not port.startswith("127.0.0.1:")]
        assert not published or name == "nginx", "only nginx is open to the world"


def test_no_service_of_compose_knows_more_than_it_needs():
    """.env holds everybody's secrets: others' are taken out of a backend's, and commands get their own few."""
    named = set(re.findall(r"^#?([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.M))
    others = {name for name in named if name.endswith("PASSWORD")} - {"POSTGRES_PASSWORD"}
    for name, service in SERVICES.items():
        if "env_file" in service:
            assert {other: service["environment"].get(other) for other in others} == dict.fromkeys(
                others, ""
            ), name
    for name in ("migrate", "tools"):
        assert "env_file" not in SERVICES[name]
        assert SERVICES[name]["environment"]["SECRET_KEY"] == "commands-sign-nothing"
        assert not others & set(SERVICES[name]["environment"])


def test_what_compose_tells_an_image_is_what_it_reads():
    assert set(SERVICES["nginx"]["environment"]) <= set(read_environment("nginx"))
    script = (ROOT / "deploy/pgbouncer/start").read_text()
    for name in SERVICES["pgbouncer"]["environment"]:
        assert name in script
    for service in ("postgres", "replica"):
        for file in re.findall(r"/etc/maps/([\w.]+)", json.dumps(SERVICES[service])):
            assert (ROOT / "deploy/postgres" / file).is_file()


def list_variables_read():
    """Return the names that settings, gunicorn and compose take from the environment."""
    config = ROOT / "interactive_maps_backend_config"
    code = "".join(file.read_text() for file in config.glob("*.py"))
    names = set(re.findall(r"""(?:read_[a-z]+|find_library)\(\s*"([A-Z][A-Z_]+)""", code))
    gunicorn = (ROOT / "deploy/gunicorn.conf.py").read_text()
    names |= set(re.findall(r"""environ(?:\.get\(|\[)"([A-Z_]+)""", gunicorn))
    names |= set(re.findall(r"\$\{([A-Z_]+)", (ROOT / "compose.yaml").read_text()))
    return names | {"PG_OPTIONS", "PROMETHEUS_MULTIPROC_DIR"}


def test_the_example_names_every_variable_once_and_explains_it():
    lines = (ROOT / ".env.example").read_text().splitlines()
    named = [match[1] for line in lines if (match := re.match(r"#?([A-Z][A-Z_]+)=", line))]
    assert len(named) == len(set(named))
    assert set(named) == list_variables_read()
    guide = (Path(__file__).parent / "guide/env").read_text()
    assert set(re.findall(r"^([A-Z_]+)=", guide, re.M)) <= set(named)
    for before, line in itertools.pairwise(lines):
        if re.match(r"#?[A-Z][A-Z_]+=", line):
            assert before, f"{line} is not explained"


def test_the_example_is_refused_until_it_is_filled_in(tmp_path):
    for name in ("manage.py", ".env.example"):
        shutil.copy(ROOT / name, tmp_path)
    shutil.copytree(ROOT / "interactive_maps_backend_config", tmp_path / "interactive_maps_backend_config")
    (tmp_path / "interactive_maps").symlink_to(ROOT / "interactive_maps")
    example = (tmp_path / ".env.example").read_text()
    for text, message in (
        (example, "SECRET_KEY is missing"),
        (example.replace("KEY=", "KEY=" + "x" * 60), ""),
    ):
        (tmp_path / ".env").write_text(text)
        done = subprocess.run(
            [sys.executable, "manage.py", "check"],
            cwd=tmp_path,
            env={"PATH": os.environ["PATH"]},
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )
        assert message in done.stderr
        assert (done.returncode == 0) is not bool(message), done.stderr
