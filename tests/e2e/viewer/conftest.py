"""One server with a small demo building, one Chromium, and pages that tell of everything they should not do."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.databases import Database
from tests.e2e.pages import run_browser
from tests.e2e.servers import Server, run_server
from tests.e2e.viewer.watching import Watched, watch_page

DESKTOP = {"width": 1280, "height": 800}
OpenPage = Callable[..., Watched]


@pytest.fixture(scope="session")
def demo_database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """A database with a demo building of three levels and 120 rooms, with its walking network."""
    database = Database(f"imb_viewer_{os.getpid()}")
    database.create()
    folder = tmp_path_factory.mktemp("demo")
    database.manage("make_demo", str(folder), "--rooms", "120", "--levels", "3")
    plans = sorted(map(str, Path(folder).glob("*.dxf")))
    database.manage("import_map", *plans, "--rules", str(folder / "plan.toml"))
    yield database
    database.drop()


@pytest.fixture(scope="session")
def demo(demo_database: Database) -> Iterator[Server]:
    """A uvicorn that serves the demo building."""
    with run_server(demo_database) as server:
        yield server


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests; each page has a context of its own."""
    with run_browser() as browser:
        yield browser


@pytest.fixture
def open_page(browser: Browser, demo: Server) -> Iterator[OpenPage]:
    """Open an address of the viewer and wait until its map is complete; at the end no page may have misbehaved."""
    opened: list[Watched] = []

    def open_it(
        address: str = "/",
        *,
        server: Server | None = None,
        script: str = "",
        is_ready: bool = True,
        **settings: object,
    ) -> Watched:
        # Without animations each test needs less time; the whole is the same.
        calm = {"viewport": DESKTOP, "service_workers": "block", "reduced_motion": "reduce"}
        context = browser.new_context(**{**calm, **settings})
        context.set_default_timeout(20_000)
        if script:
            context.add_init_script(script)
        page: Page = context.new_page()
        watched = watch_page(page, (server or demo).address)
        opened.append(watched)
        watched.open(address, is_ready=is_ready)
        return watched

    yield open_it
    for watched in opened:
        watched.page.context.close()
    assert [watched.problems for watched in opened if watched.problems] == []
