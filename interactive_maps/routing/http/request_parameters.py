"""Typed request parameters, from query text or from a JSON body; invalid input is rejected, not guessed."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from interactive_maps.mapdata.http.parameters import MAX_ID, MAX_LEVEL
from interactive_maps.ops.errors import InvalidParameter
from interactive_maps.routing.waypoints.feature_index import LAYER_OF_KIND
from interactive_maps.routing.waypoints.waypoint_resolver import Category, FeatureRef, Point, Waypoint

_NUMBER = re.compile(r"[+-]?[0-9]{1,12}(\.[0-9]{1,20})?", re.ASCII)
_INTEGER = re.compile(r"[0-9]{1,10}", re.ASCII)
_PLACES = (
    "room:ID, space:ID, point:ID, occupant:ID, building:ID, category:NAME or longitude,latitude[,level]",
    '{"room"|"space"|"point"|"occupant"|"building": ID}, {"category": "restroom"} or {"lon", "lat", "level"?}',
)


class RequestParameters:
    """The parameters of one request by name; ``is_text`` is true for a query string."""

    def __init__(self, values: Mapping[str, Any], *, is_text: bool) -> None:
        self._values = values
        self._is_text = is_text

    def __contains__(self, name: str) -> bool:
        return name in self._values

    def read_number(self, name: str, least: float, most: float) -> float | None:
        """Return a number within the range; None if missing."""
        if name not in self._values:
            return None
        return self._number(name, self._values[name], least, most, f"a number {least:g}..{most:g}")

    def read_integer(self, name: str, least: int, most: int) -> int | None:
        """Return a whole number within the range; None if missing."""
        return self._integer(name, self._values[name], least, most) if name in self._values else None

    def read_flag(self, name: str) -> bool:
        """Return a flag; false if missing."""
        value = self._values.get(name, False)
        if self._is_text and value in {"true", "false"}:
            return bool(value == "true")
        if isinstance(value, bool):
            return value
        raise self._refuse(name, value, "true or false")

    def read_word(self, name: str, accepted: Collection[str]) -> str | None:
        """Return one of the ``accepted`` words; None if missing."""
        if name not in self._values:
            return None
        value = self._values[name]
        if isinstance(value, str) and value in accepted:
            return value
        raise self._refuse(name, value, f"one of {', '.join(accepted)}")

    def read_words(self, name: str, accepted: Collection[str]) -> frozenset[str] | None:
        """Return some of the ``accepted`` words; None if missing."""
        if name not in self._values:
            return None
        value = self._values[name]
        words = value.split(",") if self._is_text else value
        if isinstance(words, list) and all(isinstance(word, str) and word in accepted for word in words):
            return frozenset(words)
        form = "separated by commas" if self._is_text else "as an array"
        raise self._refuse(name, value, f"any of {', '.join(accepted)}, {form}")

    def read_text(self, name: str) -> str | None:
        """Return text unchanged; None if missing."""
        value = self._values.get(name)
        if value is None and name not in self._values:
            return None
        if isinstance(value, str):
            return value
        raise self._refuse(name, value, "text")

    def read_time(self, name: str) -> datetime | None:
        """Return a time with its zone; None if missing."""
        if name not in self._values:
            return None
        value = self._values[name]
        try:
            time = datetime.fromisoformat(value) if isinstance(value, str) and len(value) <= 40 else None
        except ValueError:
            time = None
        if time is not None and time.tzinfo is not None and 2000 <= time.year <= 2100:
            return time
        raise self._refuse(
            name, value, "an ISO 8601 time with its zone, for instance 2030-05-17T08:30:00+02:00"
        )

    def read_place(self, name: str) -> Waypoint | None:
        """Return a waypoint; None if missing."""
        return self._place(name, self._values[name]) if name in self._values else None

    def read_places(self, name: str, most: int) -> tuple[Waypoint, ...] | None:
        """Return waypoints; None if missing."""
        if name not in self._values:
            return None
        value = self._values[name]
        listed = value.split(";") if self._is_text else value
        if not isinstance(listed, list) or not 1 <= len(listed) <= most:
            form = "separated by semicolons" if self._is_text else "in an array"
            raise self._refuse(name, value, f"1..{most} waypoints {form}, each {_PLACES[not self._is_text]}")
        return tuple(self._place(name, one) for one in listed)

    def read_categories(self, name: str, most: int) -> tuple[str, ...] | None:
        """Return names of categories, each once; None if missing."""
        if name not in self._values:
            return None
        value = self._values[name]
        listed = value.split(",") if self._is_text and isinstance(value, str) else value
        if isinstance(listed, list) and 1 <= len(listed) <= most and all(map(_is_category, listed)):
            return tuple(dict.fromkeys(one.strip().casefold() for one in listed))
        form = "separated by commas" if self._is_text else "in an array"
        raise self._refuse(name, value, f"1..{most} categories of at most 100 letters {form}")

    def read_numbers(
        self, name: str, ranges: Sequence[tuple[float, float]], least: int, accepted: str
    ) -> list[float] | None:
        """Return numbers with commas between, at least ``least`` of them; None where there are none."""
        if name not in self._values:
            return None
        value = self._values[name]
        parts = value.split(",") if isinstance(value, str) else []
        if not least <= len(parts) <= len(ranges) or not all(_NUMBER.fullmatch(part) for part in parts):
            raise self._refuse(name, value, accepted)
        return [
            self._number(name, part, low, high, accepted)
            for part, (low, high) in zip(parts, ranges, strict=False)
        ]

    def read_key(self, name: str) -> int | None:
        """Return an id; None if missing."""
        return self.read_integer(name, 0, MAX_ID)

    # --- values -----------------------------------------------------------------------------------

    def _number(self, name: str, value: Any, least: float, most: float, accepted: str) -> float:
        if self._is_text and isinstance(value, str) and _NUMBER.fullmatch(value):
            value = float(value)
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if is_number and least <= value <= most and math.isfinite(value):
            return float(value) + 0.0  # -0 is 0
        raise self._refuse(name, value, accepted)

    def _integer(self, name: str, value: Any, least: int, most: int) -> int:
        if self._is_text and isinstance(value, str) and _INTEGER.fullmatch(value):
            value = int(value)
        if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
            return value
        raise self._refuse(name, value, f"a whole number {least}..{most}")

    def _place(self, name: str, value: Any) -> Waypoint:
        if isinstance(value, str):
            return self._written_place(name, value)
        if not isinstance(value, dict) or self._is_text:
            raise self._refuse_place(name, value)
        members = set(value)
        if len(value) == 1 and members <= set(LAYER_OF_KIND):
            ((kind, key),) = value.items()
            return FeatureRef(kind, self._integer(name, key, 0, MAX_ID))
        if members == {"category"}:
            return self._category(name, value["category"])
        if members in ({"lon", "lat"}, {"lon", "lat", "level"}):
            return self._point(name, value["lon"], value["lat"], value.get("level"), value)
        raise self._refuse_place(name, value)

    def _written_place(self, name: str, text: str) -> Waypoint:
        kind, colon, rest = text.partition(":")
        if kind in LAYER_OF_KIND and _INTEGER.fullmatch(rest) and int(rest) <= MAX_ID:
            return FeatureRef(kind, int(rest))
        if kind == "category" and colon:
            return self._category(name, rest)
        parts = text.split(",")
        if len(parts) in {2, 3} and all(_NUMBER.fullmatch(part) for part in parts):
            level = float(parts[2]) if len(parts) == 3 else None
            return self._point(name, float(parts[0]), float(parts[1]), level, text)
        raise self._refuse_place(name, text)

    def _category(self, name: str, value: Any) -> Category:
        if _is_category(value):
            return Category(value.strip().casefold())
        raise self._refuse_place(name, value)

    def _point(self, name: str, longitude: Any, latitude: Any, level: Any, value: Any) -> Point:
        for number, most in ((longitude, 180), (latitude, 90), (0 if level is None else level, MAX_LEVEL)):
            is_number = isinstance(number, int | float) and not isinstance(number, bool)
            if not is_number or not abs(number) <= most:
                raise self._refuse_place(name, value)
        return Point(float(longitude), float(latitude), None if level is None else float(level) + 0.0)

    def _refuse_place(self, name: str, value: Any) -> InvalidParameter:
        return self._refuse(name, value, f"a waypoint: {_PLACES[not self._is_text]}")

    def _refuse(self, name: str, value: Any, accepted: str) -> InvalidParameter:
        shown = repr(value)
        shown = shown if len(shown) <= 60 else f"{shown[:60]}…"
        return InvalidParameter(name, f"{name} is {shown}. Accepted: {accepted}.")


def _is_category(value: Any) -> bool:
    return isinstance(value, str) and 0 < len(value.strip()) <= 100 and "\0" not in value
