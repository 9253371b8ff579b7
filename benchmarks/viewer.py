"""Speed of the viewer in a real Chromium: ``scripts/bench viewer``.

First loads of the demo building give the bytes and requests until the first floor is painted, and the time until then
on slow networks. Other loads give the time from the first event to the first features on the screen. A floor of
200,000 polylines and one of 5,000 rooms, dragged while they load, give the longest task of the page, and its frames.
Each number is the median of the loads. Chromium draws without a graphics card here: frames are slower than on any
device with one, and on a busy machine all times are longer.
"""

from __future__ import annotations

import argparse
import gzip
import re
import statistics
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

from benchmarks.measuring.first_load import measure_first_load
from benchmarks.measuring.report import Measure, conclude
from benchmarks.measuring.workbench import Plan, Workbench
from tests.databases import ROOT, Database
from tests.e2e.pages import run_browser
from tests.e2e.servers import Server

PAINT = 300  # milliseconds from the first event to the first features
TASK = 200  # milliseconds that the page may block
_MANY = 5_000  # rooms on one floor
BYTES = 90_000  # of scripts that the page loads, gzipped, without the map library
BYTES_ON_DEMAND = 20_000  # of those that it loads when they are needed
BYTES_OF_WORKER = 5_000  # of the router, which a page starts only when it has lost its connection
_VIEWER = ROOT / "interactive_maps/viewer"
_BUNDLE = _VIEWER / "static/viewer/bundle"
ROUTER = _BUNDLE / "routeworker.js"
_READY = "body[data-state=ready] .progress:not(.busy)"
# A level 9 of so many polylines.
FILL = """
INSERT INTO base_floor (layer, level, paperspace, wkb_geometry)
SELECT 'A-WALL', 9, false, ST_SetSRID(ST_MakeLine(ARRAY(SELECT ST_MakePoint(
  13.4 + (i %% 500) * 4e-6 + v * 1.2e-6, 52.473 + i / 500 * 3e-6 + (v * v %% 3) * 1e-6)
  FROM generate_series(1, 4) v)), 4326)
FROM generate_series(1, %s) i;
INSERT INTO levels (level) VALUES (9);
"""
# Rooms of a level 8, side by side: the number in a row, and the last one's number.
ROOMS = """
INSERT INTO spaces (ogc_fid, level, names, ref, category, display_point, wkb_geometry)
SELECT 80000 + i, 8, jsonb_build_object('en', CASE i % 2 WHEN 0 THEN 'Toilet' ELSE 'Office' END), '8.' || i,
  CASE i % 2 WHEN 0 THEN 'restroom' ELSE 'office' END,
  ST_SetSRID(ST_MakePoint(13.40205 + i % {0} * 1e-4, 52.47405 + i / {0} * 1e-4), 4326),
  ST_SetSRID(ST_MakeEnvelope(13.402 + i % {0} * 1e-4, 52.474 + i / {0} * 1e-4,
    13.4021 + i % {0} * 1e-4, 52.4741 + i / {0} * 1e-4), 4326)
FROM generate_series(0, {1}) i;
UPDATE room_points SET space_id = ogc_fid WHERE level = 8;
"""
# Long tasks and frames from the first event on: before that, the library is being compiled.
RECORD = """
window.tasks = [];
window.frames = [];
new PerformanceObserver(list => tasks.push(...list.getEntries().map(entry => [entry.startTime, entry.duration])))
  .observe({type: "longtask", buffered: true});
requestAnimationFrame(function next(time) { frames.push(time); requestAnimationFrame(next); });
"""
_SUMMARY = """
() => {
  const mark = name => performance.getEntriesByName(`map:first-${name}`)[0].startTime;
  const first = mark("event");
  const steps = frames.slice(1).map((time, at) => [time, time - frames[at]]).filter(([time]) => time > first);
  const sorted = steps.map(([, step]) => step).sort((a, b) => a - b);
  const at = part => sorted[Math.floor((sorted.length - 1) * part)];
  const long = tasks.filter(([start]) => start > first).map(([, duration]) => duration);
  return {paint: mark("paint") - first, task: Math.max(0, ...long), median: at(0.5), p95: at(0.95), worst: at(1)};
}
"""


def main() -> None:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(prog="scripts/bench viewer", description=__doc__)
    parser.add_argument("--rows", type=int, default=200_000)
    parser.add_argument("--repeats", type=int, default=5, help="loads of each floor")
    parser.add_argument("--first-load", action="store_true", help="measure first loads and nothing else")
    parser.add_argument("--json", action="store_true", help="print JSON and nothing else")
    arguments = parser.parse_args()
    plan = Plan(arguments.rows, (), 0, arguments.repeats)
    with Workbench(plan) as bench, run_browser() as browser:
        database = _make_demo(bench, has_large_floors=not arguments.first_load)
        measures = [_measure_scripts(), *measure_first_load(bench, database, browser)]
        if not arguments.first_load:
            with bench.serve(database) as server:
                measures += _measure_pages(bench, browser, server)
    title = f"Viewer: {arguments.repeats} loads, {arguments.rows:,} polylines on the large floor"
    conclude(measures, title, vars(arguments), as_json=arguments.json)


def _make_demo(bench: Workbench, *, has_large_floors: bool) -> Database:
    """Return a database with the demo building, and a level 9 of as many polylines as the plan has rows."""
    bench.say("Making the demo building ...")
    database = bench.make_database("viewer")
    with tempfile.TemporaryDirectory() as folder:
        database.manage("make_demo", folder, "--rooms", "120", "--levels", "3")
        plans = sorted(map(str, Path(folder).glob("*.dxf")))
        database.manage("import_map", *plans, "--rules", f"{folder}/plan.toml")
    if not has_large_floors:
        return database
    bench.say("Making the large floors ...")
    database.run(FILL % bench.plan.rows)
    database.run("INSERT INTO levels (level) VALUES (8);" + ROOMS.format(100, _MANY - 1))
    database.run("VACUUM (ANALYZE, FREEZE) base_floor")
    return database


def list_scripts() -> tuple[list[Path], list[Path]]:
    """Return our own scripts: those that the page loads at first, and those that it loads on demand.

    The router is in neither: it runs beside the page.
    """
    first = {_BUNDLE / "app.js"}
    imported = re.findall(r'\bfrom"\./([\w-]+\.js)"', (_BUNDLE / "app.js").read_text())
    first |= {_BUNDLE / name for name in imported}
    return [*sorted(first), _VIEWER / "templates/viewer/offline.js"], sorted(
        {*_BUNDLE.glob("*.js")} - first - {ROUTER}
    )


def _measure_scripts() -> Measure:
    """Return the number of bytes of our own scripts, each gzipped as sent."""
    scripts, _ = list_scripts()
    size = sum(len(gzip.compress(script.read_bytes())) for script in scripts)
    return Measure(
        "scripts", "gzipped, without MapLibre", size, "bytes", BYTES, detail=f"{len(scripts)} files"
    )


def _measure_pages(bench: Workbench, browser: Browser, server: Server) -> Iterator[Measure]:
    bench.say("Loading the demo building ...")
    loads = [_load(browser, server, "/") for _ in range(bench.plan.repeats)]
    yield _take_median("demo", "first event to first paint", loads, "paint", PAINT)
    yield _take_median("demo", "longest task", loads, "task", TASK)
    bench.say("Loading the floor of many rooms, and dragging it ...")
    many = [_load(browser, server, "/?level=8", is_dragged=True) for _ in range(bench.plan.repeats)]
    yield _take_median(f"{_MANY:,} rooms", "first event to first paint", many, "paint", PAINT)
    yield _take_median(f"{_MANY:,} rooms", "longest task", many, "task", TASK)
    bench.say("Loading the large floor, and dragging it ...")
    large = [_load(browser, server, "/?level=9", is_dragged=True) for _ in range(bench.plan.repeats)]
    yield _take_median("large floor", "first event to first paint", large, "paint", PAINT)
    yield _take_median("large floor", "longest task", large, "task", TASK)
    for name, what in (("median", "frame, median"), ("p95", "frame, 95 of 100"), ("worst", "frame, longest")):
        yield _take_median("large floor", what, large, name, None)


def _take_median(
    side: str, what: str, loads: list[dict[str, float]], name: str, target: float | None
) -> Measure:
    values = sorted(load[name] for load in loads)
    detail = ", ".join(f"{value:.0f}" for value in values)
    return Measure(side, what, statistics.median(values), "ms", target, detail=detail)


def _load(browser: Browser, server: Server, address: str, *, is_dragged: bool = False) -> dict[str, float]:
    """Return the cost of one load, in milliseconds."""
    with _open(browser) as page:
        page.goto(server.address + address)
        page.wait_for_function("() => performance.getEntriesByName('map:first-paint').length")
        while is_dragged and not page.locator(_READY).count():
            _drag(page)
        page.wait_for_selector(_READY, state="attached")
        summary: dict[str, Any] = page.evaluate(_SUMMARY)
        return summary


@contextmanager
def _open(browser: Browser) -> Iterator[Page]:
    """Open a page in a fresh browser: no cache, no service worker."""
    context = browser.new_context(
        viewport={"width": 1280, "height": 800}, service_workers="block", reduced_motion="reduce"
    )
    context.set_default_timeout(60_000)
    context.add_init_script(RECORD)
    try:
        yield context.new_page()
    finally:
        context.close()


def _drag(page: Page) -> None:
    page.mouse.move(800, 400)
    page.mouse.down()
    for step in range(10):
        page.mouse.move(790 - 8 * step, 395 - 4 * step)
        page.wait_for_timeout(16)
    page.mouse.up()


if __name__ == "__main__":
    main()
