"""Ranked search beside its alternatives, on the same rows in the same run: ``scripts/bench search``.

Ours is the whole view, from a request to the bytes of its response. The others are one statement each on one
connection: ``ILIKE '%q%'`` on the map's table as it is, the same with an index of pg_trgm, and the order by pg_trgm's
distance with that index. The exit code is 1 if a target is missed.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import time
from collections import defaultdict
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from rich.console import Console
from rich.table import Table

from benchmarks.measuring.report import Measure, conclude, describe_machine
from benchmarks.measuring.workbench import Plan, Workbench
from benchmarks.searching.judging import Judged, find_rank, read_judged
from benchmarks.searching.town import Town, fill_town
from tests.databases import Database

Answer = Callable[[Judged], list[dict[str, Any]]]
_ILIKE = """
SELECT ogc_fid, text, building_id FROM room_points WHERE text ILIKE %s ORDER BY ogc_fid LIMIT 10"""
_INDEXED_ILIKE = _ILIKE.replace("room_points", "room_copies")
_TRIGRAMS = """
SELECT ogc_fid, text, building_id FROM room_copies ORDER BY text <-> %s LIMIT 10"""
# On a copy: on the map's own table, the index would serve ILIKE, too, which plain ILIKE must do without.
_COPY = """
CREATE TABLE room_copies AS SELECT ogc_fid, text, building_id FROM room_points;
CREATE INDEX ON room_copies USING GIST (text gist_trgm_ops); CREATE UNIQUE INDEX ON room_copies (ogc_fid);
ANALYZE room_copies"""
MRR, RECALL, P95_MS, FASTER = 0.9, 0.97, 25.0, 5.0


def read_arguments() -> argparse.Namespace:
    """Return the command line's options."""
    parser = argparse.ArgumentParser(prog="scripts/bench search", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print JSON and nothing else")
    parser.add_argument("--rooms", type=int, default=200_000, help="rooms of the town (200,000)")
    parser.add_argument("--repeats", type=int, default=3, help="how often all queries are asked (3)")
    parser.add_argument("--misses", action="store_true", help="print what was not found first")
    return parser.parse_args()


def main() -> None:
    """Measure, print what came out, and exit with 1 if a target is missed."""
    arguments = read_arguments()
    judged = read_judged()
    plan = Plan(rows=arguments.rooms, sizes=(), streams=0, repeats=arguments.repeats)
    with Workbench(plan) as bench:
        database = bench.make_database("search")
        bench.say(f"Making a town of {arguments.rooms:,} rooms ...")
        start = time.monotonic()
        town = fill_town(database, arguments.rooms)
        bench.say(f"... in {time.monotonic() - start:.0f} s. Asking {len(judged)} queries ...")
        measures = measure(database, town, judged, arguments)
    facts = {"rooms": arguments.rooms, "queries": len(judged)}
    load = describe_machine()["load_average"]
    title = f"Search: {arguments.rooms:,} rooms, {len(judged)} judged queries, load {load}"
    conclude(measures, title, facts, as_json=arguments.json)


def measure(
    database: Database, town: Town, judged: list[Judged], arguments: argparse.Namespace
) -> list[Measure]:
    """Return the quality of the answers, and the time of each side."""
    answer = prepare_search(database, town)
    database.run("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    database.run(_COPY)
    with database.connect() as connection:

        def ask(statement: str, make: Callable[[str], str]) -> Answer:
            return lambda one: [
                {"kind": "room", "name": text, "ref": None, "category": None, "building_id": building}
                for _, text, building in connection.execute(statement.encode(), [make(one.query)])
            ]

        sides = {
            "search": answer,
            "ILIKE": ask(_ILIKE, lambda q: f"%{q}%"),
            "ILIKE, indexed": ask(_INDEXED_ILIKE, lambda q: f"%{q}%"),
            "trigram order": ask(_TRIGRAMS, str),
        }
        for one in judged[:20]:
            for side in sides.values():
                side(one)
        taken: dict[str, list[float]] = defaultdict(list)
        ranks: dict[str, list[int | None]] = {}
        for repeat in range(arguments.repeats):
            for name, side in sides.items():
                results = [_time(side, one, taken[name]) for one in judged]
                if repeat == 0:
                    pairs = zip(judged, results, strict=True)
                    ranks[name] = [find_rank(one, town, found) for one, found in pairs]
                    if name == "search" and arguments.misses:
                        print_misses(judged, ranks[name], results)
    return [*judge(judged, ranks), *compare(taken)]


def prepare_search(database: Database, town: Town) -> Answer:
    """Return a function that calls the view in this process, without a socket."""
    os.environ |= database.make_environment() | {
        "DJANGO_SETTINGS_MODULE": "interactive_maps_backend_config.settings"
    }
    import django

    django.setup()
    from django.test import RequestFactory

    from interactive_maps.mapdata.http.search_views import SearchAPIView

    view, requests = SearchAPIView.as_view(), RequestFactory()

    def answer(one: Judged) -> list[dict[str, Any]]:
        options = dict(one.options)
        if "near" in options:
            options["near"] = ",".join(f"{degrees:.6f}" for degrees in town.places[options["near"]])
        response = view(requests.get("/api/search/?" + urlencode({"q": one.query, "limit": 10, **options})))
        assert response.status_code == 200, response.content
        results: list[dict[str, Any]] = json.loads(response.content)["results"]
        return results

    return answer


def judge(judged: list[Judged], ranks: dict[str, list[int | None]]) -> list[Measure]:
    """Return MRR and recall@5 of each side; only ours has targets."""
    measures = []
    for side, places in ranks.items():
        ours = side == "search"
        kinds: dict[str, list[float]] = defaultdict(list)
        for one, place in zip(judged, places, strict=True):
            kinds[one.kind].append(1 / place if place else 0.0)
        detail = " ".join(f"{kind} {statistics.mean(values):.2f}" for kind, values in sorted(kinds.items()))
        mrr = statistics.mean(1 / place if place else 0.0 for place in places)
        recall = sum(place is not None and place <= 5 for place in places) / len(places)
        measures += [
            Measure(side, "MRR", mrr, target=MRR if ours else None, more=True, detail=detail),
            Measure(side, "recall@5", recall, target=RECALL if ours else None, more=True),
        ]
    return measures


def compare(taken: dict[str, list[float]]) -> list[Measure]:
    """Return p50 and p95 of each side, and our speed relative to ILIKE."""
    measures = []
    percentiles = {side: statistics.quantiles(times, n=100) for side, times in taken.items()}
    for side, marks in percentiles.items():
        ours = side == "search"
        measures += [
            Measure(side, "p50 [ms]", marks[49] * 1000, unit="ms"),
            Measure(side, "p95 [ms]", marks[94] * 1000, unit="ms", target=P95_MS if ours else None),
        ]
    for what, place in (("p50", 49), ("p95", 94)):
        faster = percentiles["ILIKE"][place] / percentiles["search"][place]
        measures.append(Measure("search", f"{what}: ILIKE : search", faster, target=FASTER, more=True))
    return measures


def print_misses(judged: list[Judged], ranks: list[int | None], results: list[list[dict[str, Any]]]) -> None:
    """Print the queries whose expected answer is not first to standard error."""
    table = Table("query", "expected", "rank", "first instead")
    for one, rank, found in zip(judged, ranks, results, strict=True):
        if rank != 1:
            first = (
                " / ".join(
                    str(found[0][name]) for name in ("kind", "building", "ref", "name", "score", "why")
                )
                if found
                else ""
            )
            table.add_row(f"{one.query} {dict(one.options) or ''}", "; ".join(one.expected), str(rank), first)
    Console(stderr=True, width=180).print(table)


def _time(side: Answer, one: Judged, taken: list[float]) -> list[dict[str, Any]]:
    start = time.perf_counter()
    results = side(one)
    taken.append(time.perf_counter() - start)
    return results


if __name__ == "__main__":
    main()
