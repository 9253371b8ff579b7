"""Places that signs are made for: doors, lifts on each of their levels, and halls; read from the map's tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from psycopg import Connection, sql

from interactive_maps.geo.degrees import METRES_PER_DEGREE
from interactive_maps.mapdata.reading.sign_titles import Joined, describe_purpose, write_door_title
from interactive_maps.mapdata.schema.labels import compose_label

# Categories of spaces that people cross or wait in.
HALLS = (
    *("lobby", "foyer", "hall", "concourse", "walkway", "corridor", "waitingroom", "waitingarea"),
    *("reception", "atrium", "exhibitionhall", "platform"),
)
LIFTS = ("elevator", "lift")
_LEVEL_NAME = """(
  SELECT min(l.names::text)::jsonb FROM levels l
  WHERE l.level = {level} AND (l.building_ids IS NULL OR b.id IS NULL OR b.id = ANY(l.building_ids))
  HAVING count(DISTINCT l.names::text) = 1)"""
_ROOMS = """(
  SELECT jsonb_agg(jsonb_build_array(s.ref, s.names, s.category) ORDER BY s.ogc_fid)
  FROM spaces s WHERE s.ogc_fid = ANY(t.space_ids))"""
# On the outline of its building, or of the building's floor, to two metres.
_IS_OUTER = """EXISTS (
  SELECT FROM (
    SELECT o.wkb_geometry FROM buildings o WHERE o.ogc_fid = b.id
    UNION ALL SELECT l.wkb_geometry FROM levels l WHERE l.level = t.level AND b.id = ANY(l.building_ids)) o
  WHERE ST_DWithin(ST_Boundary(o.wkb_geometry), p.point, 2e-5))"""
_OF_SPACES = """
  LEFT JOIN LATERAL (
    SELECT min(s.building_id) AS id FROM spaces s WHERE s.ogc_fid = ANY(t.space_ids)
    HAVING count(DISTINCT s.building_id) = 1) b ON true"""
_SELECT = """
SELECT t.ogc_fid, t.origin, t.origin_key, {level}::float8, {ref}, t.names, t.{purpose}, {rooms}, {level_name},
  (SELECT names FROM buildings WHERE ogc_fid = b.id), {outer}, ST_X(p.point), ST_Y(p.point)
FROM {table} t {more}
  CROSS JOIN LATERAL (SELECT {point} AS point) p
WHERE {condition} AND p.point IS NOT NULL AND NOT ST_IsEmpty(p.point)"""
_PARTS: Mapping[str, Mapping[str, str]] = {
    "door": {
        "table": "openings",
        "level": "t.level",
        "ref": "NULL",
        "purpose": "category",
        "outer": _IS_OUTER,
        "rooms": _ROOMS,
        "more": _OF_SPACES,
        "point": "ST_Centroid(t.wkb_geometry)",
        "condition": "true",
    },
    "lift": {
        "table": "connectors",
        "level": "f.level",
        "ref": "NULL",
        "purpose": "kind",
        "outer": "false",
        "rooms": "NULL",
        "more": f"CROSS JOIN LATERAL unnest(coalesce(t.levels, ARRAY[t.level])) AS f (level) {_OF_SPACES}",
        "point": "ST_Centroid(t.wkb_geometry)",
        "condition": f"t.kind IN {LIFTS}",
    },
    "hall": {
        "table": "spaces",
        "level": "t.level",
        "ref": "t.ref",
        "purpose": "category",
        "outer": "false",
        "rooms": "NULL",
        "more": "CROSS JOIN LATERAL (SELECT t.building_id AS id) b",
        "point": "coalesce(t.display_point, ST_Centroid(t.wkb_geometry))",
        "condition": f"t.category IN {HALLS}",
    },
}
KINDS = tuple(_PARTS)


@dataclass(frozen=True, slots=True)
class SignPlace:
    """A place by its ``kind``, and its row: key, import source and key there (None unknown).

    ``name`` is empty if it has none, ``title`` never: what the sign says. ``level`` is None if it is unknown;
    ``building`` is empty if it has no name, or none is known.
    """

    kind: str
    key: int
    origin: str | None
    origin_key: str | None
    level: float | None
    name: str
    level_name: str | None
    point: tuple[float, float]
    title: str
    building: str


def fetch_places(connection: Connection[Any], kind: str) -> list[SignPlace]:
    """Return all places of a kind, by level and name. Raises psycopg.Error."""
    rows = connection.execute(_write(kind)).fetchall()
    places = [_read(kind, row) for row in rows]
    return sorted(places, key=lambda one: (one.level is None, one.level or 0.0, one.name, one.key))


def fetch_places_of(connection: Connection[Any], kind: str, origin: str, key: str) -> list[SignPlace]:
    """Return the places that an import source calls ``key``: a lift has one on each level."""
    query = _write(kind) + sql.SQL(" AND t.origin = {} AND t.origin_key = {}").format(origin, key)
    return [_read(kind, row) for row in connection.execute(query).fetchall()]


def fetch_places_near(
    connection: Connection[Any], kind: str, point: tuple[float, float], metres: float
) -> list[SignPlace]:
    """Return the places of a kind within some metres, and a few more: longitudes are shorter than latitudes."""
    reach = 2.5 * metres / METRES_PER_DEGREE
    query = _write(kind) + sql.SQL(
        " AND t.wkb_geometry && ST_Expand(ST_SetSRID(ST_MakePoint({}, {}), 4326), {})"
    ).format(*point, reach)
    return [_read(kind, row) for row in connection.execute(query).fetchall()]


def _write(kind: str) -> sql.Composed:
    parts = _PARTS[kind]
    level_name = _LEVEL_NAME.format(level=parts["level"])
    text = _SELECT.format(**parts, level_name=level_name)
    return sql.Composed([sql.SQL(text)])  # of constants alone


def _read(kind: str, row: tuple[Any, ...]) -> SignPlace:
    key, origin, origin_key, level, ref, names, purpose, rooms, level_names, buildings, is_outer, *point = row
    joined = [
        Joined(compose_label(number, choose_main_name(called)) or "", category)
        for number, called, category in rooms or ()
    ]
    name = own = compose_label(ref, choose_main_name(names)) or ""
    if not name:
        name = " / ".join(dict.fromkeys(one.label for one in joined if one.label))
    building = choose_main_name(buildings) or ""
    return SignPlace(
        kind,
        key,
        origin,
        origin_key,
        level,
        name,
        choose_main_name(level_names),
        (point[0], point[1]),
        own or _write_title(kind, purpose, joined, building, is_outer=is_outer and level == 0),
        building,
    )


def _write_title(
    kind: str, purpose: str | None, joined: list[Joined], building: str, *, is_outer: bool
) -> str:
    """Return what a place without a name of its own is called."""
    if kind == "lift":
        return "Lift"
    if kind == "hall":
        return describe_purpose(purpose)
    # In the outline of the ground floor, a door into one space alone leads there from outside.
    is_entrance = purpose == "pedestrian.principal" or (is_outer and len(joined) == 1)
    return write_door_title(joined, building, is_entrance=is_entrance)


def choose_main_name(names: Any) -> str | None:
    """Return the main one of names by language: without a language, English, or the first."""
    texts = {
        language: name
        for language, name in (names.items() if isinstance(names, dict) else ())
        if isinstance(name, str) and name
    }
    for language in ("", "en"):
        if language in texts:
            return texts[language]
    return texts[min(texts)] if texts else None
