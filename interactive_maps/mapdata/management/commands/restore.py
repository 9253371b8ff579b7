"""``manage.py restore FILE.imb``: restores the map completely or not at all, verified before the commit."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from interactive_maps.mapdata.archive.archive_error import ArchiveError
from interactive_maps.mapdata.archive.manifest import Manifest
from interactive_maps.mapdata.archive.restoration import check_archive, restore_archive
from interactive_maps.ops.errors import MapError

REFUSED = 2


class Command(BaseCommand):
    """Restore the map; docs/how-to/back-up.md describes the effect on running servers."""

    help = "Restore the map tables from a file written by `backup`."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options."""
        parser.add_argument("file", type=Path, metavar="FILE.imb", help="an archive written by `backup`")
        parser.add_argument("--overwrite", action="store_true", help="replace the existing map")
        parser.add_argument(
            "--check", action="store_true", help="read and verify the whole archive without restoring it"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Restore or check, and print a summary."""
        try:
            if options["check"]:
                self._tell(check_archive(options["file"]))
                self.stdout.write("The archive is intact. The map was not changed.")
                return
            restored = restore_archive(options["file"], overwrite=options["overwrite"])
        except ArchiveError as refusal:
            raise CommandError(f"Nothing was restored: {refusal}.", returncode=REFUSED) from None
        except MapError as error:
            raise CommandError(f"Nothing was restored: {error}", returncode=1) from None
        self._tell(restored.manifest)
        for problem in restored.problems:
            self.stdout.write(self.style.WARNING(problem))
        self.stdout.write(f"Restored: the map is as it was at {restored.manifest.made_at}.")

    def _tell(self, manifest: Manifest) -> None:
        for layer, record in manifest.layers.items():
            self.stdout.write(f"{layer}: {record.fingerprint.rows:,} rows, compared with what was backed up")
