"""The demo building is on the screen soon after its first event, and a floor of any size does not stop the page."""

import pytest
from playwright.sync_api import TimeoutError as TooLate

from benchmarks.viewer import FILL, RECORD
from tests.e2e.viewer.conftest import keep_page
from tests.e2e.viewer.watching import READ_PIXELS


def measure_paint(watched):
    watched.page.wait_for_function("() => performance.getEntriesByName('map:first-paint').length")
    return watched.page.evaluate(
        "performance.getEntriesByName('map:first-paint')[0].startTime"
        " - performance.getEntriesByName('map:first-event')[0].startTime"
    )


def test_first_features_are_painted_after_the_first_event(home, capsys):
    time = measure_paint(home)
    with capsys.disabled():
        print(f"\n    first event to first paint: {time:.0f} ms (`scripts/bench viewer` compares it)")
    assert time > 0


def count_colours(watched):
    """Return how many colours the picture has, as it would be printed: an empty map has one."""
    return watched.page.evaluate(
        f"async () => {{ {READ_PIXELS} return new Set(new Uint32Array(data.buffer)).size; }}"
    )


def test_the_building_is_drawn_and_its_levels_can_be_chosen_by_name(home):
    watched = home
    page = watched.page
    assert count_colours(watched) > 20
    watched.take_screenshot("desktop")
    levels = page.get_by_role("group", name="Levels").get_by_role("radio")
    names = [level.get_attribute("aria-label") for level in levels.all()]
    assert names == ["Level 2", "Level 1", "Ground Floor"]
    page.get_by_role("radio", name="Ground Floor").focus()
    page.keyboard.press("ArrowUp")
    watched.wait_for_address("level=1")
    page.locator("[role=status]", has_text="Showing Level 1").wait_for()


@pytest.mark.nightly
@pytest.mark.parametrize(("kind", "width", "height"), [("phone", 360, 740), ("home", 640, 400)])
def test_small_screens(request, kind, width, height):
    watched = request.getfixturevalue(kind)
    page = watched.page
    before = page.viewport_size
    page.set_viewport_size({"width": width, "height": height})  # a desk's, magnified twice
    watched.visit("/?level=0&room=12")
    page.locator("#place-name").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "the page scrolls sideways"
    page.evaluate(
        "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
    )  # room is made
    assert watched.find_barriers() == []
    watched.take_screenshot(f"small-{kind}")
    page.set_viewport_size(before)


def test_forty_levels_fit_a_phone(phone, demo_database):
    demo_database.run("INSERT INTO levels (level) SELECT generate_series(3, 39)")
    try:
        watched = phone
        watched.open("/?level=2")
        box = watched.page.locator(".levels").bounding_box()
        assert box["y"] + box["height"] < 420
        assert watched.page.locator(".levels input:checked + span").is_visible()
        last = watched.page.locator(".level", has_text="39")
        last.scroll_into_view_if_needed()
        last.click()
        watched.wait_for_address("level=39")
        assert last.bounding_box()["height"] >= 40
        watched.take_screenshot("phone-levels")
    finally:
        demo_database.run("DELETE FROM levels WHERE level >= 3")


LINES = 200_000
SUMMARY = """
() => {
  const [{ startTime: first }] = performance.getEntriesByName("map:first-event");
  const steps = frames.slice(1).map((time, at) => [time, time - frames[at]]).filter(([time]) => time > first);
  const sorted = steps.map(([, step]) => step).sort((a, b) => a - b);
  const long = tasks.filter(([start]) => start > first).map(([, duration]) => duration).sort((a, b) => a - b);
  const at = part => Math.round(sorted[Math.floor((sorted.length - 1) * part)]);
  return {frames: sorted.length, median: at(0.5), p95: at(0.95), worst: at(1), long: long.length,
          longest: Math.round(long.at(-1) ?? 0)};
}
"""


# What is drawn ahead, and would be gone in a moment (on a busy machine, after two seconds at the latest), stays.
HOLD = """
const { setTimeout } = window;
window.setTimeout = (run, after, ...more) => setTimeout(run, after === 2000 ? 60_000 : after, ...more);
document.addEventListener("DOMContentLoaded", () => {
  const { prototype } = maplibregl.Map;
  const { once } = prototype;
  prototype.once = function (name, ...more) {
    if (name !== "idle" || more.length || window.isDrawn) return once.call(this, name, ...more);
    return once.call(this, name).then(() => { window.isDrawn = true; return new Promise(() => {}); });
  };
});
"""


@pytest.mark.nightly
def test_nobody_sees_what_is_drawn_to_be_ready(open_page):
    page = open_page("/", script=HOLD, is_ready=False).page
    page.wait_for_function("() => window.isDrawn")
    # Beside what is drawn, and above the place of notices.
    middle, beside = (
        page.screenshot(clip={"x": 540, "y": y, "width": 200, "height": 80}) for y in (360, 480)
    )
    assert middle == beside


# Everything that is compiled, and when; as long as it takes on a busy machine.
COMPILED = """
const { setTimeout } = window;
window.setTimeout = (run, after, ...more) => setTimeout(run, after === 2000 ? 60_000 : after, ...more);
window.compiled = [];
const { compileShader } = WebGL2RenderingContext.prototype;
WebGL2RenderingContext.prototype.compileShader = function (shader) {
  compiled.push(performance.now());
  return compileShader.call(this, shader);
};
"""
COMPILED_LATE = """
() => {
  const [{ startTime: first }] = performance.getEntriesByName("map:first-event");
  return [compiled.length, compiled.filter(time => time > first).length];
}
"""
# The tiles that the map library's worker is asked to cut, and when; as long as it takes on a busy machine.
CUT = """
window.cut = [];
const { postMessage } = Worker.prototype;
Worker.prototype.postMessage = function (message, ...more) {
  if (message.type === "LT") cut.push([message.data.source, performance.now()]);
  return postMessage.call(this, message, ...more);
};
"""
CUT_AHEAD = """
() => {
  const [{ startTime: first }] = performance.getEntriesByName("map:first-event");
  return cut.filter(([, time]) => time < first).map(([source]) => source);
}
"""


@pytest.fixture(scope="module")
def noted(browser, demo):
    """A page that has noted what it drew ahead."""
    with keep_page(browser, demo, COMPILED + CUT) as watched:
        yield watched.page


@pytest.mark.nightly
def test_no_shader_is_compiled_once_features_arrive(noted):
    """Each stops the page, for a tenth of a second without a graphics card."""
    compiled, late = noted.evaluate(COMPILED_LATE)
    assert compiled > 10
    assert late == 0


def test_what_is_drawn_to_be_ready_is_in_one_tile(noted):
    """Of each source: where four tiles meet, the first floor would wait for all four."""
    sources = noted.evaluate(CUT_AHEAD)
    assert len(sources) >= 5
    assert sorted(sources) == sorted(set(sources))


STYLE_PROBLEMS = """
async () => {
  const { makeStyle } = await import("/static/viewer/style.js");
  const { getPalette } = await import("/static/viewer/palette.js");
  const problems = [];
  const container = document.createElement("div");
  const map = new maplibregl.Map({ container, style: makeStyle(getPalette()) });
  map.on("error", ({ error }) => problems.push(error.message));
  await new Promise(resolve => setTimeout(resolve, 500));
  const isRead = map.getLayersOrder().length > 20;
  map.remove();
  return [isRead, problems];
}
"""


def test_the_style_is_valid(modules):
    """The page itself does not take the time to validate it."""
    assert modules.evaluate(STYLE_PROBLEMS) == [True, []]


@pytest.fixture
def large_floor(demo_database):
    """A level 9 of 200,000 polylines."""
    demo_database.run(FILL % LINES)
    yield
    demo_database.run("DELETE FROM base_floor WHERE level = 9; DELETE FROM levels WHERE level = 9")
    demo_database.run("VACUUM ANALYZE base_floor")


def is_dragged(page, before):
    """Drag the map a little; where frames are slow, a drag that is over within one of them is none."""
    page.mouse.move(800, 400)
    page.mouse.down()
    for step in range(15):
        page.mouse.move(790 - 8 * step, 395 - 4 * step)
        page.wait_for_timeout(60)
    page.mouse.up()
    try:
        page.wait_for_function("before => location.search !== before", arg=before, timeout=2000)
    except TooLate:
        return False
    return True


@pytest.mark.usefixtures("large_floor")
@pytest.mark.nightly
def test_a_floor_of_200_000_lines_never_stops_the_page_and_is_panned_while_it_comes(open_page, capsys):
    watched = open_page("/?level=9", script=RECORD, is_ready=False)
    page = watched.page
    page.wait_for_function("() => performance.getEntriesByName('map:first-paint').length")
    assert page.locator(".progress.busy").count() == 1, "it is still coming"
    before = watched.wait_for_address("at=")
    assert any(is_dragged(page, before) for _ in range(10))
    watched.wait_until_ready()
    page.wait_for_timeout(1000)
    found = page.evaluate(SUMMARY)
    with capsys.disabled():
        print(f"\n    {LINES} lines: {found} (milliseconds; `scripts/bench viewer` compares them)")
    assert any("/api/tiles/base-floor/" in url for url in watched.asked)
    assert count_colours(watched) > 3
