"""Clients that are generated from the OpenAPI document compile, and make a call of each tag."""

from __future__ import annotations

import compileall
import importlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.databases import Database
from tests.e2e.routing.conftest import fill_building
from tests.e2e.servers import Server, run_server

TYPESCRIPT = Path(__file__).with_name("typescript_client")
# What the generator has no name for, and no formatting afterwards.
PYTHON_SETTINGS = """
post_hooks: []
content_type_overrides:
  application/vnd.mapbox-vector-tile: application/octet-stream
  image/png: application/octet-stream
"""


@pytest.fixture(scope="module")
def server(database: Database) -> Iterator[Server]:
    """A server of a building of three floors."""
    fill_building(database)
    with run_server(database) as server:
        yield server


@pytest.fixture(scope="module")
def document(server: Server) -> dict[str, Any]:
    """The OpenAPI document, as the server gives it."""
    answer = httpx.get(f"{server.address}/api/schema/", headers={"Accept": "application/json"}, timeout=30)
    document: dict[str, Any] = answer.raise_for_status().json()
    return document


@pytest.fixture(scope="module")
def python_client(document: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The package ``maps_client``, in a folder that can be imported from."""
    folder = tmp_path_factory.mktemp("python")
    (folder / "openapi.json").write_text(json.dumps(document))
    (folder / "settings.yaml").write_text(PYTHON_SETTINGS)
    run(
        [
            str(Path(sys.executable).with_name("openapi-python-client")),
            *("generate", "--path", "openapi.json", "--config", "settings.yaml", "--fail-on-warning"),
            *("--meta", "none", "--output-path", "maps_client"),
        ],
        folder,
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(folder))
        yield folder


def run(words: list[str], folder: Path) -> str:
    """Return what the program prints; fail with all that it said."""
    done = subprocess.run(words, cwd=folder, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_python_client_compiles(python_client):
    assert compileall.compile_dir(python_client / "maps_client", quiet=1)


def test_the_python_client_calls_each_tag(python_client, document, server):
    from maps_client import Client
    from maps_client.models import Error, GetTileLayer, PostRouteBody, Route, WaypointType1

    called: set[str] = set()
    with Client(base_url=server.address, timeout=30, raise_on_unexpected_status=True) as client:

        def call(tag: str, operation: str, *arguments: Any, **parameters: Any) -> Any:
            called.add(tag)
            module = importlib.import_module(f"maps_client.api.{tag}.{operation}")
            return module.sync(*arguments, client=client, **parameters)

        assert [room.name for room in call("layers", "list_rooms", limit=2)] == ["Room 0.0", "Room 0.1"]
        absent = call("layers", "get_room", 123456)
        assert isinstance(absent, Error)
        assert absent.code == "not_found"
        assert call("tiles", "get_tile", GetTileLayer.ROOMS, 0, 0, 0).payload.read()
        assert call("search", "search_map", q="Room 0.1").results[0].name == "Room 0.1"
        route = call("routing", "get_route", from_="room:1", to="room:205")
        assert isinstance(route, Route)
        assert [leg.level for leg in route.legs] == [0, 1, 2]
        assert route.steps[-1].level == 2
        body = PostRouteBody(from_=WaypointType1(room=1), to="room:205")
        assert call("routing", "post_route", body=body).distance_meters == route.distance_meters
        assert call("closures", "list_closures") == []
        assert call("health", "get_health").ok is True
    assert called == {tag["name"] for tag in document["tags"]}


@pytest.mark.slow
def test_the_typescript_client_compiles_and_calls_each_tag(document, server, tmp_path):
    if not (shutil.which("npm") and shutil.which("node")):
        assert not os.environ.get("CI"), "npm is missing: the TypeScript client cannot be checked"
        pytest.skip("npm is missing: the TypeScript client is not checked")
    shutil.copytree(TYPESCRIPT, tmp_path, dirs_exist_ok=True, ignore=shutil.ignore_patterns("node_modules"))
    (tmp_path / "openapi.json").write_text(json.dumps(document))
    run(["npm", "ci", "--prefer-offline"], tmp_path)
    programs = tmp_path / "node_modules/.bin"
    run([str(programs / "openapi-typescript"), "openapi.json", "--output", "api.ts"], tmp_path)
    run([str(programs / "tsc"), "--project", "tsconfig.json"], tmp_path)
    answers = json.loads(run(["node", "calls.js", server.address], tmp_path))
    assert answers.pop("posted") == 2
    assert answers.pop("absent") == "not_found"
    assert answers == {
        "layers": ["Room 0.0", "Room 0.1", "Room 0.2"],
        "tiles": True,
        "search": "Room 0.1",
        "routing": [0, 1, 2],
        "closures": 0,
        "health": True,
    }
    assert answers.keys() == {tag["name"] for tag in document["tags"]}
