"""``manage.py export_map --format imdf|geojson FILE``: export the map or a part of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from interactive_maps.exporting import geojson, imdf
from interactive_maps.exporting.export_error import ExportError
from interactive_maps.exporting.export_issues import ExportIssues
from interactive_maps.exporting.scope_selection import choose_part
from interactive_maps.importing.draft.source_record import RECORD_KEY
from interactive_maps.importing.reporting.progress import shown_progress
from interactive_maps.mapdata.bulk.export_scope import ExportScope
from interactive_maps.mapdata.bulk.map_export import MapSnapshot, open_map
from interactive_maps.ops.atomic_files import share_file, write_atomically
from interactive_maps.ops.errors import MapError

REFUSED = 2
_PROGRESS_EVERY = 500
_MOST_FAULTS = 12
Writer = Callable[[IO[bytes], MapSnapshot, ExportScope, ExportIssues, Callable[[str, int], None]], None]


class Command(BaseCommand):
    """Export the map; docs/how-to/export-a-map.md says how each kind of feature is written."""

    help = "Export the map, one source or one building as an IMDF archive or as GeoJSON."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options."""
        parser.add_argument("file", type=Path, metavar="FILE", help="output format")
        parser.add_argument("--format", choices=("imdf", "geojson"), required=True, help="file to write")
        parser.add_argument("--source", metavar="NAME", help="export only what was imported under this name")
        parser.add_argument(
            "--building", metavar="NAME", help="export only this building, given by name or key"
        )
        parser.add_argument("--force", action="store_true", help="replace FILE if it exists")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the file and report what it holds."""
        issues = ExportIssues()
        try:
            with open_map(RECORD_KEY) as snapshot:
                part = choose_part(snapshot, options["source"], options["building"])
                _write(options["file"], options, snapshot, part, issues)
        except ExportError as refusal:
            raise CommandError(f"Nothing was exported: {refusal}.", returncode=REFUSED) from None
        except MapError as error:
            raise CommandError(f"Nothing was exported: {error}", returncode=1) from None
        self._tell(options["file"], options["format"], issues)

    def _tell(self, target: Path, form: str, issues: ExportIssues) -> None:
        counts = ", ".join(f"{name} {count:,}" for name, count in issues.written.items() if count)
        self.stdout.write(f"{target}: {target.stat().st_size:,} bytes: {counts or 'no features'}.")
        faults = list(issues.describe())
        for fault in faults[:_MOST_FAULTS]:
            self.stdout.write(f"  {fault}")
        if len(faults) > _MOST_FAULTS:
            self.stdout.write(f"  and {len(faults) - _MOST_FAULTS} more kinds of issues")
        hint = f"manage.py import_map {target} --dry-run checks it"
        self.stdout.write(
            f"Next: {hint}." if form == "imdf" or target.suffix == ".geojson" else f"Next: unzip {target}."
        )


def _write(
    target: Path, options: dict[str, Any], snapshot: MapSnapshot, part: ExportScope, issues: ExportIssues
) -> None:
    writer: Writer = imdf.write_archive
    if options["format"] == "geojson":
        is_single = target.suffix.lower() in {".geojson", ".json"}
        writer = geojson.write_single if is_single else geojson.write_archive
    with _create(target, force=options["force"]) as output, shown_progress() as progress:

        def advance(collection: str, number: int) -> None:
            if number % _PROGRESS_EVERY == 0:
                progress(f"writing {collection}", number, None)

        writer(output, snapshot, part, issues, advance)
        if not any(issues.written.values()):
            raise ExportError("the map, or the selected part of it, is empty")


@contextmanager
def _create(target: Path, *, force: bool) -> Iterator[IO[bytes]]:
    """Provide a file that replaces ``target`` at the end if nothing failed."""
    if target.exists():
        if not target.is_file():
            raise ExportError(f"{target} is not a file")
        if not force:
            raise ExportError(f"{target} exists: choose another name, or --force to replace it")
    try:
        with write_atomically(target) as output:
            share_file(output)
            yield output
    except OSError as error:
        raise ExportError(f"{target} cannot be written: {error.strerror or error}") from None
    except RuntimeError as error:
        if "force_zip64" not in str(error):
            raise
        raise ExportError(f"{target} would hold a collection of more than 2 GB: export a part") from None
