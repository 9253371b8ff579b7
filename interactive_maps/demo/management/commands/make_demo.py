"""``manage.py make_demo FOLDER``: generate a building and draw its plans, one DXF per level."""

from __future__ import annotations

import shlex
from argparse import ArgumentParser
from functools import partial
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import Progress

from interactive_maps.demo.brief import USES, BadBrief, Brief
from interactive_maps.demo.design.layout import Building, lay_out
from interactive_maps.demo.design.names import name_level, name_level_file
from interactive_maps.demo.folder import RULES, DemoFolder, ForeignFile
from interactive_maps.demo.rules import DEFAULT_ANCHOR, Anchor, parse_anchor, write_rules

ROOMS_FOR_PROGRESS = 2000  # progress for fewer is not worth showing


class Command(BaseCommand):
    help = "Generate a building and write its plans, one DXF per level, with a rule file for import_map."

    def add_arguments(self, parser: ArgumentParser) -> None:
        brief, (longitude, latitude) = Brief(), DEFAULT_ANCHOR
        parser.add_argument("folder", type=Path, help="folder for the drawings; made if it does not exist")
        parser.add_argument("--levels", type=int, default=brief.levels, help="1 to 60 (default %(default)s)")
        parser.add_argument("--rooms", type=int, default=brief.rooms, help="in total (default %(default)s)")
        parser.add_argument(
            "--seed", type=int, default=brief.seed, help="different seeds give different buildings"
        )
        parser.add_argument("--kind", choices=USES, default=brief.use, help="(default %(default)s)")
        parser.add_argument(
            "--anchor",
            default=f"{longitude},{latitude}",
            metavar="LON,LAT",
            help="position of the south-west corner in degrees (default %(default)s)",
        )
        parser.add_argument("--ways", action="store_true", help="also draw the lines that people walk along")
        parser.add_argument(
            "--force", action="store_true", help="overwrite files that make_demo did not write"
        )

    def handle(self, **options: Any) -> None:
        try:
            brief = Brief(options["levels"], options["rooms"], options["seed"], options["kind"])
            anchor = parse_anchor(options["anchor"])
            folder = DemoFolder(options["folder"], force=options["force"])
            building = lay_out(brief)
            stale = write_demo(building, folder, anchor, has_ways=options["ways"])
        except (
            ModuleNotFoundError
        ) as error:  # the image that serves lacks the packages for drawing and importing
            reason = (
                f"drawing needs the Python package {error.name}, which is not installed: "
                "pip install -r requirements.txt, or use the image interactive-maps-tools"
            )
            raise CommandError(reason, returncode=2) from error
        except (BadBrief, ForeignFile) as error:
            raise CommandError(str(error), returncode=2) from error
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}.", returncode=2) from error
        place = shlex.quote(str(folder.path))
        self.stdout.write(f"{building.name}: {brief.rooms} rooms on {brief.levels} levels, in {place}.")
        if stale:
            self.stdout.write(f"Removed drawings of an earlier demo: {', '.join(stale)}.")
        self.stdout.write(f"Next: scripts/manage import_map {place}/*.dxf --rules {place}/{RULES}")


def write_demo(
    building: Building, folder: DemoFolder, anchor: Anchor, *, has_ways: bool = False
) -> list[str]:
    """Draw a building level by level, and return the removed drawings of an earlier demo."""
    from interactive_maps.demo.production import draw_building

    names = [name_level_file(storey.ordinal) for storey in building.storeys]
    folder.prepare([*names, RULES])
    is_quick = building.brief.rooms < ROOMS_FOR_PROGRESS
    with Progress(console=Console(stderr=True), transient=True, disable=is_quick) as progress:
        task = progress.add_task("Drawing", total=len(names))
        for _ in draw_building(building, folder, has_ways=has_ways):
            progress.advance(task)
    level_names = {storey.ordinal: name_level(storey.ordinal) for storey in building.storeys}
    folder.write(RULES, partial(write_rules, anchor, building.name, level_names))
    return folder.drop_levels(names)
