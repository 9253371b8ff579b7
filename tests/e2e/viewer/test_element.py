"""The map as an element in a page of somebody else: what it draws there, and what it refuses."""

from __future__ import annotations

import pytest

from tests.e2e.pages import serve_page


def test_the_first_example_tells_the_levels_and_takes_colours_over(host):
    assert host.page.evaluate("loaded.levels.map(level => level.name)") == [
        "Level 2",
        "Level 1",
        "Ground Floor",
    ]
    accent = "getComputedStyle(document.documentElement).getPropertyValue('--map-accent')"
    host.frame.wait_for_function(f"() => {accent}.trim() === '#8a2be2'")


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
    assert sentence in host.run(
        f"try {{ await {code}; return 'done'; }} catch (error) {{ return error.message; }}"
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


def test_a_layer_is_drawn_on_its_level_in_every_theme_and_tapped(host):
    view = "element.map.setView({center: [13.40241, 52.47398], zoom: 20})"
    host.run(f"await element.map.select(null); await element.map.setLevel(1); await {view};")
    host.run(f"await element.map.addLayer({write_layer(13.40241, 52.47398, 1)});")
    host.wait_for_magenta(True)
    host.run("await element.map.setTheme('dark');")
    host.wait_for_magenta(True)
    host.run(
        "window.hit = new Promise(done => element.addEventListener('tap', e => done(e.detail), {once: true}));",
    )
    frame = host.page.locator("indoor-map iframe").bounding_box()
    host.page.mouse.click(frame["x"] + frame["width"] / 2, frame["y"] + frame["height"] / 2)
    hit = host.page.evaluate("hit")
    assert (hit["layer"], hit["properties"]) == ("crowding", {"people": 12})
    host.run("await element.map.setLevel(0);")
    host.wait_for_magenta(False)
    host.run("await element.map.setLevel(1);")
    host.wait_for_magenta(True)
    host.run("await element.map.removeLayer('crowding');")
    host.wait_for_magenta(False)
    host.run("await element.map.setTheme('light');")


def test_a_view_may_be_told_in_part(host):
    host.run("await element.map.setView({center: [13.4024, 52.474], zoom: 19, bearing: 30, pitch: 20});")
    host.run("await element.map.setView({zoom: 20});")
    host.frame.wait_for_function("() => /at=13.4024[^&]*,52.474[^&]*,20[.0]*,30/.test(location.search)")
    host.run("await element.map.setView({bearing: 0, pitch: 0});")


def test_a_layer_that_is_refused_leaves_the_one_before(host):
    view = "element.map.setView({center: [13.40241, 52.47398], zoom: 20})"
    host.run(f"await {view}; await element.map.addLayer({write_layer(13.40241, 52.47398)});")
    broken = write_layer(13.40241, 52.47398).replace("30", "'wide'")
    said = host.run(
        f"try {{ await element.map.addLayer({broken}); }} catch (error) {{ return error.message; }}"
    )
    assert "circle-radius" in said
    host.wait_for_magenta(True)
    host.run("await element.map.removeLayer('crowding');")


def test_nobody_but_the_page_around_is_heard(host):
    frame = host.frame
    shown = "document.querySelector('.level input:checked').value"
    host.run("await element.map.setLevel(1);")
    frame.wait_for_function(f"() => {shown} === '1'")
    frame.evaluate("postMessage({indoorMap: 1, id: 1, call: 'level', argument: 0}, '*')")
    frame.wait_for_timeout(300)
    assert frame.evaluate(shown) == "1"
