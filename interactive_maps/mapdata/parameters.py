"""From a request to one typed, validated value; nothing below this module sees a request."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

from django.http import QueryDict

from interactive_maps.ops.errors import InvalidParameter
from interactive_maps.streaming.events import EventId

MAX_LIMIT = 1000
MAX_KEY = 2**63 - 1
MAX_LEVEL = 1000
MAX_QUERY_LENGTH = 200
_INTEGER = re.compile(r"[0-9]{1,19}", re.ASCII)
_NUMBER = re.compile(r"[+-]?[0-9]{1,12}(\.[0-9]{1,20})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Bbox:
    """Degrees; ``west`` > ``east`` spans the antimeridian (RFC 7946, section 5.2)."""

    west: float
    south: float
    east: float
    north: float


@dataclass(frozen=True, slots=True)
class Filter:
    """What part of a layer is asked for; hashable, because it is part of the name of a stream."""

    level: float | None = None
    bbox: Bbox | None = None
    q: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """At most ``limit`` items whose key is greater than ``after``, or behind the first ``offset`` ones."""

    limit: int
    after: int | None = None
    offset: int | None = None


@dataclass(frozen=True, slots=True)
class MapRequest:
    """A stream when ``page`` is None, resumed behind ``last_event_id`` if that is given."""

    filter: Filter
    page: Page | None
    last_event_id: EventId | None


def read_map_request(
    query: QueryDict, query_string: str, headers: Mapping[str, str], *, searchable: bool
) -> MapRequest:
    """Return what is asked for; InvalidParameter for anything that is not understood, never a guess.

    ``searchable`` layers take ``q``. ``query_string`` is the raw one, ``query`` its decoded form.
    """
    accepted = ["limit", "after", "offset", "level", "bbox", *(["q"] if searchable else []), "last_event_id"]
    values = _read_once(query, query_string, accepted)
    page = _read_page(values)
    if page is not None and "last_event_id" in values:
        raise InvalidParameter(
            "last_event_id", "last_event_id resumes a stream: leave it out, or leave out limit."
        )
    resume = values.get("last_event_id", headers.get("Last-Event-ID", "") if page is None else "")
    chosen = Filter(
        level=_read_level(values["level"]) if "level" in values else None,
        bbox=_read_bbox(values["bbox"]) if "bbox" in values else None,
        q=_read_text(values["q"]) if "q" in values else None,
    )
    return MapRequest(chosen, page, _read_event_id(resume) if resume or "last_event_id" in values else None)


def refuse_parameters(query: QueryDict) -> None:
    """Raise InvalidParameter if there is any: for addresses that take none."""
    for name in query:
        raise InvalidParameter(_shorten(name), "This address takes no parameters.")


def _read_once(query: QueryDict, query_string: str, accepted: list[str]) -> dict[str, str]:
    try:
        unquote_to_bytes(query_string.replace("+", " ")).decode()
    except UnicodeDecodeError:
        raise InvalidParameter("query", "The query string is not UTF-8, percent-encoded.") from None
    for name, values in query.lists():
        if name not in accepted:
            detail = f"There is no parameter {_shorten(name)!r} here; accepted are {', '.join(accepted)}."
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
        limit=_read_integer("limit", values["limit"], 1, MAX_LIMIT),
        after=_read_integer("after", values["after"], 0, MAX_KEY) if "after" in values else None,
        offset=_read_integer("offset", values["offset"], 0, MAX_KEY) if "offset" in values else None,
    )


def _read_integer(name: str, text: str, least: int, most: int) -> int:
    if not _INTEGER.fullmatch(text) or not least <= int(text) <= most:
        raise InvalidParameter(
            name, f"{name} is {_shorten(text)!r}; accepted are whole numbers {least}..{most}."
        )
    return int(text)


def _read_level(text: str) -> float:
    if not _NUMBER.fullmatch(text) or abs(float(text)) > MAX_LEVEL:
        detail = f"level is {_shorten(text)!r}; accepted is an ordinal such as 0, -1 or 0.5."
        raise InvalidParameter("level", detail)
    return float(text) + 0.0  # -0 is 0


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


def _read_text(text: str) -> str:
    if not text.strip() or len(text) > MAX_QUERY_LENGTH or "\0" in text:
        detail = (
            f"q is {_shorten(text)!r}; accepted are 1..{MAX_QUERY_LENGTH} characters of text without NUL."
        )
        raise InvalidParameter("q", detail)
    return text.strip()


def _read_event_id(text: str) -> EventId:
    try:
        return EventId.parse(text)
    except ValueError:
        detail = (
            f"The last event id is {_shorten(text)!r}; accepted is an id that a stream sent, such as 42.7."
        )
        raise InvalidParameter("last_event_id", detail) from None


def _shorten(text: str, length: int = 60) -> str:
    return text if len(text) <= length else f"{text[:length]}…"
