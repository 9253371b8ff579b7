"""Vector tiles beside the bare query that makes them, over a site of two million lines: ``scripts/bench tiles``.

40 levels of one building, requested one level at a time, where it is densest. The bare query makes the same tile
without omissions, without names by language and without a version.
"""

from __future__ import annotations

import argparse
import math
import os
import time
from collections.abc import Callable, Iterator
from typing import Any

from benchmarks.measuring.clock import alternate
from benchmarks.measuring.report import Measure, conclude, divide
from tests.databases import Database

LEVELS = 40
ZOOMS = (14, 15, 16, 17, 18, 19, 20)
PLACE = (13.702, 51.0309)
# Lines of three points, from a third of a metre to ten metres long, like walls and furniture.
_FILL = """
INSERT INTO base_floor (layer, level, paperspace, wkb_geometry)
SELECT 'A-WALL', i % {levels}, false, ST_SetSRID(ST_MakeLine(ARRAY[
  ST_MakePoint(x, y), ST_MakePoint(x + s, y), ST_MakePoint(x + s, y + s * 0.6)]), 4326)
FROM (SELECT i, 13.70 + random() * 0.004 AS x, 51.03 + random() * 0.0018 AS y,
  1.5e-4 * power(random(), 4) + 3e-6 AS s FROM generate_series(1, {rows}) i) q"""
_BARE = """
SELECT ST_AsMVT(q, 'base-floor', 4096, 'geom', 'ogc_fid') FROM (
  SELECT ogc_fid, ogc_fid AS id, layer, level, paperspace, text,
    ST_AsMVTGeom(ST_Transform(wkb_geometry, 3857), ST_TileEnvelope(%(z)s, %(x)s, %(y)s), 4096, 64) AS geom
  FROM base_floor WHERE level = 0
    AND wkb_geometry && ST_Transform(ST_TileEnvelope(%(z)s, %(x)s, %(y)s, margin => 64.0 / 4096), 4326)
) q WHERE geom IS NOT NULL"""


def main() -> None:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(prog="scripts/bench tiles", description=__doc__)
    parser.add_argument("--rows", type=int, default=2_000_000)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--json", action="store_true", help="print JSON and nothing else")
    arguments = parser.parse_args()
    database = Database("bench_tiles")
    database.create()
    database.run(_FILL.format(levels=LEVELS, rows=arguments.rows))
    database.run("VACUUM (ANALYZE, FREEZE) base_floor")
    measures = list(_measure(database, arguments.repeats))
    database.drop()
    title = f"Tiles: {arguments.rows:,} lines on {LEVELS} levels"
    conclude(measures, title, vars(arguments), as_json=arguments.json)


def _measure(database: Database, repeats: int) -> Iterator[Measure]:
    os.environ.update(database.make_environment())
    os.environ["DJANGO_SETTINGS_MODULE"] = "interactive_maps_backend_config.settings"
    import django

    django.setup()
    from interactive_maps.mapdata.database.connections import close_pool
    from interactive_maps.mapdata.reading import queries
    from interactive_maps.mapdata.reading.layer_query import LayerQuery, Tile
    from interactive_maps.mapdata.schema.layers import LAYERS

    with database.connect() as connection:
        for zoom in ZOOMS:
            place = _find_tile(zoom)

            def ours(zoom: int = zoom, place: tuple[int, int] = place) -> int:
                body: Any = queries.fetch_tile(
                    LayerQuery(LAYERS["base-floor"], level=0.0), Tile(zoom, *place), ()
                )[1]
                return len(body)

            def bare(zoom: int = zoom, place: tuple[int, int] = place) -> int:
                values = {"z": zoom, "x": place[0], "y": place[1]}
                row = connection.execute(_BARE.encode(), values, binary=True).fetchone()
                assert row is not None, "an aggregate has a row"
                return len(row[0])

            times = alternate({"ours": _time(ours), "bare": _time(bare)}, repeats)
            what = f"zoom {zoom}, {ours():,} : {bare():,} bytes"
            yield divide(what, ("tile", times["ours"]), ("bare ST_AsMVT", times["bare"]), target=1.3)
    close_pool()


def _time(make: Callable[[], int]) -> Callable[[], float]:
    def measure() -> float:
        start = time.perf_counter()
        make()
        return time.perf_counter() - start

    return measure


def _find_tile(zoom: int) -> tuple[int, int]:
    """Return x and y of the tile of ``zoom`` that contains the place."""
    longitude, latitude = PLACE
    tiles = 2**zoom
    north = math.asinh(math.tan(math.radians(latitude)))
    return int((longitude + 180) / 360 * tiles), int((1 - north / math.pi) / 2 * tiles)


if __name__ == "__main__":
    main()
