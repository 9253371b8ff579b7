"""One server with a small demo building, one Chromium, and pages that tell of everything they should not do."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.databases import Database
from tests.e2e.pages import run_browser
from tests.e2e.servers import Server, run_server
from tests.e2e.viewer.hosting import Host, open_host
from tests.e2e.viewer.watching import PHONE, Watched, watch_page

HERE = Path(__file__).parent
DESKTOP = {"width": 1280, "height": 800}
SMALL = {"width": 720, "height": 540}  # fewer pixels to draw, where it is not the point where something is
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


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run these tests after all others: while their browser runs, no test with an event loop of its own can.

    What shares a page comes one after another.
    """
    items.sort(key=lambda item: HERE in item.path.parents)
    visits = {
        index: item.callspec.params["visit"]
        for index, item in enumerate(items)
        if isinstance(item, pytest.Function) and "visit" in item.fixturenames
    }
    together = [items[index] for index in sorted(visits, key=lambda index: visits[index])]
    for index, item in zip(visits, together, strict=True):
        items[index] = item


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests; each page has a context of its own."""
    with run_browser() as browser:
        yield browser


# Without animations each test needs less time; the whole is the same.
CALM = {"viewport": DESKTOP, "service_workers": "block", "reduced_motion": "reduce"}
# In the corridor in the middle of the demo building: from beyond a wall no way begins.
MIDDLE = {"latitude": 52.4738, "longitude": 13.40237}


@contextmanager
def keep_page(browser: Browser, demo: Server, script: str = "", **settings: object) -> Iterator[Watched]:
    """Give a page with the demo building to several tests: loading one is most of what a test costs."""
    permissions = ["geolocation", "clipboard-read", "clipboard-write"]
    context = browser.new_context(**{**CALM, **settings}, geolocation=MIDDLE, permissions=permissions)
    context.set_default_timeout(20_000)
    if script:
        context.add_init_script(script)
    watched = watch_page(context.new_page(), demo.address)
    watched.open("/")
    watched.first = watched.wait_for_address("at=")
    yield watched
    context.close()


@contextmanager
def begin(kept: Watched) -> Iterator[Watched]:
    """Give a page that is kept to a test, as in the beginning; at the end it may not have misbehaved."""
    kept.problems.clear()  # those of a test that failed
    kept.start_over()
    yield kept
    problems = kept.problems.copy()
    kept.problems.clear()
    assert problems == []


@pytest.fixture(scope="session")
def kept_page(browser: Browser, demo: Server) -> Iterator[Watched]:
    """A page on a desk that lives as long as the browser."""
    with keep_page(browser, demo) as page:
        yield page


@pytest.fixture
def home(kept_page: Watched) -> Iterator[Watched]:
    """The page on a desk."""
    with begin(kept_page) as page:
        yield page


@pytest.fixture
def modules(kept_page: Watched) -> Page:
    """The same page, whatever it shows, to load the viewer's modules in."""
    return kept_page.page


@pytest.fixture(scope="session")
def kept_phone(browser: Browser, demo: Server) -> Iterator[Watched]:
    """A page on a phone that lives as long as the browser."""
    with keep_page(browser, demo, **PHONE) as page:
        yield page


@pytest.fixture
def phone(kept_phone: Watched) -> Iterator[Watched]:
    """The page on a phone."""
    with begin(kept_phone) as page:
        yield page


@pytest.fixture(scope="session")
def host(browser: Browser, demo: Server, demo_database: Database) -> Iterator[Host]:
    """A page of another origin with the demo building as an element."""
    with open_host(browser, demo, demo_database) as host:
        yield host


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
        hosts: tuple[str, ...] = (),
        **settings: object,
    ) -> Watched:
        context = browser.new_context(**{**CALM, **settings})
        context.set_default_timeout(20_000)
        if script:
            context.add_init_script(script)
        page: Page = context.new_page()
        watched = watch_page(page, (server or demo).address, hosts)
        opened.append(watched)
        watched.open(address, is_ready=is_ready)
        return watched

    yield open_it
    for watched in opened:
        watched.page.context.close()
    assert [watched.problems for watched in opened if watched.problems] == []
