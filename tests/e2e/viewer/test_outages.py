"""A connection that is cut, a server that goes away: the map stays, and goes on where it was."""

import time

import httpx
import pytest

from tests.e2e.servers import find_free_port, run_server
from tests.e2e.viewer.conftest import SMALL
from tests.e2e.viewer.cuts import run_cutting_link

STAY = "window.isSame = true"
READ = """
async () => {
  const { IndoorMap } = await import("/static/viewer/client.js");
  const keys = [], kinds = [];
  const signal = AbortSignal.timeout(60_000);
  for await (const event of new IndoorMap().stream("base-floor", { signal })) {
    if (event.kind === "batch") keys.push(...event.items.map(item => item.id)); else kinds.push(event.kind);
  }
  return {keys, kinds};
}
"""


def test_a_stream_that_is_cut_again_and_again_gives_every_feature_once(browser, demo, demo_database):
    expected = [key for (key,) in demo_database.fetch("SELECT ogc_fid FROM base_floor ORDER BY ogc_fid")]
    page = browser.new_page()
    with run_cutting_link(demo.port, 30_000, b"GET /api/base-floor/") as port:
        asked = []
        page.on("request", lambda request: asked.append(request.headers.get("last-event-id")))
        page.goto(f"http://127.0.0.1:{port}/api/health/")
        asked.clear()
        result = page.evaluate(READ)
    page.close()
    assert result["keys"] == expected
    assert result["kinds"].count("lost") >= 1, "nothing was cut"
    assert result["kinds"].count("lost") == result["kinds"].count("found")
    assert result["kinds"][-1] == "complete"
    assert len([last for last in asked if last]) >= result["kinds"].count("lost")


@pytest.mark.nightly
def test_a_server_that_starts_again_is_found_again(open_page, demo_database):
    port = find_free_port()
    with run_server(demo_database, port=port) as server:
        watched = open_page(server=server, viewport=SMALL)
        server.stop()
        watched.page.locator(".level", has_text="2").click()
        watched.page.locator(".notice", has_text="This floor is not kept on this device").wait_for()
        assert watched.page.locator(".progress.busy").count() == 0
        watched.page.locator(".level").last.click()  # it was read before
        watched.page.locator(".notice", has_text="You can still use what has been loaded").wait_for()
        watched.page.locator(".level", has_text="2").click()
        watched.page.locator(".notice", has_text="This floor is not kept on this device").wait_for()
    with run_server(demo_database, port=port):
        watched.page.locator(".notice", has_text="Connected again").wait_for()
        watched.wait_until_ready()
    assert all("ERR_CONNECTION_REFUSED" in problem for problem in watched.problems)
    watched.problems.clear()


@pytest.mark.nightly  # the next test sees the map without its server, too
def test_the_map_can_be_used_without_a_server_once_it_was_loaded(open_page, demo_database):
    with run_server(demo_database) as server:
        watched = open_page(server=server, service_workers="allow")
        watched.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        watched.page.reload()  # from now on its own worker answers
        watched.wait_until_ready()
        wait_for_kept(watched, "/api/base-floor/?level=0")
        server.stop()
    watched.problems.clear()
    watched.page.reload()
    watched.wait_until_ready()
    assert watched.page.get_by_role("radio").count() == 3
    assert watched.page.locator(".notice").is_visible() is False
    watched.problems.clear()


@pytest.fixture
def closed(demo_database):
    """Close connectors by their ids; at the end they are open again."""
    insert = "INSERT INTO closures (kind, target_id, reason) VALUES ('connector', {}, 'Repairs')"
    yield lambda key: demo_database.run(insert.format(key))
    demo_database.run("DELETE FROM closures")


def ask_route(server, start, end, profile):
    """Return the route between two rooms as the server knows it."""
    query = {"from": f"room:{start}", "to": f"room:{end}", "profile": profile}
    return httpx.get(f"{server.address}/api/route/", params=query).json()


def close_a_way(server, demo_database, closed, starts, end):
    """Close stairs on the way from one of ``starts``; return that, and the ways on foot and without steps."""
    stairs = demo_database.fetch("SELECT ogc_fid FROM connectors WHERE kind = 'stairs'")
    direct = {start: ask_route(server, start, end, "walk")["distance_meters"] for start in starts}
    for (key,) in stairs:
        closed(key)
        for start in starts:
            on_foot = ask_route(server, start, end, "walk")
            is_longer = on_foot["distance_meters"] > direct[start] + 10
            if is_longer and any(step["kind"] == "stairs" for step in on_foot["steps"]):
                return start, on_foot, ask_route(server, start, end, "step_free")
        demo_database.run("DELETE FROM closures")
    raise AssertionError("no stairs are on the way")


def ask_again(page, told):
    """Ask for the route on display again, and wait for its first step."""
    for _ in range(2):
        page.get_by_role("button", name="Swap").click()
    page.wait_for_function("told => document.querySelector('.step')?.innerText === told", arg=told)


SHOWS = """
told => [...document.querySelectorAll(".step .option-text > span")].map(step => step.innerText).join() === told.join()
"""


def read_route(watched):
    """Return the distance that directions show, and their steps, once they are there."""
    watched.page.locator(".step").last.wait_for()
    steps = [text.split("\n")[0] for text in watched.page.locator(".step").all_inner_texts()]
    return watched.page.locator(".summary span").inner_text(), steps


def expect_kept_routes(watched, unknown, names, routes):
    """Expect routes that nobody asked for before, on foot and without steps, as the server finds them."""
    page, (start, end), (on_foot, step_free) = watched.page, names, routes
    note = page.get_by_text("this route does not know of new closures")
    watched.visit(unknown)
    page.locator(".step", has_text=start).wait_for()
    distance, steps = read_route(watched)
    assert distance == f"{5 * round(on_foot['distance_meters'] / 5)} m"
    assert steps == [
        f"Start at {start}.",
        "Take the stairs up to Level 2.",
        f"Arrive at {end}.",
    ]
    assert note.is_visible()
    watched.visit(f"{unknown}&profile=step_free&lang=en")
    page.locator(".step", has_text="lift").wait_for()
    distance, steps = read_route(watched)
    assert distance == f"{5 * round(step_free['distance_meters'] / 5)} m"
    assert steps[1] == "Take the lift up to Level 2."


def expect_kept_kinds(page):
    """Expect the accessible toilets of all floors, whatever floor is on display."""
    page.locator(".place").get_by_role("button", name="Close").click()
    page.locator(".chip", has_text="Accessible toilets").click()
    page.locator(".list small", has_text="Ground").first.wait_for()
    page.locator(".list small", has_text="Level 2").first.wait_for()
    page.locator(".chip", has_text="Accessible toilets").click()


def test_after_one_visit_all_floors_search_and_any_routes_work_without_a_server(
    open_page, demo_database, closed
):
    """Nothing spins for ever: what is not there is said."""
    rooms = demo_database.fetch("SELECT text, ogc_fid, level FROM room_points ORDER BY ogc_fid")
    upstairs = next(room for room in rooms if room[2] == 2)
    ground = [room for room in rooms if room[2] == 0]
    known = f"/?level=0&from=room:{ground[0][1]}&to=room:{upstairs[1]}"
    with run_server(demo_database) as server:
        watched = open_page(known, server=server, service_workers="allow", viewport=SMALL)
        page = watched.page
        page.locator(".step").first.wait_for()
        told = page.locator(".step").all_inner_texts()
        for path in ("/", "/api/points/?lang=en&level=1", "/api/points/?lang=en&level=2"):
            wait_for_kept(watched, path, 30.0)
        ask_again(page, told[0])  # now that its answers are kept
        names = {key: name for name, key, _ in ground[2:]}
        start, on_foot, step_free = close_a_way(server, demo_database, closed, names, upstairs[1])
        # An idle page looks for closures once a minute, one with a route every five seconds.
        page.locator(".closures").wait_for()
        told = [step["text"] for step in ask_route(server, ground[0][1], upstairs[1], "walk")["steps"]]
        page.wait_for_function(SHOWS, arg=told)
        server.stop()
    watched.open("/")
    assert page.get_by_role("radio").count() == 3
    page.locator(".level", has_text="2").click()
    watched.wait_until_ready()
    watched.find(upstairs[0])
    page.locator("#place-name", has_text=upstairs[0]).wait_for()
    expect_kept_kinds(page)
    unseen = next(room for room in reversed(rooms) if room[2] == 2)
    watched.open(f"/?level=0&room={unseen[1]}&from=room:{ground[1][1]}&to=room:{unseen[1]}")
    page.locator(".step", has_text=unseen[0]).wait_for()
    assert page.locator("[data-end=from]").input_value() == ground[1][0]
    watched.open(f"/?room={unseen[1]}")
    page.locator("#place-name", has_text=unseen[0]).wait_for()
    watched.visit(known)
    assert read_route(watched)[1] == told
    unknown = f"/?level=0&from=room:{start}&to=room:{upstairs[1]}"
    expect_kept_routes(watched, unknown, (names[start], upstairs[0]), (on_foot, step_free))
    assert page.locator(".progress.busy").count() == 0
    page.evaluate("caches.delete('network-4')")
    watched.visit(f"/?level=0&from=room:{ground[1][1]}&to=room:{upstairs[1]}")
    page.get_by_text("This device has not kept the paths of this map").wait_for()
    assert page.get_by_text("Finding a route").count() == 0
    page.close()  # what it still asks for would fail, too
    watched.problems.clear()


FORGET_FLOORS = """
async () => {
  for (const name of await caches.keys()) if (name.startsWith("floors")) await caches.delete(name);
}
"""


def test_floors_are_fetched_ahead_within_a_budget_and_a_search_without_them_says_so(open_page, demo_database):
    with run_server(demo_database, settings={"OFFLINE_MEGABYTES": "0"}) as server:
        watched = open_page(server=server, service_workers="allow", viewport=SMALL)
        # It keeps the files by now.
        watched.page.wait_for_function("() => navigator.serviceWorker.controller")
        watched.page.wait_for_timeout(3000)
        assert not any("level=2" in address for address in watched.asked)
        server.stop()
    watched.page.evaluate(FORGET_FLOORS)
    watched.search.fill("office")
    watched.page.locator(".search-bar .options", has_text="No connection").wait_for()
    watched.problems.clear()


def test_a_map_that_changes_is_read_again_without_being_asked(home, demo_database):
    watched = home
    page = watched.page
    page.evaluate(STAY)  # it looks once at the beginning, then every half minute, or when it was away
    demo_database.run("INSERT INTO levels (level) VALUES (5)")
    try:
        page.evaluate("dispatchEvent(new Event('online'))")
        page.locator(".level", has_text="5").wait_for()
        watched.wait_until_ready()
        assert page.evaluate("window.isSame"), "the page was loaded anew"
        assert page.get_by_role("radio", name="Ground Floor").is_checked()
    finally:
        demo_database.run("DELETE FROM levels WHERE level = 5")


STALE = """
async () => {
  await (await caches.open("answers-1")).put("/api/rooms/", new Response("of another version"));
  await (await caches.open("files-3")).put("/static/viewer/gone.0123456789ab.js", new Response("of another version"));
}
"""
# The worker's own functions, in a page, with bounds that can be reached.
KEEP = """
async () => {
  %s
  LIMITS[FLOORS] = { responses: 3, bytes: 100, each: 60 };
  const list = async () => (await (await caches.open(FLOORS)).keys()).map(({ url }) => url.split("/api/")[1]).join();
  const seen = [];
  for (const answer of ["a 10", "b 10", "c 10", "d 10", "b 20", "e 60", "f 60", "g 61", "b 61"]) {
    const [name, size] = answer.split(" ");
    await store(FLOORS, `${location.origin}/api/${name}`, new Response("x".repeat(size)));
    seen.push(await list());
  }
  await caches.delete(FLOORS);
  return seen;
}
"""


def test_what_is_kept_for_offline_use_is_bounded(browser, demo):
    page = browser.new_page()
    page.goto(f"{demo.address}/rooms/")
    worker = httpx.get(f"{demo.address}/offline.js").text
    seen = page.evaluate(KEEP.replace("%s", worker))
    page.close()
    assert seen == [
        "a",
        "a,b",
        "a,b,c",
        "b,c,d",  # three answers at most
        "c,d,b",  # what was asked again is the latest
        "d,b,e",
        "f",  # 100 bytes at most
        "f",  # 60 bytes an answer at most
        "f",
    ]


def test_what_an_older_version_kept_is_dropped(browser, demo):
    context = browser.new_context(service_workers="allow")
    page = context.new_page()
    page.goto(f"{demo.address}/rooms/")  # a page that starts no worker
    page.evaluate(STALE)
    page.evaluate("navigator.serviceWorker.register('/offline.js')")
    page.wait_for_function("() => navigator.serviceWorker.controller")
    names = page.evaluate("caches.keys()")
    files = page.evaluate(
        "caches.open('files-3').then(cache => cache.keys()).then(kept => kept.map(one => one.url))"
    )
    context.close()
    assert "answers-1" not in names
    assert not any("gone" in name for name in files)
    scripts = {name.partition("/viewer/")[2] for name in files if name.endswith(".js")}
    assert {"bundle/app.js", "bundle/chunk.js", "vendor/maplibre/maplibre-gl-worker.js"} <= scripts
    assert {name for name in scripts if not name.startswith(("bundle/", "vendor/"))} == set(), (
        "no page loads it"
    )


def wait_for_kept(watched, path, seconds=10.0):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if watched.page.evaluate("path => caches.match(path, {ignoreVary: true}).then(Boolean)", path):
            return
        time.sleep(0.1)
    raise AssertionError(f"{path} is not kept")
