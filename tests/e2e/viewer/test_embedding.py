"""What the documentation promises to those who embed the map: its examples, on another origin, and what they set."""

from __future__ import annotations

import gzip
import json
import re
import shutil
import subprocess

import pytest

from interactive_maps import VERSION
from tests.databases import ROOT
from tests.e2e.pages import serve_page
from tests.e2e.servers import find_free_port, run_server
from tests.e2e.viewer.hosting import EXAMPLES, PROGRAM, adapt
from tests.e2e.viewer.watching import watch_page

FOLDER = ROOT / "interactive_maps/viewer/static/viewer/element"
MOST_BYTES = 60_000  # of the element, gzipped, without the map library
PACKED = {
    "bundle/indoor-map.js",
    "bundle/indoor-map.js.map",
    "indoor-map.js",
    "indoor-map.d.ts",
    "package.json",
}


def make_runnable(script, space):
    """Return an example as a function's body: with a place that the demo has, and imports that are not static."""
    code = script.replace("category:entrance", f"space:{space + 1}").replace(
        "const element =", "window.element ="
    )
    if not code.startswith("import"):
        return code
    code = re.sub(r"import (.*) from (.*);", r"const \1 = await import(\2);", code)
    plan = "document.body.insertAdjacentHTML('beforeend', '<div id=plan style=height:300px>');"
    return f"{plan}{code}window.levels = levels; map.destroy();"


def test_all_examples_run_on_another_origin(host, demo):
    (language, _), *others = EXAMPLES  # the first one is the page itself
    assert [language, *(name for name, _ in others)] == ["html", *["js"] * len(others)]
    assert len(EXAMPLES) >= 6
    title = host.page.title()
    for _, code in others:
        host.run(make_runnable(adapt(code, demo, host.space), host.space))
    # The first of them follows what is selected, the second shows a route, and the last is a map without the element.
    host.run(f"await element.map.select(null); await element.map.select('space:{host.space}');")
    host.page.wait_for_function("title => document.title !== title", arg=title)
    assert host.page.title() == host.frame.locator("#place-name").inner_text()
    assert len(host.page.evaluate("levels")) == 3
    host.page.evaluate("title => { document.title = title; }", title)


def test_the_program_reads_the_map_from_another_origin(browser, demo_database):
    port = find_free_port()
    page = PROGRAM.replace('"/static/viewer', f'"http://127.0.0.1:{port}/static/viewer')
    assert "new IndoorMap()" in page
    page = page.replace("new IndoorMap()", f'new IndoorMap("http://127.0.0.1:{port}")')
    with (
        serve_page(page) as address,
        run_server(demo_database, port=port, settings={"CORS_ALLOWED_ORIGINS": address.rstrip("/")}),
    ):
        shown = browser.new_page()
        watched = watch_page(shown, address.rstrip("/"), hosts=(f"http://127.0.0.1:{port}",))
        shown.goto(address)
        shown.locator("#found", has_text="Consultation").wait_for()
        ((count,),) = demo_database.fetch("SELECT count(*) FROM room_points WHERE level = 0")
        assert shown.locator("#rooms li").count() == count
        shown.close()
    assert watched.problems == []


THEME = "document.documentElement.dataset.theme"
SHOWN_LEVEL = "document.querySelector('.level input:checked')?.value"


@pytest.mark.parametrize(
    ("attribute", "value", "is_taken"),
    [
        ("place", "space:{other}", "document.querySelector('#place-name') !== null"),
        ("level", "2", f"{SHOWN_LEVEL} === '2'"),
        ("language", "fr", "document.documentElement.lang === 'fr'"),
        ("theme", "dark", f"{THEME} === 'dark'"),
    ],
)
def test_an_attribute_that_changes_is_taken_over(host, attribute, value, is_taken):
    before = host.page.evaluate("name => element.getAttribute(name)", attribute)
    host.run("await element.map.select(null); await element.map.setLevel(0);")
    host.run(f"element.setAttribute('{attribute}', '{value.format(other=host.space + 1)}');")
    host.frame.wait_for_function(f"() => {is_taken}")
    if attribute in ("language", "theme"):
        host.run(f"element.setAttribute('{attribute}', '{'en' if attribute == 'language' else 'light'}');")
        host.frame.wait_for_function(f"() => document.documentElement.lang === 'en' && {THEME} === 'light'")
    elif before is None:
        host.run(f"element.removeAttribute('{attribute}');")
    else:
        host.run(f"element.setAttribute('{attribute}', '{before}');")


def test_a_route_by_attributes_has_its_profile_and_is_told(host, demo_database):
    ((start,), (end,)) = demo_database.fetch(
        "(SELECT space_id FROM room_points WHERE level = 0 ORDER BY ogc_fid LIMIT 1) UNION ALL "
        "(SELECT space_id FROM room_points WHERE level = 2 ORDER BY ogc_fid LIMIT 1)"
    )
    told = host.run(
        f"""const told = new Promise(resolve => element.addEventListener("route", e => {{
          if (e.detail) resolve(e.detail);
        }}));
        element.setAttribute("profile", "step_free");
        element.setAttribute("from", "space:{start}");
        element.setAttribute("to", "space:{end}");
        return told;"""
    )
    assert told["distance"] > 0
    host.frame.locator(".step", has_text="lift").first.wait_for()
    for name in ("from", "to", "profile"):
        host.run(f"element.removeAttribute('{name}');")
    host.run("await element.map.route(null);")
    host.frame.locator(".sidebar:not([data-mode=directions])").wait_for()


@pytest.mark.parametrize(
    ("call", "is_done"),
    [
        ("select('space:{space}')", "document.querySelector('#place-name') !== null"),
        ("setLevel(2)", f"{SHOWN_LEVEL} === '2'"),
        ("route({{from: 'space:{space}', to: 'space:{other}'}})", "document.querySelector('.step') !== null"),
        ("setLanguage('es')", "document.documentElement.lang === 'es'"),
        ("setTheme('dark')", f"{THEME} === 'dark'"),
        (
            "setView({{center: [13.4024, 52.474], zoom: 20}})",
            "/at=13.4024[^&]*,20[.0]*/.test(location.search)",
        ),
    ],
)
def test_a_method_is_done_once_it_is_resolved(host, call, is_done):
    host.run("await element.map.route(null); await element.map.select(null); await element.map.setLevel(0);")
    host.run(f"await element.map.{call.format(space=host.space, other=host.space + 1)};")
    host.frame.wait_for_function(f"() => {is_done}")
    host.run("await element.map.route(null); await element.map.setLanguage('en');")
    host.run("await element.map.setTheme('light');")
    host.frame.wait_for_function(f"() => document.documentElement.lang === 'en' && {THEME} === 'light'")


def test_a_marker_and_the_state_of_a_space_are_drawn_until_they_are_taken_away(host, demo_database):
    ((space, longitude, latitude),) = demo_database.fetch(
        "SELECT space_id, ST_X(wkb_geometry), ST_Y(wkb_geometry) FROM room_points WHERE level = 1"
        " ORDER BY ogc_fid LIMIT 1"
    )
    at = f"[{longitude}, {latitude}]"
    host.run("await element.map.route(null); await element.map.select(null); await element.map.setLevel(1);")
    host.run(f"await element.map.setView({{center: {at}, zoom: 21}});")
    host.wait_for_magenta(False)
    host.run(f"window.id = await element.map.addMarker({{location: {at}, level: 1, color: '#ff00ff'}});")
    host.wait_for_magenta(True)
    host.run("await element.map.removeMarker(id);")
    host.wait_for_magenta(False)
    host.run(f"await element.map.setState('space:{space}', {{color: '#ff00ff', label: 'occupied'}});")
    host.wait_for_magenta(True)
    host.run(f"await element.map.setState('space:{space}', null);")
    host.wait_for_magenta(False)


def test_the_element_is_small():
    assert len(gzip.compress((FOLDER / "bundle/indoor-map.js").read_bytes())) < MOST_BYTES


def list_packed():
    """Return what npm would pack, by its own words or, without npm, by what the package says."""
    if shutil.which("npm"):
        command = ["npm", "pack", "--json", "--dry-run", str(FOLDER)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
        (packed,) = json.loads(done.stdout)
        return {file["path"] for file in packed["files"]}
    package = json.loads((FOLDER / "package.json").read_text())
    named = [FOLDER / name for name in (*package["files"], "package.json")]
    files = [file for path in named for file in (path.rglob("*") if path.is_dir() else [path])]
    return {str(file.relative_to(FOLDER)) for file in files if file.is_file()}


def test_the_package_has_all_it_needs_and_the_version_of_the_map(monkeypatch):
    package = json.loads((FOLDER / "package.json").read_text())
    assert package["version"] == VERSION
    assert list_packed() == PACKED
    assert {package["main"], package["types"]} <= PACKED
    monkeypatch.setattr(shutil, "which", lambda _: None)
    assert list_packed() == PACKED, "what the package says is what npm packs"
