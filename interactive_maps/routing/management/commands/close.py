"""``manage.py close door 12 --reason "being painted"``: routes lead around it from the commit on."""

from __future__ import annotations

from argparse import ArgumentTypeError
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from interactive_maps.mapdata.edits.closing import TARGETS, NewClosure, close
from interactive_maps.ops.errors import MapError, NotFound
from interactive_maps.routing.profiles import PROFILES

REFUSED = 2
# What people call things -> what they are.
KINDS = {
    **{kind: kind for kind in (*TARGETS, "level")},
    "door": "opening",
    **dict.fromkeys(("lift", "stairs", "escalator", "ramp"), "connector"),
}


class Command(BaseCommand):
    """Close something; `manage.py closures` lists what is closed, `manage.py open` ends it."""

    help = "Close a door, a lift, stairs, a space, an edge, a node or a whole level."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options."""
        parser.add_argument("kind", choices=list(KINDS), help="what is closed")
        parser.add_argument("target", type=read_target, help="its id; of a level its ordinal")
        parser.add_argument("--reason", help="what people are told")
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
            type=read_profiles,
            default=(),
            help=f"for whom: some of {','.join(PROFILES)}; else for all",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Close it, and say under which id."""
        start, end = options["from_time"], options["until_time"]
        if start and end and end <= start:
            raise CommandError("Nothing was closed: --until is not after --from.", returncode=REFUSED)
        kind = KINDS[options["kind"]]
        if kind != "level" and not options["target"].is_integer():
            raise CommandError("Nothing was closed: an id is a whole number.", returncode=REFUSED)
        closure = NewClosure(kind, options["target"], options["reason"], start, end, options["profiles"])
        try:
            key = close(closure)
        except NotFound as error:
            raise CommandError(f"Nothing was closed: {error}", returncode=REFUSED) from None
        except MapError as error:
            raise CommandError(str(error), returncode=1) from None
        self.stdout.write(f"Closed under id {key}: `manage.py open {key}` ends it.")


def read_target(text: str) -> float:
    """Return an id or an ordinal."""
    try:
        number = float(text)
    except ValueError:
        raise ArgumentTypeError(f"{text!r} is no number") from None
    if not abs(number) < 2**53:
        raise ArgumentTypeError(f"{text!r} is no id")
    return number


def read_time(text: str) -> datetime:
    """Return a time; one without a zone is of this machine's."""
    try:
        return datetime.fromisoformat(text).astimezone()
    except ValueError:
        raise ArgumentTypeError(f"{text!r} is no time of ISO 8601, such as 2030-05-17T08:30+02:00") from None


def read_profiles(text: str) -> tuple[str, ...]:
    """Return names of profiles."""
    names = tuple(text.split(","))
    if unknown := set(names) - set(PROFILES):
        raise ArgumentTypeError(
            f"there is no profile {sorted(unknown)[0]!r}; there are {', '.join(PROFILES)}"
        )
    return names
