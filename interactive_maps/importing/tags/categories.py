"""IMDF categories of tags: units for spaces, amenities for places, occupants for tenants."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Literal

from interactive_maps.importing.tags import Tags

_TABLES = Path(__file__).with_name("categories.toml")
_ANY = "*"
# (for women, for men) -> the ending of a restroom's category
_ENDINGS = {(True, False): ".female", (False, True): ".male"}


def classify_space(tags: Tags) -> str:
    """Return the IMDF unit category of a room, corridor or area; ``unspecified`` if the tags give none."""
    return _specify(_look_up("unit", tags) or "unspecified", tags)


def classify_place(tags: Tags) -> str:
    """Return the IMDF amenity category of a destination; ``unspecified`` if the tags give none."""
    return _specify(_look_up("amenity", tags) or "unspecified", tags)


def classify_occupant(tags: Tags) -> str | None:
    """Return the IMDF occupant category of the operator of a shop or a service, or None without one."""
    return _look_up("occupant", tags)


def _look_up(feature: Literal["unit", "amenity", "occupant"], tags: Tags) -> str | None:
    for key, categories in _load_tables()[feature].items():
        value = tags.get(key, "no").partition(";")[0].strip()
        found = None if value == "no" else categories.get(value, categories.get(_ANY))
        if found:
            return found
    return None


@lru_cache(maxsize=1)
def _load_tables() -> dict[str, dict[str, dict[str, str]]]:
    """Return feature -> key -> value -> category."""
    tables = tomllib.loads(_TABLES.read_text("utf-8"))
    return {
        feature: {
            key: {value: category for category, values in categories.items() for value in values}
            for key, categories in keys.items()
        }
        for feature, keys in tables.items()
    }


def _specify(category: str, tags: Tags) -> str:
    """Return a restroom's category with its users."""
    if category != "restroom":
        return category
    if tags.get("unisex") == "yes":
        category += ".unisex"
    else:
        category += _ENDINGS.get((tags.get("female") == "yes", tags.get("male") == "yes"), "")
    return f"{category}.wheelchair" if tags.get("wheelchair") == "designated" else category
