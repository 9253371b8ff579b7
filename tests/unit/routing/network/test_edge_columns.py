"""Columns and rows make the same table."""

from __future__ import annotations

import math
import struct

import numpy as np
import shapely

from interactive_maps.routing.network.edge_columns import read_columns
from interactive_maps.routing.network.edges import NO_NUMBER, read_rows
from tests.unit.routing.networks import random_rows

_IDS = ("source", "target", "space_id", "opening_id", "connector_id")
_NUMBERS = ("level", "target_level", "cost", "reverse_cost", "width", "slope")


def to_columns(rows):
    """Return rows as the database's columns; numbers that are text are not among them."""

    def number(value):
        return float(value) if isinstance(value, int | float) else np.nan

    columns = {
        name: np.array(
            [row.get(name) if isinstance(row.get(name), int) else NO_NUMBER for row in rows], dtype=np.int64
        )
        for name in _IDS
    }
    columns["ogc_fid"] = np.array([row["ogc_fid"] for row in rows], dtype=np.int64)
    columns |= {name: np.array([number(row.get(name)) for row in rows]) for name in _NUMBERS}
    columns["one_way"] = np.array([row.get("one_way") is True for row in rows], dtype=bool)
    columns["step_free"] = np.array([row.get("step_free") is False for row in rows], dtype=bool)
    columns |= {name: [row.get(name) for row in rows] for name in ("kind", "name", "wkb_geometry")}
    return columns


def clean(row):
    """Return a row in which every value is of its column's type."""
    kept = dict(row)
    for name in (*_IDS, *_NUMBERS, "one_way"):
        if isinstance(kept.get(name), str) or (
            name in _IDS and not isinstance(kept.get(name, 0), int | None)
        ):
            kept[name] = None
    return kept


def draw_values(rng):
    """Return values of other columns, some of which mean nothing."""
    numbers = [None, -2.0, -0.5, 0.0, 0.5, 3.0, math.nan, math.inf]
    values = {name: rng.choice(numbers) for name in ("cost", "reverse_cost", "slope", "width")}
    values |= {"target_level": rng.choice([None, 0.0, 2.0, 1e6]), "name": rng.choice([None, "", "Hall"])}
    return {**values, "connector_id": int(rng.integers(-3, 9)), "opening_id": int(rng.integers(-3, 9))}


def test_random_networks_read_alike():
    odd = [
        {"ogc_fid": 9001, "wkb_geometry": None},
        {"ogc_fid": 9002, "wkb_geometry": b"nonsense"},
        {"ogc_fid": 9003, "wkb_geometry": shapely.to_wkb(shapely.Point(1, 2))},
        {"ogc_fid": 9004, "wkb_geometry": shapely.to_wkb(shapely.LineString([(1, 2), (400, 2)]))},
        {"ogc_fid": 9005, "wkb_geometry": struct.pack("<BII4d", 1, 2, 2, 1.0, 2.0, math.nan, 2.0)},
        {"ogc_fid": 9006, "wkb_geometry": shapely.to_wkb(shapely.MultiLineString([[(1, 2), (3, 2)]]))},
        {"ogc_fid": 9007, "wkb_geometry": shapely.to_wkb(shapely.LineString())},
        {"ogc_fid": 9008, "wkb_geometry": shapely.to_wkb(shapely.LineString([(1, 2), (1, 95)]))},
        {"ogc_fid": 9009, "wkb_geometry": shapely.to_wkb(shapely.LineString([(1, 2), (-181, 2)]))},
        {"ogc_fid": 9010, "wkb_geometry": shapely.to_wkb(shapely.LineString([(200, 100), (201, 101)]))},
    ]
    for seed in range(20):
        rng = np.random.default_rng(seed)
        rows = [clean(row) | draw_values(rng) for row in random_rows(rng, 30, 60)] + odd
        one, other = read_rows(rows), read_columns(to_columns(rows))
        for name in one.__slots__ if hasattr(one, "__slots__") else vars(one):
            first, second = getattr(one, name), getattr(other, name)
            if name == "problems":
                assert set(first) == set(second)
            else:
                np.testing.assert_array_equal(first, second, err_msg=name)
