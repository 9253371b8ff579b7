"""``manage.py backup FILE.imb``: writes the whole map to one file, from one snapshot, while it is in use."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from interactive_maps.mapdata.archive.archive_error import ArchiveError
from interactive_maps.mapdata.archive.backup import write_backup
from interactive_maps.ops.errors import MapError

REFUSED = 2


class Command(BaseCommand):
    """Back up the map; docs/how-to/back-up.md shows how to schedule backups."""

    help = "Write the map tables to one file that a restore can verify."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options."""
        parser.add_argument(
            "file", metavar="FILE.imb", help="the archive to write; - for the standard output"
        )
        parser.add_argument("--force", action="store_true", help="replace FILE if it exists")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the archive and print a summary."""
        target = None if options["file"] == "-" else Path(options["file"])
        try:
            manifest = write_backup(target, force=options["force"])
        except ArchiveError as refusal:
            raise CommandError(f"Nothing was backed up: {refusal}.", returncode=REFUSED) from None
        except MapError as error:
            raise CommandError(f"Nothing was backed up: {error}", returncode=1) from None
        say = self.stderr if target is None else self.stdout
        for layer, record in manifest.layers.items():
            say.write(f"{layer}: {record.fingerprint.rows:,} rows, version {record.version or 'not counted'}")
        if target is None:
            return
        say.write(f"{target}: {target.stat().st_size:,} bytes, the map as it was at {manifest.made_at}.")
        say.write(f"Next: manage.py restore {target} --check reads it back; then keep it on another machine.")
