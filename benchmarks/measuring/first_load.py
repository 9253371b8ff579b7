"""The first load of a visitor who has never been here: its bytes and requests, and its time on slow networks."""

from __future__ import annotations

import statistics
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, CDPSession

from benchmarks.measuring.report import Measure
from benchmarks.measuring.workbench import Workbench
from tests.databases import ROOT, Database
from tests.e2e.servers import Server, run_server

BYTES = 350_000  # on the wire until the first floor is painted
REQUESTS = 20
PAINT_4G = 6_000  # milliseconds until then
_PATIENCE = 120_000  # milliseconds
_PAINTED = "() => performance.getEntriesByName('map:first-paint').length"
_MARKS = """
() => {
  const [seen] = performance.getEntriesByName("first-contentful-paint");
  const [{ startTime: paint }] = performance.getEntriesByName("map:first-paint");
  return { seen: seen?.startTime ?? paint, paint };
}
"""


@dataclass(frozen=True, slots=True)
class Network:
    """A network as DevTools throttles it: latency in milliseconds, and kbit/s down and up."""

    name: str
    latency: float
    down: float
    up: float
    slowdown: int  # of the processor


SLOW_4G = Network("Slow 4G, 4x CPU", 562.5, 1440, 675, 4)
SLOW_3G = Network("3G, 4x CPU", 2000, 400, 400, 4)


@dataclass  # without slots: Playwright keeps notes on the owner of a listener
class _Wire:
    """What came over the wire, by request: when it was asked for, and how many bytes, headers too, came when."""

    asked: dict[str, float] = field(default_factory=dict)
    came: dict[str, list[tuple[float, float]]] = field(default_factory=dict)

    def watch(self, session: CDPSession) -> None:
        session.on("Network.requestWillBeSent", self._begin)
        session.on("Network.responseReceived", self._answer)
        session.on("Network.dataReceived", self._receive)
        session.on("Network.loadingFinished", self._end)
        session.send("Network.enable")

    def count(self, milliseconds: float) -> tuple[int, int]:
        """Return how many requests were sent in this time, and how many bytes came; not from the browser's cache."""
        end = min(self.asked.values()) + milliseconds / 1000
        sent = [key for key, moment in self.asked.items() if moment <= end and key in self.came]
        came = sum(size for key in sent for moment, size in self.came[key] if moment <= end)
        return len(sent), round(came)

    def _begin(self, event: dict[str, Any]) -> None:
        if not event["request"]["url"].startswith(("data:", "blob:")):
            self.asked.setdefault(event["requestId"], event["timestamp"])

    def _answer(self, event: dict[str, Any]) -> None:
        response = event["response"]
        if not response.get("fromDiskCache"):
            headers = (event["timestamp"], response["encodedDataLength"])
            self.came.setdefault(event["requestId"], []).append(headers)

    def _receive(self, event: dict[str, Any]) -> None:
        if event["requestId"] in self.came:
            self.came[event["requestId"]].append((event["timestamp"], event["encodedDataLength"]))

    def _end(self, event: dict[str, Any]) -> None:
        if event["requestId"] in self.came:  # the whole, with its headers
            self.came[event["requestId"]] = [(event["timestamp"], event["encodedDataLength"])]


def measure_first_load(bench: Workbench, database: Database, browser: Browser) -> list[Measure]:
    """Return the bytes, requests and times of first loads, from static files as ``scripts/run`` serves them."""
    bench.say("Loading the demo building for the first time, over slow networks ...")
    with _serve_collected(bench, database) as server:
        load_first(browser, server)  # the server's own first answers are slower
        loads = [load_first(browser, server) for _ in range(bench.plan.repeats)]
        slow_4g = [load_first(browser, server, SLOW_4G) for _ in range(bench.plan.repeats)]
        slow_3g = [load_first(browser, server, SLOW_3G) for _ in range(bench.plan.repeats)]
    return [
        _take_most("bytes until the first floor", loads, "size", "bytes", BYTES),
        _take_most("requests until the first floor", loads, "requests", "", REQUESTS),
        _take_median(SLOW_4G, "first pixels", slow_4g, "seen"),
        _take_median(SLOW_4G, "first floor", slow_4g, "paint", PAINT_4G),
        _take_median(SLOW_3G, "first pixels", slow_3g, "seen"),
        _take_median(SLOW_3G, "first floor", slow_3g, "paint"),
    ]


def _take_most(what: str, loads: list[dict[str, float]], name: str, unit: str, target: float) -> Measure:
    values = sorted(load[name] for load in loads)
    detail = ", ".join(f"{value:,.0f}" for value in values)
    return Measure("first load", what, values[-1], unit, target, detail=detail)


def _take_median(
    network: Network, what: str, loads: list[dict[str, float]], name: str, target: float | None = None
) -> Measure:
    values = sorted(load[name] for load in loads)
    detail = ", ".join(f"{value:,.0f}" for value in values)
    return Measure(network.name, what, statistics.median(values), "ms", target, detail=detail)


@contextmanager
def _serve_collected(bench: Workbench, database: Database) -> Iterator[Server]:
    settings = {"STATIC_ROOT": str(bench.make_folder()), "DEBUG": "0"}
    command = [sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity", "0"]
    subprocess.run(command, cwd=ROOT, env={**database.make_environment(), **settings}, check=True)
    with run_server(database, settings=settings) as server:
        yield server


def load_first(browser: Browser, server: Server, network: Network | None = None) -> dict[str, float]:
    """Load the page in a new browser; return when it was painted, and what was sent until its first floor was."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, service_workers="block")
    context.set_default_timeout(_PATIENCE)
    try:
        page = context.new_page()
        session = context.new_cdp_session(page)
        wire = _Wire()
        wire.watch(session)
        if network:
            _throttle(session, network)
        page.goto(f"{server.address}/", wait_until="commit")
        page.wait_for_function(_PAINTED)
        marks: dict[str, float] = page.evaluate(_MARKS)
        requests, size = wire.count(marks["paint"])
        return {**marks, "requests": requests, "size": size}
    finally:
        context.close()


def _throttle(session: CDPSession, network: Network) -> None:
    conditions = {
        "offline": False,
        "latency": network.latency,
        "downloadThroughput": network.down * 1000 / 8,
        "uploadThroughput": network.up * 1000 / 8,
    }
    session.send("Network.emulateNetworkConditions", conditions)
    session.send("Emulation.setCPUThrottlingRate", {"rate": network.slowdown})
