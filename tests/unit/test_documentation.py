"""Documentation renders as it was meant, what it points at is there, and what is there is pointed at."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote

import pytest
from django.core.management import get_commands
from markdown_it import MarkdownIt
from markdown_it.token import Token

from tests.databases import ROOT

README = ROOT / "README.md"
PAGES = sorted((ROOT / "docs").rglob("*.md"))
PAPERS = [*ROOT.glob("*.md"), ROOT / "deploy/README.md"]
MARKDOWN = MarkdownIt("commonmark").enable("table")


def walk(tokens: list[Token]) -> Iterator[Token]:
    """Yield all tokens, those inside others too."""
    for token in tokens:
        yield token
        yield from walk(token.children or [])


def list_links(page: Path) -> list[str]:
    """Return what a page links to in the project, as it is written there."""
    tokens = walk(MARKDOWN.parse(page.read_text("utf-8")))
    links = [unquote(str(token.attrs.get("href") or token.attrs.get("src") or "")) for token in tokens]
    return [link for link in links if link and not re.match(r"[a-z]+:", link)]


def find_target(page: Path, link: str) -> Path:
    """Return the file or folder that a link leads to."""
    return (page.parent / link.partition("#")[0]).resolve() if link[0] != "#" else page


def list_anchors(page: Path) -> set[str]:
    """Return the anchors of a page's headings, made as GitHub makes them."""
    anchors: set[str] = set()
    seen: Counter[str] = Counter()
    tokens = MARKDOWN.parse(page.read_text("utf-8"))
    for heading, text in pairwise(tokens):
        if heading.type == "heading_open":
            title = "".join(child.content for child in text.children or [] if child.type != "image")
            anchor = re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")
            anchors.add(f"{anchor}-{seen[anchor]}" if seen[anchor] else anchor)
            seen[anchor] += 1
    return anchors


def find_dead_links(page: Path) -> Iterator[str]:
    for link in list_links(page):
        target, anchor = find_target(page, link), link.partition("#")[2]
        if not target.exists() or (anchor and target.suffix == ".md" and anchor not in list_anchors(target)):
            yield link


def find_broken_tables(page: Path) -> Iterator[str]:
    """Yield lines that were meant as rows and are none, and rows that have more or fewer cells than their table."""
    text = page.read_text("utf-8")
    lines = text.splitlines()
    tokens = MARKDOWN.parse(text)
    for token in tokens:
        first, last = token.map or (0, 0)
        if token.type == "paragraph_open":
            yield from (line for line in lines[first:last] if line.lstrip().startswith("|"))
        elif token.type == "table_open":
            cells = {count_cells(line) for line in lines[first:last]}
            if len(cells) > 1:
                header = count_cells(lines[first])
                yield from (line for line in lines[first:last] if count_cells(line) != header)


def count_cells(row: str) -> int:
    """Return how many cells a row has; a bar in code divides cells as well, unless a backslash is before it."""
    bars = re.sub(r"\\.", "", row.strip()).strip("|")
    return bars.count("|") + 1


@pytest.mark.parametrize("page", [*PAPERS, *PAGES], ids=lambda page: str(page.relative_to(ROOT)))
def test_pages_have_no_dead_links(page):
    assert list(find_dead_links(page)) == []


@pytest.mark.parametrize("page", [*PAPERS, *PAGES], ids=lambda page: str(page.relative_to(ROOT)))
def test_pages_have_no_broken_tables(page):
    assert list(find_broken_tables(page)) == []


@pytest.mark.parametrize(
    ("text", "dead"),
    [
        ("[a](page.md) [b](page.md#a-title) [c](#a-title-1) [d](https://example.org/) [e](.)", []),
        ("[a](gone.md)", ["gone.md"]),
        ("[a](page.md#gone)", ["page.md#gone"]),
        ("[a](#gone)", ["#gone"]),
        ("![a](gone.png)", ["gone.png"]),
        ("[a][b]\n\n[b]: gone.md", ["gone.md"]),
        ("`[a](gone.md)`", []),
    ],
)
def test_dead_links_are_found(tmp_path, text, dead):
    page = tmp_path / "page.md"
    page.write_text(f"# A title\n\n{text}\n\n## A `title`!\n")
    assert list(find_dead_links(page)) == dead


@pytest.mark.parametrize(
    ("text", "broken"),
    [
        ("| a | b |\n| --- | --- |\n| 1 | 2 |", []),
        ("| a | b |\n| --- | --- |\n| 1 | `2 \\| 3` |", []),
        ("| a | b |\n| --- | --- |\n| 1 | 2 |\n\n| 3 | 4 |", ["| 3 | 4 |"]),
        ("| a | b |\n| 1 | 2 |", ["| a | b |", "| 1 | 2 |"]),
        ("| a | b |\n| --- | --- |\n| 1 | `2 | 3` |", ["| 1 | `2 | 3` |"]),
        ("| a | b |\n| --- | --- |\n| 1 |", ["| 1 |"]),
        ("```\n| a |\n```", []),
    ],
)
def test_broken_tables_are_found(tmp_path, text, broken):
    page = tmp_path / "page.md"
    page.write_text(f"# A title\n\n{text}\n")
    assert list(find_broken_tables(page)) == broken


def test_every_page_can_be_found_from_the_readme():
    waiting, seen = [README], set()
    while waiting:
        page = waiting.pop()
        if page not in seen:
            seen.add(page)
            waiting += (
                page.glob("*.md")
                if page.is_dir()
                else [find_target(page, link) for link in list_links(page)]
                if page.suffix == ".md"
                else []
            )
    assert [page for page in PAGES if page not in seen] == []


def test_every_command_is_in_the_reference():
    ours = {name for name, app in get_commands().items() if app.startswith("interactive_maps.")}
    assert len(ours) >= 10
    text = (ROOT / "docs/reference/commands.md").read_text("utf-8")
    assert ours <= set(re.findall(r"`(\w+)(?: [^`]*)?`", text))
