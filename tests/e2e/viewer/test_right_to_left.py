"""In Arabic, all is on the right side, and names, numbers and addresses are read as they are written."""

from __future__ import annotations

import re

import pytest

from tests.e2e.viewer.conftest import keep_page

# The left and right edge of a text in an element, in pixels.
MEASURE = """
([selector, text]) => {
  for (const element of document.querySelectorAll(selector)) {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const start = node.data.indexOf(text);
      if (start < 0) continue;
      const range = document.createRange();
      range.setStart(node, start);
      range.setEnd(node, start + text.length);
      const { left, right } = range.getBoundingClientRect();
      return [left, right];
    }
  }
  return null;
}
"""


@pytest.fixture(scope="module")
def arabic(browser, demo):
    """A page in Arabic."""
    with keep_page(browser, demo, locale="ar") as watched:
        yield watched


@pytest.fixture
def route(arabic, demo_database):
    """The page with a route from the pharmacy to a room of another floor."""
    arabic.visit("/?level=0")
    spaces = (
        demo_database.fetch(f"SELECT space_id FROM room_points WHERE text LIKE '{name}%' ORDER BY ogc_fid")[0]
        for name in ("0.002", "2.026")
    )
    start, end = (f"space:{space}" for (space,) in spaces)
    arabic.visit(f"/?level=0&from={start}&to={end}")
    arabic.page.locator(".step", has_text="Pharmacy").first.wait_for()
    yield arabic
    arabic.visit("/?level=0")
    assert arabic.problems == []


def measure(watched, selector, text):
    """Return the left and right edge of ``text`` in the first element of ``selector`` that has it."""
    found = watched.page.evaluate(MEASURE, [selector, text])
    assert found, f"no {text!r} in {selector}"
    return found


def test_names_in_sentences_are_read_from_their_number(route):
    assert re.match(r"1 من \d", route.page.locator(".position").inner_text())  # "1 / 7" would read as 7 of 1
    assert measure(route, ".step", "0.002")[1] < measure(route, ".step", "Pharmacy")[0] + 1


KEEP_PRINTED = """() => {
  window.print = () => (window.printed = document.querySelector(".printout h2").outerHTML);
}"""


def test_paper_names_the_ends_from_right_to_left(route):
    route.page.evaluate(KEEP_PRINTED)
    route.page.locator(".route > button").click()
    heading = route.page.wait_for_function("() => window.printed").json_value()
    assert " ← " in heading
    assert heading.count("<bdi>") == 2


def test_lists_begin_on_the_right(arabic):
    arabic.visit("/?level=0")
    arabic.search.fill("pharmacy 0.002")
    arabic.page.locator(".search-bar .options:not([aria-busy=true]) .option", has_text="0.002").wait_for()
    option = arabic.page.locator(".option", has_text="0.002").locator(".option-text").bounding_box()
    assert measure(arabic, ".option", "Pharmacy")[1] == pytest.approx(option["x"] + option["width"], abs=1)
    building, level = (measure(arabic, ".option small", text) for text in ("Castle Hospital", "Ground Floor"))
    assert level[1] < building[0], "the building comes first"
    assert arabic.search.evaluate("field => getComputedStyle(field).textAlign") == "right"
    arabic.search.fill("")
    assert arabic.search.evaluate("field => getComputedStyle(field).direction") == "rtl"
    arabic.search.blur()


def test_an_address_is_read_from_its_beginning(arabic):
    arabic.page.locator(".control-share").click()
    link = arabic.page.locator("#share-link")
    assert link.evaluate("field => getComputedStyle(field).direction") == "ltr"
    arabic.page.keyboard.press("Escape")
    link.wait_for(state="detached")


TIDY = """
async () => {
  const { tidyName, tidySentence } = await import("/static/viewer/dom.js");
  const { I18n } = await import("/static/viewer/i18n.js");
  const write = (language, n) => new I18n(language, { text: "({n})" }).t("text", { n });
  return {
    sentences: ["a \\u20680.1 B\\u2069 c", "a \\u202Eb\\u2066 c\\n"].map(tidySentence),
    name: tidyName("\\u2068x\\u2069"),
    arabic: [write("ar", "0.1 B"), write("ar", 5), write("ar", "")],
    english: [write("en", "0.1 B"), write("en", "مكتب 5")],
  };
}
"""


def test_what_has_another_direction_is_isolated(modules):
    assert modules.evaluate(TIDY) == {
        "sentences": ["a \u20680.1 B\u2069 c", "a b c"],
        "name": "x",
        "arabic": ["(\u20680.1 B\u2069)", "(5)", "()"],
        "english": ["(0.1 B)", "(\u2068مكتب 5\u2069)"],
    }
