"""The map in pages of somebody else: the examples of the documentation, on another origin."""

from __future__ import annotations

import json
import re
import shutil
import subprocess

import pytest

from tests.databases import ROOT
from tests.e2e.pages import serve_page
from tests.e2e.viewer.watching import READ_PIXELS

PAGE = (ROOT / "docs/how-to/embed-the-viewer.md").read_text("utf-8").partition("## With an element")[2]
EXAMPLES = re.findall(r"```(html|js)\n(.*?)```", PAGE.partition("## On a kiosk")[0], re.DOTALL)


@pytest.fixture(scope="module")
def host(demo, browser, demo_database):
    """A page of another origin with the first example, once its map is loaded."""
    ((space,),) = demo_database.fetch("SELECT min(space_id) FROM room_points WHERE level = 1")
    (_, page), *_ = EXAMPLES
    with serve_page(_adapt(page, demo, space)) as address:
        shown = browser.new_page(viewport={"width": 900, "height": 700}, reduced_motion="reduce")
        shown.set_default_timeout(30_000)
        problems = []
        shown.on(
            "console", lambda message: problems.append(message.text) if message.type == "error" else None
        )
        shown.goto(address)
        shown.evaluate("customElements.whenDefined('indoor-map')")
        shown.evaluate(
            "async () => { window.element = document.querySelector('indoor-map');"
            " window.loaded = await element.map.loaded; }"
        )
        shown.space = space
        get_frame(shown).locator("#place-name").wait_for()
        yield shown
        shown.close()
        assert problems == []


def _adapt(example, demo, space):
    return example.replace("https://maps.example.org", demo.address).replace("space:5", f"space:{space}")


def run(host, code):
    return host.evaluate(f"async () => {{ {code} }}")


def get_frame(host):
    return host.frames[1]


def test_the_first_example_tells_the_levels_and_takes_colours_over(host):
    assert host.evaluate("loaded.levels.map(level => level.name)") == ["Level 2", "Level 1", "Ground Floor"]
    accent = "getComputedStyle(document.documentElement).getPropertyValue('--map-accent')"
    get_frame(host).wait_for_function(f"() => {accent}.trim() === '#8a2be2'")


def test_all_examples_run_on_another_origin(host, demo):
    scripts = [_adapt(code, demo, host.space) for language, code in EXAMPLES if language == "js"]
    assert len(scripts) >= 4
    for script in scripts:
        run(host, make_runnable(script, host.space))


def make_runnable(script, space):
    """Return an example as a function's body: with a place that the demo has, and imports that are not static."""
    code = script.replace("category:entrance", f"space:{space + 1}").replace(
        "const element =", "window.element ="
    )
    if not code.startswith("import"):
        return code
    code = re.sub(r"import (.*) from (.*);", r"const \1 = await import(\2);", code)
    plan = "document.body.insertAdjacentHTML('beforeend', '<div id=plan style=height:300px>');"
    return f"{plan}{code}map.destroy();"


def test_events_and_attributes(host, demo_database):
    ((other, name),) = demo_database.fetch(
        "SELECT space_id, text FROM room_points WHERE level = 2 ORDER BY space_id LIMIT 1"
    )
    told = run(
        host,
        f"""const told = [];
        for (const name of ["select", "level"]) element.addEventListener(name, e => told.push([name, e.detail]));
        element.setAttribute("place", "space:{other}");
        while (told.length < 2) await new Promise(resolve => setTimeout(resolve, 20));
        return Object.fromEntries(told);""",
    )
    assert told["select"]["place"] == f"space:{other}"
    assert told["select"]["name"] == name
    assert told["level"] == {"level": 2, "name": "Level 2"}
    run(host, "element.setAttribute('language', 'de');")
    get_frame(host).wait_for_function("() => document.documentElement.lang === 'de'")
    run(host, "element.setAttribute('language', 'en');")
    assert host.evaluate("history.length") == 2, "the frame adds nothing to the history of the page"


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("element.map.setLevel(99)", "There is no level 99. There are 2, 1, 0."),
        ("element.map.select('spaceship')", "spaceship is no place, such as space:12"),
        ("element.map.select('space:999999')", "There is no space:999999 on the map."),
        ("element.map.addMarker({location: [NaN, 1]})", "A marker's location is [longitude, latitude]."),
        ("element.map.addMarker({location: [1, 1], color: 'url(x)'})", "url(x) is no colour."),
        ("element.map.setState('room:1', {color: 'red'})", "room:1 is not a space."),
        ("element.map.addLayer({id: 'a b', data: {}})", "A layer's id has at most 60 letters"),
        ("element.map.addLayer({id: 'a', type: 'raster', data: {}})", "A layer's type is one of fill, line,"),
        (
            "element.map.addLayer({id: 'a', type: 'fill', data: 'https://example.org/a.json'})",
            "A layer's data is a GeoJSON FeatureCollection.",
        ),
        ("element.map.setColors({'x-y': 'red'})", "There is no colour x-y."),
        (
            "element.map.setView({center: ['a', 1]})",
            "A view is {center: [longitude, latitude], zoom, bearing, pitch}.",
        ),
    ],
)
def test_what_cannot_be_done_is_said(host, code, sentence):
    assert sentence in run(
        host, f"try {{ await {code}; return 'done'; }} catch (error) {{ return error.message; }}"
    )


def test_a_map_that_never_loads_is_an_error(browser, demo):
    """Its server answers, but with something else."""
    with serve_page("<p>Under construction</p>") as wrong:
        page = f"""<script type="module" src="{demo.address}/element/v1/indoor-map.js"></script>
        <indoor-map server="{wrong}"></indoor-map>"""
        with serve_page(page) as address:
            shown = browser.new_page()
            shown.clock.install()
            shown.goto(address)
            shown.evaluate("customElements.whenDefined('indoor-map').then(() => true)")
            shown.evaluate(
                """() => {
                  window.errors = [];
                  const element = document.querySelector("indoor-map");
                  element.addEventListener("error", (event) => errors.push(event.detail.message));
                  window.said = [element.map.loaded, element.map.setLevel(1)].map((promise) =>
                    promise.then(() => "done", ({ message }) => message));
                }"""
            )
            shown.clock.fast_forward(29_000)
            assert shown.evaluate("errors") == []
            shown.clock.fast_forward(2_000)
            said = shown.evaluate("Promise.all(said)")
            errors = shown.evaluate("errors")
            shown.close()
    assert said == ["The map did not load."] * 2
    assert errors == ["The map did not load."]


LAYER = """{
  id: "crowding", type: "circle", level: LEVEL,
  data: { type: "FeatureCollection", features: [
    { type: "Feature", properties: { people: 12 }, geometry: { type: "Point", coordinates: [LON, LAT] } } ] },
  paint: { "circle-radius": 30, "circle-color": "#ff00ff" },
}"""


def write_layer(longitude, latitude, level="null"):
    layer = LAYER.replace("LON", str(longitude)).replace("LAT", str(latitude))
    return layer.replace("LEVEL", str(level))


# Whether the map has many pixels in magenta, which nothing else is; or none.
IS_MAGENTA = (
    f"async wanted => {{ {READ_PIXELS}"
    """
  let found = 0;
  for (let at = 0; at < data.length; at += 4) {
    if (data[at] > 240 && data[at + 1] < 20 && data[at + 2] > 240) found += 1;
  }
  return wanted ? found > 500 : found === 0;
}
"""
)


def wait_for_magenta(host, is_there):
    get_frame(host).wait_for_function(IS_MAGENTA, arg=is_there)


def test_a_layer_is_drawn_on_its_level_in_every_theme_and_tapped(host):
    view = "element.map.setView({center: [13.40241, 52.47398], zoom: 20})"
    run(host, f"await element.map.select(null); await element.map.setLevel(1); await {view};")
    run(host, f"await element.map.addLayer({write_layer(13.40241, 52.47398, 1)});")
    wait_for_magenta(host, True)
    run(host, "await element.map.setTheme('dark');")
    wait_for_magenta(host, True)
    run(
        host,
        "window.hit = new Promise(done => element.addEventListener('tap', e => done(e.detail), {once: true}));",
    )
    frame = host.locator("indoor-map iframe").bounding_box()
    host.mouse.click(frame["x"] + frame["width"] / 2, frame["y"] + frame["height"] / 2)
    hit = host.evaluate("hit")
    assert (hit["layer"], hit["properties"]) == ("crowding", {"people": 12})
    run(host, "await element.map.setLevel(0);")
    wait_for_magenta(host, False)
    run(host, "await element.map.setLevel(1);")
    wait_for_magenta(host, True)
    run(host, "await element.map.removeLayer('crowding');")
    wait_for_magenta(host, False)
    run(host, "await element.map.setTheme('light');")


def test_a_view_may_be_told_in_part(host):
    run(host, "await element.map.setView({center: [13.4024, 52.474], zoom: 19, bearing: 30, pitch: 20});")
    run(host, "await element.map.setView({zoom: 20});")
    get_frame(host).wait_for_function("() => /at=13.4024[^&]*,52.474[^&]*,20[.0]*,30/.test(location.search)")
    run(host, "await element.map.setView({bearing: 0, pitch: 0});")


def test_a_layer_that_is_refused_leaves_the_one_before(host):
    view = "element.map.setView({center: [13.40241, 52.47398], zoom: 20})"
    run(host, f"await {view}; await element.map.addLayer({write_layer(13.40241, 52.47398)});")
    broken = write_layer(13.40241, 52.47398).replace("30", "'wide'")
    said = run(
        host, f"try {{ await element.map.addLayer({broken}); }} catch (error) {{ return error.message; }}"
    )
    assert "circle-radius" in said
    wait_for_magenta(host, True)
    run(host, "await element.map.removeLayer('crowding');")


def test_nobody_but_the_page_around_is_heard(host):
    frame = get_frame(host)
    shown = "document.querySelector('.level input:checked').value"
    run(host, "await element.map.setLevel(1);")
    frame.wait_for_function(f"() => {shown} === '1'")
    frame.evaluate("postMessage({indoorMap: 1, id: 1, call: 'level', argument: 0}, '*')")
    frame.wait_for_timeout(300)
    assert frame.evaluate(shown) == "1"


@pytest.mark.skipif(not shutil.which("npm"), reason="npm is not installed")
def test_the_package_can_be_published(tmp_path):
    folder = ROOT / "interactive_maps/viewer/static/viewer/element"
    done = subprocess.run(
        ["npm", "pack", "--json", "--dry-run", str(folder)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    (packed,) = json.loads(done.stdout)
    assert {file["path"] for file in packed["files"]} == {
        "bundle/indoor-map.js",
        "bundle/indoor-map.js.map",
        "indoor-map.js",
        "indoor-map.d.ts",
        "package.json",
    }
