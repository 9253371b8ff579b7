"""``manage.py check_graph``: reports problems of the routing network. Exit code 1 if there are any."""

from __future__ import annotations

import math
import sys
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import numpy as np
import orjson
from django.core.management.base import BaseCommand, CommandError, CommandParser
from rich.console import Console
from rich.table import Table

from interactive_maps.mapdata.database.connections import require_login
from interactive_maps.ops.errors import MapError
from interactive_maps.ops.sentences import list_some
from interactive_maps.routing.checking import MOST_SHOWN, Report, check
from interactive_maps.routing.live.routing_snapshot import RoutingSnapshot
from interactive_maps.routing.live.snapshot_service import service
from interactive_maps.routing.search.access_links import SnappedWaypoint
from interactive_maps.routing.waypoints.reach import Reach, measure_reach
from interactive_maps.routing.waypoints.waypoint_resolver import FeatureRef


class Command(BaseCommand):
    """Check the network."""

    help = "Report islands, dangling ends, crossed walls, unreachable places and odd costs."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options."""
        parser.add_argument("--json", action="store_true", help="print JSON only")
        summary_help = "print only how many of the named spaces can be reached from an entrance"
        parser.add_argument("--summary", action="store_true", help=summary_help)

    def handle(self, *args: Any, **options: Any) -> None:
        """Check, and print the report."""
        try:
            require_login()
            snapshot = service.get_snapshot()
        except MapError as error:
            raise CommandError(str(error), returncode=1) from None
        if options["summary"]:
            self._summarise(
                measure_reach(snapshot.network.graph, snapshot.feature_index), as_json=options["json"]
            )
            return
        report = check(snapshot.network.graph, snapshot.walls, list_places(snapshot), snapshot.problems)
        if options["json"]:
            self.stdout.write(orjson.dumps(asdict(report), option=orjson.OPT_INDENT_2).decode())
        else:
            print_report(report)
        if report.findings:
            sys.exit(1)

    def _summarise(self, reach: Reach, *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(orjson.dumps(asdict(reach), option=orjson.OPT_INDENT_2).decode())
        else:
            self.stdout.write("\n".join(describe_reach(reach)))


def describe_reach(reach: Reach) -> Iterator[str]:
    """Yield how much can be reached, and the first of the spaces that cannot."""
    share = math.floor(1000 * reach.reached / reach.named) / 10 if reach.named else 100.0
    start = "from an entrance" if reach.entrances else "from one another, as no entrance is drawn"
    yield f"Named spaces that can be reached {start}: {reach.reached:,} of {reach.named:,} ({share:g} %)."
    if reach.apart:
        shown = [f"{name} (space {key})" for key, name in reach.apart]
        yield f"Drawn apart: {list_some(shown, most=MOST_SHOWN)}."


def list_places(snapshot: RoutingSnapshot) -> list[tuple[str, SnappedWaypoint]]:
    """Return all spaces, and the rooms outside of spaces, each with its position on the network."""
    places = []
    rooms, spaces = snapshot.layers["rooms"], snapshot.layers["spaces"]["ogc_fid"]
    apart = rooms["ogc_fid"][~np.isin(rooms["space_id"], spaces)]
    for kind, layer, keys in (("room", "rooms", apart), ("space", "spaces", spaces)):
        for key in keys.tolist():
            name = snapshot.feature_index.find_name(layer, key, ())
            places.append(
                (
                    f"{kind} {key}" + (f" ({name})" if name else ""),
                    snapshot.resolver.resolve(FeatureRef(kind, key)),
                )
            )
    return places


def print_report(report: Report) -> None:
    """Print a table."""
    console = Console(file=sys.stdout)
    for name, value in report.facts.items():
        console.print(f"{name}: {value}", highlight=False)
    if not report.findings:
        console.print("No problems found.")
        return
    table = Table("what", "how many", "for instance")
    for finding in report.findings:
        first = (
            ", ".join(f"{name} {value}" for name, value in finding.examples[0].items())
            if finding.examples
            else ""
        )
        table.add_row(finding.what, str(finding.count), first)
    console.print(table)
