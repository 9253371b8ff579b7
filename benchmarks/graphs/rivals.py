"""Other engines for shortest paths: pgRouting in PostGIS, networkx in Python. Each returns cost and path."""

from __future__ import annotations

from typing import Any

import networkx
import numpy as np
import psycopg

from interactive_maps.routing.engines.engine import INFINITE, Weights
from interactive_maps.routing.network.graph import Graph
from tests.databases import Database


def fill_pgrouting(database: Database, graph: Graph, weights: Weights) -> None:
    """Write the graph into table ``edges`` of a new database as pgRouting expects: both directions in one row."""
    with database.connect() as connection:
        connection.execute("CREATE EXTENSION IF NOT EXISTS pgrouting CASCADE")
        connection.execute(
            "CREATE TABLE edges "
            "(id bigint PRIMARY KEY, source bigint, target bigint, cost float8, reverse_cost float8)"
        )
        costs = np.where(weights == INFINITE, -1, weights).reshape(-1, 2)
        rows = zip(graph.tail.tolist(), graph.head.tolist(), costs.tolist(), strict=True)
        with connection.cursor().copy("COPY edges FROM STDIN") as copy:
            for edge, (tail, head, (cost, reverse)) in enumerate(rows):
                copy.write_row((edge, tail, head, cost, reverse))
        connection.execute("VACUUM (ANALYZE, FREEZE) edges")


def ask_pgrouting(connection: psycopg.Connection[Any], source: int, target: int) -> int | None:
    """Return the cost of the path that ``pgr_dijkstra`` finds; the whole path is fetched."""
    rows = connection.execute(
        "SELECT edge, agg_cost FROM pgr_dijkstra('SELECT id, source, target, cost, reverse_cost FROM edges', %s, %s)",
        [source, target],
    ).fetchall()
    return round(rows[-1][1]) if rows else None


def fill_networkx(graph: Graph, weights: Weights) -> networkx.DiGraph[int]:
    """Return the graph for networkx, with the lightest of parallel arcs."""
    lightest: dict[tuple[int, int], int] = {}
    for tail, head, weight in zip(
        graph.arc_tail.tolist(), graph.arc_head.tolist(), weights.tolist(), strict=True
    ):
        if weight < lightest.get((tail, head), INFINITE):
            lightest[tail, head] = weight
    made: networkx.DiGraph[int] = networkx.DiGraph()
    made.add_weighted_edges_from((tail, head, weight) for (tail, head), weight in lightest.items())
    return made


def ask_networkx(graph: networkx.DiGraph[int], source: int, target: int) -> int | None:
    """Return the cost of the path that networkx finds by bidirectional search."""
    try:
        return int(networkx.bidirectional_dijkstra(graph, source, target)[0])
    except networkx.NetworkXNoPath:
        return None
