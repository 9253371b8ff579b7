"""The page of a preview: all that was understood, nothing that a stranger wrote taken for more than text."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString, Point, box

from interactive_maps.importing.draft.drawn_layer import DrawnLayer
from interactive_maps.importing.draft.map_draft import MapDraft
from interactive_maps.importing.preview import build_overview, write_page
from interactive_maps.importing.reporting.report import Issue, LayerUse
from interactive_maps.mapdata.edits.features import Opening, Space
from interactive_maps.mapdata.edits.rows import LineRow

DEGREE = 1 / 111_319.49  # a metre at the equator
HOSTILE = "</title><script>alert(1)</script>\"'&<img src=//evil.example onerror=alert(2)>\u202e\x00]]>"


def make_draft(rooms: int = 4, name: str = "Office", source: str = "plan.dxf") -> MapDraft:
    """Return a row of rooms, two of them doubtful, with a door each."""
    draft = MapDraft(source)
    draft.report.level = 0.0
    for number in range(rooms):
        x, y = 5.0 * (number % 100), 5.0 * (number // 100)
        area = box(x * DEGREE, y * DEGREE, (x + 4.8) * DEGREE, (y + 4.8) * DEGREE)
        properties = {1: {"confidence": 0.6, "issues": ["guessed_edge"]}, 2: {"issues": ["no_opening"]}}
        found = properties.get(number, {"confidence": 1.0})
        draft.spaces.append(
            Space(
                f"S{number}",
                "office",
                {"": name},
                0.0,
                area,
                area.centroid,
                ref=f"1.{number}",
                properties=found,
            )
        )
        sill = LineString([((x + 2) * DEGREE, y * DEGREE), ((x + 3) * DEGREE, y * DEGREE)])
        door = {"confidence": 0.95, "evidence": "swing"}
        draft.openings.append(
            Opening(f"O{number}", 0.0, sill, (f"S{number}",), "door", width=1.0, properties=door)
        )
    return draft


class Elements(HTMLParser):
    """Counts elements, and keeps their attributes and the text of each."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.texts.append(data)

    def select(self, tag, name=""):
        return [
            attributes
            for found, attributes in self.found
            if found == tag and (not name or name in (attributes.get("class") or "").split())
        ]


def test_rooms_doors_and_what_was_guessed():
    page = Elements(write_page(build_overview([make_draft()])))
    rooms = [one for one in page.select("path", "room") if "data-shape" in one]
    assert len(rooms) == 4
    assert sum("guessed" in (one["class"] or "") for one in rooms) == 1
    assert sum("doubt" in (one["class"] or "") for one in rooms) == 1
    assert len([one for one in page.select("path", "door") if "data-shape" in one]) == 4
    assert "1.0 Office\noffice, 22.9 m², 1 door\nconfidence 100%" in page.texts
    assert "4 rooms, 4 doors; 1 guessed, 2 rooms with issues" in page.texts
    assert "door, 1.00 m wide\nleads outdoors\nits swing is drawn" in page.texts


def test_layers_can_be_switched_and_say_what_they_were_taken_for():
    draft = make_draft()
    draft.report.layers = {
        "Mauern": LayerUse("other", 7, "wall", "it looks so", 120.0, ('as "ignore": no rooms',)),
        "Notes": LayerUse("note", 3, "note", "its name says note", 5.0),
    }
    lines = np.array([[0.0, 0.0, 20 * DEGREE, 0.0]])
    draft.drawn = [DrawnLayer("Mauern", lines), DrawnLayer("Notes", lines)]
    page = Elements(write_page(build_overview([draft])))
    toggles = {one["data-toggles"]: "checked" in one for one in page.select("input")}
    assert toggles == {"rooms": True, "labels": True, "doors": True, "ways": True, "l0": True, "l1": False}
    parts = {one.get("data-part"): one["class"] for one in page.select("path", "line") if "data-part" in one}
    assert parts == {"l0": "line k-wall", "l1": "line k-note"}
    assert '7 entities, 120 m: it looks so; as "ignore": no rooms' in page.texts


def test_hostile_texts_stay_texts():
    draft = make_draft(name=HOSTILE, source=HOSTILE)
    draft.report.layers = {HOSTILE: LayerUse("wall", 1, "wall", HOSTILE, 1.0, (HOSTILE,))}
    draft.report.guessed = [Issue(HOSTILE, HOSTILE)]
    draft.drawn = [DrawnLayer(HOSTILE, np.array([[0.0, 0.0, DEGREE, DEGREE]]))]
    page = Elements(write_page(build_overview([draft])))
    assert len(page.select("script")) == 1
    assert not page.select("img")
    assert "alert(1)" not in "".join(text for text in page.texts if text.lstrip().startswith('"use strict"'))
    assert not any(name.startswith("on") for _, attributes in page.found for name in attributes)
    assert not any("\u202e" in text or "\x00" in text for text in page.texts)


@settings(max_examples=30, deadline=None)
@given(name=st.text(max_size=40))
def test_any_name_is_shown_and_makes_no_element(name):
    plain = Elements(write_page(build_overview([make_draft()])))
    named = Elements(write_page(build_overview([make_draft(name=name)])))
    assert {tag for tag, _ in named.found} == {tag for tag, _ in plain.found}
    assert len(named.select("path")) == len(plain.select("path"))
    named.texts  # noqa: B018 - reading it to the end raised nothing


def test_the_page_asks_nobody_and_allows_nothing_but_its_own_style_and_script():
    text = write_page(build_overview([make_draft()]))
    assert not re.search(
        r"""(?:src|href|srcset|action)\s*=|url\(|@import|https?:|//[a-z]""", _without_comments(text)
    )
    (policy,) = (a["content"] for tag, a in Elements(text).found if tag == "meta" and "http-equiv" in a)
    assert policy is not None
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy
    assert " style=" not in text


def _without_comments(page: str) -> str:
    return re.sub(r"^// .*$", "", page, flags=re.M)


@pytest.mark.nightly
def test_five_thousand_rooms_are_a_page_that_is_still_small():
    draft = make_draft(rooms=5000)
    rng = np.random.default_rng(1)
    draft.drawn = [DrawnLayer("0", rng.uniform(0, 500 * DEGREE, (400_000, 4)))]
    text = write_page(build_overview([draft]))
    assert text.count('class="room g-') >= 5000
    assert len(text) < 12_000_000
    assert text.count("<text ") >= 5000


def test_several_storeys_each_have_a_plan():
    lower, upper = make_draft(), make_draft(rooms=2, source="1.dxf")
    upper.report.level = 1.0
    upper.spaces = [
        Space("U", "stairs", {}, 1.0, lower.spaces[0].geometry, lower.spaces[0].display_point, properties={})
    ]
    upper.openings = []
    page = Elements(write_page(build_overview([lower, upper])))
    assert len(page.select("svg", "plan")) == 2
    assert [one["data-storey"] for one in page.select("button") if "data-storey" in one] == ["0", "1"]
    assert {"Level 0", "Level 1"} <= set(page.texts)


@pytest.mark.parametrize("level", [None, 0.0])
def test_what_has_no_rooms_shows_its_lines(level):
    draft = MapDraft("plan.dxf")
    draft.lines = [
        LineRow("L", "0", level, LineString([(0, 0), (9 * DEGREE, 0)])),
        LineRow("T", "0", level, Point(0, 0), text="KITCHEN"),
        LineRow("F", "0", level, box(0, 0, DEGREE, DEGREE)),
    ]
    page = Elements(write_page(build_overview([draft])))
    (path,) = (one for one in page.select("path", "line") if "data-part" in one)
    assert (path["d"] or "").count("l") == 5


def test_nothing_at_all_is_a_page():
    assert "0 rooms, 0 doors" in write_page(build_overview([MapDraft("plan.dxf")]))
