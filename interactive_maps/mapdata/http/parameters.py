"""Parsing of requests into typed, validated values; code below this module sees no request."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

from django.http import QueryDict

from interactive_maps.geo.bbox import Bbox
from interactive_maps.mapdata.http.languages import choose_languages
from interactive_maps.mapdata.reading.layer_query import LayerQuery, LevelPosition, Page, Tile
from interactive_maps.mapdata.schema.layer import Layer
from interactive_maps.mapdata.schema.layers import LAYERS
from interactive_maps.ops.errors import InvalidParameter
from interactive_maps.streaming.events import FOREIGN_ID, EventId

MAX_LIMIT = 1000
MAX_KEY = 2**63 - 1
MAX_ID = 2**31 - 1
MAX_LEVEL = 1000
MAX_QUERY_LENGTH = 200
MAX_ZOOM = 24
_OWN_FILTERS = ("q", "building", "category", "lang")
_INTEGER = re.compile(r"[0-9]{1,19}", re.ASCII)
_NUMBER = re.compile(r"[+-]?[0-9]{1,12}(\.[0-9]{1,20})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class MapRequest:
    """A stream if ``page`` is None, resumed after ``last_event_id`` if given.

    FOREIGN_ID stands for an id that belongs to no stream, or to another one.
    """

    query: LayerQuery
    page: Page | None
    last_event_id: EventId | None


def read_map_request(
    query: QueryDict, query_string: str, headers: Mapping[str, str], layer: Layer
) -> MapRequest:
    """Return the query for ``layer``. Raises InvalidParameter for invalid input instead of guessing.

    ``query_string`` is the raw query string, ``query`` its decoded form.
    """
    own = [name for name in _OWN_FILTERS if name in layer.filters]
    accepted = ["limit", "after", "offset", "level", "bbox", *own, "last_event_id"]
    values = read_once(query, query_string, accepted)
    page = _read_page(values)
    if page is not None and "last_event_id" in values:
        raise InvalidParameter("last_event_id", "last_event_id resumes a stream. Remove it, or remove limit.")
    chosen = _read_query(values, headers, layer)
    # A browser whose address contains an id also sends the header, which is newer.
    resume = headers.get("Last-Event-ID") or values.get("last_event_id", "")
    return MapRequest(chosen, page, _read_event_id(resume, chosen.digest) if resume else None)


def read_item_request(
    query: QueryDict, query_string: str, headers: Mapping[str, str], layer: Layer
) -> LayerQuery:
    """Return the languages requested for one item of ``layer``."""
    values = read_once(query, query_string, ["lang"] if "lang" in layer.filters else [])
    return _read_query(values, headers, layer)


def read_place_request(
    query: QueryDict, query_string: str, headers: Mapping[str, str]
) -> tuple[LevelPosition, LayerQuery]:
    """Return the position, and the languages requested for the space there."""
    values = read_once(query, query_string, ["lon", "lat", "level", "lang"])
    for name in ("lon", "lat", "level"):
        if name not in values:
            raise InvalidParameter(name, f"{name} is missing. Required together: lon, lat and level.")
    place = LevelPosition(
        read_degrees("lon", values["lon"], 180),
        read_degrees("lat", values["lat"], 90),
        read_level(values["level"]),
    )
    return place, LayerQuery(LAYERS["spaces"], languages=choose_languages(values.get("lang"), headers))


def read_tile_request(
    address: Mapping[str, str],
    query: QueryDict,
    query_string: str,
    headers: Mapping[str, str],
    layer: Layer,
) -> tuple[Tile, LayerQuery]:
    """Return the tile that ``address`` names by ``z``, ``x`` and ``y``, and the part of ``layer`` that it shows.

    All layers accept ``lang``, so that a map can request all of them in the same way.
    """
    zoom = read_integer("z", address["z"], 0, MAX_ZOOM)
    last = 2**zoom - 1
    tile = Tile(zoom, read_integer("x", address["x"], 0, last), read_integer("y", address["y"], 0, last))
    own = [name for name in ("building", "category") if name in layer.filters]
    values = read_once(query, query_string, ["level", *own, "lang"])
    chosen = _read_query(values, headers, layer)
    if not chosen.depends_on_language:
        choose_languages(values.get("lang"), {})  # accepted, but without effect
    return tile, chosen


def _read_query(values: Mapping[str, str], headers: Mapping[str, str], layer: Layer) -> LayerQuery:
    return LayerQuery(
        layer,
        level=read_level(values["level"]) if "level" in values else None,
        bbox=_read_bbox(values["bbox"]) if "bbox" in values else None,
        q=read_text("q", values["q"], MAX_QUERY_LENGTH) if "q" in values else None,
        building=read_integer("building", values["building"], 0, MAX_ID) if "building" in values else None,
        category=read_text("category", values["category"], 100) if "category" in values else None,
        languages=choose_languages(values.get("lang"), headers) if "lang" in layer.filters else (),
    )


def read_once(query: QueryDict, query_string: str, accepted: list[str]) -> dict[str, str]:
    """Return the parameters by name. Raises InvalidParameter for one that is not ``accepted``, or is repeated."""
    try:
        unquote_to_bytes(query_string.replace("+", " ")).decode()
    except UnicodeDecodeError:
        raise InvalidParameter("query", "The query string is not percent-encoded UTF-8.") from None
    for name, values in query.lists():
        if name not in accepted:
            detail = (
                f"Unknown parameter {_shorten(name)!r}. Accepted parameters: {', '.join(accepted) or 'none'}."
            )
            raise InvalidParameter(_shorten(name), detail)
        if len(values) > 1:
            raise InvalidParameter(name, f"{name} is given {len(values)} times. Give it once.")
    return {name: str(value) for name, value in query.items()}


def _read_page(values: dict[str, str]) -> Page | None:
    if "limit" not in values:
        for name in ("after", "offset"):
            if name in values:
                raise InvalidParameter(
                    name, f"{name} requires limit. Request pages with limit=1..{MAX_LIMIT}."
                )
        return None
    if "after" in values and "offset" in values:
        raise InvalidParameter("offset", "after and offset exclude each other. Give only one of them.")
    return Page(
        limit=read_integer("limit", values["limit"], 1, MAX_LIMIT),
        after=read_integer("after", values["after"], 0, MAX_KEY) if "after" in values else None,
        offset=read_integer("offset", values["offset"], 0, MAX_KEY) if "offset" in values else None,
    )


def read_integer(name: str, text: str, least: int, most: int) -> int:
    """Return a whole number within the range."""
    if not _INTEGER.fullmatch(text) or not least <= int(text) <= most:
        raise InvalidParameter(
            name, f"{name} is {_shorten(text)!r}. Accepted: whole numbers {least}..{most}."
        )
    return int(text)


def read_level(text: str) -> float:
    """Return a level's ordinal."""
    if not _NUMBER.fullmatch(text) or abs(float(text)) > MAX_LEVEL:
        detail = f"level is {_shorten(text)!r}. Accepted: an ordinal such as 0, -1 or 0.5."
        raise InvalidParameter("level", detail)
    return float(text) + 0.0  # -0 is 0


def read_degrees(name: str, text: str, most: int) -> float:
    """Return a longitude or latitude."""
    if not _NUMBER.fullmatch(text) or abs(float(text)) > most:
        raise InvalidParameter(name, f"{name} is {_shorten(text)!r}. Accepted: degrees -{most}..{most}.")
    return float(text)


def _read_bbox(text: str) -> Bbox:
    parts = text.split(",")
    if len(parts) == 4 and all(_NUMBER.fullmatch(part) for part in parts):
        west, south, east, north = (float(part) for part in parts)
        if max(abs(west), abs(east)) <= 180 and -90 <= south <= north <= 90:
            return Bbox(west, south, east, north)
    detail = (
        f"bbox is {_shorten(text)!r}. Accepted: west,south,east,north in degrees, south not above north, "
        "for instance 13.72,51.02,13.73,51.03."
    )
    raise InvalidParameter("bbox", detail)


def read_text(name: str, text: str, most: int) -> str:
    """Return ``text`` without surrounding spaces."""
    if not text.strip() or len(text) > most or "\0" in text:
        detail = f"{name} is {_shorten(text)!r}. Accepted: 1..{most} characters of text without NUL."
        raise InvalidParameter(name, detail)
    return text.strip()


def _read_event_id(text: str, digest: str) -> EventId:
    """Return the id, or FOREIGN_ID: an error response would stop a browser's EventSource for good."""
    try:
        event_id = EventId.parse(text)
    except ValueError:
        return FOREIGN_ID
    return event_id if event_id.digest == digest else FOREIGN_ID


def _shorten(text: str, length: int = 60) -> str:
    return text if len(text) <= length else f"{text[:length]}…"
