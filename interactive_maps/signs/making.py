"""Making signs: each place keeps the code that it has, whatever imports have done since, and new ones get one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import psycopg

from interactive_maps.mapdata.database.connection_errors import explain_connection_error
from interactive_maps.mapdata.database.connections import connect_aside
from interactive_maps.mapdata.edits.signs import Target, write_signs
from interactive_maps.mapdata.reading.sign_places import KINDS, SignPlace, fetch_places
from interactive_maps.mapdata.reading.signs import ALPHABET, LENGTH, Sign, bind, list_signs, list_uses
from interactive_maps.ops.errors import NotPrepared

_APPLICATION = "interactive-maps-signs"


@dataclass(frozen=True, slots=True)
class BoundSign:
    """A sign and its place, None if it is no longer on the map; how often it was used, and when last."""

    sign: Sign
    place: SignPlace | None
    uses: int = 0
    last_used: datetime | None = None


def read_signs() -> tuple[list[BoundSign], list[SignPlace]]:
    """Return all signs with their places, and all places. Raises MapError."""
    try:
        with connect_aside(_APPLICATION) as connection:
            places = [place for kind in KINDS for place in fetch_places(connection, kind)]
            signs = list_signs(connection)
            uses = list_uses(connection)
    except (psycopg.errors.UndefinedTable, psycopg.errors.UndefinedColumn) as error:
        raise NotPrepared("The tables of signs are missing or outdated. Run `manage.py migrate`.") from error
    except psycopg.Error as error:
        raise explain_connection_error(error) from error
    bound = bind_signs(signs, places)
    return [replace(one, **uses.get(one.sign.code, {})) for one in bound], places


def bind_signs(signs: Sequence[Sign], places: Sequence[SignPlace]) -> list[BoundSign]:
    """Return each sign with its place, among places of its key or its name."""
    by_key: defaultdict[object, list[SignPlace]] = defaultdict(list)
    by_name: defaultdict[object, list[SignPlace]] = defaultdict(list)
    for place in places:
        by_key[place.kind, place.origin, place.origin_key].append(place)
        by_name[place.kind, place.name, place.level].append(place)
    return [
        BoundSign(
            sign,
            bind(sign, by_key[sign.kind, sign.origin, sign.origin_key])
            or bind(sign, by_name[sign.kind, sign.name, sign.level]),
        )
        for sign in signs
    ]


def make_signs(chosen: Sequence[SignPlace], signs: Sequence[BoundSign]) -> list[tuple[str, SignPlace]]:
    """Return the code of each place, after new signs are stored and old ones know their places. Raises MapError."""
    held = {_identify(bound.place): bound for bound in reversed(signs) if bound.place is not None}
    made = [(place.kind, _aim(place)) for place in chosen if _identify(place) not in held]
    moved = [
        (bound.sign.code, _aim(place))
        for place in chosen
        if (bound := held.get(_identify(place))) is not None and _aim(place) != _recall(bound.sign)
    ]
    codes = iter(write_signs(made, moved, ALPHABET, LENGTH) if made or moved else ())
    return [
        (held[_identify(place)].sign.code if _identify(place) in held else next(codes), place)
        for place in chosen
    ]


def _identify(place: SignPlace) -> tuple[str, int, float | None]:
    return place.kind, place.key, place.level


def _aim(place: SignPlace) -> Target:
    return place.origin, place.origin_key, place.name, place.level, *place.point


def _recall(sign: Sign) -> Target:
    return sign.origin, sign.origin_key, sign.name, sign.level, *sign.point
