"""``manage.py close door 12 --reason "being painted"``: closes a feature; routes avoid it from the commit on."""

from __future__ import annotations

from argparse import ArgumentTypeError
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from interactive_maps.mapdata.edits.closures import insert_closure
from interactive_maps.ops.errors import InvalidParameter, MapError, NotFound
from interactive_maps.routing.live.closure_requests import KINDS, make_closure
from interactive_maps.routing.profiles import PROFILES

REFUSED = 2


class Command(BaseCommand):
    """Insert a closure; `manage.py closures` lists closures, `manage.py open` ends one."""

    help = "Close a door, a lift, stairs, a space, an edge, a node or a whole level."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options."""
        parser.add_argument("kind", choices=list(KINDS), help="kind of the feature")
        parser.add_argument("target", type=float, help="its id; for a level, its ordinal")
        parser.add_argument("--reason", help="reason shown to people")
        for name, meaning in (("from", "since when"), ("until", "until when")):
            parser.add_argument(
                f"--{name}",
                dest=f"{name}_time",
                type=read_time,
                metavar="TIME",
                help=f"{meaning}, for instance 2030-05-17T08:30+02:00",
            )
        parser.add_argument(
            "--profiles",
            type=lambda text: text.split(","),
            default=(),
            help=f"affected profiles: any of {','.join(PROFILES)}; default: all",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Insert the closure and print its id."""
        try:
            closure = make_closure(
                options["kind"],
                options["target"],
                reason=options["reason"],
                start=options["from_time"],
                end=options["until_time"],
                profiles=options["profiles"],
            )
            key = insert_closure(closure)
        except (InvalidParameter, NotFound) as error:
            raise CommandError(f"Nothing was closed: {error}", returncode=REFUSED) from None
        except MapError as error:
            raise CommandError(str(error), returncode=1) from None
        self.stdout.write(f"Closed under id {key}. `manage.py open {key}` ends the closure.")


def read_time(text: str) -> datetime:
    """Return a time; one without a zone is in local time."""
    try:
        return datetime.fromisoformat(text).astimezone()
    except ValueError:
        raise ArgumentTypeError(f"{text!r} is not an ISO 8601 time such as 2030-05-17T08:30+02:00") from None
