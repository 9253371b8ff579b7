"""``manage.py remove_map SOURCE``: removes an import from the map; without a source, lists the imports."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from fnmatch import fnmatchcase
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from rich.console import Console
from rich.table import Table
from rich.text import Text

from interactive_maps.ops.errors import MapError
from interactive_maps.ops.sentences import list_some

BAD_INPUT = 2
_COUNTED = {"rooms": "rooms", "spaces": "spaces", "base-floor": "lines", "nav-edges": "edges"}


class Command(BaseCommand):
    """Remove imported rows; rows written by other tools stay."""

    help = "Remove imported plans from the map. Without a SOURCE, list the imports."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options."""
        source_help = "the name of an import (its file name, or its --source), or a pattern: 'demo/*'"
        parser.add_argument("sources", nargs="*", metavar="SOURCE", help=source_help)
        parser.add_argument(
            "--dry-run", action="store_true", help="show what would be removed, without removing it"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """List the sources, or remove the named ones, all or none."""
        from interactive_maps.mapdata.edits import list_sources, remove

        try:
            known = {source.name: source for source in list_sources()}
            if not options["sources"]:
                self._show(list(known.values()))
                return
            wanted = _choose(options["sources"], list(known))
            if options["dry_run"]:
                self._show([known[name] for name in wanted])
                self.stdout.write("Dry run: nothing was removed.")
                return
            deleted = remove(wanted)
        except MapError as error:
            raise CommandError(f"{error} (nothing was removed)", returncode=1) from None
        self.stdout.write(f"Removed: {', '.join(wanted)}; {deleted:,} rows.")
        self.stdout.write("Next: look at the map; import_map brings a plan back.")

    def _show(self, sources: Sequence[Any]) -> None:
        if not sources:
            self.stdout.write("Nothing was imported. Next: import_map PLAN.")
            return
        table = Table("source", "levels")
        for title in _COUNTED.values():
            table.add_column(title, justify="right")
        for source in sources:
            levels = ", ".join(f"{level:g}" for level in source.levels) or "none"
            counts = [f"{source.rows[layer]:,}" if layer in source.rows else "" for layer in _COUNTED]
            table.add_row(Text(source.name), levels, *counts)  # print names literally, without markup
        Console(file=sys.stdout).print(table)


def _choose(patterns: Sequence[str], known: Sequence[str]) -> list[str]:
    """Return the names that equal or match any of ``patterns``; each pattern must match at least one."""
    chosen: set[str] = set()
    for pattern in patterns:
        found = {name for name in known if name == pattern or fnmatchcase(name, pattern)}
        if not found:
            reason = f"no source {pattern!r}. Existing sources: {list_some(known)} (nothing was removed)"
            raise CommandError(reason, returncode=BAD_INPUT)
        chosen |= found
    return [name for name in known if name in chosen]
