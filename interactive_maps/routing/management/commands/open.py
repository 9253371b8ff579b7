"""``manage.py open ID``: ends a closure."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from interactive_maps.mapdata.edits.closures import end_closure
from interactive_maps.ops.errors import MapError, NotFound

REFUSED = 2


class Command(BaseCommand):
    """End a closure that `manage.py close` inserted."""

    help = "End a closure; `manage.py closures` lists them."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options."""
        parser.add_argument("id", type=int, help="the closure's id")

    def handle(self, *args: Any, **options: Any) -> None:
        """Open it."""
        try:
            end_closure(options["id"])
        except NotFound as error:
            raise CommandError(f"Nothing was opened: {error}", returncode=REFUSED) from None
        except MapError as error:
            raise CommandError(str(error), returncode=1) from None
        self.stdout.write("Opened.")
