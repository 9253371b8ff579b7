"""``scripts/trial``: every page's commands on a bare machine, and a table of how they went."""

from __future__ import annotations

import argparse
import shutil
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from tests.databases import ROOT
from tests.e2e.servers import find_free_port
from tests.trial import machine
from tests.trial.pages import Block, Page, read_page
from tests.trial.sessions import Outcome, Session, run_page

GUIDE, GUIDE_MARKS = "deployment-guide.md", Path(__file__).with_name("guide.toml")
# What a machine has where pages go on from "it is installed".
PREPARE = """
apt-get update -qq && apt-get install -y -qq --no-install-recommends ca-certificates curl git unzip
scripts/setup run
scripts/manage migrate --verbosity 0
"""


def main() -> int:
    """Run the pages that are named, or all; 1 if a command failed."""
    parser = argparse.ArgumentParser(prog="scripts/trial", description=__doc__)
    parser.add_argument("pages", nargs="*", help="pages as README.md or docs/how-to/deploy.md; else all")
    parser.add_argument("--work", type=Path, required=True, help=argparse.SUPPRESS)
    parser.add_argument("--cache", type=Path, required=True, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    pages = [page for page in read_pages() if not arguments.pages or page.name in arguments.pages]
    if not pages:
        parser.error("no such page with commands")
    trial = Trial(arguments.work, arguments.cache)
    outcomes = []
    for outcome in trial.run(pages):
        outcomes.append(outcome)
        say(outcome)
    print_table(outcomes)
    return 1 if any(outcome.problem for outcome in outcomes) else 0


def read_pages() -> list[Page]:
    """Return all pages that have commands: the deployment guide where it lies beside us, the README, docs/."""
    pages = [read_page(ROOT / "README.md", "README.md")]
    guide = ROOT.parent / "shared" / GUIDE
    if guide.exists():
        pages.append(read_page(guide, GUIDE, GUIDE_MARKS))
    paths = sorted((ROOT / "docs").rglob("*.md"))
    pages += [read_page(path, str(path.relative_to(ROOT))) for path in paths]
    return [page for page in pages if page.blocks]


class Trial:
    """The machines: one that is bare and one that is prepared, of which each page gets a copy."""

    def __init__(self, work: Path, cache: Path) -> None:
        self._work, self._cache = work, cache
        self._bare = work / "bare"

    def run(self, pages: list[Page]) -> Iterator[Outcome]:
        """Yield how each block of each page goes."""
        start = time.monotonic()
        machine.make_bare(self._bare, self._cache, ROOT)
        bare = Block(0, "debootstrap and git clone")
        yield Outcome("(a bare machine)", bare, "", time.monotonic() - start)
        for page in pages:
            if page.is_bare:
                yield from self._run_page(page, self._bare)
        others = [page for page in pages if not page.is_bare]
        if not any(not block.skip for page in others for block in page.blocks):
            yield from (Outcome(page.name, block, "", 0.0) for page in others for block in page.blocks)
            return
        prepared = self._work / "prepared"
        prepare = Page("(a prepared machine)", (Block(0, PREPARE),))
        for outcome in self._run_page(prepare, self._bare, kept=prepared):
            yield outcome
            if outcome.problem:
                return
        for page in others:
            yield from self._run_page(page, prepared)

    def _run_page(self, page: Page, source: Path, kept: Path | None = None) -> Iterator[Outcome]:
        """Run a page on a copy of ``source``, which is deleted unless it is ``kept``."""
        root = kept or self._work / "page"
        folder = machine.PARENT if page.name == GUIDE else machine.PROJECT
        if all(block.skip for block in page.blocks):
            yield from (Outcome(page.name, block, "", 0.0) for block in page.blocks)
            return
        machine.copy_machine(source, root)
        machine.start(root, self._cache)
        try:
            yield from run_page(page, lambda: self._open(root, folder))
        finally:
            machine.stop(root)
            if kept is None:
                shutil.rmtree(root)

    def _open(self, root: Path, folder: str) -> Session:
        port = find_free_port()
        return Session(machine.write_prefix(root), root, folder, machine.make_environment(port), port)


def say(outcome: Outcome) -> None:
    """Tell of a block as soon as it has been run, and what it printed if it failed."""
    state = outcome.problem or (f"skipped: {outcome.block.skip}" if outcome.block.skip else "ok")
    print(f"{outcome.page}:{outcome.block.line}: {outcome.block.title}: {state}", file=sys.stderr, flush=True)
    if outcome.problem:
        print(
            "\n".join(f"    {line}" for line in outcome.log.splitlines()[-30:]), file=sys.stderr, flush=True
        )


def print_table(outcomes: list[Outcome]) -> None:
    """Print a row for each block."""
    table = Table("page", "command", "ok", "seconds", box=None)
    table.columns[3].justify = "right"
    for outcome in outcomes:
        block = outcome.block
        ok = "FAILED" if outcome.problem else f"skipped: {block.skip}" if block.skip else "ok"
        seconds = "" if block.skip else f"{outcome.seconds:.1f}"
        table.add_row(f"{outcome.page}:{block.line}", Text(block.title[:60]), Text(ok), seconds)
    Console(width=160, highlight=False).print(table)
    failed = sum(bool(outcome.problem) for outcome in outcomes)
    skipped = sum(bool(outcome.block.skip) for outcome in outcomes)
    print(f"{len(outcomes) - failed - skipped} ok, {failed} failed, {skipped} skipped")


if __name__ == "__main__":
    sys.exit(main())
