"""Networks for tests: a few rows written by hand, and random ones with everything that makes engines err."""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely

from interactive_maps.geo.plane import Plane
from interactive_maps.routing.network.edges import read_rows
from interactive_maps.routing.network.graph import Graph, build_graph

HERE = Plane(13.72, 51.03)


def place(x: float, y: float) -> tuple[float, float]:
    """Return the longitude and latitude of a place in metres east and north of where the tests are."""
    longitude, latitude = HERE.to_degrees(np.array([[x, y]]))[0]
    return float(longitude), float(latitude)


def row(key: int, *places: tuple[float, float], **columns: Any) -> dict[str, Any]:
    """Return a row of the network whose line runs through ``places`` in metres."""
    line = shapely.LineString([place(*one) for one in places])
    return {"ogc_fid": key, "wkb_geometry": shapely.to_wkb(line), **columns}


def network(*rows: dict[str, Any]) -> Graph:
    """Return the graph of some rows."""
    return build_graph(read_rows(rows))


def random_rows(rng: np.random.Generator, nodes: int, edges: int) -> list[dict[str, Any]]:
    """Return a random multigraph on three floors: parallel edges, self loops, one-ways, islands, missing columns."""
    places = np.column_stack([rng.uniform(0, 80, nodes), rng.uniform(0, 40, nodes)])
    levels = rng.integers(0, 3, nodes)
    rows = []
    for key in range(1, edges + 1):
        source, target = (int(end) for end in rng.integers(0, nodes, 2))
        kinds = ("stairs", "lift", "escalator", "ramp")
        flat = levels[source] == levels[target]
        kind = rng.choice(["walk", "door", "walkway"]) if flat else rng.choice(kinds)
        columns = {
            "source": source,
            "target": target,
            "level": float(levels[source]),
            "target_level": float(levels[target]),
            "kind": str(kind),
            "one_way": bool(rng.random() < 0.2),
        }
        if rng.random() < 0.3:
            columns |= {"width": float(rng.uniform(0.5, 2)), "slope": float(rng.uniform(0, 0.2))}
        if rng.random() < 0.2:
            columns |= {
                "step_free": bool(rng.random() < 0.5),
                "opening_id": int(rng.integers(1, 9)),
                "space_id": int(rng.integers(1, 9)),
            }
        rows.append(row(key, tuple(places[source]), tuple(places[target]), **columns))
    return rows
