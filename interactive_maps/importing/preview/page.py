"""The preview as one self-contained page: plans, legend, layers, issues."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from html import escape
from pathlib import Path

from interactive_maps.importing.preview.details import GROUPS
from interactive_maps.importing.preview.drawing import draw_level
from interactive_maps.importing.preview.overview import Overview
from interactive_maps.importing.reporting.report import LayerUse
from interactive_maps.texts.cleaning import make_visible

_HERE = Path(__file__).parent
_MOST_ISSUES = 500
_SHOWN = frozenset(
    {"wall", "window", "door", "column", "stair", "lift", "mixed"}
)  # layers that are on at first
_PARTS = (
    ("rooms", "Rooms"),
    ("labels", "Labels"),
    ("doors", "Doors and openings"),
    ("ways", "Ways to walk on"),
)


def write_page(overview: Overview) -> str:
    """Return the HTML of an overview."""
    return "\n".join(_list_pieces(overview)) + "\n"


def _list_pieces(overview: Overview) -> Iterator[str]:
    style, script = (_HERE.joinpath(name).read_text("utf-8") for name in ("page.css", "page.js"))
    policy = (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    title = escape(overview.title)
    yield '<!doctype html><html lang="en"><head><meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{title}: what was understood</title><style>{style}</style></head><body>"
    yield f"<header><h1>{title}</h1>"
    yield f"<span>{escape(_count(overview))}</span>"
    yield '<span class="controls">'
    if len(overview.storeys) > 1:
        for index, storey in enumerate(overview.storeys):
            yield f'<button type="button" data-storey="{index}">{escape(storey.title)}</button>'
    for factor, words in (("0.6", "+"), ("1.6", "\N{MINUS SIGN}"), ("all", "Whole plan")):
        yield f'<button type="button" data-zoom="{factor}">{words}</button>'
    yield "</span></header><main>"
    for index, storey in enumerate(overview.storeys):
        yield from draw_level(storey, index, overview)
    yield "</main><aside>"
    empty = "Point at a room or a door, or tap it, to see what was understood of it."
    yield f'<p id="details" class="controls" aria-live="polite" data-empty="{empty}">{empty}</p>'
    yield from _list_legend()
    yield from _list_layers(overview)
    yield from _list_issues(overview)
    yield from _list_told(overview)
    yield f"</aside><script>{script}</script></body></html>"


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def _count(overview: Overview) -> str:
    rooms = [shape for storey in overview.storeys for shape in storey.rooms]
    doors = [shape for storey in overview.storeys for shape in storey.doors]
    guessed = sum(shape.guessed for shape in (*rooms, *doors))
    doubtful = sum(bool(shape.issues) for shape in rooms)
    return f"{len(rooms):,} rooms, {len(doors):,} doors; {guessed:,} guessed, {doubtful:,} rooms with issues"


def _list_legend() -> Iterator[str]:
    yield "<h2>Legend</h2><ul>"
    for part, words in _PARTS:
        yield f'<li><label><input type="checkbox" class="controls" checked data-toggles="{part}">{words}</label></li>'
    marks = [(f"g-{group}", words) for group, words in GROUPS.items()]
    marks += [("g-room guessed", "room with a guessed edge"), ("g-room doubt", "room with an issue")]
    for name, words in marks:
        shape = f'<rect class="room {name}" width="18" height="12" x="1" y="1"/>'
        yield f'<li><label><svg class="swatch" viewBox="0 0 20 14">{shape}</svg>{words}</label></li>'
    for name, words in (("", "door"), (" guessed", "guessed door or opening")):
        line = f'<path class="door{name}" d="M2 7h16"/>'
        yield f'<li><label><svg class="swatch" viewBox="0 0 20 14">{line}</svg>{words}</label></li>'
    yield "</ul>"


def _list_layers(overview: Overview) -> Iterator[str]:
    if not overview.layers:
        return
    yield "<h2>Layers, and what they were taken for</h2><ul>"
    for number, (name, use) in enumerate(overview.layers.items()):
        kind = use.taken_for or use.kind
        checked = " checked" if kind in _SHOWN else ""
        box = f'<input type="checkbox" class="controls"{checked} data-toggles="l{number}">'
        line = (
            f'<svg class="swatch" viewBox="0 0 20 14"><path class="line k-{escape(kind)}" d="M1 7h18"/></svg>'
        )
        yield f"<li><label>{box}{line}<span>{escape(make_visible(name))}: <b>{escape(kind)}</b></span></label>"
        yield f'<span class="why">{escape(_explain(use))}</span></li>'
    yield "</ul>"


def _explain(use: LayerUse) -> str:
    because = f": {use.because}" if use.because else ""
    told = [f"{use.entities:,} entities, {use.metres:,.0f} m{because}", *use.would]
    return make_visible("; ".join(told))


def _list_issues(overview: Overview) -> Iterator[str]:
    found = [
        (f"s{index}r{number}", shape)
        for index, storey in enumerate(overview.storeys)
        for number, shape in enumerate(storey.rooms)
        if shape.issues
    ]
    if not found:
        return
    yield f'<div id="issues" class="controls"><h2>Rooms with issues: {len(found):,}</h2><ul>'
    for key, shape in found[:_MOST_ISSUES]:
        name = " ".join(shape.label) or "no name"
        words = escape(f"{name}: {'; '.join(shape.issues)}")
        yield f'<li><button type="button" data-goto="{key}">{words}</button></li>'
    if len(found) > _MOST_ISSUES:
        yield f"<li>and {len(found) - _MOST_ISSUES:,} more: they are outlined in red</li>"
    yield "</ul></div>"


def _list_told(overview: Overview) -> Iterator[str]:
    yield f"<h2>What the report says: {len(overview.told):,}</h2><ul>"
    for kind, place, reason in overview.told[:_MOST_ISSUES]:
        yield f'<li><span class="why"><b>{kind}</b> {escape(place)}: {escape(reason)}</span></li>'
    yield "</ul>"
