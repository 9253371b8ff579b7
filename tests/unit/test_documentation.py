"""What the documentation points at is there, and what is there is pointed at."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.core.management import get_commands

from tests.databases import ROOT

README = ROOT / "README.md"
PAGES = sorted((ROOT / "docs").rglob("*.md"))


def list_links(page: Path) -> list[Path]:
    """Return what a page links to in the project."""
    links = re.findall(r"\]\((?!https?://|#)([^)#\s]+)", page.read_text("utf-8"))
    return [(page.parent / link).resolve() for link in links]


@pytest.mark.parametrize("page", [README, *PAGES], ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_to_files(page):
    assert [link for link in list_links(page) if not link.exists()] == []


def test_every_page_can_be_found_from_the_readme():
    waiting, seen = [README], set()
    while waiting:
        page = waiting.pop()
        if page not in seen:
            seen.add(page)
            waiting += (
                page.glob("*.md") if page.is_dir() else list_links(page) if page.suffix == ".md" else []
            )
    assert [page for page in PAGES if page not in seen] == []


def test_every_command_is_in_the_reference():
    ours = {name for name, app in get_commands().items() if app.startswith("interactive_maps.")}
    assert len(ours) >= 10
    text = (ROOT / "docs/reference/commands.md").read_text("utf-8")
    assert ours <= set(re.findall(r"`(\w+)(?: [^`]*)?`", text))
