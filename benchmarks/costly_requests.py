"""Short requests with costly answers, as data: requests with which one client could occupy a server.

They are for a map of three real buildings (``MAPS``), to which ``FURNISH`` adds a thousand chairs, and ten kinds of
seats with a thousand each, across all its spaces, and a thousand gates in one hall.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

MAPS = (  # below ../shared/data
    "osm/tu-dresden-apb/APBorig.osm",
    "osm/berlin-hbf/berlin_hbf.osm",
    "imdf/spbstu-polytech/IMDFData.zip",
)
KINDS_OF_SEATS = 10
FURNISH = f"""
WITH chosen AS (
  SELECT level, wkb_geometry AS area, row_number() OVER (ORDER BY ogc_fid) AS place
  FROM spaces WHERE level IS NOT NULL AND ST_IsValid(wkb_geometry) AND ST_Area(wkb_geometry) > 0 LIMIT 500
), kinds AS (
  SELECT 'chair' AS category, 0 AS kind UNION ALL
  SELECT 'seat' || kind, kind + 1 FROM generate_series(0, {KINDS_OF_SEATS - 1}) AS kind
)
INSERT INTO points_of_interest (category, level, wkb_geometry)
SELECT category, level,
  (ST_Dump(ST_GeneratePoints(area, 1000 / (SELECT count(*) FROM chosen)::int, place::int + kind))).geom
FROM chosen, kinds;
INSERT INTO points_of_interest (category, level, wkb_geometry)
SELECT 'gate', -1, ST_SetSRID(ST_MakePoint(13.3693 + step % 20 * 1e-5, 52.5255 + step / 20 * 1.4e-5), 4326)
FROM generate_series(0, 999) AS step
"""


@dataclass(frozen=True, slots=True)
class CostlyRequest:
    """``body`` is JSON for a POST, None for a GET."""

    name: str
    method: str
    path: str
    body: bytes | None = None


def _post(name: str, path: str, **members: Any) -> CostlyRequest:
    return CostlyRequest(name, "POST", path, json.dumps(members).encode())


def _name(*categories: str) -> list[dict[str, str]]:
    return [{"category": category} for category in categories]


_CHAIR = {"category": "chair"}
_SEATS = _name(*(f"seat{kind}" for kind in range(KINDS_OF_SEATS)))
# Places in Dresden, in Berlin and in Saint Petersburg, not connected to each other.
_FAR = [{"lon": 13.7231, "lat": 51.02518, "level": 3}, {"lon": 13.36933, "lat": 52.52622, "level": -1}]
_IN_BERLIN = [{"lon": 13.36917, "lat": 52.52496 + place * 1e-5, "level": -1} for place in range(8)]
_SCATTERED = [
    {"lon": 13.369 + place % 10 * 1e-4, "lat": 52.5248 + place // 10 * 1e-4, "level": place % 3 - 1}
    for place in range(50)
]

COSTLY_REQUESTS = (
    _post(
        "matrix, one category 50 times to another 50 times",
        "/api/route/matrix/",
        sources=_name(*["vendingmachine"] * 50),
        targets=_name(*["unspecified"] * 50),
    ),
    _post("matrix, 50 points to 50 points", "/api/route/matrix/", sources=_SCATTERED, targets=_SCATTERED),
    _post(
        "matrix, 50 points to a category of 1,000", "/api/route/matrix/", sources=_SCATTERED, targets=[_CHAIR]
    ),
    _post(
        "matrix, 5 x 5 times a category of 1,000",
        "/api/route/matrix/",
        sources=[_CHAIR] * 5,
        targets=[_CHAIR] * 5,
    ),
    _post(
        "matrix, 10 categories of 1,000 to each other", "/api/route/matrix/", sources=_SEATS, targets=_SEATS
    ),
    _post(
        "matrix, 2 categories of 1,000 to 3 others",
        "/api/route/matrix/",
        sources=_SEATS[:2],
        targets=_SEATS[2:5],
    ),
    _post(
        "matrix, 50 points to 4 categories of 1,000",
        "/api/route/matrix/",
        sources=_SCATTERED,
        targets=_SEATS[:4],
    ),
    _post(
        "best order of 3 stops, a category of 1,000 each",
        "/api/route/",
        **{"from": _SEATS[0], "to": _SEATS[1], "via": _SEATS[2:5], "best_order": True},
    ),
    CostlyRequest(
        "a category of 1,000 to itself", "GET", "/api/route/?from=category:chair&to=category:chair"
    ),
    CostlyRequest(
        "a category of 1,000 to another", "GET", "/api/route/?from=category:seat0&to=category:seat1"
    ),
    CostlyRequest(
        "a category of 400 to itself", "GET", "/api/route/?from=category:classroom&to=category:classroom"
    ),
    _post(
        "best order of 8 stops, a category of 1,000 each",
        "/api/route/",
        **{"from": _CHAIR, "to": _CHAIR, "via": [_CHAIR] * 8, "best_order": True},
    ),
    _post(
        "best order of 8 stops, another category of 1,000 each",
        "/api/route/",
        **{"from": _SEATS[8], "to": _SEATS[9], "via": _SEATS[:8], "best_order": True},
    ),
    _post(
        "best order of 8 points, none of which can be reached",
        "/api/route/",
        **{"from": _FAR[0], "to": _FAR[1], "via": _IN_BERLIN, "best_order": True},
    ),
    _post("no way from a building to another", "/api/route/", **{"from": _FAR[0], "to": _FAR[1]}),
    _post(
        "no way from a building to a category", "/api/route/", **{"from": _FAR[0], "to": {"category": "gate"}}
    ),
    _post(
        "from a category of 1,000, at another day's hours",
        "/api/route/",
        **{"from": _CHAIR, "to": _FAR[0], "profile": "cart", "departure": "2031-05-17T03:00:00Z"},
    ),
    _post(
        "three alternatives between categories of 1,000",
        "/api/route/",
        **{"from": _SEATS[0], "to": _SEATS[1], "alternatives": 3},
    ),
    _post(
        "the 50 nearest of four categories of 1,000",
        "/api/nearest/",
        **{
            "from": _FAR[0],
            "category": [seat["category"] for seat in _SEATS[:4]],
            "limit": 50,
            "profile": "cart",
        },
    ),
    CostlyRequest(
        "reachable within an hour of a category of 1,000",
        "GET",
        "/api/reachable/?from=category:chair&seconds=3600",
    ),
    CostlyRequest(
        "reachable within an hour, at a speed of its own",
        "GET",
        "/api/reachable/?from=category:room&seconds=3600&speed=9.99&departure=2031-05-17T03:00:00Z",
    ),
)
