"""``manage.py closures``: lists current and future closures."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from typing import Any

import orjson
from django.core.management.base import BaseCommand, CommandError, CommandParser
from rich.console import Console
from rich.table import Table

from interactive_maps.mapdata.database.connections import require_login
from interactive_maps.ops.errors import MapError
from interactive_maps.routing.http.responses import list_closures
from interactive_maps.routing.live.snapshot_service import service

_COLUMNS = ("id", "kind", "target_id", "level", "reason", "from", "until", "profiles")


class Command(BaseCommand):
    """List closures."""

    help = "List current and future closures."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options."""
        parser.add_argument("--json", action="store_true", help="print JSON only")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print them."""
        try:
            require_login()
            closures = list_closures(service.get_snapshot(), datetime.now(UTC))
        except MapError as error:
            raise CommandError(str(error), returncode=1) from None
        if options["json"]:
            self.stdout.write(orjson.dumps(closures, option=orjson.OPT_INDENT_2).decode())
            return
        table = Table(*_COLUMNS)
        for closure in closures:
            shown = closure | {"profiles": ", ".join(closure["profiles"]) or "all"}
            table.add_row(*("" if shown[name] is None else str(shown[name]) for name in _COLUMNS))
        Console(file=sys.stdout).print(table if closures else "Nothing is closed.")
