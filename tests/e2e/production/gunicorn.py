"""Backends as containers run them."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

import httpx

from tests.databases import ROOT
from tests.e2e.production.parts import Part
from tests.e2e.production.rendering import DEPLOY
from tests.e2e.servers import APPLICATION, find_free_port

GUIDE = [  # the deployment guide's command
    *("--worker-class", "uvicorn.workers.UvicornWorker", "--worker-connections", "1000", "--timeout", "120"),
    *("--access-logfile", "-", "--error-logfile", "-"),
]
CONFIGURATION = DEPLOY / "gunicorn.conf.py"


def make_backend(parent: Path, name: str, workers: int, environment: Mapping[str, str]) -> Part:
    """Return a starting gunicorn with ``workers`` workers."""
    folder = parent / name
    folder.mkdir()
    port = find_free_port()
    options = ["--config", str(CONFIGURATION)] if CONFIGURATION.is_file() else GUIDE
    command = [
        *(sys.executable, "-m", "gunicorn", *options),
        *("--workers", str(workers), "--bind", f"127.0.0.1:{port}", APPLICATION),
    ]

    def is_ready() -> bool:
        try:
            return httpx.get(f"http://127.0.0.1:{port}/api/health/live/", timeout=5).status_code == 200
        except httpx.TransportError:
            return False

    part = Part(name, folder, port, command, environment=environment, is_ready=is_ready, cwd=ROOT)
    part.launch()
    return part
