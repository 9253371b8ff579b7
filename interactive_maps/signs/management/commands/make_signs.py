"""``manage.py make_signs FILE --address URL``: signs for doors, lifts and halls, on sheets to print."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse

from interactive_maps.mapdata.reading.sign_places import KINDS, SignPlace
from interactive_maps.ops.errors import MapError
from interactive_maps.signs.making import make_signs, read_signs

REFUSED = 2
_MOST = 5_000
_MOST_ADDRESS = 120


class Command(BaseCommand):
    """Make signs; docs/how-to/make-signs.md says how they keep leading to their places."""

    help = "Write sheets of signs, whose QR codes open the map at the place where each hangs."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options."""
        parser.add_argument(
            "file", type=Path, metavar="FILE", help="FILE.pdf, or FILE.svg (one file for each page)"
        )
        parser.add_argument("--address", required=True, metavar="URL", help="address of the map")
        parser.add_argument("--kind", choices=KINDS, action="append", help="only this kind of place")
        parser.add_argument("--level", type=float, action="append", help="only this level, by its ordinal")
        parser.add_argument(
            "--name", metavar="TEXT", help="only places that have this in their names, in either case"
        )
        parser.add_argument("--font", type=Path, metavar="FILE", help="TrueType font for PDF")
        parser.add_argument("--force", action="store_true", help="replace FILE if it exists")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make what is missing, and write the sheets."""
        address = _read_address(options["address"])
        try:
            from interactive_maps.signs.printing.files import SheetFiles, UnusableFile
        except ModuleNotFoundError as error:  # the image that serves lacks the packages for drawing
            reason = (
                f"Signs need the package {error.name}, which is not installed here: "
                "pip install -r requirements.txt, or use the image interactive-maps-tools"
            )
            raise CommandError(reason, returncode=REFUSED) from error
        try:
            signs, places = read_signs()
            chosen = _choose(places, options)
            files = SheetFiles(options["file"], len(chosen), force=options["force"], font=options["font"])
            made = make_signs(chosen, signs)
            missing = files.write(
                [(code, f"{address}{reverse('sign', args=[code])}", place) for code, place in made]
            )
        except UnusableFile as error:
            raise CommandError(str(error), returncode=REFUSED) from None
        except MapError as error:
            raise CommandError(str(error), returncode=1) from None
        self.stdout.write(f"{len(made):,} signs: {_enumerate(files.targets)}.")
        if missing:
            self.stdout.write(f"The font has no {missing[:40]}: choose another with --font, or write SVG.")


def _read_address(text: str) -> str:
    try:
        parts = urlsplit(text)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in {"http", "https"} or not parts.netloc or parts.query or parts.fragment:
        detail = f"--address is {text!r}; accepted is where the map is, such as https://map.example.org."
        raise CommandError(detail, returncode=REFUSED)
    if len(text) > _MOST_ADDRESS:
        raise CommandError(f"--address is longer than {_MOST_ADDRESS} characters.", returncode=REFUSED)
    return text.rstrip("/")


def _choose(places: Sequence[SignPlace], options: dict[str, Any]) -> list[SignPlace]:
    wanted = (options["name"] or "").casefold()
    chosen = [
        place
        for place in places
        if (not options["kind"] or place.kind in options["kind"])
        and (not options["level"] or place.level in options["level"])
        and wanted in place.name.casefold()
    ]
    if not chosen:
        detail = "No door, lift or hall of the map is meant: `manage.py describe_map` says what is there."
        raise CommandError(detail, returncode=REFUSED)
    if len(chosen) > _MOST:
        detail = (
            f"{len(chosen):,} places are meant, more than {_MOST:,}: choose with --kind, --level or --name."
        )
        raise CommandError(detail, returncode=REFUSED)
    return sorted(chosen, key=lambda one: (one.level is None, one.level or 0.0, one.kind, one.name, one.key))


def _enumerate(targets: Sequence[Path]) -> str:
    return str(targets[0]) if len(targets) == 1 else f"{targets[0]} to {targets[-1].name}"
