"""``manage.py describe_map``: prints the contents of the map and their import sources, a line each."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from interactive_maps.mapdata.database.connections import require_login
from interactive_maps.mapdata.reading.map_summary import MapSummary, fetch_summary
from interactive_maps.ops.errors import MapError
from interactive_maps.ops.sentences import list_some

EMPTY = "empty: scripts/manage import_map PLAN imports a drawing, IMDF, OpenStreetMap or GeoJSON"


class Command(BaseCommand):
    """Describe the map; exit code 1 if it cannot be read."""

    help = "Print the contents of the map in one line, and their import sources in another."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        """Count the rows and print the lines."""
        try:
            require_login()
            summary = fetch_summary()
        except MapError as error:
            raise CommandError(str(error), returncode=1) from None
        self.stdout.write(_describe(summary))
        if summary.sources:
            self.stdout.write(f"Imported: {list_some(summary.sources)}")


def _describe(summary: MapSummary) -> str:
    counts = ", ".join(f"{count:,} {name}" for name, count in summary.rows.items() if count)
    return counts or EMPTY
