"""Signs by their codes, and the places where they hang now. After an import, a sign is bound to its place again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from psycopg import Connection

from interactive_maps.geo.plane import measure_steps
from interactive_maps.mapdata.database.connections import list_hosts, open_connection
from interactive_maps.mapdata.reading.sign_places import SignPlace, fetch_places_near, fetch_places_of
from interactive_maps.ops.errors import DatabaseAway, NotFound

ALPHABET = "23456789BCDFGHJKMNPQRSTVWXZ"  # nothing that is read for another, and no words
LENGTH = 6
# A place of the same kind, name and level so near is the one where the sign hangs; without a name it is nearer.
NAMED_METRES, NAMELESS_METRES = 100.0, 3.0
_LIST = """
SELECT code, kind, target_origin, target_key, name, level, ST_X(wkb_geometry), ST_Y(wkb_geometry), created_at
FROM signs WHERE code IS NOT NULL AND kind IS NOT NULL AND NOT ST_IsEmpty(wkb_geometry)"""
_ONE = f"{_LIST} AND code = %s LIMIT 1"
_ALL = f"{_LIST} ORDER BY level, kind, name, code"


@dataclass(frozen=True, slots=True)
class Sign:
    """A printed sign: what it was made for, by import source and key there, name, level and point."""

    code: str
    kind: str
    origin: str | None
    origin_key: str | None
    name: str
    level: float | None
    point: tuple[float, float]
    created_at: Any


class UnknownSign(NotFound):
    """No sign has this code."""

    code = "unknown_sign"


class StaleSign(NotFound):
    """The place of a sign is no longer on the map."""

    code = "stale_sign"


def read_code(text: str) -> str | None:
    """Return the code that a text is, in either case; None if it is none."""
    code = text.upper()
    return code if len(code) == LENGTH and set(code) <= set(ALPHABET) else None


def locate_sign(code: str) -> tuple[Sign, SignPlace]:
    """Return the sign and where it hangs now.

    Raises UnknownSign, StaleSign, and what connections raise.
    """
    hosts = list_hosts()
    for host in hosts:
        try:
            with open_connection(host) as connection:
                return _locate(connection, code)
        except DatabaseAway:
            if host.is_primary:
                raise
        except UnknownSign:  # a replica may not have it yet
            if host.is_primary:
                raise
    raise UnknownSign(f"There is no sign {code}.")


def _locate(connection: Connection[Any], code: str) -> tuple[Sign, SignPlace]:
    row = connection.execute(_ONE, [code]).fetchone()
    if row is None:
        raise UnknownSign(f"There is no sign {code}: the code may have been mistyped.")
    sign = read_sign(row)
    place = None
    if sign.origin is not None and sign.origin_key is not None:
        place = bind(sign, fetch_places_of(connection, sign.kind, sign.origin, sign.origin_key))
    place = place or bind(sign, fetch_places_near(connection, sign.kind, sign.point, NAMED_METRES))
    if place is None:
        what = f"{sign.kind} {sign.name}".strip()
        raise StaleSign(f"The sign {code} was made for the {what}, which is no longer on the map.")
    return sign, place


def list_signs(connection: Connection[Any]) -> list[Sign]:
    """Return all signs, by level, kind and name. Raises psycopg.Error."""
    return [read_sign(row) for row in connection.execute(_ALL).fetchall()]


def list_uses(connection: Connection[Any]) -> dict[str, dict[str, Any]]:
    """Return by code how often it was used (``uses``), and when last (``last_used``). Raises psycopg.Error."""
    rows = connection.execute("SELECT code, uses, last_used_at FROM sign_uses").fetchall()
    return {code: {"uses": uses, "last_used": last} for code, uses, last in rows}


def read_sign(row: tuple[Any, ...]) -> Sign:
    """Return the sign in a row."""
    code, kind, origin, key, name, level, longitude, latitude, created_at = row
    return Sign(code, kind, origin, key, name or "", level, (longitude, latitude), created_at)


def bind(sign: Sign, places: Iterable[SignPlace]) -> SignPlace | None:
    """Return the place of the sign: by its source's key, else the nearest of the same kind, name and level."""
    kept = [place for place in places if place.kind == sign.kind]
    same = [place for place in kept if _has_key(sign, place)]
    if same:
        return min(same, key=lambda one: (_climb(sign, one), _measure(sign, one)))
    reach = NAMED_METRES if sign.name else NAMELESS_METRES
    alike = [
        (_measure(sign, place), place.key, place)
        for place in kept
        if place.name == sign.name and place.level == sign.level
    ]
    metres, _, place = min(alike, key=lambda one: one[:2], default=(reach + 1, 0, None))
    return place if metres <= reach else None


def _has_key(sign: Sign, place: SignPlace) -> bool:
    return sign.origin_key is not None and (sign.origin, sign.origin_key) == (place.origin, place.origin_key)


def _climb(sign: Sign, place: SignPlace) -> float:
    if sign.level is None or place.level is None:
        return 0.0 if sign.level == place.level else 1e6
    return abs(sign.level - place.level)


def _measure(sign: Sign, place: SignPlace) -> float:
    return float(measure_steps(np.array([sign.point, place.point]))[0])
