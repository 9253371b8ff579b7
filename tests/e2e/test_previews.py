"""A preview in a real browser: it asks nobody, switches layers, answers to pointers, fits telephones and paper."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from interactive_maps.importing.preview import build_overview, write_page
from interactive_maps.importing.reporting.report import LayerUse
from tests.e2e.pages import run_browser
from tests.unit.importing.preview.test_page import HOSTILE, make_draft


@pytest.fixture(scope="module")
def browser():
    with run_browser() as running:
        yield running


@pytest.fixture(scope="module")
def preview(tmp_path_factory) -> Path:
    lower, upper = make_draft(rooms=12), make_draft(rooms=3, name=HOSTILE, source="1.dxf")
    for name in ("spaces", "openings"):
        raised = [_raise(row) for row in getattr(upper, name)]
        setattr(upper, name, raised)
    upper.report.level = 1.0
    lower.report.layers = {"A-WALL": LayerUse("wall", 4, "wall", "its name says wall", 90.0)}
    file = tmp_path_factory.mktemp("preview") / "plan.html"
    file.write_text(write_page(build_overview([lower, upper])), encoding="utf-8")
    return file


def _raise(row):
    from dataclasses import replace

    return replace(row, ordinal=1.0, key=f"up{row.key}")


def open_page(browser, file, **options):
    page = browser.new_page(**options)
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("dialog", lambda dialog: said.append(dialog.message))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(file.as_uri())
    return page, said, asked


def test_it_asks_nobody_and_complains_of_nothing(browser, preview):
    page, said, asked = open_page(browser, preview)
    page.get_by_role("button", name="Level 1").click()
    assert asked == [preview.as_uri()]
    assert said == []
    page.close()


def test_rooms_answer_to_pointers_and_parts_can_be_switched(browser, preview):
    page, _, _ = open_page(browser, preview, viewport={"width": 1200, "height": 800})
    page.locator("#s0r0").click()
    assert page.locator("#details").text_content().startswith("1.0 Office\noffice, 22.9 m²")
    box = page.locator("#s0d0").bounding_box()  # a door is a line: of no height, it counts as not visible
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.get_by_label("Rooms", exact=True).uncheck()
    assert not page.locator("#s0r0").is_visible()
    page.get_by_label("Rooms", exact=True).check()
    assert page.locator("#s0r0").is_visible()
    page.get_by_role("button", name=re.compile("an edge is guessed")).first.click()
    assert "an edge is guessed" in page.locator("#details").text_content()
    before = page.locator(".chosen svg.plan").get_attribute("viewBox")
    page.get_by_role("button", name="Whole plan").click()
    assert page.locator(".chosen svg.plan").get_attribute("viewBox") != before
    page.close()


def test_a_hostile_name_is_told_as_it_is(browser, preview):
    page, said, _ = open_page(browser, preview)
    page.get_by_role("button", name="Level 1").click()
    page.locator("#s1r0").click()
    assert "<script>alert(1)</script>" in page.locator("#details").text_content()
    assert said == []
    page.close()


def test_it_fits_a_telephone_and_answers_to_taps(browser, preview):
    page, _, _ = open_page(browser, preview, viewport={"width": 380, "height": 760}, has_touch=True)
    page.locator("#s0r0").tap()
    assert "1.0 Office" in page.locator("#details").text_content()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.close()


def test_paper_has_every_storey_and_no_buttons(browser, preview):
    page, _, _ = open_page(browser, preview)
    page.emulate_media(media="print")
    assert page.locator(".storey").evaluate_all("all => all.filter(one => one.checkVisibility()).length") == 2
    assert not page.get_by_role("button", name="Whole plan").is_visible()
    assert len(page.pdf()) > 1000
    page.close()
