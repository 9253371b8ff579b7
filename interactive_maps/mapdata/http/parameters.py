"""From a request to one typed, validated value; nothing below this module sees a request."""

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
    """A stream when ``page`` is None, resumed behind ``last_event_id`` if that is given.

    FOREIGN_ID stands for one that no stream has sent, or another one than this.
    """

    query: LayerQuery
    page: Page | None
    last_event_id: EventId | None


def read_map_request(
    query: QueryDict, query_string: str, headers: Mapping[str, str], layer: Layer
) -> MapRequest:
    """Return what is asked for of ``layer``; InvalidParameter for anything that is not understood, never a guess.

    ``query_string`` is the raw one, ``query`` its decoded form.
    """
    own = [name for name in _OWN_FILTERS if name in layer.filters]
    accepted = ["limit", "after", "offset", "level", "bbox", *own, "last_event_id"]
    values = read_once(query, query_string, accepted)
    page = _read_page(values)
    if page is not None and "last_event_id" in values:
        raise InvalidParameter(
            "last_event_id", "last_event_id resumes a stream: leave it out, or leave out limit."
        )
    chosen = _read_query(values, headers, layer)
    # A browser that was given an address with an id goes on to send the header, which is newer.
    resume = headers.get("Last-Event-ID") or values.get("last_event_id", "")
    return MapRequest(chosen, page, _read_event_id(resume, chosen.digest) if resume else None)


def read_item_request(
    query: QueryDict, query_string: str, headers: Mapping[str, str], layer: Layer
) -> LayerQuery:
    """Return in which languages one item of ``layer`` is asked for."""
    values = read_once(query, query_string, ["lang"] if "lang" in layer.filters else [])
    return _read_query(values, headers, layer)


def read_place_request(
    query: QueryDict, query_string: str, headers: Mapping[str, str]
) -> tuple[LevelPosition, LayerQuery]:
    """Return the place, and in which languages the space there is asked for."""
    values = read_once(query, query_string, ["lon", "lat", "level", "lang"])
    for name in ("lon", "lat", "level"):
        if name not in values:
            raise InvalidParameter(name, f"{name} is missing: accepted are lon, lat and level together.")
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
    """Return the tile that ``address`` names by ``z``, ``x`` and ``y``, and what part of ``layer`` goes into it.

    All layers take ``lang``, so that a map can ask for all alike.
    """
    zoom = read_integer("z", address["z"], 0, MAX_ZOOM)
    last = 2**zoom - 1
    tile = Tile(zoom, read_integer("x", address["x"], 0, last), read_integer("y", address["y"], 0, last))
    own = [name for name in ("building", "category") if name in layer.filters]
    values = read_once(query, query_string, ["level", *own, "lang"])
    chosen = _read_query(values, headers, layer)
    if not chosen.depends_on_language:
        choose_languages(values.get("lang"), {})  # understood, if of no effect
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
    """Return the parameters by name; InvalidParameter for one that is not ``accepted``, or is given twice."""
    try:
        unquote_to_bytes(query_string.replace("+", " ")).decode()
    except UnicodeDecodeError:
        raise InvalidParameter("query", "The query string is not UTF-8, percent-encoded.") from None
    for name, values in query.lists():
        if name not in accepted:
            detail = f"There is no parameter {_shorten(name)!r} here; accepted are {', '.join(accepted) or 'none'}."
            raise InvalidParameter(_shorten(name), detail)
        if len(values) > 1:
            raise InvalidParameter(name, f"{name} is given {len(values)} times: give it once.")
    return {name: str(value) for name, value in query.items()}


def _read_page(values: dict[str, str]) -> Page | None:
    if "limit" not in values:
        for name in ("after", "offset"):
            if name in values:
                raise InvalidParameter(
                    name, f"{name} needs limit: pages are asked for with limit=1..{MAX_LIMIT}."
                )
        return None
    if "after" in values and "offset" in values:
        raise InvalidParameter("offset", "after and offset exclude each other: give one of them.")
    return Page(
        limit=read_integer("limit", values["limit"], 1, MAX_LIMIT),
        after=read_integer("after", values["after"], 0, MAX_KEY) if "after" in values else None,
        offset=read_integer("offset", values["offset"], 0, MAX_KEY) if "offset" in values else None,
    )


def read_integer(name: str, text: str, least: int, most: int) -> int:
    """Return a whole number of the range."""
    if not _INTEGER.fullmatch(text) or not least <= int(text) <= most:
        raise InvalidParameter(
            name, f"{name} is {_shorten(text)!r}; accepted are whole numbers {least}..{most}."
        )
    return int(text)


def read_level(text: str) -> float:
    """Return the ordinal of a level."""
    if not _NUMBER.fullmatch(text) or abs(float(text)) > MAX_LEVEL:
        detail = f"level is {_shorten(text)!r}; accepted is an ordinal such as 0, -1 or 0.5."
        raise InvalidParameter("level", detail)
    return float(text) + 0.0  # -0 is 0


def read_degrees(name: str, text: str, most: int) -> float:
    """Return a longitude or latitude."""
    if not _NUMBER.fullmatch(text) or abs(float(text)) > most:
        raise InvalidParameter(name, f"{name} is {_shorten(text)!r}; accepted are degrees -{most}..{most}.")
    return float(text)


def _read_bbox(text: str) -> Bbox:
    parts = text.split(",")
    if len(parts) == 4 and all(_NUMBER.fullmatch(part) for part in parts):
        west, south, east, north = (float(part) for part in parts)
        if max(abs(west), abs(east)) <= 180 and -90 <= south <= north <= 90:
            return Bbox(west, south, east, north)
    detail = (
        f"bbox is {_shorten(text)!r}; accepted is west,south,east,north in degrees, south not above north, "
        "for instance 13.72,51.02,13.73,51.03."
    )
    raise InvalidParameter("bbox", detail)


def read_text(name: str, text: str, most: int) -> str:
    """Return ``text`` without spaces around it."""
    if not text.strip() or len(text) > most or "\0" in text:
        detail = f"{name} is {_shorten(text)!r}; accepted are 1..{most} characters of text without NUL."
        raise InvalidParameter(name, detail)
    return text.strip()


def _read_event_id(text: str, digest: str) -> EventId:
    """Return the id, or FOREIGN_ID: to refuse it would stop a browser's EventSource for good."""
    try:
        event_id = EventId.parse(text)
    except ValueError:
        return FOREIGN_ID
    return event_id if event_id.digest == digest else FOREIGN_ID


def _shorten(text: str, length: int = 60) -> str:
    return text if len(text) <= length else f"{text[:length]}…"
