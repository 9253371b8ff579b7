"""``manage.py list_signs``: lists signs, where they lead, and how often they are used."""

from __future__ import annotations

import sys
from typing import Any

import orjson
from django.core.management.base import BaseCommand, CommandError, CommandParser
from rich.console import Console
from rich.table import Table

from interactive_maps.ops.errors import MapError
from interactive_maps.signs.making import BoundSign, read_signs

_COLUMNS = ("code", "kind", "name", "level", "place", "uses", "last_used")


class Command(BaseCommand):
    """List signs."""

    help = "List signs, whether their places are still on the map, and how often they were used."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options."""
        parser.add_argument("--json", action="store_true", help="print JSON only")
        parser.add_argument("--stale", action="store_true", help="only signs that lead nowhere")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print them."""
        try:
            signs, _ = read_signs()
        except MapError as error:
            raise CommandError(str(error), returncode=1) from None
        listed = [_describe(bound) for bound in signs if not options["stale"] or bound.place is None]
        if options["json"]:
            self.stdout.write(orjson.dumps(listed, option=orjson.OPT_INDENT_2).decode())
            return
        table = Table(*_COLUMNS)
        for sign in listed:
            shown = sign | {"place": "gone" if sign["place"] is None else "found"}
            table.add_row(*("" if shown[name] is None else str(shown[name]) for name in _COLUMNS))
        Console(file=sys.stdout).print(table if listed else "There are no such signs.")


def _describe(bound: BoundSign) -> dict[str, Any]:
    sign, place = bound.sign, bound.place
    return {
        "code": sign.code,
        "kind": sign.kind,
        "name": sign.name if place is None else place.title,
        "level": sign.level if place is None else place.level,
        "place": None if place is None else {"id": place.key, "location": list(place.point)},
        "uses": bound.uses,
        "last_used": bound.last_used and bound.last_used.isoformat(timespec="seconds"),
    }
