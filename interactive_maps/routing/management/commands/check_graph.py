"""``manage.py check_graph``: what is wrong with the network that routes are found on. Exit code 1: something is."""

from __future__ import annotations

import sys
from dataclasses import asdict
from typing import Any

import numpy as np
import orjson
from django.core.management.base import BaseCommand, CommandError, CommandParser
from rich.console import Console
from rich.table import Table

from interactive_maps.mapdata.database.connections import require_login
from interactive_maps.ops.errors import MapError
from interactive_maps.routing.checking import Report, check
from interactive_maps.routing.live.routing_snapshot import RoutingSnapshot
from interactive_maps.routing.live.snapshot_service import service
from interactive_maps.routing.search.access_links import SnappedWaypoint
from interactive_maps.routing.waypoints.waypoint_resolver import FeatureRef


class Command(BaseCommand):
    """Check the network."""

    help = "Report islands, dangling ends, crossings of walls, places that cannot be reached, odd costs."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options."""
        parser.add_argument("--json", action="store_true", help="print JSON and nothing else")

    def handle(self, *args: Any, **options: Any) -> None:
        """Check, and print what was found."""
        try:
            require_login()
            snapshot = service.get_snapshot()
        except MapError as error:
            raise CommandError(str(error), returncode=1) from None
        report = check(snapshot.network.graph, snapshot.walls, list_places(snapshot), snapshot.problems)
        if options["json"]:
            self.stdout.write(orjson.dumps(asdict(report), option=orjson.OPT_INDENT_2).decode())
        else:
            print_report(report)
        if report.findings:
            sys.exit(1)


def list_places(snapshot: RoutingSnapshot) -> list[tuple[str, SnappedWaypoint]]:
    """Return all spaces, and the rooms that are in none, each with its place on the network."""
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
    """Print a table for people."""
    console = Console(file=sys.stdout)
    for name, value in report.facts.items():
        console.print(f"{name}: {value}", highlight=False)
    if not report.findings:
        console.print("Nothing is wrong with it.")
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
